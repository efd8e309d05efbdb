"""Which diversions a region must reckon with: every rule, over every link, both ways.

A rule's truth over a pair is Kleene's *and* of its two conditions. It is *expected* where both
hold. Where the pressure is known and the other end is not, it is *possible* and asks: what might
do harm is shown before it is known to. Where the pressure itself is unknown, it only asks.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from engine.composition import Judgement
from engine.diversion import Diversion
from engine.facts import Facts
from engine.knowledge.model import Knowledge
from engine.oracle import Oracle
from engine.possible import Levels, Possible
from engine.profile import Profile, Value
from engine.questions import Question, open_questions
from engine.region_reading import Link, Region
from engine.rule import IN_FORCE, State
from engine.truth import Truth
from engine.vocabulary import Vocabulary

Why = Literal["recommended", "discussed"]
STATES: Mapping[Truth, State] = {
    Truth.TRUE: "fires",
    Truth.UNKNOWN: "undecided",
    Truth.FALSE: "silent",
}


@dataclass(frozen=True)
class Finding:
    """One rule over one link, one way: how far it holds, and what would decide it."""

    rule: Diversion
    source: str
    target: str
    link: Link
    pressed: Truth
    exposed: Truth
    weighed: Mapping[str, Why]  # measures at the source that would press, and why they count
    asks: Mapping[str, tuple[Question, ...]]  # by locality

    @property
    def state(self) -> State:
        return STATES[min(self.pressed, self.exposed)]

    @property
    def is_possible(self) -> bool:
        """Whether the pressure is there and only the other end is not known."""
        return self.state == "undecided" and self.pressed is Truth.TRUE


@dataclass(frozen=True)
class Raised:
    """A factor that would change at one locality, and the findings that say so."""

    locality: str
    factor: str
    before: Possible
    after: Levels
    findings: tuple[Finding, ...]

    @property
    def changes(self) -> bool:
        return self.before != self.after


def judge_pair(
    rule: Diversion,
    pressed: Oracle,
    exposed: Oracle,
    weighed: Iterable[str] = (),
) -> tuple[Truth, Truth]:
    """How far a rule's two conditions hold; a measure that is weighed presses as one in force."""
    pressing = any(slug in rule.measures for slug in weighed)
    here = Truth.TRUE if pressing else pressed.truth(rule.pressed)
    return here, exposed.truth(rule.exposed)


def findings(
    knowledge: Knowledge, region: Region, judgements: Mapping[str, Judgement]
) -> tuple[Finding, ...]:
    """Everything that is expected, possible or open, in the order of links and rules."""
    weighed = {place.id: _weighed(place.discussed, judgements[place.id]) for place in region.places}
    found = []
    for link in region.links:
        for source, target in (link.ends, link.ends[::-1]):
            for rule in active(knowledge):
                pressing = {s: why for s, why in weighed[source].items() if s in rule.measures}
                ends = judgements[source].oracle, judgements[target].oracle
                pressed, exposed = judge_pair(rule, *ends, pressing)
                if link.kind in rule.along and min(pressed, exposed):
                    item = Finding(rule, source, target, link, pressed, exposed, pressing, {})
                    found.append(replace(item, asks=_asks(knowledge, item, *ends)))
    return tuple(found)


def active(knowledge: Knowledge) -> list[Diversion]:
    """The rules that are evaluated, by id."""
    return [rule for _, rule in sorted(knowledge.diversions.items()) if rule.status in IN_FORCE]


def _weighed(discussed: Iterable[str], judgement: Judgement) -> dict[str, Why]:
    """The measures that are on the table at a locality: recommended, or under discussion."""
    found: dict[str, Why] = {
        item.standing.intervention: "recommended"
        for item in judgement.ranking
        if item.is_recommended
    }
    return found | dict.fromkeys(discussed, "discussed")


def _asks(
    knowledge: Knowledge, item: Finding, pressed: Oracle, exposed: Oracle
) -> dict[str, tuple[Question, ...]]:
    """What would decide a finding, by locality."""
    found = {}
    if item.pressed is Truth.UNKNOWN:
        found[item.source] = open_questions(knowledge, pressed, item.rule.pressed)
    if item.exposed is Truth.UNKNOWN:
        found[item.target] = open_questions(knowledge, exposed, item.rule.exposed)
    return found


def raised(found: Iterable[Finding], judgements: Mapping[str, Judgement]) -> tuple[Raised, ...]:
    """What would hold at either end once the expected diversions take place."""
    asked: dict[tuple[str, str], list[tuple[Finding, Levels]]] = {}
    for item in found:
        if item.state == "fires":
            for place, levels in ((item.target, item.rule.raises), (item.source, item.rule.marks)):
                for factor, least in levels.items():
                    asked.setdefault((place, factor), []).append((item, least))
    return tuple(
        _raise(place, factor, judgements[place].oracle.facts, said)
        for (place, factor), said in sorted(asked.items())
    )


def _raise(place: str, factor: str, facts: Facts, said: list[tuple[Finding, Levels]]) -> Raised:
    before = facts.factors[factor]
    after = before
    for _, least in said:
        after = at_least(after, least)
    assert isinstance(after, Levels)
    return Raised(place, factor, before, after, tuple(item for item, _ in said))


def at_least(possible: Possible, least: Levels) -> Levels:
    """What is possible once the value is no lower; what was known to be lower may be any of it."""
    assert isinstance(possible, Levels)
    return Levels(possible.mask & least.mask or least.mask)


def with_raised(profile: Profile, changes: Iterable[Raised], vocabulary: Vocabulary) -> Profile:
    """The profile as it would be, in the vocabulary's order."""
    factors = dict(profile.factors)
    for change in changes:
        factors[change.factor] = Value(change.after, basis="proxy")
    ordered = {slug: factors[slug] for slug in vocabulary.factors if slug in factors}
    return replace(profile, factors=ordered)
