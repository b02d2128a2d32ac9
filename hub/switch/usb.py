"""A key of a USB button or keyboard, by evdev; not grabbed, so its other keys go on as ever."""

import asyncio
from collections.abc import Callable, Iterable
from typing import Final, Protocol

from hub.switch.line import LineLost, Seen
from rules.words.switches import Monotonic, UsbKey

EV_KEY: Final = 1
NO_EVDEV: Final = "evdev is not installed: `.venv/bin/pip install -e '.[usb]'` where Homerule is"


class Event(Protocol):
    """What an input device tells: for a key, 1 pressed, 2 still pressed, 0 let go."""

    type: int
    code: int
    value: int


class Input(Protocol):
    """As much of an `evdev.InputDevice` as is needed."""

    fd: int

    def read(self) -> Iterable[Event]:
        """Return what it told since it was last asked."""

    def active_keys(self) -> list[int]:
        """Return the keys that are pressed now."""

    def close(self) -> None:
        """Let go of it."""


class UsbLine:
    """One key."""

    def __init__(
        self,
        at: UsbKey,
        now: Callable[[], Monotonic],
        find: "Callable[[UsbKey], tuple[Input, int]] | None" = None,
    ) -> None:
        """Read this key, once it is opened; `find` returns the device and the key's number."""
        self._at = at
        self._now = now
        self._find = find or find_input
        self._input: Input | None = None
        self._key = 0
        self._seen: Seen

    def open(self, seen: Seen) -> None:
        """Begin to read, in the running loop; raises `LineLost`."""
        self._input, self._key = self._find(self._at)
        self._seen = seen
        asyncio.get_running_loop().add_reader(self._input.fd, self._events, self._input)

    def level(self) -> bool:
        """Return whether the key is pressed at this moment; raises `LineLost`."""
        if self._input is None:
            raise LineLost("it is not plugged in")
        try:
            # Asked of the kernel: true though events were lost or somebody else has grabbed it.
            return self._key in self._input.active_keys()
        except OSError as error:
            raise LineLost(f"it was unplugged ({error.strerror})") from None

    def close(self) -> None:
        """Let go of the device."""
        if self._input is not None:
            asyncio.get_running_loop().remove_reader(self._input.fd)
            self._input.close()
            self._input = None

    def _events(self, device: Input) -> None:
        try:
            for event in device.read():
                if event.type == EV_KEY and event.code == self._key:
                    self._seen(event.value != 0, self._now())
        except BlockingIOError:
            return
        except OSError:
            # Unplugged: the next look at the level says so.
            asyncio.get_running_loop().remove_reader(device.fd)


def find_input(at: UsbKey) -> tuple[Input, int]:
    """Return the device of a key, and the key's number; raises `LineLost`."""
    try:
        import evdev  # noqa: PLC0415 - only where there is a button
    except ImportError:
        raise LineLost(NO_EVDEV) from None
    key = evdev.ecodes.ecodes.get(at.key)
    if not isinstance(key, int):
        raise LineLost(f"there is no key `{at.key}`")
    paths = [at.usb] if at.usb.startswith("/") else evdev.list_devices()
    for path in paths:
        try:
            device = evdev.InputDevice(path)
        except OSError as error:
            if at.usb == path:
                raise LineLost(f"{path} cannot be opened: {error.strerror}") from None
            continue
        if at.usb in {path, device.name} and key in device.capabilities().get(EV_KEY, []):
            return device, key
        device.close()
    raise LineLost(f"there is no input device `{at.usb}` with the key `{at.key}`")
