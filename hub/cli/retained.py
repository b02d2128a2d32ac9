"""`homerule retained`: what the broker has stored where it may do harm, and away with it."""

import json
from argparse import ArgumentParser, Namespace, _SubParsersAction
from typing import Final

from hub.cli.folders import add_folders, state_of
from hub.cli.show import as_json, items_in, plain, text_in
from hub.cli.talk import ask, say

NOTHING: Final = "the broker has stored nothing where people or devices are told what to do"
LEFT: Final = 1


def add(parsers: "_SubParsersAction[ArgumentParser]") -> None:
    """Add the command to the command line."""
    parser = parsers.add_parser(
        "retained", help="list stored commands that come back at a bad time, and clear them"
    )
    add_folders(parser)
    parser.add_argument(
        "--clear", nargs="*", metavar="TOPIC", help="take all of it away, or only these topics"
    )
    parser.add_argument("--json", action="store_true", help="say it for a script")
    parser.set_defaults(run=run)


def run(args: Namespace) -> int:
    """List what is stored, or clear it."""
    if args.clear is None:
        return _list(args)
    answer = say(state_of(args), "/api/retained/clear", json.dumps(args.clear))
    cleared, left = items_in(answer, "cleared"), items_in(answer, "left")
    if args.json:
        print(as_json(answer))
    else:
        print("\n".join(f"cleared {plain(topic)}" for topic in cleared) or "nothing was cleared")
        for topic in left:
            print(f"still there: {plain(topic)}")
    missed = left and (not args.clear or set(args.clear) & set(map(str, left)))
    return LEFT if missed else 0


def _list(args: Namespace) -> int:
    stored = ask(state_of(args), "/api/retained")
    if args.json:
        print(as_json(stored))
        return 0
    known = stored if isinstance(stored, list) else []
    for one in known:
        print(plain(text_in(one, "sentence")))
    print("clear it with `homerule retained --clear`" if known else NOTHING)
    return 0
