"""What every answer tells the browser to be careful with."""

from typing import Final

from aiohttp import web

SOURCES: Final = "default-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
POLICY: Final = "Content-Security-Policy"
ALWAYS: Final = {
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}
PLACES: Final = {
    POLICY: SOURCES,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Frame-Options": "DENY",
}
"""Heeded where a browser goes to, and not in what a page is made of."""
PARTS: Final = frozenset({"text/css", "text/javascript"})


async def be_careful(_request: web.Request, response: web.StreamResponse) -> None:
    """Add to an answer what it does not say yet."""
    response.headers.update(ALWAYS)
    if response.content_type in PARTS:
        # A first visit fetches many; no word of them may cost more than it is worth.
        return
    for name, words in PLACES.items():
        response.headers.setdefault(name, words)


def with_look(digest: str) -> str:
    """Return the policy of a page that has a look of this SHA-256 in it, and no other."""
    return f"{SOURCES}; style-src 'self' 'sha256-{digest}'"
