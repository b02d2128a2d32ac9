"""`homerule why-not`: why something that was wished of a device did not happen, newest first."""

import sys
from argparse import ArgumentParser, Namespace, _SubParsersAction
from urllib.parse import quote

from hub.cli.answers import NoHub
from hub.cli.folders import add_folders, state_of
from hub.cli.show import as_json, items_in, plain, text_in
from hub.cli.talk import ask


def add(parsers: "_SubParsersAction[ArgumentParser]") -> None:
    """Add the command to the command line."""
    parser = parsers.add_parser("why-not", help="say why something did not happen")
    add_folders(parser)
    parser.add_argument("device", help="its id or name")
    parser.add_argument("-n", type=int, default=3, metavar="N", help="how many wishes (3)")
    parser.add_argument("--json", action="store_true", help="say it for a script")
    parser.set_defaults(run=run)


def run(args: Namespace) -> int:
    """Print the last wishes that led to nothing, and what would have changed that."""
    state, limit = state_of(args), max(1, args.n)
    try:
        answer = ask(state, f"/api/devices/{quote(args.device, safe='')}/why-not?limit={limit}")
    except NoHub as down:
        from hub.cli.records import undone_for  # noqa: PLC0415 -- only while no hub runs
        from hub.view.story import nothing_left_undone  # noqa: PLC0415 -- on use

        lines = undone_for(args, state, args.device, limit)
        answer = {"lines": lines, "sentence": None if lines else nothing_left_undone(args.device)}
        print(f"({down}; this is what the journal says)", file=sys.stderr)
    if args.json:
        print(as_json(answer))
    else:
        _print(answer)
    return 0


def _print(answer: object) -> None:
    if sentence := text_in(answer, "sentence"):
        print(plain(sentence))
    for line in items_in(answer, "lines"):
        when = f"{text_in(line, 'at')[:10]} {text_in(line, 'clock')}"
        print(plain(f"{when}  {text_in(line, 'text')}"))
        if would := text_in(line, "would"):
            print(plain(f"{' ' * len(when)}  {would}"))
