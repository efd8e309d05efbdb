"""The zen-engine package: one compiled expression, and a decision whose trace can be asked for.

Tried on these rules: one expression that lists the outcome of every rule is by far its fastest
form. A decision costs several times as much, since its context and its trace are built anew for
each node; among decisions, one expression node with one expression per rule that chains diagnoses
(``$.name``), loaded as ``ZenDecisionContent``, beat the same with diagnoses written out, a node of
one list, and a decision table that collects one row per rule. ``evaluate_batch`` over a loader
brings a decision to some three times the one expression.
"""

import json
from typing import Any

import zen

from benchmarks.expressions import Comparison, Diagnosed, infix
from benchmarks.peers import Record, chosen
from benchmarks.workload import Workload


class ZenExpression:
    """One compiled expression: the list of all rules' outcomes."""

    name = "zen-engine, one expression"

    def __init__(self, work: Workload) -> None:
        self.rules = tuple(work.inlined)
        listed = ", ".join(infix(one) for one in work.inlined.values())
        self.compiled = zen.compile_expression(f"[{listed}]")

    def evaluate(self, record: Record) -> Any:
        return self.compiled.evaluate(record)

    def fired(self, outcome: Any) -> frozenset[str]:
        return chosen(self.rules, outcome)


class ZenDecision:
    """A decision with one expression node."""

    def __init__(self, work: Workload, *, trace: bool = False) -> None:
        self.name = "zen-engine, decision with trace" if trace else "zen-engine, decision"
        self.trace = trace
        self.rules = {f"d{number}": rule for number, rule in enumerate(work.expressions)}
        content = zen.ZenDecisionContent(json.dumps(_graph(work)))
        self.decision = zen.ZenEngine().create_decision(content)

    def evaluate(self, record: Record) -> Any:
        return self.decision.evaluate(record, {"trace": self.trace})

    def fired(self, outcome: Any) -> frozenset[str]:
        return frozenset(self.rules[name] for name, flag in outcome["result"].items() if flag)


def _graph(work: Workload) -> dict[str, Any]:
    names = {rule: f"d{number}" for number, rule in enumerate(work.expressions)}

    def leaf(item: Comparison | Diagnosed) -> str:
        if isinstance(item, Comparison):
            return str(item)
        return f"(not $.{names[item.rule]})" if item.negated else f"$.{names[item.rule]}"

    expressions = [
        {"id": names[rule], "key": names[rule], "value": infix(one, leaf)}
        for rule, one in work.expressions.items()
    ]
    nodes = [
        _node("in", "inputNode", {}),
        _node("rules", "expressionNode", {"expressions": expressions}),
        _node("out", "outputNode", {}),
    ]
    edges = [
        {"id": f"{a}-{b}", "type": "edge", "sourceId": a, "targetId": b}
        for a, b in (("in", "rules"), ("rules", "out"))
    ]
    return {"nodes": nodes, "edges": edges}


def _node(name: str, kind: str, content: dict[str, Any]) -> dict[str, Any]:
    place = {"x": 0, "y": 0}
    return {"id": name, "name": name, "type": kind, "content": content, "position": place}
