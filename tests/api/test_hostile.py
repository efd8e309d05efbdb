"""Whatever is sent, anywhere, is answered: never with a failure of the server."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from litestar import Litestar
from litestar.routes import HTTPRoute
from sqlalchemy import Engine

from api.problems import MEDIA_TYPE
from api.settings import Settings
from api.store.localities import add_cases
from engine.advice import EXPLAIN
from engine.knowledge.model import Knowledge
from engine.vocabulary import LEVELLED, Domain
from tests.api import broken_work
from tests.api.conftest import SLOWLY_BOTH, Client
from tests.engine.test_json_reading import JSON_VALUES

DATABASES = SLOWLY_BOTH
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
DECISION = "5" * 32
TABLES = ("POST", "/v1/batches")  # takes other kinds of bodies too
WITH_BODY = [
    ("POST", "/v1/advice"),
    ("POST", "/v1/advice/changes"),
    ("POST", "/v1/advice/contrast"),
    ("POST", "/v1/advice/methods"),
    ("POST", "/v1/advice/stakeholders"),
    ("POST", "/v1/advice/what-if"),
    ("POST", "/v1/advice/why-not"),
    TABLES,
    ("POST", "/v1/regions"),
    ("POST", "/v1/localities"),
    ("PUT", "/v1/localities/guayaquil-2024/profile"),
    ("POST", "/v1/localities/guayaquil-2024/decisions"),
    ("POST", f"/v1/decisions/{DECISION}/feedback"),
    ("POST", f"/v1/decisions/{DECISION}/outcomes"),
]
DEEP = b'{"profile": {"factors": ' + b'{"a":' * 500 + b"1" + b"}" * 500 + b"}}"
BODIES: dict[str, bytes] = {
    "empty": b"",
    "not JSON": b"profile: {}",
    "half": b'{"profile": {"factors": {',
    "deep": DEEP,
    "very deep": b"[" * 400_000,
    "NaN": b'{"profile": {"factors": {"homicide_rate": NaN}}}',
    "infinite": b'{"weights": {"problem": Infinity}}',
    "huge float": b'{"profile": {"factors": {"homicide_rate": 1e400}}}',
    "huge integer": b'{"profile": {"factors": {"homicide_rate": ' + b"9" * 290 + b"}}}",
    "far too huge integer": b'{"version": ' + b"9" * 10_000 + b"}",
    "half a pair": b'{"profile": {"name": "\\ud800"}}',
    "half a pair as key": b'{"\\udc00": 1}',
    "zero character": b'{"profile": {"name": "a\\u0000b"}}',
    "given twice": b'{"profile": {}, "profile": {}}',
    "bad UTF-8": b'{"profile": {"name": "\xff\xfe"}}',
    "UTF-16": '{"profile": {}}'.encode("utf-16"),
    "null": b"null",
    "number": b"-0",
    "list": b"[[[]]]",
    "text": b'"profile"',
    "wrong types": b'{"profile": [], "case": {}, "weights": [], "explain": {}, "language": []}',
    "wrong inner types": b'{"profile": {"factors": [], "groups": {}, "name": {}, "country": 1}}',
    "null everywhere": b'{"profile": {"factors": null, "groups": null, "name": null}}',
    "odd keys": b'{"": 1, ".": 2, "a.b": 3, "profile.factors": 4, "__class__": 5}',
    "long text": b'{"profile": {"name": "' + b"x" * 100_000 + b'"}}',
    "long key": b'{"profile": {"factors": {"' + b"x" * 100_000 + b'": 1}}}',
    "too large": b'{"profile": {"name": "' + b"x" * 1_000_000 + b'"}}',
}
SEGMENTS = [
    "%00",
    "%ff",
    "%2e%2e%2f",
    "..",
    "'%20OR%201=1--",
    "%F0%9F%98%80",
    "x" * 3_000,
    "%",
    "-1",
]


def answered_well(response: Any) -> None:
    """Not a failure, and if a refusal then a problem that says what is wrong."""
    assert response.status_code < 500, response.text[:500]
    if response.status_code >= 400:
        assert response.headers["Content-Type"] == MEDIA_TYPE
        problem = response.json()
        assert problem["status"] == response.status_code
        assert problem["type"].startswith("urn:remanso:problem:")
        assert problem["title"]
        assert problem["detail"]
    else:
        response.json()


@pytest.fixture(scope="module", autouse=True)
def cases_are_kept(client: Client, database: Engine, knowledge: Knowledge) -> None:
    add_cases(database, knowledge.cases.values())


@pytest.mark.parametrize(("method", "path"), WITH_BODY)
@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES.keys())
def test_hostile_bodies_are_answered(
    send: Callable[..., Any], method: str, path: str, body: bytes
) -> None:
    """Every hostile body is refused, or taken for what it is, wherever bodies are read."""
    answered_well(send(method, path, body))


@pytest.mark.parametrize(("method", "path"), [way for way in WITH_BODY if way != TABLES])
@pytest.mark.parametrize(
    "kind",
    [
        None,
        "",
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data",
        "application/msgpack",
        "application/jsonp",
        "json",
        ";;;",
    ],
)
def test_a_body_must_be_declared_as_json(
    send: Callable[..., Any], method: str, path: str, kind: str | None
) -> None:
    """A body of any other kind is refused: no page of another origin can write here."""
    response = send(method, path, b"{}", kind)
    answered_well(response)
    assert response.status_code == 415
    assert response.json()["faults"][0]["allowed"] == ["application/json"]


@pytest.mark.parametrize(
    "kind",
    ["application/json; charset=utf-8", "APPLICATION/JSON", "application/vnd.remanso+json"],
)
def test_json_by_another_name_is_taken(send: Callable[..., Any], kind: str) -> None:
    """Parameters, letter case and JSON of a special kind do not matter."""
    assert send("POST", "/v1/advice", b'{"profile": {}}', kind).status_code == 200


def test_too_large_a_body_is_refused(send: Callable[..., Any]) -> None:
    """The limit holds, and is told as such."""
    response = send("POST", "/v1/advice", BODIES["too large"])
    assert response.status_code == 413


@pytest.mark.parametrize(("method", "path"), WITH_BODY)
@pytest.mark.parametrize("language", ["en", "es"])
def test_a_text_of_ten_megabytes_is_refused_everywhere(
    client: Client, method: str, path: str, language: str
) -> None:
    """In the caller's language, with the limit; whoever sends it learns how much may be sent."""
    body = b'{"profile": {"name": "' + b"x" * 10_000_000 + b'"}}'
    headers = {"Content-Type": "application/json", "Accept-Language": language}
    response = client.request(method, path, content=body, headers=headers)
    answered_well(response)
    assert response.status_code == 413
    assert response.headers["Content-Language"] == language


@pytest.mark.slow
def test_the_name_of_an_uploaded_file_names_nothing_here(client: Client, chosen: Settings) -> None:
    """Its ending says what it is; where it is kept is ours alone."""
    assert chosen.batch_store is not None
    outside = set(chosen.batch_store.parent.iterdir())
    for name in ("../../out.csv", "C:\\CON.csv", "x" * 3_000 + ".csv"):
        response = client.post("/v1/batches", files={"profiles": (name, b"id\na\n", "text/csv")})
        assert response.status_code == 202
        folder = chosen.batch_store / response.json()["id"]
        assert {path.name for path in folder.glob("*.csv")} <= {"profiles.csv"}
        client.delete(f"/v1/batches/{response.json()['id']}")
    assert set(chosen.batch_store.parent.iterdir()) == outside


def test_too_large_a_body_of_unknown_length_is_refused(client: Client) -> None:
    """The limit holds also for a body that comes in pieces and does not say how many."""
    pieces = (b" " * 50_000 for _ in range(40))
    headers = {"Content-Type": "application/json"}
    response = client.post("/v1/advice", content=pieces, headers=headers)
    assert response.status_code == 413


@pytest.mark.parametrize("segment", SEGMENTS)
def test_hostile_addresses_are_answered(app: Litestar, client: Client, segment: str) -> None:
    """Every address with a name in it answers to any name, by any method."""
    for route in app.routes:
        if not isinstance(route, HTTPRoute) or not route.path_parameters:
            continue
        path = route.path_format
        for name in route.path_parameters:
            path = path.replace("{" + name + "}", segment)
        if path.startswith("/v1"):
            for method in METHODS:
                answered_well(client.request(method, path))


def test_hostile_queries_are_answered(app: Litestar, client: Client) -> None:
    """Unknown, repeated and malformed parameters are ignored or refused."""
    query = (
        "?limit=%ff&limit=2&offset=1e9&kind=%00&theme=&family=%F0%9F%98%80&dimension=..&x[]=1&&="
    )
    for route in app.routes:
        if isinstance(route, HTTPRoute) and not route.path_parameters and route.path != "/docs":
            response = client.get(route.path + query)
            if route.path.startswith("/v1"):
                answered_well(response)


def test_hostile_headers_are_answered(client: Client) -> None:
    """Headers in any bytes, and a name of who asks beyond the limit, do no harm."""
    for headers in (
        {"Accept-Language": b"\xff\xfe;q=\x80"},
        {"Accept-Language": b"es;q=" + b"9" * 5_000},
        {"X-Asked-By": b"\xff" * 50},
        {"X-Asked-By": "ñ".encode() * 300},
    ):
        path = "/v1/localities/guayaquil-2024/decisions"
        answered_well(client.post(path, headers=headers))


def test_a_method_that_is_not_there_names_those_that_are(client: Client) -> None:
    """A refused method is answered with the methods that the address takes."""
    response = client.delete("/v1/advice")
    answered_well(response)
    assert response.status_code == 405
    assert "POST" in response.headers["Allow"]


def test_an_unknown_address_is_a_problem(client: Client) -> None:
    """What is at no address is told like any other problem."""
    response = client.get("/v2/advice")
    answered_well(response)
    assert response.status_code == 404
    assert response.json()["instance"] == "/v2/advice"


def test_what_is_too_much_to_evaluate_is_refused(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Lists whose pairs are too many to weigh end in advice to shorten them, not in a failure."""
    monkeypatch.setattr("api.routes.advice.advise", broken_work.crowded)
    response = client.post("/v1/advice", json={"case": "guayaquil-2024"})
    answered_well(response)
    assert response.status_code == 422
    assert "shorten" in response.json()["detail"]


@given(st.sampled_from(WITH_BODY), JSON_VALUES)
@settings(max_examples=150)
def test_random_json_is_answered(client: Client, target: tuple[str, str], value: object) -> None:
    """Any JSON at any address that reads a body is answered."""
    method, path = target
    answered_well(client.request(method, path, json=value))


@given(st.data())
@settings(max_examples=60)
def test_random_profiles_are_answered(
    client: Client, knowledge: Knowledge, data: st.DataObject
) -> None:
    """Profiles with real names and any values, in place or out of it, are answered."""
    vocabulary = knowledge.vocabulary
    words = sorted({v for f in vocabulary.factors.values() for v in f.domain.values})
    leaf = st.sampled_from(words) | st.booleans() | st.integers() | st.text(max_size=3) | st.none()
    several = st.lists(leaf, max_size=3)
    bounds = st.dictionaries(st.sampled_from(["at_least", "at_most"]), leaf)
    keys = st.sampled_from(["value", "possible", "basis", "source", "as_of", "x"])
    value = leaf | several | st.dictionaries(keys, leaf | several | bounds, max_size=3)
    names = st.sampled_from([*vocabulary.factors, "nonsense"])
    attributes = sorted({a for k in vocabulary.entities.values() for a in k.attributes})
    entities = st.lists(st.dictionaries(st.sampled_from(attributes), value, max_size=4), max_size=3)
    profile: dict[str, Any] = {"factors": data.draw(st.dictionaries(names, value, max_size=4))}
    profile |= data.draw(st.dictionaries(st.sampled_from(list(vocabulary.lists)), entities))
    weights = data.draw(st.none() | st.dictionaries(st.sampled_from(["problem", "x"]), leaf))
    answered_well(client.post("/v1/advice", json={"profile": profile, "weights": weights}))


def plain(domain: Domain) -> st.SearchStrategy[Any]:
    """Known values of a domain."""
    match domain.type:
        case "number":
            return st.floats(domain.minimum, domain.maximum)
        case "text":
            return st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]))
        case "several":
            return st.lists(st.sampled_from(domain.values), max_size=3)
        case "boolean":
            return st.booleans()
        case _:
            return st.sampled_from(domain.values)


def sound(domain: Domain) -> st.SearchStrategy[Any]:
    """Values of a domain, known or partly known."""
    if domain.type not in LEVELLED:
        return plain(domain)
    some = st.lists(plain(domain), min_size=1)
    return plain(domain) | some.map(lambda possible: {"possible": possible})


@given(st.data())
@settings(max_examples=25)
def test_sound_profiles_are_evaluated(
    client: Client, knowledge: Knowledge, data: st.DataObject
) -> None:
    """Every sound profile, known or partly known, with lists or without, is answered with 200."""
    vocabulary = knowledge.vocabulary
    chosen = data.draw(st.lists(st.sampled_from(list(vocabulary.factors)), max_size=20))
    profile: dict[str, Any] = {
        "factors": {slug: data.draw(sound(vocabulary.factors[slug].domain)) for slug in chosen}
    }
    lists = st.lists(st.sampled_from(list(vocabulary.lists)), max_size=2, unique=True)
    for name in data.draw(lists):
        kind = vocabulary.lists[name]
        needed = {a.name: plain(a.domain) for a in kind.attributes.values() if a.required}
        others = {a.name: sound(a.domain) for a in kind.attributes.values() if not a.required}
        entity = st.fixed_dictionaries(needed, optional=others)
        profile[name] = data.draw(st.lists(entity, max_size=3))
    body = {"profile": profile, "explain": data.draw(st.sampled_from(EXPLAIN))}
    response = client.post("/v1/advice", json=body)
    assert response.status_code == 200, response.text[:500]
