"""A house in virtual time for tests: events go in, commands and records come out."""

from collections.abc import Iterable

from rules.gate import may_leave
from rules.house import House
from rules.policy import Policy
from rules.step import step
from rules.words.decisions import Decision
from rules.words.device import Announcement
from rules.words.effects import Command, Effect, Keep, Record, Standing
from rules.words.events import (
    CommandSent,
    DeviceAdopted,
    DeviceAnnounced,
    DeviceForgotten,
    Event,
    FreezePlaced,
    OverrideLifted,
    OverridePlaced,
    PersonSet,
    PolicyAdopted,
    Pressed,
    Reported,
    TimePassed,
)
from rules.words.ids import AreaId, DeviceId, HardwareId, PersonId, slug
from rules.words.people import AreaScope, DeviceScope, HouseScope, Scope
from rules.words.records import Body, Decided
from rules.words.times import Moment
from rules.words.values import Aspect, Value, Values
from rules.words.wishes import Author, Via
from tests.houses import MONDAY_NOON

BEN = Author(via=Via.MQTT, person=PersonId("ben"))


class Story:
    """Tells what happens, one sentence at a time, and remembers what came of it.

    Each command that leaves is shown by its device at once, unless the device is deaf.
    """

    def __init__(
        self,
        policy: Policy,
        announcements: Iterable[Announcement] = (),
        *,
        at: Moment = MONDAY_NOON,
    ) -> None:
        self.house = House()
        self.now = at
        self.commands: list[Command] = []
        self.refused: list[Command] = []
        self.records: list[Body] = []
        self.kept: dict[str, Standing] = {}
        self.deaf: set[str] = set()
        self.happens(PolicyAdopted(policy))
        for announcement in announcements:
            self.happens(DeviceAnnounced(announcement))

    # what happens

    def happens(self, event: Event) -> list[Effect]:
        """Apply an event now; what leaves is sent, and the devices answer."""
        effects = step(self.house, event, self.now)
        waiting: list[Command] = []
        for effect in effects:
            match effect:
                case Record(body):
                    self.records.append(body)
                case Keep(key, None):
                    self.kept.pop(key, None)
                case Keep(key, value) if value is not None:
                    self.kept[key] = value
                case Command():
                    waiting.append(effect)
                case _:
                    pass
        for command in waiting:
            self._send(command)
        return effects

    def _send(self, command: Command) -> None:
        if may_leave(self.house, command, self.now):
            self.refused.append(command)
            return
        self.commands.append(command)
        unheard = self.house.devices[command.device].unheard
        if command.unheard:
            self.happens(CommandSent(command.device, command.order, command.values))
        said = {a: v for a, v in command.values.items() if a not in unheard}
        if said and command.device not in self.deaf:
            self.happens(Reported(command.hardware, said))

    def passes(self, seconds: float) -> None:
        """Let time pass; what falls due meanwhile happens at its own moment."""
        end = self.now + seconds
        while (due := self.house.due.next()) is not None and due <= end:
            self.now = max(self.now, due)
            self.happens(TimePassed())
        self.now = end

    def reads(self, name: str, /, *, stored: bool = False, **values: Value) -> None:
        """Let a device report readings."""
        told: Values = {Aspect(aspect): value for aspect, value in values.items()}
        self.happens(Reported(HardwareId(f"hw-{slug(name)}"), told, stored))

    def presses(self, name: str, press: str = "single") -> None:
        """Let somebody press a button."""
        self.happens(Pressed(HardwareId(f"hw-{slug(name)}"), press))

    def sets(self, name: str, values: Values, seconds: float | None = None) -> None:
        """Let a person set a device, as from the page."""
        device = DeviceId(slug(name))
        self.happens(PersonSet(device=device, values=values, by=BEN, seconds=seconds))

    def freezes(self, scope: str = "house", until: Moment | None = None) -> None:
        """Let a person freeze the house, an area or a device."""
        self.happens(FreezePlaced(scope=scope_of(scope), by=BEN, until=until))

    def overrides(self, scope: str, values: Values, until: Moment | None = None) -> None:
        """Let a person set a scope on purpose."""
        self.happens(OverridePlaced(scope=scope_of(scope), values=values, by=BEN, until=until))

    def releases(self, scope: str = "house", *, resume: bool = False) -> None:
        """Let a person give a scope back."""
        self.happens(OverrideLifted(scope=scope_of(scope), by=BEN, resume=resume))

    def adopts(self, device: str, area: str, by: Author = BEN) -> None:
        """Let a person say which area a device is in."""
        self.happens(DeviceAdopted(device=DeviceId(device), area=AreaId(area), by=by))

    def forgets(self, device: str) -> None:
        """Let a person take back where a device is, or give up one that is gone."""
        self.happens(DeviceForgotten(device=DeviceId(device), by=BEN))

    # what came of it

    def value(self, name: str, aspect: Aspect) -> Value:
        """Return what a device shows."""
        return self.house.value(DeviceId(slug(name)), aspect)

    def sent(self, name: str) -> list[Values]:
        """Return what a device was told so far, in order."""
        return [c.values for c in self.commands if c.device == slug(name)]

    @property
    def decisions(self) -> list[Decision]:
        """Return the decisions so far, in order."""
        return [body.decision for body in self.records if isinstance(body, Decided)]


def scope_of(text: str) -> Scope:
    """Return a scope as topics write it: `house`, `area/hall`, `device/hall-lamp`."""
    kind, _, name = text.partition("/")
    if kind == "area":
        return AreaScope(AreaId(name))
    return DeviceScope(DeviceId(name)) if kind == "device" else HouseScope()
