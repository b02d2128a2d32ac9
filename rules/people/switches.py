"""Physical override switches at work: what each is read to be, it does to the house at once.

Rule 1: what a switch holds is its own: what people place on the same scope stands beside it. Only
its line ends what a latching one holds; what a momentary one holds may be released anywhere.
Rule 2: a switch that is found engaged when it is first read holds, and commands nothing.
Rule 3: what it wants sent and could not be goes out at reconnect, once, where it still stands.
Rule 4: a fault is written down and changes nothing.
Rule 5: what it holds outlasts the household file; out of the file, it may be released anywhere.
Rule 6: while it is in the file it holds what the file says: a file that says something else has it
hold that instead, and commands nothing.
"""

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from rules.claims.review import judge_again
from rules.hands.judge import judge_due
from rules.house import House
from rules.people.engagements import end_engagement
from rules.people.overrides import members, reveal, stop_automation, tell_on_purpose
from rules.people.reminders import plan_reminder
from rules.people.switch import LONGEST, Contact, Happening, Read, read
from rules.turn import Turn
from rules.words.events import SwitchRead
from rules.words.ids import DeviceId
from rules.words.people import Freeze, Override
from rules.words.records import FreezeBegan, Noted, OverrideBegan
from rules.words.switches import Switch, SwitchKind
from rules.words.wishes import Author, Via

REWRITTEN: Final = "the household file has it hold something else"


def line_read(turn: Turn, event: SwitchRead) -> None:
    """Take in what the line of a switch shows."""
    known = turn.house.policy.switches.get(event.switch)
    if known is not None:
        contact = contact_of(turn.house, known)
        take_in(turn, known, read(contact, known.kind, event.closed, event.at), event.why)


def contact_of(house: House, known: Switch) -> Contact:
    """Return what a switch has shown so far, engaged or not as the house has it."""
    held = house.people.switches.get(known.id)
    return replace(
        house.contacts.get((known.id, known.line)) or Contact(),
        engaged=held is not None,
        doubt=held is not None and held.by.via is Via.DOUBT,
    )


def take_in(turn: Turn, known: Switch, took: Read, why: str = "") -> None:
    """Do to the house what came of a reading."""
    contact, happened = took
    before = turn.house.contacts.get((known.id, known.line))
    turn.house.contacts[known.id, known.line] = contact
    for what in happened:
        match what:
            case Happening.ENGAGED:
                turned = before is not None and before.seen and not before.lost
                _engage(turn, known, turned=turned)
            case Happening.DOUBTED:
                _place_freeze(turn, known, Author(via=Via.DOUBT, switch=known.id))
            case Happening.RELEASED:
                _release(turn, known)
            case Happening.STUCK | Happening.FREED | Happening.LOST | Happening.FOUND:
                turn.record(Noted(text=_fault(turn.house, known, what, why)))
                turn.scope_shows(known.scope)


def hold_as_written(turn: Turn) -> None:
    """Have each switch that is engaged hold what the household file says by now."""
    house = turn.house
    for switch, held in tuple(house.people.switches.items()):
        known = house.policy.switches.get(switch)
        if known is None or _is_as_written(held, known):
            continue
        if held.by.via is Via.DOUBT:
            end_engagement(turn, switch, held.by, REWRITTEN)
            _place_freeze(turn, known, held.by)
        else:
            _engage(turn, known, turned=False, why=REWRITTEN)
        still = frozenset(members(house, known.scope))
        _give_back(turn, (device for device in members(house, held.scope) if device not in still))


def _is_as_written(held: Freeze | Override, known: Switch) -> bool:
    """Say whether a switch holds what it is to hold; in doubt it only freezes."""
    if held.scope != known.scope:
        return False
    if isinstance(held, Override):
        return held.values == known.engages
    return known.engages is None or held.by.via is Via.DOUBT


def _engage(turn: Turn, known: Switch, *, turned: bool, why: str = "it can be read again") -> None:
    """Hold what a switch holds; `turned`: this was seen to happen, so people want it done now.

    `why` ends what it held before.
    """
    house, by = turn.house, Author(via=Via.SWITCH, switch=known.id)
    if known.id in house.people.switches:
        end_engagement(turn, known.id, by, why)
    if known.engages is None:
        _place_freeze(turn, known, by)
        return
    unsent = turned and not house.link_up
    placed = Override(scope=known.scope, values=known.engages, by=by, since=turn.now, unsent=unsent)
    house.people.switches[known.id] = placed
    for device in members(house, known.scope):
        if turned:
            tell_on_purpose(turn, device, known.engages)
        else:
            stop_automation(turn, device)
    turn.record(OverrideBegan(override=placed), durable=True)
    _keep(turn, known, placed)


def _place_freeze(turn: Turn, known: Switch, by: Author) -> None:
    placed = Freeze(scope=known.scope, by=by, since=turn.now)
    turn.house.people.switches[known.id] = placed
    for device in members(turn.house, known.scope):
        stop_automation(turn, device)
    turn.record(FreezeBegan(freeze=placed), durable=True)
    _keep(turn, known, placed)


def _keep(turn: Turn, known: Switch, held: Freeze | Override) -> None:
    turn.keep(f"switch/{known.id}", held)
    plan_reminder(turn.house, held.scope)
    turn.scope_shows(held.scope)


def _release(turn: Turn, known: Switch) -> None:
    held = turn.house.people.switches.get(known.id)
    if held is None:
        return
    why = "it was turned back" if known.kind is SwitchKind.LATCHING else "it was pressed twice"
    if held.by.via is Via.DOUBT:
        why = "it can be read, and is not engaged"
    end_engagement(turn, known.id, Author(via=Via.SWITCH, switch=known.id), why)
    _give_back(turn, members(turn.house, held.scope))


def _give_back(turn: Turn, devices: Iterable[DeviceId]) -> None:
    for device in devices:
        reveal(turn, device, resumed=False)
        judge_again(turn, device, "a switch was released")
        turn.shows(device)


def _fault(house: House, known: Switch, what: Happening, why: str) -> str:
    held = house.people.switches.get(known.id)
    stays = "nothing is held by it" if held is None else f"{held.scope} stays held"
    match what:
        case Happening.STUCK:
            text = f"has been pressed for more than {LONGEST:g} s and may be stuck: {stays}"
        case Happening.FREED:
            text = "is no longer pressed"
        case Happening.FOUND:
            text = "can be read again"
        case _:
            text = f"cannot be read ({why or 'nobody knows why'}): {stays}"
    return f"{known.title} {text}"


# what could not be sent


def owe(turn: Turn, device: DeviceId) -> None:
    """Note that what a switch set could not be sent to a device."""
    held = turn.house.held_by(device, turn.now)
    switch = held.by.switch if isinstance(held, Override) else None
    if switch is not None and isinstance(held, Override) and not held.unsent:
        owing = replace(held, unsent=True)
        turn.house.people.switches[switch] = owing
        turn.keep(f"switch/{switch}", owing)


def send_owed(turn: Turn) -> None:
    """Send what switches set while there was no way to the devices, where it still stands."""
    house = turn.house
    for switch, held in tuple(house.people.switches.items()):
        if not isinstance(held, Override) or not held.unsent:
            continue
        house.people.switches[switch] = sent = replace(held, unsent=False)
        turn.keep(f"switch/{switch}", sent)
        for device in members(house, held.scope):
            # A hand that is still being judged came later.
            judge_due(turn, device)
            told = house.conditions[device].told
            was_told = told is not None and not told.automated and told.at >= held.since
            if house.held_by(device, turn.now) is sent and not was_told:
                tell_on_purpose(turn, device, held.values)
