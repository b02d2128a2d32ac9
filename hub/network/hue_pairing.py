"""Pairs the hub with a Hue bridge: whoever presses the button on it lets us in."""

from typing import TYPE_CHECKING, Final

from devices.hue.bridge import bridge_id
from devices.plain import plain
from devices.said import Fields, list_of, object_of, text_of
from hub.intake.meant import Refused
from hub.network.certificates import pinned, session, shown_at
from hub.network.device_keys import Key

if TYPE_CHECKING:
    from aiohttp import ClientSession

SECONDS: Final = 4.0
BUTTON: Final = 101
"""What a bridge answers until its button was pressed."""
NAME: Final = "homerule#hub"


async def pair(host: str, port: int, bridge: str) -> Key | None:
    """Return the key that a bridge gives; None until its button was pressed.

    It comes with the certificate that the bridge showed. Raises `Refused` with why it gives none.
    """
    from aiohttp import ClientError  # noqa: PLC0415 -- heavy: on use

    name = f"[{host}]" if ":" in host else host
    try:
        certificate = await shown_at(host, port)
        async with session(SECONDS) as ways:
            at = f"https://{name}:{port}/api"
            said = await _ask(ways, f"{at}/config", certificate)
            who = bridge_id(text_of((object_of(said) or {}).get("bridgeid")))
            if who != bridge:
                raise Refused(f"{name} answers as {who or 'no Hue bridge'}, not as {bridge}")
            told = await _ask(ways, at, certificate, {"devicetype": NAME})
    except (ClientError, OSError, TimeoutError, ValueError) as error:
        raise Refused(f"the bridge at {name} does not answer: {type(error).__name__}") from None
    answer = object_of(next(iter(list_of(told)), None)) or {}
    secret = text_of((object_of(answer.get("success")) or {}).get("username"))
    if secret:
        return Key(secret, certificate)
    error_said: Fields = object_of(answer.get("error")) or {}
    if error_said.get("type") == BUTTON:
        return None
    why = plain(text_of(error_said.get("description"))) or "it gives no reason"
    raise Refused(f"the bridge does not let the hub in: {why}")


async def _ask(
    ways: "ClientSession", at: str, certificate: str, told: Fields | None = None
) -> object:
    method = "GET" if told is None else "POST"
    async with ways.request(
        method, at, json=told, ssl=pinned(certificate), allow_redirects=False
    ) as response:
        said: object = await response.json(content_type=None)
        return said
