"""What the household is promised, in a running house: over a real broker, by a real process."""

from tests.hub.e2e.home import CEILING, FULL, Home


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
    home.ears.says("homerule/override/house/set", "freeze")
    home.ears.hears("homerule/override/house/state", lambda said: said.json["verb"] == "freeze")

    home.devices.sees("Hall motion")
    home.devices.sees("Kitchen motion")
    home.is_decided("hall-lamp", "deferred")
    home.is_decided("kitchen-lamp", "deferred")
    home.ears.says("homerule/device/kitchen-lamp/set", "on")
    home.devices.presses("Hall button")

    home.is_told("Kitchen lamp", state="ON")
    home.is_told("Hall lamp", state="ON")
    assert home.orders("Kitchen lamp") == [{"state": "ON", "brightness": FULL}]
    assert home.orders("Hall lamp") == [{"state": "ON", "brightness": FULL}]
