"""``remanso package`` and ``remanso precedents``, and their place in the advice."""

import json
from pathlib import Path

import pytest
import yaml

from engine.advice import advise
from engine.answer import Answer
from engine.knowledge.model import Knowledge
from engine.text import LANGUAGES
from tests.cli.conftest import Run

PLACE = "guayaquil-2024"


def flat(text: str) -> str:
    return " ".join(text.split())


@pytest.fixture(scope="module")
def answers(knowledge: Knowledge) -> dict[str, Answer]:
    profile = knowledge.cases[PLACE].profile
    return {lang: advise(knowledge, profile, language=lang, completions=0) for lang in LANGUAGES}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_package_is_told_in_full(remanso: Run, answers: dict[str, Answer], lang: str) -> None:
    """Phases, what waits, conflicts, safeguards, what is sooner, what to watch: with claims."""
    package = answers[lang].package
    assert package is not None
    shown = remanso("package", PLACE, "--lang", lang)
    printed = flat(shown.output)

    assert shown.exit_code == 0
    members = [member for phase in package.phases for member in phase.members]
    said = [package.says, *(m.name for m in members), *(m.says for m in members)]
    said += [item.name for item in package.waiting]
    said += [item.says for item in package.conflicts] + [item.text for item in package.safeguards]
    said += [item.says for item in package.bridges] + [item.subject for item in package.watch]
    said += [claim for item in (*package.conflicts, *package.watch) for claim in item.claims]
    assert [text for text in said if flat(text) not in printed] == []
    places = [printed.index(flat(member.name)) for member in members]
    assert places[0] < places[-1]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_precedents_are_told_in_full(remanso: Run, answers: dict[str, Answer], lang: str) -> None:
    """Each case with its distance, what is alike, what differs, what was tried, and evidence."""
    precedents = answers[lang].precedents
    assert precedents is not None
    printed = flat(remanso("precedents", PLACE, "--lang", lang).output)

    said = [precedents.says, *(origin.says for origin in precedents.evidence)]
    for case in precedents.cases:
        said += [case.place, f"{case.distance:.2f}", case.says]
        said += [factor.name for factor in (*case.alike, *case.differ)]
        said += [tried.outcome_name for tried in case.tried]
    assert [text for text in said if flat(text) not in printed] == []


@pytest.mark.parametrize("part", ["package", "precedents"])
def test_programs_get_the_part_with_its_claims(
    remanso: Run, answers: dict[str, Answer], part: str, tmp_path: Path
) -> None:
    """JSON and YAML say the same as the answer, and list every claim that they cite."""
    told = json.loads(remanso(part, PLACE, "--format", "json").output)
    path = tmp_path / "part.yaml"
    remanso(part, PLACE, "--out", str(path))

    assert told[part] == getattr(answers["en"], part).model_dump(mode="json")
    assert yaml.safe_load(path.read_text("utf-8")) == told
    assert set(told["claims"]) <= set(answers["en"].claims)
    assert told["claims"]


@pytest.mark.parametrize("part", ["package", "precedents"])
def test_markdown_has_titles_and_lists(remanso: Run, part: str) -> None:
    lines = remanso(part, PLACE, "--format", "markdown").output.splitlines()

    assert lines[0].startswith("## ")
    assert any(line.startswith("- ") for line in lines)
    assert any(line.startswith("  - ") for line in lines)


def test_the_brief_has_both_in_short(remanso: Run, answers: dict[str, Answer]) -> None:
    """The phases by name, and the nearest places with what was tried."""
    package, precedents = answers["en"].package, answers["en"].precedents
    assert package is not None
    assert precedents is not None
    printed = flat(remanso("advise", PLACE).output)

    assert "WHAT GOES TOGETHER, IN PHASES" in printed
    for phase in package.phases:
        named = ", ".join(member.name for member in phase.members)
        assert f"Phase {phase.number}: {named}." in printed
    assert "DOCUMENTED PLACES LIKE THIS ONE" in printed
    assert precedents.cases[0].place in printed
    assert f"remanso package {PLACE}" in printed


def test_the_report_has_both_in_full(remanso: Run) -> None:
    report = remanso("advise", PLACE, "--format", "markdown").output

    assert "## What goes together, in phases" in report
    assert "### What to watch beside murders" in report
    assert "## Documented places like this one" in report


def test_where_nothing_is_recommended_the_brief_has_no_phases(remanso: Run, tmp_path: Path) -> None:
    path = tmp_path / "empty.yaml"
    path.write_text("factors: {}\n", "utf-8")

    assert "WHAT GOES TOGETHER" not in remanso("advise", str(path)).output
    assert "There is no package" in remanso("package", str(path)).output
    assert "None can be offered." in remanso("precedents", str(path)).output


def test_a_faulty_profile_is_refused(remanso: Run, tmp_path: Path) -> None:
    path = tmp_path / "faulty.yaml"
    path.write_text("factors: {prison_control: inmat_run}\n", "utf-8")
    for part in ("package", "precedents"):
        refused = remanso(part, str(path))
        assert refused.exit_code == 1
        assert "did you mean 'inmate_run'?" in refused.output + refused.stderr
