"""WLED lamps: found by mDNS, known by what they say of themselves, told over HTTP."""

from typing import ClassVar

from devices.http.family import HttpFamily
from devices.message import Service
from devices.wled.form import (
    FAMILY_NAME,
    announcement,
    command,
    hardware_of,
    read_info,
    read_state,
)
from rules.words.device import Announcement
from rules.words.ids import HardwareId
from rules.words.times import Seconds
from rules.words.values import COLOUR, Value, Values


class Wled(HttpFamily):
    """Lamps and strips; each is known by its network hardware, as its record says too."""

    name: ClassVar[str] = FAMILY_NAME
    services: ClassVar[tuple[str, ...]] = ("_wled._tcp",)
    thing: ClassVar[str] = "a WLED lamp"
    who: ClassVar[str] = "/json/info"
    how: ClassVar[str] = "/json/state"

    def __init__(self, own: str = "homerule") -> None:
        """Know nobody yet."""
        super().__init__(own)
        self._segments: dict[HardwareId, tuple[int, ...]] = {}
        self._told: dict[HardwareId, Value] = {}
        """The colour that each was last told."""

    def claimed(self, service: Service) -> str | None:
        """Return the lamp that a record names by its `mac`."""
        said = service.properties.get("mac", "")
        return hardware_of(said) if said else ""

    def introduced(self, body: bytes) -> Announcement | None:
        """Return which lamp answers."""
        info = read_info(body)
        hardware = info.hardware if info else None
        return announcement(hardware, info) if info and hardware else None

    def state(self, hardware: HardwareId, body: bytes) -> Values | None:
        """Return how a lamp is; remember its parts, each of which takes its colour alone."""
        state = read_state(body)
        if state is None:
            return None
        self._segments[hardware] = state.segments
        return state.values(self._told.get(hardware))

    def command(
        self, hardware: HardwareId, values: Values, transition: Seconds | None
    ) -> bytes | None:
        """Say all of it at once."""
        body = command(values, transition, self._segments.get(hardware, ()))
        if body is not None and values.get(COLOUR):
            self._told[hardware] = values[COLOUR]
        return body


FAMILY = Wled
