"""What nobody should miss is told once, and once more when it is over; also over a restart."""

import pytest

from rules.explain import HouseNames, alarm_sentence, record_sentence
from rules.house import House
from rules.restore import restore
from rules.words.alarms import Alarm, AlarmKind
from rules.words.device import Capability, Sort
from rules.words.effects import Standing
from rules.words.events import (
    AvailabilityChanged,
    ClockStepped,
    DeviceAnnounced,
    DeviceRetired,
    LinkChanged,
    PolicyAdopted,
)
from rules.words.ids import DecisionId, HardwareId
from rules.words.records import AlarmBegan, AlarmEnded
from rules.words.times import DAY, HOUR, MINUTE
from rules.words.values import Aspect, Value
from tests.houses import announced, lamp, policy_of, room
from tests.story import Story

SENSOR = HardwareId("hw-cellar-sensor")
READINGS = ("moisture", "water_leak", "smoke", "carbon_monoxide", "gas", "tamper", "battery_low")
PERCENT = Capability(aspect=Aspect("battery"), unit="%")
POLICY = policy_of(room("Cellar", "Cellar sensor", "Cellar lamp"))
ANNOUNCED = announced(
    "Cellar sensor", Sort.SENSOR, [*(Capability(aspect=Aspect(a)) for a in READINGS), PERCENT]
)


def cellar() -> Story:
    """Begin with a sensor of which nothing was heard yet, and a lamp."""
    return Story(POLICY, [ANNOUNCED, lamp("Cellar lamp")])


def told(story: Story) -> list[str]:
    """Return what people were told of alarms, as sentences."""
    names = HouseNames(story.house)
    bodies = [body for body in story.records if isinstance(body, AlarmBegan | AlarmEnded)]
    return [record_sentence(body, story.now, names) for body in bodies]


def kept(story: Story) -> list[str]:
    """Return the alarms that would outlive a restart now."""
    return [key for key in story.kept if key.startswith("alarm/")]


def stand(story: Story) -> list[AlarmKind]:
    return [alarm.alarm for alarm in story.house.alarms.values()]


def restarted(story: Story) -> Story:
    """Begin anew with what stood when the hub ended."""
    again = Story(POLICY, at=story.now + MINUTE)
    again.house = House(POLICY)
    kept: list[Standing] = list(story.kept.values())
    restore(again.house, kept, (), ids={}, next_decision=DecisionId(1))
    again.kept = dict(story.kept)
    again.records.clear()
    again.happens(PolicyAdopted(POLICY))
    again.happens(DeviceAnnounced(ANNOUNCED))
    return again


@pytest.mark.parametrize(
    ("aspect", "says"),
    [
        ("moisture", "Cellar sensor reports water since 12:00:00."),
        ("water_leak", "Cellar sensor reports water since 12:00:00."),
        ("smoke", "Cellar sensor reports smoke since 12:00:00."),
        ("carbon_monoxide", "Cellar sensor reports carbon monoxide since 12:00:00."),
        ("gas", "Cellar sensor reports gas since 12:00:00."),
        ("tamper", "Cellar sensor reports that somebody tampers with it since 12:00:00."),
        ("battery_low", "The battery of Cellar sensor is nearly empty, since 12:00:00."),
    ],
)
def test_it_is_told_once_and_once_more_when_it_is_over(aspect: str, says: str) -> None:
    story = cellar()

    for _ in range(3):
        story.reads("Cellar sensor", **{aspect: True})
        story.passes(MINUTE)

    assert told(story) == [says]
    story.reads("Cellar sensor", **{aspect: False})
    story.passes(MINUTE)
    assert len(told(story)) == 2
    assert stand(story) == []
    assert kept(story) == []
    assert not story.commands


def test_what_flickers_is_one_alarm() -> None:
    story = cellar()

    for smoke in (True, False) * 5:
        story.reads("Cellar sensor", smoke=smoke)
        story.passes(20)

    assert len(told(story)) == 1
    story.passes(MINUTE)
    assert told(story)[-1] == "Cellar sensor reports no smoke any more, at 12:04:20."


@pytest.mark.parametrize(
    ("levels", "alarms"),
    [
        ((100, 12, 11), 0),
        ((11, 10, 9, 10, 11, 12, 14, 9), 1),
        ((8, 15), 1),
        ((None,), 0),
        (("full",), 0),
    ],
)
def test_a_battery_is_nearly_empty_until_it_is_clearly_fuller(
    levels: tuple[Value, ...], alarms: int
) -> None:
    story = cellar()

    for level in levels:
        story.reads("Cellar sensor", battery=level)
        story.passes(2 * MINUTE)

    began = [body for body in story.records if isinstance(body, AlarmBegan)]
    assert len(began) == alarms
    assert bool(stand(story)) == (alarms > 0 and levels[-1] != 15)


def test_a_level_is_told_with_its_percent_and_volts_are_no_percent() -> None:
    story = cellar()
    volts = announced("Meter", Sort.SENSOR, [Capability(aspect=Aspect("battery"), unit="V")])
    story.happens(DeviceAnnounced(volts))

    story.reads("Cellar sensor", battery=8)
    story.reads("Meter", battery=3)

    (alarm,) = story.house.alarms.values()
    names = HouseNames(story.house)
    assert alarm_sentence(alarm, names) == (
        "The battery of Cellar sensor is nearly empty (8 %), since 12:00:00."
    )


def test_another_reading_of_the_same_keeps_it() -> None:
    story = cellar()
    story.reads("Cellar sensor", moisture=True, water_leak=True)

    story.reads("Cellar sensor", moisture=False)
    story.passes(5 * MINUTE)

    assert stand(story) == [AlarmKind.WATER]
    assert len(told(story)) == 1


def test_numbers_of_such_a_name_are_measurements() -> None:
    story = cellar()

    story.reads("Cellar sensor", gas=1034.5, moisture=38)

    assert stand(story) == []


def test_what_stood_before_a_restart_is_not_told_again_and_still_ends() -> None:
    story = cellar()
    story.reads("Cellar sensor", smoke=True)

    again = restarted(story)
    again.reads("Cellar sensor", stored=True, smoke=True)

    assert stand(again) == [AlarmKind.SMOKE]
    assert told(again) == []
    again.reads("Cellar sensor", smoke=False)
    again.passes(MINUTE)
    assert len(told(again)) == 1
    assert kept(again) == []


def test_what_was_about_to_be_over_is_over_after_a_restart() -> None:
    story = cellar()
    story.reads("Cellar sensor", smoke=True)
    story.reads("Cellar sensor", smoke=False)

    again = restarted(story)
    again.passes(MINUTE)

    assert stand(again) == []


def test_what_the_broker_had_stored_is_told_as_well() -> None:
    story = cellar()

    story.reads("Cellar sensor", stored=True, moisture=True)

    assert stand(story) == [AlarmKind.WATER]


def test_what_is_taken_away_alarms_nobody() -> None:
    story = cellar()
    story.reads("Cellar sensor", moisture=True)

    story.happens(DeviceRetired(SENSOR))

    assert stand(story) == []
    assert told(story)[-1].endswith("it was taken away.")


# silence


def reach(story: Story, *, available: bool) -> None:
    story.happens(AvailabilityChanged(SENSOR, available=available))


def test_a_sensor_out_of_reach_is_told_after_a_while_and_when_it_is_back() -> None:
    story = cellar()
    reach(story, available=False)

    story.passes(9 * MINUTE)
    assert told(story) == []
    story.passes(2 * MINUTE)
    assert told(story) == ["Nothing was heard of Cellar sensor since 12:00:00."]

    story.passes(3 * DAY)
    reach(story, available=True)
    assert [type(body) for body in story.records[-1:]] == [AlarmEnded]
    assert len(told(story)) == 2


def test_who_is_away_for_a_moment_is_not_told() -> None:
    story = cellar()

    for _ in range(5):
        reach(story, available=False)
        story.passes(6 * MINUTE)
        reach(story, available=True)
        story.passes(6 * MINUTE)

    assert told(story) == []


# a bridge

WINDOWS = tuple(announced(f"Window {n}", Sort.SENSOR, []) for n in range(1, 5))


def windows(count: int = 4) -> Story:
    """Begin with sensors that speak through one bridge."""
    return Story(POLICY, [*WINDOWS[:count]])


def bridge(story: Story, *which: int, available: bool) -> None:
    for number in which:
        hardware = WINDOWS[number - 1].hardware
        story.happens(AvailabilityChanged(hardware, available=available))


def test_sensors_that_are_gone_at_once_are_told_in_one_line_and_back_with_the_last() -> None:
    story = windows()
    bridge(story, 1, 2, 3, 4, available=False)

    story.passes(DAY)
    (line,) = told(story)
    assert line.startswith("Nothing was heard since 12:00:00 of 4 sensors that were gone at once")
    assert line.endswith(": Window 1, Window 2, Window 3 and 1 more.")
    bridge(story, 1, 3, 4, available=True)
    assert len(told(story)) == 1
    assert [alarm.devices for alarm in story.house.alarms.values()] == [("window-2",)]
    bridge(story, 2, available=True)
    assert [one.partition(" are back")[0] for one in told(story)[1:]] == [
        "All 4 sensors that were gone at once"
    ]
    assert kept(story) == []
    assert not any(condition.silent for condition in story.house.conditions.values())


def test_two_are_no_bridge_nor_are_those_that_go_one_by_one() -> None:
    two, one_by_one = windows(2), windows(3)

    bridge(two, 1, 2, available=False)
    two.passes(HOUR)
    for number in (1, 2, 3):
        bridge(one_by_one, number, available=False)
        one_by_one.passes(MINUTE)
    one_by_one.passes(HOUR)

    assert len(told(two)) == 2
    assert len(told(one_by_one)) == 3


def test_who_is_taken_away_leaves_the_others_silent_and_so_does_a_restart() -> None:
    story = windows()
    bridge(story, 1, 2, 3, 4, available=False)
    story.passes(HOUR)

    story.happens(DeviceRetired(WINDOWS[0].hardware))
    (alarm,) = story.house.alarms.values()
    again = House(POLICY)
    restore(again, list(story.kept.values()), (), ids={}, next_decision=DecisionId(1))

    assert alarm.devices == ("window-2", "window-3", "window-4")
    assert {one for one, condition in again.conditions.items() if condition.silent} == {
        *alarm.devices
    }


def speaks(story: Story, times: int, every: float) -> None:
    for n in range(times):
        story.reads("Cellar sensor", illuminance=n)
        story.passes(every)


def test_a_sensor_that_speaks_each_hour_is_silent_after_a_day_without_a_word() -> None:
    story = cellar()
    speaks(story, 30, HOUR)

    story.passes(DAY)
    assert told(story) == []
    story.passes(2 * HOUR)
    assert stand(story) == [AlarmKind.SILENT]

    reach(story, available=True)
    assert stand(story) == [AlarmKind.SILENT], "only a word of it ends that"
    story.reads("Cellar sensor", illuminance=1)
    assert stand(story) == []
    assert len(told(story)) == 2


def test_who_often_says_nothing_for_a_day_is_waited_for() -> None:
    story = cellar()
    speaks(story, 12, DAY)

    story.passes(1.5 * DAY)

    assert told(story) == []
    story.passes(DAY)
    assert stand(story) == [AlarmKind.SILENT]


def test_nobody_knows_the_habits_of_who_was_hardly_heard() -> None:
    story = cellar()
    speaks(story, 3, HOUR)

    story.passes(6 * DAY)

    assert told(story) == []


def test_nobody_is_silent_while_there_is_no_connection_nor_right_after() -> None:
    story = cellar()
    speaks(story, 30, HOUR)
    reach(story, available=False)
    story.happens(LinkChanged(up=False))

    story.passes(3 * DAY)
    story.happens(LinkChanged(up=True))
    story.passes(9 * MINUTE)

    assert told(story) == []
    story.passes(2 * MINUTE)
    assert stand(story) == [AlarmKind.SILENT]


def test_a_silence_outlives_a_restart_and_is_not_told_again() -> None:
    story = cellar()
    reach(story, available=False)
    story.passes(HOUR)

    again = restarted(story)
    reach(again, available=False)
    again.passes(3 * DAY)

    assert stand(again) == [AlarmKind.SILENT]
    assert told(again) == []
    again.reads("Cellar sensor", illuminance=1)
    assert len(told(again)) == 1


def test_a_lamp_that_says_nothing_is_no_alarm() -> None:
    story = cellar()
    story.reads("Cellar lamp", power=False)

    story.happens(AvailabilityChanged(HardwareId("hw-cellar-lamp"), available=False))
    story.passes(3 * DAY)

    assert told(story) == []


def test_a_clock_that_is_set_makes_nobody_silent() -> None:
    story = cellar()
    speaks(story, 30, HOUR)

    story.now += 10 * DAY
    story.happens(ClockStepped(10 * DAY))
    story.passes(20 * HOUR)

    assert told(story) == []


def test_a_sentence_of_each_kind_has_its_end() -> None:
    story = cellar()
    names = HouseNames(story.house)

    for kind in AlarmKind:
        alarm = Alarm(alarm=kind, device=next(iter(story.house.devices)), since=story.now)
        for body in (AlarmBegan(alarm=alarm), AlarmEnded(alarm=alarm)):
            assert "12:00" in record_sentence(body, story.now, names)
