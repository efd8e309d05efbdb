"""Pictures of an answer on its pages: those of its report, in the colours of a page.

A page lets no drawing stand in it as it comes, so that each is a file, shown by ``<img>``. Such a
file does not know the text around it: it brings the page's ink and letters, light and dark.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from api import numbers
from api.plots import acceptability as standing
from api.plots import contributions as made_of
from api.plots import phases as in_time
from api.plots.acceptability import acceptability
from api.plots.contributions import contributions
from api.plots.drawing import capital
from api.plots.phases import phases
from api.plots.plot import Plot
from engine.answer import Answer, RankedOut
from engine.errors import NotFoundError
from engine.knowledge.model import Knowledge
from engine.ranking import CRITERIA
from engine.text import Text
from engine.wording import CRITERIA as NAMES

PHASES, STANDING, MADE_OF = "phases.svg", "standing.svg", "contributions.svg"
POLICY = "default-src 'none'; style-src 'unsafe-inline'"  # a picture runs nothing, fetches nothing

_PICTURE, _OPTION = Text("picture", "imagen"), Text("option", "opción")
_MARGIN = 24  # the reader's letters may be wider than those the picture was measured with
_SIZE = re.compile(r'width="([\d.]+)" height="([\d.]+)" viewBox="0 0 [\d.]+ [\d.]+"')
# The ink of remanso.css; the letters are as wide as those that the picture was measured with.
_STYLE = (
    "<style>svg{color:#1d2422;font-family:Arial,'Liberation Sans',Helvetica,sans-serif}"
    "@media screen and (prefers-color-scheme:dark){svg{color:#e9e6de}}</style>"
)


@dataclass(frozen=True)
class Picture:
    """Where a picture is, what it shows in words, and the table that says the same."""

    title: str
    description: str
    address: str
    head: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()


def phases_of(answer: Answer, address: str) -> Picture | None:
    """The package in time; the phases on the page say the same."""
    if answer.package is None or not answer.package.phases:
        return None
    return Picture(_in(answer, in_time.TITLE), _in(answer, in_time.DESCRIPTION), address)


def standing_of(answer: Answer, address: str) -> Picture | None:
    """How far the ranks of the first options stand; none where that was not tried."""
    options = [item for item in answer.ranking if item.core and item.robustness][: standing.SHOWN]
    if answer.robustness is None or not options:
        return None
    tried = standing.DESCRIPTION.filled(count=answer.robustness.completions)
    columns = (standing.RANK, standing.OPTION, *standing.MEASURES, standing.BETWEEN)
    return Picture(
        _in(answer, standing.TITLE),
        _in(answer, tried),
        address,
        tuple(_in(answer, name) for name in columns),
        tuple(_stood(item, answer) for item in options),
    )


def _stood(item: RankedOut, answer: Answer) -> tuple[str, ...]:
    found = item.robustness
    assert found is not None
    shares = (found.p_rank_1, found.p_top_3, found.p_recommended)
    low, high = found.rank_interval
    said = (numbers.percent(share, answer.language) for share in shares)
    return (str(item.rank), item.name, *said, f"{low}–{high}")


def made_of_what(answer: Answer, item: RankedOut, address: str) -> Picture:
    """What the score of one option is made of."""
    shares = {NAMES[name]: item.criteria[name].share for name in CRITERIA}
    total = sum(shares.values())
    shares[made_of.SUM] = total
    told = made_of.DESCRIPTION.filled(
        total=numbers.signed(total, answer.language),
        score=numbers.decimal(item.score, answer.language),
    )
    return Picture(
        _in(answer, made_of.TITLE.filled(name=item.name)),
        _in(answer, told),
        address,
        (_in(answer, made_of.CRITERION), _in(answer, made_of.SHARE)),
        tuple(
            (capital(_in(answer, name)), numbers.signed(share, answer.language))
            for name, share in shares.items()
        ),
    )


def _in(answer: Answer, text: Text) -> str:
    return text.in_(answer.language)


def picture(_: Knowledge, answer: Answer, name: str, option: str | None) -> str:
    """The file of a picture. Evaluators hand the knowledge base to all work; this needs none.

    Raises:
        NotFoundError: there is no such picture of this answer, or it ranks no such option.
    """
    if name not in _DRAWN:
        raise NotFoundError(_PICTURE, name, _DRAWN)
    found = _DRAWN[name](answer, option)
    if found is None:
        raise NotFoundError(_PICTURE, name, ())
    opening, closed, rest = found.svg.partition(">")
    return f"{_SIZE.sub(_widened, opening)}{closed}{_STYLE}{rest}"


def _widened(found: re.Match[str]) -> str:
    """The size of a picture with a margin to both sides."""
    width, height = float(found[1]) + 2 * _MARGIN, float(found[2])
    box = f"{-_MARGIN} 0 {width:g} {height:g}"
    return f'width="{width:g}" height="{height:g}" viewBox="{box}"'


def _contributions(answer: Answer, option: str | None) -> Plot:
    ranked = [item.intervention for item in answer.ranking]
    if option not in ranked:
        raise NotFoundError(_OPTION, option or "", ranked)
    return contributions(answer, option)


_DRAWN: Mapping[str, Callable[[Answer, str | None], Plot | None]] = {
    PHASES: lambda answer, _: phases(answer),
    STANDING: lambda answer, _: acceptability(answer),
    MADE_OF: _contributions,
}
