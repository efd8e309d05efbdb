"""Which localities of a table are meant, as the address says it."""

from collections.abc import Container, Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Final, get_args
from urllib.parse import urlencode

from engine.knowledge.model import Knowledge
from engine.ranking import VERDICTS
from engine.tables.survey import SORTS, Sort, Wish

LONGEST: Final = 100  # characters of a text that is looked for
_USUAL: Sort = get_args(Sort)[0]


@dataclass(frozen=True)
class Asked:
    """A wish with the order and the page in which what is found is shown."""

    wish: Wish = field(default_factory=Wish)
    sort: Sort = _USUAL
    page: int = 1

    @property
    def query(self) -> str:
        """The same as an address says it; what is as usual is left out."""
        said = {**asdict(self.wish), "sort": self.sort, "page": self.page}
        usual = {**asdict(Wish()), "sort": _USUAL, "page": 1}
        return urlencode({name: said[name] for name in said if said[name] != usual[name]})

    def on(self, page: int) -> "Asked":
        return replace(self, page=page)


def read_asked(query: Mapping[str, str], knowledge: Knowledge) -> Asked:
    """What an address asks; names that are none of the rules' are not asked for."""

    def one_of(name: str, known: Container[str]) -> str:
        given = query.get(name, "")
        return given if given in known else ""

    wish = Wish(
        first=one_of("first", knowledge.interventions),
        option=one_of("option", knowledge.interventions),
        verdict=one_of("verdict", VERDICTS),
        rule=one_of("rule", knowledge.rules),
        text=" ".join(query.get("text", "").split())[:LONGEST],
    )
    sort = next((sort for sort in SORTS if sort == query.get("sort")), _USUAL)
    return Asked(wish, sort, _number(query.get("page", "")))


def _number(text: str) -> int:
    return max(int(text), 1) if text.isascii() and text.isdigit() and len(text) < 7 else 1
