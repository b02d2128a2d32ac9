"""The engine: who goes first, what waits while it learns, and what it does about time."""

import json
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from pathlib import Path

import pytest

from devices.message import Message
from devices.simulated.discovery import light
from hub.engine import FEWEST_A_PASS, MESSAGES_A_PASS
from rules.guardrails.confirmation import CategoryConfirmation
from rules.words.events import FreezePlaced, PersonSet, PolicyAdopted, PromptAnswered, TimePassed
from rules.words.ids import DeviceId, GuardrailId
from rules.words.people import HouseScope
from rules.words.prompts import Answer, PromptState
from rules.words.records import Decided, FreezeBegan, Noted, PromptEnded
from rules.words.times import DAY
from rules.words.values import Aspect
from tests.houses import MONDAY_NOON
from tests.hub.running_engine import (
    BEN,
    CEILING,
    CEILING_ON,
    FREEZE,
    HALL,
    LAMP,
    MOTION,
    STILL,
    Running,
    announced,
    running_engine,
)

OFF_AFTER = 300.0


@pytest.fixture
async def running(tmp_path: Path) -> AsyncIterator[Running]:
    async with running_engine(tmp_path) as running:
        yield running


async def test_people_go_before_all_that_waits(running: Running) -> None:
    running.engine.receive(MOTION)
    running.engine.tell_of_person(FREEZE)
    await running.rests()

    assert running.orders(HALL) == []
    assert [type(body) for body in running.written[-2:]] == [FreezeBegan, Decided]


async def test_what_nothing_reports_is_known_by_the_time_that_the_person_is_answered(
    running: Running,
) -> None:
    about = {"unique_id": "label", "command_topic": "panel/set", "entity_category": "config"}
    body = json.dumps({**about, "device": {"identifiers": ["panel"], "name": "Panel"}}).encode()
    running.hears(Message("homeassistant/text/panel/label/config", body, retain=True))
    await running.rests()
    panel, label = DeviceId("panel"), Aspect("label")

    for word in ("hello", "again", "and again"):
        await running.engine.told(PersonSet(device=panel, values={label: word}, by=BEN))

        assert running.house.value(panel, label) == word


async def test_who_comes_while_a_command_waits_for_the_brokers_word_is_asked_as_it_leaves(
    running: Running,
) -> None:
    waiting: list[Callable[[], None]] = []
    running.engine.when_sure = waiting.append
    running.hears(MOTION)
    await running.rests()

    running.engine.tell_of_person(FREEZE)
    for send in waiting:
        send()

    assert len(waiting) == 1
    assert running.orders(HALL) == []


async def test_a_flood_does_not_keep_people_waiting(running: Running) -> None:
    running.hears(*[MOTION, STILL] * 2 * MESSAGES_A_PASS)

    running.engine.tell_of_person(FREEZE)

    assert HouseScope() in running.house.people.freezes
    assert running.engine.inbox.waiting() >= MESSAGES_A_PASS


async def test_others_get_their_turn_before_a_long_pass_is_over(running: Running) -> None:
    before = running.engine.counters.events

    running.hears(*[MOTION, STILL] * (MESSAGES_A_PASS // 2))

    assert running.engine.counters.events - before >= FEWEST_A_PASS
    assert running.engine.inbox.waiting() > 0


async def test_all_that_waits_is_counted_and_shown_once(running: Running) -> None:
    before = running.engine.counters.events

    running.hears(MOTION, STILL, MOTION)
    counted = running.engine.counters.events
    await running.rests()

    assert counted == before + 3
    assert len([outcome for outcome in running.shown.all if LAMP in outcome.devices]) == 1


async def test_while_it_learns_live_messages_wait_and_stored_ones_do_not(
    running: Running,
) -> None:
    running.engine.begin_learning()
    stored = Message("zigbee2mqtt/Ceiling", b'{"state": "ON"}', retain=True)
    running.hears(MOTION, stored)
    await running.rests()
    known = running.house.is_on(CEILING)
    early = running.orders(HALL)

    # The connection was lost meanwhile, and it learns anew.
    running.engine.begin_learning()
    running.engine.end_learning()
    await running.is_told(HALL)

    assert known is True
    assert early == []


async def test_what_it_cannot_read_is_said_and_changes_nothing(running: Running) -> None:
    running.hears(Message("zigbee2mqtt/Ceiling", b'{"state": "MAYBE"}'))

    assert running.refused == ["zigbee2mqtt/Ceiling: state: `MAYBE` is neither `ON` nor `OFF`"]
    assert running.house.is_on(CEILING) is False


async def test_what_a_family_wants_is_passed_on(running: Running) -> None:
    running.wanted.clear()

    running.hears(*announced("Desk lamp", light(("brightness",), None)))

    assert "zigbee2mqtt/Desk lamp" in running.wanted[0].subscribe


async def test_a_lamp_goes_out_when_its_time_is_over_though_nothing_else_happens(
    running: Running,
) -> None:
    running.hears(MOTION)
    await running.is_told(HALL)
    running.hears(Message("zigbee2mqtt/Hall lamp", b'{"state": "ON", "brightness": 51}'))
    running.hears(STILL)
    await running.rests()

    running.clock.passes(OFF_AFTER)
    running.engine.tell(TimePassed())
    await running.sent.until(lambda message: b"OFF" in message.payload)

    assert running.orders(HALL) == [b'{"state":"ON","brightness":51}', b'{"state":"OFF"}']


async def test_it_wakes_by_itself_for_what_falls_due(running: Running) -> None:
    soon = MONDAY_NOON + 0.03
    await running.says(FreezePlaced(scope=HouseScope(), by=BEN, until=soon))

    running.clock.passes(0.04)
    await running.shown.until(lambda _: HouseScope() not in running.house.people.freezes)

    assert "its time is over" in str(running.written[-1])


async def test_it_wakes_in_time_though_the_clock_was_put_back_and_nothing_else_happened(
    running: Running,
) -> None:
    soon = MONDAY_NOON + 0.03
    await running.says(FreezePlaced(scope=HouseScope(), by=BEN, until=soon))

    running.clock.passes(0.04)
    running.clock.is_put(-DAY)
    await running.shown.until(lambda _: HouseScope() not in running.house.people.freezes)

    assert "its time is over" in str(running.written[-1])


async def test_the_house_hears_that_the_clock_was_set_before_anything_falls_due(
    running: Running,
) -> None:
    await running.says(CEILING_ON)
    before = running.house.people.holds[CEILING].until

    running.clock.is_put(30 * DAY)
    running.engine.tell(TimePassed())
    await running.rests()

    assert running.house.people.holds[CEILING].until == before + 30 * DAY
    assert any(isinstance(body, Noted) and "clock" in body.text for body in running.written)


async def test_what_is_to_come_is_planned_anew_once_the_house_has_heard_of_it(
    running: Running,
) -> None:
    await running.says(CEILING_ON)
    before = running.house.people.holds[CEILING].until
    seen: list[float] = []
    running.engine.clock_was_set = lambda: seen.append(running.house.people.holds[CEILING].until)

    running.clock.is_put(-DAY)
    running.hears(MOTION, STILL)
    running.hears(MOTION)

    assert seen == [before - DAY]


async def test_a_clock_that_is_only_corrected_is_not_a_set_one(running: Running) -> None:
    seen: list[None] = []
    running.engine.clock_was_set = lambda: seen.append(None)

    running.clock.is_put(30.0)
    running.hears(MOTION)

    assert seen == []


async def test_a_yes_to_a_question_about_a_room_that_is_empty_by_now_lights_nothing(
    running: Running,
) -> None:
    asks = CategoryConfirmation(id=GuardrailId("ask-first"))
    policy = running.house.policy
    rules = {**policy.guardrails, asks.id: asks}
    running.engine.tell(PolicyAdopted(replace(policy, guardrails=rules, hash="asking")))
    running.hears(MOTION)
    await running.rests()
    (prompt,) = running.house.prompts.open

    running.hears(STILL)
    await running.rests()
    await running.says(PromptAnswered(prompt=prompt, answer=Answer.YES, by=BEN))
    await running.rests()

    assert running.house.prompts.open == {}
    (end,) = (body for body in running.written if isinstance(body, PromptEnded))
    assert (end.state, end.why) == (PromptState.MOOT, "nobody is there any more")
    assert running.orders(HALL) == []
