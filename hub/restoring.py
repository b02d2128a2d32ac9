"""What a start puts back from the journal before anything can act; nothing is commanded."""

from hub.clock import Clock
from hub.engine import STEP
from hub.journal import Batch, Journal
from rules.house import House
from rules.restore import LONGEST_CLAIM, live_claims, restore, still_open
from rules.words.decisions import End
from rules.words.effects import Keep, Record
from rules.words.events import ClockStepped, Event, FreezePlaced
from rules.words.people import HouseScope
from rules.words.records import Ended, Noted
from rules.words.times import Moment, Seconds
from rules.words.wishes import Author, Via

IN_DOUBT = Author(via=Via.CONSOLE, says="the hub, in doubt")
ASKED = ("prompt/", "patience/")
"""What the keys begin with of all that is about questions: it holds nothing."""
ALARMS = "alarm/"
"""What the keys of alarms begin with: what still stands is told again."""
NOT_ASKED = "what people were asked before the restart could not be read: it is not asked any more"
PLACED = "adopted/"
"""What the keys begin with of all that people placed: without it a device waits, which is safe."""
NOT_PLACED = "where people had put devices could not be read: those devices are new again"
NOT_READ = "what people held before the restart could not be read: the house is frozen"


def put_back(house: House, journal: Journal, clock: Clock) -> list[Event]:
    """Put back what outlived the restart; return what the house must hear before all else.

    Rule 1: where the clock was set meanwhile, what stands keeps the time it still had. Rule 2: a
    command that may have been sent and has no end is closed as unknown and never sent again.
    Rule 3: doubt favours the person: what cannot be read may have been an override, so the house
    is frozen; a question that cannot be read is not asked again, and nothing comes of it; a device
    of which the place cannot be read waits.
    """
    now = clock.now()
    stepped = _stepped(journal, clock, now)
    claims = live_claims(journal.recent(now - stepped - LONGEST_CLAIM), now - stepped)
    restore(
        house,
        journal.standing(),
        claims,
        ids=journal.bindings(),
        next_decision=journal.next_decision(),
    )
    waiting = still_open(house, claims)
    records = [
        Record(Ended(decision=decision, device=device, end=End.UNKNOWN, by="the hub ended"))
        for decision, device in journal.open_decisions().items()
        if decision not in waiting
    ]
    if lost := journal.cut_off():
        records.append(Record(Noted(text=f"the journal is not whole: {lost}"), durable=True))
    first: list[Event] = [ClockStepped(stepped)] if stepped else []
    doubts = journal.doubts()
    unread = [key for key in doubts if key.startswith(ASKED)]
    lost_places = [key for key in doubts if key.startswith(PLACED)]
    if unread:
        records.append(Record(Noted(text=NOT_ASKED), durable=True))
    if lost_places:
        records.append(Record(Noted(text=NOT_PLACED), durable=True))
    alarms = [key for key in doubts if key.startswith(ALARMS)]
    if len(unread) + len(lost_places) + len(alarms) < len(doubts):
        records.append(Record(Noted(text=NOT_READ), durable=True))
        first.append(FreezePlaced(scope=HouseScope(), by=IN_DOUBT))
    keeps = tuple(Keep(key, None) for key in doubts)
    # Where it was set, its new mark is written with what moves by that.
    mark = None if stepped else clock.mark()
    batch = Batch(tuple((now, record) for record in records), keeps, mark)
    journal.commit(batch, lambda _error: None)
    return first


def _stepped(journal: Journal, clock: Clock, now: Moment) -> Seconds:
    """Return by how much the clock was set since the hub last looked; 0 where nobody did.

    While the machine runs its own time tells. After a start of the machine only a clock that
    went back is known to be wrong.
    """
    mark, here = journal.clock_mark(), clock.mark()
    if mark is not None and mark.boot and mark.boot == here.boot:
        stepped = here.ahead - mark.ahead
    else:
        stepped = min(0.0, now - journal.last_moment())
    return stepped if abs(stepped) > STEP else 0.0
