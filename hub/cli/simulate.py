"""`homerule simulate`: live through days of the household on a clock that runs fast."""

from argparse import ArgumentParser, ArgumentTypeError, Namespace, _SubParsersAction
from typing import Final

from hub.cli.folders import add_folders, configuration_of

LONGEST: Final = 3660


def add(parsers: "_SubParsersAction[ArgumentParser]") -> None:
    """Add the command to the command line."""
    parser = parsers.add_parser(
        "simulate", help="live through days of the household on a clock that runs fast"
    )
    add_folders(parser)
    parser.add_argument("--days", type=_days, default=7, metavar="N", help="how many days (7)")
    parser.set_defaults(run=run)


def run(args: Namespace) -> int:
    """Simulate and print what happened."""
    from hub.demo.simulate import run as simulate  # noqa: PLC0415 -- it loads the simulated house

    return simulate(configuration_of(args), days=args.days)


def _days(text: str) -> int:
    if not (text.isascii() and text.isdigit()) or not 0 < int(text[:6]) <= LONGEST:
        raise ArgumentTypeError(f"not a number of days from 1 to {LONGEST}: {text}")
    return int(text)
