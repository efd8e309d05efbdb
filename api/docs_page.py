"""The interactive documentation: Swagger UI, served from here, so that no internet is needed."""

import html
from pathlib import Path
from typing import Any

from litestar import Request, Router
from litestar.datastructures import CacheControlHeader, ResponseHeader
from litestar.openapi.plugins import OpenAPIRenderPlugin
from litestar.static_files import create_static_files_router

from api.access.principal import PUBLIC, needs

STATIC = Path(__file__).parent / "static"
DOCS = "/docs"
ASSETS = "/static"
_ASK_AGAIN = CacheControlHeader(no_cache=True)  # kept, and asked for again after an upgrade
_OPT = needs(PUBLIC)

# The browser itself keeps the page from asking any other host for anything.
POLICY = "; ".join(
    (
        "default-src 'self'",
        "img-src 'self' data:",
        "style-src 'self' 'unsafe-inline'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)


class DocsPage(OpenAPIRenderPlugin):
    """A page that shows the description and sends requests."""

    def render(self, request: Request[Any, Any, Any], openapi_schema: dict[str, Any]) -> bytes:
        title = html.escape(openapi_schema["info"]["title"])
        return f"""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<link rel="icon" href="{ASSETS}/swagger-ui/favicon-32x32.png">
<link rel="stylesheet" href="{ASSETS}/swagger-ui/swagger-ui.css">
</head>
<body>
<div id="docs" data-description="{self.get_openapi_json_route(request)}"></div>
<script src="{ASSETS}/swagger-ui/swagger-ui-bundle.js"></script>
<script src="{ASSETS}/docs.js"></script>
</body>
</html>
""".encode()


def docs_router() -> Router:
    """Where the page and the description are served."""
    policy = ResponseHeader(name="Content-Security-Policy", value=POLICY)
    return Router(
        DOCS, route_handlers=[], include_in_schema=False, response_headers=[policy], opt=_OPT
    )


def assets() -> Router:
    """The files that the page needs."""
    return create_static_files_router(
        path=ASSETS, directories=[STATIC], name="assets", opt=_OPT, cache_control=_ASK_AGAIN
    )
