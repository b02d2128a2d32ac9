"""`homerule verify`: whether the journal is as it was written, and where it first is not."""

from argparse import ArgumentParser, Namespace, _SubParsersAction
from zoneinfo import ZoneInfo

from hub.cli.answers import No, NoHub
from hub.cli.folders import add_folders, state_of
from hub.cli.records import names_of
from hub.cli.show import as_json, plain
from hub.journal.file import FILE, JournalUnreadable
from hub.journal.reader import JournalReader
from hub.journal.verify import Verified
from hub.policy.book import Book
from hub.policy.compared import unlike_the_journal
from rules.words.times import Moment, civil


def add(parsers: "_SubParsersAction[ArgumentParser]") -> None:
    """Add the command to the command line."""
    parser = parsers.add_parser("verify", help="say whether the journal is as it was written")
    add_folders(parser)
    parser.add_argument("--json", action="store_true", help="say it for a script")
    parser.set_defaults(run=run)


def run(args: Namespace) -> int:
    """Walk through the journal, whether a hub writes it or not; return 1 where it is broken."""
    state = state_of(args)
    if not (state / FILE).exists():
        raise NoHub(state)
    try:
        with JournalReader.open(state) as journal:
            seen = journal.examine()
    except JournalUnreadable as problem:
        raise No(str(problem)) from None
    book = Book.read(state)
    doubts = [*book.doubts, *unlike_the_journal(book)]
    if args.json:
        print(as_json({**_as_data(seen), "policies": len(book.versions), "doubts": doubts}))
    else:
        zone = names_of((), args, state).zone
        for sentence in (*sentences(seen, zone), *_of_policies(len(book.versions), doubts)):
            print(plain(sentence))
    return 0 if seen.broken is None and not doubts else 1


def _of_policies(versions: int, doubts: list[str]) -> list[str]:
    """Return what there is to say of the signed policies, if there are any."""
    if doubts:
        return [f"{doubt[:1].upper()}{doubt[1:]}." for doubt in doubts]
    said = f"The policy is as it was signed, in each of its versions: {versions}."
    return [said] if versions else []


def sentences(seen: Verified, zone: ZoneInfo) -> list[str]:
    """Return what was found, in sentences, by the house's own clock; what is broken first."""
    if seen.broken is not None:
        after = "" if seen.broken.after is None else f" (after {_when(seen.broken.after, zone)})"
        return [
            f"The journal is broken at entry {seen.broken.id}{after}: {seen.broken.why}.",
            f"The {seen.count} entries before it are as they were written."
            if seen.count
            else "No entry before it can be relied on.",
            "Put a copy back if you have one; what was decided since then is not proven.",
        ]
    if seen.first is None or seen.last is None:
        return ["The journal is whole: nothing was written yet."]
    since, until = _when(seen.first, zone), _when(seen.last, zone)
    return [f"The journal is whole: {seen.count} entries, {since} to {until}.", _reach(seen)]


def _reach(seen: Verified) -> str:
    if seen.vouched is None:
        return (
            "There is no checkpoint beside it, so it would not show if the newest entries were "
            "cut off: the hub makes one when it starts."
        )
    behind = seen.count - seen.vouched
    if not seen.vouched:
        return (
            "The checkpoint beside it is from before the first entry, so it would not show if the "
            "newest entries were cut off: the hub makes another one when it tidies or stops."
        )
    if not behind:
        return "The checkpoint vouches for all of them: none was cut off."
    return (
        f"The checkpoint vouches for the first {seen.vouched}; of the {behind} after it, "
        "it would not show if the newest were cut off."
    )


def _when(moment: Moment, zone: ZoneInfo) -> str:
    return civil(moment, zone).strftime("%Y-%m-%d %H:%M:%S")


def _as_data(seen: Verified) -> dict[str, object]:
    broken = seen.broken
    return {
        "whole": broken is None,
        "entries": seen.count,
        "vouched": seen.vouched,
        "broken": broken and {"entry": broken.id, "why": broken.why, "after": broken.after},
    }
