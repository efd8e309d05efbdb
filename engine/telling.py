"""What follow-up answers have in common, put into words: places, moves, and what would change."""

from collections.abc import Mapping, Sequence
from typing import Any

import engine
from engine.answer import CaveatOut, NoticeOut, RulesetOut
from engine.changes import Proposal, Prospect
from engine.composition import Composer, Judgement
from engine.facts import noticed
from engine.followup import About, FixedOut, MoveOut, PlaceOut, ProposalOut, ProspectOut
from engine.goals import Above, First, Free, Goal
from engine.levers import lists_read, read_through
from engine.possible import Possible, leaves_open
from engine.profile import as_understood, plain_value
from engine.ranking import WHOLE, Ranked
from engine.rule import HoldBack
from engine.text import Language, Text
from engine.vocabulary import Factor
from engine.wording import VERDICTS, Wording

WANTED: Mapping[About, Text] = {
    "gate": Text(
        "what holds {option} back ({rule}) is released",
        "deja de frenar {option} lo que la tiene en espera ({rule})",
    ),
    "contraindication": Text(
        "the contraindication of {option} is lifted ({rule})",
        "se levanta la contraindicación de {option} ({rule})",
    ),
    "above": Text("{option} stands above {other}", "{option} queda por encima de {other}"),
    "first": Text("{option} comes first", "{option} queda primera"),
    "another_first": Text(
        "an option other than {option} comes first",
        "queda primera una opción distinta de {option}",
    ),
}
ALREADY = Text("It is so already: {goal}.", "Ya es así: {goal}.")
THERE_ARE = Text(
    "{number} smallest changes would do this: {goal}.",
    "{number} cambios mínimos lograrían esto: {goal}.",
)
ONE = Text("One smallest change would do this: {goal}.", "Un cambio mínimo lograría esto: {goal}.")
FIND_OUT = Text(
    "What is not known may be so already: where a change begins with what is not known, find out"
    " first.",
    "Lo que no se sabe puede ser ya así: donde un cambio parte de lo que no se sabe, averígüelo"
    " primero.",
)
NONE = Text(
    "There is none: no change of one or two factors that policy can act on does this: {goal}.",
    "No hay ninguno: ningún cambio de uno o dos factores sobre los que la política puede actuar"
    " logra esto: {goal}.",
)


class Teller(Composer):
    """A composer that also tells of places, moves and prospects."""

    def __init__(self, judgement: Judgement, language: Language) -> None:
        super().__init__(judgement, language, "rules")
        self.wording = Wording(self.knowledge)

    def head(self) -> dict[str, Any]:
        """What every follow-up answer carries; asked last, when all claims are cited."""
        return {
            "ruleset": RulesetOut(version=self.knowledge.version, hash=self.knowledge.content_hash),
            "engine_version": engine.__version__,
            "language": self.language,
            "profile": as_understood(self.judgement.profile, self.knowledge.vocabulary),
            "weights": {name: part / WHOLE for name, part in self.judgement.weights.items()},
            "claims": self._claims(),
        }

    def warnings(self) -> list[CaveatOut]:
        return self._caveats()

    def name(self, slug: str) -> Text:
        return self.knowledge.interventions[slug].name

    def place(self, ranked: Ranked) -> PlaceOut:
        slug = ranked.standing.intervention
        return PlaceOut(
            intervention=slug,
            name=self._(self.name(slug)),
            rank=ranked.rank,
            verdict=ranked.verdict,
            verdict_name=self._(VERDICTS[ranked.verdict]),
            score=ranked.score,
            total=ranked.total,
        )

    def move(self, slug: str, before: Possible, then: Possible) -> MoveOut:
        factor = self.knowledge.vocabulary.factors[slug]
        return MoveOut(
            factor=slug,
            name=self._(factor.name),
            before=_given(factor, before),
            before_name=self._value(factor, before),
            after=_given(factor, then),
            after_name=self._value(factor, then),
            unchanged=then == before,
            may_be_so=then != before and leaves_open(before, then),
        )

    def _value(self, factor: Factor, possible: Possible) -> str:
        return self._(self.wording.value(possible, factor.domain))

    def prospects(self, found: Sequence[Prospect]) -> list[ProspectOut]:
        return [self.prospect(item) for item in found]

    def prospect(self, found: Prospect) -> ProspectOut:
        goal = found.goal
        about, other, rule = self._about(goal), getattr(goal, "other", None), None
        if isinstance(goal, Free):
            rule = self.knowledge.rules[goal.rule]
            self.cited.update(rule.claims)
        nothing = not found.already and not found.found
        lists = self._lists(goal) if nothing else []
        proposals = [self._proposal(item, goal) for item in found.proposals]
        unsure = any(move.may_be_so for proposal in proposals for move in proposal.moves)
        return ProspectOut(
            about=about,
            option=goal.option,
            option_name=self._(self.name(goal.option)),
            other=other,
            other_name=self._(self.name(other)) if other else None,
            rule=rule.id if rule else None,
            because=self._(rule.because) if rule else None,
            claims=list(rule.supports) if rule else [],
            already=found.already,
            says=self._says(found),
            proposals=proposals,
            found=found.found,
            to_find_out=self._(FIND_OUT) if unsure else None,
            fixed=self._fixed(goal) if nothing else [],
            lists=lists,
            list_names=[self._(self.wording.subject(name)) for name in lists],
        )

    def _about(self, goal: Goal) -> About:
        match goal:
            case Free(_, rule):
                gate = isinstance(self.knowledge.rules[rule].then, HoldBack)
                return "gate" if gate else "contraindication"
            case Above():
                return "above"
            case First(another=another):
                return "another_first" if another else "first"

    def _says(self, found: Prospect) -> str:
        goal = found.goal
        named: dict[str, Text] = {"option": self.quoted(goal.option)}
        if isinstance(goal, Above):
            named["other"] = self.quoted(goal.other)
        if isinstance(goal, Free):
            named["rule"] = self.knowledge.rules[goal.rule].title
        wanted = WANTED[self._about(goal)].filled(**named)
        if found.already:
            return self._(ALREADY.filled(goal=wanted))
        if not found.found:
            return self._(NONE.filled(goal=wanted))
        words = ONE if found.found == 1 else THERE_ARE
        return self._(words.filled(goal=wanted, number=str(found.found)))

    def quoted(self, slug: str) -> Text:
        name = self.name(slug)
        return Text(f"“{name.en}”", f"«{name.es}»")

    def _proposal(self, found: Proposal, goal: Goal) -> ProposalOut:
        facts, then = self.judgement.oracle.facts.factors, found.judgement
        moved = dict.fromkeys(move.factor for move in found.change)
        now = then.oracle.facts.factors
        moves = [self.move(slug, facts[slug], now[slug]) for slug in moved]
        changed = {f"factors.{slug}" for slug in moved}
        return ProposalOut(
            moves=moves,
            changes={slug: found.profile["factors"][slug] for slug in moved},
            option=self.place(
                next(r for r in then.ranking if r.standing.intervention == goal.option)
            ),
            first=self.place(then.ranking[0]),
            notices=[
                NoticeOut(where=fault.where, what=self._(fault.what))
                for fault in noticed(then.profile, self.knowledge.vocabulary)
                if fault.where in changed
            ],
        )

    def _lists(self, goal: Goal) -> list[str]:
        """The lists that a gate or contraindication hangs on."""
        if not isinstance(goal, Free):
            return []
        kinds = lists_read(self.knowledge, self.knowledge.rules[goal.rule])
        lists = self.knowledge.vocabulary.lists
        return [name for name, kind in lists.items() if kind.kind in kinds]

    def _fixed(self, goal: Goal) -> list[FixedOut]:
        """What a gate or contraindication hangs on and policy cannot act on."""
        if not isinstance(goal, Free):
            return []
        hangs_on = read_through(self.knowledge, self.knowledge.rules[goal.rule])
        found = []
        for slug, factor in self.knowledge.vocabulary.factors.items():
            if slug in hangs_on and factor.not_actionable is not None:
                found.append(
                    FixedOut(
                        factor=slug,
                        name=self._(factor.name),
                        value_name=self._value(factor, self.judgement.oracle.facts.factors[slug]),
                        because=self._(factor.not_actionable),
                    )
                )
        return found


def _given(factor: Factor, possible: Possible) -> Any:
    """A value as a profile gives it; none when it is unknown."""
    return None if possible == factor.domain.unknown else plain_value(factor.domain, possible)
