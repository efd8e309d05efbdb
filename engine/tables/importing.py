"""From a public table to a table of profiles: every row by the recipe, bad rows set aside.

What is written is written whole: the good rows under a name of their own until the last one, the
bad rows beside them with the reason. Memory holds one chunk of rows, and the ids.
"""

import csv
import os
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from engine.errors import Fault, ProfileError
from engine.possible import Interval, Levels, Several
from engine.tables.applying import Locality, RowError, apply
from engine.tables.foreign import ForeignTable
from engine.tables.formulas import harmless
from engine.tables.profile_writing import WRITERS, Written
from engine.tables.quantity import columns_of
from engine.tables.recipe import Recipe
from engine.tables.recipe_reading import missing_columns
from engine.text import Language, Text
from engine.vocabulary import Vocabulary

ENOUGH = 5  # rows of a country that show whether a column differs inside it
_TWICE = Text("the id '{id}' stands already in row {row}", "el id «{id}» ya está en la fila {row}")
_ONE_VALUE = Text(
    "the column '{name}' has one value for each country: it is about whole countries, whatever its"
    " scope says, and cannot tell localities apart. Nothing was written",
    "la columna «{name}» tiene un solo valor por país: trata de países enteros, diga lo que diga"
    " su scope, y no puede distinguir localidades. No se escribió nada",
)


@dataclass
class Tally:
    """What became of one factor: in how many localities it is known, and as what."""

    known: int = 0
    partly: int = 0
    levels: Counter[str] = field(default_factory=Counter)
    low: float | None = None
    high: float | None = None

    def count(self, locality: Locality, slug: str, vocabulary: Vocabulary) -> None:
        found = locality.factors.get(slug)
        if found is None:
            return
        self.known += 1
        domain = vocabulary.factors[slug].domain
        match found.possible:
            case Interval(low, high):
                self.partly += low != high
                self.low = low if self.low is None else min(self.low, low)
                finite = high if high < domain.maximum else low
                self.high = finite if self.high is None else max(self.high, finite)
            case Levels(mask):
                self.partly += mask.bit_count() > 1
                self.levels["|".join(level.value for level in domain.named(mask))] += 1
            case Several(surely, _):
                named = [level.value for level in domain.named(surely)]
                self.levels["+".join(named) or "none"] += 1


@dataclass
class Summary:
    """What an import did."""

    rows: int = 0
    written: int = 0
    rejected: int = 0
    left_out: int = 0
    factors: dict[str, Tally] = field(default_factory=dict)
    silent: int = 0  # localities of which nothing became known


@dataclass
class _Spread:
    """Whether columns differ inside a country: those that never do are about the country."""

    columns: tuple[str, ...]
    seen: dict[tuple[str, str], tuple[str, int]] = field(default_factory=dict)
    varied: set[str] = field(default_factory=set)

    def note(self, country: str | None, cells: Mapping[str, str]) -> None:
        for name in self.columns:
            cell = (cells.get(name) or "").strip()
            if not cell or name in self.varied or country is None:
                continue
            first, count = self.seen.get((name, country), (cell, 0))
            if cell != first:
                self.varied.add(name)
            self.seen[name, country] = (first, count + 1)

    def about_countries(self) -> list[str]:
        """Columns that never differ inside any of several countries, but do between them."""
        found = []
        for name in self.columns:
            values = [
                value
                for (column, _), (value, count) in self.seen.items()
                if column == name and count >= ENOUGH
            ]
            if name not in self.varied and len(set(values)) > 1:
                found.append(name)
        return found


class Aside(Protocol):
    """Where bad rows go: row and column, the cell as it stood, and what is wrong."""

    def add(self, row: int, column: str, value: str, fault: Fault, /) -> None: ...


class Importer:
    """Imports one table by one recipe."""

    def __init__(
        self, recipe: Recipe, vocabulary: Vocabulary, table: ForeignTable, language: Language
    ) -> None:
        """Take the recipe and the table it is for.

        Raises:
            ProfileError: the table has not the columns that the recipe expects.
        """
        faults = missing_columns(recipe, table.header)
        if faults:
            raise ProfileError(faults)
        self.recipe, self.vocabulary, self.table = recipe, vocabulary, table
        self.language = language
        self.ids: dict[str, int] = {}
        self.spread = _Spread(_columns_read(recipe))

    def run(self, out: Path, rejects: Path, step: Callable[[int], None]) -> Summary:
        """Write the profiles, and the bad rows if there are any; ``step`` hears of each row.

        Raises:
            ProfileError: a column is about whole countries, whatever its scope says.
        """
        with written_whole(rejects) as bad, Rejects(bad, self.language) as aside:
            summary = self.write(out, aside, step)
        if not summary.rejected:
            rejects.unlink()
        return summary

    def write(self, out: Path, aside: Aside, step: Callable[[int], None]) -> Summary:
        """Write the profiles; bad rows go ``aside``, and ``step`` hears of each row.

        Raises:
            ProfileError: a column is about whole countries, whatever its scope says.
        """
        summary = Summary(factors={slug: Tally() for slug in self.recipe.factors})
        writer = WRITERS[out.suffix.lower()]
        with written_whole(out) as good:
            self._broken(aside, summary, step)
            with writer(good, self.recipe, self.vocabulary) as target:
                self._rows(target, aside, summary, step)
            about_countries = self.spread.about_countries()
            if about_countries:
                raise ProfileError(
                    Fault(self.recipe.id, _ONE_VALUE.filled(name=name)) for name in about_countries
                )
        return summary

    def _broken(self, aside: Aside, summary: Summary, step: Callable[[int], None]) -> None:
        for item in self.table.broken:
            for row, what in item.said():
                summary.rows += 1
                summary.rejected += 1
                aside.add(row, "", item.text, Fault("", what))
                step(1)

    def _rows(
        self,
        target: Written,
        aside: Aside,
        summary: Summary,
        step: Callable[[int], None],
    ) -> None:
        for number, cells in self.table.rows():
            summary.rows += 1
            try:
                locality = self._locality(number, cells)
            except RowError as error:
                summary.rejected += 1
                for column, cell, fault in error.faults:
                    aside.add(number, column, cell, fault)
                locality = None
            else:
                summary.left_out += locality is None
            if locality is not None:
                target.add(locality)
                summary.written += 1
                summary.silent += not locality.factors
                for slug, tally in summary.factors.items():
                    tally.count(locality, slug, self.vocabulary)
            step(1)

    def _locality(self, number: int, cells: Mapping[str, str]) -> Locality | None:
        locality = apply(self.recipe, self.vocabulary, cells)
        if locality is None:
            return None
        name = str(locality.about["id"])
        if name in self.ids:
            what = _TWICE.filled(id=name, row=self.ids[name])
            raise RowError([(self.recipe.place.id.columns[0], name, Fault("id", what))])
        self.ids[name] = number
        self.spread.note(locality.about.get("country"), cells)
        return locality


def _columns_read(recipe: Recipe) -> tuple[str, ...]:
    """The columns from which factors are read."""
    found: dict[str, None] = {}
    for way in recipe.ways:
        found.update(dict.fromkeys(c for q in way.quantities for c in columns_of(q)))
        if way.word_column:
            found[way.word_column] = None
    return tuple(found)


class Rejects:
    """The bad rows as CSV: row, column, value, reason."""

    def __init__(self, path: Path, language: Language) -> None:
        self.path, self.language = path, language

    def __enter__(self) -> "Rejects":
        self.file = self.path.open("w", encoding="utf-8", newline="")
        self.writer = csv.writer(self.file)
        self.writer.writerow(("row", "column", "value", "reason"))
        return self

    def __exit__(self, *_: object) -> None:
        self.file.close()

    def add(self, row: int, column: str, value: str, fault: Fault) -> None:
        reason = fault.sentence(self.language).removeprefix(f"{fault.where}: ")
        self.writer.writerow((row, harmless(column), harmless(value[:200]), harmless(reason)))


@contextmanager
def written_whole(path: Path) -> Iterator[Path]:
    """A file that appears under its name when all of it is written, or not at all."""
    temporary = path.with_name(f".{path.name}.writing")
    try:
        yield temporary
        os.replace(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)
