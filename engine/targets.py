"""Which interventions a rule's outcome speaks of."""

from collections.abc import Iterable

from engine.facts import Facts
from engine.outcomes import Binding
from engine.rule import Rule


def reached(rule: Rule, bindings: Iterable[Binding], facts: Facts) -> tuple[str, ...]:
    """The interventions reached under these bindings; none of them, none reached."""
    bindings = tuple(bindings)
    if not bindings:
        return ()
    targets = rule.targets
    if targets.alias is None:
        return targets.slugs
    positions = {dict(binding).get(targets.alias) for binding in bindings}
    return tuple(
        facts.catalogue[position] for position in sorted(p for p in positions if p is not None)
    )
