"""``remanso rules coverage`` and ``remanso rules lock``: what the rules cover, what changed."""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.failures import told
from api.cli.options import EXIT_FAULTY, Lang, example, language
from engine.text import Language, Text

if TYPE_CHECKING:
    from engine.coverage import Coverage

NONE = Text("none", "ninguna")
CHANGES = {
    "added": Text("{0} added", "{0} nuevas"),
    "changed": Text("{0} changed", "{0} cambiadas"),
    "removed": Text("{0} removed", "{0} retiradas"),
}
LOCKED = Text("the lock is written: {0}", "el registro quedó escrito: {0}")
STALE = Text(
    "the lock is not current; run 'remanso rules lock'",
    "el registro no está al día; ejecute 'remanso rules lock'",
)


class Sheet(StrEnum):
    """The forms of the matrix."""

    table = "table"
    markdown = "markdown"


COVERAGE_EXAMPLE = example("remanso rules coverage --orphans", "remanso rules coverage --inert")
LOCK_EXAMPLE = example("remanso rules lock", "remanso rules lock --check")


def coverage(
    orphans: Annotated[
        bool, typer.Option("--orphans", help="Only what is missing from the matrix.")
    ] = False,
    inert: Annotated[
        bool, typer.Option("--inert", help="Only rules that nothing would miss.")
    ] = False,
    output: Annotated[
        Sheet, typer.Option("--format", help="A table, or the page docs/coverage.md.")
    ] = Sheet.table,
    lang: Lang = None,
) -> None:
    """Show which claim stands in which rule, proved by which tests, exercised by which cases.

    With --orphans, ends with 1 when a core claim has no place.
    """
    spoken = language(lang)
    with told(spoken):
        from engine.coverage import cover
        from engine.library import open_library

        found = cover(open_library())
        if orphans:
            _orphans(found, spoken)
        elif inert:
            _inert(found, spoken)
        elif output is Sheet.markdown:
            from api.cli.rendering.coverage import page

            typer.echo(page(found), nl=False)
        else:
            _matrix(found, spoken)


def _matrix(found: "Coverage", spoken: Language) -> None:
    from api.cli.rendering import coverage as sheet
    from api.cli.rendering.screen import listing, screen

    console = screen()
    listing(console, sheet.titles(spoken), sheet.rows(found, spoken))
    for by in sheet.KEYS:
        listing(console, sheet.count_titles(by, spoken), sheet.count_rows(found, by))


def _inert(found: "Coverage", spoken: Language) -> None:
    from api.cli.rendering import coverage as sheet
    from api.cli.rendering.screen import listing, screen

    typer.echo(f"{sheet.INERT.in_(spoken)} ({len(found.inert_rules)}):")
    listing(screen(), sheet.inert_titles(spoken), sheet.inert_rows(found, spoken))


def _orphans(found: "Coverage", spoken: Language) -> None:
    from api.cli.rendering.coverage import ORPHANS

    for attribute, title in ORPHANS:
        names: tuple[str, ...] = getattr(found, attribute)
        typer.echo(f"{title.in_(spoken)} ({len(names)}):")
        _names(names, spoken)
    if found.orphan_claims:
        raise typer.Exit(EXIT_FAULTY)


def _names(names: tuple[str, ...], spoken: Language) -> None:
    for name in names or (NONE.in_(spoken),):
        typer.echo(f"  {name}")


def lock(
    folder: Annotated[
        Path | None, typer.Option(help="The knowledge base, if it is another one.")
    ] = None,
    check: Annotated[
        bool, typer.Option("--check", help="Write nothing; end with 1 when it is not current.")
    ] = False,
    lang: Lang = None,
) -> None:
    """Write every rule's version and content hash into rules.lock.json, and say what changed."""
    spoken = language(lang)
    with told(spoken):
        from engine.library import open_library, rules_folder
        from engine.lock import LOCK_NAME, changed, locked, read_lock, write_lock

        root = folder or rules_folder()
        before = read_lock(root)
        rules = locked(open_library(root), before)
        changes = changed(rules, before)
        for kind, names in changes.items():
            typer.echo(CHANGES[kind].in_(spoken).format(len(names)))
        if check and any(changes.values()):
            typer.echo(STALE.in_(spoken), err=True)
            raise typer.Exit(EXIT_FAULTY)
        if not check:
            write_lock(root, rules)
            typer.echo(LOCKED.in_(spoken).format(root / LOCK_NAME))
