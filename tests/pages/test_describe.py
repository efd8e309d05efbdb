"""Describing a locality, as a browser without scripts does it; and what htmx is sent."""

import html
import json
import re
from typing import Any

import pytest
from sqlalchemy import Engine

from api.pages.describe.sections import sections
from api.store import localities
from api.store.organisations import LOCAL
from engine.knowledge.model import Knowledge
from engine.text import LANGUAGES
from tests.pages.conftest import Client

HTMX = {"HX-Request": "true"}
Fields = dict[str, Any]


class Draft:
    """A draft in one window: a form that was seen, and what is typed into it."""

    def __init__(self, client: Client, language: str = "en", **begun: str) -> None:
        self.client = client
        response = client.post(f"/{language}/describe", data=begun)
        assert response.status_code == 303
        self.base = response.headers["Location"].removesuffix("/place")

    @property
    def id(self) -> str:
        return self.base.rpartition("/")[2]

    def get(self, section: str) -> str:
        response = self.client.get(f"{self.base}/{section}")
        assert response.status_code == 200, response.text
        return str(response.text)

    def form(self, section: str) -> Fields:
        """The fields of a section's form, as a browser would send them untouched."""
        return fields_of(self.get(section))

    def send(self, section: str, fields: Fields, *, part: bool = False, **more: Any) -> Any:
        address = f"{self.base}/{section.partition('?')[0]}"
        headers = HTMX if part else {}
        return self.client.post(address, data={**fields, **more}, headers=headers)

    def type(self, section: str, **typed: Any) -> Any:
        """Fill in some fields of a section and save it."""
        return self.send(section, {**self.form(section), **named(typed)}, do="keep")


def named(typed: Fields) -> Fields:
    """Field names as keywords: ``factors__extortion___source`` is ``factors.extortion:source``."""
    return {name.replace("___", ":").replace("__", "."): value for name, value in typed.items()}


def fields_of(page: str) -> Fields:
    """What stands in the form of a page; several ticks under one name are a list."""
    form = page[page.index('<form id="form"') : page.index("</form>")]
    found: dict[str, list[str]] = {}
    for tag in re.findall(r"<input[^>]*>", form):
        about = {name: html.unescape(value) for name, value in re.findall(r'(\w+)="([^"]*)"', tag)}
        off = about.get("type") in ("radio", "checkbox") and not re.search(r"\schecked", tag)
        if "name" in about and not off:
            found.setdefault(about["name"], []).append(about.get("value", ""))
    for name, inner in re.findall(
        r'<select[^>]*name="([^"]+)"[^>]*>(.*?)</select>', form, re.DOTALL
    ):
        chosen = re.search(r'value="([^"]*)" selected', inner)
        found[name] = [html.unescape(chosen[1]) if chosen else ""]
    return {name: given[0] if len(given) == 1 else given for name, given in found.items()}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_part_is_shown_in_both_languages(
    client: Client, knowledge: Knowledge, language: str
) -> None:
    """Each part of the description is a page with its own heading, light enough for a slow line."""
    draft = Draft(client, language, case="guayaquil-2024")
    for slug, section in sections(knowledge.vocabulary).items():
        page = draft.get(slug)
        name = section.name.in_(language)
        assert f"<h1>{html.escape(name)}</h1>" in page
        assert page.count("<h1") == 1
        assert len(page.encode()) < 200_000, slug
    assert len(draft.get("asking")) > 5_000


def test_every_factor_is_asked_with_its_anchors(client: Client, knowledge: Knowledge) -> None:
    """Each factor stands once, with its question, its levels' anchors, and unknown as chosen."""
    draft = Draft(client)
    pages = {s: html.unescape(draft.get(s)) for s in knowledge.vocabulary.dimensions}
    for factor in knowledge.vocabulary.factors.values():
        page = pages[factor.dimension]
        assert factor.question.en in page
        for level in factor.domain.levels:
            assert level.anchor is None or level.anchor.en in page, (factor.slug, level.value)
    for slug in knowledge.vocabulary.dimensions:
        typed = {name: said for name, said in draft.form(slug).items() if name != "seen"}
        assert not any(typed.values()), slug


def test_from_nothing_to_advice(client: Client, database: Engine) -> None:
    """What is typed, part by part, becomes a locality; its advice is the next page."""
    draft = Draft(client)
    draft.type("place", name="Puerto Manso", country="EC", as_of="2025")
    saved = draft.send(
        "prison_control",
        {
            **draft.form("prison_control"),
            "factors.prison_control": "inmate_run",
            "factors.prison_control:source": "visit",
            "factors.prison_control:basis": "observed",
        },
        do="next",
    )
    assert saved.status_code == 303
    assert saved.headers["Location"].endswith("/route_position")
    response = draft.send(
        "violence", {**draft.form("violence"), "factors.homicide_rate": "58,2"}, do="advice"
    )
    assert response.status_code == 303
    locality = response.headers["Location"].rpartition("/")[2]
    kept = localities.find(database, LOCAL, locality)
    assert kept is not None
    assert kept.profile == {
        "name": "Puerto Manso",
        "country": "EC",
        "as_of": "2025",
        "factors": {
            "prison_control": {"value": "inmate_run", "basis": "observed", "source": "visit"},
            "homicide_rate": 58.2,
        },
    }
    page = client.get(response.headers["Location"]).text
    assert "Advice for Puerto Manso" in page
    assert "Puerto Manso" in client.get("/en/").text


def test_a_case_is_taken_up_with_its_sources(client: Client, knowledge: Knowledge) -> None:
    """A draft from a documented case says what the case says, and the case stays as it is."""
    draft = Draft(client, case="guayaquil-2024")
    form = draft.form("prison_control")
    given = knowledge.cases["guayaquil-2024"].profile["factors"]["prison_control"]
    assert form["factors.prison_control"] == given["value"]
    assert form["factors.prison_control:source"] == given["source"]
    response = draft.send("review", {})
    assert response.status_code == 303
    assert not response.headers["Location"].endswith("guayaquil-2024")


def test_partial_knowledge_can_be_said(client: Client, database: Engine) -> None:
    """Levels that are still possible, a number between two, values that are open."""
    draft = Draft(client)
    draft.type(
        "state_capture",
        factors__capture_police="?",
        factors__capture_police___possible=["units", "institution"],
    )
    draft.type(
        "violence", factors__homicide_rate___at_least="20", factors__homicide_rate___at_most="40"
    )
    route = "factors.route_functions"
    draft.send(
        "route_position",
        {**draft.form("route_position"), f"{route}:storage": "yes", f"{route}:production": "no"},
        do="keep",
    )
    response = draft.send("review", {})
    kept = localities.find(database, LOCAL, response.headers["Location"].rpartition("/")[2])
    assert kept is not None
    factors = kept.profile["factors"]
    assert factors["capture_police"] == {"possible": ["units", "institution"]}
    assert factors["homicide_rate"] == {"possible": {"at_least": 20, "at_most": 40}}
    assert factors["route_functions"]["value"] == ["storage"]
    assert "production" not in factors["route_functions"]["possible"]


def test_the_rest_of_several_can_be_said_at_once(client: Client) -> None:
    """One button says no to every value that was left open."""
    draft = Draft(client)
    form = {**draft.form("route_position"), "factors.route_functions:storage": "yes"}
    assert draft.send("route_position", form, do="rest:factors.route_functions").status_code == 303
    now = draft.form("route_position")
    said = {n: v for n, v in now.items() if n.startswith("factors.route_functions:") and v}
    assert said.pop("factors.route_functions:storage") == "yes"
    answers = {
        v for n, v in said.items() if n.rpartition(":")[2] not in ("source", "basis", "as_of")
    }
    assert answers == {"no"}


def test_entries_come_and_go_and_nothing_typed_is_lost(client: Client, database: Engine) -> None:
    """Groups are added, named, removed and put back; the profile has those that are listed."""
    draft = Draft(client)
    first = draft.send("groups", draft.form("groups"), do="add")
    assert first.headers["Location"].endswith("/groups?open=1#groups-1")
    form = {**draft.form("groups?open=1"), "groups.1.name": "Los Uno", "groups.1.hierarchy": "weak"}
    draft.send("groups", form, do="add")
    form = {**draft.form("groups?open=2"), "groups.2.name": "Los Dos"}
    draft.send("groups", form, do="remove:1")
    page = draft.get("groups")
    assert "Los Uno was removed." in page
    draft.send("groups", draft.form("groups"), do="restore:1")
    assert draft.form("groups?open=1")["groups.1.hierarchy"] == "weak"
    response = draft.send("groups", draft.form("groups"), do="advice")
    kept = localities.find(database, LOCAL, response.headers["Location"].rpartition("/")[2])
    assert kept is not None
    assert kept.profile["groups"] == [{"name": "Los Uno", "hierarchy": "weak"}, {"name": "Los Dos"}]


def test_none_is_not_unknown(client: Client, database: Engine) -> None:
    """That there are no prisons is said; lists about which nothing is said stay away."""
    draft = Draft(client)
    draft.type("prisons", prisons="none")
    response = draft.send("review", {})
    kept = localities.find(database, LOCAL, response.headers["Location"].rpartition("/")[2])
    assert kept is not None
    assert kept.profile == {"prisons": []}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("section", "typed", "item"),
    [
        ("violence", {"factors.homicide_rate": "many"}, "factors-homicide-rate"),
        ("violence", {"factors.homicide_rate": "1.234"}, "factors-homicide-rate"),
        ("violence", {"factors.homicide_rate": "-3"}, "factors-homicide-rate"),
        (
            "violence",
            {"factors.homicide_rate": "3", "factors.homicide_rate:at_least": "2"},
            "factors-homicide-rate",
        ),
        (
            "violence",
            {"factors.homicide_rate:at_least": "9", "factors.homicide_rate:at_most": "2"},
            "factors-homicide-rate",
        ),
        ("prison_control", {"factors.prison_control": "?"}, "factors-prison-control"),
        ("prison_control", {"factors.prison_control": "inmates"}, "factors-prison-control"),
        (
            "prison_control",
            {"factors.prison_control": "state", "factors.prison_control:basis": "hearsay"},
            "factors-prison-control",
        ),
        ("place", {"country": "Ecuador"}, "country"),
        ("place", {"name": "x" * 2_001}, "name"),
        ("groups", {"groups": "listed"}, "groups"),
    ],
)
def test_a_mistake_is_told_at_its_field_and_kept(
    client: Client, language: str, section: str, typed: Fields, item: str
) -> None:
    """What cannot be read stands where it was typed, with what to do; advice waits for it."""
    draft = Draft(client, language)
    draft.send(section, {**draft.form(section), **typed}, do="keep")
    page = draft.get(section)
    assert f'id="fault-{item}"' in page
    if not {"inmates", "hearsay"} & set(typed.values()):  # no button of a form can say these
        assert typed.items() <= draft.form(section).items()
    refused = draft.send(section, {**draft.form(section), **typed}, do="advice")
    assert refused.status_code == 422
    assert f"{draft.base}/{section}#{item}" in html.unescape(refused.text)
    mended = dict.fromkeys(typed, "") | ({"groups": "none"} if section == "groups" else {})
    done = draft.send(section, {**draft.form(section), **mended}, do="advice")
    assert done.status_code == 303


def test_an_entry_without_its_name_is_told_there(client: Client) -> None:
    """A group that was only added is told as such when the advice is asked for, with the way."""
    draft = Draft(client)
    draft.send("groups", draft.form("groups"), do="add")
    refused = draft.send("groups", draft.form("groups?open=1"), do="advice")
    assert refused.status_code == 422
    assert f"{draft.base}/groups?open=1#groups-1-name" in html.unescape(refused.text)
    fresh = draft.send("groups", draft.form("groups"), part=True, do="add")
    assert "fault" not in fresh.text


def test_two_windows_keep_what_each_changed(client: Client, database: Engine) -> None:
    """A window that was opened before another's change does not undo it."""
    draft = Draft(client)
    one, other = draft.form("prison_control"), draft.form("prison_control")
    draft.send("prison_control", {**one, "factors.prison_control": "shared"}, do="keep")
    late = draft.send("prison_control", {**other, "factors.prison_comms": "open"}, do="keep")
    assert late.status_code == 303
    now = draft.form("prison_control")
    assert now["factors.prison_control"] == "shared"
    assert now["factors.prison_comms"] == "open"


@pytest.mark.parametrize(("choice", "holds"), [("here", "state"), ("there", "shared")])
def test_two_windows_on_one_answer_clash_until_somebody_chooses(
    client: Client, choice: str, holds: str
) -> None:
    """Nothing is overwritten in silence: both sides are shown, and a choice settles it."""
    draft = Draft(client)
    item = "factors.prison_control"
    one, other = draft.form("prison_control"), draft.form("prison_control")
    draft.send("prison_control", {**one, item: "shared"}, do="keep")
    mine = {**other, item: "state", "factors.prison_comms": "open"}
    for part in (False, True):
        clash = draft.send("prison_control", mine, part=part, do="keep")
        assert clash.status_code == 409
        assert "There: shared control. Here: state control." in clash.text
        assert draft.form("prison_control")[item] == "shared"
    assert draft.form("prison_control")["factors.prison_comms"] == "open"
    shown = draft.send("prison_control", mine, do="keep").text
    again = fields_of(shown)
    assert again[item] == "state"
    draft.send("prison_control", again, do=f"{choice}:{item}")
    assert draft.form("prison_control")[item] == holds


def test_htmx_gets_only_what_changed(client: Client) -> None:
    """An answer to a change holds what stands around the form, each piece with its place."""
    draft = Draft(client)
    form = {**draft.form("violence"), "factors.homicide_rate": "x"}
    response = draft.send("violence", form, part=True, do="keep")
    assert response.status_code == 200
    assert response.headers["HX-Trigger"] == "kept"
    assert "<html" not in response.text
    assert 'id="fault-factors-homicide-rate"' in response.text
    seen = re.search(r'id="seen" value="([^"]*)" hx-swap-oob="true"', response.text)
    assert seen is not None
    assert json.loads(html.unescape(seen[1])) == {"factors.homicide_rate": ["x"]}
    assert "<html" not in client.get(f"{draft.base}/asking", headers=HTMX).text


def test_what_is_asked_leads_to_its_field(client: Client) -> None:
    """Every question worth asking is a link to a field that is there."""
    draft = Draft(client)
    page = html.unescape(draft.get("asking"))
    links = re.findall(rf'<a href="({draft.base}/(\w+)#([\w-]+))"', page)
    assert len(links) > 20
    pages = {section: draft.get(section) for _, section, _ in links}
    assert all(f'id="{anchor}"' in pages[section] for _, section, anchor in links)


def test_a_further_description_is_a_further_version(client: Client, database: Engine) -> None:
    """Changing a locality's description keeps the older version; the same draft goes on."""
    kept = localities.add(
        database, LOCAL, {"name": "Río Manso", "factors": {"extortion": "common"}}, None
    )
    locality = kept.locality.id
    draft = Draft(client, locality=locality)
    assert Draft(client, locality=locality).id == draft.id
    draft.type("violence", factors__extortion="pervasive")
    assert "Río Manso" in client.get("/en/").text
    response = draft.send("review", {})
    assert response.headers["Location"] == f"/en/localities/{locality}"
    assert [v.version for v in localities.versions(database, LOCAL, locality)] == [1, 2]
    assert draft.send("review", {}).status_code == 303  # pressed twice: recorded once
    assert [v.version for v in localities.versions(database, LOCAL, locality)] == [1, 2]


def test_a_version_recorded_meanwhile_is_shown_first(client: Client, database: Engine) -> None:
    """Who began from an older version is told before theirs becomes the current one."""
    locality = localities.add(database, LOCAL, {"name": "Río Manso"}, None).locality.id
    draft = Draft(client, locality=locality)
    draft.type("violence", factors__extortion="pervasive")
    localities.add_version(database, LOCAL, locality, {"name": "Río Bravo"}, "a colleague")
    response = draft.send("review", {})
    assert response.status_code == 409
    assert "Version 2 of this locality was recorded" in response.text
    assert draft.send("review", {}, onto="1").status_code == 409
    assert draft.send("review", {}, onto="2").status_code == 303
    assert [v.version for v in localities.versions(database, LOCAL, locality)] == [1, 2, 3]


def test_a_draft_can_be_discarded_after_a_question(client: Client) -> None:
    """A draft is deleted for good, once, and only when that was confirmed."""
    draft = Draft(client)
    draft.type("place", name="Forget me")
    assert "Forget me" in client.get("/en/").text
    assert "deleted for good" in draft.get("discard")
    assert client.post(f"{draft.base}/discard").headers["Location"] == "/en/"
    assert client.get(f"{draft.base}/place").status_code == 404
    assert "Forget me" not in client.get("/en/").text


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "describe/nothing/place", 404),
        ("POST", "describe/nothing/place", 404),
        ("GET", "describe/{draft}/nothing", 404),
        ("POST", "describe/{draft}/nothing", 404),
        ("GET", "localities/nothing", 404),
    ],
)
def test_what_is_not_there_is_told_on_a_page(
    client: Client, language: str, method: str, path: str, status: int
) -> None:
    """Drafts, parts and localities that do not exist are pages too."""
    draft = Draft(client, language)
    response = client.request(method, f"/{language}/{path.format(draft=draft.id)}")
    assert response.status_code == status
    assert f'<html lang="{language}">' in response.text


def test_a_case_that_is_not_there_begins_nothing(client: Client) -> None:
    """A draft begins from what there is."""
    assert client.post("/en/describe", data={"case": "atlantis"}).status_code == 404
    assert client.post("/en/describe", data={"locality": "atlantis"}).status_code == 404


def test_odd_forms_do_no_harm(client: Client) -> None:
    """Fields, buttons and memories that no page of ours sends are refused or passed over."""
    draft = Draft(client)
    url = f"{draft.base}/groups"
    odd: list[Fields] = [
        {"groups.1": "listed", "groups.9.name": "x", "factors.nothing": "y", "do": "explode:all"},
        {"seen": "[1]", "do": "remove:7"},
        {"seen": '{"a": 1, "groups": [1]}', "do": "restore:../x"},
        {"do": "rest:factors.homicide_rate"},
        {"do": "here:nothing", "open": "../../x"},
    ]
    for data in odd:
        assert client.post(url, data=data).status_code == 303
    assert not re.search(r"groups\.\d", draft.get("groups"))
    json_body = client.post(url, json={"do": "add"})
    assert json_body.status_code == 415
    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    for body in (b"name=%ff", b"\xff\xfe=1", b"&".join(b"a=1" for _ in range(6_000))):
        assert client.post(url, content=body, headers=kind).status_code == 400


def test_what_was_typed_is_only_ever_text(client: Client) -> None:
    """Markup in a field stays what it is."""
    draft = Draft(client)
    draft.type("place", name='"><script>alert(1)</script>')
    for section in ("place", "review"):
        page = draft.get(section)
        assert "<script>alert" not in page
        assert "&lt;script&gt;alert(1)" in page


def test_a_draft_from_a_case_is_begun_in_the_language_of_the_page(client: Client) -> None:
    """Place and time are told in it, for the whole and for each value."""
    for begun in ({"case": "mexico-pri-era"}, {"locality": "mexico-pri-era"}):
        draft = Draft(client, "es", **begun)
        fields = draft.form("place")
        assert fields["name"] == "México, la era del PRI"
        assert fields["as_of"] == "hasta los años noventa"
        assert "to 1990s" not in draft.get("review")


def test_who_comes_back_to_a_case_finds_the_draft_that_was_begun(client: Client) -> None:
    """The same until something is changed in it; then another is begun, and the first is kept."""
    first = Draft(client, case="rosario-2024")
    assert Draft(client, case="rosario-2024").id == first.id
    assert Draft(client, locality="rosario-2024").id == first.id
    assert Draft(client, case="sincelejo-2023").id != first.id
    first.type("place", name="Rosario, mine")
    again = Draft(client, case="rosario-2024")
    assert again.id != first.id
    assert again.form("place")["name"] == "Rosario"
    assert Draft(client).id != Draft(client).id  # from nothing: each for a place of its own


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_to_mend_names_its_entry(client: Client, language: str) -> None:
    """Of two groups one reads which has the fault: by its number, and by its name if it has one."""
    draft = Draft(client, language)
    for _ in range(2):
        draft.send("groups", draft.form("groups"), do="add")
    draft.type("groups?open=2", groups__2__hierarchy="purple", groups__2__name="Los Dos")
    page = html.unescape(draft.get("review"))
    listed = re.findall(r'<li><a href="([^"]+)">([^<]+)</a>: ', page)
    named_so = {
        "en": ["Armed group 1 · name", "Armed group 2: Los Dos · "],
        "es": ["Grupo armado 1 · nombre", "Grupo armado 2: Los Dos · "],
    }[language]
    for (_, label), begins in zip(listed, named_so, strict=True):
        assert label.startswith(begins)
    assert [re.findall(r"open=(\d)#", address) for address, _ in listed] == [["1"], ["2"]]


def test_what_a_list_asks_stands_at_its_head(client: Client, knowledge: Knowledge) -> None:
    """An entry's first field is asked for by its label; the list's question is asked once."""
    draft = Draft(client, "es")
    for name, kind in knowledge.vocabulary.lists.items():
        draft.send(name, draft.form(name), do="add")
        page = html.unescape(draft.get(f"{name}?open=1"))
        assert page.count(kind.question.es) == 1
        assert page.index(kind.question.es) < page.index('class="entries"')


def test_without_a_script_a_button_leads_to_its_entry(client: Client) -> None:
    """The address after it names the entry that came, went or was opened."""
    draft = Draft(client)

    def press(button: str, **form: str) -> str:
        sent = draft.send("groups", {**draft.form("groups"), **form}, do=button)
        return str(sent.headers["Location"]).partition("/groups")[2]

    assert press("add") == "?open=1#groups-1"
    assert press("add") == "?open=2#groups-2"
    assert press("remove:1") == "#groups-1"
    assert press("restore:1") == "#groups-1"
    assert press("open:1") == "?open=1#groups-1"
    assert press("open:", open="1") == "#groups-1"
    assert press("keep") == "#form"
    assert press("remove:9") == "#form"
