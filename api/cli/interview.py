"""``remanso interview``: what is needed, asked one by one, and the ranking seen to settle."""

from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.failures import refuse, told
from api.cli.options import Lang, example, language
from engine.text import Text

if TYPE_CHECKING:
    from api.cli.records import Record
    from engine.interview import Interview
    from engine.knowledge.model import Knowledge

INTERVIEW_EXAMPLE = example(
    "remanso interview --output town.yaml",
    "remanso interview guayaquil-2024 --output guayaquil.yaml --lang es",
    'remanso interview town.yaml --output more.yaml --source "field visit, March"',
    "remanso interview --output town.yaml < answers.txt",
)
EXIT_INTERRUPTED = 130  # as shells say of what Ctrl-C ended
EXISTS = Text(
    "the file exists; leave out PROFILE to go on with it, or name another file",
    "el archivo existe; omita PROFILE para seguir con él, o indique otro archivo",
)
NOT_A_PROFILE = Text("a profile is a mapping", "un perfil es un mapa")
FROM_INPUT = Text(
    "standard input is for the answers; name a file or a documented case",
    "la entrada estándar es para las respuestas; indique un archivo o un caso documentado",
)


class Base(StrEnum):
    """On what an answer rests."""

    observed = "observed"
    proxy = "proxy"
    expert = "expert"


def interview(
    profile: Annotated[
        str | None,
        typer.Argument(
            help="Where to begin: a YAML or JSON file, or a documented case (`remanso cases` "
            "lists them). Without it nothing is known, or --output is gone on with.",
            show_default=False,
            metavar="[PROFILE]",
        ),
    ] = None,
    *,
    output: Annotated[
        Path | None,
        typer.Option(
            help="Keep the profile in this YAML file, written anew after every answer. If it "
            "exists, the interview that it keeps goes on.",
            show_default=False,
        ),
    ] = None,
    source: Annotated[
        str | None,
        typer.Option(
            help="Where the answers come from; asked once if not given.", show_default=False
        ),
    ] = None,
    basis: Annotated[
        Base | None, typer.Option(help="On what the answers rest.", show_default=False)
    ] = None,
    lang: Lang = None,
) -> None:
    """Ask what is needed, the most decisive question first, and show how the ranking settles.

    Answers are typed, or come in a pipe, one a line. What is not known stays unknown.
    Pregunta lo que hace falta, lo más decisivo primero, y muestra cómo se decide la clasificación.
    """
    spoken = language(lang)
    with told(spoken):
        from api.cli.conversation import Conversation
        from api.cli.records import Record
        from engine.library import open_library

        knowledge = open_library()
        record = None if output is None else Record(output, spoken)
        begun = _begun(profile, record, knowledge)
        conversation = Conversation(begun, record, knowledge, spoken)
        try:
            conversation.hold(source, None if basis is None else basis.value)
        except KeyboardInterrupt:
            conversation.end()
            raise typer.Exit(EXIT_INTERRUPTED) from None
        conversation.end()


def _begun(profile: str | None, record: "Record | None", knowledge: "Knowledge") -> "Interview":
    """The interview as it begins, or goes on."""
    from api.cli.reading import Given, profile_given
    from api.cli.records import still_unknown
    from engine.errors import Fault, ProfileError
    from engine.interview import Interview

    if profile == "-":
        refuse("-", FROM_INPUT)
    vain: tuple[str, ...] = ()
    if record is not None and record.exists():
        if profile is not None:
            refuse(f"--output {record.path}", EXISTS)
        given, vain = record.read()
    else:
        given = Given("", {}, {}) if profile is None else profile_given(profile, knowledge)
    data = {} if given.data is None else given.data  # a file of comments only
    if not isinstance(data, Mapping):
        raise ProfileError([Fault(given.name, NOT_A_PROFILE)])
    try:
        begun = Interview.begin(knowledge, data)
    except ProfileError as error:
        raise ProfileError(given.located(fault) for fault in error.faults) from error
    return Interview(data, begun.judgement, still_unknown(vain, data, knowledge.vocabulary))
