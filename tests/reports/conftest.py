"""Reports on a documented place in Spanish and on an almost unknown one in English."""

import io
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import pytest
from pypdf import PdfReader

from api.reports.composing import compose
from api.reports.document import Document
from api.reports.html import html
from api.reports.markdown import markdown
from api.reports.pdf import pdf
from engine.advice import advise
from engine.answer import Answer
from engine.knowledge.model import Knowledge
from engine.text import Language

DAY = date(2026, 11, 22)
UNSEEN = re.compile(r"[\s\u200b]+")

Answered = Callable[..., Answer]


@dataclass(frozen=True)
class Made:
    """One answer, its report, and the report in each form."""

    answer: Answer
    document: Document
    pdf: bytes
    html: str
    markdown: str


def squeezed(text: str) -> str:
    """A text without spaces: where lines end is the form's own affair."""
    return UNSEEN.sub("", text)


def pages(content: bytes) -> list[str]:
    return [page.extract_text() for page in PdfReader(io.BytesIO(content)).pages]


def first_pages(content: bytes, count: int) -> list[str]:
    return [page.extract_text() for page in PdfReader(io.BytesIO(content)).pages[:count]]


def made(answer: Answer, knowledge: Knowledge) -> Made:
    document = compose(answer, knowledge, DAY)
    return Made(answer, document, pdf(document), html(document), markdown(document))


@pytest.fixture(scope="session")
def answered(knowledge: Knowledge) -> Answered:
    """The advice on a documented case."""

    def ask(case: str, language: Language = "en") -> Answer:
        return advise(knowledge, knowledge.cases[case].profile, language=language)

    return ask


@pytest.fixture(scope="session")
def guayaquil(knowledge: Knowledge, answered: Answered) -> Made:
    return made(answered("guayaquil-2024", "es"), knowledge)


@pytest.fixture(scope="session")
def nowhere(knowledge: Knowledge) -> Made:
    """A place of which only the name is known."""
    return made(advise(knowledge, {"name": "Nowhere"}), knowledge)


@pytest.fixture(scope="session", params=["guayaquil", "nowhere"])
def place(request: pytest.FixtureRequest) -> Made:
    found: Made = request.getfixturevalue(request.param)
    return found


@pytest.fixture(scope="session")
def guayaquil_pages(guayaquil: Made) -> list[str]:
    return pages(guayaquil.pdf)
