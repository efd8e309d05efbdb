"""A page: one frozen context, one template, one response."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import ClassVar, Generic, Protocol, TypeVar

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from litestar import Response

from api.pages.frame import Frame
from api.pages.words import Words

W = TypeVar("W", bound=Words)

TEMPLATES = Path(__file__).parent / "templates"

# Without any referrer a browser sends a form with the origin "null", as a page elsewhere could,
# and the door would refuse our own forms.
REFERRER_POLICY = "same-origin"


class InFrame(Protocol):
    """What belongs to one request for a page."""

    @property
    def frame(self) -> Frame: ...


class Spoken(Generic[W]):
    """The words of a page, in the language that it is asked for in: ``words = Spoken(XWords)``."""

    def __init__(self, words: type[W]) -> None:
        self._words = words

    def __get__(self, page: InFrame, owner: type[InFrame]) -> W:
        return self._words(page.frame.language)


@dataclass(frozen=True)
class Page:
    """What a template is told, and all that it is told, under the name ``page``.

    A part of a page that is sent by itself is a page too, with a template of its own. The template
    speaks with ``words``, which each page names for itself.
    """

    template: ClassVar[str]

    frame: Frame


class PageResponse(Response[str]):
    """A page, rendered where the handler works; its template knows ``page`` and nothing else.

    What a page shows may still have to be worked out, and that waits for an evaluator: on the event
    loop, where templates are rendered by themselves, nobody could ever answer.
    """

    def __init__(self, page: Page, status: int = 200, headers: dict[str, str] | None = None):
        super().__init__(
            environment().get_template(page.template).render(page=page),
            status_code=status,
            media_type="text/html",
            headers={
                "Content-Language": page.frame.language,
                "Referrer-Policy": REFERRER_POLICY,
                **(headers or {}),
            },
        )


class Unindented(FileSystemLoader):
    """Takes the indentation out of templates, never out of what they show.

    A page of a hundred reasons would carry kilobytes of it. No template has
    text whose spaces count (``pre``, ``textarea``).
    """

    def get_source(
        self, environment: Environment, template: str
    ) -> tuple[str, str, Callable[[], bool]]:
        source, file, is_current = super().get_source(environment, template)
        return _INDENTED.sub("", source), file, is_current


_INDENTED = re.compile(r"^[ \t]+|\n(?=\n)", re.MULTILINE)


@cache
def environment() -> Environment:
    """Templates escape everything and fail on a name that is not there."""
    return Environment(
        loader=Unindented(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
