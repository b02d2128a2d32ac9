"""Which way a device is reached by: spare ways come, go and take over."""

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from rules.claims.orders import end_order
from rules.due import HoldDue
from rules.hands.verdict import not_judged
from rules.house import House
from rules.observing.observe import reach
from rules.people.holds import end_hold, next_look
from rules.people.overrides import stop_automation
from rules.places.gone_areas import hand_on
from rules.places.membership import moved, place
from rules.places.spares import Spare, is_proven, seems_same, stands_alone
from rules.turn import Turn
from rules.words.decisions import End
from rules.words.device import Announcement, Device
from rules.words.events import WayJoined, WaysParted
from rules.words.ids import DeviceId, HardwareId
from rules.words.people import DeviceScope
from rules.words.records import Bound, HoldBegan, Joined, Noted

ANOTHER_WAY: Final = "it is another device by another way"


def joins(turn: Turn, told: Announcement) -> bool:
    """Take in another way of a device that is known; False where it is none."""
    house, ways = turn.house, turn.house.ways
    device = house.ids.get(told.hardware)
    if device is None:
        twin = ways.twin(house, told)
        if twin is None or not is_proven(twin.announcement, told) or stands_alone(house, told):
            return False
        device = twin.id
        _bind(turn, told.hardware, device)
        text = f"it was found by another way too ({told.family}): both are one device"
        turn.record(Noted(text=text, device=device))
    known = house.devices.get(device)
    if known is None or known.announcement.hardware == told.hardware:
        return False
    before = ways.spares.get(told.hardware)
    ways.spares[told.hardware] = Spare(
        device=device,
        announcement=told,
        available=before.available if before else True,
        values=before.values if before else {},
    )
    if ways.goes_before(house, told.hardware):
        takes_over(turn, told.hardware)
    return True


def join(turn: Turn, event: WayJoined) -> None:
    """Make a new device a spare way of the one that it is, as a person says."""
    house, ways = turn.house, turn.house.ways
    if why_not_one(house, event.new, event.device):
        return
    second, condition = house.devices[event.new], house.conditions[event.new]
    hardware = second.announcement.hardware
    _hold_as_one(turn, event.new, event.device)
    end_order(turn, event.new, End.EXPIRED, ANOTHER_WAY)
    condition.fence = condition.order
    house.directory.dismiss(event.new)
    del house.devices[event.new]
    _bind(turn, hardware, event.device)
    turn.record(Joined(device=event.device, hardware=hardware, by=event.by), durable=True)
    ways.spares[hardware] = Spare(
        device=event.device,
        announcement=second.announcement,
        available=condition.available,
        values=dict(condition.values),
    )
    if ways.goes_before(house, hardware):
        takes_over(turn, hardware)
    turn.shows(event.new)
    turn.shows(event.device)


def _hold_as_one(turn: Turn, new: DeviceId, device: DeviceId) -> None:
    """Have what people hold of a device held of the one that it is; the newest hand counts."""
    people = turn.house.people
    hand, own = people.holds.get(new), people.holds.get(device)
    end_hold(turn, new, ANOTHER_WAY)
    hand_on(turn, DeviceScope(new), (DeviceScope(device),), ANOTHER_WAY)
    if hand is not None and (own is None or own.since < hand.since):
        people.holds[device] = hold = replace(hand, device=device)
        turn.house.due.put(HoldDue(device), next_look(turn.house, hold))
        turn.record(HoldBegan(hold=hold, was={}), durable=True)
        turn.keep(f"hold/{device}", hold)
    if turn.house.held_by(device, turn.now) or turn.house.freeze_over(device, turn.now):
        stop_automation(turn, device)


def part(turn: Turn, event: WaysParted, announce: Callable[[Turn, Announcement], None]) -> None:
    """Make each spare way of a device a device of its own, as a person says."""
    house, ways = turn.house, turn.house.ways
    for hardware in [*ways.of(event.device)]:
        spare = ways.spares.pop(hardware)
        count = 2
        while (own := DeviceId(f"{event.device}-{count}")) in house.taken:
            count += 1
        _bind(turn, hardware, own)
        record = Joined(device=event.device, hardware=hardware, by=event.by, parted=True)
        turn.record(record, durable=True)
        ways.names.pop(hardware, None)
        announce(turn, spare.announcement)
        reach(turn, hardware, available=spare.available)
    turn.shows(event.device)


def why_not_one(house: House, new: DeviceId, device: DeviceId) -> str:
    """Return why a new device cannot be made a way of another one, or nothing where it can."""
    second, known = house.devices.get(new), house.devices.get(device)
    if second is None or known is None:
        return "there is no such device"
    one, other = known.announcement, second.announcement
    if not house.directory.is_new(new):
        return f"{second.name} is placed: forget it first, or take it out of house.yaml"
    if not seems_same(one, other):
        return f"nothing shows that {second.name} and {known.name} are one product"
    if one.at and other.at and one.at != other.at:
        return f"{known.name} is at {one.at}, and {second.name} at {other.at}"
    return ""


def leaves(turn: Turn, hardware: HardwareId) -> bool:
    """Take in that a way is gone for good; False where its device is gone with it."""
    house, ways = turn.house, turn.house.ways
    if ways.spares.pop(hardware, None) is not None:
        return True
    if not ways.spares:
        return False
    device = house.directory.device_of(hardware)
    spare = ways.usable(house, device) if device is not None else None
    if spare is None:
        return False
    takes_over(turn, spare)
    del ways.spares[hardware]
    return True


def reaches(turn: Turn, hardware: HardwareId, *, available: bool) -> bool:
    """Take in that a way was lost or is back; False where that is to be said of its device."""
    house, ways = turn.house, turn.house.ways
    if not ways.spares:
        return False
    spare = ways.spares.get(hardware)
    if spare is not None:
        spare.available = available
        if ways.goes_before(house, hardware):
            takes_over(turn, hardware)
        return True
    device = house.directory.device_of(hardware)
    other = None if available or device is None else ways.usable(house, device)
    if other is None:
        return False
    takes_over(turn, other)
    ways.spares[hardware].available = False
    return True


def takes_over(turn: Turn, hardware: HardwareId) -> None:
    """Let a spare way be the one in use; the one that was is spare now."""
    house, ways = turn.house, turn.house.ways
    spare = ways.spares.pop(hardware)
    device, known = spare.device, house.devices[spare.device]
    condition = house.conditions[device]
    not_judged(turn, known)
    end_order(turn, device, End.FAILED, "it is reached by another way now")
    ways.spares[known.announcement.hardware] = Spare(
        device=device,
        announcement=known.announcement,
        available=condition.available,
        values=dict(condition.values),
    )
    # A name that was given on the broker stays, whatever the device calls itself elsewhere.
    own = known.announcement.hinted and not spare.announcement.hinted
    ways.names[hardware] = spare.announcement.name if own else known.name
    fresh = Device.of(device, ways.called(spare.announcement))
    before = {device: place(house, device)}
    house.devices[device] = fresh
    house.directory.admit(fresh)
    ways.meets(fresh)
    moved(turn, before)
    _forget_what_was(turn, device, spare)
    text = f"it is reached by another way now ({fresh.announcement.family})"
    turn.record(Noted(text=text, device=device))
    turn.stir(device)
    turn.shows(device)


def _forget_what_was(turn: Turn, device: DeviceId, spare: Spare) -> None:
    """Let a device be what its new way said, without making news of it, or a hand.

    One that is asked now and then may have said so before what the other way said: where they
    differ, nothing is known until it is asked again.
    """
    condition = turn.house.conditions[device]
    condition.available, condition.told, condition.judging = True, None, None
    condition.fence, condition.steady = condition.order, None
    told = spare.announcement
    for aspect in {*condition.values, *spare.values}:
        was, said = condition.values.get(aspect), spare.values.get(aspect)
        keeps = aspect in told.capabilities and (said == was or not told.hinted)
        if (now := said if keeps else None) != was:
            condition.values[aspect] = now
            condition.since[aspect] = turn.now


def _bind(turn: Turn, hardware: HardwareId, device: DeviceId) -> None:
    turn.house.bind(hardware, device)
    known = turn.house.devices.get(device)
    name = known.name if known is not None else device
    turn.record(Bound(device=device, hardware=hardware, name=name))
