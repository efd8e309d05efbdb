"""Which pages of other sites may ask in a visitor's browser, and what they may send and see."""

from litestar.config.cors import CORSConfig

from api.request_ids import HEADER

_SENT = (
    "Accept-Language",
    "Authorization",
    "Content-Type",
    "Idempotency-Key",
    "If-Match",
    "If-None-Match",
    "X-Asked-By",
    HEADER,
)
_SEEN = (
    "Content-Language",
    "ETag",
    "Idempotency-Replayed",
    "Link",
    "Location",
    "Retry-After",
    HEADER,
)


def cors(origins: tuple[str, ...]) -> CORSConfig | None:
    """Which other pages may ask in a visitor's browser, with a key; none unless it was chosen."""
    if not origins:
        return None
    return CORSConfig(
        allow_origins=list(origins),
        allow_methods=["GET", "POST", "PUT", "DELETE"],
        allow_headers=[*_SENT],
        expose_headers=[*_SEEN],
    )
