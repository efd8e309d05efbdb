"""Profile tables made from profiles, for tests."""

import csv
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from engine.knowledge.model import Knowledge
from engine.profile import read_profile
from engine.tables.cells import cell


def row_of(knowledge: Knowledge, name: str, profile: Mapping[str, Any]) -> dict[str, str]:
    """The row of a profile table that says what a profile says of factors."""
    vocabulary = knowledge.vocabulary
    read = read_profile(profile, vocabulary)
    row = {"id": name, "name": read.name or "", "country": read.country or ""}
    for slug, value in read.factors.items():
        row[slug] = cell(vocabulary.factors[slug].domain, value.possible)
    return row


def write_csv(path: Path, rows: Sequence[Mapping[str, str]]) -> Path:
    names = dict.fromkeys(name for row in rows for name in row)
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, list(names), restval="")
        writer.writeheader()
        writer.writerows(rows)
    return path


def documented(knowledge: Knowledge) -> list[dict[str, str]]:
    """All documented cases as rows."""
    return [row_of(knowledge, slug, case.profile) for slug, case in knowledge.cases.items()]


def many(rows: Iterable[Mapping[str, str]], times: int) -> list[dict[str, str]]:
    """The rows again and again, each with an id of its own."""
    return [{**row, "id": f"{row['id']}-{n}"} for n in range(times) for row in rows]
