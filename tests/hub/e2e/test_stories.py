"""What the household is promised, in a running house: over a real broker, by a real process."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.hub.e2e.home import CEILING, FULL, Home, home_in

FREEZE = "homerule/override/house/set"
FROZEN = "homerule/override/house/state"


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
    home.ears.says(FREEZE, "freeze")
    home.ears.hears(FROZEN, lambda said: said.json["verb"] == "freeze")

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
    home.ears.says(FREEZE, "freeze")
    home.devices.sees("Kitchen motion")
    home.is_decided("kitchen-lamp", "deferred")

    home.ears.says(FREEZE, "release")
    home.ears.hears(FROZEN, lambda said: not said.payload, since=home.ears.now - 1)
    home.shows("kitchen-lamp", frozen=None, since=home.ears.now - 1)
    before = home.orders("Kitchen lamp")
    home.devices.sees_anew("Kitchen motion")

    home.is_told("Kitchen lamp", state="ON")
    assert before == []


def test_resume_may_raise_at_once_because_a_person_asked_for_it(home: Home) -> None:
    home.ears.says(FREEZE, "freeze")
    home.devices.sees("Kitchen motion")
    home.is_decided("kitchen-lamp", "deferred")

    home.ears.says(FREEZE, "resume")

    home.is_told("Kitchen lamp", state="ON", brightness=230)


def test_a_freeze_calls_back_what_an_agent_wanted_and_leaves_the_light_as_it_is(
    home: Home,
) -> None:
    home.devices.sees("Porch motion")
    home.is_told("Porch lamp", state="ON")
    home.shows("porch-lamp", power="on")

    home.ears.says(FREEZE, "freeze")
    home.ears.hears(FROZEN)
    home.devices.sees("Porch motion", somebody=False)
    home.shows("porch-lamp", level="default", since=home.ears.now)

    assert home.devices.lamp("Porch lamp")["state"] == "ON"
    assert len(home.orders("Porch lamp")) == 1
