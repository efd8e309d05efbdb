"""What the pages of the knowledge base show."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar
from urllib.parse import urlencode

from api.feedback import REACTION_NAMES
from api.pages.knowledge.search import LONGEST, SORTS, Entry, Found, Sort
from api.pages.knowledge.words import (
    ClaimWords,
    CoverageWords,
    FactorWords,
    InterventionWords,
    KnowledgeWords,
    RuleWords,
    SearchWords,
)
from api.pages.page import Page
from api.views.coverage import ClaimCoverageView, CountView, CoverageView
from api.words import (
    CLAIM_TYPES,
    EVIDENCE,
    KINDS,
    RELATIONS,
    ROLES,
    SALIENCE,
    STATES,
    STATUSES,
    worded,
)
from engine.conditions import factors_of
from engine.knowledge.model import Claim, Intervention, Knowledge
from engine.places import period_of, place_of
from engine.rule import IN_FORCE, Rule
from engine.text import Text
from engine.vocabulary import Factor
from engine.wording import OUTCOME_VERDICTS, Wording

PAGE_SIZE = 50


@dataclass(frozen=True)
class Link:
    """One thing in a list: where it is shown, what it is called, and a few words more."""

    name: str
    address: str
    note: str = ""


@dataclass(frozen=True)
class Cited:
    """A claim where it is cited."""

    id: str
    address: str
    text: str
    source: str


@dataclass(frozen=True)
class KnowledgePage(Page):
    """What every page of the knowledge base is told."""

    knowledge: Knowledge

    def say(self, text: Text) -> str:
        return text.in_(self.frame.language)

    def to(self, *parts: str) -> str:
        return self.frame.to("knowledge", *parts)

    @property
    def above(self) -> Link:
        """The way back to the search."""
        return Link(KnowledgeWords(self.frame.language).knowledge, self.to())

    def rules(self, found: Iterable[Rule], notes: Mapping[str, str] | None = None) -> list[Link]:
        """Rules by what they say; the note is their kind unless there is one to say."""
        return [
            Link(
                self.say(rule.title),
                self.to("rules", rule.id),
                (notes or {}).get(rule.id) or self.say(worded(KINDS, rule.kind)),
            )
            for rule in found
        ]

    def claims(self, names: Iterable[str]) -> list[Cited]:
        return [self._cited(self.knowledge.claims[name]) for name in names]

    def _cited(self, claim: Claim) -> Cited:
        report = self.knowledge.reports[claim.report].title
        return Cited(
            claim.id,
            self.to("claims", claim.id),
            self.say(claim.text),
            f"{report}, {self.locator(claim)}",
        )

    def locator(self, claim: Claim) -> str:
        words = KnowledgeWords(self.frame.language)
        parts = [words.locator.format(section=claim.section)]
        if claim.page:
            parts.append(words.page_of.format(page=claim.page))
        return ", ".join(parts)

    def intervention(self, slug: str, note: str = "") -> Link:
        name = self.say(self.knowledge.interventions[slug].name)
        return Link(name, self.to("interventions", slug), note)

    def factor(self, slug: str) -> Link:
        name = self.say(self.knowledge.vocabulary.factors[slug].name)
        return Link(name, self.to("factors", slug))


@dataclass(frozen=True)
class SearchPage(KnowledgePage):
    """What is found, one page of it; everything where nothing is looked for."""

    template: ClassVar[str] = "knowledge.html"

    query: str
    sort: Sort | None
    number: int
    found: Found

    @property
    def words(self) -> SearchWords:
        return SearchWords(self.frame.language)

    @property
    def title(self) -> str:
        return self.words.knowledge

    @property
    def longest(self) -> int:
        return LONGEST

    @property
    def sorts(self) -> tuple[tuple[Link, bool], ...]:
        """Each sort with how many were found, and whether it is the one that is shown."""
        words = self.words
        names = {
            "rules": words.rules,
            "claims": words.claims,
            "interventions": words.interventions,
            "factors": words.factors,
        }
        every = Link(words.everything, self._asking(None), self._count(None))
        return (
            (every, self.sort is None),
            *(
                (Link(names[sort], self._asking(sort), self._count(sort)), self.sort == sort)
                for sort in SORTS
            ),
        )

    def _count(self, sort: Sort | None) -> str:
        return self.frame.customs.number(len(self.found.of(sort)), 0)

    @cached_property
    def _hits(self) -> tuple[Entry, ...]:
        return self.found.of(self.sort)

    @property
    def counted(self) -> str:
        words = self.words
        if not self.query:
            return words.found_all(len(self._hits))
        return words.found(len(self._hits)).format(query=self.query)

    @property
    def entries(self) -> tuple[Link, ...]:
        first = (self.number - 1) * PAGE_SIZE
        return tuple(
            Link(self.say(hit.said), self.to(hit.sort, hit.id), f"{hit.id} · {self.say(hit.group)}")
            for hit in self._hits[first : first + PAGE_SIZE]
        )

    @property
    def shown(self) -> str:
        """Which part of it this is, where there is more than one."""
        total, first = len(self._hits), (self.number - 1) * PAGE_SIZE
        if total <= PAGE_SIZE or first >= total:
            return ""
        last = min(first + PAGE_SIZE, total)
        return self.words.shown.format(first=first + 1, last=last, all=total)

    @property
    def around(self) -> tuple[Link, ...]:
        """The pages before and after this one."""
        words, total = self.words, len(self._hits)
        found = []
        if self.number > 1:
            number = min(self.number - 1, -(-total // PAGE_SIZE) or 1)
            found.append(Link(words.before.format(n=PAGE_SIZE), self._asking(self.sort, number)))
        if (rest := total - self.number * PAGE_SIZE) > 0:
            count = min(rest, PAGE_SIZE)
            found.append(
                Link(words.after.format(n=count), self._asking(self.sort, self.number + 1))
            )
        return tuple(found)

    def _asking(self, sort: Sort | None, number: int = 1) -> str:
        given = {"q": self.query, "sort": sort, "page": number if number > 1 else None}
        query = urlencode({name: value for name, value in given.items() if value})
        return f"{self.to()}?{query}" if query else self.to()


@dataclass(frozen=True)
class Proof:
    """One test of a rule, in words."""

    given: tuple[str, ...]
    expected: str
    more: tuple[str, ...]


@dataclass(frozen=True)
class RulePage(KnowledgePage):
    """One rule with everything that stands behind it; ``fired`` are documented cases."""

    template: ClassVar[str] = "knowledge_rule.html"

    rule: Rule
    fired: tuple[str, ...]
    responses: Mapping[str, int]

    @property
    def words(self) -> RuleWords:
        return RuleWords(self.frame.language)

    @property
    def title(self) -> str:
        return self.say(self.rule.title)

    @property
    def kicker(self) -> str:
        parts = (worded(KINDS, self.rule.kind), worded(STATUSES, self.rule.status))
        return " · ".join((self.words.kind, *(self.say(part) for part in parts), self.rule.id))

    @property
    def in_force(self) -> bool:
        return self.rule.status in IN_FORCE

    @property
    def sentence(self) -> str:
        return self.say(Wording(self.knowledge).stated(self.rule))

    @property
    def targets(self) -> list[Link]:
        return [self.intervention(slug) for slug in self.rule.targets.slugs]

    @property
    def tests(self) -> tuple[Proof, ...]:
        return tuple(self._proofs())

    def _proofs(self) -> Iterator[Proof]:
        words, known = self.words, self.knowledge
        for test in self.rule.tests:
            asks = ", ".join(self._name(name) for name in test.asks)
            reaches = ", ".join(
                self.say(known.interventions[slug].name) if slug in known.interventions else slug
                for slug in test.reaches
            )
            yield Proof(
                tuple(self._given(*item) for item in test.given.items()),
                self.say(worded(STATES, test.expect)),
                tuple(
                    text.format(names=names)
                    for text, names in ((words.asks, asks), (words.reaches, reaches))
                    if names
                ),
            )

    def _name(self, item: str) -> str:
        factor = self.knowledge.vocabulary.factors.get(item)
        return self.say(factor.name) if factor else item

    def _given(self, name: str, value: Any) -> str:
        """A given value by the names that its factor gives it; anything else as it is written."""
        factor = self.knowledge.vocabulary.factors.get(name)
        if factor and isinstance(value, str) and value in factor.domain.index:
            level = factor.domain.levels[factor.domain.index[value]]
            return f"{self.say(factor.name)}: {self.say(level.name)}"
        return f"{self._name(name)}: {_written(value)}"

    @property
    def cases(self) -> list[Link]:
        cases = [self.knowledge.cases[slug] for slug in self.fired]
        return [
            Link(
                self.say(place_of(case).name),
                self.frame.to("localities", case.slug),
                self.say(period_of(case)),
            )
            for case in cases
        ]

    @property
    def related(self) -> list[Link]:
        links = self.rule.related
        notes = {link.id: self.say(worded(RELATIONS, link.relation)) for link in links}
        return self.rules((self.knowledge.rules[link.id] for link in links), notes)

    @property
    def answers(self) -> tuple[str, ...]:
        """What people answered, by kind of answer."""
        return tuple(
            self.words.answered.format(
                response=self.say(worded(REACTION_NAMES, response)),
                n=self.frame.customs.number(count, 0),
            )
            for response, count in sorted(self.responses.items())
        )

    @property
    def stands_in(self) -> str:
        return self.words.stands_in.format(path=self.rule.path, hash=self.rule.content_hash[:12])


def _written(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=list)


@dataclass(frozen=True)
class Side:
    """A disagreement of one claim with others."""

    about: str
    reading: str
    one: list[Cited]
    other: list[Cited]


@dataclass(frozen=True)
class ClaimPage(KnowledgePage):
    """One claim: the passage, and what is built on it."""

    template: ClassVar[str] = "knowledge_claim.html"

    claim: Claim

    @property
    def words(self) -> ClaimWords:
        return ClaimWords(self.frame.language)

    @property
    def title(self) -> str:
        return self.words.title.format(id=self.claim.id)

    @property
    def report(self) -> str:
        found = self.knowledge.reports[self.claim.report]
        return f"{found.authors}, {found.title}. {found.publication}, {found.year}."

    @property
    def place(self) -> str:
        return self.locator(self.claim)

    @property
    def evidence(self) -> str:
        return self.say(worded(EVIDENCE, self.claim.evidence))

    @property
    def sort(self) -> str:
        found = (worded(CLAIM_TYPES, self.claim.type), worded(SALIENCE, self.claim.salience))
        return ", ".join(self.say(part) for part in found)

    @property
    def where(self) -> str:
        return ", ".join(filter(None, (*self.claim.places, self.claim.years)))

    @property
    def declined(self) -> str:
        reason = self.knowledge.declined.get(self.claim.id)
        return self.say(reason) if reason else ""

    @property
    def built(self) -> list[Link]:
        """The rules in force that cite it; those that it only bounds say so."""
        citing = [rule for rule in self.knowledge.active if self.claim.id in rule.claims]
        bounds = {rule.id for rule in citing if self.claim.id not in rule.supports}
        return self.rules(citing, dict.fromkeys(bounds, self.words.limits_it))

    @property
    def findings(self) -> list[Link]:
        known = self.knowledge
        return [
            self.intervention(
                effect.intervention,
                f"{self.say(known.outcomes[effect.outcome])}:"
                f" {self.say(OUTCOME_VERDICTS[effect.verdict])}",
            )
            for effect in known.effects
            if self.claim.id in effect.claims
        ]

    @property
    def subjects(self) -> list[Link]:
        measures = [
            self.intervention(slug, ", ".join(self.say(worded(ROLES, role)) for role in roles))
            for slug, roles in self.claim.roles.items()
        ]
        return [*measures, *(self.factor(slug) for slug in self.claim.factors)]

    @property
    def tensions(self) -> list[Side]:
        return [
            Side(
                self.say(tension.about),
                self.say(tension.reading),
                self.claims(tension.a),
                self.claims(tension.b),
            )
            for tension in self.knowledge.tensions
            if self.claim.id in tension.a + tension.b
        ]


@dataclass(frozen=True)
class Verdict:
    """What the sources found an intervention to do to one outcome."""

    outcome: str
    verdict: str
    claims: list[Cited]


@dataclass(frozen=True)
class InterventionPage(KnowledgePage):
    """One thing that can be done, and what is said of it."""

    template: ClassVar[str] = "knowledge_intervention.html"

    item: Intervention

    @property
    def words(self) -> InterventionWords:
        return InterventionWords(self.frame.language)

    @property
    def title(self) -> str:
        return self.say(self.item.name)

    @property
    def kicker(self) -> str:
        return f"{self.say(self.knowledge.families[self.item.family].name)} · {self.item.slug}"

    @property
    def description(self) -> str:
        return self.say(self.item.description)

    @property
    def facts(self) -> tuple[tuple[str, str], ...]:
        words, item = self.words, self.item
        stances = self.knowledge.vocabulary.catalogue.attributes["stance"].domain
        found = (
            (words.stance, self.say(stances.levels[stances.index[item.stance]].name)),
            (words.time, self.say(item.time_to_effect)),
            (words.actors, ", ".join(self.say(actor) for actor in item.actors)),
        )
        return tuple((name, said) for name, said in found if said)

    @property
    def kin(self) -> list[tuple[str, Link]]:
        """What it is a form of, or a way to fail."""
        words, item = self.words, self.item
        found = ((words.form_of, item.variant_of), (words.failure_of, item.failure_mode_of))
        return [(name, self.intervention(slug)) for name, slug in found if slug]

    @property
    def findings(self) -> list[Verdict]:
        return [
            Verdict(
                self.say(self.knowledge.outcomes[effect.outcome]),
                self.say(OUTCOME_VERDICTS[effect.verdict]),
                self.claims(effect.claims),
            )
            for effect in self.knowledge.effects_of.get(self.item.slug, ())
        ]

    @property
    def about(self) -> list[Link]:
        naming = (rule for rule in self.knowledge.active if self.item.slug in rule.targets.slugs)
        return self.rules(naming)

    @property
    def indicators(self) -> list[str]:
        return [self.say(text) for text in self.item.indicators]


@dataclass(frozen=True)
class FactorPage(KnowledgePage):
    """One thing worth knowing about a locality."""

    template: ClassVar[str] = "knowledge_factor.html"

    item: Factor

    @property
    def words(self) -> FactorWords:
        return FactorWords(self.frame.language)

    @property
    def title(self) -> str:
        return self.say(self.item.name)

    @property
    def kicker(self) -> str:
        dimension = self.knowledge.vocabulary.dimensions[self.item.dimension]
        return f"{self.say(dimension.name)} · {self.item.slug}"

    @property
    def question(self) -> str:
        return self.say(self.item.question)

    @property
    def span(self) -> str:
        """From where to where a number may lie; other factors have levels."""
        domain, customs = self.item.domain, self.frame.customs
        if domain.type != "number":
            return ""
        return self.words.span.format(
            low=customs.number(domain.minimum),
            high=customs.number(domain.maximum),
            unit=self.say(domain.unit) if domain.unit else "",
        ).strip()

    @property
    def levels(self) -> list[tuple[str, str]]:
        return [
            (self.say(level.name), self.say(level.anchor) if level.anchor else "")
            for level in self.item.domain.levels
        ]

    @property
    def cited(self) -> list[Cited]:
        return self.claims(self.item.claims)

    @property
    def looking(self) -> list[Link]:
        return self.rules(
            rule
            for rule in self.knowledge.active
            if any(self.item.slug in factors_of(condition) for condition in rule.conditions())
        )


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

    coverage: CoverageView
    number: int

    @property
    def words(self) -> CoverageWords:
        return CoverageWords(self.frame.language)

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
