"""`homerule override`: freeze, set, release or resume the house, an area or a device."""

import json
from argparse import ArgumentParser, Namespace, _SubParsersAction
from typing import Final
from urllib.parse import quote

from hub.cli.answers import No
from hub.cli.folders import add_folders, state_of
from hub.cli.show import plain, text_in
from hub.cli.talk import say

VERBS: Final = ("freeze", "on", "off", "release", "resume")
SET: Final = "set"


def add(parsers: "_SubParsersAction[ArgumentParser]") -> None:
    """Add the command to the command line."""
    parser = parsers.add_parser(
        "override", help="stop automation, or hold something, until you release it"
    )
    add_folders(parser)
    parser.add_argument("scope", help="`house`, an area (`hall` or `area/hall`) or a device")
    parser.add_argument(
        "verb", nargs="+", help=f"{', '.join(VERBS)}, or `set` and a value such as 40%%"
    )
    parser.add_argument("--by", metavar="NAME", help="who wants it")
    end = parser.add_mutually_exclusive_group()
    end.add_argument("--for", dest="lasts", metavar="TIME", help="such as `10 min` or `2 h`")
    end.add_argument("--until", metavar="TIME", help="such as `23:00` or `2030-12-24 18:00`")
    parser.set_defaults(run=run)


def run(args: Namespace) -> int:
    """Do it and print what now holds."""
    body = json.dumps(_request(args))
    answer = say(state_of(args), f"/api/override/{quote(args.scope)}", body)
    print(plain(_told(answer)))
    return 0


def _told(answer: object) -> str:
    """Return what now holds the scope; where nothing does itself, what does by way of a wider."""
    if sentence := text_in(answer, "held", "sentence"):
        # Where a scope is frozen and set as well, both hold.
        return " ".join(filter(None, (sentence, text_in(answer, "held", "set", "sentence"))))
    scope, wider = text_in(answer, "scope"), text_in(answer, "wider", "scope")
    if not wider:
        return f"Nobody holds {_named(scope)}."
    said = text_in(answer, "wider", "held", "sentence")
    by_itself = f"Nobody holds {_named(scope)} by itself"
    told = f"{by_itself}, but it is held with {_named(wider)}: {said}"
    if text_in(answer, "wider", "fast"):
        return told
    return f"{told} `homerule override {wider} release` gives it back."


def _named(scope: str) -> str:
    """Return a scope as it reads within a sentence."""
    return "the house" if scope == "house" else f"`{scope}`"


def _request(args: Namespace) -> dict[str, str]:
    word, *value = " ".join(args.verb).split(maxsplit=1) or ("",)
    verb = word.lower()
    if verb in VERBS and not value:
        request = {"verb": verb}
    elif verb == SET and value:
        request = {"verb": SET, "value": value[0]}
    else:
        request = {"verb": SET, "value": " ".join(args.verb)}
    if args.lasts is not None:
        if args.lasts.strip().isdigit():
            raise No(
                f"`--for {args.lasts}` has no unit: say `{args.lasts} min` or `{args.lasts} s`"
            )
        request["for"] = args.lasts
    return request | {key: said for key in ("until", "by") if (said := vars(args)[key]) is not None}
