"""Physical override switches at work: what each is read to be, it does to the house at once.

Rule 1: what a switch holds is its own: what people place on the same scope stands beside it. Only
its line ends what a latching one holds; what a momentary one holds may be released anywhere.
Rule 2: a switch that is found engaged when it is first read holds, and commands nothing.
Rule 3: what it wants sent and could not be goes out at reconnect, once, where it still stands.
Rule 4: a fault is written down and changes nothing.
Rule 5: what it holds outlasts the household file; out of the file, it may be released anywhere.
"""

from dataclasses import replace

from rules.engagements import end_engagement
from rules.house import House
from rules.overrides import members, stop_automation, tell_on_purpose
from rules.reminders import plan_reminder
from rules.review import judge_again
from rules.switch import LONGEST, Contact, Happening, Read, press, read
from rules.turn import Turn
from rules.words.events import (
    AvailabilityChanged,
    CommandNotSent,
    DeviceAnnounced,
    DeviceRetired,
    Event,
    LinkChanged,
    PolicyAdopted,
    Pressed,
    Reported,
    SwitchRead,
)
from rules.words.ids import DeviceId, HardwareId
from rules.words.people import Freeze, Override
from rules.words.records import FreezeBegan, Noted, OverrideBegan
from rules.words.switches import OfDevice, Switch, SwitchKind
from rules.words.wishes import Author, Via

NOT_KNOWN = "no device of this name is known"
SILENT = "the device does not say how it stands"
AT_ONCE = 0.0
"""Seconds in which a contact settles that is reported in messages: it has no bounces."""


def line_read(turn: Turn, event: SwitchRead) -> None:
    """Take in what the line of a switch shows."""
    known = turn.house.policy.switches.get(event.switch)
    if known is not None:
        contact = contact_of(turn.house, known)
        _take_in(turn, known, read(contact, known.kind, event.closed, event.at), event.why)


def contact_of(house: House, known: Switch) -> Contact:
    """Return what a switch has shown so far, engaged or not as the house has it."""
    held = house.people.switches.get(known.id)
    return replace(
        house.contacts.get((known.id, known.line)) or Contact(),
        engaged=held is not None,
        doubt=held is not None and held.by.via is Via.DOUBT,
    )


# switches that are devices


def follow(turn: Turn, event: Event) -> None:
    """Look whether what happened concerns a switch, before any agent hears of it."""
    match event:
        case Reported(hardware) | AvailabilityChanged(hardware):
            _device_said(turn, hardware)
        case DeviceAnnounced(announcement):
            _device_said(turn, announcement.hardware)
        case Pressed(hardware, name):
            _device_pressed(turn, hardware, name)
        case DeviceRetired():
            _look_at_all(turn)
        case CommandNotSent(device):
            _owe(turn, device)
        case LinkChanged(up) if up:
            _look_at_all(turn)
            _send_owed(turn)
        case PolicyAdopted():
            _forget_old_lines(turn.house)
            _look_at_all(turn)
        case _:
            pass


def _device_said(turn: Turn, hardware: HardwareId) -> None:
    device = turn.house.directory.device_of(hardware)
    for known in turn.house.policy.switches.values():
        if isinstance(known.line, OfDevice) and turn.house.find(known.line.device) == device:
            _look(turn, known, known.line)


def _device_pressed(turn: Turn, hardware: HardwareId, name: str) -> None:
    device = turn.house.directory.device_of(hardware)
    for known in turn.house.policy.switches.values():
        line = known.line
        if not isinstance(line, OfDevice) or known.kind is not SwitchKind.MOMENTARY:
            continue
        if device is not None and turn.house.find(line.device) == device:
            contact = contact_of(turn.house, known)
            _take_in(turn, known, press(contact, turn.now, deliberate=name == line.release))


def _look_at_all(turn: Turn) -> None:
    for known in turn.house.policy.switches.values():
        if isinstance(known.line, OfDevice):
            _look(turn, known, known.line)


def _look(turn: Turn, known: Switch, line: OfDevice) -> None:
    closed, why = _level(turn.house, known, line)
    if closed is None and not turn.house.link_up:
        # The devices are being learnt, or cannot be heard: neither is the fault of this one.
        return
    contact = contact_of(turn.house, known)
    _take_in(turn, known, read(contact, known.kind, closed, turn.now, AT_ONCE), why)


def _level(house: House, known: Switch, line: OfDevice) -> tuple[bool | None, str]:
    """Return whether a device stands engaged, or why nobody knows; a button is always open."""
    device = house.find(line.device)
    if device is None or device not in house.devices:
        return None, NOT_KNOWN
    if known.kind is SwitchKind.MOMENTARY:
        return False, ""
    value = house.value(device, line.reading)
    if not isinstance(value, bool) or not house.is_available(device):
        return None, SILENT
    return value is line.active, ""


def _forget_old_lines(house: House) -> None:
    lines = {(known.id, known.line) for known in house.policy.switches.values()}
    house.contacts = {line: contact for line, contact in house.contacts.items() if line in lines}


# what a reading does


def _take_in(turn: Turn, known: Switch, took: Read, why: str = "") -> None:
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
                turn.record(Noted(text=_fault(turn.house, known, what, why)), durable=True)
                turn.scope_shows(known.scope)


def _engage(turn: Turn, known: Switch, *, turned: bool) -> None:
    """Hold what a switch holds; `turned`: this was seen to happen, so people want it done now."""
    house, by = turn.house, Author(via=Via.SWITCH, switch=known.id)
    if known.id in house.people.switches:
        end_engagement(turn, known.id, by, "it can be read again")
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
    for device in members(turn.house, held.scope):
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


def _owe(turn: Turn, device: DeviceId) -> None:
    """Note that what a switch set could not be sent to a device."""
    held = turn.house.held_by(device, turn.now)
    switch = held.by.switch if isinstance(held, Override) else None
    if switch is not None and isinstance(held, Override) and not held.unsent:
        owing = replace(held, unsent=True)
        turn.house.people.switches[switch] = owing
        turn.keep(f"switch/{switch}", owing)


def _send_owed(turn: Turn) -> None:
    """Send what switches set while there was no way to the devices, where it still stands."""
    house = turn.house
    for switch, held in tuple(house.people.switches.items()):
        if not isinstance(held, Override) or not held.unsent:
            continue
        house.people.switches[switch] = sent = replace(held, unsent=False)
        turn.keep(f"switch/{switch}", sent)
        for device in members(house, held.scope):
            told = house.conditions[device].told
            was_told = told is not None and not told.automated and told.at >= held.since
            if house.held_by(device, turn.now) is sent and not was_told:
                tell_on_purpose(turn, device, held.values)
