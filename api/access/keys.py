"""Keys: made, written, hashed and checked.

A key is ``rmn_<public id>_<secret>``. The id finds its row; the secret has 256 random bits and is
kept only as its Argon2id hash.
"""

import re
import secrets
from dataclasses import dataclass
from functools import cache

from argon2 import PasswordHasher, Type
from argon2.exceptions import VerifyMismatchError

PREFIX = "rmn"
_ID_BYTES = 8
_SECRET_BYTES = 32
_FORM = re.compile(rf"{PREFIX}_([0-9a-f]{{{2 * _ID_BYTES}}})_([0-9a-f]{{{2 * _SECRET_BYTES}}})")

# OWASP's Password Storage Cheat Sheet: Argon2id with at least 19 MiB of memory, two iterations and
# one degree of parallelism.
_HASHER = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1, type=Type.ID)


@dataclass(frozen=True, repr=False)
class Key:
    """A key as its holder has it; it has no ``repr``, so that none is ever logged."""

    id: str
    secret: str

    def text(self) -> str:
        return f"{PREFIX}_{self.id}_{self.secret}"

    def hashed(self) -> str:
        return _HASHER.hash(self.secret)


def new_key() -> Key:
    return Key(secrets.token_hex(_ID_BYTES), secrets.token_hex(_SECRET_BYTES))


def read_key(text: str) -> Key | None:
    """A key from what was sent; None when it has not the form of one."""
    found = _FORM.fullmatch(text)
    return Key(*found.groups()) if found else None


def matches(key: Key, hashed: str | None) -> bool:
    """Whether a secret is the one that was hashed.

    Where nothing was hashed, since there is no such id, another hash is worked out all the same:
    how long it takes does not tell which ids there are.
    """
    try:
        return _HASHER.verify(hashed or _nobodys(), key.secret) and hashed is not None
    except VerifyMismatchError:
        return False


@cache
def _nobodys() -> str:
    return new_key().hashed()
