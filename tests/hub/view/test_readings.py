"""What a device is, in a few words."""

import pytest

from hub.view.readings import readings, state_words
from rules.claims.told import Told
from rules.condition import Condition
from rules.words.device import Announcement, Capability, Category, Device, Sort
from rules.words.ids import DeviceId
from rules.words.values import BRIGHTNESS, POWER, Aspect, Value
from tests.houses import MONDAY_NOON, announced, button, lamp, plug, sensor


def words(announcement: Announcement, *, available: bool = True, **values: Value) -> str:
    device = Device.of(DeviceId("it"), announcement)
    known = {Aspect(aspect): value for aspect, value in values.items()}
    return state_words(device, Condition(values=known, available=available))


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (words(lamp("Lamp"), power=True, brightness=102), "On, 40 %"),
        (words(lamp("Lamp"), power=False, brightness=102), "Off"),
        (words(lamp("Lamp")), "Not heard yet"),
        (words(lamp("Lamp"), power=True, available=False), "No answer, was on"),
        (words(lamp("Lamp"), power=None, available=False), "No answer"),
        (words(plug("Plug"), power=True), "On"),
        (words(button("Button")), "Ready"),
        (words(sensor("Motion", Aspect("occupancy")), occupancy=True), "Somebody here"),
        (words(sensor("Window", Aspect("window")), window=False), "Closed"),
        (words(sensor("Odd", Aspect("odd_thing")), odd_thing=True), "Odd thing: yes"),
        (words(sensor("Word", Aspect("mode")), mode="x" * 500), "x" * 60),
        (words(sensor("Lux", Aspect("illuminance")), illuminance=1234.56), "1235"),
    ],
)
def test_a_device_is_said_in_a_few_words(said: str, expected: str) -> None:
    assert said == expected


def test_a_measurement_is_said_with_its_unit_and_no_more_figures_than_people_want() -> None:
    temperature = Capability(aspect=Aspect("temperature"), unit="°C")

    said = words(announced("Air", Sort.SENSOR, [temperature]), temperature=21.4612)

    assert said == "21.5 °C"


def test_whether_somebody_is_there_comes_before_numbers() -> None:
    eye = sensor("Eye", Aspect("illuminance"), Aspect("occupancy"))

    assert words(eye, illuminance=4, occupancy=True) == "Somebody here, 4"


def test_what_is_only_for_the_technician_is_left_out() -> None:
    signal = Capability(aspect=Aspect("signal"), category=Category.DIAGNOSTIC)
    device = Device.of(DeviceId("it"), announced("Air", Sort.SENSOR, [signal]))

    assert readings(device, {Aspect("signal"): 12}) == []


def test_a_number_that_is_none_does_no_harm() -> None:
    assert words(sensor("Lux", Aspect("illuminance")), illuminance=float("nan")) == "nan"


@pytest.mark.parametrize(("wanted", "expected"), [(True, "Turning on"), (False, "Off")])
def test_what_was_told_and_not_shown_yet_is_said_to_be_on_its_way(
    wanted: bool, expected: str
) -> None:
    device = Device.of(DeviceId("it"), lamp("Lamp"))
    told = Told(
        order=1,
        values={POWER: wanted, BRIGHTNESS: 200},
        before={},
        at=MONDAY_NOON,
        transition=0.0,
        automated=False,
    )

    said = state_words(device, Condition(values={POWER: False}, told=told))

    assert said == expected
