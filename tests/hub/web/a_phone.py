"""A phone as a test plays it: it works out for itself what the page's scripts work out."""

import hashlib
import hmac
import json
import secrets
from dataclasses import dataclass
from typing import Any

from aiohttp import ClientResponse, ClientSession, CookieJar

from hub.door.handshake import all_words
from tests.hub.web.conftest import Served


def sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def mac(key: bytes, text: str) -> bytes:
    return hmac.new(key, text.encode(), hashlib.sha256).digest()


@dataclass
class APhone:
    """A browser with a cookie and a key of its own."""

    served: Served
    session: ClientSession
    id: str = ""
    key: bytes = b""
    counter: int = 0
    words: tuple[str, ...] = ()

    @property
    def url(self) -> str:
        """Where it has the page from."""
        return self.served.url

    @property
    def public(self) -> str:
        """Of the key that it made itself; none over http."""
        return ""

    def marked(self, text: str) -> str:
        """Sign a text with what it has."""
        return mac(self.key, text).hex()

    def mark(self, path: str, body: bytes, counter: int | None = None) -> str:
        """Return what signs a request; without a counter the next one."""
        if counter is None:
            self.counter += 1
            counter = self.counter
        text = f"{counter}\nPOST\n{path}\n{hashlib.sha256(body).hexdigest()}"
        return f"{self.id} {counter} {self.marked(text)}"

    async def post(
        self, path: str, body: object, sign: str | None = None, **headers: str
    ) -> ClientResponse:
        """Say something, signed unless `sign` says with what instead."""
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        mark = self.mark(path, data) if sign is None else sign
        sent = {"Origin": self.url, "Content-Type": "application/json", **headers}
        if mark:
            sent["X-Homerule-Sign"] = mark
        return await self.session.post(self.url + path, data=data, headers=sent)

    async def get(self, path: str) -> ClientResponse:
        return await self.session.get(self.url + path)

    async def knocks(self, secret: str, number: str) -> ClientResponse:
        invite = sha256(f"homerule invite\n{secret}")[:16]
        bound = sha256(f"homerule bound\n{number}")
        return await self.post("/api/join/knock", {"invite": invite, "bound": bound}, sign="")

    async def proves(self, secret: str, label: str = "A phone") -> ClientResponse:
        """Join as far as a phone can by itself; return the hub's last answer."""
        number = secrets.token_hex(16)
        answer = await self.knocks(secret, number)
        if answer.status != 200:
            return answer
        said = await answer.json()
        self.id = said["phone"]
        invite = sha256(f"homerule invite\n{secret}")[:16]
        talk = ["homerule pair", invite, self.id, said["number"], number, sha256(label)]
        if self.public:
            talk.append(sha256(self.public))

        def of(what: str) -> bytes:
            return mac(secret.encode(), "\n".join((*talk, what)))

        proof = {"phone": self.id, "number": number, "proof": of("phone").hex(), "label": label}
        proof["public"] = self.public
        answer = await self.post("/api/join/prove", proof, sign="")
        if answer.status == 200:
            assert (await answer.json())["proof"] == of("hub").hex()
            self.key = of("key")
            self.words = tuple(all_words()[byte] for byte in of("words")[:3])
        return answer

    async def waits(self) -> Any:
        """Ask whether it is in; its cookie comes with a yes."""
        answer = await self.post("/api/join/wait", {"phone": self.id})
        return await answer.json()


def stranger(served: Served) -> APhone:
    """Return a phone that nobody knows."""
    return APhone(served, ClientSession(cookie_jar=CookieJar(unsafe=True)))


async def code(served: Served) -> str:
    """Show a code at the console; return the secret that is in it."""
    answer = await served.console.post("/api/phones/invite")
    return str((await answer.json())["link"]).partition("#")[2]


async def let_in(served: Served, phone: str, **grant: object) -> ClientResponse:
    """Say yes at the console."""
    return await served.console.post(f"/api/phones/{phone}/let-in", json=grant)


async def paired(served: Served, **grant: object) -> APhone:
    """Return a phone that was let in."""
    phone = stranger(served)
    assert (await phone.proves(await code(served))).status == 200
    answer = await let_in(served, phone.id, **grant)
    assert answer.status == 200, await answer.text()
    assert (await phone.waits())["state"] == "in"
    return phone
