"""``remanso rules``: check, list, show and begin rules."""

import shutil
from pathlib import Path

import pytest

from api.cli.scaffold import blank_rule
from api.words import KINDS
from engine.knowledge.documents import parse_document
from engine.knowledge.model import Knowledge
from engine.knowledge.schemas import RuleFile
from engine.library import rules_folder
from engine.text import LANGUAGES
from engine.wording import Wording
from tests.cli.conftest import Run


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """The knowledge base, to write into."""
    return Path(shutil.copytree(rules_folder(), tmp_path / "rules"))


def test_a_sound_knowledge_base_is_told_so(remanso: Run, knowledge: Knowledge) -> None:
    """No faults: one line, and all is well; by default for the knowledge base in use."""
    result = remanso("rules", "check", "--lang", "es")

    assert result.exit_code == 0, result.output
    assert result.output.startswith(f"Reglas: {len(knowledge.rules)}, ")
    assert result.output.endswith("sin fallas\n")


def test_faults_are_listed_with_their_lines(remanso: Run, own: Path) -> None:
    """Every fault on its own line, then how many there are, then 1."""
    path = next((own / "prisons").glob("*.yaml"))
    path.write_text(path.read_text("utf-8").replace("status: ", "statsu: ", 1), "utf-8")
    result = remanso("rules", "check", own)
    *faults, last = result.stdout.splitlines()

    assert result.exit_code == 1
    assert last == f"Faults: {len(faults)}"
    assert any(f"prisons/{path.name}:" in fault for fault in faults)
    assert any("did you mean 'status'?" in fault for fault in faults)


def test_a_missing_folder_is_wrong_usage(remanso: Run, tmp_path: Path) -> None:
    """There is nothing to check in a folder that does not exist."""
    result = remanso("rules", "check", tmp_path / "none", "--lang", "es")

    assert result.exit_code == 2
    assert "no existe esa carpeta" in result.stderr


def test_rules_are_listed_by_theme_and_kind(remanso: Run, knowledge: Knowledge) -> None:
    """Both filters together, and each row says what the rule says."""
    result = remanso("rules", "list", "--theme", "prisons", "--kind", "safeguard", "--lang", "es")
    listed = {line.split("\t")[0]: line.split("\t")[3] for line in result.output.splitlines()}
    wanted = [r for r in knowledge.rules.values() if (r.theme, r.kind) == ("prisons", "safeguard")]

    assert wanted
    assert listed == {rule.id: " ".join(rule.title.es.split()) for rule in wanted}


def test_unknown_themes_kinds_and_rules_have_a_nearest_name(remanso: Run) -> None:
    """A slip of the pen is answered with the name that was meant."""
    for arguments, near in (
        (("list", "--theme", "prison"), "'prisons'"),
        (("list", "--kind", "gates"), "'gate'"),
        (("show", "contested-export-hubs"), "'contested-export-hub'"),
    ):
        result = remanso("rules", *arguments)
        assert result.exit_code == 2
        assert f"did you mean {near}?" in result.stderr


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_a_rule_is_shown_whole(remanso: Run, knowledge: Knowledge, lang: str, kind: str) -> None:
    """Sentence, mechanism, limits, claims with their places, and every test."""
    rule = next(rule for rule in knowledge.active if rule.kind == kind)
    printed = " ".join(remanso("rules", "show", rule.id, "--lang", lang).output.split())

    def said(text: str) -> str:
        return " ".join(text.split())

    assert said(Wording(knowledge).rule(rule).in_(lang)) in printed
    assert said(rule.because.in_(lang)) in printed
    assert said(rule.limits.in_(lang)) in printed
    for name in rule.claims:
        claim = knowledge.claims[name]
        assert said(f"{name}: {claim.text.in_(lang)}") in printed
        assert said(claim.section) in printed
    assert printed.count("→") == len(rule.tests)
    assert KINDS[kind].in_(lang) in printed


@pytest.mark.parametrize("spoken", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_a_blank_rule_has_every_field_in_order(kind: str, spoken: str) -> None:
    """A new rule's file is sound YAML whose fields are those of a rule, in their order."""
    faults: list = []
    document = parse_document("new.yaml", blank_rule("new", kind, spoken).encode(), faults)
    order = [name for name in RuleFile.model_fields if name in document.data]

    assert not faults
    assert list(document.data) == order
    assert document.data["kind"] == kind
    assert {test["expect"] for test in document.data["tests"]} == {"fires", "silent", "undecided"}


def test_an_unfinished_rule_never_passes(remanso: Run, own: Path) -> None:
    """What a new rule leaves blank is a fault, with its line, in both languages."""
    begun = remanso(
        "rules", "new", "boats-need-fuel", "--kind", "gate", "--theme", "policing", "--folder", own
    )
    checked = remanso("rules", "check", own)

    assert begun.exit_code == 0
    assert str(own / "policing" / "boats-need-fuel.yaml") in begun.output
    assert checked.exit_code == 1
    for field in ("title.en", "title.es", "because.en", "because.es", "limits.en", "limits.es"):
        assert f"'{field}'" in checked.output
    assert checked.output.count("policing/boats-need-fuel.yaml:") == 6


def test_a_new_rule_filled_in_passes(remanso: Run, own: Path) -> None:
    """Nothing but the blanks stands between a new rule and a sound one."""
    arguments = ("--kind", "gate", "--theme", "policing", "--folder", own, "--lang", "es")
    assert remanso("rules", "new", "boats-need-fuel", *arguments).exit_code == 0
    path = own / "policing" / "boats-need-fuel.yaml"
    text = path.read_text("utf-8").replace("  en:\n", "  en: A\n").replace("  es:\n", "  es: B\n")
    for blank, filled in (
        ("  factor: {}", "  factor: {capture_police: {at_least: units}}"),
        ("  factor: {}", "  factor: {oversight_independence: independent}"),
        ("hold_back: , until: {en: , es: }", "hold_back: bare_truce, until: {en: A, es: B}"),
        ("supports: []", "supports: [ICG108-V.A.4-02]"),
        ("given: {}, expect: fires", "given: {capture_police: units}, expect: fires"),
        ("given: {}, expect: silent", "given: {capture_police: none_known}, expect: silent"),
        ("given: {}, expect: silent", f"given: {LIFTED}, expect: silent"),
        ("asks: []", "asks: [capture_police]"),
    ):
        text = text.replace(blank, filled, 1)
    path.write_text(text, "utf-8")

    assert remanso("rules", "check", own).output.endswith("no faults\n")


LIFTED = "{capture_police: units, oversight_independence: independent}"


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("Boats", "--kind", "gate", "--theme", "policing"), "lowercase words"),
        (("a/../b", "--kind", "gate", "--theme", "policing"), "lowercase words"),
        (("boats", "--kind", "gates", "--theme", "policing"), "did you mean 'gate'?"),
        (("boats", "--kind", "gate", "--theme", "../etc"), "allowed: collusion"),
        (("boats", "--kind", "gate", "--theme", "sources"), "allowed: collusion"),
        (("contested-export-hub", "--kind", "gate", "--theme", "policing"), "exists already"),
    ],
)
def test_rules_that_cannot_begin(
    remanso: Run, own: Path, arguments: tuple[str, ...], says: str
) -> None:
    """A bad id, kind or theme, or a rule that exists in any theme: nothing is written."""
    before = sorted(own.rglob("*"))
    result = remanso("rules", "new", *arguments, "--folder", own)

    assert result.exit_code == 2
    assert says in result.stderr
    assert sorted(own.rglob("*")) == before
