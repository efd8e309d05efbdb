"""The order of diagnoses: each stands above those it builds on, and a cycle is a fault."""

from collections.abc import Mapping
from graphlib import CycleError, TopologicalSorter

from engine.conditions import diagnoses_of
from engine.errors import Fault
from engine.rule import Rule
from engine.text import Text


def layered(rules: Mapping[str, Rule], faults: list[Fault]) -> Mapping[str, int]:
    """The layer of each diagnosis: 0 builds on none, n builds on one of layer n - 1."""
    builds_on = {
        rule.id: sorted(set().union(*(diagnoses_of(part) for part in rule.conditions())))
        for rule in rules.values()
        if rule.kind == "diagnosis"
    }
    try:
        order = list(TopologicalSorter(builds_on).static_order())
    except CycleError as error:
        ring = list(reversed(error.args[1]))
        path = " -> ".join(ring)
        where = f"{rules[ring[0]].path}:1"
        faults.append(
            Fault(
                where,
                Text(f"a cycle among diagnoses: {path}", f"un ciclo entre diagnósticos: {path}"),
            )
        )
        return {}
    layers: dict[str, int] = {}
    for name in order:
        layers[name] = max((layers[below] + 1 for below in builds_on.get(name, ())), default=0)
    return layers
