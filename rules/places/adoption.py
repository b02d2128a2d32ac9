"""Adoption: a person says where a new device is, or takes that back; nothing is raised by it."""

from rules.places.directory import Directory
from rules.places.membership import moved, place, places
from rules.turn import Turn
from rules.words.device import Device
from rules.words.events import DeviceAdopted, DeviceForgotten
from rules.words.ids import DeviceId
from rules.words.people import Adoption, Bearer
from rules.words.records import Adopted, Forgotten


def adopted(turn: Turn, event: DeviceAdopted) -> None:
    """Put a device where a person says it is; what the household file places stays there."""
    house, device = turn.house, event.device
    known, directory = house.devices.get(device), house.directory
    if known is None or event.area not in house.policy.areas or directory.names_place(device):
        return
    before = place(house, device)
    adoption = Adoption(adopted=device, area=event.area, by=event.by, since=turn.now)
    house.placing.adoptions[device] = adoption
    directory.admit(known)
    turn.keep(f"adopted/{device}", adoption)
    turn.record(
        Adopted(device=device, area=event.area, by=event.by, before=before[0]), durable=True
    )
    moved(turn, {device: before})
    turn.stir(device)
    turn.shows(device)


def forgotten(turn: Turn, event: DeviceForgotten) -> None:
    """Let a device be new again; one that is gone gives up the names that it bore."""
    house, device = turn.house, event.device
    dropped = house.placing.adoptions.pop(device, None)
    names = () if device in house.devices else _names_of(turn, device)
    if dropped is None and not names:
        return
    if dropped is not None:
        turn.keep(f"adopted/{device}", None)
    for name in names:
        del house.placing.bearers[name]
        turn.keep(f"bearer/{name}", None)
    turn.record(Forgotten(device=device, by=event.by, names=names), durable=True)
    before = places(house)
    house.directory = Directory(house.policy, house.devices, house.placing)
    for known in house.devices.values():
        bear_names(turn, known)
    moved(turn, before)
    for one, was in before.items():
        if place(house, one) != was:
            turn.stir(one)
            turn.shows(one)


def bear_names(turn: Turn, device: Device) -> None:
    """Let a hardware keep those of its names that the household file knows it by."""
    bearers, hardware = turn.house.placing.bearers, device.announcement.hardware
    for name in turn.house.directory.own_names(device.id):
        if name not in bearers:
            bearers[name] = hardware
            turn.keep(f"bearer/{name}", Bearer(name, hardware))


def _names_of(turn: Turn, device: DeviceId) -> tuple[str, ...]:
    ids, bearers = turn.house.ids, turn.house.placing.bearers
    return tuple(name for name, hardware in bearers.items() if ids.get(hardware) == device)
