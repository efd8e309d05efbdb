"""The knowledge base as the API shows it."""

import re
from typing import Any

import pytest

import engine
from engine.knowledge.model import Knowledge
from engine.text import LANGUAGES
from engine.wording import Wording
from tests.api.conftest import Client

NOUNS = {
    "factors": "slug",
    "interventions": "slug",
    "rules": "id",
    "claims": "id",
    "cases": "slug",
}


def known(knowledge: Knowledge, noun: str) -> Any:
    if noun == "factors":
        return knowledge.vocabulary.factors
    return getattr(knowledge, noun)


@pytest.mark.parametrize("noun", NOUNS)
def test_all_of_them_are_listed(client: Client, knowledge: Knowledge, noun: str) -> None:
    """Each list has everything there is, in the order of the knowledge base."""
    listed = client.get(f"/v1/{noun}").json()
    assert [item[NOUNS[noun]] for item in listed["items"]] == list(known(knowledge, noun))
    assert listed["total"] == len(known(knowledge, noun))


@pytest.mark.parametrize("noun", NOUNS)
def test_each_of_them_is_shown(client: Client, knowledge: Knowledge, noun: str) -> None:
    """Each thing has an address of its own, and says at least what its list says."""
    for language in ("en", "es"):
        headers = {"Accept-Language": language}
        listed = client.get(f"/v1/{noun}", headers=headers).json()["items"]
        for item in listed[:: max(1, len(listed) // 20)]:
            response = client.get(f"/v1/{noun}/{item[NOUNS[noun]]}", headers=headers)
            assert response.status_code == 200
            assert response.headers["Content-Language"] == language
            assert item.items() <= response.json().items()


@pytest.mark.parametrize("noun", NOUNS)
def test_a_slip_of_the_pen_names_the_nearest(
    client: Client, knowledge: Knowledge, noun: str
) -> None:
    """An unknown name is not found, and the nearest one is told."""
    name = next(iter(known(knowledge, noun)))
    response = client.get(f"/v1/{noun}/{name}x")
    assert response.status_code == 404
    (fault,) = response.json()["faults"]
    assert fault["value"] == f"{name}x"
    assert fault["nearest"] == name


@pytest.mark.parametrize("noun", NOUNS)
def test_the_field_of_what_is_missing_is_for_programs(client: Client, noun: str) -> None:
    """It is one slug, the same in each language, while the words follow the reader."""
    asked = [
        client.get(f"/v1/{noun}/nothing", headers={"Accept-Language": language})
        for language in LANGUAGES
    ]
    (english,), (spanish,) = (response.json()["faults"] for response in asked)
    assert english["field"] == spanish["field"]
    assert re.fullmatch("[a-z_]+", english["field"])
    assert english["what"] != spanish["what"]


def test_factors_are_shown_with_question_levels_and_anchors(client: Client) -> None:
    """A factor has what an interviewer needs, in the preferred language."""
    headers = {"Accept-Language": "es"}
    factor = client.get("/v1/factors/prison_control", headers=headers).json()
    assert factor["question"].startswith("¿")
    assert [level["value"] for level in factor["values"]["levels"]] == [
        "state",
        "shared",
        "inmate_run",
    ]
    assert all(level["anchor"] for level in factor["values"]["levels"])
    assert factor["derived_from"]["entities"] == "prisons"
    boolean = client.get("/v1/factors/emergency_powers").json()
    assert [level["value"] for level in boolean["values"]["levels"]] == [False, True]
    number = client.get("/v1/factors/homicide_rate").json()
    assert (number["values"]["minimum"], number["values"]["unit"]) == (0, "per 100000 per year")


def test_the_lists_of_a_profile_are_shown(client: Client, knowledge: Knowledge) -> None:
    """Groups, institutions and the other lists come with their attributes."""
    lists = {item["field"]: item for item in client.get("/v1/factors").json()["lists"]}
    assert list(lists) == list(knowledge.vocabulary.lists)
    names = [attribute["name"] for attribute in lists["groups"]["attributes"]]
    assert names == list(knowledge.vocabulary.lists["groups"].attributes)


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_rule_is_a_sentence_with_claims_and_tests(
    client: Client, knowledge: Knowledge, language: str
) -> None:
    """A rule is put into words from its structure, with what carries and what limits it."""
    for rule_id in list(knowledge.rules)[::50]:
        rule = knowledge.rules[rule_id]
        shown = client.get(f"/v1/rules/{rule_id}", headers={"Accept-Language": language}).json()
        sentence = Wording(knowledge).rule(rule)
        assert shown["sentence"] == (sentence.es if language == "es" else sentence.en)
        assert shown["supports"] == list(rule.supports)
        assert shown["limits"]
        assert len(shown["tests"]) == len(rule.tests)


def test_lists_can_be_narrowed(client: Client, knowledge: Knowledge) -> None:
    """A query keeps those that have the value, and two queries those that have both."""
    gates = client.get("/v1/rules", params={"kind": "gate"}).json()
    assert gates["total"] == sum(rule.kind == "gate" for rule in knowledge.rules.values()) > 0
    theme = gates["items"][0]["theme"]
    both = client.get("/v1/rules", params={"kind": "gate", "theme": theme}).json()["items"]
    assert both == [item for item in gates["items"] if item["theme"] == theme]
    for noun, name in (("interventions", "family"), ("factors", "dimension"), ("claims", "report")):
        value = client.get(f"/v1/{noun}").json()["items"][0][name]
        items = client.get(f"/v1/{noun}", params={name: value}).json()["items"]
        assert items
        assert {item[name] for item in items} == {value}


def test_a_query_that_names_nothing_is_refused(client: Client) -> None:
    """A query for what cannot be is told with what can."""
    response = client.get("/v1/rules", params={"kind": "gat"})
    (fault,) = response.json()["faults"]
    assert response.status_code == 422
    assert (fault["field"], fault["value"], fault["nearest"]) == ("kind", "gat", "gate")


def test_an_intervention_names_its_rules(client: Client, knowledge: Knowledge) -> None:
    """The rules that name an intervention are shown with it."""
    shown = client.get("/v1/interventions/militarised_crackdown").json()
    assert {rule["id"] for rule in shown["rules"]} == {
        rule.id
        for rule in knowledge.rules.values()
        if "militarised_crackdown" in rule.targets.slugs
    }
    assert shown["rules"]


def test_health_says_what_is_loaded(client: Client, knowledge: Knowledge) -> None:
    """A healthy server names its knowledge base, its engine and what it holds."""
    health = client.get("/v1/health").json()
    assert health["status"] == "ok"
    assert health["ruleset"] == {"version": knowledge.version, "hash": knowledge.content_hash}
    assert health["engine_version"] == engine.__version__
    assert health["counts"]["rules"] == len(knowledge.rules)
    assert health["database"] == {"reachable": True, "current": True}


def test_coverage_is_what_the_engine_found(client: Client, knowledge: Knowledge) -> None:
    """Every claim has a row, no core claim is an orphan, and reasons for declining are in words."""
    found = client.get("/v1/coverage", headers={"Accept-Language": "es"})
    body = found.json()

    assert found.headers["Content-Language"] == "es"
    assert [row["claim"] for row in body["claims"]] == list(knowledge.claims)
    assert body["orphan_claims"] == []
    declined = {row["claim"]: row["declined"] for row in body["claims"] if row["declined"]}
    assert declined == {name: reason.es for name, reason in knowledge.declined.items()}
    assert sum(count["claims"] for count in body["by_report"].values()) == len(knowledge.claims)
