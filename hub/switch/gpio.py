"""A line of the computer's own pins, by gpiod 2; its edges come through a file descriptor."""

import asyncio
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final

from hub.switch.line import LineLost, Seen
from rules.words.switches import Active, Gpio, Pull

if TYPE_CHECKING:
    import gpiod

NO_GPIOD: Final = "gpiod is not installed: `.venv/bin/pip install -e '.[pi]'` where Homerule is"
SPIKE: Final = timedelta(milliseconds=5)
"""What is shorter is no contact: the kernel does not even tell of it."""
HEADER: Final = "pinctrl-"
"""With this the label of the chip begins whose lines a Pi has on its pin header."""


class GpioLine:
    """One input line."""

    def __init__(self, at: Gpio) -> None:
        """Read this line, once it is opened."""
        self._at = at
        self._request: gpiod.LineRequest | None = None
        self._seen: Seen

    def open(self, seen: Seen) -> None:
        """Begin to read, in the running loop; raises `LineLost`."""
        try:
            import gpiod  # noqa: PLC0415 - only where there are pins
        except ImportError:
            raise LineLost(NO_GPIOD) from None
        path = f"/dev/{self._at.chip}" if self._at.chip else header()
        try:
            self._request = gpiod.request_lines(
                path, consumer="homerule", config={self._at.gpio: self._settings()}
            )
        except (OSError, ValueError) as error:
            raise LineLost(f"line {self._at.gpio} of {path} cannot be had: {error}") from None
        self._seen = seen
        asyncio.get_running_loop().add_reader(self._request.fd, self._edges, self._request)

    def level(self) -> bool:
        """Return whether the contact is closed at this moment; raises `LineLost`."""
        from gpiod.line import Value  # noqa: PLC0415 -- on use

        if self._request is None:
            raise LineLost("the line is not open")
        try:
            return self._request.get_value(self._at.gpio) is Value.ACTIVE
        except OSError as error:
            raise LineLost(str(error)) from None

    def close(self) -> None:
        """Let go of the line."""
        if self._request is not None:
            asyncio.get_running_loop().remove_reader(self._request.fd)
            self._request.release()
            self._request = None

    def _edges(self, request: "gpiod.LineRequest") -> None:
        try:
            events = request.read_edge_events()
        except OSError:
            # Not again and again: the next look at the level says what is wrong.
            asyncio.get_running_loop().remove_reader(request.fd)
            return
        for event in events:
            rising = event.event_type is event.Type.RISING_EDGE
            self._seen(rising, event.timestamp_ns / 1e9)

    def _settings(self) -> "gpiod.LineSettings":
        import gpiod  # noqa: PLC0415 -- on use
        from gpiod.line import Bias, Direction, Edge  # noqa: PLC0415 -- on use

        low = self._at.active is Active.LOW
        pull = self._at.pull or (Pull.UP if low else Pull.DOWN)
        bias = {Pull.UP: Bias.PULL_UP, Pull.DOWN: Bias.PULL_DOWN, Pull.NONE: Bias.DISABLED}
        return gpiod.LineSettings(
            direction=Direction.INPUT,
            edge_detection=Edge.BOTH,
            bias=bias[pull],
            active_low=low,
            debounce_period=SPIKE,
        )


def header(devices: Path = Path("/dev")) -> str:
    """Return the chip of the pin header; it has not the same number on every Pi."""
    import gpiod  # noqa: PLC0415 -- on use

    for path in sorted(map(str, devices.glob("gpiochip*"))):
        try:
            with gpiod.Chip(path) as chip:
                if chip.get_info().label.startswith(HEADER):
                    return path
        except OSError:
            continue
    return str(devices / "gpiochip0")
