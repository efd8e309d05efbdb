"""One locality through several stakeholders' eyes: where they agree, where they part, and on what.

A stakeholder is a set of criteria weights; the reasons are the same for all. So what parts two of
them on an option is exact: against each option that overtakes it, the points under a criterion
times the difference of the two weights, summed (whole numbers, like the totals themselves).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import engine
from engine.advice import judge
from engine.answer import RulesetOut
from engine.errors import Fault, ProfileError
from engine.knowledge.model import Actor, Knowledge, Stakeholder
from engine.profile import as_understood
from engine.ranking import CRITERIA, WHOLE, Ranked, log_odds, normalised, rank
from engine.robustness import COMPLETIONS
from engine.robustness_told import beneath
from engine.rule import Criterion
from engine.stakeholders_answer import (
    AbilityOut,
    ActorOut,
    FirstOut,
    PartingOut,
    StakeholderOut,
    StakeholdersAnswer,
    StandOut,
    ViewedOut,
)
from engine.text import AND, Language, Text, joined
from engine.wording import CRITERIA as CRITERION_NAMES
from engine.wording import VERDICTS

FIRST = 5  # agreement is about the options that come first, as people read them (ours)
LEADING = 10  # only an option that leads for somebody is worth parting on (ours)
PARTINGS = 10  # shown, the largest first (ours)
MAXIMUM_OWN = 10
MAXIMUM_NAME = 80
CONSIDERED = ("strong_for", "conditional_for", "held_back")  # what an actor may want to do


@dataclass(frozen=True)
class View:
    """A stakeholder's weights, and the ranking under them."""

    key: str
    name: Text
    stakeholder: Stakeholder | None  # none for the caller's own
    weights: Mapping[Criterion, int]
    ranking: tuple[Ranked, ...]
    places: Mapping[str, Ranked]

    @property
    def first(self) -> list[str]:
        """The first options, as far as they are recommended."""
        found = (item for item in self.ranking[:FIRST] if item.is_recommended)
        return [item.standing.intervention for item in found]


@dataclass(frozen=True)
class Parting:
    """An option that two views place furthest apart; ``shares`` sum to ``difference``."""

    intervention: str
    higher: View
    lower: View
    spread: int
    shares: Mapping[Criterion, int]

    @property
    def difference(self) -> int:
        return sum(self.shares.values())

    @property
    def criterion(self) -> Criterion | None:
        """What parts them most; none where the weights favour nobody and only the verdict does."""
        found = max(CRITERIA, key=lambda name: self.shares[name])
        return found if self.shares[found] > 0 else None


def consult(
    knowledge: Knowledge,
    profile: Any,
    *,
    own: Mapping[str, Mapping[str, object]] | None = None,
    language: Language = "en",
) -> StakeholdersAnswer:
    """Rank one locality's options for every stakeholder, and compare.

    Args:
        own: the caller's stakeholders, criteria weights by name; one with the name of a known
            stakeholder takes its place. Criteria left out keep their default weights.

    Raises:
        ProfileError: the profile, a name or a weight is refused; all faults together.
    """
    wanted = chosen(knowledge, own or {})
    judgement = judge(knowledge, profile, completions=COMPLETIONS)
    read, robustness = judgement.profile, judgement.robustness
    assert robustness is not None
    standings = {item.standing.intervention: item.standing for item in judgement.ranking}
    views = []
    for key, (name, known, weights) in wanted.items():
        ranking = rank(standings, knowledge, weights, read.country)
        places = {item.standing.intervention: item for item in ranking}
        views.append(View(key, name, known, weights, ranking, places))
    teller = _Teller(knowledge, views, language)
    return StakeholdersAnswer(
        ruleset=RulesetOut(version=knowledge.version, hash=knowledge.content_hash),
        engine_version=engine.__version__,
        language=language,
        profile=as_understood(read, knowledge.vocabulary),
        says=teller.says(agreed(views)),
        how_sure=beneath(knowledge, judgement.ranking, robustness).in_(language),
        stakeholders=[teller.stakeholder(view) for view in views],
        agree=[teller.viewed(slug) for slug in agreed(views)],
        part=[teller.parting(item) for item in partings(views)],
        actors=[teller.actor(actor, judgement.ranking) for actor in knowledge.actors.values()],
    )


Chosen = Mapping[str, tuple[Text, Stakeholder | None, Mapping[Criterion, int]]]


def chosen(knowledge: Knowledge, own: Mapping[str, Mapping[str, object]]) -> Chosen:
    """Everyone whose eyes are asked for: the known stakeholders and the caller's.

    Raises:
        ProfileError: too many, an impossible name, or a weight that is refused.
    """
    faults: list[Fault] = []
    found: dict[str, tuple[Text, Stakeholder | None, Mapping[Criterion, int]]] = {
        slug: (item.name, item, normalised(_by_name(item.weights), knowledge.scales))
        for slug, item in knowledge.stakeholders.items()
    }
    if len(own) > MAXIMUM_OWN:
        what = Text(f"more than {MAXIMUM_OWN} stakeholders", f"más de {MAXIMUM_OWN} interesados")
        raise ProfileError([Fault("stakeholders", what)])
    for name, weights in own.items():
        where = f"stakeholders.{name[:MAXIMUM_NAME]}"
        if not name.strip() or len(name) > MAXIMUM_NAME or not name.isprintable():
            faults.append(Fault(where, _NAME))
            continue
        try:
            found[name] = (Text.same(name), None, normalised(weights, knowledge.scales))
        except ProfileError as error:
            faults += [
                Fault(
                    fault.where.replace("weights", where, 1),
                    fault.what,
                    fault.allowed,
                    fault.nearest,
                )
                for fault in error.faults
            ]
    if faults:
        raise ProfileError(faults)
    return found


def _by_name(weights: Mapping[Criterion, float]) -> dict[str, float]:
    return {str(name): weight for name, weight in weights.items()}


def agreed(views: list[View]) -> list[str]:
    """The options recommended among everyone's first five, in the order of the summed ranks."""
    if not views:
        return []
    common = set(views[0].first).intersection(*(view.first for view in views[1:]))
    return sorted(common, key=lambda slug: (sum(v.places[slug].rank for v in views), slug))


def partings(views: list[View]) -> list[Parting]:
    """The options that lead for somebody and whose ranks lie furthest apart."""
    found = []
    for slug in sorted(views[0].places) if views else ():
        higher = min(views, key=lambda view: view.places[slug].rank)
        lower = max(views, key=lambda view: view.places[slug].rank)
        spread = lower.places[slug].rank - higher.places[slug].rank
        if spread and higher.places[slug].rank <= LEADING and higher.places[slug].is_recommended:
            shares = parted(slug, higher, lower)
            found.append(Parting(slug, higher, lower, spread, shares))
    found.sort(key=lambda item: (-item.spread, item.intervention))
    return found[:PARTINGS]


def parted(slug: str, higher: View, lower: View) -> dict[Criterion, int]:
    """What parts two views on an option, by criterion, against the options that overtake it."""
    own = higher.places[slug]
    overtaking = [
        item
        for name, item in higher.places.items()
        if item.rank > own.rank and lower.places[name].rank < lower.places[slug].rank
    ]
    return {
        criterion: sum(
            own.cells[criterion].points - other.cells[criterion].points for other in overtaking
        )
        * (higher.weights[criterion] - lower.weights[criterion])
        for criterion in CRITERIA
    }


class _Teller:
    """Puts the comparison into words, in one language."""

    def __init__(self, knowledge: Knowledge, views: list[View], language: Language) -> None:
        self.knowledge, self.views, self.language = knowledge, views, language

    def _(self, text: Text) -> str:
        return text.in_(self.language)

    def says(self, agreed: list[str]) -> str:
        if not any(view.first for view in self.views):
            return self._(_NOTHING)
        if not agreed:
            return self._(_NO_AGREEMENT)
        names = joined([self.knowledge.interventions[slug].name for slug in agreed], AND)
        return self._(_AGREEMENT.filled(names=names))

    def stakeholder(self, view: View) -> StakeholderOut:
        known = view.stakeholder
        return StakeholderOut(
            stakeholder=view.key,
            name=self._(view.name),
            ours=known is not None,
            because=self._(known.because) if known else None,
            weights={name: part / WHOLE for name, part in view.weights.items()},
            first=[self._first(view.places[slug]) for slug in view.first],
        )

    def _first(self, item: Ranked) -> FirstOut:
        slug = item.standing.intervention
        return FirstOut(
            intervention=slug,
            name=self._(self.knowledge.interventions[slug].name),
            verdict=item.verdict,
            verdict_name=self._(VERDICTS[item.verdict]),
        )

    def viewed(self, slug: str) -> ViewedOut:
        return ViewedOut(**self._viewed(slug))

    def _viewed(self, slug: str) -> dict[str, Any]:
        return {
            "intervention": slug,
            "name": self._(self.knowledge.interventions[slug].name),
            "stands": {view.key: self._stand(view.places[slug]) for view in self.views},
        }

    def _stand(self, item: Ranked) -> StandOut:
        return StandOut(
            rank=item.rank,
            score=item.score,
            verdict=item.verdict,
            verdict_name=self._(VERDICTS[item.verdict]),
        )

    def parting(self, item: Parting) -> PartingOut:
        spread = self.knowledge.scales.spread
        higher, lower = (view.places[item.intervention] for view in (item.higher, item.lower))
        name = CRITERION_NAMES[item.criterion] if item.criterion else None
        words = _PARTING if name else _PARTING_BY_VERDICT
        says = words.filled(
            option=self.knowledge.interventions[item.intervention].name,
            high=item.higher.name,
            low=item.lower.name,
            first=higher.rank,
            last=lower.rank,
            criterion=name or "",
            good=VERDICTS[higher.verdict],
            bad=VERDICTS[lower.verdict],
        )
        return PartingOut(
            **self._viewed(item.intervention),
            spread=item.spread,
            higher_for=item.higher.key,
            lower_for=item.lower.key,
            criterion=item.criterion,
            criterion_name=self._(name) if name else None,
            shares={name: log_odds(share, spread) for name, share in item.shares.items()},
            difference=log_odds(item.difference, spread),
            says=self._(says),
        )

    def actor(self, actor: Actor, ranking: tuple[Ranked, ...]) -> ActorOut:
        parts: dict[str, list[AbilityOut]] = {"itself": [], "shared": [], "asks": []}
        for item in ranking:
            if item.verdict in CONSIDERED:
                led_by = self.knowledge.interventions[item.standing.intervention].led_by
                others = [name for name in led_by if name not in actor.institutions]
                part = "itself" if not others else "shared" if len(others) < len(led_by) else "asks"
                parts[part].append(self._ability(item, others))
        return ActorOut(
            actor=actor.slug,
            name=self._(actor.name),
            institutions=list(actor.institutions),
            because=self._(actor.because),
            **parts,
        )

    def _ability(self, item: Ranked, others: list[str]) -> AbilityOut:
        kinds = self.knowledge.vocabulary.catalogue.attributes["led_by"].domain
        slug = item.standing.intervention
        return AbilityOut(
            intervention=slug,
            name=self._(self.knowledge.interventions[slug].name),
            rank=item.rank,
            verdict=item.verdict,
            verdict_name=self._(VERDICTS[item.verdict]),
            of=others,
            of_names=[self._(kinds.levels[kinds.index[name]].name) for name in others],
        )


_NAME = Text(
    f"a stakeholder's name is a printable text of at most {MAXIMUM_NAME} characters",
    f"el nombre de un interesado es un texto imprimible de a lo sumo {MAXIMUM_NAME} caracteres",
)
_AGREEMENT = Text(
    "Recommended among the first five options of every stakeholder: {names}.",
    "Recomendadas entre las cinco primeras opciones de todos los interesados: {names}.",
)
_NO_AGREEMENT = Text(
    "No option is recommended among the first five of every stakeholder.",
    "Ninguna opción está recomendada entre las cinco primeras de todos los interesados.",
)
_NOTHING = Text(
    "Too little is known to recommend anything to any stakeholder; ask first what is needed.",
    "Se sabe demasiado poco para recomendar algo a algún interesado; pregunte antes lo que falta.",
)
_PARTING = Text(
    "{option}: rank {first} for {high}, {last} for {low}; what parts them most is the weight of"
    " '{criterion}'.",
    "{option}: puesto {first} para {high}, {last} para {low}; lo que más los separa es el peso de"
    " «{criterion}».",
)
_PARTING_BY_VERDICT = Text(
    "{option}: rank {first} for {high} ({good}), {last} for {low} ({bad}); only the verdict parts"
    " them.",
    "{option}: puesto {first} para {high} ({good}), {last} para {low} ({bad}); solo los separa el"
    " veredicto.",
)
