"""Documented cases on a screen: the place in words, what was tried, what was held to them."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from rich.box import SIMPLE_HEAD
from rich.console import RenderableType
from rich.table import Table
from rich.text import Text as Words

from api import words as w
from api.cli.rendering.screen import Part, bullet, heading, words
from api.speech import Speaker
from api.words import worded
from engine.knowledge.model import Case, Knowledge
from engine.profile import Value, read_profile
from engine.text import Language, Text
from engine.verification import Finding
from engine.vocabulary import Factor
from engine.wording import Wording

CODED = Text("Coded: {0}", "Codificado: {0}")
TRIED = Text("What was tried, and what happened", "Qué se probó, y qué pasó")
NOT_TRIED = Text(
    "No listed intervention was tried.", "No se probó ninguna intervención de la lista."
)
NOTE = Text("Note (in English)", "Nota (en inglés)")
HELD_TO = Text(
    "Expectations that faithful advice is held to: {0} (remanso cases verify)",
    "Expectativas con las que se contrasta el consejo fiel: {0} (remanso cases verify)",
)
ADVISE = Text("Its advice: remanso advise {0}", "Su consejo: remanso advise {0}")

HOLDS, FAILS = Text("holds", "se cumple"), Text("FAILS", "NO se cumple")
LENIENT = Text("fails, either order is defensible", "no se cumple; ambos órdenes son defendibles")
CASE, KIND = Text("Case", "Caso"), Text("Kind", "Tipo")
FOUND, STATE = Text("Found", "Lo hallado"), Text("State", "Estado")
HELD, FAILED = Text("Holds", "Se cumplen"), Text("Fails", "No se cumplen")
EXPECTATION = Text("Expectation", "Expectativa")
TOTAL = Text("All", "Todas")
VERDICT = Text("{0} of {1} expectations hold.", "Expectativas que se cumplen: {0} de {1}.")
BROKEN = Text(
    " Strict ones that fail: {0}.",
    " Estrictas que no se cumplen: {0}.",
)


class CaseCard(Speaker):
    """One documented case."""

    def __init__(self, knowledge: Knowledge, language: Language) -> None:
        super().__init__(language)
        self.knowledge = knowledge
        self.wording = Wording(knowledge)

    def parts(self, case: Case) -> Iterator[RenderableType]:
        yield words((f"{case.place}, {case.country} ({case.period})", "bold"))
        yield words(
            (f"{case.slug} · {self._(CODED, self._(worded(w.CODED, case.coded_at)))}", "dim")
        )
        yield from self._profile(case)
        yield Words("")
        yield heading(self._(TRIED))
        if not case.tried:
            yield bullet(self._(NOT_TRIED))
        for item in case.tried:
            yield from self._tried(item)
        if case.note:
            yield Words("")
            yield words((f"{self._(NOTE)}: ", "bold"), case.note)
        yield Words("")
        yield words(self._(HELD_TO, len(case.expectations)))
        yield words(self._(ADVISE, case.slug))

    def _profile(self, case: Case) -> Iterator[RenderableType]:
        vocabulary = self.knowledge.vocabulary
        given = read_profile(case.profile, vocabulary).factors
        for dimension in vocabulary.dimensions.values():
            slugs = [slug for slug in dimension.factors if slug in given]
            if slugs:
                yield Words("")
                yield heading(self._(dimension.name))
            for slug in slugs:
                yield self._factor(vocabulary.factors[slug], given[slug])

    def _factor(self, factor: Factor, value: Value) -> RenderableType:
        said = self._(self.wording.value(value.possible, factor.domain))
        basis = self._(worded(w.BASES, value.basis)) if value.basis else ""
        where = ", ".join(part for part in (basis, value.source) if part)
        return bullet(f"{self._(factor.name)}: ", (said, "bold"), (f" ({where})", "dim"))

    def _tried(self, item: Mapping[str, Any]) -> Iterator[RenderableType]:
        name = self._(self.knowledge.interventions[item["intervention"]].name)
        outcome = self._(worded(w.OUTCOMES, item["outcome"]))
        claim = self.knowledge.claims.get(item.get("claim", ""))
        said: list[Part] = [f" {self._(claim.text)}", (f" ({claim.id})", "dim")] if claim else []
        yield bullet(f"{name}: ", (outcome, "bold"), ".", *said)
        if item.get("note"):
            yield bullet((f"{self._(NOTE)}: {item['note']}", "dim"), indent=4, mark="·")


class Findings(Speaker):
    """What documented cases say of the advice."""

    def __init__(self, findings: Sequence[Finding], language: Language) -> None:
        super().__init__(language)
        self.findings = findings

    def parts(self, *, only_failures: bool) -> Iterator[RenderableType]:
        shown = [f for f in self.findings if not (only_failures and f.holds)]
        if shown:
            yield self._table(shown)
            yield Words("")
        yield self._counts()
        yield Words("")
        yield words((self.verdict(), "bold"))

    def verdict(self) -> str:
        """One sentence about all of them."""
        held = sum(finding.holds for finding in self.findings)
        said = self._(VERDICT, held, len(self.findings))
        broken = len(broken_of(self.findings))
        return said + (self._(BROKEN, broken) if broken else "")

    def _table(self, shown: Sequence[Finding]) -> Table:
        table = Table(box=SIMPLE_HEAD, show_edge=False, pad_edge=False, expand=True)
        table.add_column(self._(STATE), width=12)
        table.add_column(self._(CASE), ratio=3)
        table.add_column(self._(EXPECTATION), ratio=2)
        table.add_column(self._(KIND), ratio=2)
        table.add_column(self._(FOUND), ratio=5)
        for item in shown:
            kind = self._(worded(w.EXPECTED, item.kind))
            cells = (words(item.case), words(item.id), words(kind), words(item.reason))
            table.add_row(self._state(item), *cells)
        return table

    def _state(self, item: Finding) -> Words:
        if item.holds:
            return words((f"✓ {self._(HOLDS)}", "green"))
        if item.strict:
            return words((f"✗ {self._(FAILS)}", "bold red"))
        return words((f"~ {self._(LENIENT)}", "yellow"))

    def _counts(self) -> Table:
        table = Table(box=SIMPLE_HEAD, show_edge=False, pad_edge=False)
        table.add_column(self._(KIND))
        for title in (TOTAL, HELD, FAILED):
            table.add_column(self._(title), justify="right")
        for kind, held, every in counts_of(self.findings):
            name = self._(worded(w.EXPECTED, kind))
            table.add_row(name, str(every), str(held), str(every - held))
        return table


def broken_of(findings: Sequence[Finding]) -> list[Finding]:
    """The strict expectations that do not hold."""
    return [finding for finding in findings if finding.strict and not finding.holds]


def counts_of(findings: Sequence[Finding]) -> list[tuple[str, int, int]]:
    """By kind: how many hold, of how many."""
    every = Counter(finding.kind for finding in findings)
    held = Counter(finding.kind for finding in findings if finding.holds)
    return [(kind, held[kind], every[kind]) for kind in sorted(every)]
