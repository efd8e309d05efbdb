"""How many of the localities shown have which verdict, and where on the map they lie."""

from dataclasses import dataclass

from api.pages.map import OUTLINES
from api.pages.tables.drawing import Drawing
from api.pages.tables.pieces import Verdict
from api.pages.tables.selection import Shown
from api.pages.tables.table import TablePage


@dataclass(frozen=True)
class Legend:
    """The map's table, and the map where there is one."""

    table: TablePage
    shown: Shown

    @property
    def drawing(self) -> Drawing | None:
        return self.shown.drawing

    @property
    def outlines(self) -> str:
        return self.table.frame.asset(OUTLINES)

    @property
    def what(self) -> str:
        option = self.shown.asked.wish.option or self.table.question.intervention
        if option:
            return self.table.words.map_of_option.format(name=self.table.intervention(option))
        return self.table.words.map_of_first

    @property
    def label(self) -> str:
        counts = (self.table.words.count_of.format(verdict=v.name, n=n) for v, n in self.counts)
        return self.table.words.map.format(what=f"{self.what}. {'; '.join(counts)}")

    @property
    def counts(self) -> tuple[tuple[Verdict, str], ...]:
        """How many of the localities shown have which verdict."""
        counts = self.shown.verdicts.items()
        return tuple((self.table.verdict(slug), self.table.number(count)) for slug, count in counts)

    @property
    def pointless(self) -> str:
        number = self.shown.paging.total - self.shown.placed
        return (
            self.table.words.pointless(number).format(n=self.table.number(number)) if number else ""
        )
