"""`homerule run`: run the hub; without a broker configured, with a demo house."""

import gc
import re
from argparse import ArgumentParser, ArgumentTypeError, Namespace, _SubParsersAction
from typing import Final

from hub.cli.folders import add_folders, configuration_of, state_of

HIGHEST_PORT: Final = 65_535
CLOCK: Final = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)")


def add(parsers: "_SubParsersAction[ArgumentParser]") -> None:
    """Add the command to the command line."""
    parser = parsers.add_parser("run", help="run the hub")
    add_folders(parser)
    parser.add_argument("--demo", action="store_true", help="with the demo house and its broker")
    parser.add_argument(
        "--clock", type=_minute, metavar="HH:MM", help="let the demo's clock start at this time"
    )
    parser.add_argument("--port", type=_port, metavar="PORT", help="the page's port, 0: any")
    parser.add_argument(
        "--phones", action="store_true", help="open the page to phones, with a QR code of it"
    )
    parser.set_defaults(run=run)


def run(args: Namespace) -> int:
    """Run the hub until it is stopped."""
    # What a start makes it keeps: there is nothing to collect until the house is known.
    gc.disable()
    from hub.options import Options  # noqa: PLC0415 -- as what follows
    from hub.run import run as run_hub  # noqa: PLC0415 -- it loads the whole hub

    return run_hub(
        Options(
            config=configuration_of(args),
            state=state_of(args),
            demo=args.demo,
            clock=args.clock,
            port=args.port,
            phones=args.phones,
        )
    )


def _minute(text: str) -> int:
    found = CLOCK.fullmatch(text)
    if found is None:
        raise ArgumentTypeError(f"not a time of day such as 22:25: {text}")
    return int(found[1]) * 60 + int(found[2])


def _port(text: str) -> int:
    if not (text.isascii() and text.isdigit()) or int(text[:6]) > HIGHEST_PORT:
        raise ArgumentTypeError(f"not a port from 0 to {HIGHEST_PORT}: {text}")
    return int(text)
