"""The desk answers people, passes on what they want, and says no in sentences."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from devices.agents.motion_light import MotionLight
from hub.desk.desk import Desk
from hub.desk.present import IN_ONE_TURN
from hub.intake.meant import Refused, Unknown
from hub.intake.wishes import Wish, parse_override, parse_wish
from hub.view.feed import Changes
from hub.view.plain_json import Json, Picture
from rules.guardrails.ceilings import BrightnessCeiling
from rules.policy import Policy, Scene
from rules.words.events import (
    Event,
    FreezePlaced,
    OverrideLifted,
    OverridePlaced,
    PersonSet,
    SceneCalled,
)
from rules.words.ids import AgentId, AreaId, DeviceId, GuardrailId, PersonId, Ref, SceneId
from rules.words.people import AreaScope, DeviceScope, HouseScope, Scope
from rules.words.times import Duration
from rules.words.values import BRIGHTNESS, POWER, Brightness
from rules.words.wishes import Author, Via
from tests.houses import lamp, motion_sensor, plug, policy_of, room
from tests.hub.small_hub import SmallHub, small_hub

BY = Author(via=Via.PAGE)
LAMP, FAN = DeviceId("hall-lamp"), DeviceId("fan")
HOUSE = HouseScope()
QUIET = BrightnessCeiling(
    id=GuardrailId("quiet"),
    areas=(AreaId("hall"),),
    at_most=Brightness(51),
    owner=PersonId("Ana"),
)


def household() -> Policy:
    policy = policy_of(
        room("Hall", "Hall lamp", "Hall motion"),
        room("Fan", "Nothing"),
        MotionLight(
            id=AgentId("hall-motion"),
            area=AreaId("hall"),
            brightness=Brightness(204),
            off_after=Duration(300.0),
        ),
        QUIET,
    )
    scene = Scene(id=SceneId("film"), name="Film night", values={Ref("Hall lamp"): {POWER: False}})
    return Policy(
        home=policy.home,
        areas=policy.areas,
        agents=policy.agents,
        guardrails=policy.guardrails,
        scenes={scene.id: scene},
        hash="tested",
    )


@pytest_asyncio.fixture
async def hub(tmp_path: Path) -> AsyncIterator[SmallHub]:
    known = (lamp("Hall lamp"), motion_sensor("Hall motion"), plug("Fan"))
    async with small_hub(tmp_path, household(), *known) as hub:
        await hub.reports("Hall lamp", power=False)
        yield hub


def texts(picture: Json) -> list[str]:
    assert isinstance(picture, list)
    return [str(line["text"]) for line in picture if isinstance(line, dict)]


@pytest.mark.parametrize("ref", ["hall-lamp", "Hall lamp", "HALL LAMP", "hw-hall-lamp"])
def test_a_device_is_found_by_id_name_or_hardware(hub: SmallHub, ref: str) -> None:
    assert hub.desk.present.device(ref)["name"] == "Hall lamp"


async def test_a_person_sets_a_device(hub: SmallHub) -> None:
    shown = await hub.desk.orders.set_device("Hall lamp", parse_wish(b"40 %"), BY)

    assert hub.told == [PersonSet(device=LAMP, values={POWER: True, BRIGHTNESS: 102}, by=BY)]
    assert (shown["words"], shown["level"]) == ("Turning on", "person")


@pytest.mark.parametrize(
    ("ref", "wish", "sentence"),
    [
        ("Attic lamp", b"on", "there is no device `Attic lamp`: `homerule devices` lists them"),
        ("Hall motion", b"on", "`Hall motion` cannot be told that: it takes no orders"),
        ("Fan", b"40 %", "`Fan` has no brightness: it takes power"),
    ],
)
async def test_what_cannot_be_done_is_refused_with_a_sentence(
    hub: SmallHub, ref: str, wish: bytes, sentence: str
) -> None:
    with pytest.raises(Refused) as no:
        await hub.desk.orders.set_device(ref, parse_wish(wish), BY)

    assert str(no.value) == sentence
    assert hub.told == []


async def test_overrides_become_events_with_their_end(hub: SmallHub) -> None:
    for said in (b'{"verb": "freeze", "for": "10 min"}', b"off", b"release", b"resume"):
        await hub.desk.orders.do(HOUSE, parse_override(said), BY)

    assert hub.told == [
        FreezePlaced(scope=HOUSE, by=BY, until=hub.now + 600),
        OverridePlaced(scope=HOUSE, values={POWER: False}, by=BY),
        OverrideLifted(scope=HOUSE, by=BY),
        OverrideLifted(scope=HOUSE, by=BY, resume=True),
    ]


async def test_a_freeze_is_answered_with_what_now_holds(hub: SmallHub) -> None:
    answer = await hub.desk.orders.freeze(HOUSE, BY)

    assert answer["scope"] == "house"
    assert isinstance(answer["held"], dict)
    assert answer["held"]["verb"] == "freeze"


@pytest.mark.parametrize(
    ("text", "scope"),
    [
        ("house", HOUSE),
        ("House", HOUSE),
        ("hall", AreaScope(AreaId("hall"))),
        ("area/hall", AreaScope(AreaId("hall"))),
        ("area/Hall", AreaScope(AreaId("hall"))),
        ("device/hall-lamp", DeviceScope(LAMP)),
        ("Hall lamp", DeviceScope(LAMP)),
        ("device/fan", DeviceScope(FAN)),
    ],
)
def test_a_scope_is_found_as_people_name_it(hub: SmallHub, text: str, scope: Scope) -> None:
    assert hub.desk.present.find_scope(text) == scope


@pytest.mark.parametrize("text", ["attic", "area/attic"])
async def test_what_is_held_is_found_though_it_is_gone_meanwhile(hub: SmallHub, text: str) -> None:
    attic = AreaScope(AreaId("attic"))
    await hub.desk.orders.freeze(attic, BY)

    assert hub.desk.present.find_scope(text) == attic


@pytest.mark.parametrize("text", ["attic", "area/hall-lamp", "device/hall", "street/hall", ""])
def test_an_unknown_scope_is_said_to_be_unknown(hub: SmallHub, text: str) -> None:
    with pytest.raises(Unknown, match="there is no area or device"):
        hub.desk.present.find_scope(text)


def test_a_name_of_two_things_is_not_guessed(hub: SmallHub) -> None:
    with pytest.raises(Refused, match="`fan` is an area and a device: put `area/` or `device/`"):
        hub.desk.present.find_scope("fan")


async def test_a_scene_is_called_by_its_name(hub: SmallHub) -> None:
    await hub.desk.orders.call_scene("film night", BY)

    assert hub.told == [SceneCalled(SceneId("film"), BY)]

    with pytest.raises(Unknown, match="there is no scene `storm`"):
        await hub.desk.orders.call_scene("storm", BY)


async def test_why_names_the_guardrail_and_its_owner(hub: SmallHub) -> None:
    await hub.reports("Hall motion", occupancy=True)

    answer = hub.desk.past.why("Hall lamp")

    assert isinstance(answer["device"], dict)
    assert answer["device"]["holder"] == "Hall motion"
    assert "20 %, not 80 %: 'Quiet' allows at most 20 % (Ana's rule)" in texts(answer["lines"])[0]


async def test_a_device_says_who_holds_it_and_what_would_be_without_them(hub: SmallHub) -> None:
    free = hub.desk.present.device("Hall lamp")
    assert (free["held"], free["without"], free["held_here"]) == ([], None, False)

    await hub.desk.orders.freeze(HOUSE, BY)
    await hub.reports("Hall motion", occupancy=True)
    frozen = hub.desk.present.device("Hall lamp")

    assert "froze the house" in str(frozen["held"])
    assert str(frozen["without"]).startswith("Without it Hall motion would have it at 80 %, limit")
    assert frozen["held_here"] is False


async def test_the_house_lists_what_is_held_without_an_end(hub: SmallHub) -> None:
    await hub.desk.orders.freeze(HOUSE, BY)
    await hub.desk.orders.freeze(DeviceScope(LAMP), BY)
    await hub.desk.orders.freeze(AreaScope(AreaId("hall")), BY, hub.now + 60)

    latched = hub.desk.present.house()["latched"]

    assert isinstance(latched, list)
    (one,) = latched
    assert isinstance(one, dict)
    assert (one["scope"], one["name"], one["verb"]) == ("device/hall-lamp", "Hall lamp", "freeze")


async def test_why_says_who_froze_it(hub: SmallHub) -> None:
    assert hub.desk.past.why("Hall lamp")["freeze"] is None

    await hub.desk.orders.freeze(HOUSE, BY)

    assert "froze the house" in str(hub.desk.past.why("Hall lamp")["freeze"])


async def test_the_log_has_everything_and_the_last_lines_only_what_tells_something(
    hub: SmallHub,
) -> None:
    await hub.desk.orders.set_device("Hall lamp", Wish(values={POWER: True}), BY)

    log, recent = hub.desk.past.log(50), hub.desk.past.recent(50)

    assert any("Fan (hw-fan) was met" in text for text in texts([*log]))
    assert not any("was met" in text for text in texts([*recent]))
    assert log[0] == recent[0]
    assert (log[0]["kind"], log[0]["device"]) == ("person", LAMP)


async def test_the_log_is_read_on_from_where_it_ended(hub: SmallHub) -> None:
    first = hub.desk.past.log(1)
    number = first[0]["id"]
    assert isinstance(number, int)

    assert hub.desk.past.log(1, before=number)[0]["id"] == number - 1


async def test_the_log_of_one_device_is_about_that_device(hub: SmallHub) -> None:
    assert {line["device"] for line in hub.desk.past.log(50, device="Fan")} == {FAN}


async def test_what_is_new_comes_oldest_first_and_only_once(hub: SmallHub) -> None:
    before = hub.desk.past.newest()
    await hub.desk.orders.set_device("Hall lamp", Wish(values={POWER: True}), BY)
    await hub.desk.orders.freeze(HOUSE, BY)

    lines, last = hub.desk.past.fresh(before)

    assert [line["kind"] for line in lines] == ["person", "person"]
    assert "froze the house" in texts([*lines])[-1]
    assert hub.desk.past.fresh(last) == ([], last)


async def test_one_who_is_far_behind_gets_the_newest(
    hub: SmallHub, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hub.desk.past.MOST_FRESH", 3)
    for _ in range(3):
        await hub.desk.orders.freeze(HOUSE, BY)
    await hub.desk.orders.release(HOUSE, BY)

    lines, last = hub.desk.past.fresh(0)

    assert last == hub.desk.past.newest()
    assert len(lines) == 3
    assert "ended" in texts([*lines])[-1]


async def test_what_was_done_but_not_written_down_is_said_to_be_so(hub: SmallHub) -> None:
    async def tell(_event: Event) -> None:
        raise sqlite3.OperationalError("disk full")

    desk = Desk(hub.house, hub.reader, now=lambda: hub.now, tell=tell)

    with pytest.raises(Refused, match="it was done, but it could not be written down"):
        await desk.orders.freeze(HOUSE, BY)


async def test_a_hub_that_stood_down_takes_nothing_and_tells_whoever_watches(hub: SmallHub) -> None:
    with hub.desk.listening() as watcher:
        hub.desk.stand_down("another hub is at work")

        changes = await watcher.next(1)

    assert changes is not None
    assert changes.house
    assert hub.desk.present.house()["stood_down"] == "another hub is at work"
    with pytest.raises(Refused, match="another hub is at work"):
        await hub.desk.orders.freeze(HOUSE, BY)
    assert hub.told == []


async def test_a_change_of_a_scope_is_a_change_of_all_that_lies_in_it(hub: SmallHub) -> None:
    with hub.desk.listening() as watcher:
        await hub.desk.orders.freeze(AreaScope(AreaId("hall")), BY)

        changes = await watcher.next(1)

    assert changes is not None
    assert changes.house
    assert set(changes.devices) == {LAMP, DeviceId("hall-motion")}


async def test_nothing_is_gathered_while_nobody_watches(hub: SmallHub) -> None:
    await hub.desk.orders.freeze(HOUSE, BY)

    with hub.desk.listening() as watcher:
        assert await watcher.next(0.001) is None
        hub.desk.changed([LAMP], lines=False)
        assert await watcher.next(1) == Changes(devices={LAMP: None})


def test_a_picture_of_the_whole_house_holds_all_there_is(hub: SmallHub) -> None:
    snapshot: Picture = hub.desk.snapshot(5)

    assert isinstance(snapshot["devices"], list)
    assert len(snapshot["devices"]) == 3
    assert isinstance(snapshot["house"], dict)
    assert snapshot["house"]["elsewhere"] == ["fan"]


async def test_whoever_waits_has_a_turn_while_all_devices_are_told(tmp_path: Path) -> None:
    turns = 0

    async def others() -> None:
        nonlocal turns
        while True:
            turns += 1
            await asyncio.sleep(0)

    lamps = (lamp(f"Lamp {number}") for number in range(2 * IN_ONE_TURN))
    async with small_hub(tmp_path, household(), *lamps) as hub, asyncio.TaskGroup() as tasks:
        waiting = tasks.create_task(others(), name="others")

        told = [picture["name"] async for picture in hub.desk.present.devices()]

        waiting.cancel()
    assert len(told) == 2 * IN_ONE_TURN
    assert turns >= 2
