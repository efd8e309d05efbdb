"""Every rule's state in every locality: the columnar form of :func:`engine.oracle.evaluate`."""

from dataclasses import dataclass

from engine.columns import truths
from engine.columns.localities import Localities
from engine.columns.matching import Matcher
from engine.columns.program import (
    Combined,
    Exemption,
    FactorNode,
    Guarded,
    GuardedMatching,
    Inverse,
    Matching,
    Program,
    Reach,
)
from engine.columns.sources import Sources
from engine.columns.truths import Plane
from engine.conditions import Condition


@dataclass(frozen=True)
class Firing:
    """The planes of one chunk: how far each node of the program holds, for every locality."""

    program: Program
    size: int
    planes: tuple[Plane, ...]

    def state(self, reach: Reach) -> Plane:
        """2 where the rule fires for these interventions, 1 where it is undecided."""
        return self.planes[reach.state]

    def rules(self) -> dict[str, Plane]:
        """Each rule's state, by id: the furthest that it gets for any intervention."""
        found: dict[str, list[Plane]] = {}
        for reach in self.program.reaches:
            found.setdefault(reach.rule.id, []).append(self.state(reach))
        return {name: truths.most(planes) for name, planes in found.items()}


def fire(program: Program, localities: Localities) -> Firing:
    """Work out every plane of the program for one chunk of localities."""
    planes: list[Plane] = []

    def plane_of(condition: Condition) -> Plane | None:
        node = program.planes_of.get(condition)
        return planes[node] if node is not None and node < len(planes) else None

    sources = Sources(program.knowledge, localities, plane_of)
    matcher = Matcher(sources, localities.size)
    for step in program.steps:
        match step:
            case FactorNode(factor, target):
                plane = sources.factor(factor, target)
            case Combined("all", parts):
                plane = truths.least([planes[part] for part in parts])
            case Combined(_, parts):
                plane = truths.most([planes[part] for part in parts])
            case Inverse(part):
                plane = truths.opposite(planes[part])
            case Matching(condition, pins):
                plane = matcher.plane(condition, pins)
            case Guarded(when, unless):
                plane = truths.unless(planes[when], planes[unless])
            case GuardedMatching(when_, unless_, pins):
                plane = matcher.guarded(when_, unless_, pins)
            case Exemption(when_, unless_, pins):
                plane = matcher.exception(when_, unless_, pins)
        planes.append(plane)
    return Firing(program, localities.size, tuple(planes))
