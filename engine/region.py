"""Several linked localities together: where pressure moves, and what to do about it jointly.

::

    region ──▶ a judgement of each ──▶ findings ──▶ what is raised ──▶ judgements anew ──▶ answer
    (as given)  (by itself)            (diversions)  (at both ends)     (with it)

One step only: what arrives at a place is not followed further, since no source says how far a
diverted flow travels.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import engine
from engine import region_answer as out
from engine.advice import evaluated
from engine.answer import RulesetOut
from engine.citing import citations
from engine.composition import Judgement
from engine.diversion import LINK_NAMES, OFFER_NAMES, Diversion
from engine.diverting import Finding, Raised, findings, raised, with_raised
from engine.explanation import Explanation
from engine.knowledge.model import Knowledge
from engine.profile import as_understood, plain_value
from engine.questions import Question
from engine.ranking import RECOMMENDED, WHOLE, Ranked, normalised
from engine.reasons import Contraindication
from engine.region_reading import Region, read_region
from engine.rule import Criterion
from engine.text import AND, Language, Text, joined
from engine.wording import VERDICTS, Wording

FIRST = 5  # shown of each locality (ours)
LEADING = 10  # an option that moves is told where it leads before or after (ours)
TOGETHER = 10  # options for the region (ours)


@dataclass(frozen=True)
class Outlook:
    """Everything that is found about a region, before it is put into words."""

    knowledge: Knowledge
    region: Region
    weights: Mapping[Criterion, int]
    before: Mapping[str, Judgement]
    findings: tuple[Finding, ...]
    raised: tuple[Raised, ...]
    after: Mapping[str, Judgement]

    @cached_property
    def expected(self) -> tuple[Finding, ...]:
        return tuple(item for item in self.findings if item.state == "fires")

    @cached_property
    def places(self) -> Mapping[str, Mapping[str, Ranked]]:
        """Each option at each locality, after the expected diversions."""
        return {name: _by_slug(judgement) for name, judgement in self.after.items()}


def advise_region(
    knowledge: Knowledge,
    region: Any,
    *,
    language: Language = "en",
    weights: Mapping[str, object] | None = None,
) -> out.RegionAnswer:
    """Advise several linked localities together.

    Args:
        region: localities and links as given (a mapping from YAML or JSON).
        weights: criteria weights that replace the default ones, for all localities.

    Raises:
        ProfileError: the region, a profile in it or a weight is refused; all faults together.
    """
    return _Teller(foresee(knowledge, region, weights), language).answer()


def foresee(knowledge: Knowledge, raw: Any, weights: Mapping[str, object] | None = None) -> Outlook:
    """Judge each locality, find the diversions, and judge those anew that they would change."""
    chosen = normalised(weights, knowledge.scales)
    region = read_region(raw, knowledge)
    before = {place.id: evaluated(knowledge, place.profile, chosen) for place in region.places}
    found = findings(knowledge, region, before)
    changes = raised(found, before)
    after = dict(before)
    for place in region.places:
        own = [item for item in changes if item.locality == place.id and item.changes]
        if own:
            profile = with_raised(place.profile, own, knowledge.vocabulary)
            after[place.id] = evaluated(knowledge, profile, chosen)
    return Outlook(knowledge, region, chosen, before, found, changes, after)


def _by_slug(judgement: Judgement) -> dict[str, Ranked]:
    return {item.standing.intervention: item for item in judgement.ranking}


class _Teller:
    """Puts an outlook into words, in one language, with every claim it cites."""

    def __init__(self, outlook: Outlook, language: Language) -> None:
        self.outlook, self.knowledge, self.language = outlook, outlook.knowledge, language
        self.wording = Wording(outlook.knowledge)
        self.cited: set[str] = set()

    def _(self, text: Text) -> str:
        return text.in_(self.language)

    def answer(self) -> out.RegionAnswer:
        outlook, knowledge = self.outlook, self.knowledge
        possible = [item for item in outlook.findings if item.is_possible]
        parts: dict[str, Any] = {
            "localities": [self._place(place.id) for place in outlook.region.places],
            "diversions": [self._diversion(item) for item in (*outlook.expected, *possible)],
            "raised": [self._raised(item) for item in outlook.raised],
            "neighbours": self._neighbours(),
            "first": self._first(),
            "together": self._together(),
            "divided": self._divided(),
            "undecided": [
                self._open(item)
                for item in outlook.findings
                if item.state == "undecided" and not item.is_possible
            ],
        }
        told = citations(knowledge, self.language)
        return out.RegionAnswer(
            ruleset=RulesetOut(version=knowledge.version, hash=knowledge.content_hash),
            engine_version=engine.__version__,
            language=self.language,
            weights={name: part / WHOLE for name, part in outlook.weights.items()},
            says=self._says(possible),
            claims={name: told.claim(name) for name in sorted(self.cited)},
            **parts,
        )

    def _says(self, possible: list[Finding]) -> str:
        targets = dict.fromkeys(item.target for item in self.outlook.expected)
        if targets:
            names = joined([self._name(name) for name in targets], AND)
            return self._(_EXPECTED.filled(names=names))
        if possible:
            return self._(_POSSIBLE)
        is_open = any(item.state == "undecided" for item in self.outlook.findings)
        return self._(_OPEN if is_open else _NONE)

    def _name(self, place: str) -> Text:
        """What a locality is called: its profile's name, else its id."""
        return Text.same(self.outlook.before[place].profile.name or place)

    def _place(self, name: str) -> out.PlaceOut:
        before, after = self.outlook.before[name], self.outlook.after[name]
        place = next(place for place in self.outlook.region.places if place.id == name)
        return out.PlaceOut(
            id=name,
            name=self._(self._name(name)),
            profile=as_understood(place.profile, self.knowledge.vocabulary),
            discussed=list(place.discussed),
            first=_recommended(before),
            first_after=_recommended(after),
            moved=self._moved(before, after),
        )

    def _moved(self, before: Judgement, after: Judgement) -> list[out.MovedOut]:
        later = _by_slug(after)
        return [
            out.MovedOut(
                intervention=slug,
                name=self._(self.knowledge.interventions[slug].name),
                before=self._stand(item),
                after=self._stand(later[slug]),
            )
            for slug, item in _by_slug(before).items()
            if min(item.rank, later[slug].rank) <= LEADING
            and (item.rank, item.verdict) != (later[slug].rank, later[slug].verdict)
        ]

    def _stand(self, item: Ranked) -> out.PlaceStandOut:
        return out.PlaceStandOut(
            rank=item.rank, verdict=item.verdict, verdict_name=self._(VERDICTS[item.verdict])
        )

    def _diversion(self, item: Finding) -> out.DiversionOut:
        rule = item.rule
        self.cited.update(rule.supports, rule.limited_by)
        words = _MOVES if item.state == "fires" else _MAY_MOVE
        offer, link = OFFER_NAMES[rule.offers], LINK_NAMES[item.link.kind]
        says = words.filled(
            source=self._name(item.source), target=self._name(item.target), offer=offer, link=link
        )
        return out.DiversionOut(
            **self._from(rule),
            matched=self._explain(item.target).found(rule.exposed),
            title=self._(rule.title),
            state="expected" if item.state == "fires" else "possible",
            source=item.source,
            target=item.target,
            link=item.link.kind,
            link_name=self._(link),
            offers=rule.offers,
            offers_name=self._(offer),
            pressed_by=self._explain(item.source).found(rule.pressed),
            weighed=[
                out.WeighedOut(
                    intervention=slug, name=self._(self.knowledge.interventions[slug].name), why=why
                )
                for slug, why in item.weighed.items()
            ],
            asks=self._asks(item),
            says=self._(says),
        )

    def _from(self, rule: Diversion) -> dict[str, Any]:
        return {
            "rule": rule.id,
            "because": self._(rule.because),
            "claims": list(rule.supports),
            "limited_by": list(rule.limited_by),
            "limits": self._(rule.limits),
        }

    def _explain(self, place: str, judgement: Judgement | None = None) -> Explanation:
        chosen = judgement or self.outlook.before[place]
        return Explanation(self.knowledge, chosen.profile, chosen.oracle, self.language)

    def _asks(self, item: Finding) -> list[out.AskOut]:
        return [
            self._ask(place, question)
            for place, questions in item.asks.items()
            for question in questions
        ]

    def _ask(self, place: str, question: Question) -> out.AskOut:
        return out.AskOut(
            locality=place,
            factor=question.subject if question.is_factor else None,
            entity=None if question.is_factor else question.subject,
            question=self._(question.question),
        )

    def _open(self, item: Finding) -> out.OpenOut:
        return out.OpenOut(
            rule=item.rule.id,
            title=self._(item.rule.title),
            source=item.source,
            target=item.target,
            link=item.link.kind,
            asks=self._asks(item),
        )

    def _raised(self, item: Raised) -> out.RaisedOut:
        factor = self.knowledge.vocabulary.factors[item.factor]
        rules = list(dict.fromkeys(found.rule for found in item.findings))
        return out.RaisedOut(
            locality=item.locality,
            factor=item.factor,
            name=self._(factor.name),
            before=plain_value(factor.domain, item.before),
            before_name=self._(self.wording.value(item.before, factor.domain)),
            after=plain_value(factor.domain, item.after),
            after_name=self._(self.wording.value(item.after, factor.domain)),
            changes=item.changes,
            rules=[rule.id for rule in rules],
            claims=_claims(rules),
        )

    def _neighbours(self) -> list[out.NeighbourOut]:
        """What is contraindicated where pressure starts because it moves on to others."""
        found = []
        for source in dict.fromkeys(item.source for item in self.outlook.expected):
            own = [item for item in self.outlook.expected if item.source == source]
            marks = {factor for item in own for factor in item.rule.marks}
            explain = self._explain(source, self.outlook.after[source])
            for slug, ranked in self.outlook.places[source].items():
                for harm in ranked.standing.contraindications:
                    matched = explain.matched(harm.rule, harm.binding)
                    if harm.certainty == "certain" and marks & {fact.factor for fact in matched}:
                        found.append(self._neighbour(source, slug, harm, own, matched))
        return found

    def _neighbour(
        self,
        source: str,
        slug: str,
        harm: Contraindication,
        own: list[Finding],
        matched: list[Any],
    ) -> out.NeighbourOut:
        rule, before = harm.rule, _by_slug(self.outlook.before[source])[slug]
        self.cited.update(rule.supports, rule.limited_by)
        place = next(place for place in self.outlook.region.places if place.id == source)
        shown = {c.rule.id for c in before.standing.contraindications if c.certainty == "certain"}
        return out.NeighbourOut(
            rule=rule.id,
            because=self._(rule.because),
            claims=list(rule.supports),
            limited_by=list(rule.limited_by),
            limits=self._(rule.limits),
            matched=matched,
            locality=source,
            intervention=slug,
            name=self._(self.knowledge.interventions[slug].name),
            title=self._(rule.title),
            sake_of=list(dict.fromkeys(item.target for item in own)),
            on_the_table=slug in place.discussed or before.is_recommended,
            new=rule.id not in shown,
        )

    def _first(self) -> list[out.FirstOut]:
        """What the rules put before the pressure, once for the region."""
        found = []
        for slug in dict.fromkeys(item.rule.first for item in self.outlook.expected):
            own = [item for item in self.outlook.expected if item.rule.first == slug]
            ends = [end for item in own for end in (item.source, item.target)]
            places = [place.id for place in self.outlook.region.places if place.id in ends]
            rules = list(dict.fromkeys(item.rule for item in own))
            name = self.knowledge.interventions[slug].name
            names = joined([self._name(place) for place in places], AND)
            found.append(
                out.FirstOut(
                    intervention=slug,
                    name=self._(name),
                    localities=places,
                    before=list(dict.fromkeys(w for item in own for w in item.weighed)),
                    stands=self._stands(slug),
                    says=self._(_BEFORE.filled(name=name, names=names)),
                    rules=[rule.id for rule in rules],
                    claims=_claims(rules),
                )
            )
        return found

    def _stands(self, slug: str) -> dict[str, out.PlaceStandOut]:
        return {name: self._stand(items[slug]) for name, items in self.outlook.places.items()}

    def _at(self, slug: str, verdicts: Iterable[str]) -> list[str]:
        places = self.outlook.places.items()
        return [name for name, items in places if items[slug].verdict in verdicts]

    def _together(self) -> list[out.TogetherOut]:
        """Recommended somewhere, contraindicated nowhere; where most places gain, first."""
        places = self.outlook.places
        chosen = [
            (-len(wanted), sum(items[slug].rank for items in places.values()), slug, wanted)
            for slug in self.knowledge.interventions
            if (wanted := self._at(slug, RECOMMENDED)) and not self._at(slug, ("strong_against",))
        ]
        return [
            out.TogetherOut(**self._option(slug), recommended_at=wanted)
            for _, _, slug, wanted in sorted(chosen)[:TOGETHER]
        ]

    def _divided(self) -> list[out.DividedOut]:
        return [
            out.DividedOut(**self._option(slug), recommended_at=wanted, contraindicated_at=unwanted)
            for slug in self.knowledge.interventions
            if (wanted := self._at(slug, RECOMMENDED))
            and (unwanted := self._at(slug, ("strong_against",)))
        ]

    def _option(self, slug: str) -> dict[str, Any]:
        name = self._(self.knowledge.interventions[slug].name)
        return {"intervention": slug, "name": name, "stands": self._stands(slug)}


def _recommended(judgement: Judgement) -> list[str]:
    """The first options, as far as they are recommended."""
    found = (item for item in judgement.ranking[:FIRST] if item.is_recommended)
    return [item.standing.intervention for item in found]


def _claims(rules: Iterable[Diversion]) -> list[str]:
    """The claims behind rules, each once, in their order."""
    return list(dict.fromkeys(claim for rule in rules for claim in rule.supports))


_EXPECTED = Text(
    "Pressure is expected to move to: {names}. Prepare there before pressing elsewhere.",
    "Se espera que la presión se mude a: {names}. Prepare allí antes de presionar en otra parte.",
)
_POSSIBLE = Text(
    "No diversion is certain, but some are possible: the questions say what would settle it.",
    "Ningún desvío es seguro, pero algunos son posibles: las preguntas dicen qué lo decidiría.",
)
_OPEN = Text(
    "Whether pressure moves between these localities cannot be said: too little is known. The"
    " questions say what would settle it.",
    "No se puede decir si la presión se muda entre estos lugares: se sabe demasiado poco. Las"
    " preguntas dicen qué lo decidiría.",
)
_NONE = Text(
    "By what is known, no diversion between these localities is expected.",
    "Por lo que se sabe, no se espera ningún desvío entre estos lugares.",
)
_MOVES = Text(
    "Pressure on {source} is expected to move to {target} ({link}), which offers {offer}.",
    "Se espera que la presión sobre {source} se mude a {target} ({link}), que ofrece {offer}.",
)
_MAY_MOVE = Text(
    "Pressure on {source} may move to {target} ({link}) if it offers {offer}: find out.",
    "La presión sobre {source} puede mudarse a {target} ({link}) si ofrece {offer}: averígüelo.",
)
_BEFORE = Text(
    "{name} goes before the pressure, for {names} together.",
    "{name} va antes que la presión, en conjunto para: {names}.",
)
