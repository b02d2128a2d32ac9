"""`homerule pair-device`: let the hub in at a device that wants a key, or its button pressed."""

import json
import sys
import time
from argparse import ArgumentParser, Namespace, _SubParsersAction
from getpass import getpass
from pathlib import Path
from typing import Final

from hub.cli.answers import No
from hub.cli.folders import add_folders, state_of
from hub.cli.show import plain, text_in
from hub.cli.talk import say

TRIES: Final = 60
TRY_EVERY: Final = 1.0
"""Seconds; all together a minute for a person to walk to the bridge."""


def add(parsers: "_SubParsersAction[ArgumentParser]") -> None:
    """Add the command to the command line."""
    parser = parsers.add_parser(
        "pair-device", help="let the hub in at a Hue bridge or an encrypted ESPHome board"
    )
    add_folders(parser)
    parser.add_argument("family", choices=("hue", "esphome"))
    parser.add_argument(
        "device",
        nargs="?",
        default="",
        help="the bridge's id, name or address, where there are several; the board's address",
    )
    parser.set_defaults(run=run)


def run(args: Namespace) -> int:
    """Pair it, and say which it was."""
    told = {"family": args.family, "device": args.device}
    if args.family == "esphome":
        if not args.device:
            raise No("say which board: its hardware's address, as `homerule devices` lists it")
        told["key"] = _key()
    print(plain(_paired(state_of(args), told)))
    return 0


def _paired(state: Path, told: dict[str, str]) -> str:
    words = ""
    for number in range(TRIES):
        answer = say(state, "/api/pair-device", json.dumps(told))
        words = text_in(answer, "say")
        if isinstance(answer, dict) and answer.get("paired"):
            return words
        if not number:
            print(plain(f"{text_in(answer, 'device')}: {words} within a minute ..."), flush=True)
        time.sleep(TRY_EVERY)
    raise No(f"nobody did within a minute: {words}, then try again")


def _key() -> str:
    """Return the key of a board; it is not among the words, where others on the machine see it."""
    asked = "The key, as `api: encryption: key` has it in the board's configuration: "
    if sys.stdin.isatty():
        return getpass(asked).strip()
    return sys.stdin.readline().strip()
