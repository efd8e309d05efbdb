"""Attacked by those who hold no key, a bad one, or another organisation's.

The operations are taken from the server's own description: one that is added is attacked too, or
these tests fail until they know what its addresses are made of.
"""

import itertools
import json
import re
import threading
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from litestar import Litestar
from sqlalchemy import Engine, event

from api.access.principal import PUBLIC, Scope
from api.store import keys
from engine.knowledge.model import Knowledge
from tests.access.conftest import Client, MakeKey, Member, bearer, id_of
from tests.api.conftest import BOTH

pytestmark = pytest.mark.slow

DATABASES = BOTH
PRIVATE = ("locality_id", "decision_id", "batch_id")


@dataclass(frozen=True)
class Attack:
    """One request that the description allows, with the names of what it asks for."""

    method: str
    path: str
    needs: str | None
    names: dict[str, str]
    query: dict[str, str] = field(default_factory=dict)
    kind: str | None = None
    body: str | None = None

    def __str__(self) -> str:
        return f"{self.method} {self.path} {self.query or ''} {self.kind or ''}"

    @property
    def is_private(self) -> bool:
        return any(name in PRIVATE for name in self.names)

    def send(self, client: Client, headers: dict[str, str], **names: str) -> Any:
        path = self.path.format(**{**self.names, **names})
        about = {"Content-Type": self.kind} if self.kind else {}
        return client.request(
            self.method, path, headers={**headers, **about}, params=self.query, content=self.body
        )


@dataclass(frozen=True)
class World:
    """Two organisations, what the description allows, and how much there is of each thing."""

    ours: Member
    theirs: Member
    attacks: list[Attack]


@pytest.fixture(scope="module")
def world(client: Client, member: Callable[[str], Member], knowledge: Knowledge) -> World:
    ours, theirs = member("coast-guard"), member("justice-ministry")
    known = {
        "slug": {
            "cases": "guayaquil-2024",
            "factors": "homicide_rate",
            "interventions": "militarised_crackdown",
        },
        "claim_id": {"claims": next(iter(knowledge.claims))},
        "rule_id": {"rules": next(iter(knowledge.rules))},
        "version": {"localities": "1"},
        **{name: {name.removesuffix("_id"): "-"} for name in PRIVATE},
    }
    description = client.get("/docs/openapi.json").json()
    return World(ours, theirs, list(attacks(description, known)))


def attacks(description: Any, known: dict[str, dict[str, str]]) -> Iterator[Attack]:
    """Every operation, with an example of each kind of body, or with every choice of its query."""
    for path, item in description["paths"].items():
        noun = path.split("/")[2] if path.count("/") > 1 else ""
        for method, operation in item.items():
            names, choices = {}, [{}]
            for parameter in operation.get("parameters", ()):
                name = parameter["name"]
                if parameter["in"] == "path":
                    of = known[name]
                    names[name] = of.get(noun, next(iter(of.values())))
                elif parameter["in"] == "query" and method == "get":
                    values = parameter["schema"].get("enum", ())
                    choices += [{name: value} for value in values if value]
            scopes = [one for each in operation["security"] for one in each["key"]]
            needs = scopes[0] if scopes else None
            bodies = list(bodies_of(operation))
            for query, (kind, body) in itertools.product(choices, bodies):
                yield Attack(method.upper(), path, needs, names, query, kind, body)


def bodies_of(operation: Any) -> Iterator[tuple[str | None, str | None]]:
    asked = operation.get("requestBody")
    if asked is None:
        yield None, None
        return
    examples = [
        (kind, example["value"])
        for kind, content in asked["content"].items()
        for example in list(content.get("examples", {}).values())[:1]
    ]
    assert examples, "a body without an example cannot be attacked"
    for kind, value in examples:
        yield kind, value if isinstance(value, str) else json.dumps(value)


def everything(response: Any) -> str:
    """Every byte of an answer, headers included."""
    headers = "\n".join(f"{name}: {value}" for name, value in response.headers.items())
    return f"{headers}\n{response.content.decode('utf-8', 'replace')}"


def stored(client: Client, member: Member) -> Any:
    """All that an organisation has, as it is shown to it, once its batches have ended."""
    headers, names = bearer(member.key), member.names
    for batch in client.get("/v1/batches?limit=100", headers=headers).json()["items"]:
        client.get(f"/v1/batches/{batch['id']}/events", headers=headers)
    measured = client.get(f"/v1/decisions/{names['decision_id']}/outcomes", headers=headers).json()
    spoke = measured["items"][0]["rules"][0]
    paths = [
        "/v1/localities?limit=100",
        f"/v1/localities/{names['locality_id']}/profile/versions",
        f"/v1/localities/{names['locality_id']}/decisions",
        "/v1/localities/guayaquil-2024/decisions",
        f"/v1/decisions/{names['decision_id']}",
        f"/v1/decisions/{names['decision_id']}/feedback",
        f"/v1/decisions/{names['decision_id']}/outcomes",
        "/v1/interventions/militarised_crackdown/feedback",
        "/v1/interventions/militarised_crackdown/outcomes",
        f"/v1/rules/{spoke}/outcomes",
        "/v1/batches",
        f"/v1/batches/{names['batch_id']}",
    ]
    found = [client.get(path, headers=headers) for path in paths]
    assert [response.status_code for response in found] == [200] * len(paths)
    return [response.json() for response in found]


def test_the_description_is_attacked_whole(world: World, client: Client) -> None:
    """Every operation is among the attacks, and those that need no key are few and known."""
    description = client.get("/docs/openapi.json").json()
    described = {(m.upper(), path) for path, item in description["paths"].items() for m in item}
    assert {(attack.method, attack.path) for attack in world.attacks} == described
    public = {attack.path for attack in world.attacks if attack.needs is None}
    assert public == {"/v1/health", "/v1/health/live", "/v1/health/ready", "/v1/signing-key"}


@dataclass(frozen=True)
class Page:
    """A page, or a form on one, which the description leaves out."""

    method: str
    path: str
    names: tuple[str, ...]
    query: dict[str, str] = field(default_factory=dict)

    def send(self, client: Client, key: str | None, names: dict[str, str]) -> Any:
        path = self.path.format(**{name: names[name] for name in self.names})
        query = {name: names[wanted] for name, wanted in self.query.items()}
        headers = {"Accept": "text/html", **(bearer(key) if key else {})}
        sent = {"data": {"name": "x"}} if self.method == "POST" else {}
        return client.request(
            self.method, path, headers=headers, params=query, follow_redirects=False, **sent
        )


@pytest.fixture(scope="module")
def pages(app: Litestar, client: Client, knowledge: Knowledge) -> list[Page]:
    """All addresses that are not described, but the documentation, its files and signing in."""
    everybodys = {
        "/describe/{draft_id}/{slug}": "place",
        "/options/{slug}": "militarised_crackdown",
        "/interventions/{slug}": "militarised_crackdown",
        "/factors/{slug}": "extortion",
        "/rules/{rule_id}": next(iter(knowledge.rules)),
        "/claims/{claim_id}": next(iter(knowledge.claims)),
        "/plots/{name}": "phases.svg",
    }
    described = set(client.get("/docs/openapi.json").json()["paths"])
    found = []
    for route in app.routes:
        for handler in getattr(route, "route_handlers", ()):
            method = next(iter(handler.http_methods))
            open_to_all = handler.opt.get("scope") == PUBLIC
            if method != "OPTIONS" and not open_to_all and route.path_format not in described:
                path = route.path_format.replace("{number}", "1")
                for ending, name in everybodys.items():
                    if path.endswith(ending):
                        path = f"{path.rpartition('/')[0]}/{name}"
                names = tuple(re.findall(r"{(\w+)}", path))
                query = {"a": "locality_id", "b": "locality_id"} if "compare" in route.path else {}
                found.append(Page(method, path, names, query))
    return found


@pytest.mark.usefixtures("world")  # whose keys shut the door, which a server sees in moments
def test_pages_are_not_open_either(client: Client, pages: list[Page]) -> None:
    """Without a key each leads to the page to sign in, or is refused; open ones show nothing."""
    nobodys = dict.fromkeys((*PRIVATE, "draft_id"), "nobodys")
    for page in pages:
        answer = page.send(client, None, nobodys)
        led = answer.status_code == 303 and "sign-in" in answer.headers["Location"]
        assert led or answer.status_code == 401, page
    assert len(pages) > 40


def test_their_names_lead_to_no_page(client: Client, world: World, pages: list[Page]) -> None:
    """On pages too another organisation's name is answered as one that does not exist."""
    form = {**bearer(world.theirs.key), "Accept": "text/html"}
    begun = client.post("/en/describe", headers=form, follow_redirects=False)
    draft = begun.headers["Location"].split("/")[3]
    theirs = {**world.theirs.names, "draft_id": draft}
    shown = 0
    for page in pages:
        if page.names or page.query:
            nobodys = dict.fromkeys((*PRIVATE, "draft_id"), uuid.uuid4().hex)
            answer = page.send(client, world.ours.key, theirs)
            nothing = page.send(client, world.ours.key, nobodys)
            assert answer.status_code == nothing.status_code, page
            assert answer.status_code in (303, 404), page
            assert nameless(answer, theirs) == nameless(nothing, nobodys), page
            asked = {theirs[name] for name in (*page.names, *page.query.values())}
            found = everything(answer)
            assert not [one for one in world.theirs.secrets - asked if one in found], page
    for page in pages:
        if page.names and page.method == "GET":
            owned = page.send(client, world.theirs.key, theirs)
            assert owned.status_code in (200, 303), (page, owned.text[-300:])
            shown += world.theirs.mark in everything(owned)
    assert shown > 10
    assert world.theirs.mark not in client.get("/en/", headers=bearer(world.ours.key)).text


def test_their_names_lead_nowhere(client: Client, world: World) -> None:
    """At every address another organisation's name is answered as one that does not exist."""
    before = stored(client, world.theirs)
    headers = bearer(world.ours.key)
    for attack in world.attacks:
        if not attack.is_private:
            continue
        nobodys = dict.fromkeys(PRIVATE, uuid.uuid4().hex)
        for theirs in (world.theirs.names, {**world.theirs.names, **alternative(world.theirs)}):
            names = {name: theirs[name] for name in PRIVATE}
            answer = attack.send(client, headers, **names)
            nothing = attack.send(client, headers, **nobodys)
            assert answer.status_code == nothing.status_code == 404, str(attack)
            assert nameless(answer, names) == nameless(nothing, nobodys), str(attack)
            sent = {names[name] for name in attack.names if name in names}
            shown = everything(answer)
            assert not [one for one in world.theirs.secrets - sent if one in shown], str(attack)
    assert stored(client, world.theirs) == before


def alternative(member: Member) -> dict[str, Any]:
    names = member.names
    return {"decision_id": names["documented_decision"], "batch_id": names["named_batch"]}


def nameless(response: Any, names: dict[str, str]) -> str:
    """An answer without what differs anyway: the name asked for, and the request's own."""
    shown = everything(response).replace(response.headers["X-Request-ID"], "REQUEST")
    for name in names.values():
        shown = shown.replace(name, "NAME")
    return shown


def test_the_attacks_would_show_something(client: Client, world: World) -> None:
    """To its owner each private address shows what was looked for above; to others nothing."""
    headers = bearer(world.theirs.key)
    shown = 0
    for attack in world.attacks:
        if attack.is_private and attack.method == "GET":
            names = {name: world.theirs.names[name] for name in PRIVATE}
            answer = attack.send(client, headers, **names)
            assert answer.status_code == 200, f"{attack} {answer.text[:200]}"
            found = everything(answer)
            shown += any(one in found for one in world.theirs.secrets)
    assert shown > 10


def test_nothing_of_theirs_is_in_any_answer(client: Client, world: World) -> None:
    """No list, count, page, precedent or error that others ask for holds a byte of it."""
    headers = bearer(world.ours.key)
    ours = {name: world.ours.names[name] for name in PRIVATE}
    for attack in world.attacks:
        if attack.method == "DELETE":
            continue
        answer = attack.send(client, headers, **ours)
        assert answer.status_code < 300 or attack.path == "/v1/batches", f"{attack} {answer.text}"
        shown = everything(answer)
        assert not [one for one in world.theirs.secrets if one in shown], str(attack)


def test_counts_are_ones_own(client: Client, world: World) -> None:
    """Totals do not move when another organisation stores something."""
    before = stored(client, world.ours)
    headers = bearer(world.theirs.key)
    body = {"case": "guayaquil-2024"}
    assert client.post("/v1/localities", json=body, headers=headers).status_code == 201
    for locality in (world.theirs.names["locality_id"], "guayaquil-2024"):
        decided = client.post(f"/v1/localities/{locality}/decisions", headers=headers)
        assert decided.status_code == 201
    assert stored(client, world.ours) == before


def test_a_stranger_is_as_blind_in_the_database(
    client: Client, world: World, database: Engine
) -> None:
    """What is there and what is not is looked for by the same statements: time tells nothing."""
    said: list[str] = []

    def listen(_c: Any, _k: Any, statement: str, *_rest: Any) -> None:
        if threading.current_thread().name != "batches":  # who does the work looks too
            said.append(statement)

    event.listen(database, "before_cursor_execute", listen)
    try:
        for attack in world.attacks:
            if not attack.is_private:
                continue
            heard = []
            for names in (world.theirs.names, dict.fromkeys(PRIVATE, "nobodys")):
                said.clear()
                given = {name: names[name] for name in PRIVATE}
                attack.send(client, bearer(world.ours.key), **given)
                heard.append([one for one in said if "api_keys" not in one])
            assert heard[0] == heard[1], str(attack)
            assert heard[0], str(attack)
    finally:
        event.remove(database, "before_cursor_execute", listen)


def test_the_same_key_for_a_request_is_not_the_same_request(client: Client, world: World) -> None:
    """Who guesses the idempotency key of another organisation is not answered as it was."""
    asked = {"json": {"case": "guayaquil-2024"}}
    named = {"Idempotency-Key": "the-same-for-both", "X-Asked-By": "the same asker"}
    theirs = client.post("/v1/localities", headers={**bearer(world.theirs.key), **named}, **asked)
    again = client.post("/v1/localities", headers={**bearer(world.theirs.key), **named}, **asked)
    ours = client.post("/v1/localities", headers={**bearer(world.ours.key), **named}, **asked)
    assert theirs.status_code == ours.status_code == 201
    assert again.json()["id"] == theirs.json()["id"]
    assert ours.json()["id"] != theirs.json()["id"]
    assert theirs.json()["id"] not in everything(ours)


def test_tables_of_others_cannot_be_named(client: Client, world: World, folder: Path) -> None:
    """Of the folder of tables each organisation has its own part, and no way out of it."""
    name, organisation = f"{world.theirs.mark}.csv", world.theirs.organisation
    assert (folder / organisation / name).is_file()
    ways = [
        f"{organisation}/{name}",
        f"../{organisation}/{name}",
        str(folder / organisation / name),
        f"{name[:-5]}.csv",
        f"../{world.ours.organisation}/../{organisation}/{name}",
    ]
    for way in ways:
        answer = client.post("/v1/batches", json={"profiles": way}, headers=bearer(world.ours.key))
        assert answer.status_code == 422, way
        (fault,) = answer.json()["faults"]
        assert fault["nearest"] in (None, f"{world.ours.mark}.csv")
        assert name not in answer.text.replace(way, "")


@pytest.fixture(scope="module")
def bad_keys(database: Engine, make_key: MakeKey, world: World) -> dict[str, dict[str, str]]:
    """Every way not to have a good key."""
    good, revoked = world.ours.key, make_key("coast-guard")
    keys.revoke(database, id_of(revoked))
    expired = make_key("coast-guard", expires_at=datetime.now(UTC) - timedelta(seconds=1))
    head, key_id, secret = good.split("_")
    return {
        "none": {},
        "empty": {"Authorization": ""},
        "only the scheme": {"Authorization": "Bearer"},
        "revoked": bearer(revoked),
        "expired": bearer(expired),
        "truncated": bearer(good[:-1]),
        "longer": bearer(f"{good}0"),
        "another secret": bearer(f"{head}_{key_id}_{secret[::-1]}"),
        "the secret of another": bearer(f"{head}_{id_of(world.theirs.key)}_{secret}"),
        "an unknown id": bearer(f"{head}_{'0' * 16}_{secret}"),
        "upper case": bearer(good.upper()),
        "another scheme": {"Authorization": f"Basic {good}"},
        "no scheme": {"Authorization": good},
        "a session that is none": bearer(f"rms_{'0' * 64}"),
        "in a cookie": {"Cookie": f"remanso={good}; __Host-remanso={good}"},
        "in another header": {"X-API-Key": good},
        "strange letters": {"Authorization": b"Bearer \xff\xfe"},
    }


def test_no_bad_key_opens_anything(
    client: Client, world: World, bad_keys: dict[str, dict[str, str]]
) -> None:
    """At every address each of them is refused with 401, and the good key is never repeated."""
    ours = {name: world.ours.names[name] for name in PRIVATE}
    before = stored(client, world.ours)
    for attack in world.attacks:
        if attack.needs is None:
            continue
        for kind, headers in bad_keys.items():
            answer = attack.send(client, headers, **ours)
            assert answer.status_code == 401, f"{kind}: {attack}"
            assert answer.headers["WWW-Authenticate"].startswith("Bearer ")
            assert answer.headers["Content-Type"] == "application/problem+json"
            shown = everything(answer)
            secrets = world.ours.secrets - set(ours.values())
            assert not [one for one in secrets if one in shown], f"{kind}: {attack}"
    assert stored(client, world.ours) == before


def test_what_is_open_stays_open_to_bad_keys(
    client: Client, bad_keys: dict[str, dict[str, str]]
) -> None:
    """Health, the documentation and its description answer anyone."""
    for path in ("/v1/health", "/docs", "/docs/openapi.json", "/static/docs.js"):
        for headers in bad_keys.values():
            assert client.get(path, headers=headers).status_code == 200, path


def test_a_key_in_the_address_opens_nothing(client: Client, world: World) -> None:
    """A key is taken from its header only: addresses are written into logs everywhere."""
    for name in ("key", "api_key", "token", "access_token", "authorization"):
        answer = client.get("/v1/localities", params={name: world.ours.key})
        assert answer.status_code == 401


def test_each_scope_opens_its_own(client: Client, world: World, make_key: MakeKey) -> None:
    """All scopes but the one that is needed do not do; the one that is missing is named."""
    lacking = {
        scope: make_key("coast-guard", *(one for one in Scope if one != scope)) for scope in Scope
    }
    having = {scope: make_key("coast-guard", scope) for scope in Scope}
    ours = {name: world.ours.names[name] for name in PRIVATE}
    before = stored(client, world.ours)
    for attack in world.attacks:
        if attack.needs is None:
            continue
        answer = attack.send(client, bearer(lacking[Scope(attack.needs)]), **ours)
        assert answer.status_code == 403, str(attack)
        assert f'scope="{attack.needs}"' in answer.headers["WWW-Authenticate"]
        assert f"'{attack.needs}'" in answer.json()["detail"]
        if attack.method == "GET":
            answer = attack.send(client, bearer(having[Scope(attack.needs)]), **ours)
            assert answer.status_code == 200, str(attack)
    assert stored(client, world.ours) == before


def test_documented_cases_are_everyones_to_read_and_nobodys_to_change(
    client: Client, world: World
) -> None:
    """Both see them; neither can write to them; what each decided about them is its own."""
    address = "/v1/localities/guayaquil-2024"
    shown = [
        client.get(address, headers=bearer(one.key)).json() for one in (world.ours, world.theirs)
    ]
    assert shown[0] == shown[1]
    put = client.put(f"{address}/profile", json={}, headers=bearer(world.ours.key))
    assert put.status_code == 409
    for one in (world.ours, world.theirs):
        listed = client.get(f"{address}/decisions", headers=bearer(one.key)).json()
        assert one.names["documented_decision"] in [item["id"] for item in listed["items"]]
        assert listed["total"] == len(listed["items"])
