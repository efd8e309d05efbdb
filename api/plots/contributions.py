"""What one option's score is made of: by how much each criterion raises or lowers it."""

import altair as alt

from api import numbers
from api.plots.drawing import BAD, FAINT, GOOD, INK, capital, drawn, row_names, tall, wrapped
from api.plots.plot import Plot
from engine.answer import Answer, RankedOut
from engine.ranking import CRITERIA
from engine.text import Text
from engine.wording import CRITERIA as NAMES

WIDTH = 300
LABEL = 26  # letters

TITLE = Text("What the score of “{name}” is made of", "De qué se compone el puntaje de «{name}»")
DESCRIPTION = Text(
    "One bar for each criterion: to the right it raises the score, to the left it lowers it. In"
    " log-odds, they add up to {total}, which is read as a score of {score}.",
    "Una barra por criterio: hacia la derecha sube el puntaje, hacia la izquierda lo baja. En"
    " logaritmos de razón de probabilidades suman {total}, que se lee como un puntaje de {score}.",
)
SUM = Text("Sum", "Suma")
CRITERION, SHARE = Text("Criterion", "Criterio"), Text("Adds to the score", "Aporta al puntaje")


def contributions(answer: Answer, intervention: str) -> Plot:
    """The criteria of one option as bars to both sides of zero, and their sum.

    The scale is that of the whole answer, so that bars of several options compare.

    Raises:
        StopIteration: the answer does not rank that intervention.
    """
    language = answer.language
    option = next(item for item in answer.ranking if item.intervention == intervention)
    shares = {capital(NAMES[name].in_(language)): option.criteria[name].share for name in CRITERIA}
    total = sum(shares.values())
    rows = {**shares, SUM.in_(language): total}
    said = {name: numbers.signed(share, language) for name, share in rows.items()}
    title = TITLE.filled(name=option.name).in_(language)
    score = numbers.decimal(option.score, language)
    description = DESCRIPTION.filled(total=said[SUM.in_(language)], score=score).in_(language)
    chart = _bars(rows, said, _reach(answer.ranking), SUM.in_(language))
    head = CRITERION.in_(language), SHARE.in_(language)
    return Plot(
        title,
        description,
        drawn(chart, title, description, language),
        head,
        tuple(said.items()),
    )


def _reach(ranking: list[RankedOut]) -> float:
    """How far the longest bar of any option goes."""
    sums = [sum(cell.share for cell in option.criteria.values()) for option in ranking]
    cells = [cell.share for option in ranking for cell in option.criteria.values()]
    return max((abs(value) for value in (*sums, *cells)), default=0.0) or 1.0


def _bars(
    rows: dict[str, float], said: dict[str, str], reach: float, total: str
) -> alt.LayerChart | alt.FacetChart:
    values = [
        {
            "name": wrapped(name, LABEL),
            "share": share,
            "said": said[name],
            "side": "sum" if name == total else "for" if share > 0 else "against",
        }
        for name, share in rows.items()
    ]
    names = [str(row["name"]) for row in values]
    across = alt.X("share:Q", axis=None, scale=alt.Scale(domain=[-1.2 * reach, 1.2 * reach]))
    down = alt.Y("name:N", sort=names, axis=None)
    base = alt.Chart(alt.InlineData(values=values)).encode(y=down)
    colours = alt.Scale(domain=["for", "against", "sum"], range=[GOOD, BAD, INK])
    bars = base.mark_bar(height=12).encode(
        x=across, color=alt.Color("side:N", scale=colours, legend=None)
    )
    zero = (
        alt.Chart(alt.InlineData(values=[{"share": 0}]))
        .mark_rule(color=INK, opacity=2 * FAINT)
        .encode(x=across)
    )
    right = base.transform_filter("datum.share >= 0").mark_text(align="left", dx=5)
    left = base.transform_filter("datum.share < 0").mark_text(align="right", dx=-5)
    texts = [side.encode(x=across, text="said:N") for side in (right, left)]
    height = tall(names) * len(values)
    layers = (bars, zero, *texts, *row_names(base, "name", names))
    return alt.layer(*layers).properties(width=WIDTH, height=height)
