"""Who changed what, what people took back and what they were asked, counted from records."""

from collections import Counter
from collections.abc import Sized
from dataclasses import replace
from datetime import date

import pytest

from devices.agents.motion_light import MotionLight
from devices.agents.schedule import Schedule
from rules.balance.counting import Counting
from rules.balance.day import Day, bucket, together, within
from rules.guardrails.ceilings import BrightnessCeiling
from rules.words.asks import Approved
from rules.words.decisions import End, OnlyShadow, Outcome
from rules.words.events import ScheduleReached
from rules.words.ids import AgentId, AreaId, DecisionId, GuardrailId, PromptId
from rules.words.prompts import PromptState
from rules.words.records import Body, Decided, Ended, HoldBegan, PromptEnded
from rules.words.times import DAY, HOUR, MINUTE, Duration, Moment, TimeOfDay
from rules.words.values import BRIGHTNESS, POWER, Brightness, Values
from rules.words.wishes import Author, Via
from tests.houses import lamp, motion_sensor, policy_of, room
from tests.rules.balance.counted import CountedStory
from tests.rules.explain.reasons import BENS_HOLD
from tests.rules.explain.told import LAMP, MADRID, at, decided

HALL = AreaId("hall")
MOTION = MotionLight(
    id=AgentId("hall-motion"), area=HALL, brightness=Brightness(204), off_after=Duration(300.0)
)
NOON = at(12, 0)
YES = Approved(
    about="hall-motion only suggests",
    rule=None,
    sentence="",
    owner="",
    prompt=PromptId("1-1"),
    by=None,
)


def hall() -> CountedStory:
    ceiling = BrightnessCeiling(id=GuardrailId("soft"), at_most=Brightness(102))
    return CountedStory(
        policy_of(room("Hall", "Hall lamp", "Hall motion"), MOTION, ceiling),
        [lamp("Hall lamp"), motion_sensor("Hall motion")],
    )


def counted(*told: tuple[Moment, Body]) -> Day:
    days: dict[date, Day] = {}
    counting = Counting(days, MADRID)
    for moment, body in told:
        counting.take(moment, body)
    return together(days.values())


def hand(values: Values, via: Via = Via.WALL) -> HoldBegan:
    return HoldBegan(hold=replace(BENS_HOLD, values=values, by=Author(via=via)), was={})


def change(outcome: Outcome = Outcome.ALLOWED) -> Decided:
    return Decided(decision=decided(outcome))


def test_an_agents_change_and_a_hand_are_each_counted_for_their_side() -> None:
    story = hall()
    story.reads("Hall lamp", power=False)

    story.reads("Hall motion", occupancy=True)
    story.passes(HOUR)
    story.sets("Hall lamp", {POWER: True})

    whole = story.whole
    assert (whole.agents, whole.people, whole.undone) == (1, 1, 0)
    assert whole.by_agent["hall-motion"].changed == 1
    assert whole.outcomes["limited"] >= 1


def test_what_a_person_makes_otherwise_within_ten_minutes_is_undone() -> None:
    story = hall()
    story.reads("Hall lamp", power=False)

    story.reads("Hall motion", occupancy=True)
    story.passes(9 * MINUTE)
    story.sets("Hall lamp", {POWER: False})

    assert (story.whole.undone, story.whole.by_agent["hall-motion"].undone) == (1, 1)


@pytest.mark.parametrize(
    ("after", "values", "undone"),
    [
        (10 * MINUTE, {POWER: False}, 1),
        (10 * MINUTE + 1, {POWER: False}, 0),
        (MINUTE, {POWER: True}, 0),
        (MINUTE, {BRIGHTNESS: 203}, 0),
        (MINUTE, {BRIGHTNESS: 30}, 1),
    ],
)
def test_only_what_contradicts_it_in_time_undoes_it(
    after: float, values: Values, undone: int
) -> None:
    day = counted((NOON, change()), (NOON + after, hand(values)))

    assert day.undone == undone


def test_one_change_is_undone_once() -> None:
    off, on = hand({POWER: False}), hand({POWER: True})

    day = counted((NOON, change()), (NOON + 10, off), (NOON + 60, on), (NOON + 90, off))

    assert (day.undone, day.people) == (1, 3)


def test_a_slider_that_is_dragged_is_one_act() -> None:
    drag = [(NOON + step / 5, hand({BRIGHTNESS: 10 * step}, Via.PAGE)) for step in range(20)]

    assert counted(*drag).people == 1


def test_a_fade_of_an_agent_is_one_change_and_on_and_off_are_two() -> None:
    fade = [
        (NOON + step, Decided(decision=decided(Outcome.ALLOWED, given={BRIGHTNESS: 20 * step})))
        for step in range(1, 10)
    ]
    on = Decided(decision=decided(Outcome.ALLOWED, given={POWER: True}))
    off = Decided(
        decision=decided(Outcome.ALLOWED, given={POWER: False}, was={POWER: True, BRIGHTNESS: 180})
    )

    assert counted(*fade).agents == 1
    assert counted((NOON, on), (NOON + 20, off)).agents == 2


def test_what_changes_nothing_and_what_is_only_shadowed_are_no_changes() -> None:
    same = Decided(decision=decided(Outcome.ALLOWED, was={POWER: True, BRIGHTNESS: 204}))
    shadow = Decided(decision=decided(Outcome.ALLOWED, OnlyShadow(AgentId("hall-motion"))))
    refused = change(Outcome.DENIED)

    day = counted((NOON, same), (NOON + 1, shadow), (NOON + 2, refused))

    assert day.agents == 0
    assert day.outcomes == {"allowed": 1, "denied": 1}


def test_others_are_neither_people_nor_agents() -> None:
    day = counted((NOON, hand({POWER: True}, Via.CONTROLLER)))

    assert (day.people, day.others) == (0, 1)


def test_what_a_schedule_does_is_planned_by_people() -> None:
    evening = Schedule(id=AgentId("evening"), at=TimeOfDay(18 * 60), set_={POWER: True}, area=HALL)
    story = CountedStory(policy_of(room("Hall", "Hall lamp"), evening), [lamp("Hall lamp")])
    story.reads("Hall lamp", power=False)

    story.happens(
        ScheduleReached(agent=evening.id, point="18:00", at=story.now, following=story.now + DAY)
    )

    assert (story.whole.planned, story.whole.agents) == (1, 0)


def test_a_yes_that_is_undone_was_taken_back() -> None:
    agreed = Decided(decision=decided(Outcome.ALLOWED, YES))

    kept = counted((NOON, agreed), (NOON + HOUR, hand({POWER: False})))
    taken = counted((NOON, agreed), (NOON + MINUTE, hand({POWER: False})))

    assert (kept.approved, kept.taken_back) == (1, 0)
    assert (taken.approved, taken.taken_back) == (1, 1)


def test_silence_is_no_answer() -> None:
    def ended(state: PromptState) -> PromptEnded:
        return PromptEnded(
            prompt=PromptId("1-1"),
            agent=AgentId("hall-motion"),
            devices=(LAMP,),
            state=state,
            answer=None,
            by=None,
            why="",
        )

    day = counted(
        (NOON, ended(PromptState.APPROVED)),
        (NOON, ended(PromptState.DECLINED)),
        (NOON, ended(PromptState.TIMED_OUT)),
        (NOON, ended(PromptState.MOOT)),
    )

    assert (day.answered, day.unanswered) == (2, 1)


def test_a_sensor_to_its_light_is_timed_until_the_light_answers() -> None:
    seen = at(19, 2, 7)
    answer = Ended(decision=DecisionId(12), device=LAMP, end=End.VERIFIED)
    failed = replace(answer, end=End.FAILED)

    quick = counted((seen, change()), (seen + 0.08, answer))
    never = counted((seen, change()), (seen + 0.08, failed), (seen + 0.1, answer))

    assert quick.times == {bucket(0.08): 1}
    assert never.times == {}


def test_what_so_many_stayed_within_is_never_told_too_short() -> None:
    times = Counter(bucket(milliseconds / 1000) for milliseconds in range(10, 1010, 10))

    half, most = within(times, 0.5), within(times, 0.95)

    assert half is not None
    assert most is not None
    assert 0.5 <= half <= 0.5 * 1.25
    assert 0.95 <= most <= 0.95 * 1.25
    assert within({}, 0.5) is None


def test_days_are_those_of_the_home() -> None:
    days: dict[date, Day] = {}
    counting = Counting(days, MADRID)

    counting.take(at(23, 59), hand({POWER: True}))
    counting.take(at(0, 1, day=11), hand({POWER: False}))

    assert [day.people for day in days.values()] == [1, 1]
    assert sorted(days) == [date(2025, 11, 10), date(2025, 11, 11)]


def test_a_long_life_is_counted_in_little_room() -> None:
    days: dict[date, Day] = {}
    counting = Counting(days, MADRID)
    for number in range(3000):
        one = decided(Outcome.ALLOWED)
        counting.take(at(12, 0) + number, Decided(decision=replace(one, id=DecisionId(number))))

    kept: list[Sized] = [counting._changes, counting._acts, counting._awaited]

    assert max(len(one) for one in kept) <= 1000
    assert len(days) <= 1 + 3000 / DAY
