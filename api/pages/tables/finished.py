"""A finished table looked at: what is true of it as a whole, and what of it is asked for."""

import json
from typing import Final

from api.batches.job import ADVICE
from api.pages.recent import Recent
from api.pages.tables.context import PAGE_SIZE, REJECTS, FinishedPage, Overview, Shown, TablePage
from api.pages.tables.drawing import Drawing, step_of
from api.pages.tables.wish import Asked
from api.routes.batches import localities_file, rejects_file
from api.service import Service
from api.store.tables import Batch
from api.views.batches import rejects_view
from engine.tables import given, results
from engine.tables.survey import Survey, Wish, surveyed

# Results never change; the whole of a long one is looked at once, not for every page of it.
_OVERVIEWS: Final[Recent[Overview]] = Recent(64)


def looked_at(table: TablePage, service: Service, asked: Asked) -> FinishedPage:
    """The page of a table whose results are there."""
    batch = table.batch
    advice, localities = service.runner.folder(batch.id) / ADVICE, localities_file(service, batch)
    with surveyed(advice, localities, ranked_for=ranked_for(batch)) as survey:
        overview = _OVERVIEWS.get(batch.id, lambda: _overview(survey))
        shown = _shown(survey, overview, asked)
    rejects, rejected = results.reject_page(rejects_file(service, batch), REJECTS, 0)
    told = rejects_view(rejects, rejected, REJECTS, 0, table.language)
    return FinishedPage(
        table.frame,
        table.knowledge,
        batch,
        table.recipe,
        overview,
        shown,
        tuple(told.items),
        rejected,
        has_map_file=advice.with_suffix(".geojson").is_file(),
        has_rules_file=localities.is_file(),
        keeps_rows=given.is_kept(advice),
    )


def ranked_for(batch: Batch) -> str | None:
    """The one intervention that was asked about, if any."""
    option: str | None = json.loads(batch.question)["intervention"]
    return option


def _overview(survey: Survey) -> Overview:
    return Overview(
        tuple(survey.firsts()),
        survey.speaking(),
        survey.extent() if survey.has_points else None,
        survey.has_points,
    )


def _shown(survey: Survey, overview: Overview, asked: Asked) -> Shown:
    wish = asked.wish if survey.has_rules else _without_rule(asked.wish)
    extent, drawing = overview.extent, None
    if extent is not None:
        drawing = Drawing(extent, tuple(survey.points(wish, step_of(extent))))
    return Shown(
        asked,
        tuple(survey.found(wish, asked.sort, PAGE_SIZE, (asked.page - 1) * PAGE_SIZE)),
        survey.count(wish),
        survey.verdicts(wish),
        drawing,
        sum(point.count for point in drawing.points) if drawing else 0,
    )


def _without_rule(wish: Wish) -> Wish:
    """Of a table that was not asked which rules speak, nobody can say where one does."""
    return Wish(wish.first, wish.option, wish.verdict, "", wish.text)
