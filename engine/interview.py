"""An interview: one question after another, the most decisive first, and what is left open.

Each answer makes a new interview, so that taking one back is going back to the one before. What
the person asked does not know stays unknown, and is not asked again.
"""

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Self

from engine.advice import judge
from engine.composition import Judgement
from engine.knowledge.model import Knowledge
from engine.questions import SETTLED_DIGITS, Pressing
from engine.robustness import COMPLETIONS, TOP, Decisive, Robustness, Standing
from engine.text import Text
from engine.vocabulary import Domain, EntityKind, Vocabulary

FACTORS = "factors"
# Where each of the first three stays there in so many completions, an analyst may well stop asking:
# further answers turn over less than one top in three or so (ours).
FIRM = 0.9


@dataclass(frozen=True)
class Inquiry:
    """One question as it is put to a person.

    ``where`` is the place in a profile that the answer fills: ``factors.extortion``, ``groups``
    (the list itself), ``groups.0.hierarchy`` (of the first of them, called ``whose``). ``kind`` is
    that of a list's entries, or of the entity asked about.
    """

    where: str
    question: Text
    domain: Domain
    rules: tuple[str, ...]
    worth: Decisive | None
    kind: EntityKind | None = None
    whose: str | None = None

    @property
    def is_list(self) -> bool:
        return self.kind is not None and self.where == self.kind.list_name

    @property
    def subject(self) -> str:
        """What is asked about, without the place where it is written."""
        return self.where.removeprefix(f"{FACTORS}.")


@dataclass(frozen=True)
class Interview:
    """A profile so far, what is judged of it, what was asked in vain, and what was answered.

    Questions are named by the places in the profile that they fill. What was answered in part is
    not asked again: the person said all that they know.
    """

    profile: Mapping[str, Any]
    judgement: Judgement
    not_known: tuple[str, ...] = ()
    told: tuple[str, ...] = ()

    @classmethod
    def begin(
        cls, knowledge: Knowledge, profile: Mapping[str, Any], not_known: Iterable[str] = ()
    ) -> Self:
        """An interview that goes on from a profile.

        Raises:
            ProfileError: the profile is refused.
        """
        return cls(profile, _judged(knowledge, profile), tuple(not_known))

    @cached_property
    def next(self) -> Inquiry | None:
        """The most decisive question not asked yet; none where nothing asked would settle more."""
        return next(self._open(), None)

    def _open(self) -> Iterator[Inquiry]:
        """What can still be asked, the most decisive first.

        A factor on which none of the first three hangs is passed over. How much hangs on entities
        is not known, for nobody can draw them: they are asked about last.
        """
        asked = {*self.not_known, *self.told}
        for item in self.judgement.needed:
            if item.settles is None or round(item.settles, SETTLED_DIGITS) > 0:
                yield from (one for one in self._put(item) if one.where not in asked)

    def _put(self, item: Pressing) -> Iterator[Inquiry]:
        """A question as it is put: about a factor, a list, or each entity of which it is open."""
        vocabulary, question = self.judgement.knowledge.vocabulary, item.question
        if question.is_factor:
            domain = vocabulary.factors[question.subject].domain
            where, worth = f"{FACTORS}.{question.subject}", self._worth.get(question.subject)
            yield Inquiry(where, question.question, domain, item.rules, worth)
            return
        name, _, attribute = question.subject.partition(".")
        if not attribute:
            kind = vocabulary.lists[name]
            domain = kind.attributes[identifier(kind)].domain
            yield Inquiry(name, question.question, domain, item.rules, None, kind)
            return
        kind = vocabulary.entities[name]
        domain = kind.attributes[attribute].domain
        for place, entity in enumerate(self.judgement.profile.lists.get(name, ())):
            if attribute not in entity.values:
                where = f"{kind.list_name}.{place}.{attribute}"
                whose = str(self.profile[kind.list_name][place].get(identifier(kind), place + 1))
                yield Inquiry(where, question.question, domain, item.rules, None, kind, whose)

    @cached_property
    def _worth(self) -> Mapping[str, Decisive]:
        return {item.factor: item for item in self.robustness.decisive}

    def answered(self, inquiry: Inquiry, given: Any) -> Self:
        """The interview once a question is answered, in a form that a profile may give.

        Raises:
            ProfileError: the answer is refused.
        """
        profile = filled(self.profile, inquiry.where, given)
        return replace(self, profile=profile, judgement=_judged(self.judgement.knowledge, profile))

    def unanswered(self, inquiry: Inquiry) -> Self:
        """The interview once a question was asked in vain: nothing is judged anew."""
        return replace(self, not_known=(*self.not_known, inquiry.where))

    @property
    def robustness(self) -> Robustness:
        found = self.judgement.robustness
        assert found is not None
        return found

    @property
    def first(self) -> tuple[str, ...]:
        """The options that come first on what is known."""
        return tuple(item.standing.intervention for item in self.judgement.ranking[:TOP])

    def standing(self, option: str) -> Standing:
        return self.robustness.options[option]

    @property
    def open_bits(self) -> float:
        """How uncertain it is which options are among the first three, in bits."""
        return sum(_entropy(item.top) for item in self.robustness.options.values())

    @property
    def is_firm(self) -> bool:
        """Whether all of the first three stay among them in nearly all completions."""
        return all(self.standing(option).top >= FIRM for option in self.first)


def _judged(knowledge: Knowledge, profile: Mapping[str, Any]) -> Judgement:
    return judge(knowledge, profile, completions=COMPLETIONS)


def identifier(kind: EntityKind) -> str:
    """The attribute by which an entry of a list is told: the one that is required, or its name."""
    required = (name for name, attribute in kind.attributes.items() if attribute.required)
    return next(required, "name")


def filled(profile: Mapping[str, Any], where: str, given: Any) -> dict[str, Any]:
    """A profile with one place filled."""
    name, _, rest = where.partition(".")
    if not rest:
        return {**profile, name: given}
    if name == FACTORS:
        return {**profile, FACTORS: {**(profile.get(FACTORS) or {}), rest: given}}
    place, _, attribute = rest.partition(".")
    entities = list(profile[name])
    entities[int(place)] = {**entities[int(place)], attribute: given}
    return {**profile, name: entities}


def places(profile: Mapping[str, Any], vocabulary: Vocabulary) -> Iterator[str]:
    """Every place in a profile that an interview may ask to fill."""
    yield from (f"{FACTORS}.{slug}" for slug in vocabulary.factors)
    for name, kind in vocabulary.lists.items():
        yield name
        for place in range(len(profile.get(name) or ())):
            yield from (f"{name}.{place}.{attribute}" for attribute in kind.attributes)


def _entropy(share: float) -> float:
    """The entropy of a yes-or-no question, in bits."""
    return -sum(part * math.log2(part) for part in (share, 1 - share) if part > 0)
