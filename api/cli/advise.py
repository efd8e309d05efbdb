"""``remanso advise``: ranked interventions for one locality, with reasons."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.failures import UsageFaultsError, refuse, told
from api.cli.options import Depth, Form, Lang, example, language
from api.cli.weights import Weights, parts, weights_given
from engine.errors import Fault, ProfileError, nearest
from engine.text import Text

if TYPE_CHECKING:
    from engine.answer import Answer
    from engine.knowledge.model import Knowledge

EPILOG = example(
    "remanso advise guayaquil-2024",
    "remanso advise town.yaml --lang es --actor municipal",
    "remanso advise town.json --weights feasibility=0.4,problem=0.2 --format markdown --out a.md",
    "curl -s https://example.org/town.json | remanso advise - --format json",
)
ENDINGS = {
    ".json": Form.json,
    ".yaml": Form.yaml,
    ".yml": Form.yaml,
    ".md": Form.markdown,
    ".markdown": Form.markdown,
}
WRITTEN = Text("written to {0}", "escrito en {0}")


Asked = Annotated[
    str,
    typer.Argument(
        help="A YAML or JSON file (`remanso profile new` makes a blank one), - for standard "
        "input, or a documented case (`remanso cases` lists them).",
        show_default=False,
        metavar="PROFILE",
    ),
]
FormOption = Annotated[
    Form | None,
    typer.Option(
        "--format",
        help="How to print it: a table to read now, markdown for a full report, json or yaml "
        "for programs. By default a table, or what the ending of --out says.",
        show_default=False,
    ),
]
Explain = Annotated[
    Depth,
    typer.Option(
        help="How far reasons are explained: the strongest only; all; each with its condition "
        "and what was found at every node; or with the rules that stay silent too."
    ),
]
Actors = Annotated[
    list[str] | None,
    typer.Option(
        "--actor",
        "--level",
        help="Only what this actor can do itself: a level (neighbourhood, municipal, national, "
        "regional, foreign) or an institution (police, donors, ...). May be repeated. Ranks stay "
        "those among all options; in json, yaml and markdown a notice says what was kept.",
        show_default=False,
        metavar="NAME",
    ),
]
Out = Annotated[Path | None, typer.Option(help="Write to this file.", show_default=False)]


def advise(
    profile: Asked,
    *,
    form: FormOption = None,
    lang: Lang = None,
    explain: Explain = Depth.rules,
    weights: Weights = None,
    actor: Actors = None,
    out: Out = None,
) -> None:
    """Rank what can be done in a locality, with the reasons for and against.

    Nothing is guessed: what the profile does not say is unknown, and the advice says what to ask.
    Ordena lo que se puede hacer en una localidad, con razones a favor y en contra.
    """
    spoken = language(lang)
    with told(spoken):
        from api.cli.reading import profile_given
        from engine.advice import advise as advised
        from engine.library import open_library

        given_weights = weights_given(weights or [])
        knowledge = open_library()
        _check(knowledge, given_weights, actor or [])
        given = profile_given(profile, knowledge)
        try:
            answer = advised(
                knowledge,
                given.data,
                language=spoken,
                explain=explain.value,
                weights=given_weights,
            )
        except ProfileError as error:
            raise ProfileError(given.located(fault) for fault in error.faults) from error
        _deliver(answer, knowledge, form_of(form, out), asked=profile, who=actor or [], out=out)


def _check(knowledge: "Knowledge", weights: dict[str, object], who: Sequence[str]) -> None:
    """Refuse options that name what does not exist."""
    from api.selection import actors

    parts(weights, knowledge)
    known = actors(knowledge)
    what = Text("unknown actor or level '{name}'", "actor o ámbito desconocido: «{name}»")
    faults = [
        Fault("--actor", what.filled(name=name), tuple(known), nearest(name, known))
        for name in who
        if name not in known
    ]
    if faults:
        raise UsageFaultsError(faults)


def form_of(form: Form | None, out: Path | None) -> Form:
    """The form asked for; else what the file's ending says."""
    if form is not None:
        return form
    return ENDINGS.get(out.suffix.lower(), Form.table) if out else Form.table


def _deliver(
    answer: "Answer",
    knowledge: "Knowledge",
    form: Form,
    *,
    asked: str,
    who: Sequence[str],
    out: Path | None,
) -> None:
    """Print the answer in the form asked for, or write it to a file."""
    from api.cli.rendering.answers import on_screen, written

    if out is None and form is Form.table:
        on_screen(answer, knowledge, asked, who)
        return
    indent = out is None and sys.stdout.isatty()
    text = written(answer, knowledge, form, asked, who, indent=indent)
    if out is None:
        typer.echo(text, nl=False)
        return
    try:
        out.write_text(text, encoding="utf-8")
    except OSError as error:
        refuse(f"--out {out}", Text.same(error.strerror or str(error)))
    typer.echo(WRITTEN.in_(answer.language).format(out), err=True)
