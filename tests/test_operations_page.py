"""The operations page, in both languages, held to the program: errors, settings, metrics, files."""

import configparser
import re
from dataclasses import fields
from pathlib import Path

import pytest
from litestar.testing import TestClient
from sqlalchemy import Engine

from api.app import create_app
from api.problems import problem_types
from api.settings import Settings
from api.store.database import connect, upgrade
from engine.knowledge.model import Knowledge
from engine.text import Language

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
PAGES: list[tuple[str, Language]] = [("operations.md", "en"), ("operaciones.md", "es")]


def rows(page: str, head: str) -> dict[str, list[str]]:
    """A table of the page: its rows by what stands first in code marks; ``head`` is its column."""
    text = (DOCS / page).read_text("utf-8")
    _, _, after = text.partition(f"\n| {head} |")
    assert after, f"{page} has no table that begins with {head}"
    table = after.partition("\n\n")[0].splitlines()[2:]
    cells = [[cell.strip() for cell in re.split(r"(?<!\\)\|", row)[1:-1]] for row in table]
    return {row[0]: row[1:] for row in cells}


@pytest.mark.parametrize(("page", "language"), PAGES)
def test_every_error_is_explained(page: str, language: Language) -> None:
    """Each type of problem has its row, with its title as it is sent and what to do."""
    table = rows(page, {"en": "Type", "es": "Tipo"}[language])
    found = {name.strip("`"): cells for name, cells in table.items()}
    assert {name: cells[0] for name, cells in found.items()} == {
        name: title.in_(language) for name, title in problem_types().items()
    }
    assert all(len(cells[1]) > 5 for cells in found.values())


@pytest.mark.parametrize(("page", "language"), PAGES)
def test_every_setting_is_listed(page: str, language: Language) -> None:
    """Each variable that the program reads has its row, and no other; numbers are the defaults."""
    sources = [
        path.read_text("utf-8") for top in ("api", "engine") for path in (ROOT / top).rglob("*.py")
    ]
    read = {name for text in sources for name in re.findall(r'"(REMANSO_[A-Z_]+)"', text)}
    table = {name.strip("`"): cells for name, cells in rows(page, "Variable").items()}
    assert set(table) == read
    chosen = Settings.from_environment({})
    for field in fields(Settings):
        value, name = getattr(chosen, field.name), f"REMANSO_{field.name.upper()}"
        if (
            name in table
            and isinstance(value, int | str)
            and field.name
            not in (
                "database_url",
                "batch_workers",
            )
        ):
            assert table[name][1] == f"`{value}`", name


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    engine = connect(f"sqlite:///{tmp_path_factory.mktemp('page')}/remanso.sqlite3")
    upgrade(engine)
    return engine


@pytest.mark.parametrize(("page", "language"), PAGES)
def test_every_metric_is_listed(
    page: str, language: Language, database: Engine, knowledge: Knowledge
) -> None:
    """Each metric of the server has its row, and alerts speak of metrics that there are."""
    with TestClient(create_app(Settings(str(database.url)), knowledge, database)) as client:
        text = client.get("/metrics").text
    there = set(re.findall(r"(?m)^# TYPE (remanso_\w+) ", text))
    table = rows(page, {"en": "Metric", "es": "Métrica"}[language])
    listed = {name for first in table for name in re.findall(r"`(remanso_\w+)", first)}
    assert listed == there
    alerts = " ".join(cells[1] for cells in table.values())
    spoken = {
        re.sub(r"_(bucket|sum|count)$", "", name) for name in re.findall(r"remanso_\w+", alerts)
    }
    assert spoken
    assert spoken <= there


def test_the_pages_say_the_same() -> None:
    """Both have the same headings, tables and commands, and lead to files that there are."""
    english, spanish = ((DOCS / page).read_text("utf-8") for page, _ in PAGES)
    for mark in ("\n## ", "\n| ", "\n```sh"):
        assert english.count(mark) == spanish.count(mark), mark
    for text in (english, spanish):
        for target in re.findall(r"\]\(([\w./-]+)\)", text):
            assert (DOCS / target).is_file(), target


def test_the_unit_leaves_time_to_stop_and_takes_what_is_not_needed() -> None:
    """The service manager waits longer than the server, and ends only the server by signal."""
    unit = configparser.ConfigParser(strict=False, interpolation=None)
    unit.optionxform = str
    unit.read(DOCS / "examples" / "remanso.service")
    service = unit["Service"]
    assert int(service["TimeoutStopSec"]) > Settings("").grace
    assert service["KillMode"] == "mixed"
    assert service["ExecReload"].endswith("-HUP $MAINPID")
    for name in ("DynamicUser", "NoNewPrivileges", "ProtectHome", "PrivateTmp", "LockPersonality"):
        assert service[name] == "yes"
    assert service["ProtectSystem"] == "strict"
    assert service["CapabilityBoundingSet"] == ""


def test_the_container_is_not_root_and_names_no_registry() -> None:
    """Its process has a user of its own, it stops by the signal that the server heeds."""
    lines = (DOCS / "examples" / "Containerfile").read_text("utf-8").splitlines()
    images = [line.split()[1] for line in lines if line.startswith("FROM ")]
    assert all("/" not in image for image in images)
    users = [line.split()[1] for line in lines if line.startswith("USER ")]
    assert users
    assert users[-1] not in ("root", "0")
    assert "STOPSIGNAL SIGTERM" in lines
