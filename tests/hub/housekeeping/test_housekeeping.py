"""What the House screen is told, and what becomes of what people press there."""

import json
from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import pytest_asyncio

from devices.agents.motion_light import MotionLight
from devices.agents.outside import Outside
from devices.agents.schedule import Schedule
from hub.balance.count import Count
from hub.balance.kept import Kept, write_kept
from hub.housekeeping.form import parse_pause
from hub.housekeeping.housekeeping import Housekeeping, up_text
from hub.intake.forms import BadInput
from hub.intake.meant import Refused, Unknown
from hub.journal.reader import JournalReader
from rules.balance.day import AgentDay, Day
from rules.guardrails.ceilings import BrightnessCeiling
from rules.guardrails.left_alone import NeverAutomate
from rules.policy import Home, Person, Role
from rules.words.events import PauseLifted, PausePlaced
from rules.words.ids import AgentId, AreaId, GuardrailId, PersonId
from rules.words.times import DAY, HOUR, Duration, TimeOfDay
from rules.words.values import BRIGHTNESS, POWER, Brightness
from rules.words.wishes import Author, Via
from tests.fakes.clock import HandClock
from tests.houses import MONDAY_NOON, lamp, motion_sensor, policy_of, room
from tests.hub.small_hub import SmallHub, small_hub

ANA = Author(via=Via.PAGE, person=PersonId("ana"))
HALL = AreaId("hall")
MOTION, EVENING, CHATTER = AgentId("hall-motion"), AgentId("evening"), AgentId("chatter")
POLICY = policy_of(
    room("Hall", "Hall lamp", "Hall motion"),
    MotionLight(
        id=MOTION,
        area=HALL,
        brightness=Brightness(204),
        off_after=Duration(300.0),
        purpose="Nobody should search for the switch.",
    ),
    Schedule(id=EVENING, at=TimeOfDay(18 * 60), set_={POWER: True}, area=HALL),
    Outside(id=CHATTER, owner=PersonId("ana"), areas=(HALL,), aspects=(POWER, BRIGHTNESS)),
    BrightnessCeiling(
        id=GuardrailId("quiet-nights"),
        areas=(HALL,),
        at_most=Brightness(51),
        owner=PersonId("ana"),
        purpose="Nobody is dazzled.",
    ),
    NeverAutomate(id=GuardrailId("alone")),
    Person(id=PersonId("ana"), name="Ana", role=Role.OWNER),
    home=Home(zone=ZoneInfo("UTC")),
)
LATELY = {date(2025, 11, 9): Day(by_agent={MOTION: AgentDay(12, 1)})}


class House:
    """A hub, and its housekeeping."""

    def __init__(self, hub: SmallHub) -> None:
        self.hub = hub
        clock = HandClock(MONDAY_NOON)
        write_kept(hub.state, Kept(days=LATELY))
        count = Count(hub.state, now=clock.now, zone=lambda: ZoneInfo("UTC"))
        count._counting.days = LATELY
        self.keeping = Housekeeping(
            hub.house,
            clock,
            say=hub.desk.orders.say,
            count=count,
            journal=lambda: JournalReader.open(hub.state),
            policy=lambda: {"version": 3},
        )

    def shown(self, part: str) -> Any:
        """Return a part of the picture, as it would come to the page."""
        return json.loads(json.dumps(self.keeping.picture()))[part]


@pytest_asyncio.fixture
async def kept(tmp_path: Path) -> AsyncIterator[House]:
    async with small_hub(tmp_path, POLICY, lamp("Hall lamp"), motion_sensor("Hall motion")) as hub:
        yield House(hub)


async def test_rules_are_sentences_with_purpose_and_owner_safety_first(kept: House) -> None:
    alone, quiet = kept.shown("rules")

    assert quiet == {
        "id": "quiet-nights",
        "title": "Quiet nights",
        "sentence": "Quiet nights allows at most 20 %.",
        "where": "the hall",
        "purpose": "Nobody is dazzled.",
        "owner": "Ana",
        "review": None,
        "class": "comfort",
        "numbers": [],
    }
    assert (alone["id"], alone["class"]) == ("alone", "safety")


async def test_schedules_tell_their_next_three_runs(kept: House) -> None:
    (evening,) = kept.shown("schedules")

    assert evening["title"] == "Evening"
    assert evening["runs"] == ["today at 18:00", "tomorrow at 18:00", "Wed 12 Nov at 18:00"]
    assert evening["pause"] is None


async def test_agents_have_a_purpose_a_mind_a_tier_and_counters(kept: House) -> None:
    chatter, evening, motion = kept.shown("agents")

    assert motion["purpose"] == "Nobody should search for the switch."
    assert (motion["mind"], motion["tier"]) == ("lights up for whoever comes", "act")
    assert (motion["where"], motion["did"]) == ("the hall", "made 12 changes in 7 days, 1 undone")
    assert chatter["mind"] == "is a program outside the hub that Ana answers for"
    assert chatter["tier"] == "shadow"
    assert evening["did"] == "changed nothing in 7 days"


async def test_an_agent_is_paused_through_the_house_and_written_down(kept: House) -> None:
    said = await kept.keeping.pause("Hall motion", parse_pause(b'{"for": "2 h"}'), ANA)

    (order,) = kept.hub.told
    line = kept.hub.desk.past.log(1)[0]
    assert order == PausePlaced(agent=MOTION, by=ANA, until=MONDAY_NOON + 2 * HOUR)
    assert line["text"] == (
        "Ana paused Hall motion on the page at 12:00; it wishes nothing until 14:00."
    )
    assert said["pause"] == kept.shown("agents")[2]["pause"]
    assert kept.hub.journal.standing()


async def test_who_is_paused_is_let_go_on(kept: House) -> None:
    await kept.keeping.pause(MOTION, parse_pause(b'{"until": "23:00"}'), ANA)

    said = await kept.keeping.let_go_on(MOTION, ANA)

    assert kept.hub.told[-1] == PauseLifted(agent=MOTION, by=ANA)
    assert said == {"agent": MOTION, "pause": None}


async def test_the_next_run_is_left_out_and_the_one_after_it_is_the_next(kept: House) -> None:
    await kept.keeping.pause(EVENING, parse_pause(b'{"skip": true}'), ANA)

    (evening,) = kept.shown("schedules")
    assert evening["runs"][0] == "tomorrow at 18:00"
    assert evening["pause"]["skips"] is True
    assert evening["pause"]["sentence"] == "Ana skipped Evening at 18:00 on the page."


async def test_what_has_no_next_run_cannot_skip_it(kept: House) -> None:
    with pytest.raises(Refused, match="pause it"):
        await kept.keeping.pause(MOTION, parse_pause(b'{"skip": true}'), ANA)
    with pytest.raises(Unknown):
        await kept.keeping.pause("nobody", parse_pause(b'{"for": "2 h"}'), ANA)


@pytest.mark.parametrize(
    "said",
    [
        b"{}",
        b'{"for": "40 d"}',
        b'{"until": "2020-01-01 10:00"}',
        b'{"until": "2099-01-01 10:00"}',
    ],
)
async def test_a_pause_has_an_end_that_is_not_far(kept: House, said: bytes) -> None:
    with pytest.raises(BadInput):
        await kept.keeping.pause(MOTION, parse_pause(said), ANA)


@pytest.mark.parametrize(
    "said", [b"", b"[]", b'{"for": "x"}', b'{"for": "1 h", "skip": true}', b'{"bogus": 1}']
)
def test_what_says_nothing_clear_is_refused(said: bytes) -> None:
    with pytest.raises(BadInput):
        parse_pause(said)


async def test_devices_stand_with_their_rooms(kept: House) -> None:
    names = [
        (device["name"], device["room"], device["answers"]) for device in kept.shown("devices")
    ]

    assert names == [("Hall lamp", "the hall", True), ("Hall motion", "the hall", True)]


async def test_the_hub_tells_of_itself_and_checks_its_journal_when_asked(kept: House) -> None:
    before = kept.shown("hub")
    checked = await kept.keeping.check_journal()

    assert (before["policy"], before["journal"], before["up"]) == (
        {"version": 3},
        None,
        "less than a minute",
    )
    assert checked["sound"] is True
    assert "as they were written" in str(checked["sentence"])
    assert kept.shown("hub")["journal"] == checked


def test_how_long_it_is_up_is_told_roundly() -> None:
    assert up_text(30) == "less than a minute"
    assert up_text(3 * HOUR + 100) == "3 hours"
    assert up_text(5 * DAY + 3 * HOUR) == "5 days 3 hours"
