"""Advice on request."""

import json
from typing import Any

import pytest

from engine.advice import advise
from engine.answer import Answer
from engine.knowledge.model import Knowledge
from tests.api.conftest import Client

CASES = ["guayaquil-2024", "buenaventura-2010-13", "manzanillo-2024", "monterrey-2009-13"]


@pytest.mark.parametrize("slug", CASES)
def test_the_answer_is_the_engines_answer(client: Client, knowledge: Knowledge, slug: str) -> None:
    """What is sent is what the engine says, byte for byte, with every intervention ranked."""
    response = client.post("/v1/advice", json={"profile": knowledge.cases[slug].profile})
    expected = advise(knowledge, knowledge.cases[slug].profile)
    assert response.status_code == 200
    assert response.content == expected.model_dump_json().encode()
    assert len(response.json()["ranking"]) == len(knowledge.interventions)


def test_a_documented_case_is_known_by_its_name(client: Client, knowledge: Knowledge) -> None:
    """A case's name stands for its profile."""
    by_name = client.post("/v1/advice", json={"case": "guayaquil-2024"})
    profile = knowledge.cases["guayaquil-2024"].profile
    assert by_name.content == client.post("/v1/advice", json={"profile": profile}).content


def test_every_claim_cited_is_listed(client: Client) -> None:
    """Each claim that any part of the answer names stands under claims."""
    answer = client.post("/v1/advice", json={"case": "guayaquil-2024"}).json()
    cited: set[str] = set()

    def collect(part: Any) -> None:
        if isinstance(part, dict):
            cited.update(part.get("claims", ()) if isinstance(part.get("claims"), list) else ())
            for inner in part.values():
                collect(inner)
        elif isinstance(part, list):
            for inner in part:
                collect(inner)

    collect(answer["ranking"])
    collect(answer["caveats"])
    assert cited
    assert cited <= set(answer["claims"])


def test_the_same_question_has_the_same_bytes(client: Client) -> None:
    """Nothing in an answer depends on when or how often it is asked."""
    question = {"case": "manzanillo-2024", "explain": "full", "language": "es"}
    first = client.post("/v1/advice", json=question)
    assert first.content == client.post("/v1/advice", json=question).content


def test_options_reach_the_engine(client: Client, knowledge: Knowledge) -> None:
    """Weights, language and level of explanation are those that were asked for."""
    weights = {"problem": 5, "feasibility": 0}
    question = {
        "case": "guayaquil-2024",
        "weights": weights,
        "explain": "conditions",
        "language": "es",
    }
    answer = Answer.model_validate_json(client.post("/v1/advice", json=question).content)
    profile = knowledge.cases["guayaquil-2024"].profile
    assert answer == advise(
        knowledge, profile, weights=weights, explain="conditions", language="es"
    )


@pytest.mark.parametrize(
    ("header", "asked", "language"),
    [("es-EC, en;q=0.5", None, "es"), ("es", "en", "en"), ("en", "es", "es"), (None, None, "en")],
)
def test_the_language_asked_for_wins_over_the_header(
    client: Client, header: str | None, asked: str | None, language: str
) -> None:
    """A language in the body wins, else the header's, else English; the response says which."""
    headers = {} if header is None else {"Accept-Language": header}
    body = {"profile": {}, "language": asked}
    response = client.post("/v1/advice", json=body, headers=headers)
    assert response.json()["language"] == language
    assert response.headers["Content-Language"] == language
    assert "Accept-Language" in response.headers["Vary"]


def test_languages_differ_in_words_only(client: Client) -> None:
    """The same profile in Spanish has the same numbers, verdicts and claims."""
    english, spanish = (
        client.post("/v1/advice", json={"case": "guayaquil-2024", "language": code}).json()
        for code in ("en", "es")
    )
    shape = [(o["intervention"], o["rank"], o["score"], o["verdict"]) for o in english["ranking"]]
    assert shape == [
        (o["intervention"], o["rank"], o["score"], o["verdict"]) for o in spanish["ranking"]
    ]
    assert set(english["claims"]) == set(spanish["claims"])
    assert english["ranking"][0]["name"] != spanish["ranking"][0]["name"]


def test_an_empty_profile_gets_questions(client: Client) -> None:
    """Who says nothing is asked, and is recommended nothing."""
    answer = client.post("/v1/advice", json={"profile": {}}).json()
    assert answer["needed"]
    assert not [o for o in answer["ranking"] if o["verdict"] in ("strong_for", "conditional_for")]


def test_faults_are_told_together_with_place_value_and_nearest(client: Client) -> None:
    """Every fault of a request is one of its problem's, whatever part of it is wrong."""
    body = {
        "profile": {
            "factors": {"prison_contrl": "state", "route_position": "hubb"},
            "groups": [{"name": "A", "hierarchy": 3}],
        },
        "weights": {"problm": 1},
        "explain": "rule",
        "languages": "en",
    }
    response = client.post("/v1/advice", json=body)
    assert response.status_code == 422
    assert response.headers["Content-Type"] == "application/problem+json"
    problem = response.json()
    assert problem["status"] == 422
    assert problem["instance"] == "/v1/advice"
    faults = {fault["field"]: fault for fault in problem["faults"]}
    assert set(faults) == {
        "profile.factors.prison_contrl",
        "profile.factors.route_position",
        "profile.groups.0.hierarchy",
        "weights.problm",
        "explain",
        "languages",
    }
    assert faults["profile.factors.prison_contrl"]["nearest"] == "prison_control"
    assert "GET /v1/factors" in faults["profile.factors.prison_contrl"]["what"]
    assert faults["profile.factors.route_position"]["value"] == "hubb"
    assert faults["profile.factors.route_position"]["nearest"] == "hub"
    assert "hub" in faults["profile.factors.route_position"]["allowed"]
    assert faults["profile.groups.0.hierarchy"]["value"] == 3
    assert faults["weights.problm"]["nearest"] == "problem"
    assert faults["explain"]["allowed"] == ["summary", "rules", "conditions", "full"]
    assert faults["explain"]["nearest"] == "rules"
    assert faults["languages"]["nearest"] == "language"


def test_problems_are_told_in_spanish(client: Client) -> None:
    """A problem is worded in the language that the request prefers."""
    body = {"profile": {"factors": {"route_position": "x"}}}
    english = client.post("/v1/advice", json=body).json()
    response = client.post("/v1/advice", json=body, headers={"Accept-Language": "es"})
    spanish = response.json()
    assert response.headers["Content-Language"] == "es"
    assert spanish["title"] != english["title"]
    assert spanish["faults"][0]["what"] == "no se conoce: valor 'x'"
    assert spanish["type"] == english["type"]


@pytest.mark.parametrize("body", [{}, {"profile": {}, "case": "guayaquil-2024"}])
def test_a_question_is_about_one_thing(client: Client, body: dict[str, Any]) -> None:
    """Neither no locality nor two of them can be asked about."""
    response = client.post("/v1/advice", json=body)
    assert response.status_code == 422
    assert [fault["field"] for fault in response.json()["faults"]] == ["profile"]


def test_an_unknown_case_names_the_nearest(client: Client) -> None:
    """A misspelt case is answered with the one that was probably meant."""
    response = client.post("/v1/advice", json={"case": "guayaquil-2042"})
    (fault,) = response.json()["faults"]
    assert response.status_code == 422
    assert (fault["field"], fault["nearest"]) == ("case", "guayaquil-2024")


def test_a_flood_of_faults_is_cut_short(client: Client) -> None:
    """Thousands of faults are answered with the first hundred, and the number of the others."""
    body = {"profile": {"factors": {f"nonsense_{n}": n for n in range(5_000)}}}
    problem = client.post("/v1/advice", json=body).json()
    assert len(problem["faults"]) == 100
    assert "4997 more" in problem["detail"]


def test_provenance_and_partial_knowledge_are_understood(client: Client) -> None:
    """Values may be given in every documented form."""
    factors = {
        "prison_control": {
            "value": "inmate_run",
            "basis": "observed",
            "source": "A",
            "as_of": 2024,
        },
        "state_capture": {"possible": ["cross_institution", "top"]},
        "fragmentation": {"possible": {"at_least": "few_rivals"}},
        "homicide_rate": {"possible": {"at_least": 20, "at_most": 40}},
        "route_functions": ["storage"],
        "emergency_powers": None,
    }
    body = {"profile": {"factors": factors, "groups": [{"name": "A", "leaders_in_prison": True}]}}
    response = client.post("/v1/advice", json=body)
    understood = response.json()["profile"]
    assert response.status_code == 200, json.dumps(response.json())
    assert understood["factors"]["prison_control"]["as_of"] == "2024"
    assert understood["factors"]["state_capture"] == {"possible": ["cross_institution", "top"]}
    assert understood["groups"] == [{"name": "A", "leaders_in_prison": True}]
