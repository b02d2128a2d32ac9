"""`homerule pair`: let a phone in by a code, list the phones, and forget one."""

import io
import json
import sys
import time
from argparse import ArgumentParser, Namespace, _SubParsersAction
from pathlib import Path
from typing import Final

from hub.cli.answers import No
from hub.cli.folders import add_folders, state_of
from hub.cli.show import plain, text_in
from hub.cli.talk import ask, say

ROLES: Final = ("adult", "child", "guest")
LOOK_EVERY: Final = 0.3
"""Seconds between two looks at whether a phone has used the code."""
NOT_AFAR: Final = (
    "the page answers on this machine alone, so no phone reaches it: "
    "write `page: { host: 0.0.0.0 }` into hub.yaml and restart the hub, "
    "or for once start it as `homerule run --phones`"
)


def add(parsers: "_SubParsersAction[ArgumentParser]") -> None:
    """Add the command to the command line."""
    parser = parsers.add_parser("pair", help="let a phone in, list the phones, or forget one")
    add_folders(parser)
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--list", action="store_true", help="list the phones")
    what.add_argument("--forget", metavar="PHONE", help="a phone's id, or whose it is")
    who = parser.add_mutually_exclusive_group()
    who.add_argument("--person", metavar="ID", help="whose it is, as in the household file")
    who.add_argument("--name", help="whose it is, where the household file does not say")
    parser.add_argument("--role", choices=ROLES, help="what it may; at most what the person may")
    parser.add_argument(
        "--room", action="append", default=[], metavar="ID", help="of a child or guest"
    )
    parser.add_argument("--until", metavar="TIME", help="for a guest, such as `2030-12-24 18:00`")
    parser.add_argument("--house-key", action="store_true", help="one that took the House key in")
    parser.set_defaults(run=run)


def run(args: Namespace) -> int:
    """Do what was asked."""
    state = state_of(args)
    if args.list:
        return _list(state)
    if args.forget:
        return _forget(state, args.forget)
    if not (args.person or args.name):
        raise No("say whose phone it is: --person ID of the household file, or --name and --role")
    return _pair(state, _grant(args), house_key=args.house_key)


def _grant(args: Namespace) -> dict[str, object]:
    said = {"person": args.person, "name": args.name, "role": args.role, "until": args.until}
    grant: dict[str, object] = {key: value for key, value in said.items() if value}
    return {**grant, "rooms": args.room}


def _pair(state: Path, grant: dict[str, object], *, house_key: bool) -> int:
    made = say(state, "/api/phones/invite", json.dumps({"house_key": house_key}))
    invite = text_in(made, "invite")
    if isinstance(made, dict) and not made.get("afar"):
        say(state, f"/api/phones/invites/{invite}/cancel", "{}")
        raise No(NOT_AFAR)
    link = text_in(made, "link")
    print(_drawn(link))
    print(f"Scan it with the phone's camera, or open {link}")
    print("It is good for five minutes, and for one phone.")
    sys.stdout.flush()
    try:
        waiting = _waited_for(state, invite)
        return _compared(state, waiting, grant)
    except KeyboardInterrupt:
        say(state, f"/api/phones/invites/{invite}/cancel", "{}")
        raise


def _waited_for(state: Path, invite: str) -> dict[str, object]:
    while True:
        known = ask(state, f"/api/phones/invites/{invite}")
        if not isinstance(known, dict) or not known["open"]:
            raise No("nobody used the code in time: it is good no more")
        if isinstance(waiting := known["waiting"], dict):
            return waiting
        time.sleep(LOOK_EVERY)


def _compared(state: Path, waiting: dict[str, object], grant: dict[str, object]) -> int:
    words, phone = waiting["words"], waiting["phone"]
    assert isinstance(words, list)  # noqa: S101 -- for the type checker
    label = plain(str(waiting["label"]))
    print(f'A phone that is called "{label}" shows three words. Are they these?')
    print(f"    {', '.join(map(str, words))}")
    try:
        said = input("yes or no: ").strip().lower()
    except EOFError:
        said = "no"
    if said not in {"y", "yes"}:
        say(state, f"/api/phones/{phone}/turn-away", "{}")
        raise No("the phone was turned away: its code is good no more")
    done = say(state, f"/api/phones/{phone}/let-in", json.dumps(grant))
    print(plain(f"The phone of {text_in(done, 'name')} is in, as {text_in(done, 'role')}."))
    return 0


def _list(state: Path) -> int:
    known = _phones(state)
    for phone in known:
        until = f", until {phone['until']}" if phone["until"] else ""
        said = f"{phone['name']} ({phone['label']}), {phone['role']}{until}"
        print(plain(f"{phone['id']}  {said}, since {phone['since']}"))
    if not known:
        print("No phone is paired.")
    return 0


def _forget(state: Path, meant: str) -> int:
    known = [p for p in _phones(state) if meant in {p["id"], p["name"], p["person"]}]
    if len(known) != 1:
        many = "several phones are of that name" if known else "there is no such phone"
        raise No(f"{many}: `homerule pair --list` names them by their ids")
    done = say(state, f"/api/phones/{known[0]['id']}/forget", "{}")
    print(plain(f"A phone of {text_in(done, 'name')} is forgotten."))
    return 0


def _phones(state: Path) -> list[dict[str, object]]:
    known = ask(state, "/api/phones")
    phones = known.get("phones") if isinstance(known, dict) else None
    return [phone for phone in phones or () if isinstance(phone, dict)]


def _drawn(link: str) -> str:
    import segno  # noqa: PLC0415 -- needed by this command alone

    drawn = io.StringIO()
    segno.make(link, micro=False, error="l").terminal(drawn, compact=True, border=2)
    return drawn.getvalue()
