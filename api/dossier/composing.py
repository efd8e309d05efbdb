"""A dossier put together: all that a decision rests on, by which it can be given again."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from api.dossier.container import packed
from api.dossier.manifest import (
    ANSWER,
    CLAIMS,
    MANIFEST,
    PROFILE,
    README,
    RULES,
    SIGNATURE,
    TRACE,
    Manifest,
    ProfilePart,
    TracePart,
    canonical,
    listed,
    signer_part,
)
from api.dossier.signing import SigningKey
from api.replay import Question
from api.replay import question_of as asked_again
from api.store.rulesets import Kept
from api.store.tables import Decision, ProfileVersion
from api.views.decisions import decision_brief
from engine.knowledge.model import Knowledge
from engine.source import program
from engine.text import Text

SOURCES = "sources/"  # where a rule base keeps reports and their claims


NOT_KEPT = Text(
    "the decision is older than the keeping of rules, and the rules have changed since: what it"
    " rests on cannot be put together",
    "la decisión es anterior a que se guardaran las reglas, y estas han cambiado: no se puede"
    " reunir aquello en que se apoya",
)


def file_name(decision_id: str) -> str:
    return f"dossier-{decision_id}.zip"


@dataclass(frozen=True)
class Traced:
    """A decision worked out again: the answer, and the one that shows every condition."""

    answer: bytes
    trace: bytes


def question_of(decision: Decision, version: ProfileVersion) -> Question:
    """What was asked."""
    return asked_again(decision_brief(decision), json.loads(version.profile))


def traced(_today: Knowledge, question: Question, rules: Kept) -> Traced:
    """The decision under its own rules, whatever today's are.

    Raises:
        KnowledgeError: the rules that are kept are not what their hash names.
        ProfileError: this program refuses the profile under these rules.
    """
    return Traced(*question.traced_in(rules.knowledge()))


def dossier(
    decision: Decision, version: ProfileVersion, rules: Kept, key: SigningKey, found: Traced
) -> bytes:
    """The file: the same bytes for the same decision, program and key."""
    stored = decision_brief(decision)
    members = {
        README: _README.encode(),
        ANSWER: decision.answer,
        CLAIMS: claims_cited(json.loads(rules.content), json.loads(decision.answer)),
        PROFILE: version.profile.encode(),
        RULES: rules.content,
        TRACE: found.trace,
    }
    manifest = Manifest(
        decision=stored,
        profile=ProfilePart(recorded_at=version.recorded_at, recorded_by=version.recorded_by),
        trace=TracePart(
            engine_version=program().version,
            engine_fingerprint=program().fingerprint,
            libraries=dict(program().libraries),
            same_answer=found.answer == decision.answer,
        ),
        files=listed(members),
        signer=signer_part(key.public),
    ).written()
    return packed({**members, MANIFEST: manifest, SIGNATURE: key.sign(manifest)})


def claims_cited(files: Mapping[str, Any], answer: Mapping[str, Any]) -> bytes:
    """The claims that an answer cites, as the rule base records them, each with its report."""
    cited = answer["claims"]
    return canonical({claim: record for claim, record in _claims(files) if claim in cited})


def _claims(files: Mapping[str, Any]) -> Iterable[tuple[str, Any]]:
    for path, data in files.items():
        if path.startswith(SOURCES) and isinstance(data, dict) and "report" in data:
            report = {name: value for name, value in data.items() if name != "claims"}
            for claim in data.get("claims") or []:
                yield claim["id"], {"claim": claim, "report": report}


_README = """\
This is a decision of Remanso, with all that it rests on. Esta es una decisión de Remanso, con todo
aquello en que se apoya.

  answer.json    the answer, byte for byte as it was given
                 la respuesta, byte por byte como se dio
  profile.json   the locality as it was described
                 la localidad tal como se la describió
  rules.json     the whole rule base that was in force
                 toda la base de reglas que estaba vigente
  claims.json    the claims that the answer cites, with their reports
                 las afirmaciones que cita la respuesta, con sus informes
  trace.json     the answer with every rule's condition, its truth and the value found
                 la respuesta con la condición de cada regla, su verdad y el valor hallado
  manifest.json  what was decided, by which program, who asked and when; a hash of each file
                 qué se decidió, con qué programa, quién preguntó y cuándo; un hash de cada archivo
  manifest.sig   an Ed25519 signature of manifest.json
                 una firma Ed25519 de manifest.json

Check it without any server. Compruébelo sin ningún servidor:

  remanso verify-dossier THIS_FILE --key PUBLIC_KEY_OR_FINGERPRINT

Ask the installation that made it for its key, and not whoever sent you this file: whoever changes
a dossier can sign it again with another key. Pida la clave a la instalación que lo hizo, y no a
quien le envió este archivo: quien cambia un dossier puede volver a firmarlo con otra clave.
"""
