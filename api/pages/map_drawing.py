"""Draws the map of Latin America that the pages show, from Natural Earth's outlines.

    npm pack world-atlas@2 && tar xzf world-atlas-2.*.tgz
    python -m api.pages.map_drawing package/countries-50m.json

writes ``latin-america.svg`` (one path for each country, named by its ISO code) and
``latin-america.json`` (the view, and the middle of each country) into ``api/pages/assets/map``.
Outlines are simplified arc by arc, so that neighbours go on sharing their border.
"""

import json
import sys
from collections.abc import Iterable, Iterator
from math import hypot
from pathlib import Path
from typing import Any

from api.pages.projection import Spot, View, project

FOLDER = Path(__file__).parent / "assets" / "map"
WIDTH, MARGIN = 600, 8
TOLERANCE = 0.9  # units of the drawing that a border may stray
SMALLEST = 3.0  # square units; smaller islands are left out
BACKDROP = "US"  # drawn beyond the frame, and cut there
WEST, EAST = -88.0, -30.0  # beyond, in the south, only far islands and France proper lie
# Natural Earth's numbers are those of ISO 3166-1; of France only French Guiana is in view.
COUNTRIES = {
    "484": "MX", "320": "GT", "084": "BZ", "222": "SV", "340": "HN", "558": "NI", "188": "CR",
    "591": "PA", "192": "CU", "332": "HT", "214": "DO", "388": "JM", "630": "PR", "780": "TT",
    "170": "CO", "862": "VE", "328": "GY", "740": "SR", "218": "EC", "604": "PE", "068": "BO",
    "600": "PY", "152": "CL", "032": "AR", "858": "UY", "076": "BR", "840": BACKDROP,
    "250": "GF",
}  # fmt: skip

Line = list[Spot]
Ring = list[int]  # arcs in order; ~n is arc n backwards


def main(source: str) -> None:
    topology = json.loads(Path(source).read_text("utf-8"))
    shapes = {
        COUNTRIES[shape["id"]]: list(_polygons(shape))
        for shape in topology["objects"]["countries"]["geometries"]
        if shape.get("id") in COUNTRIES
    }
    arcs = [_decoded(arc, topology["transform"]) for arc in topology["arcs"]]
    kept = {
        code: [ring for ring in rings if not _is_remote(_ring(ring, arcs))]
        for code, rings in shapes.items()
    }
    drawn = {code: rings for code, rings in kept.items() if code != BACKDROP}
    view = _view([project(*at) for rings in drawn.values() for r in rings for at in _ring(r, arcs)])
    lines = [_simplified([view.placed(project(*at)) for at in arc]) for arc in arcs]
    placed = {code: [_ring(ring, lines) for ring in rings] for code, rings in kept.items()}
    paths = "".join(
        f'<path id="{code}" d="{_path(rings)}"/>\n' for code, rings in sorted(placed.items())
    )
    _write("latin-america.svg", _svg(view, paths))
    middles = {
        code: _rounded(_middle(max(rings, key=_area)))
        for code, rings in sorted(placed.items())
        if code != BACKDROP
    }
    about = {
        "view": {
            "left": round(view.left, 6),
            "top": round(view.top, 6),
            "scale": round(view.scale, 6),
            "width": view.width,
            "height": view.height,
        },
        "middles": middles,
    }
    _write("latin-america.json", json.dumps(about, indent=1) + "\n")


def _polygons(shape: dict[str, Any]) -> Iterator[Ring]:
    """The outer rings of a country; holes are other countries, drawn over it."""
    polygons = shape["arcs"] if shape["type"] == "MultiPolygon" else [shape["arcs"]]
    yield from (polygon[0] for polygon in polygons)


def _decoded(arc: list[list[int]], transform: dict[str, list[float]]) -> list[tuple[float, float]]:
    """An arc's points as latitude and longitude (TopoJSON keeps differences)."""
    (scale_x, scale_y), (left, bottom) = transform["scale"], transform["translate"]
    x = y = 0
    points = []
    for step_x, step_y in arc:
        x, y = x + step_x, y + step_y
        points.append((y * scale_y + bottom, x * scale_x + left))
    return points


def _ring(ring: Ring, arcs: list[list[Any]]) -> list[Any]:
    points: list[Any] = []
    for number in ring:
        arc = arcs[number] if number >= 0 else arcs[~number][::-1]
        points.extend(arc[1:] if points else arc)
    return points


def _is_remote(points: list[tuple[float, float]]) -> bool:
    """Galápagos, Easter Island, Hawaii, Alaska, France: they would make the rest small."""
    latitudes, longitudes = zip(*points, strict=True)
    is_west = max(longitudes) < WEST and (max(latitudes) < 5 or max(latitudes) > 55)
    return bool(is_west or max(longitudes) > EAST)


def _view(spots: list[Spot]) -> View:
    left, right = min(s.x for s in spots), max(s.x for s in spots)
    top, bottom = min(s.y for s in spots), max(s.y for s in spots)
    scale = (WIDTH - 2 * MARGIN) / (right - left)
    edge = MARGIN / scale
    height = round((bottom - top) * scale + 2 * MARGIN)
    return View(left - edge, top - edge, scale, WIDTH, height)


def _simplified(line: Line) -> Line:
    """Douglas and Peucker's: the points without which the line would stray too far."""
    if len(line) < 3:
        return line
    first, last = line[0], line[-1]
    if hypot(last.x - first.x, last.y - first.y) < TOLERANCE and len(line) > 3:
        middle = len(line) // 2
        return _simplified(line[: middle + 1])[:-1] + _simplified(line[middle:])
    away = [_distance(spot, first, last) for spot in line[1:-1]]
    furthest = max(range(len(away)), key=away.__getitem__) + 1
    if away[furthest - 1] <= TOLERANCE:
        return [first, last]
    return _simplified(line[: furthest + 1])[:-1] + _simplified(line[furthest:])


def _distance(spot: Spot, one: Spot, other: Spot) -> float:
    across, down = other.x - one.x, other.y - one.y
    length = hypot(across, down)
    if length == 0:
        return hypot(spot.x - one.x, spot.y - one.y)
    return abs(across * (one.y - spot.y) - down * (one.x - spot.x)) / length


def _area(points: Line) -> float:
    return abs(sum(p.x * q.y - q.x * p.y for p, q in _pairs(points))) / 2


def _middle(points: Line) -> Spot:
    """The centroid of a ring."""
    turns = [(p.x * q.y - q.x * p.y, p.x + q.x, p.y + q.y) for p, q in _pairs(points)]
    whole = 3 * sum(turn for turn, _, _ in turns)
    return Spot(sum(t * x for t, x, _ in turns) / whole, sum(t * y for t, _, y in turns) / whole)


def _pairs(points: Line) -> Iterable[tuple[Spot, Spot]]:
    return zip(points, points[1:] + points[:1], strict=True)


def _path(rings: list[Line]) -> str:
    return "".join(_closed(ring) for ring in rings if _area(ring) >= SMALLEST)


def _closed(ring: Line) -> str:
    """A ring as steps from point to point, to a tenth of a unit."""
    tenths = [(round(spot.x * 10), round(spot.y * 10)) for spot in ring]
    (x, y), *rest = tenths
    written = [f"M{x / 10:g} {y / 10:g}l"]
    for next_x, next_y in rest[:-1]:
        if (next_x, next_y) != (x, y):
            written.append(f"{(next_x - x) / 10:g} {(next_y - y) / 10:g} ")
            x, y = next_x, next_y
    return "".join(written).rstrip().replace(" -", "-") + "z"


def _rounded(spot: Spot) -> list[float]:
    return [round(spot.x, 1), round(spot.y, 1)]


def _svg(view: View, paths: str) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {view.width} {view.height}">\n'
        f'<g id="land">\n{paths}</g>\n</svg>\n'
    )


def _write(name: str, text: str) -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    (FOLDER / name).write_text(text, "utf-8")


if __name__ == "__main__":
    main(sys.argv[1])
