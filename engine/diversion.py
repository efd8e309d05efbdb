"""A rule about two linked localities: pressure on one may move to the other.

Rules within one locality are :class:`~engine.rule.Rule`; these speak of a pair, and are few. Both
ends carry an ordinary condition, and the meaning is Kleene's over both (``engine/region.py``).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, get_args

from engine.conditions import Condition
from engine.possible import Levels
from engine.rule import State, Status
from engine.text import Text

LinkKind = Literal["road", "river", "coast", "border", "rivals"]
LINKS: tuple[LinkKind, ...] = get_args(LinkKind)

Offer = Literal[
    "outlet", "vulnerable_people", "corruptible_officials", "weak_enforcement", "rivals"
]
OFFERS: tuple[Offer, ...] = get_args(Offer)

LINK_NAMES: Mapping[LinkKind, Text] = {
    "road": Text("road", "carretera"),
    "river": Text("river", "río"),
    "coast": Text("coast or sea route", "costa o ruta marítima"),
    "border": Text("border", "frontera"),
    "rivals": Text("rival groups on both ends", "grupos rivales en ambos extremos"),
}
OFFER_NAMES: Mapping[Offer, Text] = {
    "outlet": Text("an outlet for the trade", "una salida para el tráfico"),
    "vulnerable_people": Text("vulnerable people", "población vulnerable"),
    "corruptible_officials": Text("corruptible officials", "funcionarios corruptibles"),
    "weak_enforcement": Text("weaker enforcement", "un control más débil"),
    "rivals": Text("a contest to join", "una disputa en la que entrar"),
}


@dataclass(frozen=True)
class DiversionTest:
    """What must come of one pair of profiles, joined by one kind of link."""

    pressed: Mapping[str, Any]
    exposed: Mapping[str, Any]
    link: LinkKind
    weighed: tuple[str, ...]  # measures that are recommended or discussed at the pressed end
    expect: State
    asks: tuple[str, ...]
    line: int


@dataclass(frozen=True, eq=False)
class Diversion:
    """Where one place is pressed and a linked one offers something, the pressure moves there.

    ``measures`` press where they are recommended or discussed, even before they are in force.
    ``raises`` and ``marks`` say what then holds at the exposed and at the pressed end: at least
    these levels. ``first`` is the measure that goes before the pressure.
    """

    id: str
    path: str
    status: Status
    title: Text
    because: Text
    offers: Offer
    along: tuple[LinkKind, ...]
    pressed: Condition
    measures: tuple[str, ...]
    exposed: Condition
    raises: Mapping[str, Levels]
    marks: Mapping[str, Levels]
    first: str
    supports: tuple[str, ...]
    limited_by: tuple[str, ...]
    limits: Text
    tests: tuple[DiversionTest, ...]
