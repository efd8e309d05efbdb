"""Plots: what they show is the answer's, they speak both languages, and stand in any page."""

import re
from collections.abc import Iterator
from dataclasses import replace
from xml.etree import ElementTree

import pytest

from api import numbers
from api.plots import drawing
from api.plots.acceptability import acceptability
from api.plots.contributions import contributions
from api.plots.drawing import INK, drawn
from api.plots.lean import lean
from api.plots.phases import phases
from api.plots.plot import Plot
from engine.advice import advise
from engine.answer import Answer
from engine.knowledge.model import Knowledge
from engine.text import LANGUAGES, Language
from tests.reports.conftest import Answered

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module", params=LANGUAGES)
def answer(request: pytest.FixtureRequest, answered: Answered) -> Answer:
    language: Language = request.param
    return answered("guayaquil-2024", language)


def every(answer: Answer) -> list[Plot]:
    found = [contributions(answer, option.intervention) for option in answer.ranking[:3]]
    return [plot for plot in (*found, acceptability(answer), phases(answer)) if plot is not None]


def texts(plot: Plot) -> str:
    """The words of a picture, in the order in which they are drawn."""
    root = ElementTree.fromstring(plot.svg)
    return " ".join("".join(found.itertext()) for found in root.iter(f"{SVG}text"))


def test_every_plot_stands_in_any_page(answer: Answer) -> None:
    """It is sound XML, takes the colour of the text around it, and fetches nothing."""
    plots = every(answer)
    assert len(plots) == 5
    for plot in plots:
        root = ElementTree.fromstring(plot.svg)
        assert "currentColor" in plot.svg
        assert INK not in plot.svg
        assert not re.search(r"url\(|href=|<script|<style|font-family", plot.svg)
        assert root.get("viewBox")


def test_every_plot_speaks(answer: Answer) -> None:
    """A title and a description in the answer's language, and nothing of Vega's English."""
    for plot in every(answer):
        root = ElementTree.fromstring(plot.svg)
        named = (root.get("aria-labelledby") or "").split()
        spoken = {found.get("id"): found.text for found in root if found.get("id")}
        assert [spoken[name] for name in named] == [plot.title, plot.description]
        assert root.get("role") == "img"
        assert root.get("lang") == answer.language
        assert "aria-label=" not in plot.svg


def test_a_plot_carries_nothing_that_nobody_sees(
    answer: Answer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No digit beyond what is seen, and every mark as Vega drew it: its place, ink and words."""
    raw: list[str] = []

    def noted(svg: str) -> str:
        raw.append(svg)
        return lean(svg)

    monkeypatch.setattr(drawing, "lean", noted)
    drawn.cache_clear()
    plots = every(answer)
    drawn.cache_clear()
    assert len(raw) == len(plots)
    for before, plot in zip(raw, plots, strict=True):
        shape = plot.svg.partition("</desc>")[2]
        assert not re.search(r"\.\d{4}|aria-|class=|translate\(0,0\)", shape)
        assert len(plot.svg) < 0.7 * len(before)
        drawn_now, drawn_before = list(marks(shape_of(plot.svg))), list(marks(shape_of(before)))
        assert [said for said, _ in drawn_now] == [said for said, _ in drawn_before]
        for (_, where), (_, was) in zip(drawn_now, drawn_before, strict=True):
            assert where == pytest.approx(was, abs=0.051)


def shape_of(svg: str) -> ElementTree.Element:
    """The drawing itself: the group that holds it."""
    return next(ElementTree.fromstring(svg).iter(f"{SVG}g"))


PAINTED = {"fill", "stroke", "stroke-width", "font-size", "text-anchor", "stroke-opacity"}
Mark = tuple[tuple[str, str, dict[str, str]], list[float]]


def marks(part: ElementTree.Element, around: dict[str, str] | None = None) -> Iterator[Mark]:
    """Every mark that is seen: its words, its paint as inherited, and where it is."""
    given = {name: value for name, value in part.items() if name in PAINTED}
    paint = {"text-anchor": "start", **(around or {}), **given}
    if part.tag == f"{SVG}g":
        for child in part:
            yield from marks(child, paint)
    elif {paint.get("fill", "none"), paint.get("stroke", "none")} != {"none"}:
        shape = (part.get(name, "") for name in ("d", "x2", "y2"))
        where = " ".join((part.get("transform", "translate(0,0)"), *shape))
        inked = {name: "currentColor" if told == INK else told for name, told in paint.items()}
        said = part.tag, "".join(part.itertext()), inked
        yield said, [float(number) for number in re.findall(r"-?[\d.]+(?:e-?\d+)?", where)]


def test_every_plot_has_a_table_as_wide_as_its_head(answer: Answer) -> None:
    for plot in every(answer):
        assert plot.rows
        assert {len(row) for row in plot.rows} == {len(plot.head)}


def test_contributions_add_up(answer: Answer) -> None:
    """Each criterion's share, and their sum, as the answer has them."""
    option = answer.ranking[0]
    plot = contributions(answer, option.intervention)
    shares = [cell.share for cell in option.criteria.values()]
    said = [numbers.signed(share, answer.language) for share in (*shares, sum(shares))]
    assert [row[1] for row in plot.rows] == said
    assert all(text in texts(plot) for text in said)


def test_acceptability_is_the_answers(answer: Answer) -> None:
    plot = acceptability(answer)
    assert plot is not None
    by_rank = {str(option.rank): option for option in answer.ranking}
    for row in plot.rows:
        option = by_rank[row[0]]
        stood = option.robustness
        assert stood is not None
        assert row[1] == option.name
        assert row[2] == numbers.percent(stood.p_rank_1, answer.language)
        assert row[5] == f"{stood.rank_interval[0]}–{stood.rank_interval[1]}"
        assert row[2] in texts(plot)


def test_acceptability_of_the_options_named(answer: Answer) -> None:
    wanted = [option.intervention for option in answer.ranking[5:8]]
    plot = acceptability(answer, wanted)
    assert plot is not None
    assert [row[0] for row in plot.rows] == ["6", "7", "8"]


def test_phases_are_the_packages(answer: Answer) -> None:
    plot = phases(answer)
    assert plot is not None
    assert answer.package is not None
    members = [(str(p.number), m.name) for p in answer.package.phases for m in p.members]
    assert [(row[0], row[1]) for row in plot.rows] == members


def test_where_nothing_is_to_show_there_is_no_plot(knowledge: Knowledge) -> None:
    empty = advise(knowledge, {}, completions=0)
    assert acceptability(empty) is None
    assert phases(empty) is None
    with pytest.raises(KeyError):
        contributions(empty, "no_such_measure")


def test_a_plot_is_kept_by_what_it_shows(answer: Answer) -> None:
    """The same numbers are drawn once; other words are another picture."""
    first = phases(answer)
    hits = drawn.cache_info().hits
    assert phases(answer) == first
    assert drawn.cache_info().hits == hits + 1
    assert first is not None
    assert replace(first, title="x") != first


def test_hostile_names_are_only_names(answered: Answered) -> None:
    """A name with markup in it is drawn as it is."""
    answer = answered("guayaquil-2024")
    nasty = '</svg><script>alert(1)</script> & "x"'
    option = answer.ranking[0].model_copy(update={"name": nasty})
    changed = answer.model_copy(update={"ranking": [option, *answer.ranking[1:]]})
    for plot in (contributions(changed, option.intervention), acceptability(changed)):
        assert plot is not None
        assert "<script" not in plot.svg
        ElementTree.fromstring(plot.svg)
