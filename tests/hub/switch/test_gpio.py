"""A line of the pins, with a gpiod that drives nothing: what is asked of it, what it tells."""

import sys
from pathlib import Path

import pytest

from hub.switch.gpio import NO_GPIOD, SPIKE, GpioLine, header
from hub.switch.line import LineLost
from rules.words.switches import Active, Gpio, Pull
from tests.fakes.gpiod import Bias, Direction, Edge, Gpiod, LineRequest, LineSettings
from tests.fakes.told import Told


@pytest.fixture
def gpiod(monkeypatch: pytest.MonkeyPatch) -> Gpiod:
    return Gpiod().install(monkeypatch)


def opened(gpiod: Gpiod, at: Gpio, seen: Told[tuple[bool, float]]) -> tuple[GpioLine, LineRequest]:
    line = GpioLine(at)
    line.open(lambda closed, moment: seen((closed, moment)))
    return line, gpiod.requests[-1]


async def test_each_edge_is_told_with_the_kernels_moment(gpiod: Gpiod) -> None:
    seen = Told[tuple[bool, float]]()
    line, request = opened(gpiod, Gpio(gpio=17), seen)

    request.turns(True, 12.5)
    request.turns(False, 12.75)
    await seen.until(lambda edge: not edge[0])
    line.close()

    assert seen.all == [(True, 12.5), (False, 12.75)]
    assert request.released


async def test_its_level_is_what_the_line_shows(gpiod: Gpiod) -> None:
    line, request = opened(gpiod, Gpio(gpio=17), Told())
    before = line.level()
    request.turns(True, 1.0)

    after = line.level()
    line.close()

    assert (before, after) == (False, True)


@pytest.mark.parametrize(
    ("at", "low", "bias"),
    [
        (Gpio(gpio=17), True, Bias.PULL_UP),
        (Gpio(gpio=17, active=Active.HIGH), False, Bias.PULL_DOWN),
        (Gpio(gpio=17, active=Active.HIGH, pull=Pull.UP), False, Bias.PULL_UP),
        (Gpio(gpio=17, pull=Pull.NONE), True, Bias.DISABLED),
    ],
)
async def test_an_open_contact_is_a_released_switch_unless_the_household_says_otherwise(
    gpiod: Gpiod, at: Gpio, low: bool, bias: Bias
) -> None:
    line, request = opened(gpiod, at, Told())
    line.close()

    assert request.config == {
        17: LineSettings(
            direction=Direction.INPUT,
            edge_detection=Edge.BOTH,
            bias=bias,
            active_low=low,
            debounce_period=SPIKE,
        )
    }


@pytest.mark.parametrize(
    ("chip", "path"), [("", "/dev/gpiochip0"), ("gpiochip4", "/dev/gpiochip4")]
)
async def test_without_a_chip_it_is_one_of_the_pin_header(
    gpiod: Gpiod, chip: str, path: str
) -> None:
    line, request = opened(gpiod, Gpio(gpio=17, chip=chip), Told())
    line.close()

    assert request.path == path


def test_the_pin_header_is_found_by_what_its_chip_is_called(gpiod: Gpiod, tmp_path: Path) -> None:
    nothing = header(tmp_path)
    for name in ("gpiochip0", "gpiochip1", "gpiochip10", "null"):
        (tmp_path / name).touch()

    assert header(tmp_path) == str(tmp_path / "gpiochip10")
    assert nothing == str(tmp_path / "gpiochip0")


async def test_a_line_that_cannot_be_had_is_lost_in_a_sentence(gpiod: Gpiod) -> None:
    gpiod.refuses = "Device or resource busy"

    with pytest.raises(LineLost, match="line 17 of /dev/gpiochip0 cannot be had"):
        GpioLine(Gpio(gpio=17)).open(lambda _closed, _at: None)


async def test_a_chip_that_goes_away_is_lost(gpiod: Gpiod) -> None:
    line, request = opened(gpiod, Gpio(gpio=17), Told())
    request.gone = True

    with pytest.raises(LineLost, match="No such device"):
        line.level()
    line.close()


def test_a_line_that_is_not_open_is_lost(gpiod: Gpiod) -> None:
    with pytest.raises(LineLost, match="not open"):
        GpioLine(Gpio(gpio=17)).level()


async def test_without_gpiod_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "gpiod", None)

    with pytest.raises(LineLost) as lost:
        GpioLine(Gpio(gpio=17)).open(lambda _closed, _at: None)

    assert str(lost.value) == NO_GPIOD
