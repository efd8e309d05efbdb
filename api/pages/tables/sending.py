"""The form for a table, and the list of those that were sent before."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from api.pages.advice.subject import with_query
from api.pages.page import Page
from api.pages.paging import Paging
from api.pages.tables.pieces import Choice
from api.pages.tables.table import name_of, state_of
from api.pages.tables.upload import Field, FieldFault, Upload
from api.pages.tables.words import TablesWords
from api.settings import MEGABYTE
from api.store import batches
from api.store.tables import Batch
from engine.knowledge.model import Knowledge
from engine.tables.recipe import Recipe
from engine.tables.sources import FORMATS

BATCHES = 25  # on one page


@dataclass(frozen=True)
class FieldFaults:
    """All that is wrong with one field of the form."""

    field: Field
    label: str
    faults: tuple[FieldFault, ...]


@dataclass(frozen=True)
class Line:
    """A batch in the list of them."""

    name: str
    address: str
    sent: str
    state: str
    rows: str
    set_aside: str


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
    def faults(self) -> tuple[FieldFaults, ...]:
        """What is wrong, field by field; what no field of the form can mend has no anchor."""
        words, upload = self.words, self.upload
        fields: tuple[tuple[Field, str], ...] = (
            ("profiles", words.file),
            ("beside", words.beside),
            ("recipe", words.recipe),
            ("format", words.as_map),
            ("other", words.other),
        )
        return tuple(
            FieldFaults(field, label, upload.at(field))
            for field, label in fields
            if upload.at(field)
        )

    @property
    def factors(self) -> str:
        return with_query(self.frame.to("knowledge"), [("sort", "factors")])


@dataclass(frozen=True)
class TablesPage(UploadForm):
    """The form, and one page of the tables that were sent before."""

    template: ClassVar[str] = "tables.html"

    sent: tuple[Batch, ...]
    paging: Paging

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
        return self._on(self.paging.before)

    @property
    def older(self) -> str | None:
        return self._on(self.paging.after)

    @staticmethod
    def _on(page: int | None) -> str | None:
        return None if page is None else f"?page={page}#sent"
