"""What went wrong, told on a page: the same problem that a program gets, calmly."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, ClassVar

from litestar import Request, Response
from litestar.types import ExceptionHandlersMap

from api.language import language_in
from api.pages.frame import frame_of
from api.pages.missing import MissingPage
from api.pages.page import Page, PageResponse, Spoken
from api.pages.sign_in.context import SignInPage
from api.pages.words import Words, said
from api.problems import Problem

Handler = Callable[[Request[Any, Any, Any], Any], Response[Problem]]
_KEPT = ("WWW-Authenticate", "Retry-After")  # what a browser, too, may want to know
_LONGEST = 160  # what is longer than this is no help on a page


class ErrorWords(Words):
    failed = said(
        "The fault is ours and was recorded, without what you had written. What you saved is"
        " kept. Try again in a moment.",
        "La falla es nuestra y quedó registrada, sin lo que usted había escrito. Lo guardado se"
        " conserva. Intente de nuevo en un momento.",
    )
    unavailable = said(
        "What you saved is kept. Try again in a minute; if it lasts, tell whoever runs this"
        " server.",
        "Lo guardado se conserva. Intente de nuevo en un minuto; si persiste, avise a quien"
        " administra este servidor.",
    )
    mend = said(
        "Nothing was changed. Mend what is listed here and try again.",
        "No se cambió nada. Corrija lo que se indica aquí e intente de nuevo.",
    )
    faults = said("What is wrong", "Qué está mal")
    allowed = said("Allowed: {values}", "Se admite: {values}")
    nearest = said("Did you mean “{value}”?", "¿Quiso decir «{value}»?")
    back = said("To the start", "Ir al inicio")
    status = said("Error {status}", "Error {status}")


@dataclass(frozen=True)
class FaultLine:
    """One thing that is wrong, and what would be right."""

    what: str
    field: str
    remedy: str | None


@dataclass(frozen=True)
class ErrorPage(Page):
    template: ClassVar[str] = "error.html"
    words = Spoken(ErrorWords)

    problem: Problem

    @property
    def title(self) -> str:
        return self.problem.title

    @property
    def advice(self) -> str:
        """What the reader can do about it."""
        words = self.words
        match self.problem.status:
            case 500:
                return words.failed
            case 503:
                return words.unavailable
        return words.mend if self.faults else self.problem.detail

    @property
    def faults(self) -> tuple[FaultLine, ...]:
        if self.problem.status in (500, 503):
            return ()
        return tuple(
            FaultLine(fault.what, fault.field, self._remedy(fault.nearest, fault.allowed))
            for fault in self.problem.faults
        )

    def _remedy(self, nearest: str | None, allowed: list[str]) -> str | None:
        if nearest:
            return self.words.nearest.format(value=nearest)
        listed = ", ".join(allowed)
        return self.words.allowed.format(values=listed) if 0 < len(listed) <= _LONGEST else None


def on_pages(handlers: ExceptionHandlersMap) -> ExceptionHandlersMap:
    """The same handlers; who asks for a page gets the problem as a page."""
    return {kind: _shown(handler) for kind, handler in handlers.items()}


def _shown(handler: Any) -> Any:
    def answer(request: Request[Any, Any, Any], error: Exception) -> Response[Any]:
        response: Response[Any] = handler(request, error)
        if not wants_page(request) or not isinstance(response.content, Problem):
            return response
        return _page(request, response.content, response.headers)

    return answer


def _page(
    request: Request[Any, Any, Any], problem: Problem, headers: Mapping[str, str]
) -> PageResponse:
    """The problem as a page; who is not known is asked to sign in, and led back."""
    frame = frame_of(request)
    missing = problem.status == HTTPStatus.NOT_FOUND
    page: Page = MissingPage(frame, problem) if missing else ErrorPage(frame, problem)
    if problem.status == HTTPStatus.UNAUTHORIZED:
        wanted = request.method == "GET" and language_in(frame.path)
        query = f"?{frame.query}" if frame.query else ""
        page = SignInPage(frame, f"{frame.path}{query}" if wanted else frame.home)
    kept = {name: headers[name] for name in _KEPT if name in headers}
    return PageResponse(page, problem.status, kept)


def wants_page(request: Request[Any, Any, Any]) -> bool:
    """Whether a person looks: at a page's address, or at one where nothing is."""
    if language_in(request.url.path) is not None:
        return True
    asked = request.accept.best_match(["application/json", "text/html"], "application/json")
    return asked == "text/html" and not request.url.path.startswith("/v1/")
