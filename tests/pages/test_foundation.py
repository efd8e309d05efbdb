"""What holds for every page: its language, its safety, its templates, its words."""

import importlib
import pkgutil
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jinja2 import meta

import api.pages
from api.app import create_app
from api.pages.assets import FOLDER, asset
from api.pages.page import TEMPLATES, Page, environment
from api.pages.words import Words, texts_of
from api.settings import Settings
from api.store import localities
from engine.knowledge.model import Knowledge
from tests.pages.conftest import Client, browsing

OWN_FILES = [
    *TEMPLATES.rglob("*.html"),
    *(file for file in FOLDER.rglob("*") if file.suffix in (".css", ".js", ".svg")),
]


def _modules() -> Iterator[Any]:
    for found in pkgutil.walk_packages(api.pages.__path__, "api.pages."):
        yield importlib.import_module(found.name)


def _kinds(base: type) -> list[type]:
    """All classes of a kind that the pages define."""
    found = {
        item
        for module in _modules()
        for item in vars(module).values()
        if isinstance(item, type) and issubclass(item, base) and item is not base
    }
    return sorted(found, key=lambda kind: kind.__qualname__)


def test_a_browser_is_led_to_the_pages_in_its_language(client: Client) -> None:
    """The bare address leads a reader to the pages in the language that the browser prefers."""
    for accepted, place in (("es-EC,es;q=0.9,en;q=0.5", "/es/"), ("de, en;q=0.3", "/en/")):
        response = client.get("/", headers={"Accept-Language": accepted})
        assert response.status_code == 302
        assert response.headers["Location"] == place
        assert "Accept-Language" in response.headers["Vary"]


@pytest.mark.parametrize("accept", ["*/*", "application/json"])
def test_a_program_keeps_what_it_gets(client: Client, accept: str) -> None:
    """Whoever does not ask for a page gets the welcome as data."""
    response = client.get("/", headers={"Accept": accept})
    assert response.status_code == 200
    assert response.json()["docs"].endswith("/docs")


@pytest.mark.parametrize(("language", "other"), [("en", "es"), ("es", "en")])
def test_a_change_of_language_keeps_the_place(client: Client, language: str, other: str) -> None:
    """The other language is offered at the same path with the same query."""
    page = client.get(f"/{language}/?page=1").text
    assert f'<html lang="{language}">' in page
    assert f'<a href="/{other}/?page=1" lang="{other}" hreflang="{other}">' in page
    lost = client.get(f"/{language}/no/such/place?a=b%20c&d").text
    assert f'href="/{other}/no/such/place?a=b%20c&amp;d"' in lost


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_lost_page_is_told_calmly(client: Client, language: str) -> None:
    """A missing page is a page in the reader's language, whatever the browser prefers."""
    response = client.get(f"/{language}/nowhere", headers={"Accept-Language": "en, es"})
    assert response.status_code == 404
    assert response.headers["Content-Type"].startswith("text/html")
    assert f'<html lang="{language}">' in response.text
    assert {"en": "may have moved", "es": "se haya movido"}[language] in response.text


GONE = {
    "localities/nowhere": ("locality", "localidad", "/"),
    "localities/nowhere/contrast": ("locality", "localidad", "/"),
    "localities/duran-2024/options/nowhere": ("option", "opción", "/localities/duran-2024"),
    "localities/duran-2024?version=77": ("version of the", "versión del", "/"),
    "decisions/nowhere": ("decision", "decisión", "/"),
    "describe/nowhere/place": ("draft", "borrador", "/"),
    "tables/nowhere": ("batch", "lote", "/tables"),
    "knowledge/claims/nowhere": ("claim", "afirmación", "/knowledge"),
    "knowledge/rules/nowhere": ("rule", "regla", "/knowledge"),
    "knowledge/interventions/nowhere": ("intervention", "intervención", "/knowledge"),
    "knowledge/factors/nowhere": ("factor", "factor", "/knowledge"),
    "passages?claim=nowhere": ("claim", "afirmación", "/knowledge"),
}


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("path", GONE)
def test_what_is_not_there_is_named_with_a_way_on(client: Client, language: str, path: str) -> None:
    """A reader is told what there is none of, and led to the nearest that is there."""
    english, spanish, way = GONE[path]
    response = client.get(f"/{language}/{path}")
    assert response.status_code == 404
    main = response.text.partition("<main")[2]
    said = {"en": f"There is no {english}", "es": f"No hay {spanish}"}[language]
    assert said in main
    assert re.findall(r'class="button" href="([^"]+)"', main) == [f"/{language}{way}"]


def test_a_slip_of_the_pen_leads_to_what_was_meant(client: Client) -> None:
    """The nearest name is a link at the same place; its sentence does not say it twice."""
    main = client.get("/es/knowledge/factors/prison_contol").text.partition("<main")[2]
    assert '<a href="/es/knowledge/factors/prison_control">¿Quiso decir «prison_control»?' in main
    assert main.count("prison_control") == 2
    assert main.lower().count("quiso decir") == 1


def test_a_lost_address_is_told_to_browsers_as_a_page_and_to_programs_as_data(
    client: Client,
) -> None:
    """Outside the pages the answer is in the form that was asked for; the API keeps its own."""
    assert "text/html" in client.get("/nowhere").headers["Content-Type"]
    asked = client.get("/nowhere", headers={"Accept": "application/json"})
    assert asked.headers["Content-Type"] == "application/problem+json"
    api_answer = client.get("/v1/localities/nowhere")
    assert api_answer.headers["Content-Type"] == "application/problem+json"


def test_a_faulty_query_is_told_on_a_page(client: Client) -> None:
    """What the framework refuses names the parameter."""
    response = client.get("/es/?page=-1")
    assert response.status_code == 400
    assert "<code>page</code>" in response.text


def test_a_failure_is_a_calm_page_without_what_was_confided(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A bug shows the reader what to do, and nothing of what went wrong inside."""

    def broken(*given: Any) -> None:
        raise RuntimeError("Colonia Las Flores")

    monkeypatch.setattr(localities, "own", broken)
    response = client.get("/es/")
    assert response.status_code == 500
    assert "Intente de nuevo" in response.text
    assert "Flores" not in response.text


def test_a_missing_database_is_a_calm_page(knowledge: Knowledge, tmp_path: Path) -> None:
    """A database that cannot be read is told as such, and that nothing is lost."""
    app = create_app(Settings(f"sqlite:///{tmp_path}/empty.sqlite3"), knowledge)
    with browsing(app) as bare:
        response = bare.get("/en/")
    assert response.status_code == 503
    assert "What you saved is kept" in response.text


@pytest.mark.parametrize("path", ["/en/", "/es/nowhere"])
def test_every_page_can_be_trusted(client: Client, path: str) -> None:
    """No page lets in another host or an inline script, or leaves a copy on the machine."""
    headers = client.get(path).headers
    assert "script-src 'self';" in headers["Content-Security-Policy"]
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Origin": "https://elsewhere.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Sec-Fetch-Site": "same-origin"}, 303),
    ],
)
def test_forms_of_other_sites_are_refused(
    client: Client, headers: dict[str, str], status: int
) -> None:
    """What a page elsewhere sends in a visitor's name is refused, on a page."""
    response = client.post("/en/describe", headers=headers)
    assert response.status_code == status
    assert status == 303 or "<html" in response.text


@pytest.mark.parametrize("file", OWN_FILES, ids=lambda file: file.name)
def test_nothing_comes_from_another_host(file: Path) -> None:
    """Templates, styles and scripts name no address elsewhere (names of formats are none)."""
    text = file.read_text("utf-8").replace("http://www.w3.org/", "")
    if file.name != "htmx.min.js":
        assert not re.search(r"https?://|[\"'(]//", text)


@pytest.mark.parametrize("file", list(TEMPLATES.rglob("*.html")), ids=lambda file: file.name)
def test_templates_know_one_object_and_hold_no_script(file: Path) -> None:
    """A template is told ``page`` and nothing else, and leaves scripts and styles to files."""
    source = file.read_text("utf-8")
    pieces = re.findall(r'{% from "\w+\.html" import ([\w, ]+) %}', source)
    known = {"page", *(name for names in pieces for name in names.split(", "))}
    assert meta.find_undeclared_variables(environment().parse(source)) <= known
    assert not re.search(r"<style|\sstyle=|\son\w+=|javascript:|\|\s*safe", source)
    assert all("src=" in tag for tag in re.findall(r"<script[^>]*>", source))


def test_every_page_has_a_template_of_its_own() -> None:
    """Each context names a template that is there, and is frozen."""
    pages = [page for page in _kinds(Page) if hasattr(page, "template")]
    assert pages
    for page in pages:
        assert (TEMPLATES / page.template).is_file(), page
        assert page.__dataclass_params__.frozen, page


@pytest.mark.parametrize("kind", _kinds(Words), ids=lambda kind: kind.__name__)
def test_words_are_complete_and_used(kind: type[Words]) -> None:
    """Both languages of a text have words and the same gaps to fill; no text is left unused."""
    code = "\n".join(
        file.read_text("utf-8")
        for file in [*TEMPLATES.rglob("*.html"), *Path(api.pages.__path__[0]).rglob("*.py")]
    )
    for name, texts in texts_of(kind).items():
        assert re.search(rf"[wW]ords(\(.*\))?\.{name}\b", code), f"{name} is said nowhere"
        for text in texts:
            assert text.en.strip(), name
            assert text.es.strip(), name
            gaps = [sorted(re.findall(r"\{(\w*)\}", part)) for part in (text.en, text.es)]
            assert gaps[0] == gaps[1], name


@pytest.mark.parametrize("kind", _kinds(Words), ids=lambda kind: kind.__name__)
def test_one_thing_is_told_as_many_are(kind: type[Words]) -> None:
    """What is said of one thing and of several has the same words but for their number."""
    for name, texts in texts_of(kind).items():
        if len(texts) == 2 and "{n}" in texts[0].en:
            one, many = ([len(part.split()) for part in (text.en, text.es)] for text in texts)
            assert one == many, name


def test_files_are_fetched_once(client: Client) -> None:
    """A file's address changes with its content, so browsers may keep it for good."""
    response = client.get(asset("remanso.css"))
    assert response.status_code == 200
    assert "immutable" in response.headers["Cache-Control"]
    assert response.headers["Content-Type"].startswith("text/css")


def test_templates_lose_their_indentation_and_pages_nothing(client: Client) -> None:
    """No template has text whose spaces count; what a reader wrote keeps its own."""
    assert not any(re.search(r"^\s+\S", line) for line in client.get("/en/").text.splitlines())
    for template in TEMPLATES.glob("*.html"):
        assert not re.search(r"<(pre|textarea)\b", template.read_text("utf-8")), template.name
