"""``remanso feedback`` and ``outcomes``, as one types them."""

from collections.abc import Callable
from functools import partial

import pytest
from litestar.testing import TestClient

from api.app import create_app
from api.settings import Settings
from api.store.database import connect, upgrade
from engine.knowledge.model import Knowledge
from tests.cli.conftest import Run
from tests.cli.test_bad_input import told

RATE = ("--unit", "per 100,000 a year", "--date", "2025-12-31", "--source", "Police yearbook")
CUT = ("--intervention", "prison_comms_cutoff")
WHY = ("--reason", "other", "--comment", "No fence", "--by", "Alcaldía")


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> str:
    return f"sqlite:///{tmp_path_factory.mktemp('store')}/remanso.sqlite3"


@pytest.fixture
def decision(url: str, knowledge: Knowledge) -> str:
    """A decision on a documented case; its name."""
    database = connect(url)
    upgrade(database)
    with TestClient(create_app(Settings(url), knowledge, database)) as client:
        body = {"case": "guayaquil-2024"}
        locality = client.post("/v1/localities", json=body).json()["id"]
        asked = {"explain": "summary"}
        response = client.post(f"/v1/localities/{locality}/decisions", json=asked)
    return str(response.json()["decision_id"])


@pytest.fixture
def run(remanso: Run, url: str) -> Callable:
    """A command that works on this database."""
    return partial(remanso, env={"REMANSO_DATABASE_URL": url})


def test_feedback_is_added_and_listed(run: Callable, decision: str) -> None:
    """What was done, with what, why, by whom; with counts, and what it is not used for."""
    added = run("feedback", "add", decision, "overridden", *CUT, *WHY)
    assert added.exit_code == 0, added.output
    assert "never changes weights" in added.stderr
    assert run("feedback", "add", decision, "accepted").exit_code == 0
    listed = run("feedback", "list", decision)
    first, second, counts = listed.stdout.splitlines()
    assert first.split("\t")[1:] == [
        "overridden",
        "prison_comms_cutoff",
        "something else, as the comment says: No fence",
        "Alcaldía",
        decision,
    ]
    assert second.split("\t")[1:3] == ["accepted", "whole decision"]
    assert counts == "accepted: 1, overridden: 1"
    spanish = run("feedback", "list", *CUT, "--lang", "es").stdout
    assert "descartado" in spanish
    assert decision in spanish


def test_feedback_is_listed_for_a_rule(run: Callable, decision: str) -> None:
    """A rule that spoke of the option, as the answer named it."""
    run("feedback", "add", decision, "accepted", *CUT)
    listed = run("feedback", "list", "--rule", "jailed-leaders-call-for-cut-off")
    assert decision in listed.stdout


def test_outcomes_are_added_and_listed(run: Callable, decision: str) -> None:
    """By the day measured, each with its source."""
    added = run("outcomes", "add", decision, "homicide_rate", 41.5, *RATE, *CUT)
    assert added.exit_code == 0, added.output
    assert "need not have been caused" in added.stderr
    listed = run("outcomes", "list", decision)
    assert listed.stdout.splitlines()[0].split("\t") == [
        "2025-12-31",
        "homicide_rate",
        "41.5 per 100,000 a year",
        "prison_comms_cutoff",
        "Police yearbook",
        "",
        decision,
    ]
    for about in (CUT, ("--rule", "jailed-leaders-call-for-cut-off")):
        assert run("outcomes", "list", *about).stdout == listed.stdout
    told(run("outcomes", "list", decision, *CUT), 2, "one of them")
    assert run("outcomes", "list", "--rule", "none").stdout == ""


def test_what_cannot_be_is_refused(run: Callable, decision: str) -> None:
    """With the field, what is wrong, and the nearest."""
    told(run("feedback", "add", "none", "accepted"), 2, "no decision named 'none'")
    told(run("feedback", "add", decision, "adapted"), 1, "reason: say why")
    wrong = run("feedback", "add", decision, "accepted", "--intervention", "prison_coms_cutoff")
    told(wrong, 1, "did you mean 'prison_comms_cutoff'?")
    told(run("outcomes", "add", decision, "homicides", "nan", *RATE), 1, "value: ")
    told(run("outcomes", "add", decision, "homicides", 1, *RATE), 1, "no such indicator")
    told(run("feedback", "list"), 2, "name a decision")
    told(run("feedback", "list", decision, "--rule", "x"), 2, "name a decision")
