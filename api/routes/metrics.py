"""What is counted and measured, for Prometheus to fetch."""

from litestar import Response, get
from prometheus_client import CONTENT_TYPE_LATEST

from api.access.principal import Scope, needs
from api.service import HttpRequest


@get(
    "/metrics",
    sync_to_thread=True,
    include_in_schema=False,
    opt=needs(Scope.admin, to_the_end=True),
)
def metrics(request: HttpRequest) -> Response[bytes]:
    return Response(request.app.state.metrics.text(), media_type=CONTENT_TYPE_LATEST)
