"""A small dossier, made of the small rule base, and ways to make one that is not sound."""

import io
import json
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from api.dossier.composing import dossier, question_of, traced
from api.dossier.container import packed
from api.dossier.manifest import MANIFEST, NAMES, SIGNATURE, canonical, listed
from api.dossier.signing import SigningKey
from api.store.rulesets import Kept
from api.store.tables import Decision, ProfileVersion
from api.written import serialised
from engine.advice import advise
from engine.knowledge.model import Knowledge
from engine.rulebase import written
from engine.source import program

PROFILE = {
    "name": "Puerto Claro",
    "factors": {"prison_control": "shared", "phones_free": True},
    "groups": [{"name": "A", "leaders_in_prison": True}],
    "institutions": [{"kind": "prison_service"}],
}
WHEN = datetime(2026, 3, 14, 15, 9, 26, 535898, tzinfo=UTC)


@dataclass(frozen=True)
class Made:
    """A dossier with the key that signed it."""

    content: bytes
    key: SigningKey

    @property
    def files(self) -> dict[str, bytes]:
        with zipfile.ZipFile(io.BytesIO(self.content)) as archive:
            return {name: archive.read(name) for name in NAMES}

    def rewritten(self, change: Callable[[dict[str, Any]], None]) -> bytes:
        """The dossier with its manifest changed, and signed again with the same key."""
        files = self.files
        manifest = json.loads(files[MANIFEST])
        change(manifest)
        return self.sealed(files, manifest)

    def with_files(self, changed: Mapping[str, bytes]) -> bytes:
        """The dossier with some files changed, listed anew, and signed again."""
        files = {**self.files, **changed}
        manifest = json.loads(files[MANIFEST])
        contents = {name: files[name] for name in manifest["files"]}
        manifest["files"] = {name: part.model_dump() for name, part in listed(contents).items()}
        return self.sealed(files, manifest)

    def sealed(self, files: Mapping[str, bytes], manifest: Any) -> bytes:
        signed = canonical(manifest)
        return packed({**files, MANIFEST: signed, SIGNATURE: self.key.sign(signed)})


def new_key() -> SigningKey:
    return SigningKey(Ed25519PrivateKey.generate())


def decided(knowledge: Knowledge, **asked: Any) -> tuple[Decision, ProfileVersion, Kept]:
    """A decision as it is stored, with its profile and its rules."""
    answer = advise(knowledge, PROFILE, decision_id="d" * 32, **asked)
    decision = Decision(
        id=answer.decision_id,
        locality_id="l" * 32,
        version=1,
        ruleset_version=knowledge.version,
        ruleset_hash=knowledge.content_hash,
        engine_version=program().version,
        engine_fingerprint=program().fingerprint,
        libraries=json.dumps(program().libraries),
        seed=str(answer.robustness.seed) if answer.robustness else None,
        language=answer.language,
        explain=answer.explain,
        weights=json.dumps(asked["weights"]) if "weights" in asked else None,
        asked_by="Ministerio de Gobierno",
        decided_at=WHEN,
        answer=serialised(answer),
    )
    profile = ProfileVersion(
        locality_id="l" * 32, version=1, profile=json.dumps(PROFILE), recorded_at=WHEN
    )
    return decision, profile, Kept(knowledge.content_hash, written(knowledge))


def made(knowledge: Knowledge, key: SigningKey | None = None, **asked: Any) -> Made:
    decision, profile, rules = decided(knowledge, **asked)
    signer = key or new_key()
    found = traced(knowledge, question_of(decision, profile), rules)
    return Made(dossier(decision, profile, rules, signer, found), signer)
