"""`homerule prompts`: what people are asked at this moment, and how to answer."""

from argparse import ArgumentParser, Namespace, _SubParsersAction

from hub.cli.folders import add_folders, state_of
from hub.cli.show import as_json, items_in, plain, text_in
from hub.cli.talk import ask


def add(parsers: "_SubParsersAction[ArgumentParser]") -> None:
    """Add the command to the command line."""
    parser = parsers.add_parser("prompts", help="list what people are asked")
    add_folders(parser)
    parser.add_argument("--json", action="store_true", help="say it for a script")
    parser.set_defaults(run=run)


def run(args: Namespace) -> int:
    """Print every open prompt."""
    prompts = ask(state_of(args), "/api/prompts")
    if args.json:
        print(as_json(prompts))
        return 0
    known = prompts if isinstance(prompts, list) else []
    for prompt in known:
        print(f"{plain(text_in(prompt, 'id'))}  {plain(text_in(prompt, 'title'))}")
        for sentence in items_in(prompt, "sentences"):
            print(f"    {plain(sentence)}")
        words = ", ".join(plain(word) for word in items_in(prompt, "answers"))
        print(f"    Say `homerule answer {plain(text_in(prompt, 'id'))}` and one of: {words}.")
    if not known:
        print("nobody is asked anything")
    return 0
