"""An old decision is asked again under its own rules, whatever today's say."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from litestar.testing import TestClient
from sqlalchemy import Engine
from sqlmodel import Session, select

import api.replay
from api.app import create_app
from api.replay import replay
from api.settings import Settings
from api.store import decisions, rulesets
from api.store.database import connect, upgrade
from api.store.organisations import LOCAL
from api.store.trace_tables import Ruleset
from engine.knowledge.model import Knowledge
from engine.rulebase import written
from engine.source import Program, program
from tests.api.changed_rules import with_factor, with_rule
from tests.api.conftest import SLOWLY_BOTH, Client, NewUrl

DATABASES = SLOWLY_BOTH
pytestmark = pytest.mark.slow  # each opens another rule base
RATE = 900
PROFILE = {
    "name": "Puerto Claro",
    "factors": {"prison_control": "inmate_run", "homicide_rate": RATE},
}
WITHDRAWN = "cut-off-showed-early-results"  # a reason for cutting phones where inmates rule


@pytest.fixture(scope="session")
def later(knowledge: Knowledge) -> Knowledge:
    """The rules some months later: one of them was withdrawn."""
    return with_rule(knowledge, WITHDRAWN, status="withdrawn")


@pytest.fixture
def store(new_url: NewUrl) -> Iterator[Engine]:
    """A database of the test's own."""
    engine = connect(new_url())
    upgrade(engine)
    yield engine
    engine.dispose()


@pytest.fixture
def decided(store: Engine, knowledge: Knowledge) -> Any:
    """The response to a decision, made under the earlier rules; its server has stopped."""
    with serving(store, knowledge) as client:
        locality = client.post("/v1/localities", json={"profile": PROFILE}).json()["id"]
        asked = {"explain": "conditions", "language": "es", "weights": {"feasibility": 2}}
        response = client.post(f"/v1/localities/{locality}/decisions", json=asked)
    assert response.status_code == 201, response.text
    return response


def serving(database: Engine, knowledge: Knowledge) -> Client:
    return TestClient(create_app(Settings(str(database.url)), knowledge, database))


def replayed(database: Engine, knowledge: Knowledge, decided: Any, language: str = "en") -> Any:
    """The replay by a server that knows other rules."""
    with serving(database, knowledge) as client:
        path = f"{decided.headers['Location']}/replay"
        response = client.get(path, headers={"Accept-Language": language})
    assert response.status_code == 200, response.text
    return response.json()


def test_the_same_bytes_under_the_stored_rules_and_the_difference_under_todays(
    store: Engine, decided: Any, knowledge: Knowledge, later: Knowledge
) -> None:
    """The rules have changed: the old answer comes again, and what changed is told."""
    found = replayed(store, later, decided)
    assert found["same_bytes"] is True
    assert found["same_ruleset"] is False
    assert "byte for byte" in found["says"]
    assert found["ruleset"]["hash"] == later.content_hash
    assert found["decision"]["ruleset"]["hash"] == knowledge.content_hash
    difference = found["today"]["difference"]
    moved = {shift["intervention"]: shift for shift in difference["shifts"]}
    assert difference["rules_removed"] == [WITHDRAWN]
    assert (difference["rules_added"], difference["rules_changed"]) == ([], [])
    assert (
        moved["prison_comms_cutoff"]["after"]["total"]
        < (moved["prison_comms_cutoff"]["before"]["total"])
    )
    assert difference["unmoved"] == len(knowledge.interventions) - len(moved)
    assert difference["before"]["hash"] == knowledge.content_hash
    assert difference["ruleset"]["hash"] == later.content_hash


def test_the_difference_is_what_the_two_rule_bases_say(
    store: Engine, decided: Any, later: Knowledge
) -> None:
    """Ranks before are those of the stored answer, ranks after those of an answer of today."""
    difference = replayed(store, later, decided, "es")["today"]["difference"]
    stored = {item["intervention"]: item for item in decided.json()["ranking"]}
    with serving(store, later) as client:
        asked = {"profile": PROFILE, "weights": {"feasibility": 2}}
        today = client.post("/v1/advice", json=asked).json()["ranking"]
    now = {item["intervention"]: item for item in today}
    told = {shift["intervention"] for shift in difference["shifts"]}
    assert told == {
        slug
        for slug in stored
        if any(stored[slug][part] != now[slug][part] for part in ("rank", "verdict", "score"))
    }
    for shift in difference["shifts"]:
        slug = shift["intervention"]
        assert (shift["before"]["rank"], shift["after"]["rank"]) == (
            stored[slug]["rank"],
            now[slug]["rank"],
        )
    assert "Las reglas han cambiado" in difference["says"]


def test_under_the_same_rules_there_is_no_difference(
    store: Engine, decided: Any, knowledge: Knowledge
) -> None:
    found = replayed(store, knowledge, decided)
    assert found["same_bytes"] is True
    assert found["same_ruleset"] is True
    assert found["today"]["difference"] is None


def test_a_rule_that_changes_without_effect_is_told_as_such(
    store: Engine, decided: Any, knowledge: Knowledge
) -> None:
    """That the rules changed and that the advice did not are two things."""
    limits = {"en": "Only two prisons were seen.", "es": "Solo se vieron dos cárceles."}
    today = replayed(store, with_rule(knowledge, WITHDRAWN, limits=limits), decided)["today"]
    assert today["difference"]["rules_changed"] == [WITHDRAWN]
    assert today["difference"]["shifts"] == []
    assert "say the same of this profile" in today["says"]


def test_a_profile_that_todays_rules_refuse_is_told_with_the_reason(
    store: Engine, decided: Any, knowledge: Knowledge
) -> None:
    """A number is out of bounds now: the old answer comes again all the same, and why is told."""
    stricter = with_factor(knowledge, "homicide_rate", maximum=RATE - 1)
    found = replayed(store, stricter, decided)
    (fault,) = found["today"]["faults"]
    assert found["same_bytes"] is True
    assert fault["field"] == "factors.homicide_rate"
    assert "no longer admit" in found["today"]["says"]


def test_another_program_is_told(
    store: Engine, decided: Any, knowledge: Knowledge, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whether the bytes agree is one thing, whether the program is the same another."""
    decision = decisions.find(store, LOCAL, decided.json()["decision_id"])
    kept = rulesets.find(store, knowledge.content_hash)
    assert decision is not None
    changed = Program("0.2.0", "f" * 64, {**program().libraries, "numpy": "9"})
    monkeypatch.setattr(api.replay, "program", lambda: changed)
    view = replay(knowledge, kept, decision, PROFILE, "en")
    assert view.same_bytes
    assert not view.same_engine
    assert not view.same_libraries
    assert "although the program has changed" in view.says
    monkeypatch.setattr(api.replay, "serialised", lambda _: b"another answer")
    view = replay(knowledge, kept, decision, PROFILE, "en")
    assert not view.same_bytes
    assert "The program has changed since" in view.says


def test_a_rule_base_is_kept_once(store: Engine, decided: Any, knowledge: Knowledge) -> None:
    """A second decision under the same rules keeps nothing more, and content has its hash."""
    path = decided.headers["Location"]
    with serving(store, knowledge) as client:
        locality = client.get("/v1/localities").json()["items"][0]["id"]
        client.post(f"/v1/localities/{locality}/decisions")
        assert client.get(path).content == decided.content
    with Session(store) as session:
        (kept,) = session.exec(select(Ruleset)).all()
    assert kept.hash == knowledge.content_hash
    assert list(json.loads(kept.content)) == list(knowledge.files)


def test_two_may_keep_the_same_rules_at_the_same_time(
    store: Engine, knowledge: Knowledge, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who is second finds them kept, and goes on."""
    rulesets.keep(store, knowledge)
    looked = iter([False, True])
    monkeypatch.setattr(rulesets, "_is_kept", lambda *_: next(looked))
    rulesets.keep(store, knowledge)
    assert next(looked, None) is None


@pytest.mark.parametrize("content", [b"{}", b"[]", b"not JSON", b'{"scales.yaml": {}}'])
def test_rules_that_are_not_what_their_hash_names_are_not_asked(
    new_url: NewUrl, knowledge: Knowledge, content: bytes
) -> None:
    """Somebody put other rules there: the replay says so and claims nothing."""
    says = old_decision(new_url(), knowledge, content)["says"]
    assert "not what their hash names" in says


def test_rules_with_one_word_changed_are_not_asked(new_url: NewUrl, knowledge: Knowledge) -> None:
    """One word of one rule is enough."""
    content = written(knowledge).replace(b'"withdrawn"', b'"trial"', 1).replace(b"not", b"now", 1)
    found = old_decision(new_url(), knowledge, content)
    assert "not what their hash names" in found["says"]
    assert found["same_bytes"] is False


def test_a_decision_older_than_the_keeping_of_rules(
    new_url: NewUrl, knowledge: Knowledge, later: Knowledge
) -> None:
    """Under the same rules it is replayed; under others it is told that it cannot be."""
    assert old_decision(new_url(), knowledge, None)["same_bytes"] is True
    found = old_decision(new_url(), knowledge, None, later)
    assert found["same_bytes"] is False
    assert "older than the keeping of rules" in found["says"]
    assert found["today"]["difference"] is None


def old_decision(
    url: str, knowledge: Knowledge, content: bytes | None, today: Knowledge | None = None
) -> Any:
    """The replay of a decision whose rules are kept in this form, or not at all."""
    engine = connect(url)
    upgrade(engine)
    if content is not None:
        with Session(engine) as session:
            session.add(Ruleset(hash=knowledge.content_hash, version="1", content=content))
            session.commit()
    rulesets._rebuilt.cache_clear()
    with pytest.MonkeyPatch.context() as patch, serving(engine, knowledge) as client:
        patch.setattr(rulesets, "keep", lambda *_: None)
        locality = client.post("/v1/localities", json={"profile": {}}).json()["id"]
        decided = client.post(f"/v1/localities/{locality}/decisions")
    try:
        return replayed(engine, today or knowledge, decided)
    finally:
        engine.dispose()


def test_decisions_keep_who_and_with_what(store: Engine, decided: Any) -> None:
    """What a replay needs stands with the decision itself."""
    decision = decisions.find(store, LOCAL, decided.json()["decision_id"])
    assert decision is not None
    assert decision.engine_fingerprint == program().fingerprint
    assert decision.seed == str(decided.json()["robustness"]["seed"])
