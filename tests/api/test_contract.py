"""The API held to its own description, operation by operation, by Schemathesis."""

from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from sqlalchemy import Engine

from api.app import create_app
from api.batches.describing import EXAMPLE_TABLE
from api.settings import Settings
from engine.knowledge.model import Knowledge
from tests.api.conftest import SLOWLY_BOTH, Client

DATABASES = SLOWLY_BOTH

PATIENCE = 3600  # seconds: a busy machine is not a fault of the API
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
OPERATIONS = [
    "DELETE /v1/batches/{batch_id}",
    "GET /",
    "GET /v1/batches",
    "GET /v1/batches/{batch_id}",
    "GET /v1/batches/{batch_id}/events",
    "GET /v1/batches/{batch_id}/rejects",
    "GET /v1/batches/{batch_id}/results",
    "GET /v1/cases",
    "GET /v1/cases/{slug}",
    "GET /v1/claims",
    "GET /v1/claims/{claim_id}",
    "GET /v1/coverage",
    "GET /v1/decisions/{decision_id}",
    "GET /v1/decisions/{decision_id}/dossier",
    "GET /v1/decisions/{decision_id}/feedback",
    "GET /v1/decisions/{decision_id}/outcomes",
    "GET /v1/decisions/{decision_id}/replay",
    "GET /v1/decisions/{decision_id}/report",
    "GET /v1/factors",
    "GET /v1/factors/{slug}",
    "GET /v1/health",
    "GET /v1/health/live",
    "GET /v1/health/ready",
    "GET /v1/interventions",
    "GET /v1/interventions/{slug}",
    "GET /v1/interventions/{slug}/feedback",
    "GET /v1/interventions/{slug}/outcomes",
    "GET /v1/localities",
    "GET /v1/localities/{locality_id}",
    "GET /v1/localities/{locality_id}/decisions",
    "GET /v1/localities/{locality_id}/profile",
    "GET /v1/localities/{locality_id}/profile/versions",
    "GET /v1/localities/{locality_id}/profile/versions/{version}",
    "GET /v1/rules",
    "GET /v1/rules/{rule_id}",
    "GET /v1/rules/{rule_id}/feedback",
    "GET /v1/rules/{rule_id}/outcomes",
    "GET /v1/signing-key",
    "POST /v1/admin/rules/reload",
    "POST /v1/advice",
    "POST /v1/advice/changes",
    "POST /v1/advice/contrast",
    "POST /v1/advice/methods",
    "POST /v1/advice/stakeholders",
    "POST /v1/advice/what-if",
    "POST /v1/advice/why-not",
    "POST /v1/batches",
    "POST /v1/decisions/{decision_id}/feedback",
    "POST /v1/decisions/{decision_id}/outcomes",
    "POST /v1/localities",
    "POST /v1/localities/{locality_id}/decisions",
    "POST /v1/regions",
    "PUT /v1/localities/{locality_id}/profile",
]
# The others take only texts, and any text is a sound one.
VIOLABLE = [
    "GET /v1/batches",
    "GET /v1/batches/{batch_id}/rejects",
    "GET /v1/batches/{batch_id}/results",
    "GET /v1/decisions/{decision_id}/feedback",
    "GET /v1/decisions/{decision_id}/outcomes",
    "GET /v1/interventions/{slug}/feedback",
    "GET /v1/interventions/{slug}/outcomes",
    "GET /v1/decisions/{decision_id}/report",
    "GET /v1/localities",
    "GET /v1/localities/{locality_id}/decisions",
    "GET /v1/localities/{locality_id}/profile/versions/{version}",
    "GET /v1/rules/{rule_id}/feedback",
    "GET /v1/rules/{rule_id}/outcomes",
    "POST /v1/advice",
    "POST /v1/advice/changes",
    "POST /v1/advice/contrast",
    "POST /v1/advice/methods",
    "POST /v1/advice/stakeholders",
    "POST /v1/advice/what-if",
    "POST /v1/advice/why-not",
    "POST /v1/batches",
    "POST /v1/decisions/{decision_id}/feedback",
    "POST /v1/decisions/{decision_id}/outcomes",
    "POST /v1/localities",
    "POST /v1/localities/{locality_id}/decisions",
    "POST /v1/regions",
    "PUT /v1/localities/{locality_id}/profile",
]


@pytest.fixture(scope="module")
def names(client: Client, knowledge: Knowledge) -> dict[str, dict[str, Any]]:
    """Names of things that are there, by the noun in their address."""
    locality = client.post("/v1/localities", json={"case": "guayaquil-2024"}).json()["id"]
    decision = client.post(f"/v1/localities/{locality}/decisions").json()["decision_id"]
    asked = client.post("/v1/batches", json={"profiles": EXAMPLE_TABLE})
    batch = asked.json()["id"]
    client.get(f"/v1/batches/{batch}/events")  # until it ends
    return {
        "batches": {"batch_id": batch},
        "cases": {"slug": "guayaquil-2024"},
        "claims": {"claim_id": next(iter(knowledge.claims))},
        "decisions": {"decision_id": decision},
        "factors": {"slug": "homicide_rate"},
        "interventions": {"slug": "militarised_crackdown"},
        "localities": {"locality_id": locality, "version": 1},
        "rules": {"rule_id": next(iter(knowledge.rules))},
    }


@pytest.fixture(scope="module")
def described(knowledge: Knowledge, database: Engine, chosen: Settings) -> schemathesis.BaseSchema:
    """An application of its own: Schemathesis starts and stops it, and one cannot run twice."""
    app = create_app(chosen, knowledge, database)
    found = schemathesis.openapi.from_asgi("/docs/openapi.json", app)
    found.config.generation.update(with_security_parameters=False)  # a made-up key is only refused
    found.config.update(request_timeout=600)  # how busy a machine is says nothing of the API
    return found


def test_every_operation_is_held_to_it(described: schemathesis.BaseSchema) -> None:
    """The list of operations below leaves none out."""
    found = [result.ok().label for result in described.get_all_operations()]
    assert sorted(found) == OPERATIONS


@pytest.mark.parametrize("operation", OPERATIONS)
def test_sound_requests_are_answered_as_described(
    described: schemathesis.BaseSchema, operation: str
) -> None:
    """No sound request is answered in a way that the description does not foresee."""
    hold(described, operation)


@pytest.mark.parametrize("operation", VIOLABLE)
def test_unsound_requests_are_answered_as_described(
    described: schemathesis.BaseSchema, operation: str
) -> None:
    """Nor is any request that breaks the description."""
    hold(described, operation, GenerationMode.NEGATIVE)


@pytest.mark.slow
@pytest.mark.parametrize("operation", [name for name in OPERATIONS if "{" in name])
def test_what_is_there_is_shown_as_described(
    described: schemathesis.BaseSchema, names: dict[str, dict[str, Any]], operation: str
) -> None:
    """What has an address of its own looks as described when it is there."""
    noun = operation.split("/")[2]
    hold(described, operation, path_parameters=names[noun])


def hold(
    described: schemathesis.BaseSchema,
    operation: str,
    mode: GenerationMode = GenerationMode.POSITIVE,
    path_parameters: dict[str, Any] | None = None,
) -> None:
    """Send a few requests to one operation, and hold the answers to the description."""
    method, _, path = operation.partition(" ")
    cases = described[path][method].as_strategy(mode, path_parameters=path_parameters)

    @given(cases)
    @settings(max_examples=8, suppress_health_check=list(HealthCheck))
    def check(case: schemathesis.Case) -> None:
        case.call_and_validate(checks=CHECKS, timeout=PATIENCE)

    check()
