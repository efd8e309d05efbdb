"""How far ranks stand: how often an option comes first or among the first, and between which ranks.

These are SMAA's measures (Lahdelma and Salminen 2001) as :mod:`engine.robustness` counts them.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import altair as alt

from api import numbers
from api.plots.drawing import FAINT, GOOD, INK, LINE, Chart, drawn, row_names, tall, wrapped
from api.plots.plot import Plot
from engine.answer import Answer
from engine.text import Text

SHOWN = 10
CELL = 74
RANKS = 190
LABEL, HEAD = 34, 11  # letters
DARKEST = 0.6  # of the colour, so that the text on it keeps its contrast on white and on black

TITLE = Text("How far the ranks stand", "Hasta dónde se sostienen los puestos")
DESCRIPTION = Text(
    "For each option, in how many of {count} trials it comes first, is among the first three and is"
    " recommended: the stronger the colour, the more often. The line spans the ranks that it holds"
    " in nine trials of ten; the dot is its rank.",
    "Para cada opción, en cuántas de {count} pruebas queda primera, está entre las tres primeras y"
    " se recomienda: cuanto más color, más veces. La línea abarca los puestos que ocupa en"
    " nueve de cada diez pruebas; el punto es su puesto.",
)
OPTION, RANK = Text("Option", "Opción"), Text("Rank", "Puesto")
MEASURES = (
    Text("First", "Primera"),
    Text("First three", "Primeras tres"),
    Text("Recommended", "Se recomienda"),
)
BETWEEN = Text("Ranks, 9 trials in 10", "Puestos, 9 de 10 pruebas")


@dataclass(frozen=True, slots=True)
class Stood:
    """One option: where it stands, how often so well, and between which ranks."""

    rank: int
    name: str
    shares: tuple[float, float, float]  # as MEASURES
    said: tuple[str, str, str]
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Shown:
    """What the picture shows, with the names of its columns."""

    options: tuple[Stood, ...]
    measures: tuple[str, ...]
    between: str
    last: int  # rank


def acceptability(answer: Answer, interventions: Sequence[str] | None = None) -> Plot | None:
    """A heat map of the options named, or of the first that are core; none without trials."""
    language = answer.language
    stood = _stood(answer, interventions)
    if answer.robustness is None or not stood:
        return None
    measures = tuple(name.in_(language) for name in MEASURES)
    between = BETWEEN.in_(language)
    shown = Shown(stood, measures, between, len(answer.ranking))
    title = TITLE.in_(language)
    description = DESCRIPTION.filled(count=answer.robustness.completions).in_(language)
    return Plot(
        title,
        description,
        drawn(_chart, shown, title, description, language),
        (RANK.in_(language), OPTION.in_(language), *measures, between),
        tuple(
            (str(one.rank), one.name, *one.said, f"{one.low}–{one.high}") for one in shown.options
        ),
    )


def _stood(answer: Answer, interventions: Sequence[str] | None) -> tuple[Stood, ...]:
    core = [option.intervention for option in answer.ranking if option.core][:SHOWN]
    wanted = core if interventions is None else interventions
    found = []
    for option in answer.ranking:
        standing = option.robustness
        if option.intervention in wanted and standing is not None:
            shares = standing.p_rank_1, standing.p_top_3, standing.p_recommended
            first, top, advised = (numbers.percent(share, answer.language) for share in shares)
            said = first, top, advised
            found.append(Stood(option.rank, option.name, shares, said, *standing.rank_interval))
    return tuple(found)


def _chart(shown: Shown) -> Chart:
    names = [wrapped(f"{one.rank}. {one.name}", LABEL) for one in shown.options]
    height = tall(names, least=2) * len(names)
    rows = alt.Y("name:N", sort=names, axis=None)
    columns = [wrapped(measure, HEAD) for measure in shown.measures]
    cells = [
        {"name": name, "measure": column, "share": share, "said": said}
        for name, one in zip(names, shown.options, strict=True)
        for column, share, said in zip(columns, one.shares, one.said, strict=True)
    ]
    across = alt.X("measure:N", sort=columns, axis=_above(columns))
    base = alt.Chart(alt.InlineData(values=cells)).encode(x=across, y=rows)
    shades = alt.Scale(domain=[0, 1], range=[0, DARKEST])
    heat = base.mark_rect(color=GOOD, stroke=INK, strokeOpacity=FAINT, strokeWidth=0.5).encode(
        opacity=alt.Opacity("share:Q", scale=shades, legend=None)
    )
    texts = base.mark_text().encode(text="said:N")
    each = alt.Chart(alt.InlineData(values=[{"name": name} for name in names])).encode(y=rows)
    left = alt.layer(heat, texts, *row_names(each, "name", names))
    sized = left.properties(width=CELL * len(columns), height=height)
    return alt.hconcat(sized, _spans(shown, names, height), spacing=18)


def _above(columns: Sequence[str]) -> alt.Axis:
    """The names of columns: their first line stands high enough for the others."""
    lines = max(column.count("\n") for column in columns)
    return alt.Axis(
        orient="top",
        title=None,
        domain=False,
        ticks=False,
        labelAngle=0,
        labelExpr="split(datum.label, '\\n')",
        labelLineHeight=LINE,
        labelPadding=6 + lines * LINE,
    )


def _spans(shown: Shown, names: Sequence[str], height: int) -> alt.LayerChart | alt.FacetChart:
    values = [
        {"name": name, "low": one.low, "high": one.high, "rank": one.rank}
        for name, one in zip(names, shown.options, strict=True)
    ]
    ticks = [1, *range(10, shown.last + 1, 20)]
    axis = alt.Axis(orient="top", title=shown.between, values=ticks, grid=True, domain=False)
    scale = alt.Scale(domain=[1, shown.last], nice=False)
    down = alt.Y("name:N", sort=list(names), axis=None)
    base = alt.Chart(alt.InlineData(values=values)).encode(y=down)
    line = base.mark_rule(color=GOOD, strokeWidth=4, strokeCap="round", opacity=DARKEST).encode(
        x=alt.X("low:Q", axis=axis, scale=scale), x2="high:Q"
    )
    dot = base.mark_point(filled=True, size=55, color=INK, opacity=1).encode(
        x=alt.X("rank:Q", scale=scale)
    )
    return alt.layer(line, dot).properties(width=RANKS, height=height)
