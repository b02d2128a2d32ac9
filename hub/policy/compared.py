"""Compares what was signed with what the journal has of it: a file that is lost leaves no gap."""

from hub.journal import JournalUnreadable
from hub.journal.reader import JournalReader
from hub.policy.book import Book
from hub.policy.policies import record_of
from rules.words.records import PolicySigned


def unlike_the_journal(book: Book) -> list[str]:
    """Return in sentences where files and journal do not tell the same of what was signed."""
    try:
        with JournalReader.open(book.state) as reader:
            rows = reader.every(PolicySigned)
            began = next((at for _, at, _ in reader.after(0, limit=1)), 0.0)
    except JournalUnreadable:
        return []
    # Of two records about one version the later counts: the power may have gone in between.
    written = {body.version: body for _, _, body in rows if isinstance(body, PolicySigned)}
    doubts = [
        f"the journal does not have version {version.number} as it was signed"
        for version in book.versions
        # What was signed before this journal was begun, another one has.
        if (version.number in written or version.at >= began)
        and written.get(version.number) != record_of(version)
    ]
    doubts += [
        f"version {number} was signed, but its file is gone"
        for number, body in written.items()
        if number > book.last and len(body.signatures) >= body.needs
    ]
    return doubts
