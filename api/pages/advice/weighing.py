"""Criteria weights in an address: ``?problem=30&certainty=10``, each from 0 to 100.

A criterion that is not named keeps its default weight, so that every address says all of it.
"""

from collections.abc import Mapping

from engine.errors import Fault, ProfileError
from engine.knowledge.model import Knowledge
from engine.ranking import CRITERIA, normalised
from engine.rule import Criterion
from engine.text import Text

HIGHEST = 100
Weights = tuple[tuple[Criterion, float], ...]


def default_weights(knowledge: Knowledge) -> dict[Criterion, float]:
    """The default weights as an address writes them: they sum to 100."""
    return {name: round(HIGHEST * knowledge.scales.weights[name], 1) for name in CRITERIA}


def read_weights(knowledge: Knowledge, query: Mapping[str, str]) -> Weights | None:
    """The weights of an address; none where it names none or the default ones.

    Raises:
        ProfileError: a weight is no number from 0 to 100, or all are 0.
    """
    defaults = default_weights(knowledge)
    faults: list[Fault] = []
    found = dict(defaults)
    for name in CRITERIA:
        if name in query:
            number = _number(query[name])
            if number is None:
                faults.append(Fault(f"weights.{name}", _OUT_OF_RANGE))
            else:
                found[name] = number
    if faults:
        raise ProfileError(faults)
    normalised(dict(found.items()), knowledge.scales)
    return None if found == defaults else tuple(found.items())


def _number(typed: str) -> float | None:
    text = typed.strip().replace(",", ".")
    if not text.replace(".", "", 1).isdigit() or not text.isascii():
        return None
    number = float(text)
    return number if number <= HIGHEST else None


_OUT_OF_RANGE = Text(
    f"a weight is a number from 0 to {HIGHEST}", f"un peso es un número de 0 a {HIGHEST}"
)
