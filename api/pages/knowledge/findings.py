"""What is found in the knowledge base, page by page."""

from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar
from urllib.parse import urlencode

from api.pages.knowledge.page import PAGE_SIZE, KnowledgePage, Link
from api.pages.knowledge.search import LONGEST, SORTS, Entry, Found, Sort
from api.pages.knowledge.words import SearchWords
from api.pages.page import Spoken


@dataclass(frozen=True)
class SearchPage(KnowledgePage):
    """What is found, one page of it; everything where nothing is looked for."""

    template: ClassVar[str] = "knowledge.html"
    words = Spoken(SearchWords)

    query: str
    sort: Sort | None
    number: int
    found: Found

    @property
    def title(self) -> str:
        return self.words.knowledge

    @property
    def longest(self) -> int:
        return LONGEST

    @property
    def sorts(self) -> tuple[tuple[Link, bool], ...]:
        """Each sort with how many were found, and whether it is the one that is shown."""
        words = self.words
        names = {
            "rules": words.rules,
            "claims": words.claims,
            "interventions": words.interventions,
            "factors": words.factors,
        }
        every = Link(words.everything, self._asking(None), self._count(None))
        return (
            (every, self.sort is None),
            *(
                (Link(names[sort], self._asking(sort), self._count(sort)), self.sort == sort)
                for sort in SORTS
            ),
        )

    def _count(self, sort: Sort | None) -> str:
        return self.frame.customs.number(len(self.found.of(sort)), 0)

    @cached_property
    def _hits(self) -> tuple[Entry, ...]:
        return self.found.of(self.sort)

    @property
    def counted(self) -> str:
        words = self.words
        if not self.query:
            return words.found_all(len(self._hits))
        return words.found(len(self._hits)).format(query=self.query)

    @property
    def entries(self) -> tuple[Link, ...]:
        first = (self.number - 1) * PAGE_SIZE
        return tuple(
            Link(self.say(hit.said), self.to(hit.sort, hit.id), f"{hit.id} · {self.say(hit.group)}")
            for hit in self._hits[first : first + PAGE_SIZE]
        )

    @property
    def shown(self) -> str:
        """Which part of it this is, where there is more than one."""
        total, first = len(self._hits), (self.number - 1) * PAGE_SIZE
        if total <= PAGE_SIZE or first >= total:
            return ""
        last = min(first + PAGE_SIZE, total)
        return self.words.shown.format(first=first + 1, last=last, all=total)

    @property
    def around(self) -> tuple[Link, ...]:
        """The pages before and after this one."""
        words, total = self.words, len(self._hits)
        found = []
        if self.number > 1:
            number = min(self.number - 1, -(-total // PAGE_SIZE) or 1)
            found.append(Link(words.before.format(n=PAGE_SIZE), self._asking(self.sort, number)))
        if (rest := total - self.number * PAGE_SIZE) > 0:
            count = min(rest, PAGE_SIZE)
            found.append(
                Link(words.after.format(n=count), self._asking(self.sort, self.number + 1))
            )
        return tuple(found)

    def _asking(self, sort: Sort | None, number: int = 1) -> str:
        given = {"q": self.query, "sort": sort, "page": number if number > 1 else None}
        query = urlencode({name: value for name, value in given.items() if value})
        return f"{self.to()}?{query}" if query else self.to()
