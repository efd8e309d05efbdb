"""PDF, HTML and Markdown say the same, and each is a sound file of its kind."""

import io
import re
from collections import Counter
from datetime import date
from html.parser import HTMLParser

import pytest
from pypdf import PdfReader

from api.reports.composing import compose
from api.reports.document import Document
from api.reports.forms import FORMS, MEDIA_TYPES, file_name, rendered
from api.reports.markdown import escaped
from api.reports.pdf import pdf
from engine.answer import RankedOut
from engine.knowledge.model import Knowledge
from engine.text import LANGUAGES, Language
from tests.reports.conftest import DAY, Answered, Made, first_pages, pages, squeezed

ESCAPE = re.compile(r"\\([^\w\s])")


def as_read(markdown: str) -> str:
    """Markdown without its marks."""
    return ESCAPE.sub(r"\1", markdown.replace("**", ""))


def row_of(option: RankedOut, document: Document) -> str:
    """What the table of all options says of one, cell by cell."""
    of = {
        number.quantity: number.said
        for number in document.numbers()
        if number.subject == option.intervention
    }
    name = option.name if option.core else f"↳ {option.name}"
    cells = (of["rank"], name, option.verdict_name, of["score"], f"{of['low']}–{of['high']}")
    return squeezed("".join((*cells, of["p_rank_1"], of["p_top_3"], of["p_recommended"])))


def shown(place: Made) -> dict[str, str]:
    """The words of each form, without spaces and the shapes of verdicts."""
    texts = {
        "pdf": "".join(pages(place.pdf)),
        "html": Reader.of(place.html).text,
        "md": as_read(place.markdown).replace("|", ""),
    }
    return {form: re.sub(r"[▲▼■]|\?(?=in|ba)", "", squeezed(text)) for form, text in texts.items()}


class Reader(HTMLParser):
    """What a browser would show of a page, and what it would load or run."""

    def __init__(self) -> None:
        super().__init__()
        self.text, self.tags, self.attributes = "", Counter[str](), list[tuple[str, str]]()
        self.data: list[dict[str, str | None]] = []
        self._hidden = 0

    @classmethod
    def of(cls, page: str) -> "Reader":
        reader = cls()
        reader.feed(page)
        return reader

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags[tag] += 1
        self.attributes += [(name, value or "") for name, value in attrs]
        self._hidden += tag == "style"
        if tag == "data":
            self.data.append(dict(attrs))

    def handle_endtag(self, tag: str) -> None:
        self._hidden -= tag == "style"

    def handle_data(self, data: str) -> None:
        self.text += "" if self._hidden else data


@pytest.fixture(scope="session")
def forms(place: Made) -> dict[str, str]:
    return shown(place)


def test_every_option_reads_the_same_in_every_form(place: Made, forms: dict[str, str]) -> None:
    """Rank, name, verdict, score, interval and probabilities stand side by side in each."""
    for option in place.answer.ranking:
        row = row_of(option, place.document)
        for form, text in forms.items():
            assert row in text, (form, row)


def test_every_number_and_claim_is_in_every_form(place: Made, forms: dict[str, str]) -> None:
    """Each as often as the document says it, at least."""
    said = Counter(squeezed(number.said) for number in place.document.numbers())
    for form, text in forms.items():
        for number, count in said.items():
            assert text.count(number) >= count, (form, number)
        for claim in place.answer.claims:
            assert claim in text, (form, claim)


def test_html_carries_every_number_as_data(place: Made) -> None:
    """A program that reads the page finds the number itself, and what it is."""
    found = Counter(
        (item["data-of"], float(str(item["value"]))) for item in Reader.of(place.html).data
    )
    said = Counter(
        (f"{number.quantity} {number.subject}", float(number.value))
        for number in place.document.numbers()
    )
    assert found == said


def test_html_loads_and_runs_nothing(place: Made) -> None:
    """One file: it reads the same without a network, and runs nothing."""
    reader = Reader.of(place.html)
    assert not {"script", "link", "img", "iframe", "object", "form"} & set(reader.tags)
    assert not [name for name, _ in reader.attributes if name.startswith("on")]
    links = {value for name, value in reader.attributes if name in ("href", "src", "action")}
    assert all(link.startswith("#") for link in links)
    assert "default-src 'none'" in place.html


def test_html_links_lead_somewhere(place: Made) -> None:
    reader = Reader.of(place.html)
    names = [value for name, value in reader.attributes if name == "id"]
    assert len(names) == len(set(names))
    assert {v.removeprefix("#") for n, v in reader.attributes if n == "href"} <= set(names)


def test_html_says_its_language(guayaquil: Made) -> None:
    assert '<html lang="es">' in guayaquil.html


def test_the_pdf_is_tagged_and_says_what_it_is(guayaquil: Made) -> None:
    """PDF/UA: a language, a title, tags, and bookmarks to every section and measure."""
    reader = PdfReader(io.BytesIO(guayaquil.pdf))
    root = reader.trailer["/Root"].get_object()
    assert root["/Lang"] == "es"
    assert bool(root["/MarkInfo"]["/Marked"])
    assert "/StructTreeRoot" in root
    assert "pdfuaid" in reader.xmp_metadata.stream.get_data().decode()
    assert reader.metadata.title == f"{guayaquil.document.title}. {guayaquil.document.kicker}"
    marked = {str(item.title) for item in reader.outline if not isinstance(item, list)}
    assert {section.title for section in guayaquil.document.sections} <= marked


def test_every_page_has_the_decision_and_its_number(
    guayaquil: Made, guayaquil_pages: list[str]
) -> None:
    count = len(guayaquil_pages)
    for place, text in enumerate(guayaquil_pages, start=1):
        assert guayaquil.answer.decision_id in text
        assert f"Página {place} de {count}" in text


def test_the_summary_is_the_first_page(guayaquil_pages: list[str]) -> None:
    """Two minutes: one page, which ends before the contents."""
    first, second, *_ = guayaquil_pages
    assert "Lea esto primero" in first
    assert "Qué averiguar ahora" in first
    assert second.index("Contenido") < second.index("Resumen")


@pytest.mark.slow
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_summary_fits_its_page(
    knowledge: Knowledge, answered: Answered, language: Language
) -> None:
    """Of documented places with much to warn of, in both languages."""
    for case in ("duran-2024", "el-salvador-2022-25", "monterrey-2009-13", "mexico-2006-12"):
        document = compose(answered(case, language), knowledge, DAY)
        assert document.contents in first_pages(pdf(document), 2)[1], (case, language)


@pytest.mark.slow
def test_the_same_report_has_the_same_bytes(guayaquil: Made, knowledge: Knowledge) -> None:
    """Made twice it is the same file; on another day it is another."""
    again = compose(guayaquil.answer, knowledge, DAY)
    assert pdf(again) == guayaquil.pdf
    assert pdf(compose(guayaquil.answer, knowledge, date(2026, 11, 23))) != guayaquil.pdf


@pytest.mark.parametrize("form", FORMS)
def test_every_form_has_a_kind_and_a_name(nowhere: Made, form: str) -> None:
    wanted = next(known for known in FORMS if known == form)
    name = file_name(nowhere.document, wanted)
    assert name == f"remanso-nowhere-en-{nowhere.answer.decision_id[:8]}.{form}"
    assert MEDIA_TYPES[wanted]
    assert rendered(nowhere.document, wanted)


def test_markdown_has_the_name_as_its_title(guayaquil: Made) -> None:
    assert f"# {escaped(guayaquil.document.title)}\n" in guayaquil.markdown
