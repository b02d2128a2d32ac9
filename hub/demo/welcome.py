"""The first words of a hub that has started: broker, page, and what to try."""

import io
import shutil
import sys
from pathlib import Path
from urllib.parse import urlsplit

from hub.mqtt import Address
from hub.topics import Topics


def welcome(says: str, url: str, address: Address, topics: Topics, lamp: str) -> str:
    """Return what a newcomer is told: three lines to copy, with the right port and a lamp."""
    lines = [says, f"Page: {url}", ""]
    if urlsplit(url).hostname not in LOCAL:  # what answers here alone is of no use to a phone
        lines.append(_code(url))
        lines.append(f"Phones are let in one by one: {_command()} pair --person ID\n")
    lines.append("Try, in another terminal:")
    lines += [f"  {line}" for line in _to_try(address, topics, lamp)]
    return "\n".join(lines)


def _to_try(address: Address, topics: Topics, lamp: str) -> tuple[str, ...]:
    homerule = _command()
    if shutil.which("mosquitto_pub"):
        port = "" if address.port == DEFAULT_PORT else f" -p {address.port}"
        host = "" if address.host in LOCAL else f" -h {address.host}"
        login = f" -u {address.username} -P ..." if address.username else ""
        # amqtt drops what is not to be acknowledged when its sender leaves at once.
        sure = " -q 1" if address.old else ""
        pub = f"mosquitto_pub{host}{port}{login}{sure}"
        told, house = topics.device_set(lamp), topics.override_set("house")
        first = (f"{pub} -t {told} -m on", f"{pub} -t {house} -m freeze")
    else:
        first = (f"{homerule} set {lamp} on", f"{homerule} override house freeze")
    said = ("switch a lamp", "stop all automation (`release` ends it)", "ask why it is so")
    commands = (*first, f"{homerule} why {lamp}")
    width = max(len(command) for command in commands)
    return tuple(f"{c.ljust(width)}   # {what}" for c, what in zip(commands, said, strict=True))


def _command() -> str:
    """Return how the command is called here: by its name only where the shell finds it."""
    began = Path(sys.argv[0])
    found = shutil.which(began.name) is not None
    return str(began) if began.name == "homerule" and not found else "homerule"


def _code(url: str) -> str:
    import segno  # noqa: PLC0415 - needed once

    drawn = io.StringIO()
    segno.make(url, micro=False, error="l").terminal(drawn, compact=True, border=1)
    return drawn.getvalue()


DEFAULT_PORT = 1883
LOCAL = ("127.0.0.1", "localhost", "::1")
