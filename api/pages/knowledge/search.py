"""Finding things in the knowledge base by words of either language, however they are accented."""

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, get_args

from api.words import KINDS, worded
from engine.knowledge.model import Knowledge
from engine.text import Text
from engine.wording import Wording

Sort = Literal["rules", "claims", "interventions", "factors"]
SORTS: tuple[Sort, ...] = get_args(Sort)
LONGEST = 200  # letters of what is looked for
_KEPT = 2  # editions: the one in use, and the one before it while requests end


@dataclass(frozen=True)
class Entry:
    """One thing that can be found: ``said`` is what a list shows of it, ``words`` what it says."""

    sort: Sort
    id: str
    said: Text
    group: Text
    words: str


@dataclass(frozen=True)
class Found:
    """What the words are found in, by sort, each in the order of the knowledge base."""

    by_sort: dict[Sort, tuple[Entry, ...]]

    def of(self, sort: Sort | None) -> tuple[Entry, ...]:
        """Those of one sort; of all of them, where none is named."""
        return tuple(entry for one in SORTS if sort in (None, one) for entry in self.by_sort[one])


def find(knowledge: Knowledge, query: str) -> Found:
    """Everything in which each word of the query stands, as a word or a part of one.

    Without a word that is everything.
    """
    wanted = folded(query).split()
    hits = [entry for entry in entries(knowledge) if all(word in entry.words for word in wanted)]
    return Found({sort: tuple(hit for hit in hits if hit.sort == sort) for sort in SORTS})


def folded(text: str) -> str:
    """A text without case and accents, as people type when they search."""
    parts = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in parts if not unicodedata.combining(letter))


@lru_cache(maxsize=_KEPT)
def entries(knowledge: Knowledge) -> tuple[Entry, ...]:
    """Everything that can be found in one edition of the knowledge base."""
    return tuple(_entries(knowledge))


def _entries(knowledge: Knowledge) -> Iterator[Entry]:
    wording = Wording(knowledge)
    for name, rule in sorted(knowledge.rules.items()):
        texts = (rule.title, wording.rule(rule), rule.limits, Text.same(rule.theme))
        yield _entry("rules", name, rule.title, worded(KINDS, rule.kind), texts)
    for name, claim in knowledge.claims.items():
        report = Text.same(knowledge.reports[claim.report].title)
        places = Text.same(" ".join(claim.places))
        yield _entry("claims", name, claim.text, report, (claim.text, places))
    for slug, item in knowledge.interventions.items():
        family = knowledge.families[item.family].name
        yield _entry("interventions", slug, item.name, family, (item.name, item.description))
    for slug, factor in knowledge.vocabulary.factors.items():
        dimension = knowledge.vocabulary.dimensions[factor.dimension].name
        yield _entry("factors", slug, factor.name, dimension, (factor.name, factor.question))


def _entry(sort: Sort, name: str, said: Text, group: Text, texts: Iterable[Text]) -> Entry:
    words = " ".join(part for text in (group, *texts) for part in (text.en, text.es))
    return Entry(sort, name, said, group, folded(f"{name} {words}"))
