"""``remanso rules coverage`` and ``remanso rules lock``."""

from pathlib import Path

from typer.testing import CliRunner

from api.cli.app import app
from engine.coverage import cover
from engine.knowledge.model import Knowledge
from engine.lock import changed, locked, read_lock

ROOT = Path(__file__).parents[2]
RUNNER = CliRunner()


def test_every_core_claim_has_a_place(knowledge: Knowledge) -> None:
    """No core claim of the five reports is an orphan, and every option has a reason."""
    found = cover(knowledge)

    assert found.orphan_claims == ()
    assert found.interventions_without_reason == ()


def test_no_declined_claim_is_used(knowledge: Knowledge) -> None:
    """What was declined is not cited all the same."""
    cited = {claim for rule in knowledge.active for claim in rule.claims}

    assert cited & set(knowledge.declined) == set()


def test_orphans_are_listed_by_kind() -> None:
    """The three kinds of gap are told apart, and sound coverage ends with 0."""
    result = RUNNER.invoke(app, ["rules", "coverage", "--orphans", "--lang", "es"])

    assert result.exit_code == 0
    assert "Afirmaciones centrales sin lugar (0)" in result.stdout
    assert "Reglas que ningún caso ejercita" in result.stdout


def test_the_page_is_current() -> None:
    """docs/coverage.md is what the command prints now."""
    result = RUNNER.invoke(app, ["rules", "coverage", "--format", "markdown"])

    assert (ROOT / "docs" / "coverage.md").read_text("utf-8") == result.stdout


def test_the_lock_is_current(knowledge: Knowledge) -> None:
    """rules.lock.json holds every rule's hash: a changed rule is locked on purpose."""
    before = read_lock(ROOT / "rules")
    changes = changed(locked(knowledge, before), before)

    assert changes == {"added": [], "changed": [], "removed": []}


def test_a_changed_rule_gets_the_next_version(knowledge: Knowledge) -> None:
    """A version goes up by one when the content changes, and only then."""
    now = locked(knowledge, {})
    name, other = sorted(now)[:2]
    before = {**now, name: {"version": 3, "hash": "other"}, other: {**now[other], "version": 2}}

    after = locked(knowledge, before)

    assert after[name]["version"] == 4
    assert after[other]["version"] == 2
    assert changed(after, before)["changed"] == [name]
