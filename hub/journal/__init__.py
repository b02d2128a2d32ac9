"""The journal: the append-only book of what happened and what was decided."""

from hub.journal.file import JournalInUse, JournalUnreadable
from hub.journal.journal import Journal
from hub.journal.ledger import Batch

__all__ = ["Batch", "Journal", "JournalInUse", "JournalUnreadable"]
