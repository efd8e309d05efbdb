"""Where a request comes from."""

import ipaddress
from typing import Any

from litestar.connection import ASGIConnection

Connection = ASGIConnection[Any, Any, Any, Any]
Address = ipaddress.IPv4Address | ipaddress.IPv6Address


def is_near(connection: Connection) -> bool:
    """Whether a request comes from this machine: by loopback, or by no network at all.

    A reverse proxy on this machine says for whom it asks; that one is looked at then.
    """
    found = _peer(connection)
    return found is None or found.is_loopback


def network_of(connection: Connection) -> str:
    """The address of a caller; of IPv6 the network, since one host has all of it (RFC 6177)."""
    found = _peer(connection)
    if isinstance(found, ipaddress.IPv6Address):
        return str(ipaddress.ip_network((found, 64), strict=False))
    return "here" if found is None else str(found)


def _peer(connection: Connection) -> Address | None:
    try:
        return ipaddress.ip_address(connection.client.host if connection.client else "")
    except ValueError:
        return None
