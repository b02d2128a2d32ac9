"""`homerule replay`: judges every decision again from its own record, and says which differ."""

import sys
from argparse import ArgumentParser, Namespace, _SubParsersAction
from collections.abc import Callable
from typing import Final

from hub.cli.answers import No, NoHub
from hub.cli.folders import add_folders, state_of
from hub.cli.records import kept_policies, names_of
from hub.cli.show import as_json, plain
from hub.journal.file import FILE, JournalUnreadable
from hub.journal.reader import JournalReader
from hub.journal.replay import Differs, Kept, Replayed, replay, rows_of
from rules.explain import Names, headline
from rules.words.times import civil

EVERY: Final = 10_000
"""Entries after which somebody who waits hears how far it is."""
MOST_SHOWN: Final = 20


def add(parsers: "_SubParsersAction[ArgumentParser]") -> None:
    """Add the command to the command line."""
    parser = parsers.add_parser("replay", help="judge every decision again from its own record")
    add_folders(parser)
    parser.add_argument("--json", action="store_true", help="say it for a script")
    parser.set_defaults(run=run)


def run(args: Namespace) -> int:
    """Judge all decisions again, whether a hub runs or not; return 1 where one differs."""
    state, kept = state_of(args), _kept(args)
    if not (state / FILE).exists():
        raise NoHub(state)
    try:
        with JournalReader.open(state) as journal:
            seen = replay(rows_of(journal), kept, _progress())
    except JournalUnreadable as problem:
        raise No(str(problem)) from None
    if args.json:
        print(as_json(_as_data(seen)))
    else:
        for sentence in sentences(seen, names_of((), args, state)):
            print(plain(sentence))
    return 1 if seen.differ else 0


def sentences(seen: Replayed, names: Names) -> list[str]:
    """Return what came of it, in sentences; first those that differ."""
    said = [line for differs in seen.differ[:MOST_SHOWN] for line in _different(differs, names)]
    if len(seen.differ) > MOST_SHOWN:
        said.append(f"... and {len(seen.differ) - MOST_SHOWN} more.")
    said.append(
        f"{seen.count} decisions; {seen.same} were judged again and came out the same, "
        f"{len(seen.differ)} otherwise."
    )
    if seen.without_facts:
        said.append(
            f"{seen.without_facts} were written down by an earlier version, without the facts "
            "that they rest on: they cannot be judged again."
        )
    said += [
        f"Policy {policy or '(without a name)'} is not kept: "
        f"{count} decisions under it were left out."
        for policy, count in seen.unkept.items()
    ]
    return said


def _different(differs: Differs, names: Names) -> tuple[str, ...]:
    when = civil(differs.at, names.zone).strftime("%Y-%m-%d %H:%M:%S")
    return (
        f"Entry {differs.id} ({when}) comes out otherwise:",
        f"  written: {headline(differs.written, names)}",
        f"  again:   {headline(differs.again, names)}",
    )


def _kept(args: Namespace) -> Kept:
    return kept_policies(args, state_of(args))


def _progress() -> Callable[[int], None]:
    def say(number: int) -> None:
        if number % EVERY == 0:
            print(f"{number} entries ...", file=sys.stderr, flush=True)

    return say


def _as_data(seen: Replayed) -> dict[str, object]:
    return {
        "decisions": seen.count,
        "same": seen.same,
        "different": [differs.id for differs in seen.differ],
        "without_facts": seen.without_facts,
        "policies_not_kept": dict(seen.unkept),
    }
