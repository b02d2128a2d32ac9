"""`homerule why`: why a device is as it is, newest first."""

import sys
from argparse import ArgumentParser, Namespace, _SubParsersAction
from urllib.parse import quote

from hub.cli.answers import NoHub
from hub.cli.folders import add_folders, state_of
from hub.cli.show import as_json, clock_of, items_in, plain, text_in
from hub.cli.talk import ask


def add(parsers: "_SubParsersAction[ArgumentParser]") -> None:
    """Add the command to the command line."""
    parser = parsers.add_parser("why", help="say why a device is as it is")
    add_folders(parser)
    parser.add_argument("device", help="its id or name")
    parser.add_argument("-n", type=int, default=5, metavar="N", help="how many decisions (5)")
    parser.add_argument("--json", action="store_true", help="say it for a script")
    parser.set_defaults(run=run)


def run(args: Namespace) -> int:
    """Print what the device is, who holds it, and what was decided about it."""
    state = state_of(args)
    try:
        path = f"/api/devices/{quote(args.device, safe='')}/why?limit={max(1, args.n)}"
        answer = ask(state, path)
    except NoHub as down:
        from hub.cli.records import held_for, lines_for  # noqa: PLC0415 -- only while no hub runs

        lines = lines_for(args, state, args.device, max(1, args.n))
        answer = {"held": [*held_for(args, state, args.device)], "lines": lines}
        print(f"({down}; this is what the journal says)", file=sys.stderr)
    if args.json:
        print(as_json(answer))
    else:
        _print(args.device, answer)
    return 0


def _print(ref: str, answer: object) -> None:
    device = answer.get("device") if isinstance(answer, dict) else None
    if device is not None:
        print(plain(f"{text_in(device, 'name')}: {text_in(device, 'words')}"))
        for said in _say(device):
            print(plain(said))
    for sentence in items_in(answer, "held"):
        print(plain(str(sentence)))
    lines = items_in(answer, "lines")
    if not lines:
        print(plain(f"nothing was decided about {ref} yet"))
    for line in lines:
        print()
        first, *rest = items_in(line, "sentences") or [text_in(line, "text")]
        print(plain(f"{_when(line)}  {first}"))
        for more in rest:
            print(plain(f"{' ' * len(_when(line))}  {more}"))


def _when(line: object) -> str:
    return f"{text_in(line, 'at')[:10]} {text_in(line, 'clock')}"


def _say(device: object) -> list[str]:
    """Return who holds it, since when and until when, and what would be without them."""
    held = [str(sentence) for sentence in items_in(device, "held")]
    if held:
        return [*held, text_in(device, "without")]
    if holder := text_in(device, "holder"):
        return [f"{holder} has the say until {clock_of(text_in(device, 'until'))}."]
    return ["Nobody has the say at this moment."]
