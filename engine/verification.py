"""Advice held to what faithful advice must say of documented localities.

Expectations are read in the form of ``rules/cases/`` (and of any file in that form). Those in
prose (a precondition, a safeguard, a warning) are matched through the claims they cite: the
answer must cite at least one of them in the right part of the answer.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from engine.advice import advise
from engine.answer import Answer, FromRule, RankedOut
from engine.conditions import OPERATORS
from engine.knowledge.model import Case, Knowledge
from engine.possible import holds
from engine.profile import read_profile
from engine.ranking import VERDICTS
from engine.truth import Truth


@dataclass(frozen=True)
class Finding:
    """Whether one expectation holds for one case, and why it is thought so."""

    case: str
    id: str
    kind: str
    strict: bool
    holds: bool
    reason: str


Expectation = Mapping[str, Any]
Check = Callable[[Answer, Expectation], tuple[bool, str]]


class Verifier:
    """Checks expectations; the answer of each case is computed once."""

    def __init__(self, knowledge: Knowledge, cases: Mapping[str, Case]) -> None:
        self.knowledge = knowledge
        self.cases = cases
        self._documented = knowledge.cases
        self._answers: dict[str, Answer] = {}

    def answer(self, slug: str) -> Answer:
        if slug not in self._answers:
            case = self.cases.get(slug) or self.knowledge.cases[slug]
            self._answers[slug] = advise(self.knowledge, case.profile, completions=0)
        return self._answers[slug]

    def verify(self, expectations: Mapping[str, Iterable[Expectation]]) -> list[Finding]:
        """All findings: of the cases themselves, general, contrasts, within a case."""
        found = [
            self._check(slug, expectation)
            for slug, case in self.cases.items()
            for expectation in case.expectations
        ]
        for expectation in expectations.get("general_expectations", ()):
            found += [
                self._check(slug, expectation)
                for slug in self.cases
                if self._applies(slug, expectation.get("when") or [])
            ]
        for expectation in expectations.get("contrast_expectations", ()):
            compared = expectation["higher_in"], expectation["lower_in"]
            missing = self._missing({"kind": "contrast", **expectation}, compared)
            found.append(missing or self._contrast(expectation))
        for expectation in expectations.get("within_case_expectations", ()):
            ranked = {"kind": "rank_above", **expectation}
            missing = self._missing(ranked, [expectation["case"]])
            found.append(missing or self._check(expectation["case"], ranked))
        return found

    def _missing(self, expectation: Expectation, slugs: Iterable[str]) -> Finding | None:
        """That a case is neither in the file nor documented: nothing is dropped in silence."""
        gone = [slug for slug in slugs if slug not in self.cases and slug not in self._documented]
        if not gone:
            return None
        case = " / ".join(slugs)
        return _finding(case, expectation, False, f"no such case: {', '.join(gone)}")

    def _applies(self, slug: str, when: Iterable[Expectation]) -> bool:
        """Whether a case certainly meets every condition of a general expectation."""
        profile = read_profile(self.cases[slug].profile, self.knowledge.vocabulary)
        for item in when:
            value = profile.factors.get(item["factor"])
            domain = self.knowledge.vocabulary.factors[item["factor"]].domain
            if value is None:
                return False
            words = [str(word).lower() if isinstance(word, bool) else word for word in item["in"]]
            target = OPERATORS["in"].accepts(domain, words)
            if holds(value.possible, target) is not Truth.TRUE:
                return False
        return True

    def _check(self, slug: str, expectation: Expectation) -> Finding:
        check = CHECKS.get(expectation["kind"])
        if check is None:
            kept, reason = False, f"unknown kind of expectation {expectation['kind']!r}"
        else:
            kept, reason = check(self.answer(slug), expectation)
        return _finding(slug, expectation, kept, reason)

    def _contrast(self, expectation: Expectation) -> Finding:
        """An option stands higher in one case than in another: by verdict, then by score.

        The rank also depends on how the other options fare, so it is shown and not compared.
        """
        slug = expectation["intervention"]
        high = _option(self.answer(expectation["higher_in"]), slug)
        low = _option(self.answer(expectation["lower_in"]), slug)
        kept = _standing(high) < _standing(low)
        reason = (
            f"{expectation['higher_in']}: {_place(high)}; {expectation['lower_in']}: {_place(low)}"
        )
        case = f"{expectation['higher_in']} / {expectation['lower_in']}"
        return _finding(case, {"kind": "contrast", **expectation}, kept, reason)


def _finding(case: str, expectation: Expectation, kept: bool, reason: str) -> Finding:
    return Finding(
        case,
        str(expectation.get("id", "?")),
        expectation["kind"],
        expectation.get("strict", True) is not False,
        kept,
        reason,
    )


def _option(answer: Answer, slug: str) -> RankedOut:
    return next(option for option in answer.ranking if option.intervention == slug)


def _place(option: RankedOut) -> str:
    return f"{option.intervention} rank {option.rank}, {option.verdict}, {option.score:.2f}"


def _standing(option: RankedOut) -> tuple[int, float]:
    return VERDICTS.index(option.verdict), -option.score


def _cited(parts: Iterable[FromRule], expectation: Expectation) -> list[str]:
    """The rules among these parts that cite one of the expectation's claims."""
    wanted = set(expectation.get("claims", ()))
    return [part.rule for part in parts if wanted & set(part.claims + part.limited_by)]


def _shown(found: list[str], missing: str) -> tuple[bool, str]:
    return bool(found), ", ".join(found[:4]) or missing


def _rank_above(answer: Answer, expectation: Expectation) -> tuple[bool, str]:
    higher = _option(answer, expectation["higher"])
    lower = _option(answer, expectation["lower"])
    return higher.rank < lower.rank, f"{_place(higher)}; {_place(lower)}"


def _contraindicated(answer: Answer, expectation: Expectation) -> tuple[bool, str]:
    option = _option(answer, expectation["intervention"])
    certain = [item for item in option.contraindications if item.certainty == "certain"]
    found = _cited(certain, expectation)
    return bool(certain) and bool(found), ", ".join(found) or _place(option)


def _precondition(*statuses: str) -> Check:
    def check(answer: Answer, expectation: Expectation) -> tuple[bool, str]:
        option = _option(answer, expectation["intervention"])
        fitting = [item for item in option.preconditions if item.status in statuses]
        others = [f"{item.rule}: {item.status}" for item in option.preconditions]
        return _shown(_cited(fitting, expectation), "; ".join(others) or "no precondition shown")

    return check


def _safeguard(answer: Answer, expectation: Expectation) -> tuple[bool, str]:
    option = _option(answer, expectation["intervention"])
    parts = [*option.safeguards, *option.preconditions, *option.sequence]
    return _shown(_cited(parts, expectation), "no safeguard cites these claims")


def _sequencing(answer: Answer, expectation: Expectation) -> tuple[bool, str]:
    option = _option(answer, expectation["then"])
    steps = [s.rule for s in option.sequence if s.first_intervention == expectation["first"]]
    return _shown(steps, "no such step")


def _about(answer: Answer, slug: str) -> list[FromRule]:
    """Warnings about one option: its caveats, reasons against, and open preconditions."""
    option = _option(answer, slug)
    caveats: list[FromRule] = [item for item in answer.caveats if item.about in (slug, None)]
    return [*caveats, *option.reasons_against, *option.preconditions]


def _caveat(answer: Answer, expectation: Expectation) -> tuple[bool, str]:
    about = expectation["about"]
    if any(option.intervention == about for option in answer.ranking):
        parts = _about(answer, about) + list(answer.caveats)
    else:
        parts = list(answer.caveats)
    return _shown(_cited(parts, expectation), "no warning cites these claims")


def _insufficient(answer: Answer, expectation: Expectation) -> tuple[bool, str]:
    parts = _about(answer, expectation["intervention"])
    return _shown(_cited(parts, expectation), "no warning cites these claims")


def _uncertain(answer: Answer, expectation: Expectation) -> tuple[bool, str]:
    option = _option(answer, expectation["intervention"])
    parts = [*_about(answer, expectation["intervention"]), *option.reasons_for]
    confident = option.verdict in ("strong_for", "strong_against")
    found = _cited(parts, expectation)
    return bool(found) and not confident, ", ".join(found[:3]) or _place(option)


def _explained(answer: Answer, expectation: Expectation) -> tuple[bool, str]:
    """Something is said anywhere in the answer that cites one of the claims."""
    parts: list[FromRule] = [*answer.caveats, *answer.diagnoses]
    for option in answer.ranking:
        parts += [*option.reasons_for, *option.reasons_against, *option.contraindications]
        parts += [*option.preconditions, *option.safeguards, *option.sequence]
    return _shown(_cited(parts, expectation), "nothing in the answer cites these claims")


CHECKS: Mapping[str, Check] = {
    "rank_above": _rank_above,
    "contraindicated": _contraindicated,
    "precondition_unmet": _precondition("unmet", "unknown"),
    "precondition_met": _precondition("met"),
    "safeguard_required": _safeguard,
    "sequencing": _sequencing,
    "insufficient_alone": _insufficient,
    "must_explain": _explained,
    "caveat": _caveat,
    "uncertain": _uncertain,
}
