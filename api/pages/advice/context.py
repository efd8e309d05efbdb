"""What the pages of one locality's advice show."""

from collections.abc import Container, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar

from api import citations
from api.pages.advice.options import Option
from api.pages.advice.pictures import PHASES, STANDING, Picture, phases_of, standing_of
from api.pages.advice.statements import Statement
from api.pages.advice.subject import Subject, with_query
from api.pages.advice.surroundings import Surroundings, language_name
from api.pages.advice.words import AdviceWords, PassageWords, QuestionNavWords
from api.pages.page import Page, Spoken
from api.store.tables import Decision, ProfileVersion
from engine.answer import Answer, CaveatOut, ClaimOut
from engine.ranking import Verdict

LEADING = 3  # advised options that are read whole at once
ASKED = 6
_ADVISED: tuple[Verdict, ...] = ("strong_for", "conditional_for")
_AGAINST: Verdict = "strong_against"


@dataclass(frozen=True)
class Group:
    """Options with one verdict, in the order of the ranking."""

    anchor: str
    name: str
    count: str
    options: tuple[Option, ...]


@dataclass(frozen=True)
class Ask:
    """A further question that one can ask of the advice."""

    name: str
    address: str
    current: bool


@dataclass(frozen=True)
class SubjectPage(Page):
    """What every page about one locality is told."""

    subject: Subject

    @property
    def asks(self) -> tuple[Ask, ...]:
        """The further questions, and the way back to the advice."""
        words, subject = QuestionNavWords(self.frame.language), self.subject
        named = {
            "": words.advice,
            "contrast": words.contrast,
            "why-not": words.why_not,
            "changes": words.changes,
            "what-if": words.what_if,
            "weights": words.weights,
            "stakeholders": words.stakeholders,
        }
        here = self.frame.path.rpartition("/")[2]
        return tuple(
            Ask(name, subject.today(*filter(None, [part])), part == here)
            for part, name in named.items()
        )

    @property
    def asks_name(self) -> str:
        return QuestionNavWords(self.frame.language).question


@dataclass(frozen=True)
class AdvicePage(SubjectPage):
    """The advice, top to bottom."""

    template: ClassVar[str] = "advice.html"
    words = Spoken(AdviceWords)

    answer: Answer
    kept: tuple[Decision, ...] = ()
    recorded: tuple[ProfileVersion, ...] = ()

    @property
    def versions(self) -> tuple["Version", ...]:
        """Every version of the description where there are several, the latest first."""
        if len(self.recorded) < 2:
            return ()
        return tuple(self._version(one) for one in reversed(self.recorded))

    def _version(self, one: ProfileVersion) -> "Version":
        words, subject = self.words, self.subject
        is_current = one.version == subject.current
        is_read = one.version == subject.kept.version.version
        told = (
            words.version_by.format(name=one.recorded_by) if one.recorded_by else "",
            words.version_current if is_current else "",
            words.version_read if is_read else "",
        )
        date = self.frame.customs.moment(one.recorded_at)
        place = self.frame.to("localities", subject.id)
        versus = [("a", f"{subject.id}@{one.version}"), ("b", subject.id)]
        return Version(
            words.version_of.format(version=one.version, date=date),
            ", ".join(part for part in told if part),
            place if is_current else with_query(place, [("version", one.version)]),
            "" if is_current else with_query(self.frame.to("compare"), versus),
        )

    @property
    def kept_before(self) -> tuple[tuple[str, str], ...]:
        """The latest stored answers on this locality: when, and where they are read."""
        customs = self.frame.customs
        return tuple(
            (customs.moment(one.decided_at), self.frame.to("decisions", one.id))
            for one in self.kept
        )

    @property
    def title(self) -> str:
        return self.words.title.format(name=self.subject.name)

    @property
    def known(self) -> str:
        known = len(self.answer.profile["factors"])
        return self.words.known(known).format(all=len(self.subject.knowledge.vocabulary.factors))

    @property
    def notes(self) -> tuple["Note", ...]:
        """What one must know of this page before reading it."""
        return tuple(self._notes())

    def _notes(self) -> Iterator["Note"]:
        words, subject = self.words, self.subject
        if subject.decision is not None:
            customs = self.frame.customs
            yield Note(
                words.kept_on.format(
                    date=customs.moment(subject.decision.decided_at), id=subject.decision.id
                ),
                words.to_today,
                subject.today(),
            )
            if self.answer.ruleset.hash != subject.knowledge.content_hash:
                yield Note(words.kept_older, "", "")
            if self.answer.language != self.frame.language:
                language = language_name(words, self.answer.language)
                yield Note(words.kept_language.format(language=language), "", "")
        elif subject.kept.version.version != subject.current:
            yield Note(
                words.older_version.format(version=subject.kept.version.version),
                words.to_current,
                self.frame.to("localities", subject.id),
            )
        if subject.weights is not None:
            yield Note(words.reweighed, words.to_default, self.frame.to("localities", subject.id))

    @property
    def files(self) -> tuple[tuple[str, str], ...]:
        """The stored answer as files to take along, by name; an answer of today has none."""
        if self.subject.decision is None:
            return ()
        names = {"pdf": "PDF", "md": "Markdown", "html": "HTML"}
        return tuple((name, self.subject.to(f"report.{form}")) for form, name in names.items())

    @cached_property
    def options(self) -> tuple[Option, ...]:
        return tuple(Option(self.subject, self.answer, item) for item in self.answer.ranking)

    @property
    def says(self) -> str:
        return self.answer.robustness.says if self.answer.robustness else ""

    @cached_property
    def cautions(self) -> tuple[Statement, ...]:
        """Cautions about the advice as a whole."""
        return self._cautions(general=True)

    @cached_property
    def more_cautions(self) -> tuple[Statement, ...]:
        """Cautions about what is known here; those about an option stand with it."""
        return self._cautions(general=False)

    def _cautions(self, *, general: bool) -> tuple[Statement, ...]:
        options = {item.intervention for item in self.answer.ranking}
        found: dict[str, list[str]] = {}
        kept: dict[str, CaveatOut] = {}
        for one in self.answer.caveats:
            if one.about not in options and (one.about is None) == general:
                kept.setdefault(one.text, one)
                found.setdefault(one.text, []).append(one.about_name or "")
        telling = self.options[0].telling
        return tuple(
            telling.caveat(kept[text], ", ".join(filter(None, names)))
            for text, names in found.items()
        )

    @property
    def notices(self) -> tuple[str, ...]:
        return tuple(one.what for one in self.answer.notices if one.where != "informants")

    @property
    def informants(self) -> str:
        return self.answer.informants.says if self.answer.informants else ""

    @property
    def shifts(self) -> tuple[str, ...]:
        """How options stand without the values of captured informants."""
        found = self.answer.informants
        return tuple(
            self.words.without_doubt.format(
                name=one.name,
                rank=one.rank,
                without=one.rank_without,
                verdict=one.verdict_without_name,
            )
            for one in (found.changes if found else ())
        )

    @property
    def diagnoses(self) -> tuple[Statement, ...]:
        telling = self.options[0].telling
        return tuple(telling.diagnosis(one) for one in self.answer.diagnoses)

    @property
    def leading(self) -> tuple[Option, ...]:
        return self._advised[:LEADING]

    @property
    def counted(self) -> str:
        """How many options are advised, and where they stand; empty where all are read at once."""
        advised = self._advised
        rest = len(advised) - len(self.leading)
        if not rest:
            return ""
        return self.words.counted_advised.format(
            all=len(self.options),
            advised=len(advised),
            leading=len(self.leading),
            rest=rest,
            variants=sum(not option.item.core for option in advised),
        )

    @property
    def harmful(self) -> tuple[Option, ...]:
        return self._with(_AGAINST)

    @property
    def _advised(self) -> tuple[Option, ...]:
        return self._with(*_ADVISED)

    def _with(self, *verdicts: Verdict) -> tuple[Option, ...]:
        return tuple(option for option in self.options if option.item.verdict in verdicts)

    @property
    def groups(self) -> tuple[Group, ...]:
        """The options that are neither among the first nor contraindicated, by verdict."""
        words = self.words
        found = (
            ("also", words.rest_advised, self._advised[LEADING:]),
            ("held-back", words.rest_held_back, self._with("held_back")),
            ("open", words.rest_insufficient, self._with("insufficient_information")),
            ("against", words.rest_against, self._with("conditional_against")),
        )
        return tuple(
            Group(anchor, name, words.counted_options(len(options)), options)
            for anchor, name, options in found
            if options
        )

    @cached_property
    def around(self) -> Surroundings:
        return Surroundings(self.subject, self.answer)

    @property
    def phased(self) -> Picture | None:
        """The package in time."""
        return phases_of(self.answer, self.subject.to("plots", PHASES))

    @cached_property
    def standing(self) -> Picture | None:
        """How far the ranks stand."""
        return standing_of(self.answer, self.subject.to("plots", STANDING))

    @property
    def asked_first(self) -> int:
        return ASKED

    @property
    def more_needed(self) -> str:
        rest = len(self.answer.needed) - ASKED
        return self.words.more_needed(rest) if rest > 0 else ""

    @property
    def contents(self) -> tuple[tuple[str, str], ...]:
        """The parts of the page, by anchor."""
        words, around = self.words, self.around
        return tuple(
            (anchor, name)
            for anchor, name, is_there in (
                ("care", words.care, True),
                ("advised", words.advised, True),
                ("harmful", words.do_not, bool(self.harmful)),
                ("rest", words.rest, bool(self.groups)),
                ("standing", self.standing.title if self.standing else "", bool(self.standing)),
                ("together", words.together, around.package is not None),
                ("needed", words.needed, bool(self.answer.needed)),
                ("kind", words.diagnoses, bool(self.answer.diagnoses)),
                ("precedents", words.precedents, self.answer.precedents is not None),
                ("tensions", words.tensions, bool(self.answer.tensions)),
            )
            if is_there
        )

    @property
    def colophon(self) -> str:
        version, ruleset = self.subject.kept.version, self.answer.ruleset
        return self.words.colophon.format(
            date=self.frame.customs.date(version.recorded_at),
            version=version.version,
            ruleset=ruleset.version,
            hash=ruleset.hash[:12],
            id=self.answer.decision_id,
        )


@dataclass(frozen=True)
class Version:
    """A version of the description: when, whose, where its advice is, and where it is compared."""

    name: str
    told: str
    address: str
    comparing: str


@dataclass(frozen=True)
class Note:
    """A sentence before the page, and where it leads."""

    text: str
    link: str
    address: str


@dataclass(frozen=True)
class OptionPage(SubjectPage):
    """One option, whole."""

    template: ClassVar[str] = "advice_option_page.html"
    words = Spoken(AdviceWords)

    option: Option

    @property
    def answer(self) -> Answer:
        return self.option.answer

    @property
    def title(self) -> str:
        return self.words.option_title.format(name=self.option.item.name, place=self.subject.name)


@dataclass(frozen=True)
class OptionPart(OptionPage):
    """One option, for the place in the list where it is opened."""

    template: ClassVar[str] = "advice_option_part.html"


@dataclass(frozen=True)
class Passage:
    """A passage of a report, in our words."""

    id: str
    report: str
    where: str
    text: str
    address: str


@dataclass(frozen=True)
class PassagesPage(Page):
    """The passages behind a statement, and those that bound it."""

    template: ClassVar[str] = "passages.html"
    words = Spoken(PassageWords)

    claims: tuple[tuple[str, ClaimOut], ...]
    limits: tuple[tuple[str, ClaimOut], ...]
    language: str
    known: Container[str]  # claims that have a page of their own

    @property
    def title(self) -> str:
        return self.words.passages_title

    @property
    def support(self) -> tuple[Passage, ...]:
        return tuple(self._passage(name, claim) for name, claim in self.claims)

    @property
    def bounds(self) -> tuple[Passage, ...]:
        return tuple(self._passage(name, claim) for name, claim in self.limits)

    def _passage(self, name: str, claim: ClaimOut) -> Passage:
        words = self.words
        page = citations.pages(claim.page, self.frame.language) if claim.page else ""
        where = ", ".join(filter(None, (words.section.format(section=claim.section), page)))
        address = self.frame.to("knowledge", "claims", name) if name in self.known else ""
        return Passage(name, claim.report_title, where, claim.text, address)


@dataclass(frozen=True)
class PassagesPart(PassagesPage):
    template: ClassVar[str] = "passages_part.html"
