"""The installation's signing key: whoever has its public half can tell who made a dossier.

Ed25519 (RFC 8032): short keys, no parameters to choose wrongly, the same signature for the same
bytes every time.
"""

import hashlib
import os
import tempfile
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import platformdirs
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
    load_pem_public_key,
)
from sqlalchemy import make_url

from api.settings import Settings, SettingsError
from engine.errors import Fault
from engine.text import Text

ALGORITHM = "Ed25519"
FILE_NAME = "signing-key.pem"
_VARIABLE = "REMANSO_SIGNING_KEY"
_BEGINS = "-----BEGIN"


class SigningKeyError(SettingsError):
    """The signing key cannot be used."""


@dataclass(frozen=True)
class PublicKey:
    """A key that tells whether the owner of its private half signed something."""

    raw: bytes

    @classmethod
    def of_pem(cls, pem: str) -> "PublicKey":
        """A key written as PEM.

        Raises:
            ValueError: it is no public Ed25519 key.
        """
        try:
            key = load_pem_public_key(pem.encode())
        except UnsupportedAlgorithm:
            raise ValueError from None
        if not isinstance(key, Ed25519PublicKey):
            raise ValueError("not an Ed25519 key")
        return cls(key.public_bytes_raw())

    @cached_property
    def _key(self) -> Ed25519PublicKey:
        return Ed25519PublicKey.from_public_bytes(self.raw)

    @property
    def pem(self) -> str:
        return self._key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the key's 32 bytes: short enough to be read out on the telephone."""
        return hashlib.sha256(self.raw).hexdigest()

    def signed(self, content: bytes, signature: bytes) -> bool:
        """Whether the owner of this key signed these bytes."""
        try:
            self._key.verify(signature, content)
        except InvalidSignature:
            return False
        return True


@dataclass(frozen=True)
class SigningKey:
    """A private key."""

    _private: Ed25519PrivateKey

    @property
    def public(self) -> PublicKey:
        return PublicKey(self._private.public_key().public_bytes_raw())

    def sign(self, content: bytes) -> bytes:
        return self._private.sign(content)


def signing_key(settings: Settings) -> SigningKey:
    """The installation's key: the one configured, else a file in the data folder, made once.

    Raises:
        SigningKeyError: there is no such file, it cannot be made, others can read it, or it holds
            no such key.
    """
    path = key_file(settings)
    if path is None:
        return _of_pem(str(settings.signing_key).encode(), _VARIABLE)
    if settings.signing_key is None and not path.exists():
        _make(path)
    return _of_file(path)


def key_file(settings: Settings) -> Path | None:
    """Where the key lies, or will; None when the setting is the key itself."""
    given = settings.signing_key
    if given is None:
        return data_folder(settings) / FILE_NAME
    return None if _BEGINS in given else Path(given)


def data_folder(settings: Settings) -> Path:
    """Where an installation keeps what is its own: beside its database, if that is a file."""
    url = make_url(settings.database_url)
    if url.get_backend_name() == "sqlite" and url.database:
        return Path(url.database).absolute().parent
    return Path(platformdirs.user_data_dir("remanso"))


def _make(path: Path) -> None:
    """Make a key, whole or not at all; if somebody else makes one now, the first one stays."""
    try:
        _write(path)
    except OSError as error:
        reason = Text.same(error.strerror or str(error))
        raise SigningKeyError([Fault(_VARIABLE, _UNMADE.filled(reason=reason))]) from None


def _write(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    pem = Ed25519PrivateKey.generate().private_bytes(
        Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()
    )
    with tempfile.TemporaryDirectory(dir=path.parent) as folder:
        written = Path(folder) / FILE_NAME
        with os.fdopen(os.open(written, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as file:
            file.write(pem)
            os.fsync(file.fileno())
        try:
            os.link(written, path)
        except FileExistsError:
            return


def _of_file(path: Path) -> SigningKey:
    try:
        with path.open("rb") as file:
            if hasattr(os, "getuid") and os.fstat(file.fileno()).st_mode & 0o077:
                raise SigningKeyError([Fault(str(path), _OPEN_TO_OTHERS)])
            return _of_pem(file.read(10_000), str(path))
    except OSError as error:
        reason = Text.same(error.strerror or str(error))
        raise SigningKeyError([Fault(str(path), _UNREADABLE.filled(reason=reason))]) from None


def _of_pem(pem: bytes, where: str) -> SigningKey:
    try:
        key = load_pem_private_key(pem, password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm):  # TypeError: it has a password
        key = None
    if not isinstance(key, Ed25519PrivateKey):
        raise SigningKeyError([Fault(where, _NO_KEY)])
    return SigningKey(key)


_OPEN_TO_OTHERS = Text(
    "others can read the signing key: let only its owner do so (chmod 600), and replace it if they"
    " may have read it",
    "otros pueden leer la clave de firma: permita leerla solo a su dueño (chmod 600), y"
    " reemplácela si pudieron haberla leído",
)
_UNREADABLE = Text(
    "the signing key cannot be read: {reason}", "no se puede leer la clave de firma: {reason}"
)
_UNMADE = Text(
    "a signing key cannot be made in the data folder: {reason}; name the file of one, or a data"
    " folder that can be written (XDG_DATA_HOME)",
    "no se puede crear una clave de firma en la carpeta de datos: {reason}; indique el archivo de"
    " una, o una carpeta de datos en la que se pueda escribir (XDG_DATA_HOME)",
)
_NO_KEY = Text(
    "no private Ed25519 key in PEM form without a password (openssl genpkey -algorithm ed25519)",
    "no es una clave privada Ed25519 en formato PEM sin contraseña (openssl genpkey -algorithm"
    " ed25519)",
)
