"""The answer put together, in one language, with every claim it cites listed once."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

import engine
from engine import answer as out
from engine.citing import citations
from engine.explanation import Explanation
from engine.facts import noticed
from engine.informants import Doubt, told
from engine.knowledge.model import POINT, Knowledge
from engine.oracle import Oracle
from engine.outcomes import Binding, Outcome
from engine.package import assemble
from engine.package_told import PackageTeller
from engine.phases import phase
from engine.precedents import precedents
from engine.precedents_told import PrecedentsTeller
from engine.profile import Profile, as_understood
from engine.questions import Pressing, Question, pressing, questions
from engine.ranking import WHOLE, Ranked, log_odds
from engine.reasons import Contraindication, Precondition, Reason
from engine.robustness import Robustness
from engine.robustness_told import outside, steadiness
from engine.rule import (
    Accompany,
    Criterion,
    HoldBack,
    Kind,
    Precede,
    Rule,
    Warn,
)
from engine.text import Language, Text
from engine.wording import GRADES, LOWERINGS, VERDICTS

Explain = Literal["summary", "rules", "conditions", "full"]


@dataclass(frozen=True)
class Judgement:
    """Everything that one evaluation found, before it is put into words."""

    knowledge: Knowledge
    profile: Profile
    oracle: Oracle
    outcomes: Mapping[str, Outcome]
    ranking: tuple[Ranked, ...]
    weights: Mapping[Criterion, int]
    robustness: Robustness | None = None
    doubt: Doubt | None = None

    @cached_property
    def asked(self) -> Mapping[str, tuple[Question, ...]]:
        """The questions of every rule that some unknown still bears on."""
        return {
            rule.id: questions(self.knowledge, self.oracle, rule, self.outcomes[rule.id])
            for rule in self.knowledge.active
            if self.outcomes[rule.id].state != "silent"
        }

    @cached_property
    def needed(self) -> tuple[Pressing, ...]:
        """Questions by how far what comes first hangs on them, then by the rules that do."""
        decisive = self.robustness.decisive if self.robustness else ()
        settles = {item.factor: item.bits for item in decisive}
        return tuple(pressing(self.knowledge, self.asked, settles))


class Composer:
    """Puts one judgement into words, in one language, at one level of explanation."""

    def __init__(self, judgement: Judgement, language: Language, explain: Explain) -> None:
        self.judgement = judgement
        self.knowledge = judgement.knowledge
        self.language = language
        self.explain = explain
        self.explanation = Explanation(
            judgement.knowledge,
            judgement.profile,
            judgement.oracle,
            language,
            [value.where for value in judgement.doubt.values] if judgement.doubt else (),
        )
        self.citations = citations(judgement.knowledge, language)
        self.cited: set[str] = set()

    @phase("answer")
    def answer(self, decision_id: str) -> out.Answer:
        knowledge, profile = self.knowledge, self.judgement.profile
        informants = self._informants()
        parts: dict[str, Any] = {
            "ranking": [self._option(item) for item in self.judgement.ranking],
            "caveats": self._caveats(),
            "diagnoses": self._diagnoses(),
            "undecided_rules": self._undecided(),
            "needed": self._needed(),
            "silent_rules": self._silent() if self.explain == "full" else [],
            "precedents": self._precedents(),
            "package": self._package(),
        }
        return out.Answer(
            decision_id=decision_id,
            ruleset=out.RulesetOut(version=knowledge.version, hash=knowledge.content_hash),
            engine_version=engine.__version__,
            language=self.language,
            explain=self.explain,
            profile=as_understood(profile, knowledge.vocabulary),
            notices=self._notices(informants),
            robustness=self._robustness(),
            informants=informants,
            weights={name: part / WHOLE for name, part in self.judgement.weights.items()},
            tensions=self._tensions(),
            claims=self._claims(),
            **parts,
        )

    def _(self, text: Text) -> str:
        return text.in_(self.language)

    def _notices(self, informants: out.InformantsOut | None) -> list[out.NoticeOut]:
        found = [
            out.NoticeOut(where=fault.where, what=self._(fault.what))
            for fault in noticed(self.judgement.profile, self.knowledge.vocabulary)
        ]
        if informants is not None:
            found.append(out.NoticeOut(where="informants", what=informants.says))
        return found

    def _informants(self) -> out.InformantsOut | None:
        """The doubted values, and the top of the ranking without them."""
        doubt = self.judgement.doubt
        if doubt is None:
            return None
        return told(self.knowledge, self.judgement.ranking, doubt, self.language)

    def _option(self, ranked: Ranked) -> out.RankedOut:
        standing = ranked.standing
        item = self.knowledge.interventions[standing.intervention]
        reasons = sorted(standing.reasons, key=lambda r: (-abs(r.points), r.rule.id))
        brief = self.explain == "summary"
        chosen = _strongest(reasons) if brief else reasons
        return out.RankedOut(
            intervention=item.slug,
            name=self._(item.name),
            family=item.family,
            core=item.core,
            variant_of=item.variant_of,
            failure_mode_of=item.failure_mode_of,
            stance=item.stance,
            rank=ranked.rank,
            score=ranked.score,
            verdict=ranked.verdict,
            verdict_name=self._(VERDICTS[ranked.verdict]),
            robustness=self._stability(ranked),
            certainty_grade=ranked.certainty.grade if ranked.certainty else None,
            certainty=self._certainty(ranked),
            criteria={
                criterion: out.CriterionOut(value=cell.value, share=self._share(cell.share))
                for criterion, cell in ranked.cells.items()
            },
            effects=self._effects(item.slug),
            reasons_for=[self._reason(r) for r in chosen if r.points > 0],
            reasons_against=[self._reason(r) for r in chosen if r.points < 0],
            contraindications=[self._contraindication(c) for c in standing.contraindications],
            preconditions=[self._precondition(p) for p in standing.preconditions],
            safeguards=[self._safeguard(s.rule, s.binding) for s in standing.safeguards],
            sequence=[self._step(s.rule, s.binding, item.slug) for s in standing.sequence],
            indicators=[self._(indicator) for indicator in item.indicators],
            time_to_effect=self._(item.time_to_effect),
            level=list(item.level),
        )

    def _stability(self, ranked: Ranked) -> out.StabilityOut | None:
        if self.judgement.robustness is None:
            return None
        found = self.judgement.robustness.options[ranked.standing.intervention]
        why = outside(ranked.rank, found)
        return out.StabilityOut(
            p_rank_1=found.first,
            p_top_3=found.top,
            p_recommended=found.advised,
            rank_interval=(found.lowest, found.highest),
            outside=why and self._(why),
            central_weights=found.central_weights and dict(found.central_weights),
        )

    def _robustness(self) -> out.RobustnessOut | None:
        found = self.judgement.robustness
        if found is None:
            return None
        return steadiness(self.knowledge, self.judgement.ranking, found, self.language)

    def _precedents(self) -> out.PrecedentsOut:
        judged = self.judgement
        facts = judged.oracle.facts
        found = precedents(self.knowledge, judged.profile, facts, judged.ranking)
        teller = PrecedentsTeller(self.knowledge, self.language, self.cited)
        return teller.tell(found, brief=self.explain == "summary")

    def _package(self) -> out.PackageOut:
        judged = self.judgement
        found = assemble(self.knowledge, judged.oracle.facts, judged.outcomes, judged.ranking)
        teller = PackageTeller(self.knowledge, judged.oracle.facts, self.language, self.cited)
        return teller.tell(found)

    def _certainty(self, ranked: Ranked) -> out.CertaintyOut | None:
        found = ranked.certainty
        if found is None:
            return None
        self.cited.add(found.claim)
        return out.CertaintyOut(
            grade=found.grade,
            meaning=self._(GRADES[found.grade]),
            claim=found.claim,
            evidence=found.evidence,
            lowered_for=[self._(LOWERINGS[reason]) for reason in found.lowered_for],
        )

    def _effects(self, slug: str) -> list[out.EffectOut]:
        found = self.citations.effects(slug, self.judgement.profile.country)
        self.cited.update(claim for effect in found for claim in effect.claims)
        return list(found)

    def _from_rule(self, rule: Rule, binding: Binding) -> dict[str, Any]:
        """What every statement carries; the claims are remembered as cited."""
        self.cited.update(rule.claims)
        deep = self.explain in ("conditions", "full")
        return {
            "rule": rule.id,
            "because": self._(rule.because),
            "claims": list(rule.supports),
            "limited_by": list(rule.limited_by),
            "limits": self._(rule.limits),
            "matched": [] if self.explain == "summary" else self.explanation.matched(rule, binding),
            "condition": self.explanation.tree(rule, binding) if deep else None,
        }

    def _reason(self, reason: Reason) -> out.ReasonOut:
        return out.ReasonOut(
            **self._from_rule(reason.rule, reason.binding),
            title=self._(reason.rule.title),
            criterion=reason.criterion,
            strength=reason.rule.strength or "",
            points=reason.points / POINT,
            share=self._share(reason.points * self.judgement.weights[reason.criterion]),
        )

    def _share(self, parts: int) -> float:
        return log_odds(parts, self.knowledge.scales.spread)

    def _contraindication(self, item: Contraindication) -> out.ContraindicationOut:
        return out.ContraindicationOut(
            **self._from_rule(item.rule, item.binding),
            title=self._(item.rule.title),
            certainty=item.certainty,
            asks=self._asks(item.rule),
        )

    def _precondition(self, item: Precondition) -> out.PreconditionOut:
        then = item.rule.then
        assert isinstance(then, HoldBack)
        return out.PreconditionOut(
            **self._from_rule(item.rule, item.binding),
            text=self._(then.until),
            measure=then.measure,
            status=item.status,
            holds_back=item.fires and item.blocks,
            applies="certain" if item.fires or item.status == "met" else "possible",
            asks=self._asks(item.rule) if item.status != "met" else [],
        )

    def _safeguard(self, rule: Rule, binding: Binding) -> out.SafeguardOut:
        then = rule.then
        assert isinstance(then, Accompany)
        return out.SafeguardOut(
            **self._from_rule(rule, binding), text=self._(then.companion), measure=then.measure
        )

    def _step(self, rule: Rule, binding: Binding, slug: str) -> out.StepOut:
        then = rule.then
        assert isinstance(then, Precede)
        return out.StepOut(
            **self._from_rule(rule, binding),
            first=self._(then.first),
            first_intervention=then.measure,
            then=slug,
        )

    def _caveats(self) -> list[out.CaveatOut]:
        return [
            out.CaveatOut(
                **self._from_rule(rule, self._first_binding(rule)),
                text=self._(rule.then.warning),
                about=subject,
                about_name=self._subject(subject),
                insufficient_alone=rule.then.insufficient_alone,
            )
            for rule in self._fired("caveat")
            if isinstance(rule.then, Warn)
            for subject in rule.then.about or (None,)
        ]

    def _subject(self, about: str | None) -> str | None:
        """The name of what a caveat is about: an intervention, a factor or a diagnosis."""
        if about is None:
            return None
        if about in self.knowledge.interventions:
            return self._(self.knowledge.interventions[about].name)
        if about in self.knowledge.vocabulary.factors:
            return self._(self.knowledge.vocabulary.factors[about].name)
        # A diagnosis is named only where it was made: its title reads as a statement.
        made = self.judgement.outcomes[about].state == "fires"
        return self._(self.knowledge.rules[about].title) if made else None

    def _diagnoses(self) -> list[out.DiagnosisOut]:
        return [
            out.DiagnosisOut(
                **self._from_rule(rule, ()), diagnosis=rule.id, name=self._(rule.title)
            )
            for rule in self._fired("diagnosis")
        ]

    def _fired(self, kind: Kind) -> list[Rule]:
        return [
            rule
            for rule in self.knowledge.active
            if rule.kind == kind and self.judgement.outcomes[rule.id].state == "fires"
        ]

    def _first_binding(self, rule: Rule) -> Binding:
        return self.judgement.outcomes[rule.id].certain[0]

    def _asks(self, rule: Rule) -> list[str]:
        return [question.subject for question in self.judgement.asked.get(rule.id, ())]

    def _undecided(self) -> list[out.UndecidedOut]:
        return [
            self._open(rule, self._asks(rule))
            for rule in self.knowledge.active
            if self.judgement.outcomes[rule.id].state == "undecided"
        ]

    def _silent(self) -> list[out.UndecidedOut]:
        return [
            self._open(rule, [])
            for rule in self.knowledge.active
            if self.judgement.outcomes[rule.id].state == "silent"
        ]

    def _open(self, rule: Rule, asks: list[str]) -> out.UndecidedOut:
        deep = self.explain in ("conditions", "full")
        return out.UndecidedOut(
            rule=rule.id,
            kind=rule.kind,
            title=self._(rule.title),
            asks=asks,
            condition=self.explanation.tree(rule) if deep else None,
        )

    def _needed(self) -> list[out.NeededOut]:
        return [
            out.NeededOut(
                factor=item.question.subject if item.question.is_factor else None,
                entity=None if item.question.is_factor else item.question.subject,
                question=self._(item.question.question),
                decides=len(item.rules),
                settles=item.settles,
            )
            for item in self.judgement.needed
        ]

    def _tensions(self) -> list[out.TensionOut]:
        """Disagreements between sources, where the answer cites either side."""
        found = [
            tension
            for tension in self.knowledge.tensions
            if self.cited.intersection(tension.a + tension.b)
        ]
        for tension in found:
            self.cited.update(tension.a + tension.b)
        return [
            out.TensionOut(
                id=tension.id,
                about=self._(tension.about),
                a=list(tension.a),
                b=list(tension.b),
                reading=self._(tension.reading),
            )
            for tension in found
        ]

    def _claims(self) -> dict[str, out.ClaimOut]:
        return {name: self.citations.claim(name) for name in sorted(self.cited)}


def _strongest(reasons: Iterable[Reason]) -> list[Reason]:
    """The strongest reason for and the strongest against."""
    found: dict[bool, Reason] = {}
    for reason in reasons:
        found.setdefault(reason.points > 0, reason)
    return list(found.values())
