"""The package in time: in which phase each measure begins, and what it waits for."""

import json
from collections.abc import Iterator
from typing import Any

import altair as alt

from api.plots.drawing import FAINT, GOOD, INK, centred, drawn, row_names, tall, wrapped
from api.plots.plot import Plot
from engine.answer import Answer, MemberOut, PackageOut
from engine.text import Text

STEP = 150
LABEL = 34  # letters
TIME = 20
GAP = 0.05  # of a phase, between its edge and its boxes

TITLE = Text("What goes together, in phases", "Qué va junto, por fases")
DESCRIPTION = Text(
    "One row for each measure of the package, under the phase in which it begins, with the time"
    " that it takes to show. A line leads from a measure to the one that waits for it. Phases say"
    " what comes first; they have no length.",
    "Una fila por medida del paquete, bajo la fase en que comienza, con el tiempo que tarda en"
    " notarse. Una línea lleva de una medida a la que la espera. Las fases dicen qué va primero;"
    " no tienen duración.",
)
PHASE = Text("Phase {number}", "Fase {number}")
HEAD = (
    Text("Phase", "Fase"),
    Text("Measure", "Medida"),
    Text("Time to effect", "Tiempo hasta el efecto"),
    Text("After", "Después de"),
)


def phases(answer: Answer) -> Plot | None:
    """The package as rows that begin one after the other; none where there is no package."""
    package = answer.package
    if package is None or not package.phases:
        return None
    language = answer.language
    title, description = TITLE.in_(language), DESCRIPTION.in_(language)
    names = {option.intervention: option.name for option in answer.ranking}
    rows = tuple(
        (
            str(number),
            member.name,
            member.time_to_effect,
            "; ".join(dict.fromkeys(names.get(link.first, link.first) for link in member.after)),
        )
        for number, member in _members(package)
    )
    columns = [PHASE.filled(number=phase.number).in_(language) for phase in package.phases]
    svg = drawn(_chart(package, columns), title, description, language)
    return Plot(title, description, svg, tuple(name.in_(language) for name in HEAD), rows)


def _members(package: PackageOut) -> Iterator[tuple[int, MemberOut]]:
    for phase in package.phases:
        for member in phase.members:
            yield phase.number, member


def _chart(package: PackageOut, columns: list[str]) -> alt.LayerChart | alt.FacetChart:
    members = list(_members(package))
    names = {member.intervention: wrapped(member.name, LABEL) for _, member in members}
    begins = {member.intervention: number - 1 for number, member in members}
    boxes = [
        {
            "name": names[member.intervention],
            "from": number - 1 + GAP,
            "middle": number - 0.5,
            "to": number - GAP,
            "time": wrapped(member.time_to_effect, TIME),
        }
        for number, member in members
    ]
    links = [
        {
            "name": names[link.first],
            "from": begins[link.first] + 1 - GAP,
            "then": names[member.intervention],
            "to": begins[member.intervention] + GAP,
        }
        for _, member in members
        for link in member.after
        if link.first in names
    ]
    scale = alt.Scale(domain=list(names.values()), padding=0.12)
    rows = alt.Y("name:N", axis=None, scale=scale)
    times = [str(box["time"]) for box in boxes]
    layers = _boxes(boxes, columns, rows, times) + _links(links, rows)
    height = tall([*names.values(), *times], least=2) * len(names)
    return alt.layer(*layers).properties(width=STEP * len(columns), height=height)


def _boxes(
    boxes: list[dict[str, Any]], columns: list[str], rows: alt.Y, times: list[str]
) -> list[Any]:
    """Each measure in its phase, with the time that it takes."""
    heads = " : ".join(
        f"datum.value == {place + 0.5} ? {json.dumps(column)}"
        for place, column in enumerate(columns)
    )
    axis = alt.Axis(
        orient="top",
        title=None,
        domain=False,
        ticks=False,
        values=[place + 0.5 for place in range(len(columns))],
        labelExpr=f"{heads} : ''",
        labelPadding=8,
    )
    scale = alt.Scale(domain=[0, len(columns)], nice=False)
    base = alt.Chart(alt.InlineData(values=boxes)).encode(y=rows)
    box = base.mark_bar(color=GOOD, fillOpacity=0.28, stroke=GOOD, cornerRadius=3).encode(
        x=alt.X("from:Q", axis=axis, scale=scale), x2="to:Q"
    )
    middle = base.encode(x=alt.X("middle:Q", scale=scale))
    named = row_names(base, "name", [str(each["name"]) for each in boxes])
    return [box, *centred(middle, "time", times), *named]


def _links(links: list[dict[str, Any]], rows: alt.Y) -> list[Any]:
    """From the end of what comes first to the beginning of what waits for it."""
    if not links:
        return []
    line = alt.Chart(alt.InlineData(values=links)).mark_rule(color=INK, opacity=3 * FAINT)
    return [line.encode(x="from:Q", x2="to:Q", y=rows, y2="then:N")]
