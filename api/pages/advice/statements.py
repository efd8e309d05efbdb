"""What a rule says of a locality: a plain sentence first, then why, and the passages behind it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from api.pages.advice.subject import Subject
from api.pages.advice.words import StatementWords
from engine.answer import (
    CaveatOut,
    ContraindicationOut,
    DiagnosisOut,
    FromRule,
    Matched,
    PreconditionOut,
    ReasonOut,
    SafeguardOut,
    StepOut,
)
from engine.knowledge.model import Knowledge
from engine.text import Language
from engine.wording import CRITERIA, STRENGTHS


@dataclass(frozen=True)
class Statement:
    """``tag`` is what kind it is, in a few words; ``state`` tells an open condition from a met."""

    sentence: str
    because: str
    tag: str
    here: str
    limits: str
    asks: tuple[str, ...]
    passages: str
    passages_label: str
    rule: str
    state: Literal["", "met", "unmet", "unknown"] = ""


@dataclass(frozen=True)
class Telling:
    """Puts rules' statements into words, for one subject."""

    subject: Subject
    language: Language

    @property
    def words(self) -> StatementWords:
        return StatementWords(self.subject.frame.language)

    @property
    def knowledge(self) -> Knowledge:
        return self.subject.knowledge

    def reason(self, found: ReasonOut) -> Statement:
        words, signed = self.words, self.subject.frame.customs.score(abs(found.share))
        share = (words.raises if found.share > 0 else words.lowers).format(share=signed)
        strength = STRENGTHS.get(found.strength)
        parts = (
            CRITERIA[found.criterion].in_(self.language),
            strength.in_(self.language) if strength else found.strength,
            share,
        )
        return self._of(found, found.title, " · ".join(parts))

    def contraindication(self, found: ContraindicationOut) -> Statement:
        tag = self.words.possible if found.certainty == "possible" else ""
        return self._of(found, found.title, tag, self.asked(found.asks))

    def precondition(self, found: PreconditionOut) -> Statement:
        words = self.words
        state = {"met": words.met, "unmet": words.unmet, "unknown": words.open}[found.status]
        sentence = found.text
        measure = self.option(found.measure) if found.measure else found.text
        if measure.casefold() != found.text.casefold():
            sentence = words.by_measure.format(text=found.text, measure=measure)
        tag = f"{state}, {words.possible}" if found.applies == "possible" else state
        return self._of(found, sentence, tag, self.asked(found.asks), found.status)

    def safeguard(self, found: SafeguardOut) -> Statement:
        return self._of(found, found.text, "")

    def step(self, found: StepOut) -> Statement:
        return self._of(found, self.words.before.format(first=_lower(found.first)), "")

    def caveat(self, found: CaveatOut, tag: str = "") -> Statement:
        return self._of(found, found.text, tag)

    def diagnosis(self, found: DiagnosisOut) -> Statement:
        return self._of(found, found.name, "")

    def said(self, found: FromRule, sentence: str) -> Statement:
        """What else a rule says, such as a reason that does not hold."""
        return self._of(found, sentence, "")

    def option(self, slug: str) -> str:
        """An intervention's name; one that the rules no longer know stands for itself."""
        known = self.knowledge.interventions.get(slug)
        return known.name.in_(self.language) if known else slug

    def asked(self, items: Iterable[str]) -> tuple[str, ...]:
        """Questions by what they ask about: factors, lists, attributes of entries."""
        return tuple(dict.fromkeys(self._question(item) for item in items))

    def _question(self, item: str) -> str:
        vocabulary = self.knowledge.vocabulary
        if item in vocabulary.factors:
            return vocabulary.factors[item].question.in_(self.language)
        if item in vocabulary.lists:
            return vocabulary.lists[item].question.in_(self.language)
        kind, _, name = item.partition(".")
        attribute = kind in vocabulary.entities and vocabulary.entities[kind].attributes.get(name)
        return attribute.question.in_(self.language) if attribute else item

    def _of(
        self,
        found: FromRule,
        sentence: str,
        tag: str,
        asks: tuple[str, ...] = (),
        state: Literal["", "met", "unmet", "unknown"] = "",
    ) -> Statement:
        count = len(found.claims) + len(found.limited_by)
        return Statement(
            sentence=_capital(sentence),
            because=found.because,
            tag=tag,
            here="; ".join(dict.fromkeys(self._matched(found.matched))),
            limits=found.limits,
            asks=asks,
            passages=self.subject.passages(found.claims, found.limited_by) if count else "",
            passages_label=self.words.passages(count) if count else "",
            rule=self._rule(found.rule),
            state=state,
        )

    def _rule(self, name: str) -> str:
        """Where the rule is shown; nowhere, if the rules no longer know it."""
        known = name in self.knowledge.rules
        return self.subject.frame.to("knowledge", "rules", name) if known else ""

    def _matched(self, matched: Iterable[Matched]) -> Iterator[str]:
        """What of the description made the rule speak."""
        words = self.words
        bases = {"observed": words.observed, "proxy": words.proxy, "expert": words.expert}
        for one in matched:
            parts = (bases.get(one.basis or "", ""), words.doubted if one.doubted else "")
            told = ", ".join(part for part in parts if part)
            value = f"{one.name}: {one.value_name}" if one.value_name else one.name
            yield f"{value} ({told})" if told else value


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]
