"""Following: what happens in the house may be the turn of a switch that is a discovered device.

It is looked at in the same step, before any agent hears of what happened.
"""

from functools import lru_cache

from rules.house import House
from rules.people.switch import press, read
from rules.people.switches import contact_of, hold_as_written, owe, send_owed, take_in
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
)
from rules.words.ids import DeviceId, HardwareId, Ref, slug
from rules.words.switches import OfDevice, Switch, SwitchKind

NOT_KNOWN = "no device of this name is known"
SILENT = "the device does not say how it stands"
AT_ONCE = 0.0
"""Seconds in which a contact settles that is reported in messages: it has no bounces."""


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
            owe(turn, device)
        case LinkChanged(up) if up:
            _look_at_all(turn)
            send_owed(turn)
        case PolicyAdopted():
            _forget_old_lines(turn.house)
            hold_as_written(turn)
            _look_at_all(turn)
        case _:
            pass


def _device_said(turn: Turn, hardware: HardwareId) -> None:
    device = turn.house.directory.device_of(hardware)
    if device is None:
        return
    for known in turn.house.policy.switches.values():
        if isinstance(known.line, OfDevice) and _meant(turn.house, known.line) == device:
            _look(turn, known, known.line)


def _device_pressed(turn: Turn, hardware: HardwareId, name: str) -> None:
    device = turn.house.directory.device_of(hardware)
    if device is None:
        return
    for known in turn.house.policy.switches.values():
        line = known.line
        if not isinstance(line, OfDevice) or known.kind is not SwitchKind.MOMENTARY:
            continue
        if _meant(turn.house, line) == device:
            contact = contact_of(turn.house, known)
            take_in(turn, known, press(contact, turn.now, deliberate=name == line.release))


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
    take_in(turn, known, read(contact, known.kind, closed, turn.now, AT_ONCE), why)


def _level(house: House, known: Switch, line: OfDevice) -> tuple[bool | None, str]:
    """Return whether a device stands engaged, or why nobody knows; a button is always open."""
    device = _meant(house, line)
    if device is None or device not in house.devices:
        return None, NOT_KNOWN
    if known.kind is SwitchKind.MOMENTARY:
        return False, ""
    value = house.value(device, line.reading)
    if not isinstance(value, bool) or not house.is_available(device):
        return None, SILENT
    return value is line.active, ""


def _meant(house: House, line: OfDevice) -> DeviceId | None:
    return house.find(_plain(line.device))


@lru_cache(maxsize=64)
def _plain(ref: Ref) -> str:
    # Asked at every report of any device.
    return slug(ref)


def _forget_old_lines(house: House) -> None:
    lines = {(known.id, known.line) for known in house.policy.switches.values()}
    house.contacts = {line: contact for line, contact in house.contacts.items() if line in lines}
