"""CLIPS through clipspy: one fact per locality, one defrule per rule, a reset between localities.

Tried on these rules: one fact with all values by position costs less than a fact with a slot for
each factor (half the time), and far less than a fact per factor. Diagnoses are written out, since
every fact that a rule asserts costs more than comparing again. What fired is kept as bits of a few
global numbers, which is cheaper than a list and much cheaper than reading the agenda from Python.
"""

from typing import Any

import clips

from benchmarks.expressions import Comparison, Expression, Joined, comparisons
from benchmarks.peers import Record, chosen
from benchmarks.workload import Workload

BITS = 60  # rules per global number
SIGNS = {"==": "=", "!=": "<>"}
KEPT: list[clips.Environment] = []  # clipspy grumbles on the console when one is freed


class ClipsEnvironment:
    name = "clipspy"

    def __init__(self, work: Workload) -> None:
        self.rules = tuple(work.inlined)
        self.environment = clips.Environment()
        KEPT.append(self.environment)
        count = (len(self.rules) - 1) // BITS + 1
        for number in range(count):
            self.environment.build(f"(defglobal ?*fired{number}* = 0)")
        self.environment.build("(deftemplate locality (multislot values))")
        for number, one in enumerate(work.inlined.values()):
            self.environment.build(_defrule(number, one, work.slots))
        self.template = self.environment.find_template("locality")
        self.globals = [self.environment.find_global(f"fired{n}") for n in range(count)]

    def evaluate(self, record: Record) -> Any:
        self.environment.reset()
        self.template.assert_fact(values=list(record.values()))
        self.environment.run()
        return [item.value for item in self.globals]

    def fired(self, outcome: Any) -> frozenset[str]:
        flags = [outcome[n // BITS] >> n % BITS & 1 for n in range(len(self.rules))]
        return chosen(self.rules, flags)


def _defrule(number: int, one: Expression, slots: tuple[str, ...]) -> str:
    """Each part of a conjunction stands at the last slot that it compares."""
    parts = one.parts if isinstance(one, Joined) and one.how == "and" else (one,)
    bound = {item.slot for item in comparisons(one)}
    tests: dict[str, list[str]] = {slot: [] for slot in bound}
    for part in parts:
        last = max((item.slot for item in comparisons(part)), key=slots.index)
        tests[last].append(f"&:{_prefix(part)}")
    places = range(max(slots.index(slot) for slot in bound) + 1)
    pattern = " ".join(
        f"?{slots[k]}{''.join(tests[slots[k]])}" if slots[k] in bound else "?" for k in places
    )
    total = f"?*fired{number // BITS}*"
    fires = f"(bind {total} (+ {total} {1 << number % BITS}))"
    return f"(defrule d{number} (locality (values {pattern} $?)) => {fires})"


def _prefix(one: Expression) -> str:
    match one:
        case Joined(how, parts):
            return f"({how} {' '.join(_prefix(part) for part in parts)})"
        case Comparison(slot, sign, operand):
            return f"({SIGNS.get(sign, sign)} ?{slot} {operand:g})"
    raise TypeError(f"not written out: {one!r}")
