"""Line plots with logarithmic axes, as SVG written by hand: no plotting library is needed."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape

WIDTH, HEIGHT = 470, 400
LEFT, RIGHT, TOP, BOTTOM = 72, 36, 46, 100
# Dark enough on white, and told apart without colour by their marks and dashes.
STYLES = (
    ("#0b5394", ""),
    ("#b45f06", "6 3"),
    ("#38761d", "2 3"),
    ("#741b47", "8 3 2 3"),
    ("#555555", "1 4"),
    ("#a61c00", "12 4"),
)
Point = tuple[float, float]


@dataclass(frozen=True)
class Panel:
    """One plot; every line is named and goes through points of positive numbers."""

    title: str
    across: str
    up: str
    lines: Mapping[str, Sequence[Point]]

    @property
    def points(self) -> list[Point]:
        return [point for line in self.lines.values() for point in line]


@dataclass(frozen=True)
class Axis:
    """A logarithmic axis of whole decades from ``low`` to ``high``, laid on pixels."""

    low: int
    high: int
    start: float
    end: float

    def at(self, value: float) -> float:
        part = (math.log10(value) - self.low) / (self.high - self.low)
        return round(self.start + part * (self.end - self.start), 1)

    def ticks(self) -> list[float]:
        return [10.0**power for power in range(self.low, self.high + 1)]


def axis(values: Sequence[float], start: float, end: float) -> Axis:
    low = math.floor(math.log10(min(values)))
    return Axis(low, max(math.ceil(math.log10(max(values))), low + 1), start, end)


def figure(panels: Sequence[Panel]) -> str:
    """The panels beside one another."""
    width = WIDTH * len(panels)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {HEIGHT}" '
        f'width="{width}" height="{HEIGHT}" font-family="sans-serif" font-size="12" role="img">',
        f"<title>{escape('; '.join(panel.title for panel in panels))}</title>",
        f'<rect width="{width}" height="{HEIGHT}" fill="white"/>',
    ]
    for place, panel in enumerate(panels):
        parts += [f'<g transform="translate({place * WIDTH} 0)">', *_panel(panel), "</g>"]
    return "\n".join([*parts, "</svg>", ""])


def _panel(panel: Panel) -> list[str]:
    across = axis([x for x, _ in panel.points], LEFT, WIDTH - RIGHT)
    up = axis([y for _, y in panel.points], HEIGHT - BOTTOM, TOP)
    parts = [_text(LEFT, 24, panel.title, "start", 'font-weight="bold"')]
    for value in across.ticks():
        x = across.at(value)
        parts.append(_line((x, TOP), (x, HEIGHT - BOTTOM)))
        parts.append(_text(x, HEIGHT - BOTTOM + 18, _plain(value), "middle"))
    for value in up.ticks():
        y = up.at(value)
        parts.append(_line((LEFT, y), (WIDTH - RIGHT, y)))
        parts.append(_text(LEFT - 8, y + 4, _plain(value), "end"))
    middle = (LEFT + WIDTH - RIGHT) / 2
    parts.append(_text(middle, HEIGHT - BOTTOM + 36, panel.across, "middle"))
    y = (TOP + HEIGHT - BOTTOM) / 2
    parts.append(_text(16, y, panel.up, "middle", f'transform="rotate(-90 16 {y})"'))
    for place, (name, points) in enumerate(panel.lines.items()):
        parts += _curve(place, name, [(across.at(x), up.at(y)) for x, y in points])
    return parts


def _curve(place: int, name: str, points: Sequence[Point]) -> list[str]:
    colour, dashes = STYLES[place % len(STYLES)]
    stroke = f'stroke="{colour}" stroke-width="2" stroke-dasharray="{dashes}"'
    path = " ".join(f"{x},{y}" for x, y in points)
    x, y = LEFT + (place % 2) * 190, HEIGHT - 42 + (place // 2) * 16
    return [
        f'<polyline fill="none" {stroke} points="{path}"/>',
        *(f'<circle cx="{cx}" cy="{cy}" r="3" fill="{colour}"/>' for cx, cy in points),
        f'<line x1="{x}" y1="{y}" x2="{x + 26}" y2="{y}" {stroke}/>',
        _text(x + 32, y + 4, name, "start"),
    ]


def _line(start: Point, end: Point) -> str:
    (x1, y1), (x2, y2) = start, end
    return f'<line x1="{x1}" y1="{y1}" x2="{x2}" y2="{y2}" stroke="#dddddd"/>'


def _text(x: float, y: float, words: str, anchor: str, more: str = "") -> str:
    attributes = f'x="{x}" y="{y}" text-anchor="{anchor}" {more}'.rstrip()
    return f"<text {attributes}>{escape(words)}</text>"


def _plain(value: float) -> str:
    return f"{value:,.0f}" if value >= 1 else f"{value:g}"
