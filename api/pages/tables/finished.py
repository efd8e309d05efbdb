"""A finished table looked at: what is true of it as a whole, and what of it is asked for."""

from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar, Final

from api.batches.job import ADVICE
from api.pages.paging import Paging
from api.pages.recent import Recent
from api.pages.tables.drawing import Drawing, step_of
from api.pages.tables.legend import Legend
from api.pages.tables.overview import Counted, Overview
from api.pages.tables.picked import asked_for
from api.pages.tables.results import Aside, Results, read_aside
from api.pages.tables.selection import PAGE_SIZE, Selection, Shown
from api.pages.tables.table import TablePage
from api.pages.tables.wish import Asked
from api.routes.batches import localities_file, rejects_file
from api.service import Service
from engine.tables import given
from engine.tables.survey import Survey, Wish, surveyed

# Results never change; the whole of a long one is looked at once, not for every page of it.
_LOOKED: Final[Recent[tuple[Counted, Aside]]] = Recent(64)


@dataclass(frozen=True)
class FinishedPage(TablePage):
    """What came of a table: at first sight, and one locality after the other."""

    template: ClassVar[str] = "table_finished.html"

    counted: Counted
    shown: Shown
    aside: Aside
    has_map_file: bool
    has_rules_file: bool
    keeps_rows: bool

    @property
    def one_option(self) -> str:
        """The one intervention that was asked about, said in a sentence; empty without one."""
        option = self.question.intervention
        return self.words.one_option.format(name=self.intervention(option)) if option else ""

    @cached_property
    def overview(self) -> Overview:
        return Overview(self, self.counted)

    @cached_property
    def selection(self) -> Selection:
        return Selection(self, self.counted, self.shown)

    @cached_property
    def legend(self) -> Legend:
        return Legend(self, self.shown)

    @cached_property
    def results(self) -> Results:
        files = (self.has_map_file, self.has_rules_file, self.keeps_rows)
        return Results(self, self.aside, *files)


def looked_at(table: TablePage, service: Service, asked: Asked) -> FinishedPage:
    """The page of a table whose results are there."""
    batch = table.batch
    advice, localities = service.runner.folder(batch.id) / ADVICE, localities_file(service, batch)
    with surveyed(advice, localities, ranked_for=asked_for(batch)) as survey:
        counted, aside = _LOOKED.get(
            batch.id, lambda: (_counted(survey), read_aside(rejects_file(service, batch)))
        )
        shown = _shown(survey, counted, asked)
    return FinishedPage(
        table.frame,
        table.knowledge,
        batch,
        table.recipe,
        counted,
        shown,
        aside,
        has_map_file=advice.with_suffix(".geojson").is_file(),
        has_rules_file=localities.is_file(),
        keeps_rows=given.is_kept(advice),
    )


def _counted(survey: Survey) -> Counted:
    return Counted(
        tuple(survey.firsts()),
        survey.speaking(),
        survey.extent() if survey.has_points else None,
        survey.has_points,
    )


def _shown(survey: Survey, counted: Counted, asked: Asked) -> Shown:
    wish = asked.wish if survey.has_rules else _without_rule(asked.wish)
    extent, drawing = counted.extent, None
    if extent is not None:
        drawing = Drawing(extent, tuple(survey.points(wish, step_of(extent))))
    paging = Paging(asked.page, PAGE_SIZE, survey.count(wish))
    return Shown(
        asked,
        tuple(survey.found(wish, asked.sort, PAGE_SIZE, paging.offset)),
        paging,
        survey.verdicts(wish),
        drawing,
        sum(point.count for point in drawing.points) if drawing else 0,
    )


def _without_rule(wish: Wish) -> Wish:
    """Of a table that was not asked which rules speak, nobody can say where one does."""
    return Wish(wish.first, wish.option, wish.verdict, "", wish.text)
