"""A Tasmota product: its config made into devices, and its messages into what they are."""

from collections.abc import Iterator, Mapping
from typing import Final

from devices.message import Message
from devices.roster import News
from devices.said import Fields, number_of, object_of
from devices.tasmota.config import (
    LIGHT,
    RELAY,
    RELAYS_ARE_LIGHTS,
    SHUTTER,
    SPEAKS_BY_COMMAND,
    Config,
)
from devices.tasmota.lamp import Lamp
from devices.tasmota.parts import Fan, Part, Relay, Shutter
from devices.tasmota.readings import (
    Reading,
    inputs_of,
    presses_in,
    presses_of,
    read,
    read_inputs,
)
from rules.words.device import Announcement, Capability, Category, Product, Sort
from rules.words.events import CommandedByOther, Pressed, Reported
from rules.words.ids import HardwareId
from rules.words.times import Seconds
from rules.words.values import Aspect, Value, Values

FAMILY_NAME: Final = "tasmota"
MAKER: Final = "Tasmota"
SIGNAL: Final = Capability(aspect=Aspect("signal"), unit="dBm", category=Category.DIAGNOSTIC)
BATTERY: Final = Capability(aspect=Aspect("battery"), unit="%")
BACKLOGS: Final = frozenset({"backlog", "backlog0", "backlog1", "backlog2", "backlog3"})
MOST_ORDERS: Final = 30
"""No line of commands is longer."""


class TasmotaProduct:
    """Rule 1: the first thing that it switches is the product itself, the others stand beside it.

    Rule 2: what it measures and what is pressed on it belongs to the product itself.
    """

    def __init__(self, config: Config, readings: tuple[Reading, ...]) -> None:
        """Make what was announced into devices."""
        self.config = config
        self.hardware = HardwareId(f"{FAMILY_NAME}-{config.mac}")
        self._readings = readings
        self._inputs = inputs_of(config)
        self._presses = presses_of(config)
        self._parts: dict[HardwareId, Part] = {}
        for part in parts_of(config):
            beside = HardwareId(f"{self.hardware}/{part.key}")
            self._parts[beside if self._parts else self.hardware] = part
        self._orders = _orders(self._parts)

    def announcements(self) -> Iterator[Announcement]:
        """Return its devices."""
        own = self._own()
        for hardware, part in self._parts.items():
            if hardware == own.hardware:
                continue
            yield Announcement(
                hardware=hardware,
                name=self._name(part),
                family=FAMILY_NAME,
                sort=part.sort,
                product=own.product,
                capabilities={one.aspect: one for one in part.capabilities()},
                part=_place(part),
                at=own.at,
            )
        yield own

    def filters(self) -> Iterator[str]:
        """Return the topics on which it is heard."""
        config = self.config
        yield from (f"{config.tele}{leaf}" for leaf in ("LWT", "STATE", "SENSOR"))
        if SPEAKS_BY_COMMAND in config.options:
            yield f"{config.stat}+"
        else:
            yield from (f"{config.stat}{leaf}" for leaf in ("RESULT", "STATUS10", "STATUS11"))

    def questions(self) -> Iterator[Message]:
        """Return what asks it how it is."""
        yield Message(f"{self.config.command}STATE", b"")
        if self._readings or self._inputs or SHUTTER in self.config.relays:
            yield Message(f"{self.config.command}STATUS", b"10")

    def hears(self, said: Fields, news: News, *, stored: bool) -> None:
        """Take in a message, on whatever of its topics it came."""
        inner = object_of(said.get("StatusSNS")) or object_of(said.get("StatusSTS")) or said
        for hardware, values in self._values(inner).items():
            if values:
                news.events.append(Reported(hardware, values, stored))
        if not stored:
            # A press that was stored is not pressed now.
            presses = presses_in(self._presses, inner)
            news.events += [Pressed(self.hardware, press) for press in presses]

    def encode(
        self, hardware: HardwareId, values: Values, transition: Seconds | None
    ) -> tuple[Message, ...]:
        """Say it to the part that the device is."""
        part = self._parts.get(hardware)
        return part.say(values, transition) if part else ()

    def command_topics(self) -> Iterator[str]:
        """Return the topics by which others tell it: the firmware does not mind how they write."""
        for name in (*self._orders.values(), "Backlog", "Backlog0"):
            for written in {name, name.upper(), name.lower()}:
                yield f"{self.config.command}{written}"

    def overheard(self, command: str, wanted: str) -> Iterator[CommandedByOther]:
        """Take in what others told it; an empty word only asks."""
        orders = [(command.lower(), wanted)]
        if orders[0][0] in BACKLOGS:
            lines = (line.strip() for line in wanted.split(";")[:MOST_ORDERS])
            orders = [(name.lower(), rest) for name, _, rest in (li.partition(" ") for li in lines)]
        told: dict[HardwareId, dict[Aspect, Value]] = {}
        for name, rest in orders:
            if not rest.strip() and not name.startswith("shutter"):
                continue
            for hardware, part in self._parts.items():
                if name in map(str.lower, part.commands()):
                    told.setdefault(hardware, {}).update(part.understood(name, rest))
        yield from (CommandedByOther(hardware, values) for hardware, values in told.items())

    def _values(self, said: Fields) -> Mapping[HardwareId, Values]:
        told = {hardware: dict(part.read(said)) for hardware, part in self._parts.items()}
        own = told.setdefault(self.hardware, {})
        own |= read(self._readings, said)
        own |= read_inputs(self._inputs, said, self.config)
        wifi = object_of(said.get("Wifi")) or {}
        signal = number_of(wifi.get("Signal"), -200, 0)
        if signal is not None:
            own[SIGNAL.aspect] = signal
        battery = number_of(said.get("BatteryPercentage"), 0, 100) if self.config.battery else None
        if battery is not None:
            own[BATTERY.aspect] = battery
        return told

    def _own(self) -> Announcement:
        """Return the device that is the product itself."""
        part = self._parts.get(self.hardware)
        able = [reading.capability for reading in self._readings]
        able += [Capability(aspect=one.aspect) for one in self._inputs]
        able += [SIGNAL, BATTERY] if self.config.battery else [SIGNAL]
        able += part.capabilities() if part else ()
        sort = Sort.BUTTON if self._presses else Sort.SENSOR
        return Announcement(
            hardware=self.hardware,
            name=self._name(part) if part else self.config.name,
            family=FAMILY_NAME,
            sort=part.sort if part else sort,
            product=Product(
                maker=MAKER, model=self.config.model, macs=frozenset({self.config.mac})
            ),
            capabilities={one.aspect: one for one in able},
            presses=frozenset(press for one in self._presses for _, press in one.words),
            part=_place(part) if part and len(self._parts) > 1 else "",
            at=self.config.address,
        )

    def _name(self, part: Part) -> str:
        if isinstance(part, Relay | Lamp):
            return self.config.name_of(part.index - 1)
        shutters = sum(isinstance(one, Shutter) for one in self._parts.values())
        own = self.config.name
        if isinstance(part, Shutter):
            return own if shutters == 1 else f"{own} {part.index}"
        return f"{own} fan"


def parts_of(config: Config) -> Iterator[Part]:
    """Return what of a product can be told, the first one first."""
    shutters = 0
    second = False
    for index, kind in enumerate(config.relays):
        if kind == LIGHT and config.fan and index == 0:
            yield Relay(1, config, lamp=True)
        elif kind == LIGHT:
            yield Lamp(index + 1, config)
        elif kind == RELAY:
            lamp = RELAYS_ARE_LIGHTS in config.options or (config.fan and index == 0)
            yield Relay(index + 1, config, lamp=lamp)
        elif kind == SHUTTER:
            # Two relays, one after the other, are one shutter.
            second = not second
            if second:
                options = config.shutters[shutters] if shutters < len(config.shutters) else 0
                tilt = config.tilts[shutters] if shutters < len(config.tilts) else (0, 0)
                shutters += 1
                yield Shutter(shutters, config.command, options, tilt)
    if config.fan:
        yield Fan("fan", 1, config.command)


def _place(part: Part) -> str:
    return f"{part.key.rstrip('0123456789')}:{part.index}"


def _orders(parts: Mapping[HardwareId, Part]) -> dict[str, str]:
    """Return the commands of all parts as they are written, by their small letters."""
    names = (name for part in parts.values() for name in part.commands())
    return {name.lower(): name for name in names}
