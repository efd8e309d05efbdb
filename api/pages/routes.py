"""The pages' addresses: each page once in every language, nothing else under them."""

from litestar import Router
from litestar.di import Provide
from litestar.types import ControllerRouterHandler

from api.pages.advice.reader import READER
from api.pages.advice.routes import ADVICE
from api.pages.assets import assets_router
from api.pages.compare.routes import COMPARE
from api.pages.describe.routes import DESCRIBE
from api.pages.frame import FRAME
from api.pages.knowledge.routes import KNOWLEDGE
from api.pages.questions.routes import QUESTIONS
from api.pages.sign_in.routes import SIGN_IN
from api.pages.start.routes import start
from api.pages.tables.routes import TABLES
from api.pages.visitor import VISITOR
from engine.text import LANGUAGES, Language

PAGES: tuple[ControllerRouterHandler, ...] = (
    start,
    *DESCRIBE,
    *ADVICE,
    *QUESTIONS,
    *COMPARE,
    *TABLES,
    *KNOWLEDGE,
    *SIGN_IN,
)


def page_routes() -> tuple[Router, ...]:
    """The routers of all pages and of what they show."""
    return (*(_in(language) for language in LANGUAGES), assets_router())


def _in(language: Language) -> Router:
    async def spoken() -> Language:
        return language

    return Router(
        f"/{language}",
        route_handlers=PAGES,
        dependencies={**FRAME, **VISITOR, **READER, "language": Provide(spoken)},
        include_in_schema=False,
    )
