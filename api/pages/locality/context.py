"""What the page of a locality's advice shows."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from api.pages.locality.words import LocalityWords
from api.pages.page import Page
from api.pages.places import place_of
from api.store.localities import Kept
from engine.answer import Answer, RankedOut, ReasonOut
from engine.knowledge.model import Case

_REASONS = 2  # of each side, the weightiest


@dataclass(frozen=True)
class Option:
    """An intervention with its verdict and the weightiest of what bears on it."""

    rank: int
    name: str
    verdict: str
    verdict_name: str
    harm: tuple[str, ...]
    waits: tuple[str, ...]
    for_it: tuple[str, ...]
    against: tuple[str, ...]
    more: str

    @property
    def is_silent(self) -> bool:
        return not (self.harm or self.waits or self.for_it or self.against)


@dataclass(frozen=True)
class LocalityPage(Page):
    """``case`` is the documented case that the locality came with, if any."""

    template: ClassVar[str] = "locality.html"

    kept: Kept
    answer: Answer
    case: Case | None

    @property
    def words(self) -> LocalityWords:
        return LocalityWords(self.frame.language)

    @property
    def title(self) -> str:
        return self.words.title.format(name=self.name)

    @property
    def name(self) -> str:
        if self.case is not None:
            return place_of(self.case).name.in_(self.frame.language)
        return self.kept.version.name or self.words.unnamed

    @property
    def caveats(self) -> tuple[str, ...]:
        """What is to be minded about the whole, not about one option."""
        of_all = (caveat.text for caveat in self.answer.caveats if caveat.about is None)
        return tuple(dict.fromkeys(of_all))

    @property
    def options(self) -> tuple[Option, ...]:
        return tuple(self._option(ranked) for ranked in self.answer.ranking if ranked.core)

    @property
    def colophon(self) -> str:
        version = self.kept.version
        return self.words.version.format(
            version=version.version,
            date=self.frame.customs.date(version.recorded_at),
            ruleset=self.answer.ruleset.version,
        )

    def _option(self, ranked: RankedOut) -> Option:
        waits = [p for p in ranked.preconditions if p.holds_back and p.status != "met"]
        shown = _weightiest(ranked.reasons_for), _weightiest(ranked.reasons_against)
        rest = len(ranked.reasons_for) + len(ranked.reasons_against) - sum(map(len, shown))
        return Option(
            rank=ranked.rank,
            name=ranked.name,
            verdict=ranked.verdict,
            verdict_name=ranked.verdict_name,
            harm=tuple(found.because for found in ranked.contraindications),
            waits=tuple(found.text for found in waits),
            for_it=shown[0],
            against=shown[1],
            more=self.words.variants(rest) if rest else "",
        )


def _weightiest(reasons: Sequence[ReasonOut]) -> tuple[str, ...]:
    ordered = sorted(reasons, key=lambda reason: -abs(reason.share))
    return tuple(dict.fromkeys(reason.title for reason in ordered))[:_REASONS]
