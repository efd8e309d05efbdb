"""A profile table as columns of localities; bad rows are set aside with the reason.

What one cell means is asked of the same reader that reads single profiles, once for each different
cell, so that a row of a table and a profile by itself cannot be read differently.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from engine.columns.arrays import Array
from engine.columns.derivation import derived, unknown_column
from engine.columns.localities import (
    Column,
    Dictionary,
    EntityColumns,
    Localities,
    column,
    from_facts,
    offsets_of,
)
from engine.errors import Fault, ProfileError, nearest
from engine.facts import gather
from engine.json_reading import BAD_TEXT, can_be_kept
from engine.knowledge.model import Knowledge
from engine.profile import (
    MAXIMUM_ENTITIES,
    MAXIMUM_NEAREST,
    PROVENANCE,
    Profile,
    ProfileReader,
    read_profile,
)
from engine.tables.bounds import LONGEST_ID, TOO_LONG_ID, shown
from engine.tables.cells import NONE, given
from engine.text import Text
from engine.vocabulary import Domain, EntityKind, Vocabulary

ABOUT = ("id", "name", "country", "as_of", "latitude", "longitude")
LABELS = ("name", "as_of")
_MORE = Text("and {n} more that are wrong with it", "y {n} más que están mal en ella")
_REPEATED = Text("the id '{name}' stands twice", "el identificador «{name}» se repite")
_UNKNOWN = Text("unknown column '{name}'", "columna desconocida: «{name}»")
COORDINATES = {"latitude": 90, "longitude": 180}  # degrees, at most
NOBODY = -1  # whom an entity belongs to where its locality's row here is one without a good id
MOST_FAULTS = 20  # that are told of one row; of the others, how many there are
_NUMBER = re.compile(r"[-+]?(\d+(\.\d*)?|\.\d+)([eE][-+]?\d+)?\Z", re.ASCII)
OWNER = "locality"  # the column of an entity table that holds a locality's id


@dataclass(frozen=True, slots=True)
class Reject:
    """One thing wrong with one row of a table; rows count from 1, without the heading."""

    table: str
    row: int
    id: str
    fault: Fault


@dataclass(frozen=True, slots=True)
class Unreadable:
    """What stands where a profile should, and why it is none."""

    faults: tuple[Fault, ...]


@dataclass(frozen=True)
class Encoded:
    """The good rows: where they stood, who they are, and their columns."""

    rows: Array
    about: pa.Table
    localities: Localities
    known: Array
    rejects: tuple[Reject, ...]


@dataclass
class _Table:
    """Rows of one table being read: which are bad so far, and why."""

    name: str
    first: int
    ids: Sequence[Any]
    rejects: list[Reject] = field(default_factory=list)
    counted: Counter[int] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self.bad = np.zeros(len(self.ids), dtype=bool)

    def refuse(self, rows: Iterable[int], fault: Fault) -> None:
        for row in rows:
            self.blame(int(row), fault, self.name)

    def blame(self, row: int, fault: Fault, table: str) -> None:
        """Set a row aside for what stands in it, or in another table about it."""
        self.bad[row] = True
        self.counted[row] += 1
        if self.counted[row] <= MOST_FAULTS:
            name = shown(str(self.ids[row] or ""))
            self.rejects.append(Reject(table, self.first + row, name, fault))

    def told(self) -> tuple[Reject, ...]:
        """Why rows are set aside, row by row, and of how much of it no more is said."""
        found = list(self.rejects)
        for row, count in self.counted.items():
            if count > MOST_FAULTS:
                more = _MORE.filled(n=count - MOST_FAULTS)
                name = shown(str(self.ids[row] or ""))
                found.append(Reject(self.name, self.first + row, name, Fault("", more)))
        return tuple(sorted(found, key=lambda reject: reject.row))


class Encoder:
    """Encodes the chunks of one profile table, with the entity tables beside it."""

    def __init__(self, vocabulary: Vocabulary, repeated: Mapping[str, int] | None = None) -> None:
        """``repeated`` gives, for each id that stands more than once, the row where it is first."""
        self.vocabulary = vocabulary
        self.repeated = repeated or {}

    def check_header(self, names: Sequence[str]) -> list[Fault]:
        """What is wrong with the columns of a profile table as a whole."""
        allowed = (*ABOUT, *self.vocabulary.factors, *self.vocabulary.lists)
        faults = []
        if "id" not in names:
            what = Text("the column 'id' is missing", "falta la columna «id»")
            faults.append(Fault("id", what))
        for name in names:
            slug, _, about = name.partition(".")
            if name not in allowed and not (
                slug in self.vocabulary.factors and about in PROVENANCE
            ):
                what = _UNKNOWN.filled(name=shown(name))
                near = nearest(name, allowed) if len(faults) < MAXIMUM_NEAREST else None
                faults.append(Fault(name, what, (), near))
        return faults

    def check_entity_header(self, kind: str, names: Sequence[str]) -> list[Fault]:
        """What is wrong with the columns of an entity table as a whole."""
        entity = self.vocabulary.entities[kind]
        faults = []
        if OWNER not in names:
            what = Text(f"the column '{OWNER}' is missing", f"falta la columna «{OWNER}»")
            faults.append(Fault(f"{entity.list_name}.{OWNER}", what))
        allowed = (OWNER, *entity.attributes)
        for name in names:
            if name not in allowed:
                what = _UNKNOWN.filled(name=shown(name))
                near = nearest(name, allowed) if len(faults) < MAXIMUM_NEAREST else None
                faults.append(Fault(f"{entity.list_name}.{name}", what, allowed, near))
        return faults

    def encode(
        self,
        table: pa.Table,
        entities: Mapping[str, pa.Table] | None = None,
        first: int = 1,
        broken: Mapping[int, Text] | None = None,
    ) -> Encoded:
        """Encode one chunk; ``entities`` holds the rows of its localities, by kind of entity.

        ``broken`` says why rows are none: in the place of each stands an empty one.
        """
        ids = _texts(table, "id")
        rows = _Table("", first, ids)
        for row, why in (broken or {}).items():
            rows.refuse([row - first], Fault("", why))
        dictionary = Dictionary(self.vocabulary)
        self._identify(rows)
        factors: dict[str, Column] = {}
        said: dict[str, Array] = {}
        for slug, factor in self.vocabulary.factors.items():
            if slug in table.column_names:
                found = self._column(rows, slug, factor.domain, table.column(slug), dictionary)
                if found is not None:
                    factors[slug], said[slug] = found
                    self._provenance(rows, slug, table, said[slug])
        self._labels(rows, table)
        country = self._countries(rows, table)
        table = self._coordinates(rows, table)
        lists = {
            kind.kind: self._entities(rows, kind, table, entities, dictionary)
            for kind in self.vocabulary.entities.values()
            if (entities and kind.kind in entities) or kind.list_name in table.column_names
        }
        kept = np.flatnonzero(~rows.bad)
        taken = {name: listed.of(kept) for name, listed in lists.items()}
        told = {slug: array[kept] for slug, array in said.items()}
        chosen = {slug: _taken(found, kept) for slug, found in factors.items()}
        good = derived(self.vocabulary, chosen, told, taken)
        codes, countries = country
        words = tuple(dictionary.places)
        return Encoded(
            rows.first + kept,
            table.select([n for n in ABOUT if n in table.column_names]).take(pa.array(kept)),
            Localities(len(kept), good, taken, words, codes[kept], countries),
            self._known(good, told, len(kept)),
            rows.told(),
        )

    def encode_profiles(self, knowledge: Knowledge, raws: Sequence[Any], first: int = 1) -> Encoded:
        """Encode profiles in their ordinary form, each with an ``id`` beside its fields."""
        ids = [id_of(raw) for raw in raws]
        rows = _Table("", first, ids)
        for row, raw in enumerate(raws):
            for fault in raw.faults if isinstance(raw, Unreadable) else ():
                rows.refuse([row], fault)
        self._identify(rows)
        read: dict[int, Profile] = {}
        for row, raw in enumerate(raws):
            if isinstance(raw, Unreadable):
                continue
            own = {k: v for k, v in raw.items() if k != "id"} if isinstance(raw, Mapping) else raw
            try:
                read[row] = read_profile(own, self.vocabulary)
            except ProfileError as error:
                for fault in error.faults:
                    rows.refuse([row], fault)
        good = {row: profile for row, profile in read.items() if not rows.bad[row]}
        facts = [gather(profile, knowledge) for profile in good.values()]
        about = {
            "id": pa.array([ids[row] for row in good], pa.string()),
            **{
                name: pa.array([getattr(profile, name) for profile in good.values()], pa.string())
                for name in ("name", "country", "as_of")
            },
        }
        return Encoded(
            np.array([first + row for row in good], dtype=np.int64),
            pa.table(about),
            from_facts(knowledge, facts, [profile.country for profile in good.values()]),
            np.array([len(item.known) for item in facts], dtype=np.int16),
            rows.told(),
        )

    def _known(self, factors: Mapping[str, Column], said: Mapping[str, Array], size: int) -> Array:
        """How many factors are known of each locality."""
        known = np.zeros(size, dtype=np.int16)
        for slug, found in factors.items():
            known += self._is_known(slug, found, said.get(slug))
        return known

    def _is_known(self, slug: str, found: Column, said: Array | None) -> Array:
        """Where something was said of a factor, or follows from a list."""
        unknown = unknown_column(self.vocabulary.factors[slug].domain, len(found.first))
        known = _differs(found.first, unknown.first)
        if found.second is not None and unknown.second is not None:
            known |= _differs(found.second, unknown.second)
        return known if said is None else known | said

    def _identify(self, rows: _Table) -> None:
        """A row without an id, or with one that stood before, cannot be told from others."""
        missing = [row for row, name in enumerate(rows.ids) if not name and not rows.bad[row]]
        rows.refuse(missing, Fault("id", Text("the id is missing", "falta el identificador")))
        long = [row for row, name in enumerate(rows.ids) if len(name or "") > LONGEST_ID]
        rows.refuse(long, Fault("id", TOO_LONG_ID))
        odd = [row for row, name in enumerate(rows.ids) if name and not can_be_kept(name)]
        rows.refuse(odd, Fault("id", BAD_TEXT))
        for row, name in enumerate(rows.ids):
            if name in self.repeated and self.repeated[name] != rows.first + row:
                what = _REPEATED.filled(name=shown(name))
                rows.refuse([row], Fault("id", what))

    def _column(
        self, rows: _Table, name: str, domain: Domain, cells: Any, dictionary: Dictionary
    ) -> tuple[Column, Array] | None:
        """One column of values and where it is given; None where it never is."""
        if domain.type == "number":
            plain = _plain_numbers(domain, cells)
            if plain is not None:
                return plain
        coded = cells.combine_chunks().cast(pa.string()).dictionary_encode()
        texts: list[str] = coded.dictionary.to_pylist()
        codes = coded.indices.fill_null(len(texts)).to_numpy(zero_copy_only=False)
        possible, faults = self._read(domain, [*texts, ""], name)
        for code, fault in faults.items():
            rows.refuse(np.flatnonzero(codes == code), fault)
        silent = np.array([not text.strip() for text in texts] + [True])
        if silent.all():
            return None
        return _taken(column(domain, possible, dictionary), codes), ~silent[codes]

    def _provenance(self, rows: _Table, slug: str, table: pa.Table, said: Array) -> None:
        """Refuse what a profile by itself could not say of where a value comes from."""
        for about in PROVENANCE:
            name = f"{slug}.{about}"
            if name not in table.column_names:
                continue
            coded = table.column(name).combine_chunks().cast(pa.string()).dictionary_encode()
            codes = coded.indices.fill_null(-1).to_numpy(zero_copy_only=False)
            for code, text in enumerate(coded.dictionary.to_pylist()):
                reader = ProfileReader(self.vocabulary)
                if text.strip():
                    reader.provenance({about: text}, slug)
                for fault in reader.faults:
                    rows.refuse(np.flatnonzero((codes == code) & said), fault)

    def _read(
        self, domain: Domain, texts: Sequence[str], name: str
    ) -> tuple[list[Any], dict[int, Fault]]:
        """What each different cell leaves possible, and what is wrong with it."""
        possible: list[Any] = []
        faults: dict[int, Fault] = {}
        for code, text in enumerate(texts):
            raw = given(domain, text)
            reader = ProfileReader(self.vocabulary)
            value = None if raw is None else reader.value(domain, raw, name)
            if reader.faults:
                faults[code] = reader.faults[0]
            possible.append(domain.unknown if value is None else value.possible)
        return possible, faults

    @staticmethod
    def _coordinates(rows: _Table, table: pa.Table) -> pa.Table:
        """The table with its coordinates as numbers; what is none, or not on the globe, is told."""
        for name, most in COORDINATES.items():
            if name not in table.column_names:
                continue
            texts = table.column(name).cast(pa.string()).to_pylist()
            numbers = [_number(text) for text in texts]
            odd = [
                row
                for row, (text, number) in enumerate(zip(texts, numbers, strict=True))
                if (text or "").strip() and (number is None or not abs(number) <= most)
            ]
            what = Text(
                f"not a number from -{most} to {most}, with a point for decimals",
                f"no es un número de -{most} a {most}, con punto decimal",
            )
            rows.refuse(odd, Fault(name, what))
            place = table.column_names.index(name)
            table = table.set_column(place, name, pa.array(numbers, pa.float64()))
        return table

    def _labels(self, rows: _Table, table: pa.Table) -> None:
        """Refuse rows whose name or time no profile could have."""
        for name in set(LABELS) & set(table.column_names):
            coded = table.column(name).combine_chunks().cast(pa.string()).dictionary_encode()
            codes = coded.indices.fill_null(-1).to_numpy(zero_copy_only=False)
            for code, text in enumerate(coded.dictionary.to_pylist()):
                reader = ProfileReader(self.vocabulary)
                reader.label({name: text}, name)
                for fault in reader.faults:
                    rows.refuse(np.flatnonzero(codes == code), fault)

    def _countries(self, rows: _Table, table: pa.Table) -> tuple[Array, tuple[str | None, ...]]:
        if "country" not in table.column_names:
            return np.zeros(len(rows.ids), dtype=np.int32), (None,)
        coded = table.column("country").combine_chunks().cast(pa.string()).dictionary_encode()
        names: list[str | None] = [text or None for text in coded.dictionary.to_pylist()]
        codes = coded.indices.fill_null(len(names)).to_numpy(zero_copy_only=False)
        for code, name in enumerate(names):
            reader = ProfileReader(self.vocabulary)
            reader.country({"country": name})
            for fault in reader.faults:
                rows.refuse(np.flatnonzero(codes == code), fault)
        return codes.astype(np.int32), (*names, None)

    def _entities(
        self,
        rows: _Table,
        kind: EntityKind,
        table: pa.Table,
        tables: Mapping[str, pa.Table] | None,
        dictionary: Dictionary,
    ) -> "_Listed":
        """The entities of each row's locality, in the order of their table."""
        found = (tables or {}).get(kind.kind)
        size = len(rows.ids)
        closed = self._closed(rows, kind, table)
        if found is None or not found.num_rows:
            return _Listed(closed, np.zeros(size + 1, dtype=np.int64), _nothing(kind, dictionary))
        place = {
            name: row
            for row, name in enumerate(rows.ids)
            if name and self.repeated.get(name, rows.first + row) == rows.first + row
        }
        owners = [place.get(name or "", NOBODY) for name in _texts(found, OWNER)]
        owner = np.array(owners, dtype=np.int64)
        owned = np.flatnonzero(owner != NOBODY)
        owner, found = owner[owned], found.take(pa.array(owned))
        order = np.argsort(owner, kind="stable")
        owner, found = owner[order], found.take(pa.array(order))
        lengths = np.bincount(owner, minlength=size)
        inner = _Table(kind.list_name, 1, [rows.ids[row] for row in owner])
        attributes = self._attributes(inner, kind, found, dictionary)
        self._blame(rows, inner, owner)
        many = Text(f"more than {MAXIMUM_ENTITIES} entries", f"más de {MAXIMUM_ENTITIES} entradas")
        rows.refuse(np.flatnonzero(lengths > MAXIMUM_ENTITIES), Fault(kind.list_name, many))
        twice = Text("the list is said to be empty, and is not", "se dice vacía y no lo está")
        rows.refuse(np.flatnonzero(closed & (lengths > 0)), Fault(kind.list_name, twice))
        return _Listed(closed | (lengths > 0), offsets_of(lengths), attributes)

    def _closed(self, rows: _Table, kind: EntityKind, table: pa.Table) -> Array:
        """Where the profile table says that a list is empty."""
        closed = np.zeros(len(rows.ids), dtype=bool)
        if kind.list_name in table.column_names:
            for row, text in enumerate(_texts(table, kind.list_name)):
                closed[row] = (text or "").strip() == NONE
                if (text or "").strip() not in ("", NONE):
                    what = Text(
                        f"say '{NONE}' or nothing; entries stand in a table of their own",
                        f"indique «{NONE}» o nada; las entradas van en una tabla propia",
                    )
                    rows.refuse([row], Fault(kind.list_name, what))
        return closed

    def _attributes(
        self, inner: _Table, kind: EntityKind, found: pa.Table, dictionary: Dictionary
    ) -> dict[str, Column]:
        columns: dict[str, Column] = {}
        for name, attribute in kind.attributes.items():
            where = f"{kind.list_name}.{name}"
            read = None
            if name in found.column_names:
                cells = found.column(name)
                read = self._column(inner, where, attribute.domain, cells, dictionary)
            silent = np.ones(len(inner.ids), dtype=bool) if read is None else ~read[1]
            if attribute.required:
                what = Text(f"'{name}' is required", f"«{name}» es obligatorio")
                inner.refuse(np.flatnonzero(silent), Fault(where, what))
            unknown = unknown_column(attribute.domain, len(inner.ids))
            columns[name] = unknown if read is None else read[0]
        return columns

    @staticmethod
    def _blame(rows: _Table, inner: _Table, owner: Array) -> None:
        """A bad entity makes its locality a bad row: half a list would be a false one."""
        for reject in inner.rejects:
            rows.blame(int(owner[reject.row - 1]), reject.fault, inner.name)


@dataclass(frozen=True)
class _Listed:
    """One kind of entity for all rows, bad ones included."""

    given: Array
    offsets: Array
    attributes: Mapping[str, Column]

    def of(self, kept: Array) -> EntityColumns:
        first, lengths = self.offsets[kept], np.diff(self.offsets)[kept]
        start = np.repeat(first - (np.cumsum(lengths) - lengths), lengths)
        inside = start + np.arange(int(lengths.sum()))
        return EntityColumns(
            self.given[kept],
            offsets_of(lengths),
            {name: _taken(found, inside) for name, found in self.attributes.items()},
        )


def _plain_numbers(domain: Domain, cells: Any) -> tuple[Column, Array] | None:
    """A column of nothing but numbers within bounds, all at once; None where it is not that.

    Nearly every cell of such a column differs, so that asking once for each would be slow.
    """
    try:
        trimmed = pc.utf8_trim_whitespace(cells.combine_chunks().cast(pa.string()))
        silent = pc.or_kleene(pc.is_null(trimmed), pc.equal(trimmed, ""))
        numbers = pc.if_else(silent, None, trimmed).cast(pa.float64())
    except pa.ArrowInvalid:
        return None
    said = ~silent.to_numpy(zero_copy_only=False)
    found = numbers.fill_null(domain.minimum).to_numpy(zero_copy_only=False)
    if not said.any() or not np.all((found >= domain.minimum) & (found <= domain.maximum)):
        return None
    return Column(found, np.where(said, found, domain.maximum)), said


def _differs(these: Array, others: Array) -> Array:
    """Where two columns differ, of whatever width."""
    apart = np.asarray(these != others)
    return np.asarray(apart if apart.ndim == 1 else apart.any(axis=1))


def _number(text: str | None) -> float | None:
    return float(text) if text and _NUMBER.match(text.strip()) else None


def id_of(raw: Any) -> str | None:
    """A profile's own id as a text, whether it is one or a number."""
    found = raw.get("id") if isinstance(raw, Mapping) else None
    is_name = isinstance(found, str | int) and not isinstance(found, bool)
    return str(found) if is_name else None


def _nothing(kind: EntityKind, dictionary: Dictionary) -> dict[str, Column]:
    return {
        name: column(attribute.domain, [], dictionary)
        for name, attribute in kind.attributes.items()
    }


def _taken(found: Column, rows: Array) -> Column:
    second = None if found.second is None else found.second[rows]
    return Column(found.first[rows], second)


def _texts(table: pa.Table, name: str) -> list[str | None]:
    if name not in table.column_names:
        return [None] * table.num_rows
    texts: list[str | None] = table.column(name).cast(pa.string()).to_pylist()
    return texts
