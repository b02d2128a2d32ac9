"""`homerule key`: make the House key, or say how phones tell it from another's."""

from argparse import SUPPRESS, ArgumentParser, Namespace, _SubParsersAction
from typing import Final

from hub.cli.answers import No
from hub.cli.folders import add_folders, state_of
from hub.cli.show import items_in, plain, text_in
from hub.cli.talk import ask, say

WAY: Final = "/api/house-key"
IN_A_LINE: Final = 16
"""Pairs of letters of a fingerprint; phones show it in lines too."""
NEXT: Final = """\
On the phone:
  1. Open {plain} and fetch the House key.
  2. Compare the fingerprint (SHA-256) that the phone shows with the one above, letter by letter.
     If they differ, stop: somebody else made it.
  3. iPhone: Settings > Profile Downloaded > Install; then General > About > Certificate Trust
     Settings: switch it on. Android: Settings > search for `CA certificate` > choose the file.
Then at the hub: homerule pair --house-key --person ID
From then on the phone opens {secure}"""


def add(parsers: "_SubParsersAction[ArgumentParser]") -> None:
    """Add the command to the command line."""
    parser = parsers.add_parser("key", help="make the House key, for https and signing on phones")
    add_folders(parser)
    verbs = parser.add_subparsers(dest="verb", metavar="VERB", required=True)
    make = verbs.add_parser("make", help="make it, unless there is one, and open the https port")
    show = verbs.add_parser("show", help="say its fingerprint, and how a phone takes it in")
    for verb in (make, show):
        # What stands before the verb must not be overwritten by a default of what may stand after.
        add_folders(verb, SUPPRESS)
    make.set_defaults(run=make_key)
    show.set_defaults(run=show_key)


def make_key(args: Namespace) -> int:
    """Have the hub make it."""
    return _tell(say(state_of(args), WAY, "{}"))


def show_key(args: Namespace) -> int:
    """Ask the hub for it."""
    return _tell(ask(state_of(args), WAY))


def _tell(key: object) -> int:
    pairs = text_in(key, "fingerprint").split(" ")
    places = [str(place) for place in items_in(key, "secure")]
    if len(pairs) < IN_A_LINE or not places:
        raise No("the hub's answer cannot be read: is it of the same version as this command?")
    print("The House key of this hub. Its fingerprint (SHA-256):")
    for first in range(0, len(pairs), IN_A_LINE):
        print(plain(f"    {' '.join(pairs[first : first + IN_A_LINE])}"))
    print(plain(f"The page is at {' and '.join(dict.fromkeys(places))}"))
    print(NEXT.format(plain=plain(text_in(key, "plain")), secure=plain(places[-1])))
    return 0
