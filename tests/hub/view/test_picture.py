"""What people and scripts are shown of a device, an area and the house."""

import json
from pathlib import Path

from devices.agents.motion_light import MotionLight
from hub.view.picture import device_picture, device_state, house_picture
from hub.view.plain_json import Json, packed, values_json
from rules.policy import Person, Role
from rules.words.events import FreezePlaced, OverrideLifted, OverridePlaced, PersonSet
from rules.words.ids import AgentId, AreaId, DeviceId, PersonId
from rules.words.people import AreaScope, HouseScope
from rules.words.times import Duration
from rules.words.values import BRIGHTNESS, COLOUR, POWER, Aspect, Brightness, Kelvin, Xy
from rules.words.wishes import Author, Via
from tests.houses import lamp, motion_sensor, policy_of, room
from tests.hub.small_hub import SmallHub, small_hub

HALL = AreaScope(AreaId("hall"))
LAMP = DeviceId("hall-lamp")
ANA = Author(via=Via.PAGE, person=PersonId("ana"))
POLICY = policy_of(
    room("Hall", "Hall lamp", "Hall motion"),
    Person(id=PersonId("ana"), name="Ana", role=Role.OWNER),
    MotionLight(
        id=AgentId("hall-motion"),
        area=AreaId("hall"),
        brightness=Brightness(204),
        off_after=Duration(300.0),
    ),
)
DEVICES = (lamp("Hall lamp"), motion_sensor("Hall motion"))


def state(hub: SmallHub) -> dict[str, Json]:
    return device_state(hub.house, LAMP, hub.now)


async def test_a_lamp_that_nobody_cares_for_has_no_holder(tmp_path: Path) -> None:
    async with small_hub(tmp_path, POLICY, *DEVICES) as hub:
        await hub.reports("Hall lamp", power=True, brightness=51)

        assert state(hub) == {
            "values": {"power": "on", "brightness": 51, "percent": 20},
            "available": True,
            "holder": None,
            "level": "default",
            "since": None,
            "until": None,
            "why": None,
            "frozen": None,
        }


async def test_an_agent_that_drives_a_lamp_is_named_with_its_reason(tmp_path: Path) -> None:
    async with small_hub(tmp_path, POLICY, *DEVICES) as hub:
        await hub.reports("Hall lamp", power=False)
        await hub.reports("Hall motion", occupancy=True)

        shown = state(hub)

    assert (shown["holder"], shown["level"]) == ("Hall motion", "event")
    assert "Hall motion asked because" in str(shown["why"])


async def test_a_person_that_holds_a_lamp_is_named_until_when(tmp_path: Path) -> None:
    async with small_hub(tmp_path, POLICY, *DEVICES) as hub:
        await hub.reports("Hall lamp", power=False)
        await hub.happens(PersonSet(device=LAMP, values={POWER: True}, by=ANA, seconds=3600.0))

        shown = state(hub)

    assert (shown["holder"], shown["level"]) == ("Ana on the page", "person")
    assert shown["until"] == "2025-11-10T13:00:00+00:00"
    assert "Ana" in str(shown["why"])


async def test_a_frozen_lamp_says_what_froze_it(tmp_path: Path) -> None:
    async with small_hub(tmp_path, POLICY, *DEVICES) as hub:
        await hub.happens(FreezePlaced(scope=HALL, by=ANA))

        assert state(hub)["frozen"] == "area/hall"


async def test_what_was_told_and_not_shown_yet_stands_beside_what_is(tmp_path: Path) -> None:
    async with small_hub(tmp_path, POLICY, *DEVICES) as hub:
        await hub.reports("Hall lamp", power=False)
        await hub.happens(PersonSet(device=LAMP, values={POWER: True, BRIGHTNESS: 51}, by=ANA))
        told = device_picture(hub.house, hub.house.devices[LAMP], hub.now)
        await hub.reports("Hall lamp", power=True, brightness=51)
        shown = device_picture(hub.house, hub.house.devices[LAMP], hub.now)

    assert (told["words"], told["asked"]) == (
        "Turning on",
        {"power": "on", "brightness": 51, "percent": 20},
    )
    assert (shown["words"], shown["asked"]) == ("On, 20 %", None)


async def test_the_house_shows_what_is_frozen_and_set_and_forgets_it_when_released(
    tmp_path: Path,
) -> None:
    async with small_hub(tmp_path, POLICY, *DEVICES) as hub:
        await hub.happens(FreezePlaced(scope=HouseScope(), by=ANA, until=hub.now + 600))
        await hub.happens(OverridePlaced(scope=HouseScope(), values={POWER: False}, by=ANA))
        both = house_picture(hub.house, hub.now)["held"]
        await hub.happens(OverrideLifted(scope=HouseScope(), by=ANA))
        free = house_picture(hub.house, hub.now)["held"]

    assert isinstance(both, dict)
    assert (both["verb"], both["until"]) == ("freeze", "2025-11-10T12:10:00+00:00")
    assert isinstance(both["set"], dict)
    assert (both["set"]["verb"], both["set"]["value"]) == ("set", {"power": "off"})
    assert free is None


async def test_a_freeze_that_has_run_out_is_not_shown_even_before_it_is_cleared(
    tmp_path: Path,
) -> None:
    async with small_hub(tmp_path, POLICY, *DEVICES) as hub:
        await hub.happens(FreezePlaced(scope=HouseScope(), by=ANA, until=hub.now + 600))

        assert house_picture(hub.house, hub.now + 600)["held"] is None


def test_values_stand_under_the_keys_that_people_send_them_with() -> None:
    assert values_json({COLOUR: Kelvin(2700)}) == {"colour_temp": 2700}
    assert values_json({COLOUR: Xy(0.5, 0.4)}) == {"colour": {"x": 0.5, "y": 0.4}}
    assert values_json({POWER: None, Aspect("motion"): True}) == {"power": None, "motion": True}


def test_hostile_values_make_valid_json_that_is_not_long() -> None:
    values = values_json(
        {
            BRIGHTNESS: float("nan"),
            COLOUR: Xy(float("inf"), 0.1),
            Aspect("x"): float("-inf"),
            Aspect("y"): "\ud800" * 10_000,
        }
    )

    assert json.loads(packed(values)) == {
        "brightness": None,
        "colour": {"x": None, "y": 0.1},
        "x": None,
        "y": "\ud800" * 200,
    }
