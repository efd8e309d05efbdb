"""Styles, scripts and drawings of the pages: served from the package, fetched once.

An address carries a hash of the file, so that browsers keep the file for good and still get a
changed one at once.
"""

import hashlib
from functools import cache
from pathlib import Path

from litestar import Router
from litestar.datastructures import CacheControlHeader
from litestar.static_files import create_static_files_router

from api.access.principal import PUBLIC, needs

FOLDER = Path(__file__).parent / "assets"
ASSETS = "/assets"
_A_YEAR = 31_536_000


@cache
def asset(name: str) -> str:
    """The address of a file in ``assets/``."""
    digest = hashlib.sha256((FOLDER / name).read_bytes()).hexdigest()
    return f"{ASSETS}/{name}?v={digest[:12]}"


def assets_router() -> Router:
    return create_static_files_router(
        path=ASSETS,
        directories=[FOLDER],
        name="page-assets",
        opt=needs(PUBLIC),
        cache_control=CacheControlHeader(max_age=_A_YEAR, public=True, immutable=True),
    )
