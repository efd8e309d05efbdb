"""One row of a table: what was advised on it, in short, and how to go on from it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

from api.pages.describe.items import Fields
from api.pages.describe.telling import Teller
from api.pages.tables.overview import FEW
from api.pages.tables.picked import Row
from api.pages.tables.pieces import Link
from api.pages.tables.table import TablePage, name_of
from api.pages.tables.words import RowWords
from engine.errors import Fault
from engine.rule import Kind
from engine.tables.survey import Found, Standing


@dataclass(frozen=True)
class Told:
    """What a row says of one thing, where that comes from, and what the recipe warns of."""

    name: str
    value: str
    whence: str
    limits: str


@dataclass(frozen=True)
class RowPage(TablePage):
    """One row: what was advised on it, in short, and how to go on from it."""

    template: ClassVar[str] = "table_row.html"

    row: Row
    fields: Fields | None
    unread: tuple[Fault, ...] = ()

    @property
    def words(self) -> RowWords:
        return RowWords(self.frame.language)

    @property
    def found(self) -> Found:
        return self.row.found

    @property
    def why_unread(self) -> str:
        """Why what the row says is kept in vain."""
        return "; ".join(fault.sentence(self.language) for fault in self.unread)

    @property
    def title(self) -> str:
        return self.found.name or self.found.id

    @property
    def table(self) -> Link:
        return Link(name_of(self.batch, self.words), self.to())

    @property
    def whence(self) -> str:
        found, customs = self.found, self.frame.customs
        parts = [
            self.words.row_of.format(row=self.number(found.row))
            if not self.question.recipe
            else "",
            found.id if found.name else "",
            customs.country(found.country) if found.country else "",
        ]
        return " · ".join(part for part in parts if part)

    def score(self, standing: Standing) -> str:
        return self.frame.customs.score(standing.score)

    @property
    def best(self) -> tuple[Standing, ...]:
        return self.row.options[:FEW]

    @property
    def others(self) -> tuple[Standing, ...]:
        return self.row.options[FEW:]

    @property
    def against(self) -> tuple[Standing, ...]:
        return tuple(one for one in self.row.options if one.verdict.endswith("_against"))

    @property
    def harm(self) -> tuple[Link, ...]:
        """The contraindications that hold here."""
        return self._careful("contraindication", self.row.fired)

    @property
    def harm_open(self) -> tuple[Link, ...]:
        """Those of which it is not known whether they hold."""
        return self._careful("contraindication", self.row.undecided)

    @property
    def caveats(self) -> tuple[Link, ...]:
        return self._careful("caveat", self.row.fired)

    def _careful(self, kind: Kind, names: Iterable[str]) -> tuple[Link, ...]:
        rules = map(self.knowledge.rules.get, names)
        return tuple(
            Link(rule.title.in_(self.language), self.frame.to("knowledge", "rules", rule.id))
            for rule in rules
            if rule is not None and rule.kind == kind
        )

    @property
    def told(self) -> tuple[Told, ...]:
        """What the row says of factors and lists."""
        if self.fields is None:
            return ()
        fields, teller = self.fields, Teller(self.knowledge.vocabulary, self.language)
        vocabulary = self.knowledge.vocabulary
        items = [*(f"factors.{slug}" for slug in vocabulary.factors), *vocabulary.lists]
        known = [item for item in items if teller.item(fields, item) != teller.words.unknown]
        return tuple(
            Told(
                teller.label(item),
                teller.item(fields, item),
                teller.provenance(fields, item),
                self._limits(item.removeprefix("factors."), fields),
            )
            for item in known
        )

    def _limits(self, slug: str, fields: Fields) -> str:
        """What the recipe says against reading too much into a value."""
        if self.recipe is None:
            return ""
        source = "".join(fields.get(f"factors.{slug}:source", ()))
        ways = self.recipe.of(slug)
        return next((way.limits.in_(self.language) for way in ways if way.source == source), "")

    @property
    def left(self) -> tuple[tuple[str, str], ...]:
        """What the recipe leaves unknown on purpose, and why."""
        factors = self.knowledge.vocabulary.factors
        return tuple(
            (", ".join(factors[slug].name.in_(self.language) for slug in item.factors), because)
            for item in (self.recipe.left if self.recipe else ())
            for because in [item.because.in_(self.language)]
        )
