"""Conditions with entity patterns over columns: every way to match them, as a table.

A row of the table is one way for one locality: how far it holds, and which entity each name stands
for. A pattern joins the table with the entities of its kind, row by row; what is false is dropped.
The rules of the game are those of :class:`engine.oracle.Oracle`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from engine.columns import truths
from engine.columns.arrays import Array
from engine.columns.localities import UNKNOWN_WORD, Entities, EntityColumns
from engine.columns.sources import Sources
from engine.columns.truths import FALSE, TRUE, UNKNOWN, Plane
from engine.conditions import All, AnyOf, AttributeTest, Condition, Pattern, aliases_of, leaves

# In place of an entity's row: of a list that was not given, or of a name that nothing bound.
UNSEEN, UNBOUND = -1, -2
ORIGIN = ""  # the name under which a way remembers the one it goes on from


@dataclass(frozen=True)
class Ways:
    """``locality`` and ``truth`` by way; ``names`` to the kind and the rows of what they bind."""

    locality: Array
    truth: Array
    names: Mapping[str, tuple[str, Array]]

    def taken(self, chosen: Array) -> "Ways":
        """The ways chosen, in that order (repeated where a way is named twice)."""
        names = {name: (kind, rows[chosen]) for name, (kind, rows) in self.names.items()}
        return Ways(self.locality[chosen], self.truth[chosen], names)

    def capped(self, truth: Array) -> "Ways":
        """The ways with no more than this truth; those that are false are dropped."""
        least = np.minimum(self.truth, truth)
        kept = np.flatnonzero(least)
        if len(kept) == len(least):
            return replace(self, truth=least)
        return replace(self, truth=least).taken(kept)


Pins = tuple[tuple[str, int], ...]


class Matcher:
    """Matches conditions for all localities of one chunk.

    Only localities that list an entity of a kind that is asked for are matched way by way; for the
    others a pattern is as unknown as an entity that nobody has seen.
    """

    def __init__(self, sources: Sources, size: int) -> None:
        self.sources = sources
        self.size = size

    def plane(self, condition: Condition, pins: Pins) -> Plane:
        """How far a condition holds in each locality."""
        if self._is_uniform(condition):
            return _one(Matcher(self.sources, 1).plane(condition, pins))
        plane = self._unseen(condition, dict(pins))
        listing = self._listing(pins, condition)
        if not len(listing):
            return plane
        ways = self.extend(_start(listing), condition, dict(pins))
        return self._over(plane, listing, ways.locality, ways.truth)

    def guarded(self, when: Condition, unless: Condition | None, pins: Pins) -> Plane:
        """How far a cautious rule stands under some binding for which its exception is not met."""
        if self._is_uniform(when, unless):
            return _one(Matcher(self.sources, 1).guarded(when, unless, pins))
        plane = self._unseen(when, dict(pins))
        if unless is not None:
            plane = truths.unless(plane, self._unseen(unless, dict(pins)))
        listing = self._listing(pins, when, unless)
        if not len(listing):
            return plane
        ways, groups, truth = self._bindings(listing, when, unless, pins)
        return self._over(plane, listing, ways.locality, truth[groups])

    def exception(self, when: Condition, unless: Condition, pins: Pins) -> Plane:
        """The least that the exception holds of a binding under which the rule fires."""
        if self._is_uniform(when, unless):
            return _one(Matcher(self.sources, 1).exception(when, unless, pins))
        plane = self._unseen(unless, dict(pins))
        listing = self._listing(pins, when, unless)
        if not len(listing):
            return plane
        ways, groups, truth = self._bindings(listing, when, unless, pins)
        firing = ways.taken(np.flatnonzero(truth[groups] == TRUE))
        named = {
            name: (kind, np.where(rows == UNSEEN, UNBOUND, rows))
            for name, (kind, rows) in firing.names.items()
            if name in aliases_of(when)
        }
        best = self._reached(replace(firing, names=named), unless, pins)
        found = np.array(np.broadcast_to(np.asarray(plane, dtype=np.uint8), self.size))
        found[listing] = TRUE
        for level in (UNKNOWN, FALSE):
            found[firing.locality[best == level]] = level
        return found

    def _is_uniform(self, *conditions: Condition | None) -> bool:
        """Whether conditions read nothing that differs between the localities of the chunk."""
        return self.size > 1 and all(
            self._is_alike(condition) for condition in conditions if condition is not None
        )

    def _is_alike(self, condition: Condition) -> bool:
        known = self.sources.plane_of(condition)
        if known is not None:
            return isinstance(known, int)
        match condition:
            case All(parts) | AnyOf(parts):
                return all(self._is_alike(part) for part in parts)
            case Pattern(kind):
                return not isinstance(self.sources.entities(kind), EntityColumns)
        return False

    def _listing(self, pins: Pins, *conditions: Condition | None) -> Array:
        """The localities that list some entity kind of which a condition speaks.

        All of them, where a condition looks through the whole catalogue.
        """
        pinned = {name for name, _ in pins}
        kinds = {
            leaf.kind
            for condition in conditions
            if condition is not None
            for leaf in leaves(condition)
            if isinstance(leaf, Pattern) and leaf.alias not in pinned
        }
        given = np.zeros(self.size, dtype=bool)
        for kind in kinds:
            entities = self.sources.entities(kind)
            if entities is not None:
                given |= entities.span(np.arange(self.size))[2]
        return np.flatnonzero(given)

    def _unseen(self, condition: Condition, pins: Mapping[str, int]) -> Plane:
        """How far a condition holds where no entity of any kind it asks for was listed."""
        known = self.sources.plane_of(condition)
        if known is not None:
            return known
        match condition:
            case All(parts):
                return truths.least([self._unseen(part, pins) for part in parts])
            case AnyOf(parts):
                return truths.most([self._unseen(part, pins) for part in parts])
            case Pattern(kind, alias, tests) if alias in pins:
                truth = [
                    self.sources.attribute(kind, test)[pins[alias or ""]]
                    if test.target
                    else UNKNOWN
                    for test in tests
                ]
                return int(min(truth, default=TRUE))
            case Pattern():
                return UNKNOWN
        raise TypeError(f"not compiled: {condition!r}")

    def _bindings(
        self, listing: Array, when: Condition, unless: Condition | None, pins: Pins
    ) -> tuple[Ways, Array, Array]:
        """The ways of a condition, the number of each one's binding, how far each binding stands.

        A binding is what the condition's names stand for. It stands for nothing where the
        exception is known to hold on one of its ways.
        """
        ways = self.extend(_start(listing), when, dict(pins))
        groups = _groups(ways, sorted(aliases_of(when) & ways.names.keys()))
        truth = np.zeros(int(groups.max(initial=-1)) + 1, dtype=np.uint8)
        for level in (UNKNOWN, TRUE):
            truth[groups[ways.truth == level]] = level
        if unless is not None:
            met = self._reached(ways, unless, pins)
            truth[groups[met == TRUE]] = FALSE
        return ways, groups, truth

    def _reached(self, ways: Ways, condition: Condition, pins: Pins) -> Array:
        """How far a condition holds at best, for each of these ways, whatever their own truth."""
        count = len(ways.truth)
        marked = Ways(
            ways.locality,
            np.full(count, TRUE, dtype=np.uint8),
            {**ways.names, ORIGIN: ("", np.arange(count))},
        )
        longer = self.extend(marked, condition, dict(pins))
        best = np.zeros(count, dtype=np.uint8)
        for level in (UNKNOWN, TRUE):
            best[longer.names[ORIGIN][1][longer.truth == level]] = level
        return best

    def _over(self, plane: Plane, listing: Array, locality: Array, truth: Array) -> Array:
        """The plane with the best truth that was found for the localities that were matched."""
        found = np.array(np.broadcast_to(np.asarray(plane, dtype=np.uint8), self.size))
        found[listing] = FALSE
        for level in (UNKNOWN, TRUE):
            found[locality[truth == level]] = level
        return found

    def extend(self, ways: Ways, condition: Condition, pins: Mapping[str, int]) -> Ways:
        """The ways that go on from these to match a condition."""
        known = self.sources.plane_of(condition)
        if known is not None:
            truth = known if isinstance(known, int) else known[ways.locality]
            return ways.capped(np.asarray(truth, dtype=np.uint8))
        match condition:
            case All(parts):
                # What needs no entity goes first: it binds nothing, and leaves fewer ways.
                for part in sorted(parts, key=lambda part: self.sources.plane_of(part) is None):
                    ways = self.extend(ways, part, pins)
                return ways
            case AnyOf(parts):
                return _together([self.extend(ways, part, pins) for part in parts])
            case Pattern(absent=True):
                return self._absent(ways, condition, pins)
            case Pattern():
                return self._present(ways, condition, pins)
        raise TypeError(f"not compiled: {condition!r}")

    def _present(self, ways: Ways, pattern: Pattern, pins: Mapping[str, int]) -> Ways:
        name = pattern.alias or f"#{pattern.kind}{len(ways.names)}"
        origin, rows, truth = self._matches(ways, pattern, pins)
        longer = ways.taken(origin)
        return replace(longer, names={**longer.names, name: (pattern.kind, rows)}).capped(truth)

    def _absent(self, ways: Ways, pattern: Pattern, pins: Mapping[str, int]) -> Ways:
        origin, _, truth = self._matches(ways, pattern, pins)
        best = np.zeros(len(ways.truth), dtype=np.uint8)
        for level in (UNKNOWN, TRUE):
            best[origin[truth == level]] = level
        return ways.capped(np.subtract(TRUE, best, dtype=np.uint8))

    def _matches(
        self, ways: Ways, pattern: Pattern, pins: Mapping[str, int]
    ) -> tuple[Array, Array, Array]:
        """Each way with each entity the pattern may stand for: the way, the row, how far."""
        entities = self.sources.entities(pattern.kind)
        origin, rows = self._candidates(ways, pattern, entities, pins)
        truth = np.full(len(rows), UNKNOWN, dtype=np.uint8)
        seen = np.flatnonzero(rows >= 0)
        if entities is not None and len(seen):
            truth[seen] = TRUE
            for test in pattern.tests:
                if test.reference is None:
                    found = self.sources.attribute(pattern.kind, test)[rows[seen]]
                else:
                    found = self._join(ways, pattern, test, origin[seen], rows[seen])
                truth[seen] = np.minimum(truth[seen], found)
        return origin, rows, truth

    def _candidates(
        self, ways: Ways, pattern: Pattern, entities: Entities | None, pins: Mapping[str, int]
    ) -> tuple[Array, Array]:
        """Each way with the rows the pattern may stand for: not one that another has taken."""
        bound = ways.names.get(pattern.alias or "")
        if bound is not None and bound[0] == pattern.kind:
            fixed = bound[1]
        else:
            pin = pins.get(pattern.alias or "", UNBOUND)
            fixed = np.full(len(ways.truth), pin, dtype=np.int64)
        origin, rows = _spread(ways, entities, fixed)
        free = np.ones(len(rows), dtype=bool)
        for name, (kind, others) in ways.names.items():
            if kind == pattern.kind and name != pattern.alias:
                free &= (rows < 0) | (rows != others[origin])
        return origin[free], rows[free]

    def _join(
        self, ways: Ways, pattern: Pattern, test: AttributeTest, origin: Array, rows: Array
    ) -> Array:
        """How far an attribute agrees with that of the entity bound before."""
        assert test.reference is not None
        bound = ways.names.get(test.reference.alias)
        if bound is None:
            return np.full(len(rows), UNKNOWN, dtype=np.uint8)
        kind, others = bound[0], bound[1][origin]
        wanted = np.full(len(rows), UNKNOWN_WORD, dtype=np.int64)
        seen = np.flatnonzero(others >= 0)
        if not len(seen):
            return np.full(len(rows), UNKNOWN, dtype=np.uint8)
        wanted[seen] = self.sources.words(kind, test.reference.attribute)[others[seen]]
        if self.sources.is_several(pattern.kind, test.attribute):
            found = self.sources.includes(pattern.kind, test.attribute, rows, wanted)
        else:
            own = self.sources.words(pattern.kind, test.attribute)[rows]
            found = np.where(own == wanted, TRUE, FALSE).astype(np.uint8)
            found[own == UNKNOWN_WORD] = UNKNOWN
        found[wanted == UNKNOWN_WORD] = UNKNOWN
        return found


def _one(plane: Plane) -> int:
    """The truth of the only locality there is."""
    return plane if isinstance(plane, int) else int(plane[0])


def _start(locality: Array) -> Ways:
    """One way for each of these localities, with nothing bound."""
    return Ways(locality, np.full(len(locality), TRUE, dtype=np.uint8), {})


def _groups(ways: Ways, names: list[str]) -> Array:
    """A number for each way: the same where locality and what the names bind are the same."""
    key = ways.locality
    for name in names:
        rows = np.maximum(ways.names[name][1], UNSEEN) - UNSEEN
        key = np.unique(key, return_inverse=True)[1] * (int(rows.max(initial=0)) + 1) + rows
    return np.unique(key, return_inverse=True)[1]


def _spread(ways: Ways, entities: Entities | None, fixed: Array) -> tuple[Array, Array]:
    """Each way with the entities of its locality, or with the one that its name stands for."""
    count = len(fixed)
    if entities is None:
        return np.arange(count), np.full(count, UNSEEN)
    first, lengths, given = entities.span(ways.locality)
    single = (fixed != UNBOUND) | ~given
    lengths = np.where(single, 1, lengths)
    origin = np.repeat(np.arange(count), lengths)
    within = np.arange(len(origin)) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    rows = first[origin] + within
    alone = single[origin]
    rows[alone] = np.where(given, fixed, UNSEEN)[origin[alone]]
    return origin, rows


def _together(branches: list[Ways]) -> Ways:
    """The ways of all branches; a name that a branch did not bind is unbound there."""
    kinds = {name: kind for ways in branches for name, (kind, _) in ways.names.items()}
    names = {
        name: (
            kind,
            np.concatenate(
                [
                    ways.names[name][1] if name in ways.names else np.full(len(ways.truth), UNBOUND)
                    for ways in branches
                ]
            ),
        )
        for name, kind in kinds.items()
    }
    return Ways(
        np.concatenate([ways.locality for ways in branches]),
        np.concatenate([ways.truth for ways in branches]),
        names,
    )
