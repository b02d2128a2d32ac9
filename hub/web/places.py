"""Where a request comes from: the console, this machine, or another one in the house."""

import socket
from ipaddress import IPv6Address, ip_address
from typing import Final

from aiohttp import web

FORWARDED: Final = ("Forwarded", "X-Forwarded-For", "X-Real-IP", "Via")


def from_console(request: web.Request) -> bool:
    """Say whether a request came over the console's socket."""
    transport = request.transport
    way = transport.get_extra_info("socket") if transport else None
    return way is not None and way.family == socket.AF_UNIX


def from_here(request: web.Request) -> bool:
    """Say whether a request was made on this machine; one that was handed on, nobody knows."""
    if any(name in request.headers for name in FORWARDED):
        return False
    there, here = peer(request), address(request, "sockname")
    return bool(there) and (there == here or _is_loopback(there))


def is_secure(request: web.Request) -> bool:
    """Say whether a request came over https; what it says of itself counts for nothing."""
    transport = request.transport
    return transport is not None and transport.get_extra_info("sslcontext") is not None


def peer(request: web.Request) -> str:
    """Return the address from which a request came."""
    return address(request, "peername")


def address(request: web.Request, end: str) -> str:
    """Return the address at one end of a connection: `peername` or `sockname`."""
    transport = request.transport
    known = transport.get_extra_info(end) if transport else None
    text = str(known[0]).partition("%")[0] if isinstance(known, tuple) else ""
    mapped = getattr(ip_address(text), "ipv4_mapped", None) if text else None
    return str(mapped) if mapped else text


def written(place: str) -> str:
    """Return an address as it stands in `Host`."""
    six = bool(place) and isinstance(ip_address(place), IPv6Address)
    return f"[{place}]" if six else place


def _is_loopback(place: str) -> bool:
    return bool(place) and ip_address(place).is_loopback
