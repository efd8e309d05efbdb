"""Those of a table's localities that are asked for: the filter, its menus, and a page of rows."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from api.pages.paging import Paging
from api.pages.tables.drawing import Drawing
from api.pages.tables.overview import CARE, Counted
from api.pages.tables.pieces import Choice, Link, Verdict
from api.pages.tables.table import TablePage
from api.pages.tables.wish import Asked
from engine.ranking import VERDICTS
from engine.tables.survey import SORTS, Found, Standing
from engine.wording import VERDICTS as VERDICT_NAMES

PAGE_SIZE = 50


@dataclass(frozen=True)
class Shown:
    """What of a finished table is asked for."""

    asked: Asked
    found: tuple[Found, ...]
    paging: Paging
    verdicts: Mapping[str, int]
    drawing: Drawing | None
    placed: int


@dataclass(frozen=True)
class PlaceRow:
    """A locality in the table of them."""

    name: str
    address: str
    id: str
    country: str
    known: str
    option: str
    verdict: Verdict
    note: str
    asked: Verdict | None = None
    asked_note: str = ""


@dataclass(frozen=True)
class Selection:
    """Some of the localities, and what can be chosen among them."""

    table: TablePage
    counted: Counted
    shown: Shown

    @property
    def asked(self) -> Asked:
        return self.shown.asked

    @property
    def is_narrowed(self) -> bool:
        return bool(self.asked.on(1).query)

    @property
    def menu_first(self) -> tuple[Choice, ...]:
        slugs = dict.fromkeys(one.intervention for one in self.counted.firsts)
        return self._named(slugs, self.asked.wish.first)

    @property
    def menu_option(self) -> tuple[Choice, ...]:
        return self._named(self.table.summary.verdicts, self.asked.wish.option)

    def _named(self, slugs: Iterable[str], chosen: str) -> tuple[Choice, ...]:
        names = sorted((self.table.intervention(slug).casefold(), slug) for slug in slugs)
        return tuple(
            Choice(slug, self.table.intervention(slug), slug == chosen) for _, slug in names
        )

    @property
    def menu_verdict(self) -> tuple[Choice, ...]:
        chosen = self.asked.wish.verdict
        return tuple(
            Choice(slug, VERDICT_NAMES[slug].in_(self.table.language), slug == chosen)
            for slug in VERDICTS
        )

    @property
    def menu_rule(self) -> tuple[Choice, ...]:
        speaking, rules = self.counted.speaking, self.table.knowledge.rules
        found = [
            rule
            for rule in map(rules.get, speaking)
            if rule and rule.kind in CARE and speaking[rule.id].fires
        ]
        named = sorted((rule.title.in_(self.table.language), rule.id) for rule in found)
        return tuple(Choice(slug, name, slug == self.asked.wish.rule) for name, slug in named)

    @property
    def menu_sort(self) -> tuple[Choice, ...]:
        words = self.table.words
        names = {
            "table": words.order_table,
            "name": words.order_name,
            "known": words.order_known,
            "verdict": words.order_verdict,
        }
        return tuple(Choice(sort, names[sort], sort == self.asked.sort) for sort in SORTS)

    @property
    def found(self) -> str:
        total = self.shown.paging.total
        return self.table.words.found(total).format(n=self.table.number(total))

    @property
    def part(self) -> str:
        """Which part of what was found this is, where there is more than one."""
        paging = self.shown.paging
        if paging.last == 1:
            return ""
        first, last, every = (self.table.number(end) for end in (*paging.ends, paging.total))
        return self.table.words.shown.format(first=first, last=last, all=every)

    @property
    def around(self) -> tuple[Link, ...]:
        paging, words = self.shown.paging, self.table.words
        found = []
        if paging.before is not None:
            found.append(Link(words.before.format(n=paging.size), self._on(paging.before)))
        if paging.after is not None:
            found.append(Link(words.after.format(n=paging.rest), self._on(paging.after)))
        return tuple(found)

    def _on(self, page: int) -> str:
        return f"{self.table.to()}?{self.asked.on(page).query}#localities"

    @property
    def rows(self) -> tuple[PlaceRow, ...]:
        return tuple(self._row(found) for found in self.shown.found)

    def _row(self, found: Found) -> PlaceRow:
        first, asked = found.first, found.asked
        return PlaceRow(
            found.name or found.id,
            self.table.to("rows", str(found.row)),
            found.id if found.name else "",
            self.table.frame.customs.country(found.country) if found.country else "",
            self.table.number(found.known),
            self.table.intervention(first.intervention),
            self.table.verdict(first.verdict),
            self._note(first) if self.table.question.intervention else "",
            None if asked is None else self.table.verdict(asked.verdict),
            self.table.words.not_ranked if asked is None else self._note(asked),
        )

    def _note(self, standing: Standing) -> str:
        return self.table.words.rank.format(rank=self.table.number(standing.rank))
