"""Speaks to devices that vouch for themselves: by the very certificate that they once showed."""

import asyncio
import hashlib
import ssl
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from aiohttp import ClientSession, Fingerprint

LONGEST_LINE: Final = 1024 * 1024
AT_ONCE: Final = 3
"""Connections to one; a Hue bridge refuses more."""


async def shown_at(host: str, port: int) -> str:
    """Return the print of the certificate that is shown there; raises `OSError`."""
    trusting = ssl.create_default_context()
    # Nobody vouches for a thing in the house but itself: what it shows is remembered instead.
    trusting.check_hostname = False
    trusting.verify_mode = ssl.CERT_NONE
    _, writer = await asyncio.open_connection(host, port, ssl=trusting)
    try:
        shown = writer.get_extra_info("ssl_object").getpeercert(binary_form=True)
    finally:
        writer.close()
    return hashlib.sha256(shown).hexdigest()


def pinned(certificate: str) -> "Fingerprint":
    """Return what lets a request through to who shows a certificate with this print alone."""
    from aiohttp import Fingerprint  # noqa: PLC0415 -- heavy: on use

    return Fingerprint(bytes.fromhex(certificate))


def session(seconds: float) -> "ClientSession":
    """Return a session for one device, in which each request may take so long."""
    from aiohttp import (  # noqa: PLC0415 -- heavy: on use
        ClientSession,
        ClientTimeout,
        DummyCookieJar,
        TCPConnector,
    )

    return ClientSession(
        connector=TCPConnector(limit=AT_ONCE),
        cookie_jar=DummyCookieJar(),
        timeout=ClientTimeout(total=seconds),
        read_bufsize=LONGEST_LINE,
    )
