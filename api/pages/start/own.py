"""Where one's own localities lie on the map, as far as that is known; no place is guessed.

A profile has no coordinates, because a point can endanger people. What is known is the country, and
the place itself where the locality has the very name of a documented one in that country.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from api.pages.map import country_spot
from api.pages.projection import Spot, View
from api.store.localities import Named
from engine.knowledge.model import Case
from engine.places import place_of


@dataclass
class OwnPlaces:
    """How many localities lie at which spot (and what one is called), in which country, nowhere."""

    at: dict[Spot, tuple[str, int]] = field(default_factory=dict)
    within: dict[str, int] = field(default_factory=dict)
    nowhere: int = 0

    @property
    def in_countries(self) -> int:
        return sum(self.within.values())


def own_places(own: Iterable[Named], cases: Iterable[Case], view: View) -> OwnPlaces:
    """Each locality once: at its place, else in its country, else nowhere on the map."""
    known, found = _known(cases, view), OwnPlaces()
    for one in own:
        country, name = one.country or "", one.name or ""
        spot = known.get((country, name.casefold()))
        if spot is not None:
            called, count = found.at.get(spot, (name, 0))
            found.at[spot] = (called, count + one.localities)
        elif country_spot(country) is not None:
            found.within[country] = found.within.get(country, 0) + one.localities
        else:
            found.nowhere += one.localities
    return found


def _known(cases: Iterable[Case], view: View) -> Mapping[tuple[str, str], Spot]:
    """The documented places that have a point, by country and by each of their names."""
    found: dict[tuple[str, str], Spot] = {}
    for case in cases:
        place = place_of(case)
        if place.latitude is not None and place.longitude is not None:
            spot = view.spot(place.latitude, place.longitude)
            for name in (case.place, place.name.en, place.name.es):
                found[case.country, name.casefold()] = spot
    return found
