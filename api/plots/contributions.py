"""What one option's score is made of: by how much each criterion raises or lowers it."""

from dataclasses import dataclass

import altair as alt

from api import numbers
from api.plots.drawing import BAD, FAINT, GOOD, INK, Chart, capital, drawn, row_names, tall, wrapped
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


@dataclass(frozen=True, slots=True)
class Bars:
    """What the picture shows: named shares with their numbers, the last one their sum."""

    rows: tuple[tuple[str, float, str], ...]
    reach: float


def contributions(answer: Answer, intervention: str) -> Plot:
    """The criteria of one option as bars to both sides of zero, and their sum.

    The scale is that of the whole answer, so that bars of several options compare.

    Raises:
        KeyError: the answer does not rank that intervention.
    """
    language = answer.language
    option = {item.intervention: item for item in answer.ranking}[intervention]
    shares = {NAMES[name]: option.criteria[name].share for name in CRITERIA}
    shares[SUM] = sum(shares.values())
    rows = tuple(
        (capital(name.in_(language)), share, numbers.signed(share, language))
        for name, share in shares.items()
    )
    title = TITLE.filled(name=option.name).in_(language)
    score = numbers.decimal(option.score, language)
    description = DESCRIPTION.filled(total=rows[-1][2], score=score).in_(language)
    return Plot(
        title,
        description,
        drawn(_chart, Bars(rows, _reach(answer.ranking)), title, description, language),
        (CRITERION.in_(language), SHARE.in_(language)),
        tuple((name, said) for name, _, said in rows),
    )


def _reach(ranking: list[RankedOut]) -> float:
    """How far the longest bar of any option goes."""
    shares = [[cell.share for cell in option.criteria.values()] for option in ranking]
    return max((abs(bar) for own in shares for bar in (*own, sum(own))), default=0.0) or 1.0


def _chart(shown: Bars) -> Chart:
    values = [
        {"name": wrapped(name, LABEL), "share": share, "said": said, "side": _side(share)}
        for name, share, said in shown.rows
    ]
    values[-1]["side"] = "sum"
    names = [str(row["name"]) for row in values]
    reach = 1.2 * shown.reach  # leaves room for the numbers
    across = alt.X("share:Q", axis=None, scale=alt.Scale(domain=[-reach, reach]))
    down = alt.Y("name:N", sort=names, axis=None)
    base = alt.Chart(alt.InlineData(values=values)).encode(y=down)
    colours = alt.Scale(domain=["for", "against", "sum"], range=[GOOD, BAD, INK])
    bars = base.mark_bar(height=12).encode(
        x=across, color=alt.Color("side:N", scale=colours, legend=None)
    )
    at_zero = alt.Chart(alt.InlineData(values=[{"share": 0}]))
    zero = at_zero.mark_rule(color=INK, opacity=2 * FAINT).encode(x=across)
    right = base.transform_filter("datum.share >= 0").mark_text(align="left", dx=5)
    left = base.transform_filter("datum.share < 0").mark_text(align="right", dx=-5)
    texts = [side.encode(x=across, text="said:N") for side in (right, left)]
    layers = (bars, zero, *texts, *row_names(base, "name", names))
    return alt.layer(*layers).properties(width=WIDTH, height=tall(names) * len(values))


def _side(share: float) -> str:
    return "for" if share > 0 else "against"
