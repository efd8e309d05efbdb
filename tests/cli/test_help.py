"""The command as a whole: help with examples, a version, the language, a quick start."""

import json
import sys
from collections.abc import Callable, Iterator
from types import SimpleNamespace

import pytest
import typer

from api.cli.app import app
from api.cli.options import Depth, Tongue, language
from engine import __version__
from engine.advice import EXPLAIN
from engine.errors import EvaluationError
from engine.text import LANGUAGES
from tests.cli.conftest import Run


def commands(group: typer.Typer, before: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Every command and group, as one types it."""
    yield before
    for command in group.registered_commands:
        assert command.callback is not None
        yield (*before, command.name or command.callback.__name__)
    for inner in group.registered_groups:
        assert inner.typer_instance is not None
        assert inner.name is not None
        yield from commands(inner.typer_instance, (*before, inner.name))


COMMANDS = sorted(commands(app))


def test_every_promised_command_exists() -> None:
    """The list of commands is the one that the guide names."""
    promised = (
        "advise, cases, cases show, cases verify, claims show, factors, factors show,"
        " interventions, interventions show, profile new, rules check, rules list, rules new,"
        " rules show, serve"
    )

    assert {tuple(name.split()) for name in promised.split(", ")} <= set(COMMANDS)


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_every_help_shows_an_example_of_itself(remanso: Run, command: tuple[str, ...]) -> None:
    """--help explains, and ends with something that one may type."""
    result = remanso(*command, "--help")
    examples = result.output.split("Example · Ejemplo:")[1]

    assert result.exit_code == 0
    assert f"remanso {' '.join(command)}".strip() in examples


def test_nothing_typed_is_answered_with_help(remanso: Run) -> None:
    """Without arguments, the command says what it can do."""
    result = remanso()

    assert "advise" in result.output
    assert "Example" in result.output


def test_version(remanso: Run) -> None:
    """--version prints the version alone."""
    assert remanso("--version").output == f"remanso {__version__}\n"


def test_help_imports_nothing_heavy(process: Callable) -> None:
    """--help answers without the service, the store, the rules engine or the knowledge base."""
    heavy = ("litestar", "sqlmodel", "sqlalchemy", "durable_rules_engine", "engine.knowledge")
    last = "import json; print('\\n' + json.dumps(sorted(sys.modules)))"
    result = process("--help", last=last)
    imported = json.loads(result.stdout.splitlines()[-1])

    assert result.returncode == 0
    assert "typer" in imported
    assert not [name for name in imported if name.startswith(heavy)]


@pytest.mark.parametrize(
    ("environment", "spoken"),
    [
        ({}, "en"),
        ({"REMANSO_LANG": "es"}, "es"),
        ({"REMANSO_LANG": "en", "LANG": "es_EC.UTF-8"}, "en"),
        ({"LANG": "es_EC.UTF-8"}, "es"),
        ({"LC_ALL": "es_MX.UTF-8", "LANG": "en_US.UTF-8"}, "es"),
        ({"LC_ALL": "en_US.UTF-8", "LANG": "es_MX.UTF-8"}, "en"),
        ({"LC_ALL": "C.UTF-8", "LANG": "es_MX.UTF-8"}, "es"),
        ({"LC_ALL": "C", "LANG": "POSIX"}, "en"),
        ({"REMANSO_LANG": "", "LANG": "pt_BR.UTF-8"}, "en"),
    ],
)
def test_language_of_the_environment(environment: dict[str, str], spoken: str) -> None:
    """REMANSO_LANG decides, then a locale that names a language, then English."""
    assert language(None, environment) == spoken


def test_language_asked_for_decides() -> None:
    """--lang stands above the environment."""
    assert language(Tongue.en, {"REMANSO_LANG": "es"}) == "en"


def test_remanso_lang_is_heard_by_commands(remanso: Run) -> None:
    """A reader who set REMANSO_LANG needs no option."""
    result = remanso("factors", "show", "prison_control", env={"REMANSO_LANG": "es"})

    assert "PREGUNTA" in result.output


def test_options_know_what_the_engine_knows() -> None:
    """The choices of --explain and --lang are those of the engine."""
    assert tuple(Depth) == EXPLAIN
    assert tuple(Tongue) == LANGUAGES


def test_serve_hands_over_to_the_service(remanso: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """``remanso serve`` passes on what was asked and leaves the rest to the settings."""
    calls: list[tuple[object, ...]] = []

    def serve(host: str | None, port: int | None, *, language: str) -> None:
        calls.append((host, port, language))

    monkeypatch.setitem(sys.modules, "api.serving", SimpleNamespace(serve=serve))
    assert remanso("serve", "--port", 8080, "--lang", "es").exit_code == 0
    assert remanso("serve", "--host", "::1").exit_code == 0

    assert calls == [(None, 8080, "es"), ("::1", None, "en")]


def test_a_failed_evaluation_is_a_sentence(remanso: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Even what should never fail is told without a traceback."""

    def serve(*_: object, **__: object) -> None:
        raise EvaluationError("the engine would not rest")

    monkeypatch.setitem(sys.modules, "api.serving", SimpleNamespace(serve=serve))
    result = remanso("serve")

    assert result.exit_code == 1
    assert result.stderr == "the engine would not rest\n"
