"""What the rules say of one locality: the result that every evaluator must agree on."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from engine.rule import Rule, State

# Which entity each name of a rule's patterns stands for: alias to position in its list.
Binding = tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """One rule's outcome.

    ``certain`` are the bindings under which it fires; ``possible`` those under which it might,
    once more is known; ``lifted`` those under which its exception is known to hold. A rule
    without named patterns has at most the empty binding. A binding in ``possible`` may leave out
    names whose entity list was not given.
    """

    certain: tuple[Binding, ...] = ()
    possible: tuple[Binding, ...] = ()
    lifted: tuple[Binding, ...] = ()

    @property
    def state(self) -> State:
        return "fires" if self.certain else "undecided" if self.possible else "silent"


SILENT = Outcome()


@dataclass(frozen=True, slots=True)
class Solutions:
    """The ways in which one rule's conditions hold, before its exception is weighed.

    ``must`` and ``may``: bindings under which the condition certainly or possibly holds.
    ``lifted``: bindings under which condition and exception both certainly hold (cautious kinds).
    """

    must: frozenset[Binding] = frozenset()
    may: frozenset[Binding] = frozenset()
    lifted: frozenset[Binding] = frozenset()


def outcome(solutions: Solutions) -> Outcome:
    """Weigh the exception: it lifts only where it is known to hold."""
    certain = solutions.must - solutions.lifted
    possible = solutions.may - solutions.must - solutions.lifted
    return Outcome(tuple(sorted(certain)), tuple(sorted(possible)), tuple(sorted(solutions.lifted)))


def outcomes(rules: Iterable[Rule], found: Mapping[str, Solutions]) -> dict[str, Outcome]:
    """The outcome of each rule, by id; a rule without solutions is silent."""
    nothing = Solutions()
    return {rule.id: outcome(found.get(rule.id, nothing)) for rule in rules}
