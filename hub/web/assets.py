"""The files of the page, kept in memory under an address that changes with them."""

import base64
import gzip
import hashlib
import re
from pathlib import Path

from aiohttp import web

from rules.words.value import value

HERE = Path(__file__).parent
KINDS = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
FIRST_LOOK, LATER_LOOK = "page.css", "later.css"
FIRST = ("parts", "store", "live", "wishes", "tile", "rooms", "home", "bar", "screens")
"""The modules of the first screen, each behind those that it rests on."""
JOINED = "first.js"
IMPORT = re.compile(r'^import [^;]+ from "\./(\w+)\.js";\n', re.MULTILINE)
FOR_GOOD = "public, max-age=31536000, immutable"


@value(frozen=True, slots=True)
class Asset:
    """One file, plain and compressed."""

    kind: str
    plain: bytes
    packed: bytes


class Assets:
    """All files of `static/`; `base` is the address of their folder.

    What the page looks like stands in a few files, which go out as two: the look of the first
    screen, which stands in the page too, and that of all others. The modules of the first screen
    go out as one.
    """

    def __init__(self) -> None:
        """Read the files once."""
        files = {path.name: path for path in sorted((HERE / "static").iterdir())}
        self._assets = {
            name: _packed(KINDS[path.suffix], path.read_bytes())
            for name, path in files.items()
            if path.suffix in KINDS
        }
        self.look = _joined("look")
        """It stands in the page, so that nothing is waited for before the first sight."""
        self.look_hash = base64.b64encode(hashlib.sha256(self.look.encode()).digest()).decode()
        """By which a browser knows that this look is ours."""
        self._assets[FIRST_LOOK] = _packed(KINDS[".css"], self.look.encode())
        self._assets[LATER_LOOK] = _packed(KINDS[".css"], _joined("later").encode())
        self._assets |= {name: _packed(KINDS[".js"], text) for name, text in _modules().items()}
        digest = hashlib.sha256()
        for name, asset in self._assets.items():
            digest.update(name.encode() + b"\0" + asset.plain + b"\0")
        self.base = f"/s/{digest.hexdigest()[:16]}"
        self.template = _template("index.html")
        self.door = _template("door.html")
        self.house_key = _template("house-key.html")

    def serve(self, request: web.Request) -> web.Response:
        """Return one file as an answer; nothing but the known names exists."""
        asset = self._assets.get(request.match_info["name"])
        if asset is None:
            raise web.HTTPNotFound(text="there is no such file")
        headers = {"Cache-Control": FOR_GOOD, "Vary": "Accept-Encoding"}
        if "gzip" in request.headers.get("Accept-Encoding", ""):
            headers["Content-Encoding"] = "gzip"
            return web.Response(body=asset.packed, content_type=asset.kind, headers=headers)
        return web.Response(body=asset.plain, content_type=asset.kind, headers=headers)


def _joined(folder: str) -> str:
    """Return all looks of a folder, in the order of their names."""
    paths = sorted((HERE / "static" / folder).glob("*.css"))
    return "\n".join(path.read_text(encoding="utf-8") for path in paths)


def _modules() -> dict[str, bytes]:
    """Return the modules of the first screen as one, and as what each of them still is alone."""
    texts = ((HERE / "static" / f"{name}.js").read_text(encoding="utf-8") for name in FIRST)
    whole = "\n".join(IMPORT.sub(_unless_joined, text) for text in texts)
    alone = f'export * from "./{JOINED}";\n'.encode()
    return {JOINED: whole.encode(), **{f"{name}.js": alone for name in FIRST}}


def _unless_joined(found: re.Match[str]) -> str:
    return "" if found[1] in FIRST else found[0]


def _template(name: str) -> str:
    return (HERE / "templates" / name).read_text(encoding="utf-8")


def _packed(kind: str, plain: bytes) -> Asset:
    return Asset(kind, plain, gzip.compress(plain, 9, mtime=0))
