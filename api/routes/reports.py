"""Reports: a stored decision as a file to print, read or send."""

from http import HTTPStatus
from typing import Annotated

from litestar import Controller, Response, get
from litestar.params import FromPath, QueryParameter

from api.access.principal import Principal, Scope, needs
from api.decided_report import decided_report, language_wanted
from api.problems import RequestError, problems
from api.reports.forms import FORMS, MEDIA_TYPES, ReportForm, file_name, rendered
from api.routes.decisions import decided_on, kept_decision
from api.service import Service, Serving, Who
from api.store import rulesets
from engine.errors import Fault, nearest
from engine.text import LANGUAGES, Language, Text

POLICY = "default-src 'none'; style-src 'unsafe-inline'"  # a report runs nothing, fetches nothing
Form = Annotated[
    str | None,
    QueryParameter(description="By default a PDF.", schema_extra={"enum": list(FORMS)}),
]
Tongue = Annotated[
    str | None,
    QueryParameter(
        name="language",
        description="By default the language of the decision. In the other one its question is"
        " asked again, if it still has the stored answer; the report says so.",
        schema_extra={"enum": list(LANGUAGES)},
    ),
]
_NO_FORM = Text("a report cannot be had in that form", "no hay informe en esa forma")


class ReportsController(Controller):
    path = "/v1/decisions"
    tags = ("decisions",)

    @get(
        "/{decision_id:str}/report",
        sync_to_thread=True,
        summary="Fetch a stored decision as a report to print, read or send",
        media_type=MEDIA_TYPES["pdf"],
        responses=problems(400, 404, 409, 422, 503),
        opt=needs(Scope.read, cost=5, gives=(MEDIA_TYPES["html"], MEDIA_TYPES["md"])),
    )
    def report(
        self,
        decision_id: FromPath[str],
        service: Serving,
        principal: Who,
        format: Form = None,  # noqa: A002 - the name of a query parameter
        tongue: Tongue = None,
    ) -> Response[bytes]:
        """Every number and claim is that of the stored answer; warnings come first."""
        return report_of(
            service, principal, decision_id, form_wanted(format), language_wanted(tongue)
        )


def report_of(
    service: Service,
    principal: Principal,
    decision_id: str,
    form: ReportForm,
    language: Language | None,
) -> Response[bytes]:
    """The report as a file, with the policy of a file that runs nothing.

    Raises:
        NotFoundError: there is no such decision.
        RequestError: the other language is asked for, and the question has another answer today.
    """
    decision = kept_decision(service, principal, decision_id)
    profile = decided_on(service, principal, decision)
    rules = rulesets.of(service.database, decision, service.knowledge)
    document = service.evaluate(
        decided_report, service.knowledge, rules, decision, profile, language
    )
    return Response(
        rendered(document, form),
        media_type=MEDIA_TYPES[form],
        headers={
            "Content-Language": document.language,
            "Content-Disposition": f'inline; filename="{file_name(document, form)}"',
            "Content-Security-Policy": POLICY,
        },
    )


def form_wanted(named: str | None) -> ReportForm:
    """The form that a query names, or the usual one.

    Raises:
        RequestError: there is no such form.
    """
    for form in FORMS:
        if named in (form, None):
            return form
    fault = Fault("format", _NO_FORM, FORMS, nearest(str(named), FORMS))
    raise RequestError(HTTPStatus.UNPROCESSABLE_ENTITY, fault)
