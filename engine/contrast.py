"""Why one option stands above another: the verdict first, then what each reason adds to it.

Shares are whole numbers, so that the differences of all parts add up exactly to the difference of
the totals.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Literal

from engine.advice import judge
from engine.changes import check_option, check_two, prospects, ranked
from engine.followup import ContrastOut, CriterionDifference, DifferencePart
from engine.goals import Above
from engine.knowledge.model import Knowledge
from engine.ranking import CRITERIA, Ranked
from engine.reasons import Reason
from engine.rule import Criterion
from engine.telling import Teller
from engine.text import Language, Text
from engine.wording import CRITERIA as CRITERION_NAMES
from engine.wording import VERDICTS

BY_VERDICT = Text(
    "{upper} stands above {lower} because the verdict comes before the score: {first}, against"
    " {second}.",
    "{upper} queda por encima de {lower} porque el veredicto va antes que el puntaje: {first},"
    " frente a {second}.",
)
DESPITE = Text(
    " By its score alone it would stand below.", " Solo por su puntaje quedaría por debajo."
)
BY_SCORE = Text(
    "Both have the same verdict ({first}); {upper} stands above {lower} by its score.",
    "Ambas tienen el mismo veredicto ({first}); {upper} queda por encima de {lower} por su"
    " puntaje.",
)
BY_NAME = Text(
    "Verdict ({first}) and score are the same; {upper} and {lower} stand in the order of their"
    " identifiers.",
    "El veredicto ({first}) y el puntaje son iguales; {upper} y {lower} siguen el orden de sus"
    " identificadores.",
)
CERTAINTY = Text("certainty of the best evidence", "certeza de la mejor evidencia")
TIME = Text("time to effect", "tiempo hasta el efecto")


def contrast(
    knowledge: Knowledge,
    profile: Any,
    option: str,
    other: str,
    *,
    language: Language = "en",
    weights: Mapping[str, object] | None = None,
) -> ContrastOut:
    """Why is one option above the other; if it is the other way round, why that.

    Raises:
        ProfileError: the profile, a weight or an option is refused.
    """
    check_option(knowledge, "option", option)
    check_option(knowledge, "above", other)
    check_two("above", option, other)
    judgement = judge(knowledge, profile, weights)
    upper, lower = sorted((ranked(judgement, option), ranked(judgement, other)), key=_rank)
    return _Contrast(judgement, language).told(upper, lower, option)


def _rank(item: Ranked) -> int:
    return item.rank


def decided_by(upper: Ranked, lower: Ranked) -> Literal["verdict", "score", "name"]:
    """What settles the order of two options."""
    if upper.verdict != lower.verdict:
        return "verdict"
    return "score" if upper.total != lower.total else "name"


class _Contrast(Teller):
    """Puts one contrast into words."""

    def told(self, upper: Ranked, lower: Ranked, asked: str) -> ContrastOut:
        one, other = upper.standing.intervention, lower.standing.intervention
        (swap,) = prospects(self.judgement, [Above(other, one)])
        parts: dict[str, Any] = {
            "contraindications": [
                self._contraindication(item)
                for item in lower.standing.contraindications
                if item.certainty == "certain"
            ],
            "preconditions": [
                self._precondition(item)
                for item in lower.standing.preconditions
                if item.fires and item.blocks
            ],
            "criteria": [self._criterion(criterion, upper, lower) for criterion in CRITERIA],
            "swap": self.prospect(swap),
        }
        return ContrastOut(
            upper=self.place(upper),
            lower=self.place(lower),
            as_asked=one == asked,
            decided_by=decided_by(upper, lower),
            says=self._sentence(upper, lower),
            difference=upper.total - lower.total,
            **parts,
            **self.head(),
        )

    def _sentence(self, upper: Ranked, lower: Ranked) -> str:
        how = decided_by(upper, lower)
        words = {"verdict": BY_VERDICT, "score": BY_SCORE, "name": BY_NAME}[how]
        said = self._(
            words.filled(
                upper=self.quoted(upper.standing.intervention),
                lower=self.quoted(lower.standing.intervention),
                first=VERDICTS[upper.verdict],
                second=VERDICTS[lower.verdict],
            )
        )
        despite = how == "verdict" and upper.total < lower.total
        return said + self._(DESPITE) if despite else said

    def _criterion(self, criterion: Criterion, upper: Ranked, lower: Ranked) -> CriterionDifference:
        one, other = upper.cells[criterion].share, lower.cells[criterion].share
        parts = sorted(
            self._parts(criterion, upper, lower), key=lambda p: (-abs(p.difference), p.rule or "")
        )
        return CriterionDifference(
            criterion=criterion,
            name=self._(CRITERION_NAMES[criterion]),
            upper=one,
            lower=other,
            difference=one - other,
            share=self._share(one - other),
            parts=parts,
        )

    def _parts(
        self, criterion: Criterion, upper: Ranked, lower: Ranked
    ) -> Iterator[DifferencePart]:
        """What each reason gives to either; a reason that gives both the same makes none."""
        ours, theirs = _reasons(upper, criterion), _reasons(lower, criterion)
        for rule_id in sorted(ours.keys() | theirs.keys()):
            one, other = self._given(ours.get(rule_id)), self._given(theirs.get(rule_id))
            if one != other:
                yield self._reason_part(rule_id, one, other)
        weight = self.judgement.weights[criterion]
        if criterion == "certainty":
            one, other = (self._graded(item) * weight for item in (upper, lower))
            yield self._part("certainty", CERTAINTY, one, other)
        if criterion == "time_to_effect":
            one, other = (self._timed(item) * weight for item in (upper, lower))
            yield self._part("time_to_effect", TIME, one, other)

    def _given(self, reason: Reason | None) -> int:
        if reason is None:
            return 0
        return reason.points * self.judgement.weights[reason.criterion]

    def _graded(self, item: Ranked) -> int:
        return self.knowledge.scales.certainty[item.certainty.grade] if item.certainty else 0

    def _timed(self, item: Ranked) -> int:
        band = self.knowledge.interventions[item.standing.intervention].time_band
        return self.knowledge.scales.time_to_effect[band]

    def _part(
        self, kind: Literal["certainty", "time_to_effect"], title: Text, one: int, other: int
    ) -> DifferencePart:
        return DifferencePart(
            kind=kind,
            title=self._(title),
            upper=one,
            lower=other,
            difference=one - other,
            share=self._share(one - other),
        )

    def _reason_part(self, rule_id: str, one: int, other: int) -> DifferencePart:
        rule = self.knowledge.rules[rule_id]
        self.cited.update(rule.claims)
        return DifferencePart(
            kind="reason",
            rule=rule_id,
            title=self._(rule.title),
            because=self._(rule.because),
            claims=list(rule.supports),
            limited_by=list(rule.limited_by),
            upper=one,
            lower=other,
            difference=one - other,
            share=self._share(one - other),
        )


def _reasons(item: Ranked, criterion: Criterion) -> dict[str, Reason]:
    return {
        reason.rule.id: reason for reason in item.standing.reasons if reason.criterion == criterion
    }
