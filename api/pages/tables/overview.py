"""What is true of a finished table as a whole: what comes first, what to beware of, what lacks."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from api.pages.tables.pieces import Link, Verdict
from api.pages.tables.table import TablePage
from api.words import KINDS, worded
from engine.ranking import VERDICTS
from engine.rule import Kind, Rule
from engine.tables.survey import Extent, First, Speaking

FEW = 10  # of a long list that is shown at once
CARE: tuple[Kind, ...] = ("contraindication", "caveat")


@dataclass(frozen=True)
class Counted:
    """What is true of a finished table however it is looked at."""

    firsts: tuple[First, ...]
    speaking: Mapping[str, Speaking]
    extent: Extent | None
    has_points: bool


@dataclass(frozen=True)
class FirstRow:
    """An intervention that comes first somewhere, and with which verdicts."""

    name: str
    address: str
    count: str
    share: str
    verdicts: tuple[tuple[Verdict, str], ...]


@dataclass(frozen=True)
class CareRow:
    """A warning or a contraindication, and where it holds."""

    name: str
    address: str
    kind: str
    fires: str
    undecided: str
    those: str


@dataclass(frozen=True)
class Overview:
    """A table at first sight."""

    table: TablePage
    counted: Counted

    @property
    def firsts(self) -> tuple[FirstRow, ...]:
        return tuple(self._firsts())

    def _firsts(self) -> Iterator[FirstRow]:
        by_slug: dict[str, list[First]] = {}
        for first in self.counted.firsts:
            by_slug.setdefault(first.intervention, []).append(first)
        for slug, found in by_slug.items():
            count = sum(first.count for first in found)
            yield FirstRow(
                self.table.intervention(slug),
                self.table.asking(first=slug),
                self.table.number(count),
                self.table.frame.customs.share(count / max(self.table.summary.advised, 1)),
                tuple(
                    (self.table.verdict(one.verdict), self.table.number(one.count)) for one in found
                ),
            )

    @property
    def unsettled(self) -> str:
        """In how many localities too little is known to say what comes first."""
        counts = self.counted.firsts
        number = sum(one.count for one in counts if one.verdict == "insufficient_information")
        if not number:
            return ""
        total = self.table.number(self.table.summary.advised)
        return self.table.words.unsettled.format(n=self.table.number(number), total=total)

    @cached_property
    def care(self) -> tuple[tuple[CareRow, ...], tuple[CareRow, ...]]:
        """Contraindications that hold and warnings that tell localities apart; and the others."""
        everywhere, apart, others = self.table.summary.advised, [], []
        for kind in CARE:
            found = self._careful(kind)
            harmful = kind == "contraindication"
            telling = [
                one for one in found if one[0].fires and (harmful or one[0].fires != everywhere)
            ]
            first = telling[:FEW]
            apart += first
            others += [one for one in found if one not in first]
        return tuple(self._care(*one) for one in apart), tuple(self._care(*one) for one in others)

    def _careful(self, kind: Kind) -> list[tuple[Speaking, Rule]]:
        """The rules of a kind that speak somewhere, those that hold most often first."""
        speaking = self.counted.speaking
        found = [
            (speaking[rule.id], rule)
            for rule in self.table.knowledge.active
            if rule.kind == kind and rule.id in speaking
        ]
        return sorted(found, key=lambda one: (-one[0].fires, -one[0].undecided, one[1].id))

    def _care(self, count: Speaking, rule: Rule) -> CareRow:
        return CareRow(
            rule.title.in_(self.table.language),
            self.table.frame.to("knowledge", "rules", rule.id),
            worded(KINDS, rule.kind).in_(self.table.language),
            self.table.number(count.fires),
            self.table.number(count.undecided),
            self.table.asking(rule=rule.id) if count.fires else "",
        )

    @property
    def missing(self) -> tuple[tuple[Link, str], ...]:
        """The factors that are unknown most often, of those on which rules wait."""
        factors = self.table.knowledge.vocabulary.factors
        blocking = list(self.table.summary.blocking.items())[:FEW]
        return tuple(
            (
                Link(
                    factors[slug].name.in_(self.table.language),
                    self.table.frame.to("knowledge", "factors", slug),
                ),
                self.table.number(count),
            )
            for slug, count in blocking
            if slug in factors
        )

    @property
    def verdict_names(self) -> tuple[Verdict, ...]:
        return tuple(self.table.verdict(slug) for slug in VERDICTS)

    @property
    def every(self) -> tuple[tuple[Link, tuple[str, ...]], ...]:
        """Each intervention with its counts by verdict, those most recommended first."""
        found = self.table.summary.verdicts.items()
        rows = [(tuple(counts.get(v, 0) for v in VERDICTS), slug) for slug, counts in found]
        return tuple(
            (
                Link(self.table.intervention(slug), self.table.asking(option=slug)),
                tuple(self.table.number(count) if count else "" for count in counts),
            )
            for counts, slug in sorted(rows, key=lambda row: ([-n for n in row[0]], row[1]))
        )
