"""The installation's key: made once, for its owner only, or given."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)

from api.dossier.signing import (
    FILE_NAME,
    PublicKey,
    SigningKeyError,
    data_folder,
    signing_key,
)
from api.dossier.verifying import expected_signer
from api.settings import Settings
from engine.errors import FaultsError


def settings(folder: Path, key: str | None = None) -> Settings:
    return Settings(f"sqlite:///{folder}/data/remanso.sqlite3", signing_key=key)


def pem(private: Ed25519PrivateKey | rsa.RSAPrivateKey, password: bytes | None = None) -> bytes:
    hidden = BestAvailableEncryption(password) if password else NoEncryption()
    return private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, hidden)


def test_a_key_is_made_once_and_only_its_owner_may_read_it(tmp_path: Path) -> None:
    """Beside the database."""
    first, second = (signing_key(settings(tmp_path)) for _ in range(2))
    path = tmp_path / "data" / FILE_NAME
    assert first.public == second.public
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o077 == 0
    assert [file.name for file in path.parent.iterdir()] == [FILE_NAME]


def test_many_at_once_agree_on_one_key(tmp_path: Path) -> None:
    """The first one made stays."""
    with ThreadPoolExecutor(8) as pool:
        keys = list(pool.map(lambda _: signing_key(settings(tmp_path)).public, range(8)))
    assert len(set(keys)) == 1


def test_a_key_is_given_by_the_environment(tmp_path: Path) -> None:
    """As PEM or as the path of a file; nothing is made then, and it is not shown by accident."""
    private = Ed25519PrivateKey.generate()
    path = tmp_path / "given.pem"
    path.touch(mode=0o600)
    path.write_bytes(pem(private))
    wanted = PublicKey(private.public_key().public_bytes_raw())
    for given in (pem(private).decode(), str(path)):
        chosen = Settings.from_environment(
            {"REMANSO_DATABASE_URL": "sqlite:///x.sqlite3", "REMANSO_SIGNING_KEY": given}
        )
        assert signing_key(chosen).public == wanted
        assert given not in repr(chosen)
    assert signing_key(settings(tmp_path, str(path))).public == wanted
    assert not (tmp_path / "data").exists()


def test_a_key_that_others_can_read_is_refused(tmp_path: Path) -> None:
    """Then it proves nothing."""
    signing_key(settings(tmp_path))
    path = tmp_path / "data" / FILE_NAME
    path.chmod(0o640)
    with pytest.raises(SigningKeyError, match="chmod 600"):
        signing_key(settings(tmp_path))


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"nonsense",
        pem(Ed25519PrivateKey.generate(), b"secret"),
        pem(rsa.generate_private_key(65537, 2048)),
        Ed25519PrivateKey.generate()
        .public_key()
        .public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo),
    ],
)
def test_what_is_no_such_key_is_refused(tmp_path: Path, content: bytes) -> None:
    """Also one of another kind, one with a password, or the public half."""
    path = tmp_path / "key.pem"
    path.touch(mode=0o600)
    path.write_bytes(content)
    with pytest.raises(SigningKeyError, match="no private Ed25519 key") as caught:
        signing_key(settings(tmp_path, str(path)))
    assert caught.value.sentences("es") != caught.value.sentences("en")


def test_a_key_that_is_not_there_is_refused(tmp_path: Path) -> None:
    """A path that was given is never made into a key."""
    path = tmp_path / "none.pem"
    with pytest.raises(SigningKeyError, match="No such file"):
        signing_key(settings(tmp_path, str(path)))
    assert not path.exists()


def test_a_key_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    """With the setting that helps, and not as a failure of the server."""
    (tmp_path / "data").write_text("no folder")
    with pytest.raises(SigningKeyError, match="cannot be made in the data folder") as caught:
        signing_key(settings(tmp_path))
    assert caught.value.faults[0].where == "REMANSO_SIGNING_KEY"


def test_without_a_file_for_a_database_the_key_lies_in_the_users_folder() -> None:
    """A server's database is elsewhere."""
    chosen = Settings("postgresql://localhost/remanso")
    assert data_folder(chosen).name == "remanso"


def test_the_expected_signer_is_a_file_or_a_fingerprint(tmp_path: Path) -> None:
    """In any of the ways in which a fingerprint is copied."""
    key = PublicKey(Ed25519PrivateKey.generate().public_key().public_bytes_raw())
    path = tmp_path / "public.pem"
    path.write_text(key.pem)
    for given in (str(path), key.fingerprint, f"SHA256:{key.fingerprint.upper()} "):
        assert expected_signer(given) == key.fingerprint
    path.write_bytes(b"\xff")
    for given in (str(path), "abc", str(tmp_path), ""):
        with pytest.raises(FaultsError, match="fingerprint"):
            expected_signer(given)
