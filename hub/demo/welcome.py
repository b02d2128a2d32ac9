"""The first words of a hub that has started: broker, page, and what to try."""

import io
import shutil
import sys
from pathlib import Path
from urllib.parse import urlsplit

from hub.mqtt import Address
from hub.topics import Topics
from rules.explain import HouseNames, freeze_sentence, held_fast
from rules.house import House
from rules.words.ids import DeviceId
from rules.words.times import Moment


def lamp_to_try(house: House) -> DeviceId | None:
    """Return the first lamp of the first room that has one; None where the house has no lamp."""
    placed = (lamp for area in house.policy.areas for lamp in house.lamps_in(area))
    others = (device.id for device in house.devices.values() if device.is_lamp)
    return next(placed, None) or next(others, None)


def frozen_from_before(house: House, now: Moment) -> list[str]:
    """Return a sentence for each freeze that goes on from before the start, and what ends it."""
    names, said = HouseNames(house), list[str]()
    for scope in house.people.scopes():
        if freeze := house.people.freeze_on(scope, now):
            by_word = f" `{_command()} override {scope} release` ends it."
            told = freeze_sentence(freeze, names, now)
            said.append(told if held_fast(house, scope, now) else told + by_word)
    return said


def welcome(says: str, url: str, address: Address, topics: Topics, lamp: DeviceId | None) -> str:
    """Return what a newcomer is told: three lines to copy, with the right port and a lamp."""
    if urlsplit(url).hostname in LOCAL:  # a code would send a phone to itself
        lines = [says, f"Page: {url}", FOR_PHONES, ""]
    else:
        lines = [says, f"Page: {url}", "", _code(url)]
        lines.append(f"Phones are let in one by one: {_command()} pair --person ID\n")
    lines.append("Try, in another terminal:")
    lines += [f"  {line}" for line in _to_try(address, topics, lamp)]
    return "\n".join(lines)


def _to_try(address: Address, topics: Topics, lamp: DeviceId | None) -> tuple[str, ...]:
    homerule = _command()
    if shutil.which("mosquitto_pub"):
        port = "" if address.port == DEFAULT_PORT else f" -p {address.port}"
        host = "" if address.host in LOCAL else f" -h {address.host}"
        login = f" -u {address.username} -P ..." if address.username else ""
        # amqtt drops what is not to be acknowledged when its sender leaves at once.
        sure = " -q 1" if address.old else ""
        pub = f"mosquitto_pub{host}{port}{login}{sure}"
        freeze = f"{pub} -t {topics.override_set('house')} -m freeze"
        switch = f"{pub} -t {topics.device_set(lamp)} -m on" if lamp else ""
    else:
        freeze = f"{homerule} override house freeze"
        switch = f"{homerule} set {lamp} on"
    stops = (freeze, "stop all automation (`release` ends it)")
    if lamp is None:
        found = (f"{homerule} devices", "list what was found so far")
        tries = [found, stops, (f"{homerule} log", "read what happened")]
    else:
        why = (f"{homerule} why {lamp}", "ask why it is so")
        tries = [(switch, "switch a lamp"), stops, why]
    width = max(len(command) for command, _ in tries)
    return tuple(f"{command.ljust(width)}   # {what}" for command, what in tries)


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


FOR_PHONES = "(Started with --phones it answers phones too, and its QR code is drawn here.)"
DEFAULT_PORT = 1883
LOCAL = ("127.0.0.1", "localhost", "::1")
