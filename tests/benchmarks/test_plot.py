"""The drawing is well formed and names every line."""

from xml.etree import ElementTree

from benchmarks.plot import Panel, axis, figure


def test_every_line_is_drawn_and_named() -> None:
    lines = {"ours": [(50, 0.05), (1_000, 0.9)], "a & b": [(50, 16.0), (1_000, 145.0)]}

    root = ElementTree.fromstring(figure([Panel("Cost", "rules", "seconds", lines)]))

    words = {item.text for item in root.findall(".//{*}text")}
    assert {"Cost", "rules", "seconds", "ours", "a & b"} <= words
    assert len(root.findall(".//{*}polyline")) == 2


def test_decades_lie_evenly_on_an_axis() -> None:
    across = axis([50, 1_000], 0, 300)

    assert [across.at(value) for value in across.ticks()] == [0.0, 150.0, 300.0]
