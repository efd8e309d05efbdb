"""Signing in with a key on a page of this server, and out again.

A handler that takes the key from a form is ``PUBLIC``; it answers with the cookie given here. From
then on the browser's requests are handled for the key's principal, until it signs out, the session
ends, or the key is revoked. What changes something is then taken from this server's own pages
only: the browser says, in ``Origin`` or ``Sec-Fetch-Site``, which page a request is from.
"""

from litestar.datastructures import Cookie

from api.access.addresses import Connection
from api.access.cookies import cookie, no_cookie
from api.access.door import Door
from api.access.gatekeeper import SESSION


async def sign_in(door: Door, connection: Connection, key: str) -> Cookie:
    """The cookie for who gives a key.

    Raises:
        RequestError: the key opens nothing, it was given on another page, or too many were tried.
    """
    return cookie(connection, await door.signed_in(connection, key.strip()), SESSION)


async def sign_out(door: Door, connection: Connection) -> Cookie:
    """End the session of a request; the cookie that makes the browser forget it.

    Raises:
        RequestError: it was asked for on another page.
    """
    await door.signed_out(connection)
    return no_cookie(connection)
