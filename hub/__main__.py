"""The command `homerule`: finds the command that is meant and runs it.

Exit codes: 0 done, 1 refused or failed, 2 not understood, 3 no hub is running.
"""

import os
import sys
from argparse import ArgumentParser, RawDescriptionHelpFormatter
from collections.abc import Sequence
from importlib import import_module
from typing import Final

from hub.cli.answers import No, NoHub

COMMANDS: Final = {
    "run": "run the hub; without a broker configured, with a demo house",
    "check": "look for mistakes in house.yaml and hub.yaml",
    "devices": "list the devices and how they are",
    "set": "set a device: on, off, 40 %% or JSON",
    "override": "stop automation, or hold something, until you release it",
    "prompts": "list what people are asked",
    "answer": "answer it: yes, lower, later, no, always or never",
    "why": "say why a device is as it is",
    "why-not": "say why something that was wished of a device did not happen",
    "log": "print what happened and what was decided",
    "verify": "say whether the journal is as it was written, and where it is not",
    "replay": "judge every decision again from its own record, and say which differ",
    "policy": "show, sign and take back changes of house.yaml",
    "retained": "list stored commands that come back at a bad time, and clear them",
    "pair": "let a phone in by a code, list the phones, or forget one",
    "pair-device": "let the hub in at a Hue bridge or an encrypted ESPHome board",
    "key": "make the House key, for https and signing on phones",
    "access": "print the broker's access rules for this household",
    "token": "print the token for scripts that use the API",
    "simulate": "live through days of the household on a clock that runs fast",
}
ENDS: Final = "exit codes: 0 done, 1 refused or failed, 2 not understood, 3 no hub is running"
FAILED: Final = 1
NOT_UNDERSTOOD: Final = 2
NO_HUB: Final = 3
INTERRUPTED: Final = 130


def main(words: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    said = sys.argv[1:] if words is None else words
    parser = _parser(said)
    if not said:
        parser.print_help(sys.stderr)
        return NOT_UNDERSTOOD
    args = parser.parse_args(said)
    try:
        code: int = args.run(args)
        sys.stdout.flush()
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        # Whoever read our output has seen enough; what is left must not fail at the exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except (No, NoHub) as answer:
        print(f"homerule: {answer}", file=sys.stderr)
        return NO_HUB if isinstance(answer, NoHub) else FAILED
    return code


def _parser(said: Sequence[str]) -> ArgumentParser:
    parser = ArgumentParser(
        prog="homerule",
        description="Agents propose. The house decides. Your hand always wins.",
        epilog=ENDS,
        formatter_class=RawDescriptionHelpFormatter,
    )
    parsers = parser.add_subparsers(metavar="COMMAND", required=True)
    meant = next((word for word in said if not word.startswith("-")), None)
    for name, text in COMMANDS.items():
        # Only the command that is meant is loaded, so that help is quick.
        if name == meant:
            import_module(f"hub.cli.{name.replace('-', '_')}").add(parsers)
        else:
            parsers.add_parser(name, help=text)
    return parser


if __name__ == "__main__":
    sys.exit(main())
