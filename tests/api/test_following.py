"""The API walked through by its own links, by Schemathesis: what was acknowledged stays there."""

import contextlib
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.errors import FlakyStrategyDefinition
from schemathesis import GenerationMode
from schemathesis.core.transport import Response
from sqlalchemy import Engine

from api.app import create_app
from api.links import add_links
from api.settings import Settings
from engine.knowledge.model import Knowledge
from tests.api.conftest import SLOWLY_BOTH, Client
from tests.api.test_contract import CHECKS, PATIENCE

DATABASES = SLOWLY_BOTH
ONE_WALK = settings(  # and the shortest, which comes before all others
    max_examples=2,
    stateful_step_count=15,
    database=None,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
LEADS_TO = {  # what can be reached, by what names it
    "POST /v1/localities": {
        "GET /v1/localities/{locality_id}",
        "GET /v1/localities/{locality_id}/profile",
        "PUT /v1/localities/{locality_id}/profile",
        "GET /v1/localities/{locality_id}/profile/versions",
        "GET /v1/localities/{locality_id}/profile/versions/{version}",
        "GET /v1/localities/{locality_id}/decisions",
        "POST /v1/localities/{locality_id}/decisions",
    },
    "POST /v1/localities/{locality_id}/decisions": {
        "GET /v1/decisions/{decision_id}",
        "GET /v1/decisions/{decision_id}/dossier",
        "GET /v1/decisions/{decision_id}/replay",
        "GET /v1/decisions/{decision_id}/report",
        "GET /v1/decisions/{decision_id}/feedback",
        "POST /v1/decisions/{decision_id}/feedback",
        "GET /v1/decisions/{decision_id}/outcomes",
        "POST /v1/decisions/{decision_id}/outcomes",
    },
    "POST /v1/batches": {
        "GET /v1/batches/{batch_id}",
        "DELETE /v1/batches/{batch_id}",
        "GET /v1/batches/{batch_id}/events",
        "GET /v1/batches/{batch_id}/rejects",
        "GET /v1/batches/{batch_id}/results",
    },
}


@pytest.fixture(scope="module")
def description(client: Client) -> Any:
    return client.get("/docs/openapi.json").json()


@pytest.mark.parametrize("operation", LEADS_TO)
def test_what_is_made_leads_to_all_of_its_addresses(description: Any, operation: str) -> None:
    """A link stands for each thing that can be done with what was made, and no other."""
    paths = description["paths"]
    named = {
        item[method]["operationId"]: f"{method.upper()} {path}"
        for path, item in paths.items()
        for method in item
    }
    method, _, path = operation.partition(" ")
    responses = paths[path][method.lower()]["responses"]
    links = next(found["links"] for found in responses.values() if "links" in found)
    assert {named[link["operationId"]] for link in links.values()} == LEADS_TO[operation]


def test_links_of_an_address_that_is_gone_are_missed() -> None:
    """A description without what the links speak of is no description of this API."""
    with pytest.raises(KeyError):
        add_links({"paths": {}})


@pytest.mark.slow
@pytest.mark.parametrize(
    "walked",
    [
        ("localities|decisions", "GET /v1/decisions/{decision_id}/replay", 8),
        ("batches", "GET /v1/batches/{batch_id}", 3),
    ],
)
def test_walks_along_the_links_lose_nothing(
    knowledge: Knowledge,
    database: Engine,
    chosen: Settings,
    client: Client,
    walked: tuple[str, str, int],
) -> None:
    """Localities, decisions, feedback and outcomes, replays and reports, in any order.

    Every answer is as described, and when a walk is over, whatever was acknowledged in it is at
    its address, and decisions replay to the same bytes.
    """
    part, reached, walks = walked
    app = create_app(chosen, knowledge, database)
    whole = schemathesis.openapi.from_asgi("/docs/openapi.json", app)
    described = whole.include(path_regex=f"^/v1/({part})")
    described.config.generation.update(
        with_security_parameters=False, modes=[GenerationMode.POSITIVE]
    )
    made: set[str] = set()
    wrong: list[str] = []

    @contextlib.contextmanager
    def noted() -> Iterator[None]:
        try:
            yield
        except Exception as error:
            wrong.append(str(error))
            raise

    class Walk(described.as_state_machine()):
        """One walk, and what was acknowledged on it."""

        def setup(self) -> None:
            self.kept: list[tuple[str, Mapping[str, Any]]] = []

        def get_call_kwargs(self, _case: schemathesis.Case) -> dict[str, Any]:
            return {"timeout": PATIENCE}

        def validate_response(
            self, response: Response, case: schemathesis.Case, **_options: Any
        ) -> None:
            with noted():
                case.validate_response(response, checks=CHECKS)

        def after_call(self, response: Response, case: schemathesis.Case) -> None:
            made.add(case.operation.label)
            if response.status_code == 201:
                self.kept.append((case.operation.path, response.json()))

        def teardown(self) -> None:
            with noted():
                for path, body in self.kept:
                    assert_there(client, path, body)

    for number in range(walks):
        walk = seed(number)(Walk)
        walk.TestCase.settings = ONE_WALK
        with contextlib.suppress(FlakyStrategyDefinition):  # there is more to list than before
            walk.TestCase().runTest()
    assert not wrong
    assert reached in made


def assert_there(client: Client, path: str, body: Mapping[str, Any]) -> None:
    """What was acknowledged at a path is found by anyone who may see it."""
    match path:
        case "/v1/localities":
            found = client.get(f"/v1/localities/{body['id']}/profile/versions/{body['version']}")
            assert found.status_code == 200
            assert found.json()["profile"] == body["profile"]
        case "/v1/localities/{locality_id}/decisions":
            address = f"/v1/decisions/{body['decision_id']}"
            assert client.get(address).json() == body
            assert client.get(f"{address}/replay").json()["same_bytes"] is True
        case "/v1/decisions/{decision_id}/feedback" | "/v1/decisions/{decision_id}/outcomes":
            listed = client.get(f"{path.format(decision_id=body['decision'])}?limit=100").json()
            assert {name: body[name] for name in body if name != "notice"} in listed["items"]
        case _:
            raise AssertionError(f"nothing is known of what is made at {path}")
