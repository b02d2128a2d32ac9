"""`homerule set`: set one device, as a hand would."""

from argparse import ArgumentParser, Namespace, _SubParsersAction
from urllib.parse import quote

from hub.cli.folders import add_folders, state_of
from hub.cli.show import plain, text_in
from hub.cli.talk import say


def add(parsers: "_SubParsersAction[ArgumentParser]") -> None:
    """Add the command to the command line."""
    parser = parsers.add_parser("set", help="set a device: on, off, 40 %% or JSON")
    add_folders(parser)
    parser.add_argument("device", help="its id or name")
    parser.add_argument(
        "wish", nargs="+", help='`on`, `off`, `40%%`, or JSON such as {"percent": 40, "for": "1 h"}'
    )
    parser.set_defaults(run=run)


def run(args: Namespace) -> int:
    """Set the device and print how it is."""
    path = f"/api/devices/{quote(args.device, safe='')}/set"
    device = say(state_of(args), path, " ".join(args.wish))
    print(plain(f"{text_in(device, 'name')}: {text_in(device, 'words')}. {text_in(device, 'why')}"))
    return 0
