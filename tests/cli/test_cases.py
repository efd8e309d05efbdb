"""``remanso cases``: documented localities, and whether the advice is true to them."""

import copy
import json
from pathlib import Path

import pytest
import yaml

from api.cli.casefiles import read_cases
from engine.errors import ProfileError
from engine.knowledge.model import Knowledge
from engine.library import rules_folder
from engine.verification import Finding, Verifier
from tests.cli.conftest import Run


@pytest.fixture
def town() -> dict:
    """A file with one case, to which faithful advice holds."""
    crackdown = "militarised_crackdown"
    return {
        "notes": ["ours"],
        "cases": [
            {
                "slug": "town-2024",
                "place": "Town",
                "country": "EC",
                "period": 2024,
                "coded_at": "before",
                "factors": [
                    {"factor": "drug_trade_integration", "value": "contracted"},
                    {"factor": "prison_control", "value": "inmate_run"},
                ],
                "interventions_tried": [{"intervention": crackdown, "outcome": "failed"}],
                "expectations": [
                    {
                        "id": "TOWN-01",
                        "kind": "rank_above",
                        "higher": "prison_control_recovery",
                        "lower": crackdown,
                        "claims": ["ICG108-V.A.5-01"],
                    }
                ],
            }
        ],
        "general_expectations": [
            {
                "id": "G-01",
                "when": [{"factor": "prison_control", "in": ["inmate_run"]}],
                "kind": "rank_above",
                "higher": "prison_control_recovery",
                "lower": crackdown,
            }
        ],
        "within_case_expectations": [
            {
                "id": "W-01",
                "case": "town-2024",
                "higher": "prison_control_recovery",
                "lower": crackdown,
            }
        ],
    }


@pytest.fixture
def file(tmp_path: Path, town: dict) -> Path:
    return written(tmp_path, town)


def written(folder: Path, content: dict) -> Path:
    path = folder / "cases.yaml"
    path.write_text(yaml.safe_dump(content, sort_keys=False), "utf-8")
    return path


def test_every_documented_case_is_listed(remanso: Run, knowledge: Knowledge) -> None:
    """One line per case, its slug first."""
    lines = remanso("cases").output.splitlines()

    assert [line.split("\t")[0] for line in lines] == list(knowledge.cases)


@pytest.mark.parametrize(
    ("lang", "outcome", "prison"),
    [("en", "no lasting effect", "inmate control"), ("es", "sin efecto duradero", "internos")],
)
def test_a_case_is_told_in_words(
    remanso: Run, knowledge: Knowledge, lang: str, outcome: str, prison: str
) -> None:
    """The profile in words with its sources, what was tried, and what happened."""
    case = knowledge.cases["guayaquil-2024"]
    printed = " ".join(remanso("cases", "show", case.slug, "--lang", lang).output.split())

    assert any(item["outcome"] == "failed" for item in case.tried)
    assert outcome in printed
    assert prison in printed
    for item in case.tried:
        assert knowledge.interventions[item["intervention"]].name.in_(lang) in printed
    for value in case.profile["factors"].values():
        assert value.get("source", "") in printed


def test_an_unknown_case_has_a_nearest_name(remanso: Run) -> None:
    """A slip of the pen is answered with the name that was meant."""
    result = remanso("cases", "show", "monterey-2009-13")

    assert result.exit_code == 2
    assert "did you mean 'monterrey-2009-13'?" in result.stderr


def test_a_file_of_cases_is_verified(remanso: Run, file: Path) -> None:
    """Expectations of the case, general ones and those within it are all held."""
    result = remanso("cases", "verify", file)

    assert result.exit_code == 0, result.output
    assert "3 of 3 expectations hold." in result.output
    assert "TOWN-01" in result.output
    assert "que se cumplen: 3 de 3." in remanso("cases", "verify", file, "--lang", "es").output


def test_a_broken_expectation_ends_with_one(remanso: Run, tmp_path: Path, town: dict) -> None:
    """A strict expectation that fails is named with what was found instead."""
    expectation = town["cases"][0]["expectations"][0]
    expectation["higher"], expectation["lower"] = expectation["lower"], expectation["higher"]
    path = written(tmp_path, town)
    result = remanso("cases", "verify", path, "--only-failures")
    report = json.loads(remanso("cases", "verify", path, "--format", "json").stdout)

    assert result.exit_code == 1
    assert "FAILS" in result.output
    assert "TOWN-01" in result.output
    assert "G-01" not in result.output
    assert "Strict ones that fail: 1." in result.output
    assert report["strict_failures"] == 1
    assert report["kinds"]["rank_above"] == {"holds": 2, "all": 3}
    assert [f["id"] for f in report["findings"] if not f["holds"]] == ["TOWN-01"]


def test_a_lenient_expectation_may_fail(remanso: Run, tmp_path: Path, town: dict) -> None:
    """Where either order is defensible, a failure is shown and forgiven."""
    expectation = town["cases"][0]["expectations"][0]
    expectation["higher"], expectation["lower"] = expectation["lower"], expectation["higher"]
    expectation["strict"] = False
    result = remanso("cases", "verify", written(tmp_path, town))
    only = remanso("cases", "verify", tmp_path / "cases.yaml", "--only-failures")

    assert result.exit_code == 0
    assert "2 of 3 expectations hold." in result.output
    assert "either order" in " ".join(only.output.split())


def test_documented_cases_are_verified_by_default(
    remanso: Run, knowledge: Knowledge, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without a file, the documented cases and their expectations are what counts."""
    asked: list[tuple[list[str], list[str]]] = []

    def verify(self: Verifier, expectations: dict) -> list[Finding]:
        asked.append((list(self.cases), list(expectations)))
        return [Finding("a", "A-1", "caveat", True, True, "found")]

    monkeypatch.setattr(Verifier, "verify", verify)
    monkeypatch.setattr(Verifier, "answer", lambda *_: None)
    result = remanso("cases", "verify")

    assert result.exit_code == 0
    assert asked == [(list(knowledge.cases), list(knowledge.expectations))]
    assert "1 of 1 expectations hold." in result.output


def broken(town: dict) -> dict:
    """The file with one slip of the pen of each kind."""
    case = town["cases"][0]
    case["factors"][0]["value"] = "contractd"
    case["factors"].append({"factor": "fragmentaton", "value": "fragmented"})
    case["interventions_tried"][0]["intervention"] = "militarized_crackdown"
    case["expectations"][0]["claims"] = ["ICG108-V.A.5-1"]
    case["expectations"].append({"id": "TOWN-02", "kind": "sequencing", "then": "bare_truce"})
    case["expectations"].append({"id": "TOWN-03"})
    case["expectations"].append({"id": "TOWN-04", "kind": "caveat"})
    town["cases"].append({**copy.deepcopy(case), "slug": "Town 2"})
    town["general_expectations"][0]["when"] = [
        {"factor": "prison_control", "in": ["inmate-run"]},
        {"factor": "homicide_rate", "in": [3]},
        {"factor": "route_positon", "in": ["hub"]},
    ]
    town["within_case_expectations"][0]["higher"] = "bare_truces"
    town["contrast_expectation"] = []
    return town


def test_every_slip_in_a_file_has_its_line(remanso: Run, tmp_path: Path, town: dict) -> None:
    """All faults of a file of cases come together, each with file, line and a way out."""
    path = written(tmp_path, broken(town))
    result = remanso("cases", "verify", path)
    lines = path.read_text("utf-8").splitlines()
    told = result.stderr.splitlines()

    def at(words: str) -> str:
        (line,) = (told_line for told_line in told if words in told_line)
        number = int(line.removeprefix(f"{path}:").split(":")[0])
        return lines[number - 1]

    assert result.exit_code == 1
    assert result.stdout == ""
    assert "contractd" in at("did you mean 'contracted'?")
    assert "fragmentaton" in at("did you mean 'fragmentation'?")
    assert "militarized" in at("did you mean 'militarised_crackdown'?")
    assert "ICG108-V.A.5-1" in at("unknown claim 'ICG108-V.A.5-1'")
    assert "TOWN-02" in at("'first' is missing")
    assert "TOWN-03" in at("'kind' is missing")
    assert "TOWN-04" in at("'about' is missing")
    assert "Town 2" in at("'slug'")
    assert "inmate-run" in at("did you mean 'inmate_run'?")
    assert "homicide_rate" in lines[int(_number(told, path, "lists levels")) - 2]
    assert "route_positon" in at("did you mean 'route_position'?")
    assert "bare_truces" in at("did you mean 'bare_truce'?")
    assert "contrast_expectation" in at("did you mean 'contrast_expectations'?")


def _number(told: list[str], path: Path, words: str) -> str:
    (line,) = (line for line in told if words in line)
    return line.removeprefix(f"{path}:").split(":")[0]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("- 1", "a file of cases is a mapping"),
        ("cases: 1", "give a list of cases"),
        ("cases: [1]", "1: give fields with their values"),
        ("general_expectations: 1", "general_expectations"),
        ("general_expectations: [{kind: caveat, about: x, when: [1]}]", "give a mapping"),
        ("contrast_expectations: [{intervention: bare_truce, claims: 1}]", "give a list of claims"),
        ("contrast_expectations: [{intervention: bare_truce}]", "'higher_in' is missing"),
        ("cases: [", "malformed YAML"),
    ],
)
def test_files_that_are_none(knowledge: Knowledge, tmp_path: Path, text: str, says: str) -> None:
    """Whatever stands in the file, it is refused in sentences."""
    path = tmp_path / "cases.yaml"
    path.write_text(text)

    with pytest.raises(ProfileError, match=r"cases\.yaml:[12]: ") as refusal:
        read_cases(path, knowledge)
    assert says in str(refusal.value)


def test_documented_cases_in_one_file_are_read_alike(knowledge: Knowledge, tmp_path: Path) -> None:
    """The form of the file is that of the knowledge base's own cases."""
    folder = rules_folder() / "cases"
    names = ("buenaventura-2010-13", "rosario-2024")
    cases = [yaml.safe_load((folder / f"{name}.yaml").read_text("utf-8")) for name in names]
    expectations = yaml.safe_load((folder / "expectations.yaml").read_text("utf-8"))
    found, across = read_cases(written(tmp_path, {"cases": cases, **expectations}), knowledge)

    assert dict(found) == {name: knowledge.cases[name] for name in names}
    assert across == {name: tuple(items) for name, items in knowledge.expectations.items()}


def test_a_missing_file_is_wrong_usage(remanso: Run, tmp_path: Path) -> None:
    """There is nothing to verify in a file that does not exist."""
    result = remanso("cases", "verify", tmp_path / "none.yaml")

    assert result.exit_code == 2
    assert "there is no such file" in result.stderr
