"""The advice questioned, and two descriptions side by side."""

import re
from html import unescape

import pytest
from sqlalchemy import Engine

from api.pages.locale import Customs
from api.pages.questions.words import QuestionWords
from api.store import drafts, localities
from api.store.organisations import LOCAL
from engine.advice import judge
from engine.changes_told import what_would_change
from engine.contrast import contrast
from engine.knowledge.model import Knowledge
from engine.ranking import log_odds
from engine.stakeholders import consult
from engine.text import LANGUAGES, Language
from engine.whatif import what_if
from engine.whynot import why_not
from tests.pages.conftest import Client
from tests.pages.test_advice import DURAN, told

FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_why_one_stands_above_another(
    client: Client, knowledge: Knowledge, language: Language
) -> None:
    """The engine's sentence, and lines that add up to the difference."""
    place = f"/{language}/localities/{DURAN}/contrast"
    page = client.get(f"{place}?option=financial_investigation&above=kingpin_removal").text
    profile = knowledge.cases[DURAN].profile
    found = contrast(
        knowledge, profile, "financial_investigation", "kingpin_removal", language=language
    )
    text = told(page)
    assert found.says in text
    assert found.swap.says in text
    for item in found.contraindications:
        assert item.title[1:] in text
    customs, spread = Customs(language), knowledge.scales.spread
    parts = [part for criterion in found.criteria for part in criterion.parts]
    assert sum(part.difference for part in parts) == found.difference
    for part in parts:
        assert part.title in text
        assert customs.number(abs(log_odds(part.difference, spread)), digits=3) in text


def test_the_bars_say_what_the_numbers_say(client: Client) -> None:
    """A bar lies on the side of its sign, and is never longer than half the picture."""
    page = client.get(f"/en/localities/{DURAN}/contrast").text
    rows = re.findall(
        r'<rect class="(\w+)" x="([\d.]+)" y="2" width="([\d.]+)".*?<td class="figure"[^>]*>(.)',
        page,
        re.DOTALL,
    )
    assert rows
    for side, x, width, sign in rows:
        assert {"+": "for", "−": "against", "0": "none"}[sign] == side
        assert float(width) <= 50
        assert float(x) == pytest.approx(50 - float(width) if side == "against" else 50, abs=0.11)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("question", ["contrast", "changes"])
def test_an_option_beside_itself_is_told_at_the_choice(
    client: Client, question: str, language: Language
) -> None:
    """The form stands there again with what was chosen, what is wrong with it and what to do."""
    place = f"/{language}/localities/{DURAN}/{question}"
    response = client.get(f"{place}?problem=50&option=kingpin_removal&above=kingpin_removal")
    assert response.status_code == 422
    page = response.text
    assert page.count('<option value="kingpin_removal" selected>') == 2
    above = page[page.index('id="fault-above"') :]
    said = {
        "en": "An option is compared with another. Choose another one.",
        "es": "Una opción se compara con otra. Elija otra.",
    }[language]
    assert above.index(said) < above.index('<select id="above"')
    assert 'aria-invalid="true" aria-describedby="fault-above"' in above
    assert re.search(r'<input type="hidden" name="weights" value="50,', page)
    assert 'id="fault-option"' not in page


@pytest.mark.parametrize("question", ["contrast", "changes", "why-not"])
def test_an_option_that_is_none_is_told_at_the_choice(client: Client, question: str) -> None:
    response = client.get(f"/es/localities/{DURAN}/{question}/?option=none")
    assert response.status_code == 422
    assert "Opción desconocida: «none». Elija otra." in response.text
    assert '<select id="option" name="option" aria-invalid="true"' in response.text


def test_a_contrast_leads_to_the_same_passages_as_the_advice(
    client: Client, knowledge: Knowledge
) -> None:
    """What bounds a reason is shown with it there too: nobody reads half of the evidence."""
    place, (option, above) = f"/en/localities/{DURAN}", ("blowback_planning", "kingpin_removal")
    advised = {
        address
        for slug in (option, above)
        for address in re.findall(
            r'href="(/en/passages[^"]+)"', client.get(f"{place}/options/{slug}").text
        )
    }
    page = client.get(f"{place}/contrast?option={option}&above={above}").text
    contrasted = re.findall(r'<tr class="reason">.*?</tr>', page, re.S)
    shown = {a for row in contrasted for a in re.findall(r'href="(/en/passages[^"]+)"', row)}
    assert any("limit=" in address for address in shown)
    assert shown <= advised


@pytest.mark.parametrize("language", LANGUAGES)
def test_why_an_option_does_not_stand_higher(
    client: Client, knowledge: Knowledge, language: Language
) -> None:
    option = "evidence_based_prosecution"
    text = told(client.get(f"/{language}/localities/{DURAN}/why-not?option={option}").text)
    found = why_not(knowledge, knowledge.cases[DURAN].profile, option, language=language)
    for said in (*found.says, *(one.says for one in found.prospects)):
        assert said in text
    for failed in found.failed:
        assert failed.title[1:] in text
        assert all(missing.text in text for missing in failed.missing)
    assert all(asked.question in text for asked in found.asks)


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_brings_the_first_higher(
    client: Client, knowledge: Knowledge, language: Language
) -> None:
    """Of what comes first one reads what would let another overtake it."""
    words = QuestionWords(language)
    ranking = judge(knowledge, knowledge.cases[DURAN].profile).ranking
    first, second = (item.standing.intervention for item in ranking[:2])
    place = f"/{language}/localities/{DURAN}"
    of_first = told(client.get(f"{place}/why-not?option={first}").text)
    assert words.would_overtake in of_first
    assert words.is_first in of_first
    assert words.would_help not in of_first
    of_second = told(client.get(f"{place}/why-not?option={second}").text)
    assert words.would_help in of_second
    assert words.is_first not in of_second
    assert f"why-not?option={first}" not in client.get(f"{place}/options/{first}").text
    assert f"why-not?option={second}" in client.get(f"{place}/options/{second}").text


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_would_change_it_can_be_tried(
    client: Client, knowledge: Knowledge, language: Language
) -> None:
    """A proposal leads to what-if, filled in, and makes there the difference it promises."""
    option = "kingpin_removal"
    page = client.get(f"/{language}/localities/{DURAN}/changes?option={option}").text
    found = what_would_change(knowledge, knowledge.cases[DURAN].profile, option, language=language)
    for prospect in found.prospects:
        assert prospect.says in told(page)
    proposals = [one for prospect in found.prospects for one in prospect.proposals]
    addresses = re.findall(r'href="([^"]+/what-if\?[^"]+)"', page)
    assert len(addresses) == len(proposals) > 0
    tried = told(client.get(unescape(addresses[0])).text)
    for move in proposals[0].moves:
        assert move.name in tried
        assert move.after_name in tried
    assert proposals[0].first.name in tried


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_if_shows_the_difference_and_leaves_the_original(
    client: Client, knowledge: Knowledge, database: Engine, language: Language
) -> None:
    """Ranks, rules and warnings that change are the engine's; nothing is stored."""
    query = "change=military_role&factors.military_role=none"
    page = client.get(f"/{language}/localities/{DURAN}/what-if?{query}").text
    profile = knowledge.cases[DURAN].profile
    found = what_if(knowledge, profile, {"military_role": "none"}, language=language)
    text = told(page)
    shown = [one for one in found.shifts if one.up]
    assert shown
    for one in shown:
        assert f"{one.before.rank} → {one.after.rank}" in text
        assert one.name in text
    for rule in found.rules:
        assert rule.title[1:] in text
    for warning in (*found.warnings_appear, *found.warnings_go):
        assert warning.text in text
    kept = localities.find(database, LOCAL, DURAN)
    assert kept is not None
    assert kept.profile == profile


def test_what_if_tells_what_cannot_be_read_and_what_is_not_changed(client: Client) -> None:
    place = f"/en/localities/{DURAN}/what-if"
    assert "Nothing is changed yet" in client.get(place).text
    same = client.get(f"{place}?change=police_trust&factors.police_trust=low").text
    assert "Nothing is changed yet" in same
    added = client.get(f"{place}?change=police_trust").text
    assert '<option value="low" selected>' in added
    wrong = client.get(f"{place}?change=police_trust&factors.police_trust=purple")
    assert wrong.status_code == 422
    assert "This cannot be read" in wrong.text


def test_what_was_tried_can_become_a_draft(client: Client, database: Engine) -> None:
    """The draft says what was tried, and the rest as it is described."""
    kept = localities.add(
        database, LOCAL, {"name": "Try", "factors": {"police_trust": "low"}}, None
    )
    place = f"/en/localities/{kept.locality.id}/what-if"
    body = "change=police_trust&factors.police_trust=high&change=extortion&factors.extortion="
    made = client.post(place, content=body, headers=FORM)
    assert made.status_code == 303
    draft = drafts.find(database, LOCAL, made.headers["Location"].split("/")[3])
    assert draft is not None
    fields = drafts.fields_of(draft)
    assert fields["factors.police_trust"] == ("high",)
    assert fields["name"] == ("Try",)
    assert (draft.locality_id, draft.base_version) == (kept.locality.id, 1)


def test_what_was_tried_twice_is_one_draft(client: Client, database: Engine) -> None:
    """The same trial leads to the same draft, another to another; each is listed as under way."""
    place = f"/es/localities/{DURAN}/what-if"

    def kept(level: str) -> str:
        body = f"change=police_trust&factors.police_trust={level}"
        return str(client.post(place, content=body, headers=FORM).headers["Location"])

    assert kept("high") == kept("high") != kept("medium")
    name = kept("high").split("/")[3]
    listed = [draft.id for draft in drafts.unfinished(database, LOCAL, 100)]
    assert listed.count(name) == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_other_weights_rank_as_the_engine_does(
    client: Client, knowledge: Knowledge, language: Language
) -> None:
    """The address carries the weights; the ranking follows, as a page and as a part."""
    place = f"/{language}/localities/{DURAN}/weights?problem=0&time_to_effect=100"
    page = client.get(place).text
    part = client.get(place, headers={"HX-Request": "true"}).text
    read = client.get(place.replace("/weights", "")).text
    in_table = re.findall(r'<tr><td class="figure"[^>]*>(\d+)</td><th[^>]*><a href="([^"]+)"', page)
    assert [int(rank) for rank, _ in in_table] == list(range(1, len(in_table) + 1))
    assert in_table == re.findall(
        r'<tr><td class="figure"[^>]*>(\d+)</td><th[^>]*><a href="([^"]+)"', part
    )
    assert "<html" not in part
    for rank, address in in_table:
        slug = address.partition("/options/")[2].partition("?")[0]
        there = read.partition(f'id="option-{slug}"')[2]
        assert f'<span class="rank">{rank}.</span>' in there[:300]
    assert 'href="/' + {"en": "es", "es": "en"}[language] in page
    assert "problem=0" in page


@pytest.mark.parametrize(("typed", "told_so"), [("101", True), ("x", True), ("50", False)])
def test_weights_out_of_range_are_told_in_place(client: Client, typed: str, told_so: bool) -> None:
    response = client.get(f"/en/localities/{DURAN}/weights?problem={typed}")
    assert response.status_code == (422 if told_so else 200)
    assert ("a weight is a number from 0 to 100" in response.text) == told_so
    assert f'value="{typed}"' in response.text
    part = client.get(
        f"/en/localities/{DURAN}/weights?problem={typed}", headers={"HX-Request": "true"}
    )
    assert ("a weight is a number from 0 to 100" in part.text) == told_so


def test_nothing_but_zeros_is_told_in_place(client: Client, knowledge: Knowledge) -> None:
    zeros = "&".join(f"{name}=0" for name in knowledge.scales.weights)
    response = client.get(f"/es/localities/{DURAN}/weights?{zeros}")
    assert response.status_code == 422
    assert "al menos un peso debe ser mayor que 0" in response.text


@pytest.mark.parametrize("language", LANGUAGES)
def test_through_other_eyes(client: Client, knowledge: Knowledge, language: Language) -> None:
    """Who puts what first, where they agree and part, and who can act."""
    text = told(client.get(f"/{language}/localities/{DURAN}/stakeholders").text)
    found = consult(knowledge, knowledge.cases[DURAN].profile, language=language)
    assert found.says in text
    for one in found.stakeholders:
        assert one.name in text
        assert all(first.name in text for first in one.first)
    for parting in found.part:
        assert parting.says in text
    for actor in found.actors:
        assert actor.name in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_two_places_side_by_side(client: Client, language: Language) -> None:
    """What differs is shown for both; what is unknown is called unknown."""
    menus = client.get(f"/{language}/compare")
    assert menus.status_code == 200
    text = told(client.get(f"/{language}/compare?a={DURAN}&b=rosario-2024").text)
    assert {"en": "Durán beside Rosario", "es": "Durán junto a Rosario"}[language] in text
    assert {"en": "unknown in both", "es": "se desconocen en ambos"}[language] in text


def test_two_dates_of_one_place(client: Client, database: Engine) -> None:
    """Versions are told apart by number and date; a value that came to be known is one-sided."""
    first = {"name": "Here", "factors": {"police_trust": "low"}}
    kept = localities.add(database, LOCAL, first, None)
    second = {"name": "Here", "factors": {"police_trust": "high", "extortion": "common"}}
    localities.add_version(database, LOCAL, kept.locality.id, second, None)
    place = f"/en/compare?a={kept.locality.id}@1&b={kept.locality.id}"
    page = client.get(place).text
    assert "Here, version 1 of" in page
    assert "Here, version 2 of" in page
    differ, _, one_sided = page.partition("Known in one, unknown in the other")
    assert "Trust in police" in differ.partition("Known in both, and different")[2]
    assert "unknown" in one_sided.partition("Extortion")[2][:400]
    swapped = client.get(unescape(re.findall(r'href="([^"]*\?a=[^"]+)">Change sides', page)[0]))
    assert swapped.status_code == 200


def test_a_place_beside_itself_differs_in_nothing(client: Client) -> None:
    text = told(client.get(f"/en/compare?a={DURAN}&b={DURAN}").text)
    assert "Nothing differs." in text
    assert "0 options have another verdict." in text
