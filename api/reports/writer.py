"""Puts the parts of one answer into words and marked numbers; every section writes with it."""

from collections.abc import Iterable, Sequence
from datetime import date

from api import numbers
from api.marks import MARKS
from api.phrases import Phrases
from api.reports import texts as t
from api.reports.document import (
    Badge,
    Item,
    Marker,
    Number,
    Paragraph,
    Quantity,
    Rich,
    Style,
    Words,
)
from api.reports.names import Names
from api.speech import Speaker
from api.words import GRADES, worded
from engine.answer import Answer, FromRule, Matched, RankedOut, StabilityOut
from engine.knowledge.model import Knowledge
from engine.ranking import Verdict
from engine.text import Text


class Writer(Speaker):
    """Writes about one answer, in its language."""

    def __init__(self, answer: Answer, knowledge: Knowledge, made: date) -> None:
        super().__init__(answer.language)
        self.answer, self.knowledge, self.made = answer, knowledge, made
        self.names = Names(answer, knowledge)
        self.phrases = Phrases(answer, knowledge)
        self.options = {option.intervention: option for option in answer.ranking}
        ordered = sorted(answer.claims, key=lambda name: (answer.claims[name].report, name))
        self.places = {name: place for place, name in enumerate(ordered, start=1)}

    def words(self, text: Text, *parts: object, style: Style = "plain") -> Words:
        return Words(self._(text, *parts), style)

    def line(self, text: Text, *parts: object) -> Paragraph:
        return Paragraph((self.words(text, *parts),))

    def marker(self, claims: Iterable[str]) -> Rich:
        """Where the claims behind a sentence stand; nothing where there are none."""
        known = sorted(
            {name for name in claims if name in self.places}, key=self.places.__getitem__
        )
        if not known:
            return ()
        return (Words(" "), Marker(tuple(self.places[name] for name in known), tuple(known)))

    def badge(self, option: RankedOut) -> Badge:
        return self.verdict(option.verdict, option.verdict_name)

    def verdict(self, verdict: Verdict, name: str) -> Badge:
        return Badge(verdict, MARKS[verdict], name)

    def named(self, slug: str) -> str:
        """What the answer calls an option."""
        option = self.options.get(slug)
        return option.name if option else self.names.intervention(slug)

    # numbers of the answer, each with what it is and of what

    def whole(self, value: int, quantity: Quantity, subject: str) -> Number:
        return Number(str(value), value, quantity, subject)

    def decimal(self, value: float, quantity: Quantity, subject: str) -> Number:
        return Number(numbers.decimal(value, self.language), value, quantity, subject)

    def signed(self, value: float, quantity: Quantity, subject: str) -> Number:
        return Number(numbers.signed(value, self.language), value, quantity, subject)

    def percent(self, value: float, quantity: Quantity, subject: str) -> Number:
        return Number(numbers.percent(value, self.language), value, quantity, subject)

    def rank(self, option: RankedOut) -> Number:
        return self.whole(option.rank, "rank", option.intervention)

    def score(self, option: RankedOut) -> Number:
        return self.decimal(option.score, "score", option.intervention)

    def interval(self, stood: StabilityOut, slug: str) -> Rich:
        """``3–8``, or one rank where it never moves."""
        low, high = stood.rank_interval
        first = self.whole(low, "low", slug)
        last = self.whole(high, "high", slug)
        return (first, Words("–"), last)

    def stands(self, option: RankedOut) -> Rich:
        """How far an option's rank and verdict stand, as a sentence."""
        stood, slug = option.robustness, option.intervention
        if stood is None:
            return ()
        return self.filled(
            t.STANDS,
            first=(self.percent(stood.p_rank_1, "p_rank_1", slug),),
            top=(self.percent(stood.p_top_3, "p_top_3", slug),),
            advised=(self.percent(stood.p_recommended, "p_recommended", slug),),
            ranks=self.interval(stood, slug),
        )

    def filled(self, text: Text, **parts: Rich) -> Rich:
        """A sentence with spans in its braces, so that its numbers stay marked."""
        spans: list[Words | Number | Marker | Badge] = []
        rest = text.in_(self.language)
        while "{" in rest:
            before, _, rest = rest.partition("{")
            name, _, rest = rest.partition("}")
            spans += [Words(before)] if before else []
            spans += parts[name]
        return (*spans, Words(rest)) if rest else tuple(spans)

    def softly(self, spans: Rich) -> Rich:
        """The same where it must not come before what stands beside it."""
        return tuple(
            Words(span.text, "soft") if isinstance(span, Words) else span for span in spans
        )

    # statements

    def here(self, found: Sequence[Matched]) -> str:
        """The facts that a statement rests on, in one line."""
        return "; ".join(f"{one.name}: {one.value_name}" for one in found if one.value_name)

    def statement(self, said: Rich, item: FromRule, *, brief: bool = False) -> Item:
        """What is said, why with its claims; and under it the facts here and the rule."""
        because = () if brief else (Words(f" {item.because}"),)
        spans = (*said, *because, *self.marker(item.claims))
        return Item(spans, self.rests_on(item))

    def rests_on(self, item: FromRule) -> tuple[Rich, ...]:
        facts = self.here(item.matched)
        named: Rich = (self.words(t.BY_RULE, style="soft"), Words(item.rule, "code"))
        if not facts:
            return (named,)
        return ((self.words(t.HERE, facts, style="soft"), Words(" · ", "soft"), *named),)

    def certainty(self, option: RankedOut) -> Rich:
        """The grade, what lowered it, and the claim that carries it."""
        found = option.certainty
        if found is None:
            return (self.words(t.NO_CERTAINTY),)
        lowered = "".join(f"; {reason}" for reason in found.lowered_for)
        said = f"{self._(worded(GRADES, found.grade))}: {found.meaning}{lowered}"
        return (Words(said), *self.marker((found.claim,)))

    def strong(self, text: str) -> Words:
        return Words(text, "strong")
