"""What came of a table's rows: what was set aside, and what can be taken along."""

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from api.pages.tables.pieces import Link
from api.pages.tables.table import TablePage
from engine.tables.formulas import original
from engine.tables.headers import OWNER

REJECTS = 20  # reasons that are told on the page


@dataclass(frozen=True)
class Aside:
    """What was set aside: the first reasons, and how many there are.

    ``strays`` are localities that only tables beside it name: no row of the table itself.
    """

    first: tuple[Mapping[str, str], ...] = ()
    reasons: int = 0
    strays: int = 0


def read_aside(path: Path) -> Aside:
    """What a file of rejects tells; nothing without the file."""
    if not path.is_file():
        return Aside()
    first: list[Mapping[str, str]] = []
    strays: set[tuple[str, str]] = set()
    reasons = 0
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            reasons += 1
            if len(first) < REJECTS:
                first.append({name: original(cell) for name, cell in row.items()})
            if row["table"] and row["column"] == OWNER:
                strays.add((row["table"], row["id"]))
    return Aside(tuple(first), reasons, len(strays))


@dataclass(frozen=True)
class Reason:
    """One reason, and whose: a row's, or that of something in a table beside it."""

    place: str
    id: str
    column: str
    why: str


@dataclass(frozen=True)
class Results:
    """What became of the rows, and the files."""

    table: TablePage
    aside: Aside
    has_map_file: bool
    has_rules_file: bool
    keeps_rows: bool

    @property
    def says(self) -> tuple[str, ...]:
        """What became of the rows, in sentences."""
        words, summary = self.table.words, self.table.summary
        told = [(words.advised, summary.advised)]
        others = (
            (words.rejected, summary.rejected),
            (words.strays, self.aside.strays),
            (words.left_out, summary.left_out),
        )
        told += [(say, number) for say, number in others if number]
        return tuple(say(number).format(n=self.table.number(number)) for say, number in told)

    @property
    def reasons(self) -> tuple[Reason, ...]:
        said = "reason" if self.table.language == "en" else "motivo"
        return tuple(
            Reason(self._place(row), row["id"], row["column"], row[said])
            for row in self.aside.first
        )

    def _place(self, row: Mapping[str, str]) -> str:
        """The row; of something in a table beside it, also what is listed there."""
        number = self.table.number(int(row["row"]))
        return f"{self._listed(row['table'])} · {number}" if row["table"] else number

    def _listed(self, name: str) -> str:
        """What a table beside it lists, by the list's name or by the kind's."""
        vocabulary = self.table.knowledge.vocabulary
        kind = vocabulary.entities.get(name) or vocabulary.lists.get(name)
        return kind.name.in_(self.table.language) if kind else name

    @property
    def more(self) -> str:
        if self.aside.reasons <= REJECTS:
            return ""
        return self.table.words.rejects_more.format(n=REJECTS)

    @property
    def files(self) -> tuple[tuple[str, tuple[Link, ...]], ...]:
        """Each thing that can be taken along, in its forms."""
        words, forms = self.table.words, (("CSV", "csv"), ("Parquet", "parquet"))
        found = [(words.take_advice, self._forms("advice", forms))]
        if self.has_map_file:
            found.append((words.take_map, self._forms("advice", (("GeoJSON", "geojson"),))))
        if self.has_rules_file:
            found.append((words.take_rules, self._forms("localities", forms)))
        if self.aside.reasons:
            found.append((words.take_rejects, self._forms("rejects", forms[:1])))
        return tuple(found)

    def _forms(self, name: str, forms: Iterable[tuple[str, str]]) -> tuple[Link, ...]:
        return tuple(Link(form, self.table.to(f"{name}.{suffix}")) for form, suffix in forms)
