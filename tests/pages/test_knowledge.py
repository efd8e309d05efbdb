"""The knowledge base as pages: everything can be found, followed and checked, in both languages."""

import re
from html import unescape
from urllib.parse import quote

import pytest

from api.pages.knowledge.search import Found, find, folded
from engine.knowledge.model import Knowledge
from engine.text import LANGUAGES, Language
from tests.pages.conftest import Client

RULE, CLAIM, OPTION, FACTOR = "break-up-is-not-success", "CS-2-09", "bare_truce", "prison_control"
HOSTILE = '"><script>alert(1)</script>{{ 7 * 7 }}'


def told(html: str) -> str:
    """What a reader sees, in one line."""
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", html)))


def names(found: Found) -> set[str]:
    return {entry.id for entry in found.of(None)}


def test_words_are_found_in_either_language_however_they_are_written(
    knowledge: Knowledge,
) -> None:
    """Case and accents do not matter, nor which language the words are of."""
    for query in ("prisión", "PRISION", "prisio\u0301n"):
        assert folded(query) == "prision"
        assert names(find(knowledge, query)) == names(find(knowledge, "prision")) != set()
    rule = knowledge.rules[RULE]
    for title in (rule.title.en, rule.title.es):
        assert RULE in names(find(knowledge, title.upper()))


def test_every_word_must_stand_in_what_is_found(knowledge: Knowledge) -> None:
    """More words find less; what has no such word is not found; no word finds everything."""
    one, both = find(knowledge, "truce"), find(knowledge, "truce extort")
    assert set() < names(both) < names(one)
    assert not names(find(knowledge, "truce zzzz"))
    everything = find(knowledge, " ")
    assert len(everything.of("rules")) == len(knowledge.rules)
    assert len(everything.of("claims")) == len(knowledge.claims)
    assert len(everything.of("interventions")) == len(knowledge.interventions)
    assert len(everything.of("factors")) == len(knowledge.vocabulary.factors)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_found_is_counted_and_paged(
    client: Client, knowledge: Knowledge, language: Language
) -> None:
    """The first fifty are shown, the rest on further pages, none twice and none left out."""
    shown: list[str] = []
    place: str | None = f"/{language}/knowledge?sort=rules"
    while place:
        page = client.get(place).text
        assert f"({len(knowledge.rules)})" in page
        shown += re.findall(rf'<li><a href="/{language}/knowledge/rules/([^"]+)"', page)
        after = re.findall(r'<a href="(/\w+/knowledge\?[^"]*page=(\d+))"', page)
        here = int(re.findall(r"page=(\d+)", place)[0]) if "page=" in place else 1
        place = next((unescape(link) for link, number in after if int(number) > here), None)
    assert shown == sorted(knowledge.rules)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "query",
    [HOSTILE, "%00\x00", "(((", "'; DROP TABLE rule; --", "\u202e", "%s{0}{query}"],
)
def test_a_hostile_search_is_only_words(client: Client, language: str, query: str) -> None:
    """Whatever is looked for is shown as text and kept in the field; nothing of it runs."""
    page = client.get(f"/{language}/knowledge?q={quote(query)}")
    assert page.status_code == 200
    assert "<script>alert" not in page.text
    assert "49" not in re.findall(r'value="([^"]*)"', page.text)
    assert " ".join(query.split()) in unescape(page.text)


@pytest.mark.parametrize("query", ["q=" + 201 * "a", "sort=secrets", "page=0", "page=x"])
def test_what_cannot_be_asked_is_told_on_a_page(client: Client, query: str) -> None:
    """A query that is too long, an unknown sort, a page that is no page: told calmly."""
    page = client.get(f"/es/knowledge?{query}")
    assert page.status_code == 400
    assert "<h1>" in page.text


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_rule_is_shown_with_all_that_stands_behind_it(
    client: Client, knowledge: Knowledge, language: Language
) -> None:
    """Sentence, mechanism, limits, claims that lead on, tests, and the cases in which it fires."""
    rule = knowledge.rules[RULE]
    page = client.get(f"/{language}/knowledge/rules/{RULE}").text
    for text in (rule.title, rule.because, rule.limits):
        assert " ".join(text.in_(language).split()) in told(page)
    for claim in rule.claims:
        assert f'href="/{language}/knowledge/claims/{claim}"' in page
    tests = page[page.index("<tbody>") : page.index("</tbody>")]
    assert tests.count("<tr>") == len(rule.tests)
    fired = client.get("/v1/coverage", headers={"Accept": "*/*"}).json()["fired"][RULE]
    assert fired
    for case in fired:
        assert f'href="/{language}/localities/{case}"' in page


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_link_of_the_knowledge_base_leads_somewhere(client: Client, language: str) -> None:
    """From a rule, a claim, an intervention, a factor and the coverage, one goes on to others."""
    places = (
        "",
        f"rules/{RULE}",
        f"claims/{CLAIM}",
        f"interventions/{OPTION}",
        f"factors/{FACTOR}",
    )
    met: set[str] = set()
    for place in (*places, "coverage"):
        page = client.get(f"/{language}/knowledge/{place}".rstrip("/"))
        assert page.status_code == 200, place
        links = re.findall(rf'href="(/{language}/knowledge/[^"#?]+)"', page.text)
        met.update(list(dict.fromkeys(links))[-4:])
    for link in met:
        assert client.get(link).status_code == 200, link


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_claim_tells_where_it_stands_and_what_is_built_on_it(
    client: Client, knowledge: Knowledge, language: Language
) -> None:
    claim = knowledge.claims[CLAIM]
    page = client.get(f"/{language}/knowledge/claims/{CLAIM}").text
    assert " ".join(claim.text.in_(language).split()) in told(page)
    assert knowledge.reports[claim.report].title in unescape(page)
    citing = [rule.id for rule in knowledge.active if CLAIM in rule.claims]
    assert citing
    for name in citing:
        assert f'href="/{language}/knowledge/rules/{name}"' in page


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "place",
    ["rules/no-such", "claims/CS-99", "interventions/x", "factors/x", f"rules/{quote(HOSTILE)}"],
)
def test_what_is_not_there_is_told(client: Client, language: str, place: str) -> None:
    """An unknown id is a page that says so, with nothing of the address left live in it."""
    page = client.get(f"/{language}/knowledge/{place}")
    assert page.status_code == 404
    assert f'<html lang="{language}">' in page.text
    assert "<script>alert" not in page.text


def test_coverage_shows_every_claim_once(client: Client, knowledge: Knowledge) -> None:
    """Page after page of the matrix, every claim of the reports has its row."""
    shown: list[str] = []
    for number in range(1, len(knowledge.claims) // 50 + 2):
        page = client.get(f"/en/knowledge/coverage?page={number}").text
        rows = page[page.index('id="matrix"') :]
        shown += re.findall(r'<th scope="row"><a href="/en/knowledge/claims/([^"]+)"', rows)
    assert shown == list(knowledge.claims)


def test_the_way_there_stands_on_every_page(client: Client) -> None:
    """The main navigation leads to it, and says when one is there."""
    assert '<a href="/es/knowledge">Base de conocimiento</a>' in client.get("/es/").text
    inside = client.get(f"/es/knowledge/claims/{CLAIM}").text
    assert '<a href="/es/knowledge" aria-current="page">' in inside


def test_a_claim_is_told_in_the_language_of_its_page(client: Client) -> None:
    """Places, times, pages and the day of a report, as a reader of that language writes them."""
    text = re.sub(r"<[^>]+>", " ", client.get("/es/knowledge/claims/ICG108-ES-01").text)
    for said in (
        "América Latina",
        "los años 2010 a 2025",
        "11 de marzo de 2025",
        "páginas i y iii",
    ):
        assert said in text
    for raw in ("Latin America,", "TOC", "2025-03-11"):
        assert raw not in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_number_is_written_alike_in_tab_and_sentence(client: Client, language: Language) -> None:
    """What the tabs count adds up to what is counted in the sentence, in the same figures."""
    page = client.get(f"/{language}/knowledge").text
    every, *sorts = re.findall(r"\(([\d.,]+)\)</a>", page)
    assert f'role="status">{every} ' in page
    assert int(re.sub("[.,]", "", every)) == sum(int(re.sub("[.,]", "", one)) for one in sorts)
