"""Which commands raise a lamp, by a reading of our own: the yardstick of no surprise light."""

from collections.abc import Iterable

from rules.words.effects import Command, Effect
from rules.words.events import Event, OverrideLifted, Reported
from rules.words.ids import DeviceId
from rules.words.records import Ended
from rules.words.values import BRIGHTNESS, POWER, Aspect, Value, Values, as_number
from tests.laws.held import Held, within
from tests.laws.life import Life


def raised(has: Values, values: Values) -> Aspect | None:
    """Return what a command would raise of a lamp that is like this."""
    power, brightness = values.get(POWER), as_number(values.get(BRIGHTNESS))
    if power is False or (power is None and brightness is None):
        return None
    if has.get(POWER) is not True:
        return POWER
    shown = as_number(has.get(BRIGHTNESS))
    more = brightness is not None and (shown is None or brightness > shown)
    return BRIGHTNESS if more else None


class Raises(Held):
    """Knows what each lamp is or was told to be, and finds the commands that raise it."""

    def __init__(self) -> None:
        super().__init__()
        self._has: dict[DeviceId, dict[Aspect, Value]] = {}
        self._sent: set[tuple[DeviceId, int]] = set()

    def before(self, life: Life, event: Event) -> None:
        for device in life.lamps:
            condition = life.house.conditions.get(device)
            self._has[device] = dict(condition.values) if condition else {}
            told = condition.told if condition else None
            if told is not None and told.awaited:
                self._has[device] |= told.values
            if isinstance(event, Reported) and event.hardware == life.lamps[device].hardware:
                self._has[device] |= event.values

    def found(self, effects: Iterable[Effect]) -> list[tuple[Command, Aspect]]:
        """Return the automated commands of a step that raise, and what; repeats are none."""
        found: list[tuple[Command, Aspect]] = []
        for effect in effects:
            if not isinstance(effect, Command):
                continue
            has, key = self._has[effect.device], (effect.device, effect.order)
            aspect = raised(has, effect.values)
            if effect.automated and aspect is not None and key not in self._sent:
                found.append((effect, aspect))
            self._sent.add(key)
            has |= effect.values
        return found

    def restarts(self, life: Life, closed: list[Ended]) -> None:
        super().restarts(life, closed)
        self._sent.clear()


def resumes(life: Life, event: Event) -> set[DeviceId]:
    """Return the lamps for which a person asked that everything go on."""
    if not (isinstance(event, OverrideLifted) and event.resume):
        return set()
    return {device for device in life.lamps if within(life.policy, device, event.scope)}
