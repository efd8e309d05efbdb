"""A dossier checked by itself: no server, no database, nothing taken on trust but a key."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from api.dossier.composing import claims_cited
from api.dossier.container import refusal, unpacked
from api.dossier.manifest import (
    ANSWER,
    CLAIMS,
    CONTENTS,
    MANIFEST,
    NAMES,
    PROFILE,
    RULES,
    SIGNATURE,
    TRACE,
    Manifest,
    listed,
    signer_part,
)
from api.dossier.signing import PublicKey
from api.replay import question_of
from engine.errors import EvaluationError, Fault, FaultsError
from engine.json_reading import NotJsonError, read_json
from engine.rulebase import hash_of, rebuilt
from engine.source import program
from engine.text import Text

MAXIMUM_DEPTH = 200  # of an answer: conditions may lie in conditions
_FINGERPRINT = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True)
class Dossier:
    """A dossier that is whole, signed, and agrees with itself.

    ``pinned`` says whether the signer is one that the reader expected; otherwise all that is known
    is that whoever holds this key signed it.
    """

    manifest: Manifest
    files: dict[str, bytes]
    signer: PublicKey
    pinned: bool


@dataclass(frozen=True)
class Verification:
    """What was found: ``reproduced`` is whether this program gives the very same bytes again."""

    dossier: Dossier
    reproduced: bool
    same_engine: bool
    same_libraries: bool


def expected_signer(given: str) -> str:
    """The fingerprint of the key that is expected, given as such or as a PEM file.

    Raises:
        FaultsError: it is neither.
    """
    fingerprint = given.strip().lower().removeprefix("sha256:")
    if _FINGERPRINT.fullmatch(fingerprint):
        return fingerprint
    try:
        return PublicKey.of_pem(Path(given).read_text("ascii")).fingerprint
    except (OSError, ValueError):
        raise FaultsError([Fault(f"--key {given}", _NO_KEY)]) from None


def opened(content: bytes, expected: str | None = None) -> Dossier:
    """A dossier, once everything in it was held to the manifest and the manifest to its signature.

    Raises:
        DossierError: something is missing, added, changed, or signed by another than expected.
    """
    files = unpacked(content, NAMES)
    manifest, signer = _manifest(files[MANIFEST])
    if not signer.signed(files[MANIFEST], files[SIGNATURE]):
        raise refusal(_NOT_SIGNED)
    if expected is not None and signer.fingerprint != expected:
        raise refusal(_OTHER_SIGNER.filled(found=signer.fingerprint, expected=expected))
    contents = {name: files[name] for name in CONTENTS}
    for name, part in listed(contents).items():
        if manifest.files.get(name) != part:
            raise refusal(_CHANGED.filled(name=name))
    if len(manifest.files) > len(contents):
        raise refusal(_NO_MANIFEST)
    _agree(manifest, _read(contents, ANSWER))
    return Dossier(manifest, contents, signer, expected is not None)


def verified(content: bytes, expected: str | None = None) -> Verification:
    """A dossier opened, and its question asked again of the rules that it encloses.

    Raises:
        DossierError: it is refused; also when it holds something else than this very program, on
            the same libraries, gives.
    """
    found = opened(content, expected)
    stored, trace = found.manifest.decision, found.manifest.trace
    rules = _rules(found)
    question = question_of(stored, _read(found.files, PROFILE))
    same_engine = stored.engine_fingerprint == program().fingerprint
    same_libraries = stored.libraries == program().libraries
    try:
        knowledge = rebuilt(rules, stored.ruleset.hash)
        answers = dict(zip((ANSWER, TRACE), question.traced_in(knowledge), strict=True))
    except (FaultsError, EvaluationError):
        if same_engine:
            raise refusal(_CANNOT_BE) from None
        answers = {}
    same = {name: answers.get(name) == found.files[name] for name in (ANSWER, TRACE)}
    if same_engine and same_libraries and not same[ANSWER]:
        raise refusal(_ANOTHER.filled(name=ANSWER))
    traced_here = (trace.engine_fingerprint, trace.libraries) == (
        program().fingerprint,
        program().libraries,
    )
    if traced_here and not (same[TRACE] and trace.same_answer == same[ANSWER]):
        raise refusal(_ANOTHER.filled(name=TRACE))
    return Verification(found, same[ANSWER], same_engine, same_libraries)


def _manifest(raw: bytes) -> tuple[Manifest, PublicKey]:
    """The manifest and the key that it names; only its one canonical form is taken."""
    try:
        manifest = Manifest.model_validate(read_json(raw, MAXIMUM_DEPTH))
        signer = PublicKey.of_pem(manifest.signer.public_key)
    except (NotJsonError, ValueError):  # pydantic's errors are of the latter kind
        raise refusal(_NO_MANIFEST) from None
    if manifest.written() != raw or manifest.signer != signer_part(signer):
        raise refusal(_NO_MANIFEST)
    return manifest, signer


def _agree(manifest: Manifest, answer: Any) -> None:
    """Refuse an answer that is not the one that the manifest tells of."""
    stored = manifest.decision
    said = {
        "decision_id": stored.id,
        "ruleset": stored.ruleset.model_dump(),
        "engine_version": stored.engine_version,
        "language": stored.language,
        "explain": stored.explain,
    }
    if not isinstance(answer, dict) or not isinstance(answer.get("claims"), dict):
        raise refusal(_DISAGREE.filled(what=ANSWER))
    robustness = answer.get("robustness") or {}
    found = {**{name: answer.get(name) for name in said}, "seed": robustness.get("seed")}
    for name, value in {**said, "seed": stored.seed}.items():
        if found[name] != value:
            raise refusal(_DISAGREE.filled(what=name))


def _rules(found: Dossier) -> Any:
    """The rules, which must be those that the hash names, with the claims that are cited."""
    rules = _read(found.files, RULES)
    if not isinstance(rules, dict) or hash_of(rules) != found.manifest.decision.ruleset.hash:
        raise refusal(_OTHER_RULES)
    try:
        claims = claims_cited(rules, _read(found.files, ANSWER))
    except (TypeError, KeyError, AttributeError):
        raise refusal(_OTHER_RULES) from None
    if claims != found.files[CLAIMS]:
        raise refusal(_DISAGREE.filled(what=CLAIMS))
    return rules


def _read(files: Mapping[str, bytes], name: str) -> Any:
    try:
        return read_json(files[name], MAXIMUM_DEPTH)
    except NotJsonError as error:
        raise refusal(_NOT_JSON.filled(name=name, why=error.faults[0].what)) from None


_NO_KEY = Text(
    "neither a file with a public Ed25519 key (PEM) nor a key's fingerprint (64 hexadecimal"
    " digits)",
    "ni un archivo con una clave pública Ed25519 (PEM) ni la huella de una clave (64 dígitos"
    " hexadecimales)",
)
_NO_MANIFEST = Text(
    "its manifest is not one of a dossier, or of one that this program does not know yet",
    "su manifiesto no es el de un dossier, o es de uno que este programa aún no conoce",
)
_NOT_SIGNED = Text(
    "the signature is not one of this manifest: something in the dossier was changed",
    "la firma no es la de este manifiesto: algo en el dossier se cambió",
)
_OTHER_SIGNER = Text(
    "it is signed with another key ({found}) than expected ({expected}): it does not come from the"
    " installation that it should come from, or its key was replaced",
    "está firmado con otra clave ({found}) que la esperada ({expected}): no viene de la instalación"
    " de la que debería venir, o esta cambió de clave",
)
_CHANGED = Text("the file '{name}' was changed", "el archivo «{name}» se cambió")
_DISAGREE = Text(
    "its parts do not agree: {what} is not what the manifest tells of",
    "sus partes no concuerdan: {what} no es lo que dice el manifiesto",
)
_OTHER_RULES = Text(
    "the rules in it are not those that the decision names",
    "las reglas que contiene no son las que nombra la decisión",
)
_CANNOT_BE = Text(
    "this very program refuses the enclosed profile or rules, so it cannot have given the answer",
    "este mismo programa no admite el perfil o las reglas que contiene, así que no pudo dar la"
    " respuesta",
)
_NOT_JSON = Text("{name}: {why}", "{name}: {why}")
_ANOTHER = Text(
    "this very program gives something else from the enclosed profile and rules than '{name}'"
    " holds",
    "este mismo programa da, con el perfil y las reglas que contiene, algo distinto de lo que dice"
    " «{name}»",
)
