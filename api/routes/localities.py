"""Localities and the versions of their profiles."""

from http import HTTPStatus
from typing import Annotated

from litestar import Controller, Response, get, post, put
from litestar.params import FromPath, QueryParameter, RawBody

from api.access.principal import Principal, Scope, needs
from api.bodies import read_body, spoken
from api.once import Repeatable
from api.preconditions import (
    UNCHANGED,
    IfMatch,
    IfNoneMatch,
    only_upon,
    tagged,
    unless_known,
    version_tag,
)
from api.problems import ConflictError, RequestError, problems
from api.requests import read_request
from api.service import Asker, HttpRequest, Preferred, Service, Serving, Who
from api.store import localities
from api.store.localities import BusyError, Kept
from api.store.tables import ProfileVersion
from api.store.writing import Store
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
        opt=needs(Scope.write, takes="locality"),
    )
    def create(
        self,
        *,
        request: HttpRequest,
        body: RawBody,
        service: Serving,
        principal: Who,
        language: Preferred,
        asked_by: Asker,
        keyed: Repeatable,
    ) -> Response[LocalityView]:
        """The profile is given, or taken from a documented case."""
        attempt = keyed.attempt(body)
        if earlier := attempt.earlier:
            return earlier
        asked = read_request(service.requests.locality, read_body(request, body))

        def write(store: Store) -> Response[LocalityView]:
            kept = localities.add(store, principal.organisation, service.profile(asked), asked_by)
            location = f"/v1/localities/{kept.locality.id}"
            return tagged(
                spoken(locality_view(kept), language, 201, location), tag_of(kept.version)
            )

        return attempt.keep(write)

    @get(
        sync_to_thread=True,
        summary="List the localities, oldest first",
        responses=problems(400),
        opt=needs(Scope.read),
    )
    def list(
        self,
        *,
        service: Serving,
        principal: Who,
        language: Preferred,
        limit: Limit = 20,
        offset: Offset = 0,
    ) -> Response[LocalitiesView]:
        found, total = localities.page(service.database, principal.organisation, limit, offset)
        return spoken(localities_view(found, total, limit, offset), language)

    @get(
        "/{locality_id:str}",
        sync_to_thread=True,
        summary="Show a locality with its current profile",
        responses={**problems(400, 404), **UNCHANGED},
        opt=needs(Scope.read),
    )
    def show(
        self,
        locality_id: FromPath[str],
        service: Serving,
        principal: Who,
        language: Preferred,
        known: IfNoneMatch = None,
    ) -> Response[LocalityView]:
        kept = kept_locality(service, principal, locality_id)
        return unless_known(spoken(locality_view(kept), language), tag_of(kept.version), known)

    @get(
        "/{locality_id:str}/profile",
        sync_to_thread=True,
        summary="Show the current profile of a locality",
        responses={**problems(400, 404), **UNCHANGED},
        opt=needs(Scope.read),
    )
    def profile(
        self,
        locality_id: FromPath[str],
        service: Serving,
        principal: Who,
        language: Preferred,
        known: IfNoneMatch = None,
    ) -> Response[VersionView]:
        """Its `ETag` is what `If-Match` takes when a new version is put."""
        version = kept_locality(service, principal, locality_id).version
        return unless_known(spoken(version_view(version), language), tag_of(version), known)

    @put(
        "/{locality_id:str}/profile",
        sync_to_thread=True,
        summary="Keep a new version of a locality's profile",
        responses=problems(400, 404, 409, 412, 413, 415, 422),
        opt=needs(Scope.write, takes="profile"),
    )
    def update(
        self,
        *,
        request: HttpRequest,
        locality_id: FromPath[str],
        body: RawBody,
        service: Serving,
        principal: Who,
        language: Preferred,
        asked_by: Asker,
        keyed: Repeatable,
        if_match: IfMatch = None,
    ) -> Response[VersionView]:
        """The whole profile is given; older versions stay as they are.

        With `If-Match` it takes the place of that version only, so that nobody's change is passed
        over unseen.
        """
        attempt = keyed.attempt(body)
        if earlier := attempt.earlier:
            return earlier
        profile = read_body(request, body)
        read_profile(profile, service.knowledge.vocabulary)
        if kept_locality(service, principal, locality_id).locality.case is not None:
            raise RequestError(HTTPStatus.CONFLICT, _DOCUMENTED)
        upon = only_upon(if_match)

        def write(store: Store) -> Response[VersionView]:
            version = localities.add_version(
                store, principal.organisation, locality_id, profile, asked_by, upon=upon
            )
            if version is None:
                raise NotFoundError(_LOCALITY, locality_id, ())
            address = f"/v1/localities/{locality_id}/profile/versions"
            response = spoken(
                version_view(version), language, location=f"{address}/{version.version}"
            )
            before = f"{address}/{version.version - 1}"
            response.headers["Link"] = f'<{before}>; rel="predecessor-version"'
            return tagged(response, tag_of(version))

        try:
            return attempt.keep(write)
        except BusyError:
            raise ConflictError from None

    @get(
        "/{locality_id:str}/profile/versions",
        sync_to_thread=True,
        summary="List the versions of a locality's profile",
        responses=problems(400, 404),
        opt=needs(Scope.read),
    )
    def versions(
        self, locality_id: FromPath[str], service: Serving, principal: Who, language: Preferred
    ) -> Response[VersionsView]:
        found = localities.versions(service.database, principal.organisation, locality_id)
        if not found:
            raise NotFoundError(_LOCALITY, locality_id, ())
        return spoken(versions_view(locality_id, found), language)

    @get(
        "/{locality_id:str}/profile/versions/{version:int}",
        sync_to_thread=True,
        summary="Show one version of a locality's profile",
        responses={**problems(400, 404), **UNCHANGED},
        opt=needs(Scope.read),
    )
    def version(
        self,
        *,
        locality_id: FromPath[str],
        version: FromPath[int],
        service: Serving,
        principal: Who,
        language: Preferred,
        known: IfNoneMatch = None,
    ) -> Response[VersionView]:
        kept_locality(service, principal, locality_id)
        kept = localities.find(service.database, principal.organisation, locality_id, version)
        if kept is None:
            raise NotFoundError(_VERSION, str(version), ())
        return unless_known(
            spoken(version_view(kept.version), language), tag_of(kept.version), known
        )


def tag_of(version: ProfileVersion) -> str:
    return version_tag(version.version)


def kept_locality(service: Service, principal: Principal, locality_id: str) -> Kept:
    """The locality with its current profile.

    Raises:
        NotFoundError: there is none, or it is another organisation's: nobody can tell which.
    """
    kept = localities.find(service.database, principal.organisation, locality_id)
    if kept is None:
        raise NotFoundError(_LOCALITY, locality_id, ())
    return kept
