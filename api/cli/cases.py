"""``remanso cases``: documented localities, and whether the advice is true to them."""

import json
from dataclasses import asdict
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.failures import told
from api.cli.options import EXIT_FAULTY, Lang, example, language
from engine.text import Language, Text

if TYPE_CHECKING:
    from engine.verification import Finding, Verifier

cases_app = typer.Typer(
    help="The documented localities: what was known there, what was tried, what happened. "
    "Los casos documentados.",
    epilog=example("remanso cases", "remanso cases show guayaquil-2024 --lang es"),
)

SLUG, PLACE, YEARS = Text("Case", "Caso"), Text("Place", "Lugar"), Text("Period", "Periodo")
KNOWN, TRIED = Text("Factors known", "Factores conocidos"), Text("Tried", "Probadas")
WORKING = Text("Advising on each case", "Consejo para cada caso")


class Output(StrEnum):
    """The forms in which findings are printed."""

    table = "table"
    json = "json"


@cases_app.callback(invoke_without_command=True)
def cases(context: typer.Context, lang: Lang = None) -> None:
    """List the documented localities; `cases show` and `cases verify` say more of them."""
    if context.invoked_subcommand is None:
        _list(language(lang))


def _list(spoken: Language) -> None:
    with told(spoken):
        from api.cli.rendering.screen import listing, screen
        from engine.library import open_library

        rows = [
            (
                case.slug,
                f"{case.place}, {case.country}",
                case.period,
                str(len(case.profile["factors"])),
                str(len(case.tried)),
            )
            for case in open_library().cases.values()
        ]
        titles = [title.in_(spoken) for title in (SLUG, PLACE, YEARS, KNOWN, TRIED)]
        listing(screen(), titles, rows)


@cases_app.command("show", epilog=example("remanso cases show buenaventura-2010-13"))
def show_case(
    slug: Annotated[str, typer.Argument(help="The case, as `remanso cases` lists it.")],
    lang: Lang = None,
) -> None:
    """Show one case: its profile in words, what was tried there, and what happened."""
    spoken = language(lang)
    with told(spoken):
        from api.cli.reading import CASE
        from api.cli.rendering.documented import CaseCard
        from api.cli.rendering.screen import screen, show
        from engine.errors import NotFoundError
        from engine.library import open_library

        knowledge = open_library()
        if slug not in knowledge.cases:
            raise NotFoundError(CASE, slug, knowledge.cases)
        show(screen(), CaseCard(knowledge, spoken).parts(knowledge.cases[slug]))


@cases_app.command(
    "verify",
    epilog=example(
        "remanso cases verify --only-failures", "remanso cases verify my-cases.yaml --format json"
    ),
)
def verify(
    file: Annotated[
        Path | None,
        typer.Argument(help="A YAML file of cases. By default the documented ones."),
    ] = None,
    output: Annotated[
        Output, typer.Option("--format", help="A table for people, JSON for programs.")
    ] = Output.table,
    only_failures: Annotated[
        bool, typer.Option("--only-failures", help="Show only what does not hold.")
    ] = False,
    lang: Lang = None,
) -> None:
    """Hold the advice to what faithful advice must say of each case.

    Ends with 1 when a strict expectation does not hold.
    """
    spoken = language(lang)
    with told(spoken):
        from api.cli.rendering.documented import broken_of
        from engine.library import open_library
        from engine.verification import Verifier

        knowledge = open_library()
        if file is None:
            found, expectations = knowledge.cases, knowledge.expectations
        else:
            from api.cli.casefiles import read_cases

            found, expectations = read_cases(file, knowledge)
        verifier = Verifier(knowledge, found)
        _prepare(verifier, spoken)
        findings = verifier.verify(expectations)
        _print(findings, output, spoken, only_failures=only_failures)
        if broken_of(findings):
            raise typer.Exit(EXIT_FAULTY)


def _prepare(verifier: "Verifier", spoken: Language) -> None:
    """Advise on every case, showing how far the work is to whoever watches."""
    from rich.console import Console
    from rich.progress import track

    watcher = Console(stderr=True)
    label = WORKING.in_(spoken)
    quiet = not watcher.is_terminal
    for slug in track(verifier.cases, label, console=watcher, disable=quiet, transient=True):
        verifier.answer(slug)


def _print(
    findings: list["Finding"], output: Output, spoken: Language, *, only_failures: bool
) -> None:
    from api.cli.rendering.documented import Findings, broken_of, counts_of
    from api.cli.rendering.screen import screen, show

    if output is Output.table:
        show(screen(), Findings(findings, spoken).parts(only_failures=only_failures))
        return
    report = {
        "holds": sum(finding.holds for finding in findings),
        "expectations": len(findings),
        "strict_failures": len(broken_of(findings)),
        "kinds": {kind: {"holds": held, "all": every} for kind, held, every in counts_of(findings)},
        "findings": [asdict(f) for f in findings if not (only_failures and f.holds)],
    }
    typer.echo(json.dumps(report, ensure_ascii=False, indent=2))
