"""One row of a finished table, picked out: what was advised on it, and what it says."""

from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from typing import Any

from litestar import Response
from litestar.di import NamedDependency, Provide
from litestar.params import FromPath, SkipValidation
from sqlalchemy import Connection

from api.once import Attempt
from api.pages.describe.reading import read
from api.pages.describe.typed import typed
from api.pages.visitor import Visiting, Visitor
from api.problems import RequestError
from api.routes.batches import finished_batch, localities_file, result_file
from api.service import Service, Serving
from api.store import localities
from api.store.repeats import Name
from api.store.tables import Batch
from api.views.batches import QuestionView
from engine.errors import Fault, NotFoundError
from engine.profile import read_profile
from engine.tables import given
from engine.tables.survey import Found, Standing, surveyed
from engine.text import Text
from engine.vocabulary import Vocabulary

_ROW = Text("row of this table", "fila de esta tabla")
_NOT_KEPT = Text(
    "what this row said was not kept; send the table again and keep what its rows say",
    "lo que decía esta fila no se conserva; envíe la tabla de nuevo y conserve lo que dicen sus"
    " filas",
)


@dataclass(frozen=True)
class Row:
    """A row that has advice: all that was advised on it, and the rules that speak there."""

    batch: Batch
    advice: Path
    found: Found
    options: tuple[Standing, ...]
    fired: tuple[str, ...]
    undecided: tuple[str, ...]
    knows_rules: bool

    def said(self, vocabulary: Vocabulary) -> Mapping[str, Any] | None:
        """What the row says; None where that is not kept.

        Raises:
            ProfileError: the rules in use cannot read it.
        """
        profile = given.profile_at(vocabulary, self.advice, self.found.row)
        if profile is not None:
            read_profile(profile, vocabulary)
        return profile

    def profile(self, vocabulary: Vocabulary) -> Mapping[str, Any]:
        """What the row says, under its id where it has no name.

        Raises:
            RequestError: that is not kept.
            ProfileError: the rules in use cannot read it.
        """
        profile = self.said(vocabulary)
        if profile is None:
            raise RequestError(HTTPStatus.CONFLICT, Fault("row", _NOT_KEPT))
        return {"name": self.found.id, **profile}


def picked(
    batch_id: FromPath[str], number: FromPath[int], service: Serving, visitor: Visiting
) -> Row:
    """The row that an address names.

    Raises:
        NotFoundError: there is no such table, or no advice on such a row.
        RequestError: the table has no results, or not yet.
    """
    batch = finished_batch(service, visitor.principal, batch_id)
    advice, spoken = result_file(service, batch, "advice"), localities_file(service, batch)
    with surveyed(advice, spoken, ranked_for=asked_for(batch)) as survey:
        found = survey.at(number)
        if found is None:
            raise NotFoundError(_ROW, str(number), ())
        return Row(batch, advice, *found, *survey.rules_at(number), survey.has_rules)


Picked = NamedDependency[SkipValidation[Row]]
PICKED = {"row": Provide(picked, sync_to_thread=True)}


def asked_for(batch: Batch) -> str | None:
    """The one intervention that was asked about, if any."""
    return QuestionView.model_validate_json(batch.question).intervention


def kept_as_locality(service: Service, visitor: Visitor, row: Row) -> str:
    """Keep what a row says as a locality of one's own; its id, the same when asked again that day.

    Raises:
        RequestError: what the row says is not kept.
        ProfileError: the rules in use cannot read it.
    """
    vocabulary = service.knowledge.vocabulary
    profile = read(typed(row.profile(vocabulary), vocabulary), vocabulary).profile
    read_profile(profile, vocabulary)
    ours = Name(f"{visitor.organisation}/rows", f"{row.batch.id}/{row.found.row}")

    def write(store: Connection) -> Response[bytes]:
        kept = localities.add(store, visitor.organisation, profile, visitor.signature)
        return Response(kept.locality.id.encode(), status_code=HTTPStatus.CREATED)

    return Attempt(service.database, ours, "").keep(write).content.decode()
