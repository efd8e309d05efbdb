"""The gatekeeper: knows keys and sessions again, and forgets them within seconds.

Argon2 is slow on purpose. Who passed it is remembered for a moment, under a keyed digest of what
they presented; after that moment only the row of the key is read again, which says whether it was
revoked. So a request costs nothing, or one small query every other second.
"""

import hashlib
import hmac
import secrets
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from api.access.allowance import Own
from api.access.keys import matches, read_key
from api.access.principal import Principal, Scope
from api.store import keys
from api.store.key_tables import ApiKey
from api.store.organisations import Organisation
from api.store.tables import now

FRESH = 2.0  # seconds for which what was seen is trusted: so long may a revoked key still open
SESSION = timedelta(hours=12)
_SESSION_PREFIX = "rms_"
_AT_ONCE = 2  # hashes worked out at the same time: each takes 19 MiB and one core
_MOST = 10_000  # credentials remembered; only good ones are

Reason = Literal["malformed", "unknown", "expired", "revoked"]


class UnknownError(Exception):
    """What was presented opens nothing; ``reason`` may be told to who presented it."""

    def __init__(self, reason: Reason) -> None:
        self.reason: Reason = reason
        super().__init__(reason)


@dataclass(frozen=True)
class _Seen:
    principal: Principal
    expires_at: datetime | None
    at: float


class Gatekeeper:
    """Says who presents a key, or a session that was opened with one."""

    def __init__(self, database: Engine, clock: Callable[[], float] = time.monotonic) -> None:
        self.start()
        self._database = database
        self._clock = clock
        self._secret = secrets.token_bytes(32)
        self._seen: dict[bytes, _Seen] = {}
        self._uses: dict[str, datetime] = {}
        self._keyed = False
        self._looked = -FRESH

    def start(self) -> None:
        """Have threads to look with; those of a server that stopped take no more work."""
        self.hands = ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="keys")

    def open_to_all(self) -> bool | None:
        """Whether there are no keys, so that none is asked for; None when it must look again."""
        if self._keyed:
            return False
        return True if self._clock() - self._looked < FRESH else None

    def look(self) -> bool:
        """Look whether there are no keys."""
        at = self._clock()
        self._keyed = keys.any_key(self._database)
        self._looked = at
        return not self._keyed

    def remembered(self, presented: str) -> Principal | None:
        """Who that is, if they were looked at just now; asks no database and works out no hash."""
        seen = self._seen.get(self._digest(presented))
        if seen is None or self._clock() - seen.at >= FRESH or _is_past(seen.expires_at):
            return None
        self._note(seen.principal)
        return seen.principal

    def was_good(self, presented: str) -> bool:
        """Whether that was let in before, so that looking again works out no hash."""
        return self._digest(presented) in self._seen

    def admit(self, presented: str) -> Principal:
        """Who that is, as the database says now.

        Raises:
            UnknownError: it opens nothing.
        """
        digest, at = self._digest(presented), self._clock()
        try:
            key = self._key(presented, proven=digest in self._seen)
        except UnknownError:
            self._seen.pop(digest, None)
            raise
        scopes = frozenset(Scope(word) for word in key.scopes.split())
        own = Own(key.rate, key.body_limit, key.table_limit)
        principal = Principal(Organisation(key.organisation), scopes, key.id, own)
        self._seen.pop(digest, None)  # so that the last one seen stands last
        self._seen[digest] = _Seen(principal, key.expires_at, at)
        if len(self._seen) > _MOST:
            del self._seen[next(iter(self._seen))]
        self._note(principal)
        return principal

    def open_session(self, presented: str) -> str:
        """What a browser is to present in place of a key, for half a day at most.

        Raises:
            UnknownError: the key opens nothing.
        """
        if read_key(presented) is None:  # a session opens no further session
            raise UnknownError("malformed")
        principal = self.admit(presented)
        token = f"{_SESSION_PREFIX}{secrets.token_hex(32)}"
        keys.open_session(self._database, str(principal.key), _kept(token), now() + SESSION)
        return token

    def end_session(self, token: str) -> None:
        self._seen.pop(self._digest(token), None)
        keys.end_session(self._database, _kept(token))

    def write_uses(self) -> None:
        """Write down which keys were used since the last time; if that fails, the next time."""
        uses, self._uses = self._uses, {}
        if not uses:
            return
        try:
            keys.note_uses(self._database, uses)
        except SQLAlchemyError:
            self._uses = uses | self._uses

    def close(self) -> None:
        self.hands.shutdown()
        self.write_uses()

    def _key(self, presented: str, *, proven: bool) -> ApiKey:
        if is_session(presented):
            row = keys.of_session(self._database, _kept(presented))
        else:
            key = read_key(presented)
            if key is None:
                raise UnknownError("malformed")
            row = keys.find(self._database, key.id)
            if not proven and not matches(key, row.hashed if row else None):
                row = None
        if row is None:
            raise UnknownError("unknown")
        if row.revoked_at is not None:
            raise UnknownError("revoked")
        if _is_past(row.expires_at):
            raise UnknownError("expired")
        return row

    def _note(self, principal: Principal) -> None:
        self._uses[str(principal.key)] = now()

    def _digest(self, presented: str) -> bytes:
        return hmac.digest(self._secret, presented.encode("utf-8", "surrogatepass"), "sha256")


def is_session(presented: str) -> bool:
    """Whether that is a session rather than a key: each has its own way to be presented."""
    return presented.startswith(_SESSION_PREFIX)


def _is_past(moment: datetime | None) -> bool:
    return moment is not None and moment <= now()


def _kept(token: str) -> str:
    """A session as it is kept: it is random enough that a plain digest gives nothing away."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
