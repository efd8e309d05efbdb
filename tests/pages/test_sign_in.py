"""Pages where keys are asked for: signed in by a form, each organisation to itself."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from api.access.keys import new_key
from api.access.principal import Scope
from api.app import create_app
from api.settings import Settings
from api.store import keys, localities
from api.store.database import connect, upgrade
from api.store.localities import add_cases
from api.store.organisations import Organisation
from engine.knowledge.model import Knowledge
from tests.pages.conftest import Client, browsing

HOME = {"Origin": "http://testserver.local"}
OURS, THEIRS = Organisation("ours"), Organisation("theirs")


@pytest.fixture(scope="module")
def guarded(tmp_path_factory: pytest.TempPathFactory, knowledge: Knowledge) -> Iterator[Engine]:
    folder: Path = tmp_path_factory.mktemp("guarded")
    engine = connect(f"sqlite:///{folder}/remanso.sqlite3")
    upgrade(engine)
    add_cases(engine, knowledge.cases.values())
    yield engine
    engine.dispose()


def key_for(engine: Engine, organisation: Organisation, *scopes: Scope) -> str:
    key = new_key()
    keys.add(
        engine,
        organisation,
        key_id=key.id,
        hashed=key.hashed(),
        name="test",
        scopes=scopes or tuple(Scope),
        expires_at=None,
    )
    return key.text()


@pytest.fixture
def visitor(guarded: Engine, knowledge: Knowledge) -> Iterator[Client]:
    """A browser that is not signed in, at a server that asks for keys."""
    key_for(guarded, THEIRS)
    with browsing(create_app(Settings(str(guarded.url), rate=0), knowledge, guarded)) as found:
        found.headers.update(HOME)
        yield found


def signed_in(visitor: Client, key: str, to: str = "/en/") -> str:
    response = visitor.post("/en/sign-in", data={"key": key, "to": to})
    assert response.status_code == 303, response.text
    return str(response.headers["Location"])


@pytest.mark.parametrize(
    ("path", "language", "to"),
    [
        ("/es/localities/guayaquil-2024?x=1", "es", "/es/localities/guayaquil-2024?x=1"),
        ("/en/", "en", "/en/"),
        ("/", "en", "/en/"),
    ],
)
def test_who_is_not_known_is_asked_and_led_back(
    visitor: Client, path: str, language: str, to: str
) -> None:
    """A page asks for the key in its language, and knows where the reader wanted to go."""
    response = visitor.get(path)
    assert response.status_code == 401
    assert f'<html lang="{language}">' in response.text
    assert f'name="to" value="{to}"' in response.text
    assert "guayaquil-2024/" not in response.text


def test_signed_in_and_out(visitor: Client, guarded: Engine) -> None:
    """A key opens the pages until the reader signs out; the page says for whom it works."""
    assert visitor.get("/en/sign-in").status_code == 200
    assert signed_in(visitor, key_for(guarded, OURS), "/es/?page=1") == "/es/?page=1"
    assert "Para ours" in visitor.get("/es/").text
    out = visitor.post("/es/sign-out")
    assert out.headers["Location"] == "/es/sign-in"
    assert visitor.get("/es/").status_code == 401


@pytest.mark.parametrize("key", ["", "nonsense", f"rmn_{'a' * 16}_{'b' * 64}"])
def test_a_key_that_opens_nothing_is_told(visitor: Client, key: str) -> None:
    """The form is shown again with the reason, and still knows where to go."""
    response = visitor.post("/es/sign-in", data={"key": key, "to": "/es/describe/x/place"})
    assert response.status_code == 401
    assert 'id="fault-key"' in response.text
    assert 'value="/es/describe/x/place"' in response.text
    assert not key or key not in response.text


@pytest.mark.parametrize(
    "to", ["https://elsewhere.example/", "//elsewhere.example", "/v1/rules", "/en\\x", "", "/en/\n"]
)
def test_nobody_is_led_elsewhere(visitor: Client, guarded: Engine, to: str) -> None:
    """Signing in leads to our pages only."""
    assert signed_in(visitor, key_for(guarded, OURS), to) == "/en/"


def test_organisations_keep_to_themselves(visitor: Client, guarded: Engine) -> None:
    """Drafts and localities of one organisation are not there for another."""
    signed_in(visitor, key_for(guarded, OURS))
    base = visitor.post("/en/describe").headers["Location"].removesuffix("/place")
    visitor.post(f"{base}/place", data={"name": "Ours alone", "do": "keep"})
    place = visitor.post(f"{base}/review").headers["Location"]
    changed = {"name": "Ours alone, changed", "seen": '{"name": ["Ours alone"]}'}
    assert visitor.post(f"{base}/place", data=changed).status_code == 303
    assert visitor.get("/en/").text.count("Ours alone") >= 2
    kept = localities.find(guarded, OURS, place.rpartition("/")[2])
    assert kept is not None
    assert kept.version.recorded_by is not None
    signed_in(visitor, key_for(guarded, THEIRS))
    assert "Ours alone" not in visitor.get("/en/").text
    for path in (f"{base}/place", f"{base}/asking", f"{base}/discard", place):
        assert visitor.get(path).status_code == 404
    assert visitor.post(f"{base}/place", data={"name": "Mine now"}).status_code == 404
    visitor.post(f"{base}/discard")
    assert visitor.post("/en/describe", data={"locality": kept.locality.id}).status_code == 404
    signed_in(visitor, key_for(guarded, OURS))
    assert "Ours alone, changed" in visitor.get(f"{base}/place").text


def test_advice_is_read_by_its_own_organisation_alone(visitor: Client, guarded: Engine) -> None:
    """Advice, questions and decisions of one organisation are not there for another."""
    signed_in(visitor, key_for(guarded, OURS))
    kept = localities.add(guarded, OURS, {"name": "Read by us alone"}, None).locality.id
    decision = visitor.post(f"/en/localities/{kept}/decisions").headers["Location"]
    places = (
        f"/en/localities/{kept}",
        f"/en/localities/{kept}/options/kingpin_removal",
        f"/en/localities/{kept}/contrast",
        f"/en/localities/{kept}/what-if",
        f"/en/localities/{kept}/weights",
        f"/en/compare?a={kept}&b=duran-2024",
        decision,
        f"{decision}/passages?claim=CS-1-01",
    )
    assert visitor.get(places[0]).status_code == visitor.get(decision).status_code == 200
    signed_in(visitor, key_for(guarded, THEIRS))
    assert "Read by us alone" not in visitor.get("/en/compare").text
    for place in places:
        assert visitor.get(place).status_code == 404, place
    for place in ("decisions", "what-if", "ask"):
        response = visitor.post(f"/en/localities/{kept}/{place}", data={"item": "groups"})
        assert response.status_code == 404, place


def test_a_key_that_only_reads_writes_nothing(visitor: Client, guarded: Engine) -> None:
    """What a key does not open is told on a page, and which scope it would take."""
    signed_in(visitor, key_for(guarded, OURS, Scope.read))
    assert visitor.get("/en/").status_code == 200
    refused = visitor.post("/en/describe")
    assert refused.status_code == 403
    assert "<html" in refused.text
