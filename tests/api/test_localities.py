"""Localities, and the versions of their profiles."""

from concurrent.futures import ThreadPoolExecutor

from sqlalchemy import Engine

from api.store import localities
from api.store.organisations import LOCAL
from engine.knowledge.model import Knowledge
from tests.api.conftest import BOTH, Client

DATABASES = BOTH

PROFILE = {"name": "Río Manso", "country": "EC", "factors": {"extortion": "pervasive"}}


def test_a_locality_is_kept_and_shown(client: Client) -> None:
    """What was created is found at the address that was given for it."""
    created = client.post("/v1/localities", json={"profile": PROFILE})
    assert created.status_code == 201
    shown = client.get(created.headers["Location"])
    assert shown.json() == created.json()
    assert shown.json()["profile"] == PROFILE
    assert (shown.json()["name"], shown.json()["country"]) == ("Río Manso", "EC")
    assert shown.json()["version"] == 1


def test_a_locality_can_start_from_a_documented_case(client: Client, knowledge: Knowledge) -> None:
    """A case's profile can be copied into a locality of one's own."""
    created = client.post("/v1/localities", json={"case": "guayaquil-2024"}).json()
    assert created["profile"] == knowledge.cases["guayaquil-2024"].profile
    assert created["case"] is None


def test_a_refused_profile_is_not_kept(client: Client) -> None:
    """A faulty profile leaves nothing behind."""
    before = client.get("/v1/localities").json()["total"]
    response = client.post("/v1/localities", json={"profile": {"factors": {"extortion": "much"}}})
    assert response.status_code == 422
    assert client.get("/v1/localities").json()["total"] == before


def test_a_new_version_keeps_the_older_ones(client: Client, locality: str) -> None:
    """Putting a profile adds a version; every earlier one stays as it was."""
    first = client.get(f"/v1/localities/{locality}/profile").json()
    put = client.put(
        f"/v1/localities/{locality}/profile",
        json=PROFILE,
        headers={"X-Asked-By": "Analista Núñez".encode()},
    )
    assert put.status_code == 200
    assert put.json()["version"] == 2
    assert put.json()["recorded_by"] == "Analista Núñez"
    assert client.get(put.headers["Location"]).json() == put.json()
    assert client.get(f"/v1/localities/{locality}/profile").json() == put.json()
    assert client.get(f"/v1/localities/{locality}/profile/versions/1").json() == first
    listed = client.get(f"/v1/localities/{locality}/profile/versions").json()
    assert [(v["version"], v["name"]) for v in listed["items"]] == [
        (1, "Puerto Claro"),
        (2, "Río Manso"),
    ]
    assert client.get(f"/v1/localities/{locality}").json()["profile"] == PROFILE


def test_a_refused_version_changes_nothing(client: Client, locality: str) -> None:
    """A faulty profile is told with its fields, and the current version stays current."""
    response = client.put(f"/v1/localities/{locality}/profile", json={"factors": {"extorsion": 1}})
    assert response.status_code == 422
    (fault,) = response.json()["faults"]
    assert (fault["field"], fault["nearest"]) == ("factors.extorsion", "extortion")
    assert client.get(f"/v1/localities/{locality}").json()["version"] == 1


def test_versions_put_at_the_same_time_are_all_kept(client: Client, locality: str) -> None:
    """Writers at the same moment get numbers of their own, and none is lost."""

    def put(number: int) -> int:
        profile = {"name": str(number)}
        response = client.put(f"/v1/localities/{locality}/profile", json=profile)
        return int(response.json()["version"])

    with ThreadPoolExecutor(8) as pool:
        numbers = sorted(pool.map(put, range(16)))
    assert numbers == list(range(2, 18))
    listed = client.get(f"/v1/localities/{locality}/profile/versions").json()["items"]
    assert sorted(int(v["name"]) for v in listed[1:]) == list(range(16))


def test_pages_follow_each_other(client: Client) -> None:
    """Pages of any size, put one after another, are the whole list in its order."""
    for number in range(5):
        client.post("/v1/localities", json={"profile": {"name": f"Page {number}"}})
    whole = client.get("/v1/localities", params={"limit": 100}).json()
    assert whole["total"] == len(whole["items"]) >= 5
    pages = [
        client.get("/v1/localities", params={"limit": 2, "offset": offset}).json()["items"]
        for offset in range(0, whole["total"], 2)
    ]
    assert [item for page in pages for item in page] == whole["items"]
    assert client.get("/v1/localities", params={"offset": 10**9}).json()["items"] == []


def test_a_page_that_cannot_be_is_refused(client: Client) -> None:
    """A faulty page is told by its parameter, its value and what is allowed."""
    for name, value in (("limit", "0"), ("limit", "101"), ("limit", "x"), ("offset", "-1")):
        response = client.get("/v1/localities", params={name: value})
        (fault,) = response.json()["faults"]
        assert response.status_code == 400
        assert (fault["field"], fault["value"]) == (name, value)
        assert fault["what"].startswith("give a whole number from")


def test_what_is_not_there_is_a_problem(client: Client, locality: str) -> None:
    """Unknown localities and versions are not found, also when the number is absurd."""
    paths = [
        "/v1/localities/nowhere",
        "/v1/localities/nowhere/profile",
        "/v1/localities/nowhere/profile/versions",
        "/v1/localities/nowhere/profile/versions/1",
        "/v1/localities/nowhere/decisions",
        f"/v1/localities/{locality}/profile/versions/2",
        f"/v1/localities/{locality}/profile/versions/0",
        f"/v1/localities/{locality}/profile/versions/{10**40}",
        f"/v1/localities/{locality}/profile/versions/one",
    ]
    for path in paths:
        response = client.get(path)
        assert response.status_code == 404, path
        assert response.headers["Content-Type"] == "application/problem+json"
    put = client.put("/v1/localities/nowhere/profile", json={})
    assert put.status_code == 404
    assert put.json()["faults"][0]["value"] == "nowhere"


def test_documented_cases_are_added_once(database: Engine, knowledge: Knowledge) -> None:
    """Loading the cases adds those that are missing, and the next time none."""
    kept_before = [c for c in knowledge.cases if localities.find(database, LOCAL, c)]
    added = localities.add_cases(database, knowledge.cases.values())
    assert added == len(knowledge.cases) - len(kept_before)
    assert localities.add_cases(database, knowledge.cases.values()) == 0
    kept = localities.find(database, LOCAL, "guayaquil-2024", version=1)
    assert kept is not None
    assert kept.locality.case == "guayaquil-2024"
    assert kept.profile == knowledge.cases["guayaquil-2024"].profile
