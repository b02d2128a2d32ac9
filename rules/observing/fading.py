"""What counts for a while only: a detector that says when it begins, and never that it is over."""

from rules.due import FadeDue
from rules.turn import Turn
from rules.words.device import Device
from rules.words.events import Reported
from rules.words.ids import DeviceId
from rules.words.values import Aspect, Value, Values


def note_fading(turn: Turn, device: Device, values: Values) -> None:
    """Note until when that counts which was said; each time it is said anew it counts longer."""
    condition = turn.house.conditions[device.id]
    for aspect in device.fading.intersection(values):
        able = device.announcement.capabilities[aspect]
        fades = condition.fades = {**(condition.fades or {})}
        if able.lasts is None or values[aspect] is None or values[aspect] is _end(brief=able.brief):
            fades.pop(aspect, None)
            turn.house.due.drop(FadeDue(device.id, aspect))
            continue
        fades[aspect] = turn.now + able.lasts
        turn.house.due.put(FadeDue(device.id, aspect), fades[aspect])


def fade_due(turn: Turn, device: DeviceId, aspect: Aspect) -> Reported | None:
    """Return what a device would have said by now, if it could; nothing while it still counts."""
    known, condition = turn.house.devices.get(device), turn.house.conditions.get(device)
    until = condition.fades.get(aspect) if condition and condition.fades else None
    if known is None or until is None:
        return None
    if turn.now < until:
        turn.house.due.put(FadeDue(device, aspect), until)
        return None
    able = known.announcement.capabilities.get(aspect)
    if able is None or able.lasts is None:
        return None
    return Reported(known.announcement.hardware, {aspect: _end(brief=able.brief)})


def _end(*, brief: bool) -> Value:
    return False if brief else None
