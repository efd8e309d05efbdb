"""The first three by other methods: a check on the way in which criteria are put together.

The score adds weighted log-odds. Other methods of multi-criteria decision analysis put the same
criteria together otherwise: by distance from the best and the worst, by regret, by outranking, by
products. Where many of them name the same first three, the advice does not hang on our arithmetic.

Only recommended options are compared: no method knows of gates and contraindications, and harm is
never netted against benefit.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np

from engine.advice import judge
from engine.columns.arrays import Array
from engine.followup import MethodOut, MethodsOut
from engine.knowledge.model import Knowledge
from engine.ranking import CRITERIA, WHOLE, Ranked
from engine.robustness import COMPLETIONS
from engine.robustness_told import beneath
from engine.rule import Criterion
from engine.telling import Teller
from engine.text import Language, Text

TOP = 3
SAYS = Text(
    "{agree} of {all} other methods name the same first three among the {compared} recommended"
    " options; each names at least {least} of them.",
    "{agree} de {all} otros métodos nombran las mismas tres primeras entre las {compared} opciones"
    " recomendadas; cada uno nombra al menos {least} de ellas.",
)
TOO_FEW = Text(
    "Fewer than three options are recommended ({compared}): there are no first three to compare.",
    "Se recomiendan menos de tres opciones ({compared}): no hay tres primeras que comparar.",
)
ALIKE = Text(
    "The recommended options are alike under every criterion that counts: there is nothing to"
    " compare.",
    "Las opciones recomendadas son iguales en todos los criterios que cuentan: no hay nada que"
    " comparar.",
)


@dataclass(frozen=True)
class Finding:
    """One method's first options, best first, and how many of ours are among them."""

    method: str
    top: tuple[str, ...]
    shared: int


@cache
def _methods() -> Mapping[str, Any]:
    """One well-known method of each family; loaded late, since the library loads slowly."""
    from pymcdm import methods

    return {
        "TOPSIS": methods.TOPSIS(),  # distance from the best and the worst
        "VIKOR": methods.VIKOR(),  # compromise between the many and the most regretful
        "PROMETHEE II": methods.PROMETHEE_II("usual"),  # outranking, pair by pair
        "WASPAS": methods.WASPAS(),  # sum and product
        "MABAC": methods.MABAC(),  # distance from the border
        "EDAS": methods.EDAS(),  # distance from the average
        "MARCOS": methods.MARCOS(),  # ratio to the ideal and the anti-ideal
        "ARAS": methods.ARAS(),  # ratio to the best
    }


def compared(ranking: Sequence[Ranked]) -> list[Ranked]:
    """The recommended options, best first."""
    return [item for item in ranking if item.is_recommended]


def findings(options: Sequence[Ranked], weights: Mapping[Criterion, int]) -> list[Finding]:
    """What each method puts first; nothing if there are fewer options than places, or all alike.

    A criterion that does not count, or under which all options are alike, is left out: several
    methods divide by its spread.
    """
    values = np.array([[item.cells[name].value for name in CRITERIA] for item in options])
    counted = np.array([weights[name] for name in CRITERIA]) / WHOLE
    if len(options) <= TOP:
        return []
    telling = (counted > 0) & (np.ptp(values, axis=0) > 0)
    if not telling.any():
        return []
    shares = counted[telling] / counted[telling].sum()
    own = {item.standing.intervention for item in options[:TOP]}
    found = []
    for name, method in _methods().items():
        order = _order(method, values[:, telling], shares)
        top = tuple(options[place].standing.intervention for place in order[:TOP])
        found.append(Finding(name, top, len(own.intersection(top))))
    return found


def _order(method: Any, values: Array, shares: Array) -> Sequence[int]:
    """The options' places, best first; what the method holds equal keeps our order.

    The library's own validation is left out: what it asks for is seen to in :func:`findings`, and
    it warns of an option that is best under every criterion, which is no fault.
    """
    ranks = method.rank(method(values, shares, np.ones(len(shares)), validation=False))
    return [int(place) for place in np.argsort(ranks, kind="stable")]


def other_methods(
    knowledge: Knowledge,
    profile: Any,
    *,
    language: Language = "en",
    weights: Mapping[str, object] | None = None,
) -> MethodsOut:
    """The first three recommended options by eight other methods, and how many agree.

    Raises:
        ProfileError: the profile or a weight is refused.
    """
    judgement = judge(knowledge, profile, weights, COMPLETIONS)
    assert judgement.robustness is not None
    options = compared(judgement.ranking)
    found = findings(options, judgement.weights)
    teller = Teller(judgement, language)
    agree = sum(item.shared == TOP for item in found)
    least = min((item.shared for item in found), default=0)
    words = SAYS if found else TOO_FEW if len(options) <= TOP else ALIKE
    return MethodsOut(
        says=words.filled(agree=agree, all=len(found), compared=len(options), least=least).in_(
            language
        ),
        how_sure=beneath(knowledge, judgement.ranking, judgement.robustness).in_(language),
        compared=len(options),
        agree=agree,
        first=[teller.place(item) for item in options[:TOP]],
        methods=[
            MethodOut(
                method=item.method,
                first=list(item.top),
                names=[teller.name(slug).in_(language) for slug in item.top],
                shared=item.shared,
            )
            for item in found
        ],
        **teller.head(),
    )
