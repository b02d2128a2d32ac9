"""When this happens, if that holds, then wish for these; and nothing in any other case."""

from datetime import date

from devices.agents.recipe import Recipe
from devices.recipes import SUN_DOWN, SUN_UP, Condition, OnDays, Press, Rule, Trigger
from rules.house import House
from rules.words.days import Weekday
from rules.words.ids import AgentId, DeviceId, Ref
from rules.words.news import Cron, Daily, News
from rules.words.readings import Above, Below, Equals, Reading
from rules.words.times import (
    DAY,
    HOUR,
    MINUTE,
    Duration,
    Moment,
    Sky,
    SunEvent,
    SunPoint,
    TimeOfDay,
    Window,
)
from rules.words.values import BRIGHTNESS, POWER, Value
from rules.words.wishes import Level, Mode, Proposal, Then
from tests.houses import (
    CONTACT,
    ILLUMINANCE,
    MONDAY_NOON,
    OCCUPANCY,
    becomes,
    button,
    house_with,
    is_now,
    lamp,
    lux_sensor,
    motion_sensor,
    point,
    policy_of,
    pressed,
    sensor,
    woken,
)

NOW = MONDAY_NOON
EVENING = MONDAY_NOON + 8 * HOUR
ON, OFF = {POWER: True}, {POWER: False}
DIM = {POWER: True, BRIGHTNESS: 102}
PORCH, HALL = Ref("Porch lamp"), Ref("Hall lamp")
SKY = Sky(day=date(2025, 11, 10), sunrise=7 * 60 + 30, sunset=17 * 60)

DOOR_OPENS = Reading(Ref("Porch door"), CONTACT, Equals(True))
DARK = Reading(Ref("Porch lux"), ILLUMINANCE, Below(40))
BUTTON = Press(Ref("Porch button"), "single")


def recipe(*rules: Rule) -> Recipe:
    return Recipe(id=AgentId("porch"), rules=rules)


def when(*triggers: Trigger, if_: tuple[Condition, ...] = ()) -> Recipe:
    return recipe(Rule(when=triggers, if_=if_, then={PORCH: ON}))


def porch(agent: Recipe) -> House:
    house = house_with(
        policy_of(agent),
        lamp("Porch lamp"),
        lamp("Hall lamp"),
        sensor("Porch door", CONTACT),
        lux_sensor("Porch lux"),
        motion_sensor("Porch motion"),
        sensor("Back door", CONTACT),
        button("Porch button"),
        button("Gate button"),
    )
    house.sky = SKY
    return house


def wishes(agent: Recipe, news: News, house: House, now: Moment = NOW) -> list[Proposal]:
    return list(agent.consider(news, house, now))


def opens(house: House, door: str = "Porch door", value: Value = True) -> News:
    return becomes(house, door, CONTACT, value)


def test_days_are_those_on_which_the_hours_began() -> None:
    night = Window(TimeOfDay(22 * 60), TimeOfDay(6 * 60))
    monday, with_night = OnDays((Weekday.MON,)), OnDays((Weekday.MON,), night)
    late, after_midnight = MONDAY_NOON + 11 * HOUR, MONDAY_NOON + 13 * HOUR

    for conditions, at, lights in (
        ((monday,), NOW, True),
        ((OnDays((Weekday.TUE,)),), NOW, False),
        ((monday,), after_midnight, False),
        ((with_night, night), late, True),
        ((with_night, night), after_midnight, True),
        ((with_night, night), after_midnight - DAY, False),
    ):
        agent = when(DOOR_OPENS, if_=conditions)
        house = porch(agent)
        news = opens(house)
        assert bool(wishes(agent, news, house, at)) is lights
        (wish,) = wishes(when(DOOR_OPENS), news, house)
        assert bool(agent.why_over(wish, house, at)) is not lights


def test_a_reading_that_becomes_so_sets_off_a_wish() -> None:
    agent = recipe(Rule(when=(DOOR_OPENS,), then={PORCH: ON, HALL: DIM}))
    house = porch(agent)

    news = becomes(house, "Porch door", CONTACT, after=True)
    found = wishes(agent, news, house)

    assert found[0] == Proposal(
        agent=agent.id,
        device=DeviceId("porch-lamp"),
        level=Level.EVENT,
        values=ON,
        until=NOW + 2 * HOUR,
        cause=news.cause,
        mode=Mode.SET,
        then=Then.KEEP,
    )
    assert [(wish.device, wish.values) for wish in found] == [
        ("porch-lamp", ON),
        ("hall-lamp", DIM),
    ]


def test_the_opposite_or_another_device_or_another_reading_does_not() -> None:
    agent = when(DOOR_OPENS)
    house = porch(agent)

    assert wishes(agent, opens(house, value=False), house) == []
    assert wishes(agent, opens(house, "Back door"), house) == []
    assert wishes(agent, becomes(house, "Porch door", POWER, after=True), house) == []


def test_a_device_that_nobody_has_is_passed_over() -> None:
    gone = Reading(Ref("Gone"), CONTACT, Equals(True))
    agent = recipe(Rule(when=(DOOR_OPENS, gone), then={Ref("Gone lamp"): ON, PORCH: ON}))
    house = porch(agent)

    assert [wish.device for wish in wishes(agent, opens(house), house)] == ["porch-lamp"]


def test_any_of_several_triggers_sets_it_off_and_two_at_once_do_so_once() -> None:
    darker = Reading(Ref("Porch lux"), ILLUMINANCE, Below(30))
    agent = when(DOOR_OPENS, DARK, darker, BUTTON)
    house = porch(agent)

    assert len(wishes(agent, opens(house), house)) == 1
    assert len(wishes(agent, pressed(house, "Porch button"), house)) == 1
    assert len(wishes(agent, becomes(house, "Porch lux", ILLUMINANCE, 12.0), house)) == 1


def test_below_and_above_fire_when_the_reading_crosses_and_not_while_it_stays() -> None:
    bright = Reading(Ref("Porch lux"), ILLUMINANCE, Above(100))
    agent = recipe(
        Rule(when=(DARK,), then={PORCH: ON}),
        Rule(when=(bright,), then={PORCH: OFF}),
    )
    house = porch(agent)

    told = [
        [
            wish.values
            for wish in wishes(agent, becomes(house, "Porch lux", ILLUMINANCE, lux), house)
        ]
        for lux in (35.0, 20.0, 60.0, 39.0, 150.0, 180.0)
    ]

    assert told == [[ON], [], [], [ON], [OFF], []]


def test_a_text_can_be_waited_for() -> None:
    agent = when(Reading(Ref("Porch door"), CONTACT, Equals("tilted")))
    house = porch(agent)

    assert wishes(agent, opens(house, value="open"), house) == []
    assert wishes(agent, opens(house, value="tilted"), house)


def test_a_press_sets_off_its_rule_and_no_other_press_does() -> None:
    agent = when(BUTTON)
    house = porch(agent)

    [wish] = wishes(agent, pressed(house, "Porch button"), house)

    assert wish.level is Level.EVENT
    assert wishes(agent, pressed(house, "Porch button", "double"), house) == []
    assert wishes(agent, pressed(house, "Gate button"), house) == []


def test_all_conditions_must_hold() -> None:
    agent = when(DOOR_OPENS, if_=(DARK, SUN_DOWN))
    house = porch(agent)
    news = opens(house)

    is_now(house, "Porch lux", illuminance=12)
    assert wishes(agent, news, house, EVENING)
    assert wishes(agent, news, house, NOW) == []

    is_now(house, "Porch lux", illuminance=80)
    assert wishes(agent, news, house, EVENING) == []


def test_what_is_not_known_does_not_hold() -> None:
    unknown_lux = when(DOOR_OPENS, if_=(DARK,))
    gone = when(DOOR_OPENS, if_=(Reading(Ref("Gone"), ILLUMINANCE, Below(40)),))
    sun_up, sun_down = when(DOOR_OPENS, if_=(SUN_UP,)), when(DOOR_OPENS, if_=(SUN_DOWN,))

    for agent in (unknown_lux, gone, sun_up, sun_down):
        house = porch(agent)
        house.sky = None
        assert wishes(agent, opens(house), house) == []


def test_hours_are_a_condition() -> None:
    night = Window(TimeOfDay(22 * 60), TimeOfDay(6 * 60))
    agent = when(DOOR_OPENS, if_=(night,))
    house = porch(agent)
    news = opens(house)

    assert wishes(agent, news, house, NOW + 10 * HOUR)
    assert wishes(agent, news, house, NOW - 7 * HOUR)
    assert wishes(agent, news, house, NOW - 6 * HOUR) == []


def test_the_household_says_how_long_a_wish_stands_and_what_follows() -> None:
    agent = recipe(
        Rule(when=(DOOR_OPENS,), then={PORCH: ON}, for_=Duration(5 * MINUTE), afterwards=Then.OFF)
    )
    house = porch(agent)

    [wish] = wishes(agent, opens(house), house)

    assert wish.until == NOW + 5 * MINUTE
    assert wish.then is Then.OFF


def test_a_time_sets_off_a_wish_of_the_schedule_until_it_comes_again() -> None:
    agent = when(TimeOfDay(7 * 60))
    house = porch(agent)

    [wish] = wishes(agent, point("07:00", NOW), house)

    assert wish.level is Level.SCHEDULE
    assert wish.until == NOW + DAY
    assert wish.then is Then.KEEP
    assert wishes(agent, point("08:00", NOW), house) == []


def test_a_late_time_is_judged_by_its_own_hour_and_handed_on_as_late() -> None:
    until_six = Window(TimeOfDay(11 * 60), TimeOfDay(13 * 60))
    agent = when(TimeOfDay(12 * 60), if_=(until_six,))
    house = porch(agent)

    [wish] = wishes(agent, point("12:00", NOW, late=True), house, NOW + 3 * HOUR)

    assert wish.late
    assert wish.until == NOW + DAY


def test_a_late_time_whose_wish_is_over_is_let_go() -> None:
    agent = recipe(Rule(when=(TimeOfDay(12 * 60),), then={PORCH: ON}, for_=Duration(10 * MINUTE)))
    house = porch(agent)

    assert wishes(agent, point("12:00", NOW, late=True), house, NOW + 9 * MINUTE)
    assert wishes(agent, point("12:00", NOW, late=True), house, NOW + 10 * MINUTE) == []


def test_a_time_passes_over_a_device_that_nobody_has() -> None:
    agent = recipe(Rule(when=(TimeOfDay(7 * 60),), then={Ref("Gone lamp"): ON}))

    assert wishes(agent, point("07:00", NOW), porch(agent)) == []


def test_its_timetable_names_each_time_once_and_as_people_write_it() -> None:
    before_sunset = SunPoint(SunEvent.SUNSET, -10)
    agent = recipe(
        Rule(when=(TimeOfDay(7 * 60), before_sunset), then={PORCH: ON}),
        Rule(when=(TimeOfDay(7 * 60), Cron("", "45 6 * * 1-5")), then={HALL: ON}),
    )
    house = porch(agent)

    assert agent.timetable() == (
        Daily("07:00", TimeOfDay(7 * 60)),
        Daily("sunset - 10 min", before_sunset),
        Cron("45 6 * * 1-5", "45 6 * * 1-5"),
    )
    assert [wish.device for wish in wishes(agent, point("07:00", NOW), house)] == [
        "porch-lamp",
        "hall-lamp",
    ]


def test_it_hears_of_what_sets_it_off_and_reaches_what_it_wishes_for() -> None:
    agent = recipe(
        Rule(when=(DOOR_OPENS, BUTTON), if_=(DARK,), then={PORCH: ON}),
        Rule(when=(TimeOfDay(0),), then={HALL: OFF}),
    )
    house = porch(agent)

    assert agent.listens().refs == {"Porch door", "Porch button"}
    assert agent.reaches().refs == {"Porch lamp", "Hall lamp"}
    assert house.directory.listeners(DeviceId("porch-door")) == (agent,)
    assert house.directory.listeners(DeviceId("porch-lux")) == ()


def test_it_asks_for_no_waking_and_answers_none() -> None:
    agent = when(DOOR_OPENS)

    assert wishes(agent, woken("anything", NOW), porch(agent)) == []


def test_motion_on_and_off_is_a_pair_of_rules() -> None:
    motion = Ref("Porch motion")
    agent = recipe(
        Rule(when=(Reading(motion, OCCUPANCY, Equals(True)),), then={PORCH: ON}),
        Rule(when=(Reading(motion, OCCUPANCY, Equals(False)),), then={PORCH: OFF}),
    )
    house = porch(agent)

    told = [
        [
            wish.values
            for wish in wishes(agent, becomes(house, "Porch motion", OCCUPANCY, seen), house)
        ]
        for seen in (True, False, True)
    ]

    assert told == [[ON], [OFF], [ON]]


def test_two_recipes_with_the_same_rules_are_equal() -> None:
    assert when(DOOR_OPENS) == when(DOOR_OPENS)
    assert when(DOOR_OPENS) != when(BUTTON)
