"""What of a Tasmota product can be told: relays, shutters and a fan. Its lamps are in `lamp`."""

import math
from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import Final

from devices.message import Message
from devices.said import Fields, number_of, object_of
from devices.tasmota.config import Config
from rules.words.device import Capability, Sort
from rules.words.times import Seconds
from rules.words.values import (
    CLOSED,
    CLOSING,
    MOVEMENT,
    OPEN,
    OPENING,
    POSITION,
    POWER,
    SPEED,
    STOPPED,
    TILT,
    Aspect,
    Value,
    Values,
    as_number,
)

FULL: Final = 100
INVERTED: Final = 1
FASTEST: Final = 3
USUAL_SPEED: Final = 2


class Part(ABC):
    """One thing that a product switches or moves. `key` tells it from the product's others."""

    sort: Sort
    __slots__ = ("command", "index", "key")

    def __init__(self, key: str, index: int, command: str) -> None:
        """Be the part of this index, counted from one; `command` is what its topics begin with."""
        self.key = key
        self.index = index
        self.command = command

    @abstractmethod
    def capabilities(self) -> tuple[Capability, ...]:
        """Return what can be told and read of it."""

    @abstractmethod
    def read(self, said: Fields) -> Values:
        """Return what a message says of it; empty where it says nothing of it."""

    @abstractmethod
    def say(self, values: Values, transition: Seconds | None) -> tuple[Message, ...]:
        """Return the messages that make it so; empty where it cannot be said."""

    def commands(self) -> tuple[str, ...]:
        """Return the commands by which others tell it."""
        return ()

    def understood(self, command: str, wanted: str) -> Values:
        """Return what such a command, in small letters, makes of it, as far as it can be read."""
        del command, wanted
        return {}

    def _order(self, command: str, wanted: str = "") -> Message:
        return Message(f"{self.command}{command}", wanted.encode())


class Relay(Part):
    """A relay, or a light that is on or off and no more."""

    __slots__ = ("_texts", "off", "on", "sort")

    def __init__(self, index: int, config: Config, *, lamp: bool) -> None:
        """Be the relay of this index, which has a lamp behind it or anything else."""
        super().__init__(f"relay{index}", index, config.command)
        self.on, self.off = config.on, config.off
        self.sort = Sort.LAMP if lamp else Sort.SWITCH
        self._texts: Mapping[object, bool] = {self.on: True, self.off: False}

    def capabilities(self) -> tuple[Capability, ...]:
        """Return that it is on or off."""
        return (Capability(aspect=POWER, writable=True),)

    def read(self, said: Fields) -> Values:
        """Return whether it is on."""
        power = read_power(said, self.index, self._texts)
        return {} if power is None else {POWER: power}

    def say(self, values: Values, transition: Seconds | None) -> tuple[Message, ...]:
        """Return the one message that switches it."""
        del transition
        wanted = values.get(POWER)
        if not isinstance(wanted, bool):
            return ()
        return (self._order(f"Power{self.index}", self.on if wanted else self.off),)

    def commands(self) -> tuple[str, ...]:
        """Return the commands that switch it."""
        return power_commands(self.index)

    def understood(self, command: str, wanted: str) -> Values:
        """Return whether it was told to be on or off."""
        del command
        return power_told(wanted, self.on, self.off)


class Shutter(Part):
    """A shutter: two relays that the firmware moves together."""

    sort = Sort.COVER
    __slots__ = ("_inverted", "_tilt")

    def __init__(self, index: int, command: str, options: int, tilt: tuple[int, int]) -> None:
        """Be the shutter of this index; `tilt` has the bounds of its slats in degrees."""
        super().__init__(f"shutter{index}", index, command)
        self._inverted = bool(options & INVERTED)
        self._tilt = tilt

    def capabilities(self) -> tuple[Capability, ...]:
        """Return its position, what it does, and its slats where it has any."""
        ways = (OPEN, CLOSED, STOPPED)
        able = (
            Capability(aspect=POSITION, writable=True, unit="%", low=0, high=FULL),
            Capability(aspect=MOVEMENT, writable=True, options=ways),
        )
        if not self._tilts:
            return able
        return (*able, Capability(aspect=TILT, writable=True, unit="%", low=0, high=FULL))

    def read(self, said: Fields) -> Values:
        """Return where it is and what it does."""
        state = object_of(said.get(f"Shutter{self.index}"))
        if state is None:
            return {}
        told: dict[Aspect, Value] = {}
        position = number_of(state.get("Position"), 0, FULL)
        if position is not None:
            told[POSITION] = self._turned(position)
        way = number_of(state.get("Direction"), -1, 1)
        if way is not None:
            told[MOVEMENT] = self._movement(-way if self._inverted else way, told.get(POSITION))
        tilt = number_of(state.get("Tilt"), *sorted(self._tilt)) if self._tilts else None
        if tilt is not None:
            low, high = self._tilt
            told[TILT] = round((tilt - low) * FULL / (high - low))
        return told

    def say(self, values: Values, transition: Seconds | None) -> tuple[Message, ...]:
        """Return the messages that move it."""
        del transition
        said: list[Message] = []
        position = as_number(values.get(POSITION))
        verb = {OPEN: "ShutterOpen", CLOSED: "ShutterClose", STOPPED: "ShutterStop"}.get(
            str(values.get(MOVEMENT))
        )
        if position is not None:
            place = self._turned(round(min(max(position, 0), FULL)))
            said.append(self._order(f"ShutterPosition{self.index}", str(place)))
        elif verb is not None:
            said.append(self._order(f"{verb}{self.index}"))
        tilt = as_number(values.get(TILT)) if self._tilts else None
        if tilt is not None:
            low, high = self._tilt
            degrees = round(low + min(max(tilt, 0), FULL) * (high - low) / FULL)
            said.append(self._order(f"ShutterTilt{self.index}", str(degrees)))
        return tuple(said)

    def commands(self) -> tuple[str, ...]:
        """Return the commands that move it."""
        verbs = ("Open", "Close", "Stop", "Position", "Tilt", "Toggle")
        return tuple(f"Shutter{verb}{self.index}" for verb in verbs)

    def understood(self, command: str, wanted: str) -> Values:
        """Return where it was told to go."""
        if command.startswith("shutterposition"):
            place = number_of(wanted, 0, FULL)
            return {} if place is None else {POSITION: self._turned(place)}
        return {}

    @property
    def _tilts(self) -> bool:
        return self._tilt[0] != self._tilt[1]

    def _turned(self, position: float) -> int | float:
        return FULL - position if self._inverted else position

    def _movement(self, way: float, position: Value) -> str:
        if way:
            return OPENING if way > 0 else CLOSING
        return CLOSED if position == 0 else OPEN


class Fan(Part):
    """The fan of an iFan, with its three speeds."""

    sort = Sort.FAN
    __slots__ = ()

    def capabilities(self) -> tuple[Capability, ...]:
        """Return whether it turns and how fast."""
        step = FULL / FASTEST
        return (
            Capability(aspect=POWER, writable=True),
            Capability(aspect=SPEED, writable=True, unit="%", low=0, high=FULL, step=step),
        )

    def read(self, said: Fields) -> Values:
        """Return whether it turns and how fast."""
        speed = number_of(said.get("FanSpeed"), 0, FASTEST)
        if speed is None:
            return {}
        return {POWER: speed > 0, SPEED: int(speed * FULL / FASTEST)}

    def say(self, values: Values, transition: Seconds | None) -> tuple[Message, ...]:
        """Return the one message that sets its speed."""
        del transition
        speed, power = as_number(values.get(SPEED)), values.get(POWER)
        if power is False:
            level = 0
        elif speed is not None:
            level = math.ceil(min(max(speed, 0), FULL) * FASTEST / FULL)
        elif power is True:
            level = USUAL_SPEED
        else:
            return ()
        return (self._order("FanSpeed", str(level)),)

    def commands(self) -> tuple[str, ...]:
        """Return the command that sets its speed."""
        return ("FanSpeed",)

    def understood(self, command: str, wanted: str) -> Values:
        """Return the speed that it was told."""
        del command
        speed = number_of(wanted, 0, FASTEST)
        return {} if speed is None else {POWER: speed > 0, SPEED: int(speed * FULL / FASTEST)}


def read_power(said: Fields, index: int, texts: Mapping[object, bool]) -> bool | None:
    """Return whether a message says of a relay that it is on; None where it says nothing."""
    power = said.get(f"POWER{index}")
    if power is None and index == 1:
        power = said.get("POWER")
    return texts.get(power) if isinstance(power, str) else None


def power_commands(index: int) -> tuple[str, ...]:
    """Return the commands that switch a relay; the first one may be named without a number."""
    return (f"Power{index}", "Power") if index == 1 else (f"Power{index}",)


def power_told(wanted: str, on: str, off: str) -> Values:
    """Return what the argument of such a command makes of a relay; a toggle says too little."""
    word = wanted.strip().lower()
    if word in {"1", "on", "true", on.lower()}:
        return {POWER: True}
    return {POWER: False} if word in {"0", "off", "false", off.lower()} else {}
