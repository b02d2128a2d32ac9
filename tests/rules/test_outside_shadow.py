"""The law of the shadow: what a watched agent proposes changes nothing that others do."""

from collections.abc import Callable
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from devices.agents.motion_light import MotionLight
from devices.agents.outside import Outside
from rules.agent import Tier
from rules.guardrails.ceilings import BrightnessCeiling
from rules.guardrails.pace import ChangeBudget, MinimumOnOff
from rules.words.decisions import Decision
from rules.words.events import Proposed
from rules.words.ids import AgentId, AreaId, DecisionId, DeviceId, GuardrailId, PersonId
from rules.words.times import MINUTE, Duration
from rules.words.values import BRIGHTNESS, POWER, Brightness, Values
from rules.words.wishes import Level, Then
from tests.houses import lamp, motion_sensor, policy_of, room
from tests.story import Story

OTHER = Outside(
    id=AgentId("actor"),
    owner=PersonId("ana"),
    areas=(AreaId("hall"),),
    aspects=(POWER, BRIGHTNESS),
    tier=Tier.ACT,
    strength="event",
)
WATCHED = replace(OTHER, id=AgentId("watched"), tier=Tier.SHADOW, weight=9)
POLICY = policy_of(
    room("Hall", "Hall lamp", "Hall motion"),
    MotionLight(
        id=AgentId("motion"),
        area=AreaId("hall"),
        brightness=Brightness(200),
        off_after=Duration(MINUTE),
    ),
    OTHER,
    WATCHED,
    BrightnessCeiling(id=GuardrailId("ceiling"), at_most=Brightness(150)),
    ChangeBudget(id=GuardrailId("budget"), at_most=3, within=Duration(5 * MINUTE)),
    MinimumOnOff(id=GuardrailId("calm"), min_on=Duration(5.0)),
)
WISHES: tuple[Values, ...] = (
    {POWER: False},
    {POWER: True},
    {POWER: True, BRIGHTNESS: 40},
    {POWER: True, BRIGHTNESS: 250},
)


def wished(who: AgentId) -> st.SearchStrategy[Callable[[Story], None]]:
    """Return proposals of one agent."""

    def happens(values: Values, lease: float, then: Then, level: Level) -> Callable[[Story], None]:
        def proposes(story: Story) -> None:
            story.happens(
                Proposed(
                    agent=who,
                    device=DeviceId("hall-lamp"),
                    values=values,
                    until=story.now + lease,
                    level=level,
                    then=then,
                )
            )

        return proposes

    return st.builds(
        happens,
        st.sampled_from(WISHES),
        st.sampled_from((1.0, 30.0, 300.0)),
        st.sampled_from(Then),
        st.sampled_from((Level.COMFORT, Level.SCHEDULE, Level.EVENT)),
    )


OTHERWISE = st.sampled_from(
    (
        lambda story: story.reads("Hall motion", occupancy=True),
        lambda story: story.reads("Hall motion", occupancy=False),
        lambda story: story.reads("Hall lamp", power=False),
        lambda story: story.sets("Hall lamp", {POWER: True}, seconds=20.0),
        lambda story: story.freezes(),
        lambda story: story.releases(),
        lambda story: story.passes(7.0),
        lambda story: story.passes(61.0),
    )
)
"""What else happens: none of it is by the watched agent."""


def gist(story: Story) -> list[Decision]:
    """Return what was decided for all others, but for the numbers."""
    others = [d for d in story.decisions if d.proposal.agent != WATCHED.id]
    return [replace(decision, id=DecisionId(0)) for decision in others]


def told(parts: list[tuple[bool, Callable[[Story], None]]], *, watched: bool) -> Story:
    """Tell a history, with what the watched agent says or without."""
    story = Story(POLICY, [lamp("Hall lamp"), motion_sensor("Hall motion")])
    story.reads("Hall lamp", power=False, brightness=0)
    for of_watched, happens in parts:
        if watched or not of_watched:
            happens(story)
    story.passes(10 * MINUTE)
    return story


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.one_of(
            wished(WATCHED.id).map(lambda act: (True, act)),
            wished(OTHER.id).map(lambda act: (False, act)),
            OTHERWISE.map(lambda act: (False, act)),
        ),
        max_size=14,
    )
)
def test_what_a_shadow_proposes_changes_no_other_decision_and_no_command(
    parts: list[tuple[bool, Callable[[Story], None]]],
) -> None:
    without, beside = told(parts, watched=False), told(parts, watched=True)

    assert gist(beside) == gist(without)
    assert [(c.device, c.values) for c in beside.commands] == [
        (c.device, c.values) for c in without.commands
    ]
