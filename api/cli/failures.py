"""How a failure is told: on standard error, one fault per line, and never as a traceback."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import NoReturn

import typer

from api.cli.options import EXIT_FAULTY, EXIT_USAGE
from api.speech import safe
from engine.errors import Fault, FaultsError, KnowledgeError, NotFoundError, RemansoError
from engine.text import Language, Text

REFUSED = Text(
    "the knowledge base is refused until these faults are mended (remanso rules check)",
    "la base de conocimiento se rechaza hasta corregir estas fallas (remanso rules check)",
)


class UsageFaultsError(FaultsError):
    """The command itself is wrong: a name that does not exist, an option that cannot be."""


def refuse(
    where: str, what: Text, allowed: tuple[str, ...] = (), near: str | None = None
) -> NoReturn:
    """Refuse the command as it was typed."""
    raise UsageFaultsError([Fault(where, what, allowed, near)])


@contextmanager
def told(language: Language) -> Iterator[None]:
    """Turn what Remanso refuses into sentences and an exit code.

    1 when the thing asked about is faulty, 2 when the command is.
    """
    try:
        yield
    except UsageFaultsError as error:
        _leave(error.sentences(language), EXIT_USAGE)
    except KnowledgeError as error:
        _leave([*error.sentences(language), REFUSED.in_(language)], EXIT_FAULTY)
    except FaultsError as error:
        _leave(error.sentences(language), EXIT_FAULTY)
    except NotFoundError as error:
        _leave([error.sentence(language)], EXIT_USAGE)
    except RemansoError as error:
        _leave([str(error)], EXIT_FAULTY)
    except OSError as error:
        if isinstance(error, BrokenPipeError):
            raise  # the reader went away: typer ends quietly
        _leave([f"{error.filename or 'remanso'}: {error.strerror or error}"], EXIT_FAULTY)


def _leave(sentences: list[str], code: int) -> NoReturn:
    for sentence in sentences:
        typer.echo(safe(sentence), err=True)
    raise typer.Exit(code)
