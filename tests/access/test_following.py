"""A key that is revoked opens nothing further, also where an answer has begun."""

import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from sqlalchemy import Engine

from api.routes import batches as routes
from api.store import batches, keys
from api.store.organisations import Organisation
from api.store.tables import Batch
from tests.access.conftest import Client, MakeKey, bearer, id_of


def test_who_follows_a_batch_is_let_go(
    client: Client, make_key: MakeKey, database: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The events of a batch that goes on end when the key is revoked, without the last one."""
    key = make_key("coast-guard")
    batch = batches.add(
        database,
        Batch(
            id="endless",
            organisation=Organisation("coast-guard"),
            status=batches.RUNNING,
            question='{"top": 1, "weights": null, "with_rules": false, "format": "parquet",'
            ' "language": null, "intervention": null}',
            tables='{"sent": true, "profiles": "profiles.csv", "entities": {}}',
        ),
    )
    followed = threading.Event()
    find = routes.kept_batch
    looks: list[str] = []

    def kept(*given: Any) -> Batch:
        looks.append(given[-1])
        if len(looks) > 2:
            followed.set()
        return find(*given)

    monkeypatch.setattr(routes, "kept_batch", kept)
    with ThreadPoolExecutor(1) as hands:
        path = f"/v1/batches/{batch.id}/events"
        answer = hands.submit(client.get, path, headers=bearer(key))
        followed.wait()
        keys.revoke(database, id_of(key))
        text = answer.result().text
    assert "event: progress" in text
    assert "event: end" not in text
    assert client.get(path, headers=bearer(key)).status_code == 401
