"""From an Altair chart to an SVG that stands in any page: vl-convert draws, nothing is fetched.

The renderer takes seconds to start, and a chart longer to put together than to draw, so a picture
is kept by what it shows. Vega knows no colour that follows the text; a colour of our own stands for
it until the picture is drawn.
"""

import hashlib
import json
import re
import textwrap
from collections.abc import Callable, Hashable, Iterable
from functools import lru_cache
from typing import Any
from xml.sax.saxutils import escape

import altair as alt
import vl_convert

from api.plots.lean import lean
from api.speech import safe
from engine.text import Language

INK = "#010203"  # stands for the colour of the text around the picture
# Both keep three to one, as WCAG asks of graphics, on white and on near black.
GOOD, BAD = "#2f7fb5", "#c9622a"
FAINT = 0.25  # of the ink: lines that only guide the eye
SIZE = 12
LINE = 15  # from one line of a label to the next
KEPT = 512  # pictures of some kilobytes each

Chart = alt.LayerChart | alt.FacetChart | alt.HConcatChart

_FONT = re.compile(r' font-family="[^"]*"')
_OPENING = re.compile(r"<svg ([^>]*)>")


@lru_cache(maxsize=KEPT)
def drawn(
    build: Callable[[Any], Chart],
    shown: Hashable,
    title: str,
    description: str,
    language: Language,
) -> str:
    """What ``build`` makes of what is shown, as an SVG that tells its content aloud too."""
    spec = _dressed(build(shown)).to_dict()
    raw = vl_convert.vegalite_to_svg(spec, allowed_base_urls=[])
    name = "plot-" + hashlib.sha256(f"{raw}{title}{language}".encode()).hexdigest()[:12]
    spoken = (
        f'<title id="{name}-title">{escape(safe(title))}</title>'
        f'<desc id="{name}-desc">{escape(safe(description))}</desc>'
    )
    marks = f'role="img" lang="{language}" aria-labelledby="{name}-title {name}-desc"'
    plain = _FONT.sub("", lean(raw)).replace(INK, "currentColor")
    return _OPENING.sub(lambda found: f"<svg {found[1]} {marks}>{spoken}", plain, count=1)


def wrapped(text: str, width: int) -> str:
    """A label broken into lines of so many letters at most."""
    return "\n".join(textwrap.wrap(safe(text), width)) or safe(text)


def capital(text: str) -> str:
    """A name as it stands at the head of a row."""
    return text[:1].upper() + text[1:]


def tall(texts: Iterable[str], least: int = 1) -> int:
    """The height of one row that all these texts fit into."""
    most = max((text.count("\n") + 1 for text in texts), default=1)
    return max(most, least) * LINE + 10


def centred(base: alt.Chart, field: str, texts: Iterable[str], **marks: Any) -> list[alt.Chart]:
    """Texts of several lines, each centred on its row: Vega centres only the first line."""
    return [
        base.transform_filter(f"length(split(datum[{json.dumps(field)}], '\\n')) == {lines}")
        .mark_text(lineBreak="\n", baseline="middle", dy=-(lines - 1) * LINE / 2, **marks)
        .encode(text=f"{field}:N")
        for lines in sorted({text.count("\n") + 1 for text in texts})
    ]


def row_names(base: alt.Chart, field: str, texts: Iterable[str]) -> list[alt.Chart]:
    """The names of rows, left of the picture."""
    return centred(base.encode(x=alt.value(0)), field, texts, align="right", dx=-10)


def _dressed(chart: Chart) -> Any:
    ink = {"labelColor": INK, "titleColor": INK, "domainColor": INK, "tickColor": INK}
    sizes = {"labelFontSize": SIZE, "titleFontSize": SIZE, "titleFontWeight": "normal"}
    return (
        chart.configure(background="transparent", aria=False, padding=4)
        .configure_view(stroke=None)
        .configure_axis(**ink, **sizes, grid=False, gridColor=INK, gridOpacity=FAINT)
        .configure_text(color=INK, fontSize=SIZE, lineHeight=LINE)
    )
