"""What the pages about tables of localities show."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar

from api.pages.advice.subject import with_query
from api.pages.describe.items import Fields
from api.pages.describe.telling import Teller
from api.pages.map import OUTLINES
from api.pages.page import Page
from api.pages.tables.drawing import Drawing
from api.pages.tables.upload import Upload
from api.pages.tables.wish import Asked
from api.pages.tables.words import RowWords, TablesWords, TableWords
from api.settings import MEGABYTE
from api.store import batches
from api.store.tables import Batch
from api.views.batches import QuestionView, RejectView, SummaryView
from api.words import KINDS, worded
from engine.knowledge.model import Knowledge
from engine.ranking import VERDICTS
from engine.rule import Kind, Rule
from engine.tables.recipe import Recipe
from engine.tables.sources import FORMATS
from engine.tables.survey import SORTS, Extent, First, Found, Speaking, Standing
from engine.text import Language
from engine.wording import VERDICTS as VERDICT_NAMES

PAGE_SIZE = 50
BATCHES = 25  # on one page
REJECTS = 20  # rows set aside that are told on the page
_FEW = 10  # of a long list that is shown at once
_CARE: tuple[Kind, ...] = ("contraindication", "caveat")


@dataclass(frozen=True)
class Choice:
    """One entry of a menu."""

    key: str
    name: str
    chosen: bool = False


@dataclass(frozen=True)
class Link:
    name: str
    address: str


@dataclass(frozen=True)
class Verdict:
    """A verdict as :func:`pieces.verdict` draws it."""

    slug: str
    name: str


@dataclass(frozen=True)
class Line:
    """A batch in the list of them."""

    name: str
    address: str
    sent: str
    state: str
    rows: str
    set_aside: str


def name_of(batch: Batch, words: TablesWords) -> str:
    """What who sent a table called it."""
    return json.loads(batch.tables).get("called") or words.unnamed


def state_of(batch: Batch, words: TablesWords) -> str:
    return {
        batches.QUEUED: words.queued,
        batches.RUNNING: words.running,
        batches.FINISHED: words.finished,
        batches.FAILED: words.failed,
        batches.CANCELLED: words.cancelled,
    }[batch.status]


@dataclass(frozen=True)
class UploadForm(Page):
    """The form for a table; by itself it is what htmx puts in the place of a refused one."""

    template: ClassVar[str] = "tables_faults.html"

    knowledge: Knowledge
    recipes: Mapping[str, Recipe]
    limit: int
    upload: Upload

    @property
    def words(self) -> TablesWords:
        return TablesWords(self.frame.language)

    @property
    def limit_megabytes(self) -> int:
        return self.limit // MEGABYTE

    @property
    def accepted(self) -> str:
        return ",".join(FORMATS)

    @property
    def menu(self) -> tuple[Choice, ...]:
        language = self.frame.language
        return tuple(
            Choice(recipe.id, recipe.title.in_(language), recipe.id == self.upload.recipe)
            for recipe in self.recipes.values()
        )

    @property
    def lists(self) -> tuple[Choice, ...]:
        """The lists that tables may be sent of beside the first."""
        kinds = self.knowledge.vocabulary.lists.items()
        return tuple(Choice(name, kind.question.in_(self.frame.language)) for name, kind in kinds)

    @property
    def factors(self) -> str:
        return with_query(self.frame.to("knowledge"), [("sort", "factors")])


@dataclass(frozen=True)
class TablesPage(UploadForm):
    """The form, and one page of the tables that were sent before."""

    template: ClassVar[str] = "tables.html"

    sent: tuple[Batch, ...]
    total: int
    number: int

    @property
    def title(self) -> str:
        return self.words.title

    @property
    def lines(self) -> tuple[Line, ...]:
        return tuple(self._line(batch) for batch in self.sent)

    def _line(self, batch: Batch) -> Line:
        customs, words = self.frame.customs, self.words
        return Line(
            name_of(batch, words),
            self.frame.to("tables", batch.id),
            customs.moment(batch.created_at),
            state_of(batch, words),
            customs.number(batch.rows_total),
            customs.number(batch.rows_rejected) if batch.status == batches.FINISHED else "",
        )

    @property
    def newer(self) -> str | None:
        return f"?page={self.number - 1}#sent" if self.number > 1 else None

    @property
    def older(self) -> str | None:
        return f"?page={self.number + 1}#sent" if self.number * BATCHES < self.total else None


@dataclass(frozen=True)
class TablePage(Page):
    """One table, however it stands: while it is worked out, or why nothing came of it."""

    template: ClassVar[str] = "table.html"

    knowledge: Knowledge
    batch: Batch
    recipe: Recipe | None

    @property
    def words(self) -> TableWords:
        return TableWords(self.frame.language)

    @property
    def language(self) -> Language:
        return self.frame.language

    @property
    def title(self) -> str:
        return name_of(self.batch, self.words)

    @property
    def above(self) -> str:
        return self.frame.to("tables")

    @property
    def about(self) -> str:
        """When it was sent, how it stands, and by which recipe it was read."""
        parts = [self.frame.customs.moment(self.batch.created_at), state_of(self.batch, self.words)]
        if self.recipe is not None:
            name = self.recipe.title.in_(self.language)
            parts.append(self.words.by_recipe.format(name=name))
        return " · ".join(parts)

    def to(self, *parts: str) -> str:
        return self.frame.to("tables", self.batch.id, *parts)

    @property
    def question(self) -> QuestionView:
        return QuestionView(**json.loads(self.batch.question))

    @property
    def status(self) -> str:
        return self.batch.status

    @property
    def is_open(self) -> bool:
        return self.batch.status in batches.OPEN

    @property
    def waits(self) -> bool:
        return self.batch.status == batches.QUEUED

    @property
    def progress(self) -> str:
        """How far it is, in words."""
        customs, batch = self.frame.customs, self.batch
        done = self.words.done.format(
            done=customs.number(batch.rows_done), total=customs.number(batch.rows_total)
        )
        if not batch.rate:
            return done
        return f"{done} · {self.words.rate.format(rate=customs.number(batch.rate, 0))}"

    @property
    def faults(self) -> tuple[str, ...]:
        return tuple(fault.what.in_(self.language) for fault in batches.faults_of(self.batch))

    def intervention(self, slug: str) -> str:
        """Its name; one that the rules no longer know stands for itself."""
        known = self.knowledge.interventions.get(slug)
        return known.name.in_(self.language) if known else slug

    def verdict(self, slug: str) -> Verdict:
        return Verdict(slug, VERDICT_NAMES[slug].in_(self.language))

    def number(self, value: int) -> str:
        return self.frame.customs.number(value, 0)


@dataclass(frozen=True)
class ProgressPart(TablePage):
    """How far a table is, to be put in the place of how far it was."""

    template: ClassVar[str] = "table_progress.html"


@dataclass(frozen=True)
class Overview:
    """What is true of a finished table however it is looked at."""

    firsts: tuple[First, ...]
    speaking: Mapping[str, Speaking]
    extent: Extent | None
    has_points: bool


@dataclass(frozen=True)
class Shown:
    """What of a finished table is asked for."""

    asked: Asked
    found: tuple[Found, ...]
    total: int
    verdicts: Mapping[str, int]
    drawing: Drawing | None
    placed: int


@dataclass(frozen=True)
class FirstRow:
    """An intervention that comes first somewhere, and with which verdicts."""

    name: str
    address: str
    count: str
    share: str
    verdicts: tuple[tuple[Verdict, str], ...]


@dataclass(frozen=True)
class CareRow:
    """A warning or a contraindication, and where it holds."""

    name: str
    address: str
    kind: str
    fires: str
    undecided: str
    those: str


@dataclass(frozen=True)
class PlaceRow:
    """A locality in the table of them."""

    name: str
    address: str
    id: str
    country: str
    known: str
    option: str
    verdict: Verdict
    note: str
    asked: Verdict | None = None
    asked_note: str = ""


@dataclass(frozen=True)
class FinishedPage(TablePage):
    """What came of a table: at first sight, and one locality after the other."""

    template: ClassVar[str] = "table_finished.html"

    overview: Overview
    shown: Shown
    rejects: tuple[RejectView, ...]
    rejected: int
    has_map_file: bool
    has_rules_file: bool
    keeps_rows: bool

    @cached_property
    def summary(self) -> SummaryView:
        return SummaryView(**json.loads(self.batch.summary or "{}"))

    @property
    def says(self) -> tuple[str, ...]:
        """What became of the rows, in sentences."""
        words, summary = self.words, self.summary
        told = [(words.advised, summary.advised)]
        told += [(words.rejected, self.rejected)] if self.rejected else []
        told += [(words.left_out, summary.left_out)] if summary.left_out else []
        return tuple(say(number).format(n=self.number(number)) for say, number in told)

    @property
    def one_option(self) -> str:
        """The one intervention that was asked about, said in a sentence; empty without one."""
        option = self.question.intervention
        return self.words.one_option.format(name=self.intervention(option)) if option else ""

    # What comes first

    @property
    def firsts(self) -> tuple[FirstRow, ...]:
        return tuple(self._firsts())

    def _firsts(self) -> Iterator[FirstRow]:
        by_slug: dict[str, list[First]] = {}
        for first in self.overview.firsts:
            by_slug.setdefault(first.intervention, []).append(first)
        for slug, found in by_slug.items():
            count = sum(first.count for first in found)
            yield FirstRow(
                self.intervention(slug),
                self.asking(first=slug),
                self.number(count),
                self.frame.customs.share(count / max(self.summary.advised, 1)),
                tuple((self.verdict(one.verdict), self.number(one.count)) for one in found),
            )

    @property
    def unsettled(self) -> str:
        """In how many localities too little is known to say what comes first."""
        counts = self.overview.firsts
        number = sum(one.count for one in counts if one.verdict == "insufficient_information")
        if not number:
            return ""
        total = self.number(self.summary.advised)
        return self.words.unsettled.format(n=self.number(number), total=total)

    # What to beware of, and what is missing

    @cached_property
    def care(self) -> tuple[tuple[CareRow, ...], tuple[CareRow, ...]]:
        """Contraindications that hold and warnings that tell localities apart; and the others."""
        everywhere, apart, others = self.summary.advised, [], []
        for kind in _CARE:
            found = self._careful(kind)
            harmful = kind == "contraindication"
            telling = [
                one for one in found if one[0].fires and (harmful or one[0].fires != everywhere)
            ]
            first = telling[:_FEW]
            apart += first
            others += [one for one in found if one not in first]
        return tuple(self._care(*one) for one in apart), tuple(self._care(*one) for one in others)

    def _careful(self, kind: Kind) -> list[tuple[Speaking, Rule]]:
        """The rules of a kind that speak somewhere, those that hold most often first."""
        speaking = self.overview.speaking
        found = [
            (speaking[rule.id], rule)
            for rule in self.knowledge.active
            if rule.kind == kind and rule.id in speaking
        ]
        return sorted(found, key=lambda one: (-one[0].fires, -one[0].undecided, one[1].id))

    def _care(self, count: Speaking, rule: Rule) -> CareRow:
        return CareRow(
            rule.title.in_(self.language),
            self.frame.to("knowledge", "rules", rule.id),
            worded(KINDS, rule.kind).in_(self.language),
            self.number(count.fires),
            self.number(count.undecided),
            self.asking(rule=rule.id) if count.fires else "",
        )

    @property
    def missing(self) -> tuple[tuple[Link, str], ...]:
        """The factors that are unknown most often, of those on which rules wait."""
        factors = self.knowledge.vocabulary.factors
        blocking = list(self.summary.blocking.items())[:_FEW]
        return tuple(
            (
                Link(
                    factors[slug].name.in_(self.language),
                    self.frame.to("knowledge", "factors", slug),
                ),
                self.number(count),
            )
            for slug, count in blocking
            if slug in factors
        )

    @property
    def verdict_names(self) -> tuple[Verdict, ...]:
        return tuple(self.verdict(slug) for slug in VERDICTS)

    @property
    def every(self) -> tuple[tuple[Link, tuple[str, ...]], ...]:
        """Each intervention with its counts by verdict, those most recommended first."""
        found = self.summary.verdicts.items()
        rows = [(tuple(counts.get(v, 0) for v in VERDICTS), slug) for slug, counts in found]
        return tuple(
            (
                Link(self.intervention(slug), self.asking(option=slug)),
                tuple(self.number(count) if count else "" for count in counts),
            )
            for counts, slug in sorted(rows, key=lambda row: ([-n for n in row[0]], row[1]))
        )

    # Some of the localities

    def asking(self, **wish: str) -> str:
        """The address at which other localities are shown."""
        return with_query(self.frame.path, wish.items()) + "#localities"

    @property
    def asked(self) -> Asked:
        return self.shown.asked

    @property
    def is_narrowed(self) -> bool:
        return bool(self.asked.on(1).query)

    @property
    def menu_first(self) -> tuple[Choice, ...]:
        slugs = dict.fromkeys(one.intervention for one in self.overview.firsts)
        return self._named(slugs, self.asked.wish.first)

    @property
    def menu_option(self) -> tuple[Choice, ...]:
        return self._named(self.summary.verdicts, self.asked.wish.option)

    def _named(self, slugs: Iterable[str], chosen: str) -> tuple[Choice, ...]:
        names = sorted((self.intervention(slug).casefold(), slug) for slug in slugs)
        return tuple(Choice(slug, self.intervention(slug), slug == chosen) for _, slug in names)

    @property
    def menu_verdict(self) -> tuple[Choice, ...]:
        chosen = self.asked.wish.verdict
        return tuple(
            Choice(slug, VERDICT_NAMES[slug].in_(self.language), slug == chosen)
            for slug in VERDICTS
        )

    @property
    def menu_rule(self) -> tuple[Choice, ...]:
        speaking, rules = self.overview.speaking, self.knowledge.rules
        found = [
            rule
            for rule in map(rules.get, speaking)
            if rule and rule.kind in _CARE and speaking[rule.id].fires
        ]
        named = sorted((rule.title.in_(self.language), rule.id) for rule in found)
        return tuple(Choice(slug, name, slug == self.asked.wish.rule) for name, slug in named)

    @property
    def menu_sort(self) -> tuple[Choice, ...]:
        words = self.words
        names = {
            "table": words.order_table,
            "name": words.order_name,
            "known": words.order_known,
            "verdict": words.order_verdict,
        }
        return tuple(Choice(sort, names[sort], sort == self.asked.sort) for sort in SORTS)

    @property
    def counted(self) -> str:
        total = self.shown.total
        return self.words.found(total).format(n=self.number(total))

    @property
    def part(self) -> str:
        """Which part of what was found this is, where there is more than one."""
        total, first = self.shown.total, (self.asked.page - 1) * PAGE_SIZE
        if total <= PAGE_SIZE or first >= total:
            return ""
        ends = first + 1, min(first + PAGE_SIZE, total), total
        first_said, last_said, all_said = (self.number(end) for end in ends)
        return self.words.shown.format(first=first_said, last=last_said, all=all_said)

    @property
    def around(self) -> tuple[Link, ...]:
        page, words = self.asked.page, self.words
        found = []
        if page > 1:
            found.append(Link(words.before.format(n=PAGE_SIZE), self._on(page - 1)))
        if page * PAGE_SIZE < self.shown.total:
            rest = min(self.shown.total - page * PAGE_SIZE, PAGE_SIZE)
            found.append(Link(words.after.format(n=rest), self._on(page + 1)))
        return tuple(found)

    def _on(self, page: int) -> str:
        return f"{self.frame.path}?{self.asked.on(page).query}#localities"

    @property
    def rows(self) -> tuple[PlaceRow, ...]:
        return tuple(self._row(found) for found in self.shown.found)

    def _row(self, found: Found) -> PlaceRow:
        first, asked = found.first, found.asked
        return PlaceRow(
            found.name or found.id,
            self.to("rows", str(found.row)),
            found.id if found.name else "",
            self.frame.customs.country(found.country) if found.country else "",
            self.number(found.known),
            self.intervention(first.intervention),
            self.verdict(first.verdict),
            self._note(first) if self.one_option else "",
            None if asked is None else self.verdict(asked.verdict),
            self.words.not_ranked if asked is None else self._note(asked),
        )

    def _note(self, standing: Standing) -> str:
        return self.words.rank.format(rank=self.number(standing.rank))

    # The map

    @property
    def drawing(self) -> Drawing | None:
        return self.shown.drawing

    @property
    def outlines(self) -> str:
        return self.frame.asset(OUTLINES)

    @property
    def map_of(self) -> str:
        option = self.asked.wish.option or self.question.intervention
        if option:
            return self.words.map_of_option.format(name=self.intervention(option))
        return self.words.map_of_first

    @property
    def map_label(self) -> str:
        counts = (self.words.count_of.format(verdict=v.name, n=n) for v, n in self.legend)
        return self.words.map.format(what=f"{self.map_of}. {'; '.join(counts)}")

    @property
    def legend(self) -> tuple[tuple[Verdict, str], ...]:
        """How many of the localities shown have which verdict."""
        counts = self.shown.verdicts.items()
        return tuple((self.verdict(slug), self.number(count)) for slug, count in counts)

    @property
    def pointless(self) -> str:
        number = self.shown.total - self.shown.placed
        return self.words.pointless(number).format(n=self.number(number)) if number else ""

    # What was set aside, and what can be taken along

    @property
    def rejects_more(self) -> str:
        if self.rejected <= REJECTS:
            return ""
        return self.words.rejects_more.format(n=REJECTS)

    @property
    def files(self) -> tuple[tuple[str, tuple[Link, ...]], ...]:
        """Each thing that can be taken along, in its forms."""
        words, forms = self.words, (("CSV", "csv"), ("Parquet", "parquet"))
        found = [(words.take_advice, self._forms("advice", forms))]
        if self.has_map_file:
            found.append((words.take_map, self._forms("advice", (("GeoJSON", "geojson"),))))
        if self.has_rules_file:
            found.append((words.take_rules, self._forms("localities", forms)))
        if self.rejected:
            found.append((words.take_rejects, self._forms("rejects", forms[:1])))
        return tuple(found)

    def _forms(self, name: str, forms: Iterable[tuple[str, str]]) -> tuple[Link, ...]:
        return tuple(Link(form, self.to(f"{name}.{suffix}")) for form, suffix in forms)


@dataclass(frozen=True)
class Told:
    """What a row says of one thing, where that comes from, and what the recipe warns of."""

    name: str
    value: str
    whence: str
    limits: str


@dataclass(frozen=True)
class RowPage(TablePage):
    """One row: what was advised on it, in short, and how to go on from it."""

    template: ClassVar[str] = "table_row.html"

    found: Found
    options: tuple[Standing, ...]
    fired: tuple[str, ...]
    undecided: tuple[str, ...]
    fields: Fields | None
    knows_rules: bool

    @property
    def words(self) -> RowWords:
        return RowWords(self.frame.language)

    @property
    def title(self) -> str:
        return self.found.name or self.found.id

    @property
    def table(self) -> Link:
        return Link(name_of(self.batch, self.words), self.to())

    @property
    def whence(self) -> str:
        found, customs = self.found, self.frame.customs
        parts = [
            self.words.row_of.format(row=self.number(found.row)) if self.recipe is None else "",
            found.id if found.name else "",
            customs.country(found.country) if found.country else "",
        ]
        return " · ".join(part for part in parts if part)

    def score(self, standing: Standing) -> str:
        return self.frame.customs.score(standing.score)

    @property
    def best(self) -> tuple[Standing, ...]:
        return self.options[:_FEW]

    @property
    def others(self) -> tuple[Standing, ...]:
        return self.options[_FEW:]

    @property
    def against(self) -> tuple[Standing, ...]:
        return tuple(one for one in self.options if one.verdict.endswith("_against"))

    @property
    def harm(self) -> tuple[Link, ...]:
        """The contraindications that hold here."""
        return self._careful("contraindication", self.fired)

    @property
    def harm_open(self) -> tuple[Link, ...]:
        """Those of which it is not known whether they hold."""
        return self._careful("contraindication", self.undecided)

    @property
    def caveats(self) -> tuple[Link, ...]:
        return self._careful("caveat", self.fired)

    def _careful(self, kind: Kind, names: Iterable[str]) -> tuple[Link, ...]:
        rules = map(self.knowledge.rules.get, names)
        return tuple(
            Link(rule.title.in_(self.language), self.frame.to("knowledge", "rules", rule.id))
            for rule in rules
            if rule is not None and rule.kind == kind
        )

    @property
    def told(self) -> tuple[Told, ...]:
        """What the row says of factors and lists."""
        if self.fields is None:
            return ()
        fields, teller = self.fields, Teller(self.knowledge.vocabulary, self.language)
        vocabulary = self.knowledge.vocabulary
        items = [*(f"factors.{slug}" for slug in vocabulary.factors), *vocabulary.lists]
        known = [item for item in items if teller.item(fields, item) != teller.words.unknown]
        return tuple(
            Told(
                teller.label(item),
                teller.item(fields, item),
                teller.provenance(fields, item),
                self._limits(item.removeprefix("factors."), fields),
            )
            for item in known
        )

    def _limits(self, slug: str, fields: Fields) -> str:
        """What the recipe says against reading too much into a value."""
        if self.recipe is None:
            return ""
        source = "".join(fields.get(f"factors.{slug}:source", ()))
        ways = self.recipe.of(slug)
        return next((way.limits.in_(self.language) for way in ways if way.source == source), "")

    @property
    def left(self) -> tuple[tuple[str, str], ...]:
        """What the recipe leaves unknown on purpose, and why."""
        factors = self.knowledge.vocabulary.factors
        return tuple(
            (", ".join(factors[slug].name.in_(self.language) for slug in item.factors), because)
            for item in (self.recipe.left if self.recipe else ())
            for because in [item.because.in_(self.language)]
        )


def recipe_of(batch: Batch, recipes: Mapping[str, Recipe]) -> Recipe | None:
    """The recipe by which a table was read, if the rules still have it."""
    question: Any = json.loads(batch.question)
    return recipes.get(question.get("recipe") or "")
