"""What every answer tells the browser that shows it: to guess nothing, share nothing, keep nothing.

OWASP's HTTP Headers Cheat Sheet is followed; ``Strict-Transport-Security`` is left to who ends TLS.
"""

from collections.abc import Mapping

from litestar.datastructures import MutableScopeHeaders
from litestar.types import Message, Scope

from api.request_ids import HEADER, request_id

# A page loads what this server itself serves, and no script or style that stands in the page.
PAGES = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
USUAL: Mapping[str, str] = {
    "Content-Security-Policy": PAGES,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cache-Control": "no-store",
}


async def add_headers(message: Message, scope: Scope) -> None:
    """Add to every answer what its handler has not set otherwise."""
    if message["type"] != "http.response.start":
        return
    headers = MutableScopeHeaders.from_message(message)
    for name, value in USUAL.items():
        headers.setdefault(name, value)
    headers[HEADER] = request_id(scope)
