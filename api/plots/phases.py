"""The package in time: in which phase each measure begins, and what it waits for."""

import json
from dataclasses import dataclass
from typing import Any

import altair as alt

from api.plots.drawing import FAINT, GOOD, INK, Chart, centred, drawn, row_names, tall, wrapped
from api.plots.plot import Plot
from engine.answer import Answer
from engine.text import Text

STEP = 150
GAP = 0.05  # of a phase, between its edge and its boxes
LABEL, TIME = 34, 20  # letters

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


@dataclass(frozen=True, slots=True)
class Row:
    """One measure of the package; ``after`` are the slugs of the measures that come first."""

    slug: str
    name: str
    phase: int
    time: str
    after: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Shown:
    rows: tuple[Row, ...]
    phases: tuple[str, ...]


def phases(answer: Answer) -> Plot | None:
    """The package as rows that begin one after the other; none where there is no package."""
    package, language = answer.package, answer.language
    if package is None or not package.phases:
        return None
    rows = tuple(
        Row(
            member.intervention,
            member.name,
            phase.number,
            member.time_to_effect,
            tuple(dict.fromkeys(link.first for link in member.after)),
        )
        for phase in package.phases
        for member in phase.members
    )
    columns = tuple(PHASE.filled(number=phase.number).in_(language) for phase in package.phases)
    title, description = TITLE.in_(language), DESCRIPTION.in_(language)
    names = {option.intervention: option.name for option in answer.ranking}
    return Plot(
        title,
        description,
        drawn(_chart, Shown(rows, columns), title, description, language),
        tuple(name.in_(language) for name in HEAD),
        tuple(
            (str(row.phase), row.name, row.time, "; ".join(names.get(s, s) for s in row.after))
            for row in rows
        ),
    )


def _chart(shown: Shown) -> Chart:
    names = {row.slug: wrapped(row.name, LABEL) for row in shown.rows}
    begins = {row.slug: row.phase - 1 for row in shown.rows}
    boxes = [
        {
            "name": names[row.slug],
            "from": begins[row.slug] + GAP,
            "middle": begins[row.slug] + 0.5,
            "to": begins[row.slug] + 1 - GAP,
            "time": wrapped(row.time, TIME),
        }
        for row in shown.rows
    ]
    links = [
        {
            "name": names[first],
            "from": begins[first] + 1 - GAP,
            "then": names[row.slug],
            "to": begins[row.slug] + GAP,
        }
        for row in shown.rows
        for first in row.after
        if first in names
    ]
    scale = alt.Scale(domain=list(names.values()), padding=0.12)
    down = alt.Y("name:N", axis=None, scale=scale)
    layers = _boxes(boxes, shown.phases, down) + _links(links, down)
    height = tall([*names.values(), *(str(box["time"]) for box in boxes)], least=2) * len(names)
    return alt.layer(*layers).properties(width=STEP * len(shown.phases), height=height)


def _boxes(boxes: list[dict[str, Any]], columns: tuple[str, ...], down: alt.Y) -> list[Any]:
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
    base = alt.Chart(alt.InlineData(values=boxes)).encode(y=down)
    box = base.mark_bar(color=GOOD, fillOpacity=0.28, stroke=GOOD, cornerRadius=3).encode(
        x=alt.X("from:Q", axis=axis, scale=scale), x2="to:Q"
    )
    middle = base.encode(x=alt.X("middle:Q", scale=scale))
    times = centred(middle, "time", [str(each["time"]) for each in boxes])
    return [box, *times, *row_names(base, "name", [str(each["name"]) for each in boxes])]


def _links(links: list[dict[str, Any]], down: alt.Y) -> list[Any]:
    """From the end of what comes first to the beginning of what waits for it."""
    if not links:
        return []
    line = alt.Chart(alt.InlineData(values=links)).mark_rule(color=INK, opacity=3 * FAINT)
    return [line.encode(x="from:Q", x2="to:Q", y=down, y2="then:N")]
