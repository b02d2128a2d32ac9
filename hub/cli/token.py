"""`homerule token`: print the token by which a script may use the API."""

from argparse import ArgumentParser, Namespace, _SubParsersAction

from hub.cli.answers import No, NoHub
from hub.cli.folders import add_folders, state_of
from hub.web.token import read_token


def add(parsers: "_SubParsersAction[ArgumentParser]") -> None:
    """Add the command to the command line."""
    parser = parsers.add_parser("token", help="print the token for scripts that use the API")
    add_folders(parser)
    parser.set_defaults(run=run)


def run(args: Namespace) -> int:
    """Print the token."""
    state = state_of(args)
    try:
        print(read_token(state))
    except (FileNotFoundError, NotADirectoryError):
        raise NoHub(state) from None
    except PermissionError:
        raise No(f"the token in {state} belongs to another user: run this as that user") from None
    return 0
