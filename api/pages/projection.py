"""Where on the drawn map a place lies: Lambert's azimuthal equal-area projection.

Equal area, so that no country looks larger than another for lying further from the equator.
Formulas: Snyder, Map Projections: A Working Manual (USGS Professional Paper 1395, 1987), eq. 22-4
and 24-2 to 24-4, on a sphere.
"""

from dataclasses import dataclass
from math import cos, radians, sin, sqrt

CENTRE_LATITUDE, CENTRE_LONGITUDE = -14.0, -75.0


@dataclass(frozen=True, slots=True)
class Spot:
    """A place on the drawing, in the units of its view box; y grows downwards."""

    x: float
    y: float


def project(latitude: float, longitude: float) -> Spot:
    """A place in degrees, in radii of the Earth from the projection's centre."""
    phi, centre = radians(latitude), radians(CENTRE_LATITUDE)
    turn = radians(longitude - CENTRE_LONGITUDE)
    across = 1 + sin(centre) * sin(phi) + cos(centre) * cos(phi) * cos(turn)
    scale = sqrt(2 / across)
    x = scale * cos(phi) * sin(turn)
    y = scale * (cos(centre) * sin(phi) - sin(centre) * cos(phi) * cos(turn))
    return Spot(x, -y)


@dataclass(frozen=True, slots=True)
class View:
    """The part of the projection that is drawn, and how large."""

    left: float
    top: float
    scale: float
    width: int
    height: int

    def spot(self, latitude: float, longitude: float) -> Spot:
        """A place in the units of the drawing."""
        return self.placed(project(latitude, longitude))

    def placed(self, spot: Spot) -> Spot:
        return Spot((spot.x - self.left) * self.scale, (spot.y - self.top) * self.scale)
