"""So many signs must say so, and lately."""

from dataclasses import replace

import pytest

from devices.agents.recipe import Recipe
from devices.recipes import Press, Rule
from rules.explain import headline
from rules.guardrail import Delay, Forbid
from rules.guardrails.evidence_quorum import EvidenceQuorum
from rules.house import House
from rules.words.decisions import Outcome
from rules.words.ids import AgentId, DeviceId, GuardrailId, Ref
from rules.words.readings import Above, Equals, Reading
from rules.words.records import Decided, Ended
from rules.words.times import HOUR, MINUTE, Duration
from rules.words.values import BRIGHTNESS, POWER, Values
from tests.houses import (
    ILLUMINANCE,
    OCCUPANCY,
    button,
    device_in,
    is_now,
    lamp,
    motion_sensor,
    policy_of,
    room,
)
from tests.rules.explain.told import NAMES
from tests.rules.guardrails.cases import LATE, NIGHT, OFF, ON, case, hall
from tests.story import Story

SIGNS = (
    Reading(Ref("Hall motion"), OCCUPANCY, Equals(value=False)),
    Reading(Ref("Cellar plug"), POWER, Equals(value=False)),
    Reading(Ref("Nowhere"), POWER, Equals(value=False)),
)
QUORUM = EvidenceQuorum(
    id=GuardrailId("sure"), signs=SIGNS, at_least=2, heard_within=Duration(5 * MINUTE)
)
WHEN_OFF = EvidenceQuorum(
    id=GuardrailId("sure"), signs=SIGNS, at_least=2, heard_within=Duration(60), when="off"
)
WHEN_ON = EvidenceQuorum(
    id=GuardrailId("bright"),
    signs=(Reading(Ref("Lux"), ILLUMINANCE, Above(40)),),
    at_least=1,
    heard_within=Duration(60),
    when="on",
    between=NIGHT,
)


def seen(*, ago: float, occupancy: bool = False) -> House:
    """Return a hall where both signs were heard so long ago."""
    house = hall()
    is_now(house, "Hall lamp", power=True)
    is_now(house, "Hall motion", occupancy=occupancy)
    is_now(house, "Cellar plug", power=False)
    for name in ("Hall motion", "Cellar plug"):
        house.conditions[device_in(house, name)].heard_at = LATE - ago
    return house


def test_enough_fresh_signs_let_it_happen() -> None:
    assert QUORUM.judge(case(seen(ago=300), OFF)) is None


def waits(seen: str) -> Delay:
    """Return that it waits, as long as the wish of these cases can."""
    return Delay(until=LATE + 300 - MINUTE, observed=seen, needs=True)


def test_old_signs_do_not_count() -> None:
    assert QUORUM.judge(case(seen(ago=301), OFF)) == waits("0 of 3 signs said so lately")


def test_signs_that_say_otherwise_do_not_count() -> None:
    verdict = QUORUM.judge(case(seen(ago=0, occupancy=True), OFF))

    assert verdict == waits("1 of 3 signs said so lately")


def test_what_would_be_on_waits_for_no_sign() -> None:
    house = seen(ago=301)
    is_now(house, "Hall lamp", power=False)

    assert QUORUM.judge(case(house, ON)) == Forbid("0 of 3 signs said so lately")


def test_it_waits_for_no_signs_that_cannot_come_in_time() -> None:
    house = seen(ago=301)
    house.conditions[device_in(house, "Cellar plug")].available = False
    late = seen(ago=301)
    short = case(late, OFF)

    assert QUORUM.judge(case(house, OFF)) == Forbid("0 of 3 signs said so lately")
    hurried = replace(short, proposal=replace(short.proposal, until=LATE + MINUTE))
    assert QUORUM.judge(hurried) == Forbid("0 of 3 signs said so lately")


# in a story


SLEEP = Recipe(
    id=AgentId("sleep"),
    rules=(
        Rule(
            when=(Press(Ref("Hall button"), "single"),),
            then={Ref("Hall lamp"): OFF},
            for_=Duration(HOUR),
        ),
    ),
)


def lit_hall() -> Story:
    """Begin with a lit hall where somebody is, and an agent that was asked to switch it off."""
    sure = EvidenceQuorum(
        id=GuardrailId("sure"), signs=SIGNS[:1], at_least=1, heard_within=Duration(5 * MINUTE)
    )
    policy = policy_of(room("Hall", "Hall lamp", "Hall motion", "Hall button"), SLEEP, sure)
    announced = [lamp("Hall lamp"), motion_sensor("Hall motion"), button("Hall button")]
    story = Story(policy, announced)
    story.reads("Hall lamp", power=True, brightness=200, stored=True)
    story.reads("Hall motion", occupancy=True)
    story.presses("Hall button")
    return story


def test_what_lacks_evidence_is_deferred_and_done_when_the_evidence_comes() -> None:
    story = lit_hall()
    assert story.commands == []

    story.passes(7 * MINUTE)
    story.reads("Hall motion", occupancy=False)

    assert story.sent("Hall lamp") == [OFF]
    assert [one.outcome for one in story.decisions] == [Outcome.DEFERRED, Outcome.ALLOWED]
    assert [(b.decision, b.end) for b in story.records if isinstance(b, Ended)] == [
        (1, "superseded"),
        (2, "verified"),
    ]


def test_without_evidence_nothing_is_done_to_the_end_of_the_wish() -> None:
    story = lit_hall()

    story.passes(HOUR)
    story.reads("Hall motion", occupancy=False)

    assert story.commands == []
    assert story.house.conditions[DeviceId("hall-lamp")].claims == ()
    opened = {body.decision.id for body in story.records if isinstance(body, Decided)}
    ended = [body.decision for body in story.records if isinstance(body, Ended)]
    assert sorted(ended) == sorted(opened)


def test_a_hand_meanwhile_is_the_last_word() -> None:
    story = lit_hall()
    story.sets("Hall lamp", {POWER: True, BRIGHTNESS: 90})

    story.reads("Hall motion", occupancy=False)

    assert story.sent("Hall lamp") == [{POWER: True, BRIGHTNESS: 90}]


def test_it_is_told_what_it_waits_for() -> None:
    story = lit_hall()

    assert headline(story.decisions[-1], NAMES).endswith(
        "'Sure' lets nothing change unless Hall motion has occupancy no; what was not heard for "
        "more than 5 minutes does not count, so it waits for that."
    )


def test_what_is_so_already_needs_no_evidence() -> None:
    assert QUORUM.judge(case(seen(ago=301), ON)) is None


@pytest.mark.parametrize(
    ("rule", "values", "concerned"),
    [(WHEN_OFF, OFF, True), (WHEN_OFF, ON, False), (WHEN_ON, OFF, False), (WHEN_ON, ON, True)],
)
def test_it_may_concern_one_direction_alone(
    rule: EvidenceQuorum, values: Values, *, concerned: bool
) -> None:
    house = hall()

    assert (rule.judge(case(house, values)) is not None) is concerned


@pytest.mark.parametrize("least", [0, 4])
def test_a_number_that_can_never_be_reached_is_refused(least: int) -> None:
    with pytest.raises(ValueError, match="from 1 to 3"):
        EvidenceQuorum(
            id=GuardrailId("sure"), signs=SIGNS, at_least=least, heard_within=Duration(60)
        )


def test_it_says_what_it_does() -> None:
    assert QUORUM.sentence() == (
        "lets nothing change unless 2 of 3 signs say so (Hall motion has occupancy no, Cellar plug "
        "is off or Nowhere is off); what was not heard for more than 5 minutes does not count"
    )
    assert WHEN_ON.sentence() == (
        "lets nothing be on unless Lux has illuminance above 40; what was not heard for more than "
        "1 minute does not count from 22:30 to 06:30"
    )
    assert WHEN_OFF.sentence().startswith("switches nothing off unless 2 of 3 signs")
    assert QUORUM.safety
