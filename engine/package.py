"""The package: measures that go together, in phases, instead of one winner.

The method is greedy and ours. (1) *Choose* among recommended options by total, where each measure
of the same family that is already in the package halves a candidate's total, until there are
enough. A candidate is passed over when it may do harm here, when it does not go together with a
measure already in (``rules/package.yaml``), or when it is a variant of one. (2) *Enable*: what a
gate that stands or a sequence rule asks for first comes in too, where it is itself an intervention
that may come in. (3) *Release*: options held back join where everything that blocks them is such a
measure; the others wait outside, and what they wait for is said. (4) *Bridge*: slow measures need
one that works in weeks or months beside them; the best placed one joins if none is in. (5) *Order*:
phases are the layers of what comes before what (:mod:`engine.order`).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from engine.facts import Facts
from engine.knowledge.model import Brought, Conflict, Knowledge, TimeBand
from engine.oracle import Oracle, diagnose, solve
from engine.order import Edge, Link, layered
from engine.outcomes import Binding, Outcome, outcome
from engine.possible import Several
from engine.ranking import Ranked
from engine.reasons import Companion, Precondition
from engine.rule import Accompany, Contraindicate, HoldBack, Precede, Rule
from engine.targets import reached

Role = Literal["chosen", "enables", "released", "bridges"]
Together = Literal["in_package", "waiting", "in_force", "outside"]

MAXIMUM_CHOSEN = 6  # more than a handful of main lines nobody carries out at once (ours)
MAXIMUM_PER_FAMILY = 2  # of those chosen (ours)
SHARE_OF_A_FURTHER_ONE = 2  # a family's next measure counts for half as much again (ours)
MAXIMUM_RELEASED = 2  # (ours)
AGAINST = ("conditional_against", "strong_against")
SLOW: tuple[TimeBand, ...] = ("years", "decades")
QUICK: tuple[TimeBand, ...] = ("weeks", "months")
IN_FORCE = "measures_in_force"


@dataclass(frozen=True, slots=True)
class Member:
    """A measure of the package: why it is in, what comes before it, what it still waits for."""

    ranked: Ranked
    role: Role
    phase: int
    after: tuple[Link, ...]
    before: tuple[Link, ...]
    waits: tuple[Precondition, ...]
    in_force: bool

    @property
    def slug(self) -> str:
        return self.ranked.standing.intervention


@dataclass(frozen=True, slots=True)
class Waiting:
    """An option held back by what is no intervention, or by one that may not come in."""

    ranked: Ranked
    waits: tuple[Precondition, ...]

    @property
    def slug(self) -> str:
        return self.ranked.standing.intervention


@dataclass(frozen=True, slots=True)
class Clash:
    """What does not go together with a measure of the package, or only with care.

    Stated in the knowledge base (``conflict``), or found here: ``brought`` makes the
    contraindication ``rule`` of the others hold.
    """

    members: tuple[str, ...]
    others: Mapping[str, Together]
    conflict: Conflict | None = None
    brought: Brought | None = None
    rule: Rule | None = None
    binding: Binding = ()


@dataclass(frozen=True, slots=True)
class Guard:
    """A safeguard, and the measures that it must accompany."""

    companion: Companion
    members: tuple[str, ...]
    phase: int

    @property
    def measure(self) -> str | None:
        then = self.companion.rule.then
        assert isinstance(then, Accompany)
        return then.measure


@dataclass(frozen=True, slots=True)
class Bridge:
    """A slow measure, and those of the package that tell sooner, begun no later than it."""

    slow: str
    quick: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Package:
    members: tuple[Member, ...] = ()  # by phase, then by rank
    waiting: tuple[Waiting, ...] = ()
    clashes: tuple[Clash, ...] = ()
    guards: tuple[Guard, ...] = ()
    bridges: tuple[Bridge, ...] = ()


def assemble(
    knowledge: Knowledge,
    facts: Facts,
    outcomes: Mapping[str, Outcome],
    ranking: tuple[Ranked, ...],
) -> Package:
    """The package that one ranking gives."""
    return _Assembly(knowledge, facts, outcomes, ranking).package()


class _Assembly:
    """One package in the making; ``roles`` holds what is in, with why."""

    def __init__(
        self,
        knowledge: Knowledge,
        facts: Facts,
        outcomes: Mapping[str, Outcome],
        ranking: tuple[Ranked, ...],
    ) -> None:
        self.knowledge, self.facts, self.outcomes = knowledge, facts, outcomes
        self.ranking = ranking
        self.options = {ranked.standing.intervention: ranked for ranked in ranking}
        self.roles: dict[str, Role] = {}
        self.harms: dict[str, tuple[tuple[Rule, Binding, tuple[str, ...]], ...]] = {}

    def package(self) -> Package:
        self._choose()
        held = self._release()
        self._bridge()
        members = self._members()
        return Package(
            members,
            held,
            tuple(self._clashes(held)),
            self._guards(members),
            self._bridges(members),
        )

    def _choose(self) -> None:
        """The best by total, each family's next measure counting for half."""
        open_ = [r.standing.intervention for r in self.ranking if r.is_recommended]
        chosen = 0
        while open_ and chosen < MAXIMUM_CHOSEN:
            best = max(open_, key=lambda slug: (self._worth(slug), -self.options[slug].rank))
            open_.remove(best)
            if best in self.roles:
                self.roles[best] = "chosen"  # it was in as what enables another
                chosen += 1
            elif self._kin(best) < MAXIMUM_PER_FAMILY and not self._varies(best):
                chosen += self._join(best, "chosen")

    def _worth(self, slug: str) -> int:
        halved: int = SHARE_OF_A_FURTHER_ONE ** self._kin(slug)
        return self.options[slug].total // halved

    def _kin(self, slug: str) -> int:
        """How many measures of its family are in already."""
        catalogue = self.knowledge.interventions
        family = catalogue[slug].family
        return sum(catalogue[name].family == family for name in self.roles if name != slug)

    def _varies(self, slug: str) -> bool:
        """Whether it is a variant of what is in, or the other way round."""
        catalogue = self.knowledge.interventions
        parent = catalogue[slug].variant_of
        return parent in self.roles or any(
            catalogue[name].variant_of == slug for name in self.roles
        )

    def _join(self, slug: str, role: Role) -> bool:
        """Let a measure in, with what must come before it; or nothing at all."""
        roles = self._gathered(slug, role, self.roles)
        if roles is None:
            return False
        self.roles = roles
        return True

    def _gathered(self, slug: str, role: Role, roles: dict[str, Role]) -> dict[str, Role] | None:
        """The package with one more measure and what comes before it; None if it may not be in."""
        if slug in roles:
            return roles
        if not self._fits(slug, roles):
            return None
        roles = {**roles, slug: role}
        held = self.options[slug].verdict == "held_back"
        standing = self.options[slug].standing
        for item in standing.preconditions:
            if not item.fires:
                continue
            measure = _measure(item.rule)
            more = None if measure is None else self._gathered(measure, "enables", roles)
            if more is None and held and item.blocks:
                return None
            roles = more or roles
        for step in standing.sequence:
            first = _measure(step.rule)
            if first is not None:
                roles = self._gathered(first, "enables", roles) or roles
        return roles

    def _fits(self, slug: str, roles: Mapping[str, Role]) -> bool:
        """Whether a measure may be in: it does no harm here, and goes with the others."""
        ranked = self.options[slug]
        if ranked.standing.contraindications or ranked.verdict in AGAINST:
            return False
        return not any(self._apart(slug, other) for other in roles)

    def _apart(self, one: str, other: str) -> bool:
        """Whether two measures never stand in one package."""
        stated = any(
            conflict.kind == "apart" and _opposes(conflict, one, other)
            for conflict in self.knowledge.together.conflicts
        )
        return stated or any(
            second in slugs
            for first, second in ((one, other), (other, one))
            for _, _, slugs in self._harmed_by(first)
        )

    def _harmed_by(self, slug: str) -> tuple[tuple[Rule, Binding, tuple[str, ...]], ...]:
        """The contraindications that come to hold once a measure has done what it brings about."""
        if slug not in self.harms:
            brought = self.knowledge.together.brings_about.get(slug)
            self.harms[slug] = tuple(self._brought(brought)) if brought else ()
        return self.harms[slug]

    def _brought(self, brought: Brought) -> Iterator[tuple[Rule, Binding, tuple[str, ...]]]:
        facts = replace(self.facts, factors={**self.facts.factors, **brought.factors})
        oracle = Oracle(self.knowledge.vocabulary, facts, diagnose(self.knowledge, facts))
        for rule in self.knowledge.active:
            if not isinstance(rule.then, Contraindicate):
                continue
            certain = outcome(solve(oracle, rule)).certain
            before = set(reached(rule, self.outcomes[rule.id].certain, self.facts))
            slugs = [slug for slug in reached(rule, certain, facts) if slug not in before]
            new = tuple(slug for slug in slugs if slug != brought.intervention)
            if new:
                yield rule, certain[0], new

    def _release(self) -> tuple[Waiting, ...]:
        """Options held back that are worth it: those whose blocks are all measures join."""
        waiting, released = [], 0
        for ranked in self.ranking:
            slug = ranked.standing.intervention
            if slug in self.roles or not _worth_waiting_for(ranked):
                continue
            fits = released < MAXIMUM_RELEASED and not self._varies(slug)
            if fits and self._join(slug, "released"):
                released += 1
            else:
                waiting.append(ranked)
        return tuple(
            Waiting(ranked, self._waits(ranked))
            for ranked in waiting
            if ranked.standing.intervention not in self.roles
        )

    def _bridge(self) -> None:
        """A measure that tells soon, where there are slow ones and none is in."""
        bands = {self._band(slug) for slug in self.roles}
        if not bands & set(SLOW) or bands & set(QUICK):
            return
        for ranked in self.ranking:
            slug = ranked.standing.intervention
            quick = ranked.is_recommended and self._band(slug) in QUICK
            if quick and self._join(slug, "bridges"):
                return

    def _band(self, slug: str) -> TimeBand:
        return self.knowledge.interventions[slug].time_band

    def _members(self) -> tuple[Member, ...]:
        links = [link for slug in self.roles for link in self._links(slug)]
        phases = layered(self.roles, [(link.first, link.then) for link in links], self._beside())
        force = self._in_force()
        found = [
            Member(
                self.options[slug],
                role,
                phases[slug],
                tuple(link for link in links if link.then == slug),
                tuple(link for link in links if link.first == slug),
                self._waits(self.options[slug]),
                slug in force,
            )
            for slug, role in self.roles.items()
        ]
        return tuple(sorted(found, key=lambda member: (member.phase, member.ranked.rank)))

    def _links(self, slug: str) -> Iterator[Link]:
        """What of the package comes before a measure, and by which rules."""
        standing = self.options[slug].standing
        for item in standing.preconditions:
            first = _measure(item.rule)
            if item.status != "met" and first in self.roles and first != slug:
                yield Link(first or "", slug, "precondition", item.rule)
        for step in standing.sequence:
            first = _measure(step.rule)
            if first in self.roles and first != slug:
                yield Link(first or "", slug, "sequence", step.rule)

    def _beside(self) -> Iterator[Edge]:
        """A measure that must accompany another is not begun after it, if order allows."""
        for slug in self.roles:
            for guard in self.options[slug].standing.safeguards:
                then = guard.rule.then
                measure = then.measure if isinstance(then, Accompany) else None
                if measure in self.roles and measure != slug:
                    yield measure or "", slug

    def _waits(self, ranked: Ranked) -> tuple[Precondition, ...]:
        """The open conditions that no measure of the package meets; those that block first."""
        still = [
            item
            for item in ranked.standing.preconditions
            if item.status != "met" and _measure(item.rule) not in self.roles
        ]
        return tuple(sorted(still, key=lambda i: (not (i.fires and i.blocks), i.status != "unmet")))

    def _in_force(self) -> frozenset[str]:
        """The measures that are surely in force already."""
        possible = self.facts.factors.get(IN_FORCE)
        if not isinstance(possible, Several):
            return frozenset()
        domain = self.knowledge.vocabulary.factors[IN_FORCE].domain
        return frozenset(level.value for level in domain.named(possible.surely))

    def _clashes(self, held: tuple[Waiting, ...]) -> Iterator[Clash]:
        """Conflicts of what is in or waits, with each other, with what is in force, with any."""
        ours = dict.fromkeys(self.roles, "in_package") | {w.slug: "waiting" for w in held}
        for conflict in self.knowledge.together.conflicts:
            sides = ((conflict.one, conflict.other), (conflict.other, conflict.one))
            # Seen from the side that is in; if both are, from the first.
            mine, theirs = next(
                (pair for pair in sides if pair[0] & set(self.roles)),
                next((pair for pair in sides if pair[0] & set(ours)), (frozenset(), frozenset())),
            )
            others = self._placed(theirs, ours)
            if conflict.kind == "care":  # minded only where both are meant
                others = {slug: place for slug, place in others.items() if place != "outside"}
            members = tuple(sorted(slug for slug in mine if slug in ours))
            if members and others:
                yield Clash(members, others, conflict=conflict)
        for slug in sorted(ours):
            for rule, binding, slugs in self._harmed_by(slug):
                brought = self.knowledge.together.brings_about[slug]
                others = self._placed(frozenset(slugs), ours)
                yield Clash((slug,), others, brought=brought, rule=rule, binding=binding)

    def _placed(self, slugs: frozenset[str], ours: Mapping[str, str]) -> dict[str, Together]:
        force = self._in_force()
        found: dict[str, Together] = {}
        for slug in sorted(slugs):
            if slug in ours:
                found[slug] = "in_package" if ours[slug] == "in_package" else "waiting"
            else:
                found[slug] = "in_force" if slug in force else "outside"
        return found

    def _guards(self, members: tuple[Member, ...]) -> tuple[Guard, ...]:
        """Every safeguard once, with all that it accompanies, by the first phase that needs it."""
        found: dict[str, list[Member]] = {}
        companions: dict[str, Companion] = {}
        for member in members:
            for companion in member.ranked.standing.safeguards:
                companions.setdefault(companion.rule.id, companion)
                found.setdefault(companion.rule.id, []).append(member)
        guards = (
            Guard(companions[name], tuple(m.slug for m in with_), min(m.phase for m in with_))
            for name, with_ in found.items()
        )
        return tuple(sorted(guards, key=lambda guard: (guard.phase, guard.companion.rule.id)))

    def _bridges(self, members: tuple[Member, ...]) -> tuple[Bridge, ...]:
        quick = [member for member in members if self._band(member.slug) in QUICK]
        return tuple(
            Bridge(slow.slug, tuple(m.slug for m in quick if m.phase <= slow.phase))
            for slow in members
            if self._band(slow.slug) in SLOW
        )


def _measure(rule: Rule) -> str | None:
    """The intervention that a gate waits for, or that a sequence puts first."""
    then = rule.then
    return then.measure if isinstance(then, HoldBack | Precede) else None


def _opposes(conflict: Conflict, one: str, other: str) -> bool:
    return (one in conflict.one and other in conflict.other) or (
        other in conflict.one and one in conflict.other
    )


def _worth_waiting_for(ranked: Ranked) -> bool:
    """Whether an option held back would be recommended once it is released."""
    return (
        ranked.verdict == "held_back"
        and ranked.total >= 0
        and not ranked.standing.contraindications
        and any(reason.specific and reason.points > 0 for reason in ranked.standing.reasons)
    )
