"""`homerule log`: what happened and what was decided, oldest first."""

import json
import sys
from argparse import ArgumentParser, Namespace, _SubParsersAction
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from hub.cli.answers import NoHub
from hub.cli.folders import add_folders, state_of
from hub.cli.show import columns, items_in, plain, text_in
from hub.cli.talk import ask, watch
from rules.authors import AuthorClass


def add(parsers: "_SubParsersAction[ArgumentParser]") -> None:
    """Add the command to the command line."""
    parser = parsers.add_parser("log", help="print what happened and what was decided")
    add_folders(parser)
    parser.add_argument("-n", type=int, default=20, metavar="N", help="how many lines (20)")
    parser.add_argument("--follow", action="store_true", help="go on as things happen")
    parser.add_argument("--who", action="store_true", help="count who is behind these lines")
    parser.add_argument("--json", action="store_true", help="one JSON object a line")
    parser.set_defaults(run=run)


def run(args: Namespace) -> int:
    """Print the last lines, and with `--follow` those that come."""
    state, last = state_of(args), 0
    lines = _last(args, state)
    if args.who:
        _print_who(lines, args)
        return 0
    for line in lines:
        last = _number(line)
        _print(line, args)
    if args.follow:
        for line in _coming(state):
            if _number(line) > last:
                last = _number(line)
                _print(line, args)
    return 0


def _last(args: Namespace, state: Path) -> list[object]:
    if args.n <= 0:
        return []
    try:
        lines = ask(state, f"/api/log?limit={min(args.n, 500)}")
    except NoHub as down:
        if args.follow:
            raise
        from hub.cli.records import last_lines  # noqa: PLC0415 -- only while no hub runs

        lines = last_lines(args, state, args.n)
        print(f"({down}; this is what the journal says)", file=sys.stderr)
    return lines[::-1] if isinstance(lines, list) else []


def _coming(state: Path) -> Iterator[object]:
    for name, content in watch(state):
        if name == "snapshot":
            # What happened between the last lines and the beginning of the stream.
            yield from reversed(items_in(content, "lines"))
        elif name == "line":
            yield content


def _print_who(lines: list[object], args: Namespace) -> None:
    """Print how many lines each sort of author is behind; nobody knows is a sort as well."""
    counted = Counter(text_in(line, "author") for line in lines)
    counts = {author.value: counted[author.value] for author in AuthorClass}
    if args.json:
        print(json.dumps(counts))
    else:
        print(columns([[author, str(count)] for author, count in counts.items()]))


def _number(line: object) -> int:
    return int(text_in(line, "id") or 0)


def _print(line: object, args: Namespace) -> None:
    if args.json:
        print(json.dumps(line), flush=True)
    else:
        when = f"{text_in(line, 'at')[:10]} {text_in(line, 'clock')}"
        print(plain(f"{when}  {text_in(line, 'text')}"), flush=True)
