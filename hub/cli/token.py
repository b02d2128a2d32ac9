"""`homerule token`: print the token for scripts, or make one for an agent from outside."""

from argparse import ArgumentParser, Namespace, _SubParsersAction
from pathlib import Path

from hub.cli.answers import No, NoHub
from hub.cli.folders import add_folders, state_of
from hub.web.agent_tokens import forget_token, make_token
from hub.web.token import read_token
from rules.words.ids import AgentId, slug


def add(parsers: "_SubParsersAction[ArgumentParser]") -> None:
    """Add the command to the command line."""
    parser = parsers.add_parser("token", help="print the token for scripts that use the API")
    parser.add_argument(
        "--agent", metavar="NAME", help="make a token that lets this outside agent propose"
    )
    parser.add_argument(
        "--forget", action="store_true", help="with --agent: take its token away instead"
    )
    add_folders(parser)
    parser.set_defaults(run=run)


def run(args: Namespace) -> int:
    """Print the token, or an agent's new one, which nobody can print again."""
    state = state_of(args)
    if args.forget and args.agent is None:
        raise No("say whose token is to be forgotten: --agent NAME")
    try:
        print(read_token(state) if args.agent is None else _of_agent(state, args))
    except (FileNotFoundError, NotADirectoryError):
        raise NoHub(state) from None
    except PermissionError:
        raise No(f"the token in {state} belongs to another user: run this as that user") from None
    return 0


def _of_agent(state: Path, args: Namespace) -> str:
    if slug(args.agent) != args.agent:
        raise No(f"not the id of an agent: {args.agent!r}; it is written like `{slug(args.agent)}`")
    agent = AgentId(args.agent)
    if not args.forget:
        return make_token(state, agent)
    return "forgotten" if forget_token(state, agent) else f"{agent} had none"
