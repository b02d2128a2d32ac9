"""`homerule access`: the broker's access rules for this household, as mosquitto reads them."""

import sys
from argparse import ArgumentParser, Namespace, _SubParsersAction
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from hub.broker.access import BadAccess, access_file, identities
from hub.cli.answers import No
from hub.cli.check import HOUSE_FILE, HUB_FILE
from hub.cli.folders import add_folders, configuration_of
from hub.policy.errors import ConfigurationErrors
from hub.policy.household import read_household
from hub.policy.settings import load_settings
from hub.topics import Topics

READABLE: Final = 0o644
"""The broker reads it as a user of its own; there is no secret in it."""


def add(parsers: "_SubParsersAction[ArgumentParser]") -> None:
    """Add the command to the command line."""
    parser = parsers.add_parser("access", help="print the broker's access rules for this household")
    parser.add_argument(
        "--devices",
        metavar="NAME=TOPIC",
        action="append",
        default=[],
        help="the account of a bridge or a device, and a topic below which it speaks",
    )
    parser.add_argument(
        "--controller",
        metavar="NAME",
        action="append",
        default=[],
        help="the account of a program through which people speak, such as Home Assistant",
    )
    parser.add_argument("--write", metavar="FILE", help="write them there instead")
    add_folders(parser)
    parser.set_defaults(run=run)


def run(args: Namespace) -> int:
    """Print or write the rules, and say which accounts the broker needs."""
    folder = configuration_of(args)
    try:
        policy = read_household(folder / HOUSE_FILE).policy
        settings = load_settings(folder / HUB_FILE)
    except ConfigurationErrors as wrong:
        raise No(str(wrong)) from None
    if not settings.username:
        raise No(f"say `mqtt: {{ username: ... }}` in {folder / HUB_FILE}: rules need names")
    try:
        found = identities(
            policy,
            Topics(settings.prefix),
            hub=settings.username,
            devices=_devices(args.devices),
            controllers=args.controller,
        )
    except BadAccess as wrong:
        raise No(str(wrong)) from None
    text = access_file(found)
    if args.write is None:
        print(text, end="")
    else:
        _write(Path(args.write), text)
    users = ", ".join(one.user for one in found)
    print(f"accounts that the broker's password file needs: {users}", file=sys.stderr)
    return 0


def _devices(said: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """Return the accounts of devices, and below which topics each speaks."""
    found: dict[str, tuple[str, ...]] = {}
    for words in said:
        name, _, topic = words.partition("=")
        if not name or not topic:
            raise No(f"not NAME=TOPIC: {words}; for example `--devices zigbee2mqtt=zigbee2mqtt`")
        wild = topic if set(topic) & {"+", "#"} else f"{topic}/#"
        found[name] = (*found.get(name, ()), wild)
    return found


def _write(file: Path, text: str) -> None:
    """Put the rules in place at once: the broker never reads half of them."""
    beside = file.with_name(f".{file.name}.new")
    try:
        beside.write_text(text, encoding="utf-8")
        beside.chmod(READABLE)
        beside.replace(file)
    except OSError as error:
        raise No(f"{file} cannot be written: {error.strerror}") from None
