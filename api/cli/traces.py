"""``remanso replay``, ``dossier``, ``verify-dossier``, ``signing-key``: what was said, and why."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.failures import UsageFaultsError, refuse, told
from api.cli.followups import Sheet, SheetOption
from api.cli.options import EXIT_FAULTY, Lang, example, language
from engine.errors import FaultsError
from engine.text import Language, Text

if TYPE_CHECKING:
    from api.dossier.verifying import Verification

REPLAY_EXAMPLE = example("remanso replay 6f3b0c", "remanso replay 6f3b0c --format json")
DOSSIER_EXAMPLE = example("remanso dossier 6f3b0c", "remanso dossier 6f3b0c --output guayaquil.zip")
VERIFY_EXAMPLE = example(
    "remanso verify-dossier guayaquil.zip --key ministry.pem",
    "remanso verify-dossier guayaquil.zip",
)
KEY_EXAMPLE = example("remanso signing-key", "remanso signing-key > ministry.pem")

EXIT_NOT_REPRODUCED = 3  # sound and signed, but this program gives another answer

WRITTEN = Text("written to {0}", "escrito en {0}")
FINGERPRINT = Text("fingerprint: {0}", "huella: {0}")
WHOLE = Text(
    "The dossier is whole: every file is as it was signed.",
    "El dossier está íntegro: cada archivo está como se firmó.",
)
PINNED = Text(
    "It is signed with the key that you expect: {0}",
    "Está firmado con la clave que usted espera: {0}",
)
NOT_PINNED = Text(
    "Who signed it was NOT checked: only that it agrees with itself. Whoever changes a dossier can"
    " sign it again. Ask the installation for its key and give it with --key. It is signed with:"
    " {0}",
    "NO se comprobó quién lo firmó: solo que concuerda consigo mismo. Quien cambia un dossier puede"
    " volver a firmarlo. Pida la clave a la instalación e indíquela con --key. Está firmado con:"
    " {0}",
)
DECIDED = Text(
    "Decision {0}, of {1}, asked by {2}; rules {3} ({4}), program {5} ({6}).",
    "Decisión {0}, del {1}, pedida por {2}; reglas {3} ({4}), programa {5} ({6}).",
)
NOBODY = Text("nobody named", "nadie nombrado")
UNKNOWN = Text("unknown", "desconocido")
REPRODUCED = Text(
    "Asked again of the enclosed rules, the enclosed profile has the same answer, byte for byte.",
    "Con las reglas que contiene, el perfil que contiene tiene la misma respuesta, byte por byte.",
)
NOT_REPRODUCED = Text(
    "This program gives ANOTHER answer from the enclosed profile and rules. That may be because it"
    " is another than the one that gave the answer; use that one to confirm it.",
    "Este programa da OTRA respuesta con el perfil y las reglas que contiene. Puede deberse a que"
    " no es el que dio la respuesta; use aquel para confirmarla.",
)
OTHER_ENGINE = Text(
    "The answer was given by another state of the program ({0}) than this one ({1}).",
    "La respuesta la dio otro estado del programa ({0}), no este ({1}).",
)
OTHER_LIBRARIES = Text(
    "Python or its libraries are other versions than when the answer was given.",
    "Python o sus bibliotecas son de otras versiones que cuando se dio la respuesta.",
)

DecisionId = Annotated[str, typer.Argument(help="The decision, as its answer names it.")]


def replay(decision: DecisionId, *, form: SheetOption = Sheet.table, lang: Lang = None) -> None:
    """Ask a stored question again of the rules of that time; say what today's say otherwise.

    Ends with 1 when the answers differ. Repite una pregunta guardada con las reglas de entonces.
    """
    spoken = language(lang)
    with told(spoken):
        from api.cli.rendering.answers import dumped
        from api.cli.rendering.replays import pages
        from api.cli.rendering.screen import screen, show
        from api.cli.store import decision_named, opened
        from api.replay import replay as replayed
        from api.store import rulesets
        from engine.library import open_library

        with opened() as (_, engine):
            found, kept = decision_named(engine, decision)
            today = open_library()
            rules = rulesets.of(engine, found, today)
            view = replayed(today, rules, found, kept.profile, spoken)
        if form is Sheet.table:
            show(screen(), pages(view, spoken))
        else:
            typer.echo(dumped(view, as_json=form is Sheet.json), nl=False)
        if not view.same_bytes:
            raise typer.Exit(EXIT_FAULTY)


def dossier(
    decision: DecisionId,
    *,
    output: Annotated[
        Path | None,
        typer.Option(help="Write to this file. By default dossier-ID.zip.", show_default=False),
    ] = None,
    lang: Lang = None,
) -> None:
    """Write a decision with all that it rests on into one signed file, to be checked anywhere.

    Escribe una decisión, con todo aquello en que se apoya, en un solo archivo firmado.
    """
    spoken = language(lang)
    with told(spoken):
        from api.cli.store import decision_named, opened
        from api.dossier.composing import NOT_KEPT, file_name, question_of, traced
        from api.dossier.composing import dossier as composed
        from api.dossier.signing import signing_key
        from api.store import rulesets
        from engine.errors import Fault
        from engine.library import open_library

        with opened() as (settings, engine):
            found, kept = decision_named(engine, decision)
            rules = rulesets.of(engine, found, open_library())
            if rules is None:
                raise FaultsError([Fault(decision, NOT_KEPT)])
            question = question_of(found, kept.version)
            again = traced(open_library(), question, rules)
            content = composed(found, kept.version, rules, signing_key(settings), again)
        path = output or Path(file_name(found.id))
        try:
            path.write_bytes(content)
        except OSError as error:
            refuse(f"--output {path}", Text.same(error.strerror or str(error)))
        typer.echo(WRITTEN.in_(spoken).format(path), err=True)


def verify_dossier(
    file: Annotated[Path, typer.Argument(help="The dossier.", show_default=False)],
    *,
    key: Annotated[
        str | None,
        typer.Option(
            help="The public key of the installation that should have made it: a PEM file, or the "
            "key's fingerprint. Without it nobody knows who signed.",
            show_default=False,
            metavar="PUBLIC",
        ),
    ] = None,
    lang: Lang = None,
) -> None:
    """Check a dossier without any server: files, signature, and the answer itself, given again.

    Ends with 1 when it is refused, and with 3 when it is sound but this program gives another
    answer. Comprueba un dossier sin ningún servidor.
    """
    spoken = language(lang)
    with told(spoken):
        from api.cli.reading import content
        from api.dossier.container import MAXIMUM_BYTES
        from api.dossier.verifying import expected_signer, verified

        raw = content(file, MAXIMUM_BYTES)
        try:
            expected = None if key is None else expected_signer(key)
        except FaultsError as error:
            raise UsageFaultsError(error.faults) from error
        found = verified(raw, expected)
        for line in _said(found, spoken):
            typer.echo(line)
        if not found.reproduced:
            raise typer.Exit(EXIT_NOT_REPRODUCED)


def signing_key(*, lang: Lang = None) -> None:
    """Print the public key that this installation's dossiers are checked with.

    Muestra la clave pública con que se comprueban los dossiers de esta instalación.
    """
    spoken = language(lang)
    with told(spoken):
        from api.dossier.signing import signing_key as key_of
        from api.settings import Settings

        key = key_of(Settings.from_environment()).public
        typer.echo(key.pem, nl=False)
        typer.echo(FINGERPRINT.in_(spoken).format(key.fingerprint), err=True)


def _said(found: "Verification", spoken: Language) -> list[str]:
    """What was found, in sentences."""
    from api.speech import safe
    from engine.source import program

    stored = found.dossier.manifest.decision
    signer = PINNED if found.dossier.pinned else NOT_PINNED
    by = stored.engine_fingerprint or UNKNOWN.in_(spoken)
    lines = [
        WHOLE.in_(spoken),
        signer.in_(spoken).format(found.dossier.signer.fingerprint),
        DECIDED.in_(spoken).format(
            stored.id,
            stored.decided_at.isoformat(timespec="seconds"),
            stored.asked_by or NOBODY.in_(spoken),
            stored.ruleset.version,
            stored.ruleset.hash[:12],
            stored.engine_version,
            by[:12],
        ),
        (REPRODUCED if found.reproduced else NOT_REPRODUCED).in_(spoken),
    ]
    if not found.same_engine:
        here = program().fingerprint
        lines.append(OTHER_ENGINE.in_(spoken).format(by[:12], here[:12]))
    elif not found.same_libraries:
        lines.append(OTHER_LIBRARIES.in_(spoken))
    return [safe(line) for line in lines]
