"""Whatever a profile is called, a report shows it as it is and obeys none of it."""

import io
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from pypdf import PdfReader

from api.plots.drawing import wrapped
from api.plots.plot import Plot
from api.reports.composing import compose
from api.reports.document import Badge as Sign
from api.reports.document import (
    Box,
    Document,
    Figure,
    Heading,
    Item,
    Items,
    Label,
    Measure,
    Number,
    Paragraph,
    Section,
    Source,
    Sources,
    Table,
    Words,
    parts,
)
from api.reports.html import html
from api.reports.markdown import markdown
from api.reports.pdf import pdf
from api.speech import safe
from engine.advice import advise
from engine.knowledge.model import Knowledge
from tests.reports.conftest import squeezed

HOSTILE = (
    '#let x = 1; #eval("1+1") #panic()',
    "*bold* _it_ `code` $x^2$ ] [ \\ ~ @ref <label>",
    "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "{{ 7*7 }} {% raw %} {# x #}",
    "a|b | --- | [link](javascript:alert(1)) ![i](x)",
    "1. one\n- two\n# three\n> four\n    code\n```\nfence",
    "= Title // comment /* x */ \\u{41} -- --- ...",
    "Puerto \u202eoralC\u202c \u2066x\u2069 \u200f",
    "&lt;b&gt; &amp; &#x41;",
    "‘’“” \" ' -> => ~ 1/2 (c)",
    "x" * 200,
    "`" * 5,
    "+ plus",
    "2) two",
    "***",
)
# Letters that typst's own fonts have; other letters take the machine's fonts.
LETTERS = st.characters(
    codec="utf-8", max_codepoint=0x24F, exclude_characters="\0", exclude_categories=("Cn",)
)
TEXTS = st.text(LETTERS, min_size=1, max_size=60).filter(lambda text: safe(text).strip())


def saying(text: str) -> Document:
    """A small report in which every part says this text."""
    words = Words(text)
    rich = (Words("x "), words, Words(" y"), Words(text, "strong"), Words(text, "soft"))
    plot = Plot(
        text, text, "<svg xmlns='http://www.w3.org/2000/svg' width=\"9\"></svg>", (text,), ()
    )
    rank = Number("1", 1, "rank", text)
    inner = (
        Paragraph((words,)),
        Heading(text),
        Label(text),
        Items((Item(rich, (rich,)), Item((words,))), "numbers"),
        Items((Item((words,)),)),
        Table((text, "b"), ((rich, (words,)),), numeric=(1,)),
        Table((), (((words,), (words,)),)),
        Box("harm", text, (Paragraph((words,)), Items((Item((words,)),)))),
        Figure(plot),
        Measure(
            "slug", text, rank, Sign("held_back", "■", text), ((words,),), (Paragraph((words,)),)
        ),
        Sources((Source(1, "ICG108-I-01", text, text),)),
    )
    return Document(
        language="en",
        title=text,
        kicker=text,
        subtitle=text,
        made=date(2026, 11, 22),
        decision_id="0" * 32,
        running="head",
        footer="foot",
        page_of="{0} {1}",
        contents=text,
        as_table=text,
        summary=Section("summary", text, (Box("caution", text, (Paragraph((words,)),)),)),
        sections=(Section("one", text, inner),),
    )


class Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.text, self.tags, self.bad = "", set[str](), list[str]()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.bad += [name for name, value in attrs if name.startswith("on")]
        self.bad += [
            str(v) for n, v in attrs if n in ("href", "src") and not str(v).startswith("#")
        ]

    def handle_data(self, data: str) -> None:
        self.text += data


def hostile(test: object) -> object:
    """The texts that are known to be nasty, before those that Hypothesis finds."""
    for text in HOSTILE:
        test = example(text)(test)
    return test


@hostile
@given(TEXTS)
@settings(max_examples=60)
def test_html_shows_any_text_and_obeys_none(text: str) -> None:
    plain, hostile_page = Page(), Page()
    plain.feed(html(saying("quiz")))
    hostile_page.feed(html(saying(text)))
    assert hostile_page.tags == plain.tags
    assert not hostile_page.bad
    wanted = squeezed(safe(text))
    assert squeezed(hostile_page.text).count(wanted) >= squeezed(plain.text).count("quiz")


@hostile
@given(TEXTS)
@settings(max_examples=60)
def test_markdown_shows_any_text_and_obeys_none(text: str) -> None:
    """Rendered by a strict reader of CommonMark with tables, as GitHub's is."""
    reader = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    plain, hostile_page = Page(), Page()
    plain.feed(reader.render(markdown(saying("quiz"))))
    hostile_page.feed(reader.render(markdown(saying(text))))
    assert hostile_page.tags == plain.tags
    assert not hostile_page.bad
    wanted = squeezed(safe(text))
    assert squeezed(hostile_page.text).count(wanted) >= squeezed(plain.text).count("quiz")


@hostile
@given(TEXTS)
@settings(max_examples=15)
def test_pdf_shows_any_text_and_obeys_none(text: str) -> None:
    """What goes to typst is data: nothing of it is markup, and nothing is left out."""
    content = pdf(saying(text))
    found = "".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
    wanted = squeezed(safe(text))
    assert squeezed(found).count(wanted) >= 10
    assert b"/JavaScript" not in content


@pytest.mark.parametrize("name", ["東京", "😀 Puerto", "שלום", "مرحبا"])
def test_letters_that_typst_lacks_make_a_pdf_all_the_same(name: str) -> None:
    """The report is still made, though without the claim that every letter can be shown."""
    content = pdf(saying(name))
    assert content.startswith(b"%PDF")


def test_a_long_name_stays_on_the_page() -> None:
    """A run without spaces is broken; no line is wider than the paper."""
    reader = PdfReader(io.BytesIO(pdf(saying("x" * 500))))
    lines = [line for page in reader.pages for line in page.extract_text().splitlines()]
    assert max(len(line) for line in lines) < 150


def test_a_hostile_profile_keeps_its_name(knowledge: Knowledge) -> None:
    """From the profile to the page: a name, a source and an entry of a list."""
    nasty = "<script>#panic()`*]"
    profile = {
        "name": nasty,
        "factors": {"extortion": {"value": "pervasive", "source": nasty, "as_of": nasty}},
        "groups": [{"name": nasty}],
    }
    document = compose(advise(knowledge, profile, completions=0), knowledge, date(2026, 11, 22))
    said = [part.text for part in parts(document) if isinstance(part, Words)]
    assert document.title == nasty
    assert said.count(nasty) >= 2
    assert nasty in " ".join(text for text in said if text != nasty)
    page = Page()
    page.feed(html(document))
    assert "script" not in page.tags
    assert nasty in page.text


def test_a_document_of_other_words_is_another() -> None:
    """The small report says its text in every part, or these tests would prove nothing."""
    document = saying("quiz")
    assert replace(document, title="other") != document
    assert {type(part).__name__ for part in parts(document)} >= {"Measure", "Sources", "Figure"}
    assert wrapped("a b", 1) == "a\nb"
