"""What another policy would have made of the last proposals, told before anybody signs it."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest
import pytest_asyncio

from devices.agents.motion_light import MotionLight
from hub.housekeeping import rehearsal
from hub.housekeeping.rehearsal import Rehearsed, rehearse
from hub.journal.reader import JournalReader
from rules.guardrails.ceilings import BrightnessCeiling
from rules.guardrails.left_alone import ProtectedArea
from rules.policy import Policy
from rules.words.decisions import Outcome
from rules.words.ids import AgentId, AreaId, GuardrailId
from rules.words.times import DAY, HOUR, Duration
from rules.words.values import Brightness
from tests.houses import MONDAY_NOON, lamp, motion_sensor, policy_of, room
from tests.hub.small_hub import SmallHub, small_hub

HALL = AreaId("hall")
CEILING = GuardrailId("quiet-nights")
TIMES = 5


def policy(at_most: int | None = 102) -> Policy:
    """Return a policy under which the hall gets so bright at most; None: nothing happens there."""
    rule = (
        ProtectedArea(id=CEILING, areas=(HALL,))
        if at_most is None
        else BrightnessCeiling(id=CEILING, areas=(HALL,), at_most=Brightness(at_most))
    )
    return replace(
        policy_of(
            room("Hall", "Hall lamp", "Hall motion"),
            MotionLight(
                id=AgentId("hall-motion"),
                area=HALL,
                brightness=Brightness(204),
                off_after=Duration(60.0),
            ),
            rule,
        ),
        hash=f"at most {at_most}",
    )


@pytest_asyncio.fixture
async def hub(tmp_path: Path) -> AsyncIterator[SmallHub]:
    """A hub in whose hall somebody moved five times."""
    devices = (lamp("Hall lamp"), motion_sensor("Hall motion"))
    async with small_hub(tmp_path, policy(), *devices) as hub:
        await hub.reports("Hall lamp", power=False)
        for _ in range(TIMES):
            await hub.reports("Hall motion", occupancy=True)
            hub.now += HOUR
            await hub.reports("Hall motion", occupancy=False)
        yield hub


def rehearsed(hub: SmallHub, wanted: Policy, since: float = 0.0) -> Rehearsed:
    with JournalReader.open(hub.state) as journal:
        return rehearse(journal, policy(), wanted, since)


async def test_the_same_policy_changes_nothing(hub: SmallHub) -> None:
    seen = rehearsed(hub, policy())

    assert seen.count >= TIMES
    assert not seen.otherwise
    assert "this would have changed nothing" in seen.sentence(7)


async def test_a_stricter_rule_would_have_refused_what_was_allowed(hub: SmallHub) -> None:
    seen = rehearsed(hub, policy(None))

    assert seen.otherwise[Outcome.DENIED] >= TIMES
    assert f"refused {seen.otherwise[Outcome.DENIED]}" in seen.sentence(7)
    assert f"of {seen.count} proposals" in seen.sentence(7)


async def test_another_number_would_have_limited_otherwise(hub: SmallHub) -> None:
    seen = rehearsed(hub, policy(51))

    assert set(seen.otherwise) == {Outcome.LIMITED}


async def test_what_is_long_ago_is_not_looked_at(hub: SmallHub) -> None:
    assert rehearsed(hub, policy(None), hub.now + DAY).count == 0
    assert rehearsed(hub, policy(None), hub.now - 1.5 * HOUR).count < TIMES


async def test_no_more_are_looked_at_than_a_small_computer_can(
    hub: SmallHub, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rehearsal, "MOST", 3)

    assert rehearsed(hub, policy(None), MONDAY_NOON - DAY).count == 3


def test_where_nothing_was_wished_nothing_can_be_rehearsed() -> None:
    assert "nothing can be rehearsed" in Rehearsed().sentence(7)
