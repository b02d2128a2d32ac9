"""A key of a USB button, with a device that tells what a real one was once recorded to tell."""

import os
import struct
import sys
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from hub.switch.line import LineLost
from hub.switch.usb import NO_EVDEV, UsbLine, find_input
from rules.words.switches import UsbKey
from tests.fakes.told import Told

F13, F14 = 183, 184
SYN, KEY, MISC = 0, 1, 4
AT = UsbKey(usb="Desk button", key="KEY_F13")
MOMENT = 42.0
A_PRESS = (
    (MISC, 4, 458856), (KEY, F13, 1), (SYN, 0, 0),
    (KEY, F13, 2), (SYN, 0, 1), (KEY, F13, 2), (SYN, 0, 1),
    (MISC, 4, 458856), (KEY, F13, 0), (SYN, 0, 0),
)  # fmt: skip
"""As a keyboard tells a long press: its scan code, the key, repeats, and each with its end."""


@dataclass
class OneEvent:
    type: int
    code: int
    value: int


class Recorded:
    """An input device: what it tells comes through a pipe, as through the kernel's file."""

    ONE = struct.Struct("iii")

    def __init__(self) -> None:
        self.fd, self._write = os.pipe()
        os.set_blocking(self.fd, False)
        self.pressed: set[int] = set()
        self.unplugged = False
        self.closed = False

    def tells(self, *events: tuple[int, int, int]) -> None:
        for event in events:
            if event[0] == KEY:
                (self.pressed.add if event[2] else self.pressed.discard)(event[1])
            os.write(self._write, self.ONE.pack(*event))

    def is_unplugged(self) -> None:
        self.unplugged = True
        os.close(self._write)

    def read(self) -> Iterator[OneEvent]:
        if self.unplugged:
            raise OSError(19, "No such device")
        for event in self.ONE.iter_unpack(os.read(self.fd, 64 * self.ONE.size)):
            yield OneEvent(*event)

    def active_keys(self) -> list[int]:
        if self.unplugged:
            raise OSError(19, "No such device")
        return sorted(self.pressed)

    def close(self) -> None:
        self.closed = True


@pytest.fixture
def device() -> Iterator[Recorded]:
    device = Recorded()
    yield device
    os.close(device.fd)
    if not device.unplugged:
        os.close(device._write)


@pytest.fixture
def line(device: Recorded) -> UsbLine:
    return UsbLine(AT, lambda: MOMENT, lambda _: (device, F13))


async def test_a_press_closes_and_opens_and_its_repeats_are_no_presses(
    line: UsbLine, device: Recorded
) -> None:
    seen = Told[tuple[bool, float]]()
    line.open(lambda closed, at: seen((closed, at)))

    device.tells(*A_PRESS)
    await seen.until(lambda edge: not edge[0])
    line.close()

    assert seen.all == [(True, MOMENT)] * 3 + [(False, MOMENT)]
    assert device.closed


async def test_other_keys_of_the_same_keyboard_are_none_of_its(
    line: UsbLine, device: Recorded
) -> None:
    seen = Told[bool]()
    line.open(lambda closed, _at: seen(closed))

    device.tells((KEY, F14, 1), (MISC, F13, 1), (SYN, 0, 0), (KEY, F14, 0), (KEY, F13, 1))
    await seen.until(lambda closed: closed)
    line.close()

    assert seen.all == [True]


async def test_its_level_is_what_the_kernel_has_though_the_edge_was_not_told(
    line: UsbLine, device: Recorded
) -> None:
    line.open(lambda _closed, _at: None)
    before = line.level()
    device.pressed.add(F13)

    after = line.level()
    line.close()

    assert (before, after) == (False, True)


async def test_one_that_is_unplugged_is_lost_and_its_end_does_not_keep_the_loop_busy(
    line: UsbLine, device: Recorded
) -> None:
    seen = Told[bool]()
    line.open(lambda closed, _at: seen(closed))
    device.is_unplugged()

    with pytest.raises(LineLost, match="it was unplugged"):
        line.level()
    line.close()

    assert seen.all == []


def test_a_line_that_is_not_open_is_lost(line: UsbLine) -> None:
    with pytest.raises(LineLost, match="not plugged in"):
        line.level()


def test_without_evdev_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "evdev", None)

    with pytest.raises(LineLost) as lost:
        find_input(AT)

    assert str(lost.value) == NO_EVDEV
