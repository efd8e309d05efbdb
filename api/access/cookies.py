"""The cookie that a browser keeps of a session."""

from datetime import timedelta

from litestar.datastructures import Cookie

from api.access.addresses import Connection, is_near

_NAME = "remanso"


def token_in(connection: Connection) -> str | None:
    """The session that a browser presents."""
    return connection.cookies.get(_name(connection))


def cookie(connection: Connection, token: str, lasts: timedelta) -> Cookie:
    """A session for a browser to keep.

    No script can read it, no other page's request carries it, and none but encrypted lines do,
    unless the browser is on this machine.
    """
    return Cookie(
        key=_name(connection),
        value=token,
        max_age=int(lasts.total_seconds()),
        path="/",
        httponly=True,
        samesite="strict",
        secure=_is_secure(connection),
    )


def no_cookie(connection: Connection) -> Cookie:
    """What makes a browser forget its session."""
    return cookie(connection, "", timedelta())


def _is_secure(connection: Connection) -> bool:
    return connection.url.scheme == "https" or not is_near(connection)


def _name(connection: Connection) -> str:
    """With the prefix that keeps other hosts of the domain from planting a cookie (RFC 6265bis)."""
    return f"__Host-{_NAME}" if _is_secure(connection) else _NAME
