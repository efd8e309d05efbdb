"""What a page of advice is about, and where the pages about the same thing are."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from api.pages.advice.answers import advice
from api.pages.advice.weighing import HIGHEST, LIST, Weights, listed
from api.pages.frame import Frame
from api.pages.page import Spoken
from api.pages.words import Words, said
from api.service import Service
from api.store.localities import Kept
from api.store.tables import Decision
from engine.answer import Answer
from engine.knowledge.model import Case, Knowledge
from engine.places import called, period_of, place_of
from engine.text import Text

_LONGEST = 10  # digits of a version, more than any has
_VERSION = Text("version of the profile", "versión del perfil")


class SubjectWords(Words):
    unnamed = said("A locality without a name", "Una localidad sin nombre")
    documented = said("Documented case", "Caso documentado")
    version = said("version {version}", "versión {version}")


@dataclass(frozen=True)
class Subject:
    """One version of a locality, read with some weights; or a decision on it that is stored."""

    words = Spoken(SubjectWords)

    frame: Frame
    service: Service
    kept: Kept
    current: int
    weights: Weights | None = None
    decision: Decision | None = None

    @property
    def knowledge(self) -> Knowledge:
        return self.service.knowledge

    @property
    def id(self) -> str:
        return self.kept.locality.id

    @property
    def is_case(self) -> bool:
        return self.kept.locality.case is not None

    @property
    def _case(self) -> Case | None:
        return self.knowledge.cases.get(self.kept.locality.case or "")

    @property
    def name(self) -> str:
        if self._case is not None:
            return place_of(self._case).name.in_(self.frame.language)
        return self.kept.version.name or self.words.unnamed

    @property
    def profile(self) -> Mapping[str, Any]:
        profile: Mapping[str, Any] = self.kept.profile
        return profile

    @property
    def called(self) -> Mapping[str, Any]:
        """The profile; a documented one with place and time as the reader's language calls them."""
        case = self._case
        return self.profile if case is None else called(case, self.profile, self.frame.language)

    @property
    def whence(self) -> str:
        """Country, time and kind of the description, as far as they are known."""
        country = self.kept.version.country
        parts = (
            self.frame.customs.country(country) if country else "",
            self._time,
            self.words.documented if self.is_case else "",
            ""
            if self.current == 1
            else self.words.version.format(version=self.kept.version.version),
        )
        return " · ".join(part for part in parts if part)

    @property
    def _time(self) -> str:
        """The time that it describes; of a documented case in words of the reader's language."""
        if self._case is not None:
            return period_of(self._case).in_(self.frame.language)
        return str(self.profile.get("as_of") or "")

    @cached_property
    def answer(self) -> Answer:
        """The stored answer of a decision; else what the rules say today."""
        if self.decision is not None:
            return Answer.model_validate_json(self.decision.answer)
        return advice(self.service, self.kept.version.profile, self.weights, self.frame.language)

    @property
    def own_weights(self) -> dict[str, object] | None:
        """The weights as the engine takes them; none for the default ones."""
        return None if self.weights is None else {str(name): w for name, w in self.weights}

    def decided(self, decision: Decision) -> "Subject":
        """The same, as a decision on it was stored."""
        found = replace(self, decision=decision)
        if decision.weights is None:
            return found
        shares = found.answer.weights.items()
        return replace(found, weights=tuple((name, HIGHEST * share) for name, share in shares))

    def to(self, *parts: str, **query: object) -> str:
        """The address of a further page about the same."""
        if self.decision is not None:
            return with_query(self.frame.to("decisions", self.decision.id, *parts), query.items())
        return self.today(*parts, **query)

    def today(self, *parts: str, **query: object) -> str:
        """The same of what the rules say today: a stored decision answers no new question."""
        place = self.frame.to("localities", self.id, *parts)
        return with_query(place, [*self.given, *query.items()])

    def page(self, *parts: str) -> str:
        """An address below the locality's, for a form that sends the rest itself."""
        return self.frame.to("localities", self.id, *parts)

    @property
    def comparing(self) -> str:
        """Where it is laid beside another locality."""
        return with_query(self.frame.to("compare"), [("a", self.key)])

    @property
    def key(self) -> str:
        """What names it in an address: the locality, and the version unless it is the current."""
        version = self.kept.version.version
        return self.id if version == self.current else f"{self.id}@{version}"

    @property
    def given(self) -> tuple[tuple[str, object], ...]:
        """What an address says beside the locality; forms send it along."""
        version = self.kept.version.version
        chosen = () if version == self.current else (("version", version),)
        weighed = ((LIST, listed(self.weights)),) if self.weights else ()
        return (*chosen, *weighed)

    def passages(self, claims: Iterable[str], limits: Iterable[str] = ()) -> str:
        """Where the passages behind a statement are shown; ``named_claims`` reads it."""
        given = (("claim", ",".join(claims)), ("limit", ",".join(limits)))
        query = [(name, listed) for name, listed in given if listed]
        if self.decision is not None:
            return with_query(self.frame.to("decisions", self.decision.id, "passages"), query)
        return with_query(self.frame.to("passages"), query)


def with_query(place: str, query: Iterable[tuple[str, object]]) -> str:
    """An address with what is asked of it."""
    text = urlencode([(name, str(value)) for name, value in query], safe=",")
    return f"{place}?{text}" if text else place
