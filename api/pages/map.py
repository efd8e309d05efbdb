"""The map: outlines of the countries, and a mark for each place, kept apart so that all are seen.

Every mark is a link, and everything it leads to stands in a list beside the map as well.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from itertools import combinations
from math import hypot
from typing import Literal

from api.pages.assets import FOLDER
from api.pages.projection import Spot, View

OUTLINES = "map/latin-america.svg"
APART = 17.0  # units of the drawing between two marks, so that one does not cover the other
_ROUNDS = 60

Sort = Literal["place", "whole", "own"]


@dataclass(frozen=True)
class Mark:
    """One or several things at a spot: documented places, a whole country, or one's own."""

    sort: Sort
    name: str
    address: str
    count: int
    spot: Spot

    @property
    def faces_left(self) -> bool:
        """Whether its name stands left of it, where there is no room to the right."""
        return self.spot.x > drawn().view.width * 0.55


@dataclass(frozen=True)
class Drawn:
    """The drawing that marks are set on: its view, and the middle of each country by code."""

    view: View
    middles: Mapping[str, Spot]


@cache
def drawn() -> Drawn:
    about = json.loads((FOLDER / "map" / "latin-america.json").read_text("utf-8"))
    return Drawn(View(**about["view"]), {code: Spot(*at) for code, at in about["middles"].items()})


def country_spot(code: str) -> Spot | None:
    """The middle of a country; None for one that is not drawn."""
    return drawn().middles.get(code)


def kept_apart(marks: Iterable[Mark]) -> tuple[Mark, ...]:
    """The marks, moved from each other until none covers another, the same way every time."""
    placed = list(marks)
    for _ in range(_ROUNDS):
        moved = False
        for one, other in combinations(range(len(placed)), 2):
            spots = _parted(placed[one].spot, placed[other].spot)
            if spots:
                placed[one] = replace(placed[one], spot=spots[0])
                placed[other] = replace(placed[other], spot=spots[1])
                moved = True
        if not moved:
            break
    return tuple(placed)


def _parted(one: Spot, other: Spot) -> tuple[Spot, Spot] | None:
    """Two spots pushed apart along their line by equal halves; None when they are far enough."""
    across, down = other.x - one.x, other.y - one.y
    distance = hypot(across, down)
    if distance >= APART - 0.1:
        return None
    if distance == 0:
        across, down, distance = 1.0, 0.3, hypot(1.0, 0.3)
    push = (APART - distance) / 2 / distance if distance < APART else 0.0
    return (
        Spot(round(one.x - across * push, 1), round(one.y - down * push, 1)),
        Spot(round(other.x + across * push, 1), round(other.y + down * push, 1)),
    )
