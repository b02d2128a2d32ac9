"""Intents: the decisions that have no end yet, known at every start without reading the book."""

import contextlib
import json
import sqlite3
from dataclasses import dataclass, field

from rules.words.ids import DecisionId, DeviceId
from rules.words.records import Body, Decided, Ended


@dataclass(slots=True)
class Intents:
    """The last decision, and the open ones with their devices, as of the entry `upto`."""

    upto: int = 0
    last: int = 0
    open: dict[DecisionId, DeviceId] = field(default_factory=dict)

    @classmethod
    def load(cls, connection: sqlite3.Connection) -> "Intents":
        """Take the summary that was last kept, and look through the entries after it."""
        intents = cls()
        for upto, line in connection.execute("SELECT upto, line FROM summary").fetchall():
            # It only saves time: where it cannot be read the whole book is looked through.
            with contextlib.suppress(ValueError, TypeError):
                last, still_open = json.loads(line)
                intents = cls(upto, last, {DecisionId(n): DeviceId(d) for n, d in still_open})
        for number, kind, decision, device in connection.execute(
            "SELECT id, kind, decision, device FROM record "
            "WHERE id > ? AND decision IS NOT NULL ORDER BY id",
            (intents.upto,),
        ):
            intents.upto = number
            if kind == Decided.__name__:
                intents.begin(DecisionId(decision), DeviceId(device))
            else:
                intents.open.pop(DecisionId(decision), None)
        return intents

    def summary(self) -> str:
        """Return the line to be kept."""
        return json.dumps([self.last, [*self.open.items()]])

    def take(self, body: Body) -> None:
        """Take in what was written."""
        if isinstance(body, Decided):
            self.begin(body.decision.id, body.decision.device)
        elif isinstance(body, Ended):
            self.open.pop(body.decision, None)

    def begin(self, decision: DecisionId, device: DeviceId) -> None:
        """Note a decision as open."""
        self.last = max(self.last, decision)
        self.open[decision] = device
