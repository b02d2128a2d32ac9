"""A changed household file is taken by SIGHUP; one with mistakes changes nothing and says where."""

import signal

import pytest

from tests.hub.e2e.home import CEILING, HOUSE, Home

TAKEN = "the household file was taken anew"


@pytest.fixture
def home(home: Home) -> Home:
    """The house of the file, with its household file as it was at first."""
    if home.household.read_text() != HOUSE:
        writes(home, HOUSE)
    return home


def writes(home: Home, house: str) -> None:
    """Write the household file, and have the hub take it."""
    times = home.hub.err.count(TAKEN)
    home.household.write_text(house)
    home.hub.is_told(signal.SIGHUP)
    home.hub.complains(of=TAKEN, times=times + 1)


def test_a_changed_rule_counts_from_the_next_event_on(home: Home) -> None:
    writes(home, HOUSE.replace("at_most: 20 %", "at_most: 10 %"))

    home.devices.sees_anew("Hall motion")

    home.is_told("Hall lamp", state="ON", brightness=26)


def test_a_stricter_rule_dims_at_once_and_a_laxer_one_brightens_nothing(home: Home) -> None:
    home.devices.sees_anew("Hall motion")
    home.is_told("Hall lamp", brightness=CEILING)
    home.shows("hall-lamp", percent=20)

    writes(home, HOUSE.replace("at_most: 20 %", "at_most: 10 %"))
    home.is_told("Hall lamp", brightness=26)
    home.shows("hall-lamp", percent=10)
    writes(home, HOUSE)

    home.is_heard()
    assert [order["brightness"] for order in home.orders("Hall lamp")] == [CEILING, 26]


def test_what_people_hold_is_not_touched_by_a_new_file(home: Home) -> None:
    home.ears.says("homerule/override/area/kitchen/set", {"verb": "freeze", "for": "1 h"})
    home.ears.says("homerule/device/hall-lamp/set", {"percent": 30, "for": "1 h"})
    home.shows("hall-lamp", percent=30)

    writes(home, HOUSE.replace("brightness: 90 %", "brightness: 70 %"))
    home.devices.sees_anew("Kitchen motion")
    home.devices.sees_anew("Hall motion")

    home.is_decided("kitchen-lamp", "deferred")
    home.is_decided("hall-lamp", "deferred")
    assert home.orders("Kitchen lamp") == []
    assert len(home.orders("Hall lamp")) == 1


@pytest.mark.parametrize(
    ("broken", "said"),
    [
        (HOUSE.replace("at_most: 20 %", "at_most: bright"), "guardrails.quiet-nights.at_most"),
        (HOUSE.replace("area: porch", "area: attic"), "agents.porch-motion.area"),
        (HOUSE.replace("home:", "home: ["), "house.yaml:2:"),
        ("", "house.yaml"),
        ("\x00\xff", "house.yaml"),
    ],
)
def test_a_file_with_mistakes_changes_nothing_and_says_the_line(
    home: Home, broken: str, said: str
) -> None:
    home.household.write_text(broken)
    known = len(home.hub.err)

    home.hub.is_told(signal.SIGHUP)

    told = home.hub.complains(of="the old policy stays", after=known)[known:]
    assert said in told
    assert "house.yaml:" in told
    home.devices.sees_anew("Hall motion")
    home.is_told("Hall lamp", state="ON", brightness=CEILING)


def test_a_file_that_is_gone_changes_nothing(home: Home) -> None:
    home.household.unlink()
    known = len(home.hub.err)

    home.hub.is_told(signal.SIGHUP)

    home.hub.complains(of="the old policy stays", after=known)
    home.devices.sees_anew("Hall motion")
    home.is_told("Hall lamp", state="ON", brightness=CEILING)
