"""Drafts in the database: nothing is lost or recorded twice, whoever writes at the same time."""

from concurrent.futures import ThreadPoolExecutor

from sqlalchemy import Engine

from api.store import drafts
from api.store.organisations import LOCAL, Organisation
from tests.api.conftest import SLOWLY_BOTH, Client

DATABASES = SLOWLY_BOTH


def test_changes_at_the_same_time_are_all_kept(database: Engine) -> None:
    """Each writer is given what the draft says now, and so none undoes another."""
    draft = drafts.add(database, LOCAL, {"name": ("Río Manso",)})

    def write(number: int) -> None:
        drafts.change(database, LOCAL, draft.id, lambda now: {**now, f"f{number}": ("x",)})

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(write, range(12)))
    found = drafts.find(database, LOCAL, draft.id)
    assert found is not None
    assert len(drafts.fields_of(found)) == 13
    assert found.revision == 12


def test_a_draft_is_saved_once_however_often_it_is_asked(client: Client) -> None:
    """An impatient reader who presses again and again gets one locality with one version."""
    client.follow_redirects = False
    try:
        base = client.post("/en/describe").headers["Location"].removesuffix("/place")
        client.post(f"{base}/place", data={"name": "Pressed often", "do": "keep"})

        def press(_: int) -> str:
            return str(client.post(f"{base}/review").headers["Location"])

        with ThreadPoolExecutor(4) as pool:
            places = set(pool.map(press, range(6)))
    finally:
        client.follow_redirects = True
    assert len(places) == 1
    listed = client.get("/v1/localities", params={"limit": 100}).json()["items"]
    assert [(one["name"], one["version"]) for one in listed].count(("Pressed often", 1)) == 1


def test_another_organisation_sees_no_draft(database: Engine) -> None:
    """A draft is its organisation's: to others it is not there, not even to be changed."""
    draft = drafts.add(database, Organisation("ours"), {"name": ("Ours",)})
    assert drafts.find(database, Organisation("theirs"), draft.id) is None
    assert drafts.change(database, Organisation("theirs"), draft.id, lambda now: now) is None
    assert draft.id not in {
        found.id for found in drafts.unfinished(database, Organisation("theirs"), 50)
    }
    drafts.remove(database, Organisation("theirs"), draft.id)
    assert drafts.find(database, Organisation("ours"), draft.id) is not None


def test_what_was_only_begun_is_not_listed(database: Engine) -> None:
    """However many are begun and left, those with a change in them stay in sight."""
    office = Organisation("busy")
    mine = drafts.add(database, office, {"name": ("Mine",)})
    drafts.change(database, office, mine.id, lambda _: {"name": ("Mine, changed",)})
    for _ in range(30):
        drafts.add(database, office, {})
    assert [found.id for found in drafts.unfinished(database, office, 25)] == [mine.id]
