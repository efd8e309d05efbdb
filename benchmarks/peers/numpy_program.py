"""The program that a hand would write in numpy for the same rules, if nothing were unknown.

One boolean array per rule, straight from its condition; a diagnosis is a variable that later lines
use. The ``shared`` form has each distinct comparison once as well, which few hands would write.
"""

from collections.abc import Callable, Mapping

from benchmarks.expressions import Comparison, Diagnosed, comparisons, infix
from benchmarks.workload import Workload
from engine.columns.localities import Array

Program = Callable[[Mapping[str, Array]], list[Array]]


def source(work: Workload, *, shared: bool) -> str:
    """The program's text."""
    names = {rule: f"d{number}" for number, rule in enumerate(work.expressions)}
    tests: dict[Comparison, str] = {}
    if shared:
        for one in work.expressions.values():
            for item in comparisons(one):
                tests.setdefault(item, f"t{len(tests)}")

    def leaf(item: Comparison | Diagnosed) -> str:
        if isinstance(item, Diagnosed):
            return f"~{names[item.rule]}" if item.negated else names[item.rule]
        return tests.get(item, f"({item})")

    lines = [
        "def program(columns):",
        *(f"{slot} = columns[{slot!r}]" for slot in work.slots),
        *(f"{name} = {item}" for item, name in tests.items()),
        *(
            f"{names[rule]} = {infix(one, leaf, {'and': ' & ', 'or': ' | '})}"
            for rule, one in work.expressions.items()
        ),
        f"return [{', '.join(names.values())}]",
    ]
    return "\n    ".join(lines)


def program(work: Workload, *, shared: bool = False) -> Program:
    """A function from slot columns to one boolean array per rule, in the order of the rules."""
    found: dict[str, Program] = {}
    exec(source(work, shared=shared), found)
    return found["program"]
