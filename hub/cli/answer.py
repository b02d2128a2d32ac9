"""`homerule answer`: answer what people are asked."""

import json
from argparse import ArgumentParser, Namespace, _SubParsersAction
from typing import Final
from urllib.parse import quote

from hub.cli.answers import No
from hub.cli.folders import add_folders, state_of
from hub.cli.show import plain, text_in
from hub.cli.talk import say

WORDS: Final = ("yes", "lower", "later", "no", "always", "never")


def add(parsers: "_SubParsersAction[ArgumentParser]") -> None:
    """Add the command to the command line."""
    parser = parsers.add_parser("answer", help="answer what people are asked")
    add_folders(parser)
    parser.add_argument("prompt", help="its id, or the number that it begins with")
    parser.add_argument("answer", choices=WORDS, help=f"one of {', '.join(WORDS)}")
    parser.add_argument("at_most", nargs="*", help="with `lower`: how much at most, such as 20 %%")
    parser.add_argument("--percent", type=float, help="the same, for scripts")
    parser.set_defaults(run=run)


def run(args: Namespace) -> int:
    """Answer, and print what came of it."""
    said: dict[str, str | float] = {"answer": args.answer}
    percent = _percent(" ".join(args.at_most)) if args.at_most else args.percent
    if percent is not None:
        said["percent"] = percent
    done = say(state_of(args), f"/api/prompts/{quote(args.prompt)}/answer", json.dumps(said))
    print(plain(text_in(done, "sentence")))
    return 0


def _percent(written: str) -> float:
    try:
        return float(written.removesuffix("%").strip())
    except ValueError:
        raise No(f"`{written}` is not a brightness: say for instance `lower 20 %`") from None
