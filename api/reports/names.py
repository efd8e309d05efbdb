"""What slugs are called, by the knowledge base at hand.

A stored answer may be older than the knowledge base that is loaded: a slug that this one no longer
knows stands for itself, and the report says whose names it uses.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from api import citations
from api.speech import Speaker
from api.words import BASES, worded
from engine.answer import Answer, CaveatOut
from engine.conditions import is_specific
from engine.errors import ProfileError
from engine.knowledge.model import Knowledge
from engine.places import time_told
from engine.profile import PROVENANCE, Profile, read_profile
from engine.wording import Wording


@dataclass(frozen=True, slots=True)
class Known:
    """One known value, as a reader sees it."""

    name: str
    value: str
    basis: str
    source: str
    as_of: str


class Names(Speaker):
    """Names in one answer's language."""

    def __init__(self, answer: Answer, knowledge: Knowledge) -> None:
        super().__init__(answer.language)
        self.answer, self.knowledge = answer, knowledge
        self.wording = Wording(knowledge)
        self.current = answer.ruleset.hash == knowledge.content_hash

    def family(self, slug: str) -> str:
        found = self.knowledge.families.get(slug)
        return self._(found.name) if found else _plain(slug)

    def levels(self, slugs: Iterable[str]) -> str:
        """Who can act: levels of government and beyond."""
        domain = self.knowledge.vocabulary.catalogue.attributes["level"].domain
        return ", ".join(
            self._(domain.levels[domain.index[slug]].name) if slug in domain.index else _plain(slug)
            for slug in slugs
        )

    def intervention(self, slug: str) -> str:
        found = self.knowledge.interventions.get(slug)
        return self._(found.name) if found else _plain(slug)

    def factor(self, slug: str) -> str:
        found = self.knowledge.vocabulary.factors.get(slug)
        return self._(found.name) if found else _plain(slug)

    def subject(self, slug: str) -> str:
        """What a question is about, as :meth:`Wording.subject`."""
        return self._(self.wording.subject(slug))

    def rule(self, rule: str, otherwise: str) -> str:
        found = self.knowledge.rules.get(rule)
        return self._(found.title) if found else otherwise

    def record(self, report: str, title: str) -> str:
        """A report's bibliographic record."""
        found = self.knowledge.reports.get(report)
        if found is None:
            return f"{title}."
        return citations.record(found, self.language)

    def local(self, caveat: CaveatOut) -> bool:
        """Whether a warning was called up by this profile, and does not hold everywhere."""
        rule = self.knowledge.rules.get(caveat.rule)
        return is_specific(rule.when) if rule else bool(caveat.matched)

    def factors(self) -> Iterator[Known]:
        """Every factor that the profile gives, in words."""
        profile = self._profile()
        for slug, raw in self.answer.profile["factors"].items():
            given = raw if isinstance(raw, dict) else {"value": raw}
            said = _raw(given)
            if profile is not None:
                domain = self.knowledge.vocabulary.factors[slug].domain
                said = self._(self.wording.value(profile.factors[slug].possible, domain))
            basis = given.get("basis")
            yield Known(
                self.factor(slug),
                said,
                self._(worded(BASES, basis)) if basis else "",
                given.get("source") or "",
                self._(time_told(given.get("as_of") or "")),
            )

    def entities(self) -> Iterator[tuple[str, list[str]]]:
        """Every list that the profile gives: its name, and each entry in words."""
        profile = self._profile()
        for name, kind in self.knowledge.vocabulary.lists.items():
            if name not in self.answer.profile:
                continue
            raw = self.answer.profile[name]
            if profile is None:
                yield self._(kind.name), [_raw({"value": entry}) for entry in raw]
                continue
            yield (
                self._(kind.name),
                [
                    "; ".join(
                        f"{self._(kind.attributes[attribute].label)}: "
                        f"{self._(self.wording.value(found, kind.attributes[attribute].domain))}"
                        for attribute, found in entity.values.items()
                    )
                    for entity in profile.lists[kind.kind]
                ],
            )

    def _profile(self) -> Profile | None:
        """The profile, if the knowledge base at hand still reads it."""
        try:
            return read_profile(self.answer.profile, self.knowledge.vocabulary)
        except ProfileError:
            return None


def _plain(slug: str) -> str:
    return slug.replace("_", " ")


def _raw(given: dict[str, Any]) -> str:
    """A value that the knowledge base no longer has words for, as the profile gave it."""
    kept = {name: value for name, value in given.items() if name not in PROVENANCE}
    return str(kept["value"]) if set(kept) == {"value"} else str(kept)
