"""``remanso profile``: a blank profile to fill in."""

import typer

from api.cli.failures import told
from api.cli.options import Lang, example, language

profile_app = typer.Typer(
    no_args_is_help=True,
    help="Describe a locality. Describir una localidad.",
    epilog=example("remanso profile new > town.yaml"),
)


@profile_app.callback()
def profile() -> None:
    """Describe a locality: begin with a blank profile, fill in what is known, ask for advice."""


@profile_app.command(
    "new",
    epilog=example("remanso profile new > town.yaml", "remanso profile new --lang es > lugar.yaml"),
)
def new_profile(lang: Lang = None) -> None:
    """Print a blank profile: every factor with its question and levels as comments.

    Fill in what is known; what stays blank is unknown. Then: remanso advise town.yaml
    """
    spoken = language(lang)
    with told(spoken):
        from api.cli.rendering.blank import blank_profile
        from engine.library import open_library

        typer.echo(blank_profile(open_library().vocabulary, spoken), nl=False)
