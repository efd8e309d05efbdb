"""The map of a table: every mark inside it, none above what is advised against."""

import re

from hypothesis import given
from hypothesis import strategies as st

from api.pages.tables.drawing import WIDTH, Drawing, step_of
from engine.ranking import VERDICTS
from engine.tables.survey import EAST, NORTH, SOUTH, WEST, Extent, Point


@given(
    st.lists(
        st.tuples(st.floats(SOUTH, NORTH), st.floats(WEST, EAST), st.sampled_from(VERDICTS)),
        min_size=1,
        max_size=30,
    )
)
def test_every_mark_lies_on_its_drawing(places: list[tuple[float, float, str]]) -> None:
    """Wherever in Latin America localities lie, all marks are inside, however close they are."""
    latitudes, longitudes = [lat for lat, _, _ in places], [lon for _, lon, _ in places]
    extent = Extent(min(latitudes), max(latitudes), min(longitudes), max(longitudes), len(places))
    drawing = Drawing(extent, tuple(Point(lat, lon, verdict, 1) for lat, lon, verdict in places))
    assert step_of(extent) > 0
    marks = [pair for mark in drawing.marks for pair in re.findall(r"(-?\d+) (-?\d+)", mark.path)]
    for x, y in marks:
        assert 0 <= int(x) <= WIDTH
        assert 0 <= int(y) <= drawing.height
    assert len(marks) <= len(places)
    assert {mark.verdict for mark in drawing.marks} == {verdict for _, _, verdict in places}
    assert [mark.verdict for mark in drawing.marks][-1] == max(
        (verdict for *_, verdict in places),
        key=lambda verdict: (verdict != "insufficient_information", VERDICTS.index(verdict)),
    )
