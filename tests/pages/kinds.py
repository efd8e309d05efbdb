"""Every kind of page: the address of one of each, on a server that was given what they show."""

import functools
from pathlib import Path

import httpx

from tests.pages.test_tables import worked_out

CASE = "guayaquil-2024"  # more is known of it than of any other documented case
TABLE = Path(__file__).parent.parent / "tables" / "data" / "co_municipality_2024.csv"
OPTION, OTHER = "blowback_planning", "kingpin_removal"
_DESCRIBED = ("place", "prison_control", "route_position", "violence", "groups")
_WEIGHED = "?weights=31.5,21.5,19.5,6.5,14.5,9.5,4.5"
_AROUND = ("asking", "review", "discard")
REFUSED = {"weights that are refused": 422, "error": 404}  # the other kinds answer 200


def every_kind(client: httpx.Client, language: str) -> dict[str, str]:
    """Kinds of page by name, each with the address of a page of it."""
    here = f"/{language}"
    place, table = f"{here}/localities/{CASE}", f"{here}/tables/{_table(client)}"
    draft = f"{here}/describe/{_draft(client)}"
    decision = f"{here}/decisions/{_decision(client, language)}"
    return {
        "start": f"{here}/",
        **{f"describe: {part}": f"{draft}/{part}" for part in (*_DESCRIBED, *_AROUND)},
        "advice": place,
        "advice with weights": f"{place}{_WEIGHED}",
        "advice on one's own, with weights": f"{here}/localities/{_own(client)}{_WEIGHED}",
        "option": f"{place}/options/{OPTION}",
        "decision": decision,
        "option of a decision": f"{decision}/options/{OPTION}",
        "passages": f"{here}/passages?claim=CS-1-01&limit=CS-4-03",
        "contrast": f"{place}/contrast?option={OPTION}&above={OTHER}",
        "why not": f"{place}/why-not?option=community_dialogue",
        "changes": f"{place}/changes?option={OTHER}",
        "what if": f"{place}/what-if?change=military_role&factors.military_role=none",
        "weights": f"{place}/weights?problem=30",
        "weights that are refused": f"{place}/weights?problem=101",
        "stakeholders": f"{place}/stakeholders",
        "compare": f"{here}/compare?a=duran-2024&b={CASE}",
        "tables": f"{here}/tables",
        "table": table,
        "row of a table": f"{table}/rows/1",
        "knowledge": f"{here}/knowledge",
        "knowledge found": f"{here}/knowledge?q=prison&sort=claims",
        "rule": f"{here}/knowledge/rules/measure-in-captured-hands",
        "claim": f"{here}/knowledge/claims/ICG108-V.A.2-08",
        "intervention": f"{here}/knowledge/interventions/{OPTION}",
        "factor": f"{here}/knowledge/factors/homicide_rate",
        "coverage": f"{here}/knowledge/coverage",
        "sign in": f"{here}/sign-in",
        "error": f"{here}/nowhere",
    }


@functools.cache
def _table(client: httpx.Client) -> str:
    """A table that is worked out, once for each server: it takes a process of its own."""
    address = worked_out(client, TABLE.read_bytes(), name=TABLE.name, recipe="colombia-2024")
    return address.rpartition("/")[2]


def _draft(client: httpx.Client) -> str:
    begun = client.post("/en/describe", data={"case": CASE})
    return begun.headers["Location"].split("/")[3]


def _own(client: httpx.Client) -> str:
    """A locality of one's own, as much known of it as of the case."""
    profile = client.get(f"/v1/localities/{CASE}").json()["profile"]
    return str(client.post("/v1/localities", json={"profile": profile}).json()["id"])


def _decision(client: httpx.Client, language: str) -> str:
    kept = client.post(f"/{language}/localities/{CASE}/decisions")
    return kept.headers["Location"].rpartition("/")[2]
