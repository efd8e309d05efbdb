"""How far ranks stand: how often an option comes first or among the first, and between which ranks.

These are SMAA's measures (Lahdelma and Salminen 2001) as :mod:`engine.robustness` counts them.
"""

from collections.abc import Sequence

import altair as alt

from api import numbers
from api.plots.drawing import FAINT, GOOD, INK, LINE, drawn, row_names, tall, wrapped
from api.plots.plot import Plot
from engine.answer import Answer, RankedOut, StabilityOut
from engine.text import Language, Text

SHOWN = 10
CELL = 74
RANKS = 190
LABEL = 34  # letters
DARKEST = 0.6  # of the colour, so that the text on it keeps its contrast on white and on black

TITLE = Text("How far the ranks stand", "Hasta dónde se sostienen los puestos")
DESCRIPTION = Text(
    "For each option, in how many of {count} trials it comes first, is among the first three and is"
    " recommended: the darker, the more often. The line goes from the rank that is undercut in only"
    " one trial of twenty to the one exceeded in only one of twenty; the dot is its rank.",
    "Para cada opción, en cuántas de {count} pruebas queda primera, está entre las tres primeras y"
    " se recomienda: más oscuro, más veces. La línea va del puesto que solo una de veinte pruebas"
    " mejora al que solo una de veinte empeora; el punto es su puesto.",
)
OPTION, RANK = Text("Option", "Opción"), Text("Rank", "Puesto")
FIRST = Text("First", "Primera")
TOP = Text("First three", "Primeras tres")
ADVISED = Text("Recommended", "Se recomienda")
BETWEEN = Text("Ranks, 9 trials in 10", "Puestos, 9 de 10 pruebas")
MEASURES = ((FIRST, "p_rank_1"), (TOP, "p_top_3"), (ADVISED, "p_recommended"))


def acceptability(answer: Answer, interventions: Sequence[str] | None = None) -> Plot | None:
    """A heat map of the options named, or of the first that are core; none without trials."""
    shown = _shown(answer, interventions)
    if answer.robustness is None or not shown:
        return None
    language = answer.language
    title = TITLE.in_(language)
    description = DESCRIPTION.filled(count=answer.robustness.completions).in_(language)
    svg = drawn(_map(shown, len(answer.ranking), language), title, description, language)
    head = (RANK, OPTION, *(name for name, _ in MEASURES), BETWEEN)
    rows = tuple(_row(option, stood, language) for option, stood in shown)
    return Plot(title, description, svg, tuple(name.in_(language) for name in head), rows)


def _shown(
    answer: Answer, interventions: Sequence[str] | None
) -> list[tuple[RankedOut, StabilityOut]]:
    core = [option.intervention for option in answer.ranking if option.core][:SHOWN]
    wanted = core if interventions is None else interventions
    return [
        (option, option.robustness)
        for option in answer.ranking
        if option.intervention in wanted and option.robustness is not None
    ]


def _row(option: RankedOut, stood: StabilityOut, language: Language) -> tuple[str, ...]:
    low, high = stood.rank_interval
    shares = (numbers.percent(getattr(stood, field), language) for _, field in MEASURES)
    return (str(option.rank), option.name, *shares, f"{low}–{high}")


def _map(
    shown: Sequence[tuple[RankedOut, StabilityOut]], last: int, language: Language
) -> alt.HConcatChart:
    names = [wrapped(f"{option.rank}. {option.name}", LABEL) for option, _ in shown]
    height = tall(names, least=2) * len(shown)
    rows = alt.Y("name:N", sort=names, axis=None)
    cells = [
        {
            "name": name,
            "measure": wrapped(measure.in_(language), 11),
            "share": getattr(stood, field),
            "said": numbers.percent(getattr(stood, field), language),
        }
        for name, (_, stood) in zip(names, shown, strict=True)
        for measure, field in MEASURES
    ]
    columns = [wrapped(measure.in_(language), 11) for measure, _ in MEASURES]
    base = alt.Chart(alt.InlineData(values=cells)).encode(
        x=alt.X("measure:N", sort=columns, axis=_above(columns)), y=rows
    )
    heat = base.mark_rect(color=GOOD, stroke=INK, strokeOpacity=FAINT, strokeWidth=0.5).encode(
        opacity=alt.Opacity(
            "share:Q", scale=alt.Scale(domain=[0, 1], range=[0, DARKEST]), legend=None
        )
    )
    texts = base.mark_text().encode(text="said:N")
    named = row_names(
        alt.Chart(alt.InlineData(values=[{"name": name} for name in names])).encode(y=rows),
        "name",
        names,
    )
    left = alt.layer(heat, texts, *named).properties(width=CELL * len(MEASURES), height=height)
    return alt.hconcat(left, _spans(shown, names, last, height, language), spacing=18)


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


def _spans(
    shown: Sequence[tuple[RankedOut, StabilityOut]],
    names: Sequence[str],
    last: int,
    height: int,
    language: Language,
) -> alt.LayerChart | alt.FacetChart:
    values = [
        {
            "name": name,
            "low": stood.rank_interval[0],
            "high": stood.rank_interval[1],
            "rank": option.rank,
        }
        for name, (option, stood) in zip(names, shown, strict=True)
    ]
    ticks = [1, *range(10, last + 1, 20)]
    axis = alt.Axis(
        orient="top", title=BETWEEN.in_(language), values=ticks, grid=True, domain=False
    )
    base = alt.Chart(alt.InlineData(values=values)).encode(
        y=alt.Y("name:N", sort=list(names), axis=None)
    )
    scale = alt.Scale(domain=[1, last], nice=False)
    line = base.mark_rule(color=GOOD, strokeWidth=4, strokeCap="round", opacity=DARKEST).encode(
        x=alt.X("low:Q", axis=axis, scale=scale), x2="high:Q"
    )
    dot = base.mark_point(filled=True, size=55, color=INK, opacity=1).encode(
        x=alt.X("rank:Q", scale=scale)
    )
    return alt.layer(line, dot).properties(width=RANKS, height=height)
