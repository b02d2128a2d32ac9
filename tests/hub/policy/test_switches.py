"""What a physical switch is, as a household writes it."""

from pathlib import Path

import pytest

from rules.words.ids import AreaId, DeviceId, Ref, SwitchId
from rules.words.people import AreaScope, DeviceScope, HouseScope, Scope
from rules.words.switches import (
    Active,
    Gpio,
    Line,
    OfDevice,
    Pull,
    Simulated,
    Switch,
    SwitchKind,
    UsbKey,
)
from rules.words.values import BRIGHTNESS, POWER, Aspect, Values
from tests.hub.policy.written import A_HOME, AFTER_A_HOME, mistakes, policy, taken

RED = SwitchId("red-switch")


def read(folder: Path, written: str) -> Switch:
    return policy(folder, f"switches:\n  red-switch: {{ {written} }}\n").switches[RED]


def test_a_line_and_a_kind_are_enough_for_a_switch_that_freezes_the_house(tmp_path: Path) -> None:
    switch = read(tmp_path, "gpio: 17, kind: latching")

    assert switch == Switch(id=RED, kind=SwitchKind.LATCHING, line=Gpio(gpio=17))
    assert switch.scope == HouseScope()
    assert switch.engages is None
    assert switch.title == "the red switch"
    assert switch.let_go == "it is turned back"


@pytest.mark.parametrize(
    ("written", "line"),
    [
        ("gpio: 17", Gpio(gpio=17, active=Active.LOW)),
        ("gpio: 17, chip: /dev/gpiochip4", Gpio(gpio=17, chip="gpiochip4")),
        (
            "gpio: 5, active: high, pull: up",
            Gpio(gpio=5, active=Active.HIGH, pull=Pull.UP),
        ),
        ("usb: Desk button, key: f13", UsbKey(usb="Desk button", key="KEY_F13")),
        ("usb: /dev/input/by-id/x, key: BTN_0", UsbKey(usb="/dev/input/by-id/x", key="BTN_0")),
        ("usb: Pad, key: 1", UsbKey(usb="Pad", key="KEY_1")),
        ("device: Red box", OfDevice(device=Ref("Red box"))),
        (
            "device: Red box, reading: contact, active: off",
            OfDevice(device=Ref("Red box"), reading=Aspect("contact"), active=False),
        ),
        ("simulated: red", Simulated(simulated="red")),
    ],
)
def test_a_switch_is_read_by_one_line(tmp_path: Path, written: str, line: Line) -> None:
    assert read(tmp_path, f"{written}, kind: latching").line == line


def test_a_button_of_the_network_says_which_press_releases(tmp_path: Path) -> None:
    switch = read(tmp_path, "device: Red button, kind: momentary, release: double")

    assert switch.line == OfDevice(device=Ref("Red button"), release="double")


@pytest.mark.parametrize(
    ("written", "scope"),
    [
        ("house", HouseScope()),
        ("area/hall", AreaScope(AreaId("hall"))),
        ("hall", AreaScope(AreaId("hall"))),
        ("Living room", AreaScope(AreaId("living-room"))),
        ("device/heater-plug", DeviceScope(DeviceId("heater-plug"))),
    ],
)
def test_a_switch_has_a_scope(tmp_path: Path, written: str, scope: Scope) -> None:
    assert read(tmp_path, f"gpio: 17, kind: latching, scope: {written}").scope == scope


@pytest.mark.parametrize(
    ("written", "values"),
    [
        ("freeze", None),
        ("off", {POWER: False}),
        ("on", {POWER: True}),
        ("20 %", {POWER: True, BRIGHTNESS: 51}),
        ("{ power: on, brightness: 20 % }", {POWER: True, BRIGHTNESS: 51}),
    ],
)
def test_a_switch_freezes_or_sets_its_scope(
    tmp_path: Path, written: str, values: Values | None
) -> None:
    assert read(tmp_path, f"gpio: 17, kind: latching, engages: {written}").engages == values


def test_a_switch_may_be_called_something_and_stand_somewhere(tmp_path: Path) -> None:
    latching = read(tmp_path, "gpio: 17, kind: latching, where: by the door, name: Ana's switch")
    button = read(tmp_path, "usb: B, key: f13, kind: momentary, where: on the desk")

    assert latching.title == "Ana's switch"
    assert latching.let_go == "it is turned back by the door"
    assert button.let_go == (
        "it is pressed twice on the desk, about a second each, or somebody releases it"
    )


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("gpio: 17, active: low", "gpio: 17, active: high"),
        ("usb: B, key: f13", "usb: B, key: KEY_F13"),
        ("device: Red box", "device: red box, reading: contact"),
        ("simulated: red", "simulated: red"),
    ],
)
def test_two_switches_on_one_line_are_a_mistake(tmp_path: Path, one: str, other: str) -> None:
    file = (
        f"{A_HOME}switches:\n  a: {{ {one}, kind: latching }}\n  b: {{ {other}, kind: latching }}\n"
    )

    assert mistakes(tmp_path, file) == [
        f"house.yaml:{AFTER_A_HOME + 2}: switches.b: the switch `a` is read by the same line"
    ]


def test_switches_on_different_lines_are_none(tmp_path: Path) -> None:
    file = (
        f"{A_HOME}switches:\n"
        "  a: { gpio: 17, kind: latching }\n"
        "  b: { gpio: 17, chip: gpiochip1, kind: latching }\n"
        "  c: { usb: B, key: f13, kind: momentary }\n"
        "  d: { usb: B, key: f14, kind: momentary }\n"
    )

    assert mistakes(tmp_path, file) == []


def test_the_device_that_is_a_switch_is_one_that_must_be_known(tmp_path: Path) -> None:
    household = taken(tmp_path, "home: {}\nswitches:\n  a: { device: Red box, kind: latching }\n")

    assert Ref("Red box") in household.refs
