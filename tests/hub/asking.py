"""An agent that may only suggest, and the question that comes of its wish."""

from dataclasses import replace

from devices.agents.outside import Outside
from rules.agent import Tier
from rules.policy import Policy
from rules.words.events import PolicyAdopted, Proposed
from rules.words.ids import AgentId, AreaId, DeviceId, PersonId
from rules.words.values import BRIGHTNESS, POWER
from tests.houses import MONDAY_NOON
from tests.hub.small_hub import SmallHub

CHATTER = Outside(
    id=AgentId("chatter"),
    owner=PersonId("ana"),
    areas=(AreaId("hall"), AreaId("kitchen")),
    aspects=(POWER, BRIGHTNESS),
    tier=Tier.SUGGEST,
    strength="event",
)


def with_chatter(policy: Policy) -> Policy:
    """Return a policy in which that agent lives too."""
    return replace(policy, agents={**policy.agents, CHATTER.id: CHATTER}, hash="with chatter")


def suggestion(device: str = "hall-lamp", bright: int = 40) -> Proposed:
    """Return the wish that a person is asked about."""
    return Proposed(
        agent=CHATTER.id,
        device=DeviceId(device),
        values={POWER: True, BRIGHTNESS: bright},
        until=MONDAY_NOON + 600,
    )


async def asks(hub: SmallHub) -> str:
    """Let the agent suggest something; return the id of the prompt."""
    await hub.happens(PolicyAdopted(with_chatter(hub.house.policy)))
    await hub.happens(suggestion())
    (prompt,) = hub.house.prompts.open
    return prompt
