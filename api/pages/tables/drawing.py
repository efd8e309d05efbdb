"""The map of a table: a mark for each place, its shape and colour those of its verdict.

The part of the continent in which a table's localities lie fills the drawing. Many marks are one
path for each verdict, so that ten thousand of them weigh less than a photograph.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from itertools import product

from api.pages.map import drawn
from engine.ranking import VERDICTS
from engine.tables.survey import Extent, Point

WIDTH = 600  # units of the drawing
_MARGIN = 0.06  # of the wider side
_SMALLEST = 24.0  # units of the whole map: closer, its outlines mean nothing
_TALLEST, _FLATTEST = 1.15, 0.6  # height by width
_FINE, _COARSE = 220, 50  # marks across, of a table and of a very long one
_LONG = 10_000
_SIZES = ((60, 20), (400, 14), (2_000, 10))  # the side of a mark, up to so many marks
_SMALL = 7
_UPWARDS = sorted(VERDICTS, key=lambda verdict: verdict != "insufficient_information")


def step_of(extent: Extent) -> float:
    """In degrees, how close together places of one verdict have one mark."""
    across = max(extent.north - extent.south, extent.east - extent.west)
    return max(across / (_FINE if extent.count <= _LONG else _COARSE), 1e-4)


@dataclass(frozen=True)
class Marks:
    """All marks of one verdict, as a path that has a corner at each of them."""

    verdict: str
    path: str


@dataclass(frozen=True)
class Drawing:
    """Part of the continent with marks on it."""

    extent: Extent
    points: tuple[Point, ...]

    @cached_property
    def _box(self) -> tuple[float, float, float, float]:
        """Left, top, width and height on the whole map."""
        view, extent = drawn().view, self.extent
        latitudes = (extent.south, (extent.south + extent.north) / 2, extent.north)
        longitudes = (extent.west, (extent.west + extent.east) / 2, extent.east)
        spots = [view.spot(*at) for at in product(latitudes, longitudes)]
        left, right = min(s.x for s in spots), max(s.x for s in spots)
        top, bottom = min(s.y for s in spots), max(s.y for s in spots)
        margin = 2 * _MARGIN * max(right - left, bottom - top)
        width = max(right - left + margin, _SMALLEST, (bottom - top + margin) / _TALLEST)
        height = max(bottom - top + margin, width * _FLATTEST)
        return (left + right - width) / 2, (top + bottom - height) / 2, width, height

    @property
    def _scale(self) -> float:
        return WIDTH / self._box[2]

    @property
    def width(self) -> int:
        return WIDTH

    @property
    def height(self) -> int:
        return round(self._box[3] * self._scale)

    @property
    def land(self) -> str:
        """How the outlines of the whole map are moved under the marks."""
        left, top, *_ = self._box
        return f"scale({self._scale:.3f}) translate({-left:.2f} {-top:.2f})"

    @property
    def shore(self) -> float:
        """How wide the outlines are drawn, so that they are as fine at any scale."""
        return round(1 / self._scale, 3)

    @cached_property
    def marks(self) -> tuple[Marks, ...]:
        """Where too little is known lies below; what is advised against lies above all others."""
        at = {verdict: self._spots(verdict) for verdict in _UPWARDS}
        return tuple(Marks(verdict, _path(spots)) for verdict, spots in at.items() if spots)

    def _spots(self, verdict: str) -> list[tuple[int, int]]:
        places = (point for point in self.points if point.verdict == verdict)
        return list(dict.fromkeys(self._spot(point) for point in places))

    def _spot(self, point: Point) -> tuple[int, int]:
        left, top, *_ = self._box
        spot = drawn().view.spot(point.latitude, point.longitude)
        return round((spot.x - left) * self._scale), round((spot.y - top) * self._scale)

    @property
    def size(self) -> int:
        """The side of a mark: the fewer, the larger."""
        return next((size for most, size in _SIZES if len(self.points) <= most), _SMALL)

    @property
    def is_gathered(self) -> bool:
        """Whether some mark stands for several localities."""
        return any(point.count > 1 for point in self.points)


def _path(spots: Iterable[tuple[int, int]]) -> str:
    (x, y), *rest = spots
    return f"M{x} {y}h0" + "".join(f"L{x} {y}" for x, y in rest)
