"""`homerule devices`: what the house has, how it is, and who has the say on it."""

from argparse import ArgumentParser, Namespace, _SubParsersAction

from hub.cli.folders import add_folders, state_of
from hub.cli.show import as_json, clock_of, columns, items_in, text_in
from hub.cli.talk import ask


def add(parsers: "_SubParsersAction[ArgumentParser]") -> None:
    """Add the command to the command line."""
    parser = parsers.add_parser("devices", help="list the devices and how they are")
    add_folders(parser)
    parser.add_argument("--json", action="store_true", help="say it for a script")
    parser.set_defaults(run=run)


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
    seen = ask(state_of(args), "/api/seen")
    if isinstance(seen, list) and seen:
        print("\nSeen on the network by mDNS:")
        print(columns([(text_in(s, "kind"), text_in(s, "name"), _place(s)) for s in seen]))
    return 0


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
