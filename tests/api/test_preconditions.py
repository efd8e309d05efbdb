"""Entity tags: nobody's change is passed over unseen, and what is known is not sent again."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from tests.api.conftest import BOTH, Client

DATABASES = BOTH


def put(client: Client, locality: str, name: str, **headers: str) -> Any:
    path = f"/v1/localities/{locality}/profile"
    return client.put(path, json={"name": name}, headers=headers)


def test_a_version_follows_the_one_that_was_read(client: Client, locality: str) -> None:
    """The tag that came with the profile admits one new version; the answer has the next tag."""
    read = client.get(f"/v1/localities/{locality}/profile")
    second = put(client, locality, "Second", **{"If-Match": read.headers["ETag"]})
    assert second.status_code == 200
    assert second.headers["ETag"] != read.headers["ETag"]
    third = put(client, locality, "Third", **{"If-Match": second.headers["ETag"]})
    assert third.json()["version"] == 3
    (before,) = third.links.values()
    assert before["rel"] == "predecessor-version"
    assert client.get(before["url"]).json() == second.json()


def test_who_read_an_older_version_is_told_what_is_current(client: Client, locality: str) -> None:
    """The refusal names the current version, when it is from, and whose it is."""
    tag = client.get(f"/v1/localities/{locality}").headers["ETag"]
    newer = put(client, locality, "Newer", **{"X-Asked-By": "Analista"}).json()
    for language, said in (("en", "version 2 is current"), ("es", "versión vigente es la 2")):
        headers = {"If-Match": tag, "Accept-Language": language}
        refused = put(client, locality, "Mine", **headers)
        assert refused.status_code == 412
        assert refused.headers["Content-Type"] == "application/problem+json"
        (fault,) = refused.json()["faults"]
        assert said in fault["what"]
        assert "Analista" in fault["what"]
        assert newer["recorded_at"][:10] in fault["what"]
        assert fault["allowed"] == ['"2"']
    assert client.get(f"/v1/localities/{locality}").json()["version"] == 2


@pytest.mark.parametrize(
    ("tags", "status"),
    [
        ("*", 200),
        ('"7", "1"', 200),
        ('W/"1"', 412),
        ("1", 412),
        ('"7"', 412),
        ("nonsense", 412),
    ],
)
def test_tags_are_compared_strongly(client: Client, locality: str, tags: str, status: int) -> None:
    """One tag of several suffices; a weak one, or what is none, admits nothing."""
    assert put(client, locality, "New", **{"If-Match": tags}).status_code == status


def test_of_many_at_once_one_is_first(client: Client, locality: str) -> None:
    """Of those who read the same version one writes, and all others are told."""
    tag = client.get(f"/v1/localities/{locality}/profile").headers["ETag"]
    with ThreadPoolExecutor(8) as pool:
        answers = list(
            pool.map(lambda n: put(client, locality, str(n), **{"If-Match": tag}), range(8))
        )
    assert sorted(answer.status_code for answer in answers) == [200] + [412] * 7
    assert client.get(f"/v1/localities/{locality}").json()["version"] == 2


def test_without_a_tag_the_version_follows_whatever_is_there(client: Client, locality: str) -> None:
    """Who keeps one list of localities elsewhere needs no dance; nothing is lost by it."""
    assert [put(client, locality, name).json()["version"] for name in "ab"] == [2, 3]


def test_what_is_known_is_not_sent_again(client: Client, locality: str) -> None:
    """Profiles, versions and decisions are fetched once and then only asked after."""
    decided = client.post(f"/v1/localities/{locality}/decisions")
    for path in (
        f"/v1/localities/{locality}",
        f"/v1/localities/{locality}/profile",
        f"/v1/localities/{locality}/profile/versions/1",
        decided.headers["Location"],
    ):
        first = client.get(path)
        tag = first.headers["ETag"]
        for known in (tag, f'"other", {tag}', f"W/{tag}", "*"):
            again = client.get(path, headers={"If-None-Match": known})
            assert (again.status_code, again.content) == (304, b""), (path, known)
            assert again.headers["ETag"] == tag
        other = client.get(path, headers={"If-None-Match": '"other"'})
        assert (other.status_code, other.content) == (200, first.content)
    assert decided.headers["ETag"] == client.get(decided.headers["Location"]).headers["ETag"]
    put(client, locality, "Newer")
    path = f"/v1/localities/{locality}/profile"
    assert client.get(path, headers={"If-None-Match": '"1"'}).status_code == 200
