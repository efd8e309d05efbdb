"""One table, however it stands: its name, how far it is, and what of it is put into words."""

import json
from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar

from api.pages.advice.subject import with_query
from api.pages.page import Page
from api.pages.tables.pieces import Verdict
from api.pages.tables.words import TablesWords, TableWords
from api.store import batches
from api.store.tables import Batch
from api.views.batches import QuestionView, SummaryView
from engine.knowledge.model import Knowledge
from engine.tables.recipe import Recipe
from engine.text import Language
from engine.wording import VERDICTS as VERDICT_NAMES


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
        if self.question.recipe:
            title = self.recipe.title.in_(self.language) if self.recipe else self.question.recipe
            parts.append(self.words.by_recipe.format(name=title))
        return " · ".join(parts)

    def to(self, *parts: str) -> str:
        return self.frame.to("tables", self.batch.id, *parts)

    def asking(self, **wish: str) -> str:
        """The address at which some of its localities are shown."""
        return with_query(self.to(), wish.items()) + "#localities"

    @cached_property
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

    @cached_property
    def summary(self) -> SummaryView:
        return SummaryView(**json.loads(self.batch.summary or "{}"))

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
