"""The command ``remanso`` and its subcommands.

Nothing of the knowledge base, the service or the rules engine is imported until a command needs
it, so that ``--help`` answers at once.
"""

from typing import Annotated

import typer

from api.cli.advise import EPILOG, advise
from api.cli.batch import BATCH_EXAMPLE, batch
from api.cli.cases import cases_app
from api.cli.coverage import COVERAGE_EXAMPLE, LOCK_EXAMPLE, coverage, lock
from api.cli.database import database_app
from api.cli.failures import told
from api.cli.feedback import feedback_app, outcomes_app
from api.cli.followups import (
    CHANGES_EXAMPLE,
    METHODS_EXAMPLE,
    WHAT_IF_EXAMPLE,
    WHY_EXAMPLE,
    changes,
    methods,
    what_if,
    why,
)
from api.cli.interview import INTERVIEW_EXAMPLE, interview
from api.cli.joint import REGION_EXAMPLE, STAKEHOLDERS_EXAMPLE, region, stakeholders
from api.cli.keys import keys_app
from api.cli.options import Lang, example, language
from api.cli.parity import PARITY_EXAMPLE, parity
from api.cli.profile import profile_app
from api.cli.recipes import IMPORT_EXAMPLE, import_table, recipes_app
from api.cli.report import REPORT_EXAMPLE, report
from api.cli.rules import rules_app
from api.cli.together import PACKAGE_EXAMPLE, PRECEDENTS_EXAMPLE, package, precedents
from api.cli.traces import (
    DOSSIER_EXAMPLE,
    KEY_EXAMPLE,
    REPLAY_EXAMPLE,
    VERIFY_EXAMPLE,
    dossier,
    replay,
    signing_key,
    verify_dossier,
)
from api.cli.vocabulary import claims_app, factors_app, interventions_app

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Remanso ranks what can be done about organised-crime violence in a locality, and shows "
    "its reasons. Ordena lo que se puede hacer frente a la violencia del crimen organizado.",
    epilog=example("remanso advise guayaquil-2024", "remanso profile new > town.yaml")
    + "\n\nEnds with 0 when all is well, 1 when what was asked about is faulty, 2 on wrong usage.",
)
app.command(epilog=EPILOG)(advise)
app.command(epilog=INTERVIEW_EXAMPLE)(interview)
app.command(epilog=REPORT_EXAMPLE)(report)
app.command(epilog=PACKAGE_EXAMPLE)(package)
app.command(epilog=PRECEDENTS_EXAMPLE)(precedents)
app.command(epilog=WHY_EXAMPLE)(why)
app.command(epilog=CHANGES_EXAMPLE)(changes)
app.command("what-if", epilog=WHAT_IF_EXAMPLE)(what_if)
app.command(epilog=METHODS_EXAMPLE)(methods)
app.command(epilog=REGION_EXAMPLE)(region)
app.command(epilog=STAKEHOLDERS_EXAMPLE)(stakeholders)
app.command(epilog=BATCH_EXAMPLE)(batch)
app.command("import", epilog=IMPORT_EXAMPLE)(import_table)
app.add_typer(database_app, name="db")
app.command(epilog=REPLAY_EXAMPLE)(replay)
app.command(epilog=DOSSIER_EXAMPLE)(dossier)
app.command("verify-dossier", epilog=VERIFY_EXAMPLE)(verify_dossier)
app.command("signing-key", epilog=KEY_EXAMPLE)(signing_key)
app.add_typer(feedback_app, name="feedback")
app.add_typer(outcomes_app, name="outcomes")
app.add_typer(recipes_app, name="recipes")
app.add_typer(cases_app, name="cases")
app.add_typer(profile_app, name="profile")
app.add_typer(factors_app, name="factors")
app.add_typer(interventions_app, name="interventions")
app.add_typer(rules_app, name="rules")
app.add_typer(claims_app, name="claims")
app.add_typer(keys_app, name="keys")
rules_app.command(epilog=COVERAGE_EXAMPLE)(coverage)
rules_app.command(epilog=LOCK_EXAMPLE)(lock)
rules_app.command(epilog=PARITY_EXAMPLE)(parity)


def _version(asked: bool) -> None:
    if asked:
        from engine import __version__

        typer.echo(f"remanso {__version__}")
        raise typer.Exit


@app.callback()
def root(
    version: Annotated[
        bool,
        typer.Option("--version", callback=_version, is_eager=True, help="Show the version."),
    ] = False,
) -> None:
    """Remanso ranks what can be done about organised-crime violence, and shows its reasons."""


@app.command(epilog=example("remanso serve", "remanso serve --port 8080"))
def serve(
    host: Annotated[
        str | None,
        typer.Option(
            help="The address to listen on; without keys, of this machine only.",
            show_default="127.0.0.1",
        ),
    ] = None,
    port: Annotated[
        int | None,
        typer.Option(min=0, max=65_535, help="The port to listen on.", show_default="8000"),
    ] = None,
    lang: Lang = None,
) -> None:
    """Serve the REST API and its documentation. Sirve la API REST y su documentación."""
    spoken = language(lang)
    with told(spoken):
        from api.serving import serve as serve_api

        serve_api(host, port, language=spoken)


def main() -> None:
    """Run the command line."""
    from api.cli.rendering.screen import speak_utf8

    speak_utf8()
    app()
