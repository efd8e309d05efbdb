"""``remanso why``, ``changes``, ``what-if`` and ``methods``, as one types them."""

import json
from pathlib import Path

import pytest
import yaml

from api.cli.followups import changes_given
from engine.knowledge.model import Knowledge
from tests.cli.conftest import Run

CASE = "guayaquil-2024"
PAIR = ("prison_control_recovery", "militarised_crackdown")


def test_why_above_shows_parts_that_add_up(remanso: Run) -> None:
    """The verdict, what stands in the way, each part with its sign, and the sum."""
    result = remanso("why", CASE, "--above", *PAIR)
    found = json.loads(remanso("why", CASE, "--above", *PAIR, "--format", "json").stdout)
    assert result.exit_code == 0, result.output
    assert "because the verdict comes" in result.stdout
    assert f"These add up to {found['difference'] / 1e9:+.2f}" in result.stdout
    assert "WHAT WOULD SWAP THEM" in result.stdout
    assert found["contraindications"][0]["claims"][0] in result.stdout


def test_why_not_shows_what_stands_in_the_way(remanso: Run) -> None:
    """In Spanish, with the contraindication and that nothing lifts it."""
    result = remanso("why", CASE, "--not", "militarised_crackdown", "--lang", "es")
    assert result.exit_code == 0, result.output
    assert "POR QUÉ ESTÁ CONTRAINDICADA" in result.stdout
    assert "No hay ninguno" in result.stdout
    assert "hecho de la geografía" in " ".join(result.stdout.split())


def test_why_not_shows_how_far_a_condition_is(remanso: Run, tmp_path: Path) -> None:
    """The test that fails, the value found, and the levels between."""
    path = tmp_path / "town.yaml"
    factors = {
        "prison_control": "state",
        "prison_comms": "cut",
        "leaders_in_prison_active": False,
        "prison_records": "complete",
        "prison_group_structure": "none",
    }
    path.write_text(yaml.dump({"factors": factors}), "utf-8")
    result = remanso("why", path, "--not", "prison_control_recovery")
    assert result.exit_code == 0, result.output
    assert "WHAT WOULD SPEAK FOR IT, AND FAILS HERE" in result.stdout
    assert "level" in result.stdout
    assert "here: " in result.stdout


def test_changes_name_the_factors_and_what_follows(remanso: Run, tmp_path: Path) -> None:
    """From what it is to what it would be, and where the option then stands."""
    path = tmp_path / "town.json"
    factors = {"capture_police": "units", "oversight_independence": "absent"}
    path.write_text(json.dumps({"factors": factors}), "utf-8")
    result = remanso("changes", path, "--option", "permanent_presence_policing")
    assert result.exit_code == 0, result.output
    assert "no oversight" in result.stdout or "absent" in result.stdout
    assert "→ independent oversight" in result.stdout
    assert "then Permanent-presence community policing: rank" in " ".join(result.stdout.split())


def test_what_if_shows_the_difference(remanso: Run) -> None:
    """Factors, ranks, rules and warnings; as YAML for programs too."""
    result = remanso("what-if", CASE, "prison_control=state", "extortion=")
    found = yaml.safe_load(
        remanso("what-if", CASE, "prison_control=state", "extortion=", "--format", "yaml").stdout
    )
    assert result.exit_code == 0, result.output
    for title in ("CHANGED", "RANKS UP AND DOWN", "RULES THAT CHANGE"):
        assert title in result.stdout
    assert "inmate control → state control" in result.stdout
    assert "pervasive extortion → unknown" in result.stdout
    assert [item["factor"] for item in found["changes"]] == ["prison_control", "extortion"]
    assert f"{found['unmoved']} options stay as they are." in result.stdout


@pytest.mark.parametrize(
    ("pair", "given"),
    [
        ("prison_control=state", "state"),
        ("trusted_mediator=true", True),
        ("extortion=", None),
        ("extortion=common|pervasive", {"possible": ["common", "pervasive"]}),
        ("homicide_rate=20..40", {"possible": {"at_least": 20.0, "at_most": 40.0}}),
        (
            "measures_in_force=exit_reinsertion+youth_prevention",
            ["exit_reinsertion", "youth_prevention"],
        ),
        ("measures_in_force=none", []),
    ],
)
def test_values_are_typed_as_in_a_table(knowledge: Knowledge, pair: str, given: object) -> None:
    """The words of a profile table's cells."""
    assert list(changes_given([pair], knowledge).values()) == [given]


@pytest.mark.parametrize(
    ("command", "words"),
    [
        (("why", CASE), ("--above A B", "--not X")),
        (("why", CASE, "--not", "x", "--above", *PAIR), ("--not X",)),
        (
            ("why", CASE, "--not", "militarized_crackdown"),
            ("did you mean 'militarised_crackdown'",),
        ),
        (("why", CASE, "--above", PAIR[0], PAIR[0]), ("--above",)),
        (("changes", CASE, "--above", PAIR[0]), ("--option",)),
        (("changes", CASE, "--option", "prisons"), ("--option",)),
        (("what-if", CASE, "prison_control"), ("factor=value",)),
        (("what-if", CASE, "extortion=", "extortion=common"), ("given twice",)),
        (("what-if", CASE, "prison_control=stat"), ("did you mean 'state'", "inmate_run")),
        (("what-if", CASE, "prison_contrl=state"), ("did you mean 'prison_control'",)),
    ],
)
def test_wrong_commands_are_refused(
    remanso: Run, command: tuple[str, ...], words: tuple[str, ...]
) -> None:
    """On standard error, with a way out, and never as a traceback."""
    result = remanso(*command)
    assert result.exit_code == 2, result.output
    assert result.stdout == ""
    for word in words:
        assert word in result.stderr


def test_a_faulty_profile_is_told_with_its_line(remanso: Run, tmp_path: Path) -> None:
    """As by any other command."""
    path = tmp_path / "town.yaml"
    path.write_text("factors:\n  extortion: rampant\n", "utf-8")
    result = remanso("changes", path)
    assert result.exit_code == 1
    assert f"{path}:2: factors.extortion" in result.stderr


def test_a_factor_says_what_policy_can_do(remanso: Run) -> None:
    """On its card."""
    assert "less of it" in remanso("factors", "show", "prison_control").stdout
    assert "fact of geography" in remanso("factors", "show", "route_position").stdout


def test_methods_say_how_many_agree(remanso: Run) -> None:
    """One line for each method, with what it puts first."""
    found = json.loads(remanso("methods", CASE, "--format", "json").stdout)
    shown = remanso("methods", CASE, "--lang", "es")
    assert shown.exit_code == 0, shown.output
    assert f"{found['agree']} de 8 otros métodos" in shown.stdout
    for item in found["methods"]:
        assert f"{item['method']} ({item['shared']}/3)" in shown.stdout
