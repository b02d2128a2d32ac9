"""`homerule devices`: what the house has, who has the say on it, and where new ones belong."""

import json
from argparse import SUPPRESS, ArgumentParser, Namespace, _SubParsersAction
from collections.abc import Iterable
from urllib.parse import quote

from hub.cli.folders import add_folders, state_of
from hub.cli.show import as_json, clock_of, columns, items_in, plain, text_in
from hub.cli.talk import ask, say


def add(parsers: "_SubParsersAction[ArgumentParser]") -> None:
    """Add the command to the command line."""
    parser = parsers.add_parser("devices", help="list the devices and how they are")
    add_folders(parser)
    parser.add_argument("--json", action="store_true", help="say it for a script")
    parser.set_defaults(run=run)
    verbs = parser.add_subparsers(dest="verb", metavar="VERB")
    adopts = verbs.add_parser("adopt", help="say which area a new device is in")
    forgets = verbs.add_parser("forget", help="take that back, or give up a device that is gone")
    joins = verbs.add_parser("join", help="say that a new device is another one by another way")
    parts = verbs.add_parser("part", help="take that back: each way is a device of its own")
    for verb in (adopts, forgets, joins, parts):
        add_folders(verb, SUPPRESS)
        verb.add_argument("device", help="its id or name")
    adopts.add_argument("area", help="the area's id or name")
    joins.add_argument("known", help="the id or name of the device that it is")
    adopts.set_defaults(run=adopt)
    joins.set_defaults(run=join)
    parts.set_defaults(run=part)
    forgets.set_defaults(run=forget)


def adopt(args: Namespace) -> int:
    """Put a device into an area and print where it is."""
    path = f"/api/devices/{quote(args.device, safe='')}/adopt"
    device = say(state_of(args), path, json.dumps({"area": args.area}))
    print(plain(f"{text_in(device, 'name')} is in {text_in(device, 'area')} now"))
    return 0


def join(args: Namespace) -> int:
    """Make a new device another way of one that is known, and print which."""
    path = f"/api/devices/{quote(args.device, safe='')}/join"
    device = say(state_of(args), path, json.dumps({"device": args.known}))
    print(plain(f"{args.device} and {text_in(device, 'name')} are one device now"))
    return 0


def part(args: Namespace) -> int:
    """Make each spare way of a device a device of its own."""
    device = say(state_of(args), f"/api/devices/{quote(args.device, safe='')}/part", "")
    print(plain(f"each other way of {text_in(device, 'name')} is a device of its own again"))
    return 0


def forget(args: Namespace) -> int:
    """Take back where a device is, and print what that means."""
    device = say(state_of(args), f"/api/devices/{quote(args.device, safe='')}/forget", "")
    here = text_in(device, "here") == str(True)
    then = "is new again: nothing automated acts on it" if here else "is given up"
    print(plain(f"{text_in(device, 'device')} {then}"))
    return 0


def run(args: Namespace) -> int:
    """Print every device."""
    devices = ask(state_of(args), "/api/devices")
    if args.json:
        print(as_json(devices))
        return 0
    known = devices if isinstance(devices, list) else []
    rows = sorted((_row(device) for device in known), key=lambda row: (row[2] == "-", row[2]))
    if rows:
        print(columns([("ID", "NAME", "AREA", "NOW", "WHO"), *rows]))
    else:
        print("no device has announced itself yet")
    _print_new(known)
    seen = ask(state_of(args), "/api/seen")
    if isinstance(seen, list) and seen:
        print("\nSeen on the network by mDNS:")
        print(columns([(text_in(s, "kind"), text_in(s, "name"), _place(s)) for s in seen]))
    _print_refused(ask(state_of(args), "/api/house"))
    return 0


def _print_refused(snapshot: object) -> None:
    """Print how much the hub could not understand: a device may be missing because of it."""
    count = text_in(snapshot, "house", "counts", "refused")
    if count not in ("", "0"):
        messages = "message" if count == "1" else "messages"
        print(
            f"\n{count} {messages} could not be understood since the hub started, the last of them:"
        )
        print(plain(f"  {text_in(snapshot, 'house', 'counts', 'last_refused')}"))


def _print_new(devices: Iterable[object]) -> None:
    waiting = [device for device in devices if text_in(device, "new")]
    if not waiting:
        return
    print("\nNew, so nothing happens to them by itself until you say where they are:")
    rows = [
        (
            text_in(device, "id"),
            text_in(device, "name"),
            text_in(device, "new", "says") or "-",
            text_in(device, "new", "why") or "-",
        )
        for device in waiting
    ]
    print(columns([("ID", "NAME", "SAYS IT IS IN", "WHY"), *rows]))
    print("`homerule devices adopt <id> <area>` places one")


def _place(service: object) -> str:
    return f"{text_in(service, 'address')}:{text_in(service, 'port')}"


def _row(device: object) -> tuple[str, str, str, str, str]:
    readings = items_in(device, "readings")
    words = text_in(device, "words") or ", ".join(text_in(one, "words") for one in readings)
    return (
        text_in(device, "id"),
        text_in(device, "name"),
        text_in(device, "area") or "-",
        words,
        who(device),
    )


def who(device: object) -> str:
    """Return who has the say on a device, and until when."""
    holder, until = text_in(device, "holder"), text_in(device, "until")
    frozen = "frozen; " if text_in(device, "frozen") else ""
    if not holder:
        return frozen.rstrip("; ") or "-"
    return f"{frozen}{holder}, until {clock_of(until) if until else 'released'}"
