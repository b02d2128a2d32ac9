"""What the household is promised, in a running house: over a real broker, by a real process."""

from tests.hub.e2e.home import CEILING, FULL, Home

FREEZE = "homerule/override/house/set"
FROZEN = "homerule/override/house/state"


def freezes(home: Home) -> None:
    """Freeze the house, and return when that is acknowledged."""
    home.ears.says(FREEZE, "freeze")
    home.ears.hears(FROZEN, lambda said: b"freeze" in said.payload, since=home.mark)


def test_motion_lights_the_hall_no_brighter_than_the_house_allows_and_why_says_so(
    home: Home,
) -> None:
    home.devices.sees("Hall motion")

    home.is_told("Hall lamp", state="ON", brightness=CEILING)
    home.shows("hall-lamp", power="on", percent=20, holder="Hall motion")
    said = home.hub.asked("why", "hall-lamp")
    assert "switched on at 20 %, not 80 %" in said
    assert "'Quiet nights' allows at most 20 % (Ana's rule)" in said


def test_a_freeze_stops_all_automation_and_no_person(home: Home) -> None:
    freezes(home)

    home.devices.sees("Hall motion")
    home.devices.sees("Kitchen motion")
    home.is_decided("hall-lamp", "deferred")
    home.is_decided("kitchen-lamp", "deferred")
    home.ears.says("homerule/device/kitchen-lamp/set", "40 %")
    home.devices.presses("Hall button")

    home.is_told("Kitchen lamp", brightness=102)
    home.is_told("Hall lamp", brightness=FULL)
    assert len(home.orders("Kitchen lamp")) == 1
    assert len(home.orders("Hall lamp")) == 1


def test_a_release_raises_nothing_until_something_happens_again(home: Home) -> None:
    freezes(home)
    home.devices.sees("Kitchen motion")
    home.is_decided("kitchen-lamp", "deferred")

    home.ears.says(FREEZE, "release")
    home.ears.hears(FROZEN, lambda said: not said.payload, since=home.mark)
    home.is_heard()
    before = home.orders("Kitchen lamp")
    home.devices.sees_anew("Kitchen motion")

    home.is_told("Kitchen lamp", state="ON")
    assert before == []


def test_resume_may_raise_at_once_because_a_person_asked_for_it(home: Home) -> None:
    freezes(home)
    home.devices.sees("Kitchen motion")
    home.is_decided("kitchen-lamp", "deferred")

    home.ears.says(FREEZE, "resume")

    home.is_told("Kitchen lamp", state="ON", brightness=229)


def test_what_an_agent_wanted_dark_meanwhile_gets_dark_by_the_release(home: Home) -> None:
    home.devices.sees("Porch motion")
    home.shows("porch-lamp", power="on")
    freezes(home)

    home.devices.sees("Porch motion", somebody=False)
    home.is_decided("porch-lamp", "deferred", wanted="Porch lamp off")
    frozen = home.orders("Porch lamp")
    home.ears.says(FREEZE, "release")

    home.is_told("Porch lamp", state="OFF")
    assert [order["state"] for order in frozen] == ["ON"]


def test_a_button_gives_full_light_where_motion_gives_little(home: Home) -> None:
    home.devices.sees("Hall motion")
    home.is_told("Hall lamp", brightness=CEILING)
    home.shows("hall-lamp", percent=20)

    home.devices.presses("Hall button")

    home.is_told("Hall lamp", state="ON", brightness=FULL)
    home.shows("hall-lamp", percent=100, level="person")


def test_a_lamp_switched_at_its_wall_switch_stays_as_it_was_left(home: Home) -> None:
    home.devices.sees("Kitchen motion")
    home.shows("kitchen-lamp", power="on")
    mark = home.ears.now

    home.devices.is_turned("Kitchen lamp", state="OFF")
    home.shows("kitchen-lamp", mark, level="person", power="off")
    home.devices.sees_anew("Kitchen motion")

    sentence = home.is_decided("kitchen-lamp", "deferred", mark)
    assert "switched it off by hand" in sentence
    home.ears.says("homerule/device/kitchen-lamp/set", "10 %")
    home.is_told("Kitchen lamp", mark, state="ON")
    assert len(home.orders("Kitchen lamp", mark)) == 1


def test_a_scene_is_a_persons_wish(home: Home) -> None:
    freezes(home)

    home.ears.says("homerule/scene/film/set", "on")

    home.is_told("Kitchen lamp", state="ON", brightness=76)
    home.shows("kitchen-lamp", level="person")


def test_the_command_line_stands_beside_mqtt(home: Home) -> None:
    home.hub.asked("override", "area/kitchen", "freeze", "--for", "10 min")
    home.ears.hears("homerule/override/area/kitchen/state", lambda said: b"until" in said.payload)
    home.hub.asked("set", "Kitchen lamp", "on")
    home.is_told("Kitchen lamp", state="ON", brightness=FULL)

    said = home.hub.asked("why", "Kitchen lamp")

    assert "froze the kitchen" in said
    assert "Kitchen lamp: On, 100 %" in home.hub.asked("devices") or "Kitchen lamp" in said
