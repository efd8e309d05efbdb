"""The page of the matrix from claims to cases."""

from dataclasses import dataclass
from typing import ClassVar

from api.pages.knowledge.page import PAGE_SIZE, KnowledgePage, Link
from api.pages.knowledge.words import CoverageWords
from api.pages.page import Spoken
from api.views.coverage import ClaimCoverageView, CountView, CoverageView


@dataclass(frozen=True)
class CoverageRow:
    """Where one claim stands."""

    claim: Link
    core: str
    rules: list[Link]
    more: str
    tests: str
    cases: str


@dataclass(frozen=True)
class CoveragePage(KnowledgePage):
    """The matrix claim to rule to test to case, one page of it, and what is missing."""

    template: ClassVar[str] = "knowledge_coverage.html"
    words = Spoken(CoverageWords)

    coverage: CoverageView
    number: int

    @property
    def title(self) -> str:
        return self.words.title

    @property
    def tables(self) -> tuple[tuple[str, str, list[tuple[str, CountView]]], ...]:
        """Counts by report and by family, with the names of both."""
        words, known = self.words, self.knowledge
        reports = [
            (known.reports[key].title, counts) for key, counts in self.coverage.by_report.items()
        ]
        families = [
            (self.say(known.families[key].name) if key in known.families else words.no_family, row)
            for key, row in sorted(self.coverage.by_family.items())
        ]
        return (
            (words.by_report, words.report, reports),
            (words.by_family, words.family, families),
        )

    @property
    def missing(self) -> tuple[tuple[str, list[Link]], ...]:
        words, found, rules = self.words, self.coverage, self.knowledge.rules
        return (
            (words.orphans, [Link(name, self.to("claims", name)) for name in found.orphan_claims]),
            (
                words.unreasoned,
                [self.intervention(slug) for slug in found.interventions_without_reason],
            ),
            (words.silent, self.rules(rules[name] for name in found.rules_without_case)),
        )

    @property
    def rows(self) -> list[CoverageRow]:
        first = (self.number - 1) * PAGE_SIZE
        return [self._row(row) for row in self.coverage.claims[first : first + PAGE_SIZE]]

    def _row(self, row: ClaimCoverageView) -> CoverageRow:
        words, customs = self.words, self.frame.customs
        more = words.effects(len(row.effects)) if row.effects else ""
        return CoverageRow(
            Link(row.claim, self.to("claims", row.claim)),
            words.is_core if row.salience == "core" else "",
            [Link(name, self.to("rules", name)) for name in row.rules],
            words.because.format(why=row.declined) if row.declined else more,
            customs.number(row.tests, 0),
            customs.number(len(row.cases), 0),
        )

    @property
    def shown(self) -> str:
        total, first = len(self.coverage.claims), (self.number - 1) * PAGE_SIZE
        last = min(first + PAGE_SIZE, total)
        if first >= total:
            return ""
        return self.words.shown.format(first=first + 1, last=last, all=total)

    @property
    def around(self) -> tuple[Link, ...]:
        words, total = self.words, len(self.coverage.claims)
        found = []
        if self.number > 1:
            number = min(self.number - 1, -(-total // PAGE_SIZE) or 1)
            found.append(Link(words.before, f"?page={number}#matrix"))
        if self.number * PAGE_SIZE < total:
            found.append(Link(words.after, f"?page={self.number + 1}#matrix"))
        return tuple(found)
