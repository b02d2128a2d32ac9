"""A house of simulated devices: it hears commands and says what its devices say, sans-IO."""

import json
from collections.abc import Iterable, Iterator, Mapping
from random import Random
from typing import TypeVar

from devices.message import Message
from devices.simulated.agenda import Agenda
from devices.simulated.button import Button
from devices.simulated.device import SimulatedDevice
from devices.simulated.discovery import BASE, BIRTH_TOPIC, BRIDGE_STATE, online
from devices.simulated.door import Door
from devices.simulated.faults import Faults
from devices.simulated.lamp import Lamp, LampState
from devices.simulated.motion import Motion
from devices.simulated.plug import Plug
from devices.simulated.sensor import Readings, Sensor
from devices.simulated.wall_switch import WallSwitch
from rules.words.times import Moment, Seconds
from rules.words.values import Values

STATES_AFTER_BIRTH: Seconds = 30.0
BARE_WORDS = frozenset({"on", "off", "toggle"})
D = TypeVar("D", bound=SimulatedDevice)


class SimulatedHouse:
    """Devices behind one zigbee2mqtt. Time is told from outside and need not be the real one.

    Messages that are published with `retain` bear that flag, as on the way to a broker; what a
    broker hands on live does not.
    """

    def __init__(self, devices: Iterable[SimulatedDevice], *, seed: int = 0) -> None:
        """Move the devices in; the same seed and the same history give the same messages."""
        self._agenda = Agenda()
        dice = Random(seed)  # noqa: S311 - chance to play with, no secret
        self._devices: dict[str, SimulatedDevice] = {}
        for device in devices:
            if device.name in self._devices:
                raise ValueError(f"two simulated devices are called {device.name}")
            device.moves_in(self._agenda, dice)
            self._devices[device.name] = device
        self._announced = [device for device in self._devices.values() if device.entities()]
        self._bridge_up = True
        self._said: list[tuple[Moment, Message]] = []

    @property
    def names(self) -> tuple[str, ...]:
        """Return the names of all devices."""
        return tuple(self._devices)

    def announcements(self, now: Moment = 0.0) -> tuple[Message, ...]:
        """Return all that is said at a start: the bridge, the devices, then their states."""
        said = [online(BRIDGE_STATE, is_online=self._bridge_up)]
        for device in self._announced:
            said += device.announcements()
        return (*said, *self._states(now))

    def subscriptions(self) -> tuple[str, ...]:
        """Return the topics on which it listens, the same few for any number of devices."""
        filters = {BIRTH_TOPIC: None}
        for device in self._announced:
            place = "/".join("+" for _ in device.name.split("/"))
            for end in ("set", "set/+", "get"):
                filters[f"{BASE}/{place}/{end}"] = None
        return tuple(filters)

    def hears(self, message: Message, now: Moment) -> None:
        """Take a message from outside; what is not for one of its devices is left alone."""
        self._live_until(now)
        if not self._bridge_up:
            return
        if message.topic == BIRTH_TOPIC:
            if message.payload == b"online":
                # zigbee2mqtt gives a hub that was just born this long to subscribe.
                self._agenda.at(now + STATES_AFTER_BIRTH, self._says_states)
            return
        name, _, verb = message.topic.removeprefix(f"{BASE}/").partition("/")
        while verb and name not in self._devices:
            step, _, verb = verb.partition("/")
            name = f"{name}/{step}"
        device = self._devices.get(name)
        if device is None:
            return
        if verb == "get":
            device.report(now)
            return
        wish = _wish(verb, message.payload)
        if wish is not None:
            device.gets(wish, now)

    def due(self) -> Moment | None:
        """Return when it next has something to say or to do; None: not by itself."""
        return self._said[0][0] if self._said else self._agenda.due()

    def says(self, now: Moment) -> tuple[Message, ...]:
        """Return what its devices say up to a moment, in order."""
        self._live_until(now)
        said = tuple(message for _, message in self._said)
        self._said.clear()
        return said

    # What people and the weather do, by the name of the thing.

    def motion(self, sensor: str, now: Moment) -> None:
        """Let somebody move before a motion sensor."""
        self._at(now, sensor, Motion).sees(now)

    def motion_clears(self, sensor: str, now: Moment) -> None:
        """Let a motion sensor believe that nobody is there."""
        self._at(now, sensor, Motion).clears(now)

    def press(self, button: str, action: str, now: Moment) -> None:
        """Press a button: `single`, `double` or `hold`."""
        self._at(now, button, Button).pressed(action, now)

    def flips(self, name: str, now: Moment) -> None:
        """Flip a wall switch, the input of a lamp or the button of a plug."""
        device = self._at(now, name, SimulatedDevice)
        if isinstance(device, WallSwitch):
            device = self._find(device.wired_to, SimulatedDevice)
        if not isinstance(device, Lamp | Plug):
            raise TypeError(
                f"nobody can flip {name}: it is neither a lamp, a plug nor a wall switch"
            )
        device.flips(now)

    def turns(self, name: str, values: Values, now: Moment) -> None:
        """Set a lamp or a plug without the hub, as its maker's app does."""
        device = self._at(now, name, SimulatedDevice)
        if not isinstance(device, Lamp | Plug):
            raise TypeError(f"nobody can turn {name} on or off: it is neither a lamp nor a plug")
        device.turns(values, now)

    def opens(self, door: str, now: Moment) -> None:
        """Open a door."""
        self._at(now, door, Door).opens(now)

    def closes(self, door: str, now: Moment) -> None:
        """Close a door."""
        self._at(now, door, Door).closes(now)

    def reads(self, sensor: str, readings: Readings, now: Moment) -> None:
        """Let a sensor measure something, by the keys of its report."""
        self._at(now, sensor, Sensor).reads(readings, now)

    def suffers(self, name: str, faults: Faults) -> None:
        """Give a device faults, or heal it."""
        self._find(name, SimulatedDevice).faults = faults

    def unplugs(self, lamp: str, now: Moment, *, noticed_after: Seconds = 0.0) -> None:
        """Cut a lamp from its mains: dark, silent, and after a while offline."""
        self._at(now, lamp, Lamp).unplugs(now, noticed_after=noticed_after)

    def loses(self, name: str, now: Moment, *, noticed_after: Seconds = 0.0) -> None:
        """Take a device out of reach; it goes on living unheard."""
        self._at(now, name, SimulatedDevice).leaves(now, noticed_after=noticed_after)

    def returns(self, name: str, now: Moment) -> None:
        """Bring a device back that was unplugged or out of reach."""
        self._at(now, name, SimulatedDevice).returns(now)

    def bridge_stops(self, now: Moment) -> None:
        """Stop zigbee2mqtt: every device is offline at once."""
        self._live_until(now)
        self._bridge_up = False
        self._agenda.at(now, online(BRIDGE_STATE, is_online=False))

    def bridge_starts(self, now: Moment) -> None:
        """Start zigbee2mqtt again: it announces everything anew."""
        self._live_until(now)
        self._bridge_up = True
        for message in self.announcements(now):
            self._agenda.at(now, message)

    # What is true, whatever was said.

    def is_a(self, name: str, kind: type[SimulatedDevice]) -> bool:
        """Say whether a device is of a kind."""
        return isinstance(self._devices.get(name), kind)

    def lamp(self, name: str, now: Moment | None = None) -> LampState:
        """Return what a lamp truly is at a moment; without one, what it is on the way to."""
        return self._find(name, Lamp).is_at(now)

    def is_on(self, name: str) -> bool:
        """Say whether a lamp or a plug is truly on."""
        device = self._find(name, SimulatedDevice)
        return device.is_on if isinstance(device, Plug) else self.lamp(name).on

    def _states(self, now: Moment) -> Iterator[Message]:
        return (device.first(now) for device in self._announced if device.reachable)

    def _says_states(self, now: Moment) -> None:
        for message in self._states(now):
            self._agenda.at(now, message)

    def _live_until(self, now: Moment) -> None:
        # Whoever acts at a moment meets the house as it is then, however seldom it is listened to.
        for moment, message in self._agenda.until(now):
            if self._bridge_up or message.topic == BRIDGE_STATE:
                self._said.append((moment, message))

    def _at(self, now: Moment, name: str, kind: type[D]) -> D:
        self._live_until(now)
        return self._find(name, kind)

    def _find(self, name: str, kind: type[D]) -> D:
        device = self._devices.get(name)
        if device is None:
            raise LookupError(f"no simulated device is called {name}")
        if not isinstance(device, kind):
            raise TypeError(f"{name} is not a {kind.__name__}")
        return device


def _wish(verb: str, payload: bytes) -> Mapping[str, object] | None:
    verb, _, attribute = verb.partition("/")
    if verb != "set":
        return None
    try:
        said: object = json.loads(payload)
    except (ValueError, RecursionError):
        said = payload.decode(errors="replace")
    if attribute:
        return {attribute: said}
    if isinstance(said, str) and said.lower() in BARE_WORDS:
        return {"state": said}
    return said if isinstance(said, dict) else None
