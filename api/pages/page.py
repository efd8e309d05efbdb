"""A page: one frozen context, one template, one response."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from litestar import Request
from litestar.plugins.jinja import JinjaTemplateEngine
from litestar.response import Template
from litestar.template import TemplateConfig

from api.pages.frame import Frame

TEMPLATES = Path(__file__).parent / "templates"

# Without any referrer a browser sends a form with the origin "null", as a page elsewhere could,
# and the door would refuse our own forms.
REFERRER_POLICY = "same-origin"


@dataclass(frozen=True)
class Page:
    """What a template is told, and all that it is told, under the name ``page``.

    A part of a page that is sent by itself is a page too, with a template of its own.
    """

    template: ClassVar[str]

    frame: Frame


class PageResponse(Template):
    """A page, rendered when it is sent; its template knows ``page`` and nothing else."""

    def __init__(self, page: Page, status: int = 200, headers: dict[str, str] | None = None):
        super().__init__(
            page.template,
            context={"page": page},
            status_code=status,
            media_type="text/html",
            headers={
                "Content-Language": page.frame.language,
                "Referrer-Policy": REFERRER_POLICY,
                **(headers or {}),
            },
        )

    def create_template_context(self, request: Request[Any, Any, Any]) -> dict[str, Any]:  # noqa: ARG002 - the base class's signature
        return self.context


def environment() -> Environment:
    """Templates escape everything and fail on a name that is not there."""
    return Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def template_config() -> TemplateConfig[JinjaTemplateEngine]:
    return TemplateConfig(instance=JinjaTemplateEngine.from_environment(environment()))
