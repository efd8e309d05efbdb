"""In which order measures stand: what must be there first, and whether that can be kept at all.

Gates and sequence rules that name an intervention link it to what it comes before. Taken together
the links must not run in a ring: a measure cannot wait for itself.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from itertools import pairwise
from typing import Literal

from engine.conditions import Pattern, leaves
from engine.errors import Fault
from engine.facts import catalogue_entities
from engine.knowledge.model import Knowledge
from engine.possible import holds
from engine.rule import HoldBack, Precede, Rule
from engine.text import Text

Edge = tuple[str, str]  # what comes before, what comes after


@dataclass(frozen=True, slots=True)
class Link:
    """One measure before another, and the rule that says so."""

    first: str
    then: str
    kind: Literal["precondition", "sequence"]
    rule: Rule


def declared(knowledge: Knowledge) -> Iterator[Link]:
    """Every link that the rules may ever make, whatever the locality."""
    for rule in knowledge.active:
        if isinstance(rule.then, HoldBack | Precede) and rule.then.measure is not None:
            kind: Literal["precondition", "sequence"]
            kind = "sequence" if isinstance(rule.then, Precede) else "precondition"
            for slug in _targets(knowledge, rule):
                yield Link(rule.then.measure, slug, kind, rule)


def _targets(knowledge: Knowledge, rule: Rule) -> Iterable[str]:
    """The interventions a rule names, or all those that its pattern over the catalogue may find."""
    alias = rule.targets.alias
    if alias is None:
        return rule.targets.slugs
    entities = zip(knowledge.interventions, catalogue_entities(knowledge), strict=True)
    patterns = [
        leaf for leaf in leaves(rule.when) if isinstance(leaf, Pattern) and leaf.alias == alias
    ]
    return [
        slug
        for slug, entity in entities
        if any(
            all(
                test.target is None or holds(entity.values[test.attribute], test.target)
                for test in pattern.tests
            )
            for pattern in patterns
        )
    ]


def rings(knowledge: Knowledge) -> Iterator[Fault]:
    """The fault of links that run in a ring; one at a time, as one mended may break the next."""
    links = list(declared(knowledge))
    before: dict[str, set[str]] = {}
    for link in links:
        before.setdefault(link.then, set()).add(link.first)
    try:
        TopologicalSorter({slug: sorted(before[slug]) for slug in sorted(before)}).prepare()
    except CycleError as error:
        ring: list[str] = list(error.args[1])  # each comes before the next
        edges = set(pairwise(ring))
        rules = {link.rule.id: link.rule for link in links if (link.first, link.then) in edges}
        path, names = " -> ".join(ring), ", ".join(sorted(rules))
        yield Fault(
            f"{rules[min(rules)].path}:1",
            Text(
                f"measures wait for each other in a ring: {path}; by these rules: {names}",
                f"unas medidas se esperan a otras en círculo: {path}; por estas reglas: {names}",
            ),
        )


def layered(
    names: Iterable[str], strict: Iterable[Edge], soft: Iterable[Edge] = ()
) -> Mapping[str, int]:
    """The phase of each measure, from 1: after all that comes before it.

    A ``soft`` edge asks only not to be earlier; one that a strict order contradicts gives way.
    Measures in a ring (which a sound knowledge base has not) share a phase.
    """
    known = sorted(set(names))
    steps = {edge: 1 for edge in strict if edge[0] != edge[1]}
    for edge in sorted(set(soft) - set(steps)):
        if edge[0] not in _after(edge[1], steps):
            steps[edge] = 0
    beyond = {name: _after(name, steps) for name in known}
    together = {
        name: frozenset({name} | {n for n in beyond[name] if name in beyond[n]}) for name in known
    }
    phases: dict[frozenset[str], int] = {}

    def phase(group: frozenset[str]) -> int:
        if group not in phases:
            earlier = (
                phase(together[first]) + step
                for (first, then), step in steps.items()
                if then in group and first not in group
            )
            phases[group] = max(earlier, default=1)
        return phases[group]

    return {name: phase(together[name]) for name in known}


def _after(name: str, steps: Mapping[Edge, int]) -> frozenset[str]:
    """All that comes after a measure, at once or through others."""
    found: set[str] = set()
    waiting = [name]
    while waiting:
        place = waiting.pop()
        new = {then for first, then in steps if first == place} - found
        found |= new
        waiting.extend(new)
    return frozenset(found)
