"""Why an option does not stand higher: what fails, what holds it back, what speaks against it."""

from collections.abc import Iterator, Mapping
from typing import Any

from engine.advice import judge
from engine.answer import NeededOut
from engine.changes import check_option, goals_for, prospects, ranked
from engine.conditions import FactorTest
from engine.followup import FailedOut, MissingOut, WhyNotOut
from engine.knowledge.model import POINT, Knowledge
from engine.oracle import whole
from engine.questions import pressing, questions
from engine.ranking import Ranked
from engine.rule import Argue, Rule
from engine.shortfall import Missing, Shortfall, distance
from engine.targets import reached
from engine.telling import Teller
from engine.text import Language, Text
from engine.truth import Truth
from engine.wording import VERDICTS

SHOWN = 5  # failed reasons and questions shown, the nearest first (ours)

HERE = Text(
    "{option} is ranked {rank} of {all}: {verdict}.",
    "{option} queda en el puesto {rank} de {all}: {verdict}.",
)
WHY: Mapping[str, Text] = {
    "strong_against": Text(
        "A contraindication applies here; nothing that speaks for it outweighs that.",
        "Aquí se aplica una contraindicación; nada de lo que habla a favor la compensa.",
    ),
    "held_back": Text(
        "It waits for what it needs first; see what would release it.",
        "Espera lo que necesita antes; vea qué la liberaría.",
    ),
    "insufficient_information": Text(
        "Too little is known, or too little speaks for it here; see what to ask.",
        "Se sabe muy poco, o muy poco habla a su favor aquí; vea qué preguntar.",
    ),
    "conditional_against": Text(
        "What speaks against it here outweighs what speaks for it.",
        "Lo que habla en contra aquí pesa más que lo que habla a favor.",
    ),
    "conditional_for": Text("It is recommended, on terms.", "Se recomienda, con condiciones."),
    "strong_for": Text("It is strongly recommended.", "Es una recomendación fuerte a favor."),
}
FIRST = Text("Nothing stands above it here.", "Aquí nada está por encima.")
ABOVE = Text(
    "What stands above it has a better verdict or score.",
    "Lo que está por encima tiene mejor veredicto o puntaje.",
)
NO_ENTITY = Text("nothing of that kind is recorded", "no consta nada de ese tipo")
LIST_UNKNOWN = Text("the list was not given", "no se dio la lista")


def why_not(
    knowledge: Knowledge,
    profile: Any,
    option: str,
    *,
    language: Language = "en",
    weights: Mapping[str, object] | None = None,
) -> WhyNotOut:
    """Why an option does not stand higher.

    Raises:
        ProfileError: the profile, a weight or the option is refused.
    """
    check_option(knowledge, "option", option)
    judgement = judge(knowledge, profile, weights)
    return _WhyNot(judgement, language).told(ranked(judgement, option))


class _WhyNot(Teller):
    """Puts it into words."""

    def told(self, found: Ranked) -> WhyNotOut:
        option = found.standing.intervention
        goals = goals_for(self.judgement, option, None)
        parts: dict[str, Any] = {
            "option": self._option(found),
            "failed": self._failed(option),
            "asks": self._asked_of(option),
            "prospects": self.prospects(prospects(self.judgement, goals)),
        }
        return WhyNotOut(
            place=self.place(found),
            first=self.place(self.judgement.ranking[0]),
            says=self._sentences(found),
            **parts,
            **self.head(),
        )

    def _sentences(self, found: Ranked) -> list[str]:
        here = HERE.filled(
            option=self.quoted(found.standing.intervention),
            rank=str(found.rank),
            all=str(len(self.judgement.ranking)),
            verdict=VERDICTS[found.verdict],
        )
        above = FIRST if found.rank == 1 else ABOVE
        return [self._(text) for text in (here, WHY[found.verdict], above)]

    def _failed(self, option: str) -> list[FailedOut]:
        """The reasons for the option that are silent here, the nearest first."""
        shortfall = Shortfall(self.knowledge, self.judgement.oracle)
        near = []
        for rule in self._wanting(option):
            missing = shortfall.of(whole(rule))
            near.append((distance(missing), -self._points(rule), rule.id, rule, missing))
        near.sort(key=lambda item: item[:3])
        return [self._fails(rule, missing) for *_, rule, missing in near[:SHOWN]]

    def _wanting(self, option: str) -> Iterator[Rule]:
        """Silent reasons that name the option and argue for it."""
        for rule in self.knowledge.active:
            silent = self.judgement.outcomes[rule.id].state == "silent"
            argues_for = isinstance(rule.then, Argue) and rule.then.direction > 0
            if silent and argues_for and option in rule.targets.slugs:
                yield rule

    def _points(self, rule: Rule) -> int:
        return self.knowledge.scales.strengths[rule.strength or ""]

    def _fails(self, rule: Rule, missing: tuple[Missing, ...]) -> FailedOut:
        assert isinstance(rule.then, Argue)
        return FailedOut(
            **self._from_rule(rule, ()),
            title=self._(rule.title),
            criterion=rule.then.criterion,
            points=self._points(rule) / POINT,
            missing=[self._missing(item) for item in missing],
        )

    def _missing(self, item: Missing) -> MissingOut:
        return MissingOut(
            text=self._(self.wording.condition(item.test)),
            truth="unknown" if item.truth is Truth.UNKNOWN else "false",
            value=self._found(item),
            steps=item.steps,
        )

    def _found(self, item: Missing) -> str | None:
        facts = self.judgement.oracle.facts
        if isinstance(item.test, FactorTest):
            factor = self.knowledge.vocabulary.factors[item.test.factor]
            return self._value(factor, facts.factors[factor.slug])
        kind = getattr(item.test, "kind", None)
        if kind is None or getattr(item.test, "absent", False):
            return None
        return self._(NO_ENTITY if facts.is_closed(kind) else LIST_UNKNOWN)

    def _asked_of(self, option: str) -> list[NeededOut]:
        """Questions whose answers bear on the option, the most pressing first."""
        facts, outcomes = self.judgement.oracle.facts, self.judgement.outcomes
        asked = {
            rule.id: questions(self.knowledge, self.judgement.oracle, rule, outcomes[rule.id])
            for rule in self.knowledge.active
            if option in reached(rule, outcomes[rule.id].possible, facts)
            or option in reached(rule, outcomes[rule.id].certain, facts)
        }
        return [
            NeededOut(
                factor=item.question.subject if item.question.is_factor else None,
                entity=None if item.question.is_factor else item.question.subject,
                question=self._(item.question.question),
                decides=len(item.rules),
            )
            for item in pressing(self.knowledge, asked, {})[:SHOWN]
        ]
