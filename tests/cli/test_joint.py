"""``remanso region`` and ``remanso stakeholders``."""

import json
from pathlib import Path

import pytest
import yaml

from tests.cli.conftest import ROOT, Run

EXAMPLE = ROOT / "docs" / "examples" / "region.yaml"


def test_the_example_region_is_advised(remanso: Run) -> None:
    """Where pressure moves, what it changes, what comes first, what harms a neighbour."""
    result = remanso("region", EXAMPLE)

    assert result.exit_code == 0
    for title in ("WHERE THE PRESSURE MOVES", "WHAT COMES FIRST", "NEIGHBOUR'S SAKE"):
        assert title in result.output
    assert "ICG108-IV-07" in result.output


def test_a_region_in_spanish_has_the_same_numbers(remanso: Run) -> None:
    """JSON for programs; only the words differ."""
    english = json.loads(remanso("region", EXAMPLE, "--format", "json").output)
    spanish = json.loads(remanso("region", EXAMPLE, "--format", "json", "--lang", "es").output)

    assert [d["rule"] for d in english["diversions"]] == [d["rule"] for d in spanish["diversions"]]
    assert english["says"] != spanish["says"]


def test_a_region_by_standard_input(remanso: Run) -> None:
    """A dash reads what is piped in."""
    result = remanso("region", "-", "--format", "yaml", given=EXAMPLE.read_text("utf-8"))

    assert [p["id"] for p in yaml.safe_load(result.output)["localities"]] == [
        "watched-port",
        "guayaquil",
        "costa-rica",
    ]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("between: [watched-port, guayaquil]", "between: [watched-port, guayakil]", "guayaquil"),
        ("between: [watched-port, guayaquil]", "between: [guayaquil, guayaquil]", "two different"),
        ("id: costa-rica", "id: guayaquil", "stands twice"),
        ("port_scrutiny: close", "port_scrutiny: closed", "close"),
    ],
)
def test_a_faulty_region_is_told_with_its_line(
    remanso: Run, tmp_path: Path, old: str, new: str, told: str
) -> None:
    """File and line, what is wrong, and the nearest name."""
    text = EXAMPLE.read_text("utf-8")
    assert text.count(old) == 1
    file = tmp_path / "region.yaml"
    file.write_text(text.replace(old, new), "utf-8")
    result = remanso("region", file)
    was = next(n for n, said in enumerate(text.splitlines(), 1) if old in said)

    assert result.exit_code == 1
    assert f"region.yaml:{was}:" in result.stderr
    assert told in result.stderr


def test_stakeholders_side_by_side(remanso: Run) -> None:
    """Agreement, partings, who can act, and whose weights they are."""
    own = "police union:feasibility=0.6,acceptability=0.4"
    result = remanso("stakeholders", "guayaquil-2024", "--weights-of", own)

    assert result.exit_code == 0
    for title in ("WHAT COMES FIRST FOR EACH", "WHERE THEY PART", "WHO CAN DO WHAT"):
        assert title in result.output
    assert "police union (yours)" in result.output


@pytest.mark.parametrize(
    "own", ["clerk", "clerk:", ":feasibility=1", "clerk:speed=1", "clerk:feasibility=much"]
)
def test_faulty_weights_are_wrong_usage(remanso: Run, own: str) -> None:
    """Told before any profile is read."""
    result = remanso("stakeholders", "nowhere.yaml", "--weights-of", own)

    assert result.exit_code == 2
    assert result.stdout == ""


def test_the_word_of_the_captured_is_shown(remanso: Run, tmp_path: Path) -> None:
    """On the screen and in the report: who said it, and what moves without it."""
    file = tmp_path / "town.yaml"
    file.write_text(
        "factors:\n  capture_police: units\n"
        "  prison_control: {value: inmate_run, supplied_by: police}\n",
        "utf-8",
    )
    for form in ("table", "markdown"):
        output = " ".join(remanso("advise", file, "--format", form).output.split())
        assert "on the word of: police" in output
        assert "without these values" in output


def test_the_blank_profile_tells_of_suppliers(remanso: Run) -> None:
    """Who fills it in learns that a value may name who supplied it."""
    assert "supplied_by" in remanso("profile", "new").output
    assert "supplied_by" in remanso("profile", "new", "--lang", "es").output
