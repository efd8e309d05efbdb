"""The rule-engine package: one compiled rule that lists the outcome of every rule.

One list costs a little less than matching a compiled rule for each (tried), and both far more than
reading the locality.
"""

from typing import Any

import rule_engine

from benchmarks.expressions import infix
from benchmarks.peers import Record, chosen
from benchmarks.workload import Workload


class RuleEngineRule:
    name = "rule-engine"

    def __init__(self, work: Workload) -> None:
        self.rules = tuple(work.inlined)
        listed = ", ".join(infix(one) for one in work.inlined.values())
        self.rule = rule_engine.Rule(f"[{listed}]")

    def evaluate(self, record: Record) -> Any:
        return self.rule.evaluate(record)

    def fired(self, outcome: Any) -> frozenset[str]:
        return chosen(self.rules, outcome)
