"""A database from before there were organisations."""

import zlib
from collections.abc import Iterator

import pytest
from alembic import command
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError

from api.store import batches, decisions, localities
from api.store.database import _config, connect, upgrade
from api.store.organisations import LOCAL, Organisation
from tests.api.conftest import SLOWLY_BOTH, NewUrl

DATABASES = SLOWLY_BOTH
OTHER = Organisation("coast-guard")
ROWS = """
INSERT INTO localities (id, "case", created_at) VALUES ('mine', NULL, '2024-01-01');
INSERT INTO localities (id, "case", created_at) VALUES ('told', 'told', '2024-01-01');
INSERT INTO profile_versions (locality_id, version, profile, recorded_at)
    VALUES ('mine', 1, '{}', '2024-01-01');
INSERT INTO profile_versions (locality_id, version, profile, recorded_at)
    VALUES ('told', 1, '{}', '2024-01-01');
INSERT INTO decisions (id, locality_id, version, ruleset_version, ruleset_hash, engine_version,
    language, explain, decided_at, answer)
    VALUES ('decided', 'mine', 1, '1', 'x', '1', 'en', 'rules', '2024-01-01', :answer);
INSERT INTO batches (id, status, change, question, tables, rows_done, rows_total, rows_rejected,
    created_at) VALUES ('table', 'finished', 1, '{}', '{}', 0, 0, 0, '2024-01-01 00:00:00.000000')
"""


@pytest.fixture
def old(new_url: NewUrl) -> Iterator[Engine]:
    """A database as the version before left it, with a row of everything."""
    engine = connect(new_url())
    with engine.begin() as connection:
        config = _config()
        config.attributes["connection"] = connection
        command.upgrade(config, "0003_answered_requests")
        for row in ROWS.replace("'2024-01-01'", "'2024-01-01 00:00:00.000000'").split(";"):
            given = {"answer": zlib.compress(b"{}")} if ":answer" in row else {}
            connection.execute(text(row), given)
    upgrade(engine)
    yield engine
    engine.dispose()


def test_what_was_there_belongs_to_local(old: Engine) -> None:
    """Nothing is lost, nobody else sees it, and the documented cases are everyone's."""
    assert localities.find(old, LOCAL, "mine")
    assert decisions.find(old, LOCAL, "decided")
    assert batches.find(old, LOCAL, "table")
    assert localities.find(old, OTHER, "mine") is None
    assert decisions.find(old, OTHER, "decided") is None
    assert batches.find(old, OTHER, "table") is None
    for organisation in (LOCAL, OTHER):
        assert localities.find(old, organisation, "told")
        assert localities.versions(old, organisation, "told")
    assert localities.page(old, OTHER, 10, 0)[1] == 1
    assert localities.page(old, LOCAL, 10, 0)[1] == 2
    assert localities.add_version(old, OTHER, "mine", {}, None) is None
    assert localities.add_version(old, OTHER, "told", {}, None) is None


@pytest.mark.parametrize(
    "change",
    [
        "DELETE FROM decisions",
        "DELETE FROM profile_versions",
        "UPDATE decisions SET organisation = 'coast-guard'",
        "UPDATE profile_versions SET version = 2",
    ],
)
def test_what_was_decided_is_still_never_changed(old: Engine, change: str) -> None:
    """The triggers outlive the new column; nobody can take over a decision of another."""
    with pytest.raises(DBAPIError, match="never changed"), old.begin() as connection:
        connection.execute(text(change))
