"""Criteria weights in an address: ``?problem=30&certainty=10``, each from 0 to 100.

A criterion that is not named keeps its default weight, so that every address says all of it. A form
names them one by one; in the links of a page, of which there are hundreds, all of them stand in one
list, ``?weights=30,20,20,10,10,5,5``, in the order of the criteria.
"""

from collections.abc import Mapping

from engine.errors import Fault, ProfileError
from engine.knowledge.model import Knowledge
from engine.ranking import CRITERIA, normalised
from engine.rule import Criterion
from engine.text import Text

HIGHEST = 100
LIST = "weights"
Weights = tuple[tuple[Criterion, float], ...]


def default_weights(knowledge: Knowledge) -> dict[Criterion, float]:
    """The default weights as an address writes them: they sum to 100."""
    return {name: round(HIGHEST * knowledge.scales.weights[name], 1) for name in CRITERIA}


def read_weights(knowledge: Knowledge, query: Mapping[str, str]) -> Weights | None:
    """The weights of an address; none where it names none or the default ones.

    Raises:
        ProfileError: a weight is no number from 0 to 100, the list has more or fewer than there are
            criteria, or all are 0.
    """
    defaults = default_weights(knowledge)
    faults: list[Fault] = []
    found = dict(defaults)
    for name, typed in _typed(query).items():
        number = _number(typed)
        if number is None:
            faults.append(Fault(f"weights.{name}", _OUT_OF_RANGE))
        else:
            found[name] = number
    if faults:
        raise ProfileError(faults)
    normalised(dict(found.items()), knowledge.scales)
    return None if found == defaults else tuple(found.items())


def listed(weights: Weights) -> str:
    """All weights as one value of an address."""
    return ",".join(f"{weight:g}" for _, weight in weights)


def _typed(query: Mapping[str, str]) -> dict[Criterion, str]:
    """What is written for each criterion; one that is named by itself counts before the list."""
    given = query[LIST].split(",") if LIST in query else []
    if given and len(given) != len(CRITERIA):
        raise ProfileError([Fault(LIST, _AS_MANY)])
    together = dict(zip(CRITERIA, given, strict=False))
    return {**together, **{name: query[name] for name in CRITERIA if name in query}}


def _number(typed: str) -> float | None:
    text = typed.strip().replace(",", ".")
    if not text.replace(".", "", 1).isdigit() or not text.isascii():
        return None
    number = float(text)
    return number if number <= HIGHEST else None


_OUT_OF_RANGE = Text(
    f"a weight is a number from 0 to {HIGHEST}", f"un peso es un número de 0 a {HIGHEST}"
)
_AS_MANY = Text(
    f"{len(CRITERIA)} weights are listed, one for each criterion",
    f"se enumeran {len(CRITERIA)} pesos, uno por criterio",
)
