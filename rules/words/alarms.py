"""What a household must not miss: water, smoke, gas, an empty battery, a silent sensor."""

from enum import StrEnum
from typing import Final

from rules.words.ids import DeviceId
from rules.words.times import Moment
from rules.words.value import value
from rules.words.values import Value


class AlarmKind(StrEnum):
    """What a sensor says that nobody should miss, or that it says nothing any more."""

    WATER = "water"
    SMOKE = "smoke"
    CARBON_MONOXIDE = "carbon_monoxide"
    GAS = "gas"
    TAMPER = "tamper"
    BATTERY = "battery"
    SILENT = "silent"


OUT_OF_REACH: Final = "out of reach"
DANGERS: Final = frozenset(
    {AlarmKind.WATER, AlarmKind.SMOKE, AlarmKind.CARBON_MONOXIDE, AlarmKind.GAS}
)


@value(frozen=True, slots=True, kw_only=True)
class Alarm:
    """Something that a device says, or its silence, from its beginning to its end.

    `since`: of a silence, when it was last heard. `over_at`: it has stopped, and is over at this
    moment unless it begins again before. `seen`: the value that began it; `OUT_OF_REACH` for a
    silence of which its availability tells. `others`: who fell silent in the same moment and is so
    still; `fell`: how many did, all together.
    """

    alarm: AlarmKind
    device: DeviceId
    since: Moment
    seen: Value = None
    over_at: Moment | None = None
    others: tuple[DeviceId, ...] = ()
    fell: int = 1

    @property
    def devices(self) -> tuple[DeviceId, ...]:
        """Return all of whom it tells."""
        return (self.device, *self.others)
