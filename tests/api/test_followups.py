"""Why this, why not that, what would change it, what if: over HTTP."""

from typing import Any

import pytest

from engine.changes_told import what_would_change
from engine.contrast import contrast
from engine.knowledge.model import Knowledge
from engine.methods import other_methods
from engine.whatif import what_if
from engine.whynot import why_not
from tests.api.conftest import Client

CASE = "guayaquil-2024"
CRACKDOWN, PRISONS = "militarised_crackdown", "prison_control_recovery"


def test_the_engine_answers(client: Client, knowledge: Knowledge) -> None:
    """What is sent is what the engine says, in the language asked for."""
    profile = knowledge.cases[CASE].profile
    asked: list[tuple[str, dict[str, Any], Any]] = [
        (
            "contrast",
            {"option": PRISONS, "above": CRACKDOWN},
            contrast(knowledge, profile, PRISONS, CRACKDOWN, language="es"),
        ),
        ("why-not", {"option": CRACKDOWN}, why_not(knowledge, profile, CRACKDOWN, language="es")),
        ("changes", {}, what_would_change(knowledge, profile, language="es")),
        ("methods", {}, other_methods(knowledge, profile, language="es")),
        (
            "what-if",
            {"changes": {"extortion": None}},
            what_if(knowledge, profile, {"extortion": None}, language="es"),
        ),
    ]
    for name, body, expected in asked:
        response = client.post(
            f"/v1/advice/{name}", json={"case": CASE, **body}, headers={"Accept-Language": "es"}
        )
        assert response.status_code == 200, response.text
        assert response.headers["Content-Language"] == "es"
        assert response.json() == expected.model_dump(mode="json")


def test_a_proposed_change_can_be_tried(client: Client) -> None:
    """What `changes` proposes, `what-if` takes as it stands, and it does what was said."""
    body = {"profile": {"factors": {"capture_police": "units", "oversight_independence": "absent"}}}
    option = "permanent_presence_policing"
    answer = client.post("/v1/advice/changes", json={**body, "option": option}).json()
    proposals = [p for item in answer["prospects"] for p in item["proposals"]]
    assert proposals
    for proposal in proposals:
        tried = client.post("/v1/advice/what-if", json={**body, "changes": proposal["changes"]})
        shifts = {item["intervention"]: item["after"] for item in tried.json()["shifts"]}
        assert shifts.get(option, proposal["option"]) == proposal["option"]
        assert tried.json()["first_after"] == proposal["first"]


def test_weights_count(client: Client) -> None:
    """The caller's weights are used, for proposals too."""
    body = {"case": CASE, "option": PRISONS, "above": CRACKDOWN, "weights": {"problem": 0}}
    answer = client.post("/v1/advice/contrast", json=body).json()
    problem = next(item for item in answer["criteria"] if item["criterion"] == "problem")
    assert answer["weights"]["problem"] == 0
    assert (problem["difference"], problem["upper"], problem["lower"]) == (0, 0, 0)


@pytest.mark.parametrize(
    ("name", "body", "field"),
    [
        ("contrast", {"option": PRISONS}, "above"),
        ("contrast", {"option": PRISONS, "above": PRISONS}, "above"),
        ("contrast", {"option": "prisons", "above": CRACKDOWN}, "option"),
        ("why-not", {}, "option"),
        ("why-not", {"option": None}, "option"),
        ("changes", {"above": PRISONS}, "option"),
        ("changes", {"option": "nothing"}, "option"),
        ("what-if", {}, "changes"),
        ("what-if", {"changes": {}}, "changes"),
        ("what-if", {"changes": 3}, "changes"),
        ("what-if", {"changes": {"prison_control": "stat"}}, "changes.prison_control"),
        ("what-if", {"changes": {"prison_contrl": "state"}}, "changes.prison_contrl"),
        ("what-if", {"changes": {"extortion": None}, "explain": "full"}, "explain"),
    ],
)
def test_what_cannot_be_asked_is_refused(
    client: Client, name: str, body: dict[str, Any], field: str
) -> None:
    """With the field at fault."""
    response = client.post(f"/v1/advice/{name}", json={"case": CASE, **body})
    assert response.status_code == 422, response.text
    assert [fault["field"] for fault in response.json()["faults"]] == [field]


def test_factors_say_what_policy_can_do(client: Client) -> None:
    """Which way is better, or why nothing can be done."""
    prison = client.get("/v1/factors/prison_control").json()
    route = client.get("/v1/factors/route_position", headers={"Accept-Language": "es"}).json()
    assert (prison["better"], prison["not_actionable"]) == ("less", None)
    assert route["better"] is None
    assert "geografía" in route["not_actionable"]
