"""The rows of a table as single profiles, in the form in which one would have typed them."""

from collections.abc import Iterator, Mapping
from typing import Any

import pyarrow as pa

from engine.profile import PROVENANCE
from engine.tables.cells import NONE, given
from engine.tables.headers import OWNER
from engine.tables.sources import Chunk
from engine.vocabulary import Vocabulary

Cells = Mapping[str, str]


def profiles_of(vocabulary: Vocabulary, chunk: Chunk) -> list[Any]:
    """The profile of every row of a chunk, the bad rows' too."""
    if chunk.rows is None:
        return [_without_id(raw) for raw in chunk.profiles]
    entities = {kind: list(_cells(table)) for kind, table in chunk.entities.items()}
    listed: dict[tuple[str, str], list[Any]] = {}
    for kind, rows in entities.items():
        attributes = vocabulary.entities[kind].attributes
        for row in rows:
            entity = {
                name: given(attribute.domain, row[name])
                for name, attribute in attributes.items()
                if name in row
            }
            listed.setdefault((kind, row.get(OWNER, "")), []).append(entity)
    return [_profile(vocabulary, row, listed) for row in _cells(chunk.rows)]


def _without_id(raw: Any) -> Any:
    return {k: v for k, v in raw.items() if k != "id"} if isinstance(raw, Mapping) else raw


def _cells(table: pa.Table) -> Iterator[Cells]:
    """The cells of each row that are not empty, as text."""
    columns = {
        name: table.column(name).cast(pa.string()).to_pylist() for name in table.column_names
    }
    for row in range(table.num_rows):
        cells = ((name, column[row]) for name, column in columns.items())
        yield {name: text for name, text in cells if text and text.strip()}


def _profile(
    vocabulary: Vocabulary, row: Cells, listed: Mapping[tuple[str, str], list[Any]]
) -> Mapping[str, Any]:
    profile: dict[str, Any] = {
        name: row[name] for name in ("name", "country", "as_of") if name in row
    }
    profile["factors"] = {
        slug: _value(given(factor.domain, row[slug]), row, slug)
        for slug, factor in vocabulary.factors.items()
        if slug in row
    }
    for name, kind in vocabulary.lists.items():
        found = listed.get((kind.kind, row.get("id", "")))
        if found or row.get(name, "").strip() == NONE:
            profile[name] = found or []
    return profile


def _value(plain: Any, row: Cells, slug: str) -> Any:
    """The value with its provenance, where the row says something of it."""
    about = {name: row[f"{slug}.{name}"] for name in PROVENANCE if f"{slug}.{name}" in row}
    if not about:
        return plain
    return {**(plain if isinstance(plain, dict) else {"value": plain}), **about}
