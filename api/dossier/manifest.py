"""The manifest of a dossier: what is in it, what was decided, and whose key signs it."""

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from api.dossier.signing import ALGORITHM, PublicKey
from api.views.decisions import DecisionBrief

MANIFEST, SIGNATURE = "manifest.json", "manifest.sig"
ANSWER, CLAIMS, PROFILE = "answer.json", "claims.json", "profile.json"
README, RULES, TRACE = "README.txt", "rules.json", "trace.json"
CONTENTS = (README, ANSWER, CLAIMS, PROFILE, RULES, TRACE)
NAMES = (*CONTENTS, MANIFEST, SIGNATURE)


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class FilePart(_Part):
    sha256: str
    size: int


class ProfilePart(_Part):
    """Who gave the profile that was decided on, and when."""

    recorded_at: datetime
    recorded_by: str | None


class TracePart(_Part):
    """Which program made the trace, and whether it gave the very answer that was stored."""

    engine_version: str
    engine_fingerprint: str
    libraries: dict[str, str]
    same_answer: bool


class SignerPart(_Part):
    algorithm: Literal["Ed25519"]
    public_key: str = Field(description="As PEM.")
    fingerprint: str = Field(description="SHA-256 of the key's 32 bytes.")


class Manifest(_Part):
    """Canonical JSON: UTF-8, keys sorted, no spaces; these very bytes are signed."""

    format: Literal["remanso-dossier"] = "remanso-dossier"
    format_version: Literal[1] = 1
    decision: DecisionBrief
    profile: ProfilePart
    trace: TracePart
    files: dict[str, FilePart]
    signer: SignerPart

    def written(self) -> bytes:
        return canonical(self.model_dump(mode="json"))


def canonical(value: Any) -> bytes:
    """JSON that has one form only."""
    return json.dumps(
        value, ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":")
    ).encode()


def listed(members: Mapping[str, bytes]) -> dict[str, FilePart]:
    """Each file with its hash and size."""
    return {
        name: FilePart(sha256=hashlib.sha256(content).hexdigest(), size=len(content))
        for name, content in members.items()
    }


def signer_part(key: PublicKey) -> SignerPart:
    return SignerPart(algorithm=ALGORITHM, public_key=key.pem, fingerprint=key.fingerprint)
