"""Contacts: what a physical switch must make of all that its line may show."""

from typing import Final

from hypothesis import assume

from rules.people import switch
from rules.people.switch import LONGEST, SETTLE, SHORTEST, WITHIN, Contact, Happening, read
from rules.words.switches import SwitchKind
from tests.laws.law import Law, Mutant
from tests.laws.traces import LATE, LOOK_EVERY, LOSSY, TRACES, Trace

MARGIN: Final = 0.04
"""What bounces may change of a length."""


def told_of(trace: Trace, kind: SwitchKind) -> list[tuple[float, Happening]]:
    """Return what comes of a trace, and when it came."""
    contact, told = Contact(), []
    for moment, level in trace.readings():
        contact, happened = read(contact, kind, level, moment)
        told += [(moment, what) for what in happened]
    return told


def a_latching_switch_is_as_it_stands(trace: Trace) -> None:
    told = told_of(trace, SwitchKind.LATCHING)

    assert [what for _, what in told] == [Happening.ENGAGED, Happening.RELEASED] * len(
        trace.presses
    )
    for (began, ended), engaged, released in zip(trace.true(), told[::2], told[1::2], strict=True):
        assert began <= engaged[0] <= began + LATE
        assert ended + SETTLE <= released[0] <= ended + LOOK_EVERY + MARGIN


def a_look_makes_good_for_a_lost_edge(trace: Trace) -> None:
    contact = Contact()
    for moment, level in trace.readings():
        contact, _ = read(contact, SwitchKind.LATCHING, level, moment)

    assert not contact.engaged
    for began, ended in trace.true():
        if ended - began > LOOK_EVERY + MARGIN:
            assert _engaged_at(trace, began + LOOK_EVERY)


def _engaged_at(trace: Trace, at: float) -> bool:
    contact = Contact()
    for moment, level in trace.readings():
        if moment > at:
            break
        contact, _ = read(contact, SwitchKind.LATCHING, level, moment)
    return contact.engaged


def a_button_does_what_the_hand_meant(trace: Trace) -> None:
    told = told_of(trace, SwitchKind.MOMENTARY)

    assert [what for _, what in told] == _meant(trace.true())
    stuck = [began for began, ended in trace.true() if ended - began > LONGEST]
    said = [moment for moment, what in told if what is Happening.STUCK]
    for began, moment in zip(stuck, said, strict=True):
        assert began + LONGEST < moment <= began + LONGEST + LOOK_EVERY + MARGIN


def _meant(presses: list[tuple[float, float]]) -> list[Happening]:
    """Return what whole presses mean, if nothing ever bounced."""
    meant: list[Happening] = []
    engaged, first = False, None
    for began, ended in presses:
        asks, length = engaged, ended - began
        if not engaged:
            engaged, first = True, None
            meant.append(Happening.ENGAGED)
        if length > LONGEST:
            first = None
            meant += [Happening.STUCK, Happening.FREED]
        elif asks and length < SHORTEST:
            first = None
        elif asks and first is not None:
            assume(abs(ended - first - WITHIN) > MARGIN)
            if ended - first <= WITHIN:
                engaged, first = False, None
                meant.append(Happening.RELEASED)
            else:
                first = began
        elif asks:
            first = began
    return meant


TWICE: Final = Trace(((50, 60), (200, 80), (100, 80)))
SLOWLY: Final = Trace(((50, 60), (200, 60), (450, 60), (100, 60)))
TOO_LONG: Final = Trace(((50, 60), (50, 190), (150, 190)))
BUMPED: Final = Trace(((50, 60), (100, 80), (50, 10), (50, 80)))
STUCK: Final = Trace(((50, 60), (100, 60), (50, 300), (20, 60), (100, 60)))
STUCK_WHILE_ENGAGING: Final = Trace(((50, 300), (50, 300), (50, 60)))
BOUNCING: Final = Trace(((50, 60), (50, 60)), ((3, 5, 9, 18), (2, 19)))

LATCHING: Final = Law(
    says="a latching switch is as it stands, however its contact bounces",
    over=TRACES,
    holds=a_latching_switch_is_as_it_stands,
    told=(TWICE, BOUNCING),
    examples=100,
    kills=(
        Mutant(
            "a bounce releases",
            switch._open,
            "if at - opened < settle:",
            "if False:",
        ),
        Mutant(
            "it counts as open from its first bounce on",
            switch._closed,
            "contact = replace(contact, opened=None)",
            "pass",
        ),
        Mutant(
            "it waits for a second look before it engages",
            switch._closed,
            "(fresh or kind is SwitchKind.LATCHING)",
            "not fresh",
        ),
        Mutant(
            "it is never released",
            switch._open,
            "(contact.engaged and kind is SwitchKind.LATCHING)",
            "False",
        ),
    ),
)
LOST_EDGES: Final = Law(
    says="a look each second makes good for lost edges",
    over=LOSSY,
    holds=a_look_makes_good_for_a_lost_edge,
    told=(Trace(((50, 300),), lost=frozenset({0})), Trace(((50, 60),), lost=frozenset({1}))),
    examples=100,
    kills=(
        Mutant(
            "only the first contact engages",
            switch._closed,
            "(fresh or kind is SwitchKind.LATCHING)",
            "at < 0",
        ),
        Mutant(
            "it must be seen to open",
            switch._open,
            "opened = at if contact.opened is None else contact.opened",
            "opened = at",
        ),
    ),
)
BUTTON: Final = Law(
    says="a button does what the hand meant, however its contact bounces",
    over=TRACES,
    holds=a_button_does_what_the_hand_meant,
    told=(TWICE, SLOWLY, TOO_LONG, BUMPED, STUCK, STUCK_WHILE_ENGAGING, BOUNCING),
    examples=100,
    kills=(
        Mutant(
            "the press that engages counts as one of two",
            switch._closed,
            "counts = was_open and contact.engaged and not contact.doubt",
            "counts = True",
        ),
        Mutant(
            "one press releases",
            switch._asked,
            "if contact.first is not None and ended - contact.first <= WITHIN:",
            "if True:",
        ),
        Mutant(
            "two presses release, however far apart",
            switch._asked,
            "ended - contact.first <= WITHIN",
            "ended > contact.first",
        ),
        Mutant(
            "the time is counted from the end of the first press",
            switch._asked,
            "replace(contact, first=began)",
            "replace(contact, first=ended)",
        ),
        Mutant(
            "a tap does not begin anew",
            switch._asked,
            "return replace(contact, first=None), ()",
            "return contact, ()",
        ),
        Mutant(
            "a tap is deliberate",
            switch._open,
            "deliberate=opened - began >= SHORTEST",
            "deliberate=True",
        ),
        Mutant(
            "a stuck button is never noticed",
            switch._closed,
            "_too_long(contact, at)",
            "at < 0",
        ),
        Mutant(
            "a button that was stuck stays so",
            switch._open,
            "return replace(contact, stuck=False), (Happening.FREED,)",
            "return contact, ()",
        ),
        Mutant(
            "a bounce ends a press",
            switch._open,
            "if at - opened < settle:",
            "if False:",
        ),
    ),
)
