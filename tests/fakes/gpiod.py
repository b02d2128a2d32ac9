"""As much of gpiod 2 as a line is read with: a chip whose one line a test holds in its hand."""

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from enum import Enum
from pathlib import Path
from types import ModuleType
from typing import Any, Self

Bias = Enum("Bias", "AS_IS UNKNOWN DISABLED PULL_UP PULL_DOWN")
Direction = Enum("Direction", "AS_IS INPUT OUTPUT")
Edge = Enum("Edge", "NONE RISING FALLING BOTH")
Value = Enum("Value", "INACTIVE ACTIVE")
Type = Enum("Type", "RISING_EDGE FALLING_EDGE")
LABELS = {"gpiochip0": "gpio-brcmstb", "gpiochip10": "pinctrl-rp1"}
"""The chips of a Pi, of which one has the pin header."""


@dataclass(frozen=True)
class LineSettings:
    direction: Direction = Direction.AS_IS
    edge_detection: Edge = Edge.NONE
    bias: Bias = Bias.AS_IS
    active_low: bool = False
    debounce_period: timedelta = timedelta(0)


@dataclass(frozen=True)
class EdgeEvent:
    event_type: Type
    timestamp_ns: int
    Type = Type


@dataclass
class LineRequest:
    path: str
    config: Mapping[int, LineSettings]
    value: Value = Value.INACTIVE
    gone: bool = False
    released: bool = False
    events: list[EdgeEvent] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.fd, self._write = os.pipe()

    def get_value(self, line: int) -> Value:
        if self.gone:
            raise OSError(19, "No such device")
        assert line in self.config
        return self.value

    def read_edge_events(self) -> list[EdgeEvent]:
        if self.gone:
            raise OSError(19, "No such device")
        os.read(self.fd, 1000)
        events, self.events = self.events, []
        return events

    def release(self) -> None:
        self.released = True
        os.close(self.fd)
        os.close(self._write)

    def turns(self, active: bool, at: float) -> None:
        """Let somebody turn the switch on this line."""
        self.value = Value.ACTIVE if active else Value.INACTIVE
        kind = Type.RISING_EDGE if active else Type.FALLING_EDGE
        self.events.append(EdgeEvent(kind, round(at * 1e9)))
        os.write(self._write, b".")


@dataclass(frozen=True)
class ChipInfo:
    label: str


class Chip:
    def __init__(self, path: str) -> None:
        self._name = Path(path).name
        if self._name not in LABELS:
            raise OSError(13, "Permission denied")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """Let go of it."""

    def get_info(self) -> ChipInfo:
        return ChipInfo(LABELS[self._name])


class Gpiod(ModuleType):
    """The module; `requests` are the lines that were asked for."""

    def __init__(self) -> None:
        super().__init__("gpiod")
        self.__dict__.update(LineSettings=LineSettings, Chip=Chip)
        self.requests: list[LineRequest] = []
        self.refuses = ""
        self.line = ModuleType("gpiod.line")
        for word in (Bias, Direction, Edge, Value):
            setattr(self.line, word.__name__, word)

    def install(self, monkeypatch: Any) -> Self:
        monkeypatch.setitem(sys.modules, "gpiod", self)
        monkeypatch.setitem(sys.modules, "gpiod.line", self.line)
        return self

    def request_lines(
        self, path: str, consumer: str, config: Mapping[int, LineSettings]
    ) -> LineRequest:
        assert consumer == "homerule"
        if self.refuses:
            raise OSError(16, self.refuses)
        self.requests.append(LineRequest(path, config))
        return self.requests[-1]
