"""Localities and the versions of their profiles."""

from http import HTTPStatus
from typing import Annotated

from litestar import Controller, Response, get, post, put
from litestar.params import FromPath, QueryParameter, RawBody

from api.bodies import read_body, spoken
from api.problems import ConflictError, RequestError, problems
from api.requests import read_request
from api.service import Asker, HttpRequest, Preferred, Service, Serving
from api.store import localities
from api.store.localities import BusyError, Kept
from api.views.localities import (
    LocalitiesView,
    LocalityView,
    VersionsView,
    VersionView,
    localities_view,
    locality_view,
    version_view,
    versions_view,
)
from engine.errors import Fault, NotFoundError
from engine.profile import read_profile
from engine.text import Text

Limit = Annotated[int, QueryParameter(ge=1, le=100, description="How many, at most.")]
Offset = Annotated[int, QueryParameter(ge=0, le=10**9, description="How many to pass over.")]

_LOCALITY = Text("locality", "localidad")
_VERSION = Text("version of the profile", "versión del perfil")


_DOCUMENTED = Fault(
    "locality_id",
    Text(
        "a documented locality stays as the reports describe it; keep a locality of your own with"
        " this profile instead",
        "una localidad documentada queda como la describen los informes; guarde en su lugar una"
        " localidad propia con este perfil",
    ),
)


class LocalitiesController(Controller):
    path = "/v1/localities"
    tags = ("localities",)

    @post(
        sync_to_thread=True,
        summary="Keep a locality with its first profile",
        responses=problems(400, 413, 415, 422),
        opt={"takes": "locality"},
    )
    def create(
        self,
        request: HttpRequest,
        body: RawBody,
        service: Serving,
        language: Preferred,
        asked_by: Asker,
    ) -> Response[LocalityView]:
        """The profile is given, or taken from a documented case."""
        asked = read_request(service.requests.locality, read_body(request, body))
        kept = localities.add(service.database, service.profile(asked), asked_by)
        location = f"/v1/localities/{kept.locality.id}"
        return spoken(locality_view(kept), language, 201, location)

    @get(
        sync_to_thread=True,
        summary="List the localities, oldest first",
        responses=problems(400),
    )
    def list(
        self, service: Serving, language: Preferred, limit: Limit = 20, offset: Offset = 0
    ) -> Response[LocalitiesView]:
        found, total = localities.page(service.database, limit, offset)
        return spoken(localities_view(found, total, limit, offset), language)

    @get(
        "/{locality_id:str}",
        sync_to_thread=True,
        summary="Show a locality with its current profile",
        responses=problems(400, 404),
    )
    def show(
        self, locality_id: FromPath[str], service: Serving, language: Preferred
    ) -> Response[LocalityView]:
        return spoken(locality_view(kept_locality(service, locality_id)), language)

    @get(
        "/{locality_id:str}/profile",
        sync_to_thread=True,
        summary="Show the current profile of a locality",
        responses=problems(400, 404),
    )
    def profile(
        self, locality_id: FromPath[str], service: Serving, language: Preferred
    ) -> Response[VersionView]:
        return spoken(version_view(kept_locality(service, locality_id).version), language)

    @put(
        "/{locality_id:str}/profile",
        sync_to_thread=True,
        summary="Keep a new version of a locality's profile",
        responses=problems(400, 404, 409, 413, 415, 422),
        opt={"takes": "profile"},
    )
    def update(
        self,
        *,
        request: HttpRequest,
        locality_id: FromPath[str],
        body: RawBody,
        service: Serving,
        language: Preferred,
        asked_by: Asker,
    ) -> Response[VersionView]:
        """The whole profile is given; older versions stay as they are."""
        profile = read_body(request, body)
        read_profile(profile, service.knowledge.vocabulary)
        if kept_locality(service, locality_id).locality.case is not None:
            raise RequestError(HTTPStatus.CONFLICT, _DOCUMENTED)
        try:
            version = localities.add_version(service.database, locality_id, profile, asked_by)
        except BusyError:
            raise ConflictError from None
        if version is None:
            raise NotFoundError(_LOCALITY, locality_id, ())
        location = f"/v1/localities/{locality_id}/profile/versions/{version.version}"
        return spoken(version_view(version), language, location=location)

    @get(
        "/{locality_id:str}/profile/versions",
        sync_to_thread=True,
        summary="List the versions of a locality's profile",
        responses=problems(400, 404),
    )
    def versions(
        self, locality_id: FromPath[str], service: Serving, language: Preferred
    ) -> Response[VersionsView]:
        found = localities.versions(service.database, locality_id)
        if not found:
            raise NotFoundError(_LOCALITY, locality_id, ())
        return spoken(versions_view(locality_id, found), language)

    @get(
        "/{locality_id:str}/profile/versions/{version:int}",
        sync_to_thread=True,
        summary="Show one version of a locality's profile",
        responses=problems(400, 404),
    )
    def version(
        self,
        locality_id: FromPath[str],
        version: FromPath[int],
        service: Serving,
        language: Preferred,
    ) -> Response[VersionView]:
        kept_locality(service, locality_id)
        kept = localities.find(service.database, locality_id, version)
        if kept is None:
            raise NotFoundError(_VERSION, str(version), ())
        return spoken(version_view(kept.version), language)


def kept_locality(service: Service, locality_id: str) -> Kept:
    """The locality with its current profile.

    Raises:
        NotFoundError: there is none.
    """
    kept = localities.find(service.database, locality_id)
    if kept is None:
        raise NotFoundError(_LOCALITY, locality_id, ())
    return kept
