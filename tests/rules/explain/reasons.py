"""One of each reason, as it may stand in a decision."""

from rules.words.asks import Approved, OnlySuggests, Quarrel, RuleAsked
from rules.words.decisions import (
    BeingJudged,
    Frozen,
    Held,
    LampNotOn,
    NeverRaised,
    NotAdmitted,
    OnlyShadow,
    Outranked,
    Reason,
    RuleCapped,
    RuleDelayed,
    RuleForbade,
    RuleLimited,
    RuleSkipped,
    RuleSlowed,
)
from rules.words.ids import AgentId, PromptId
from rules.words.people import Freeze, HandKind, Hold, HouseScope
from rules.words.values import BRIGHTNESS, LIGHT_ASPECTS, POWER
from rules.words.wishes import Level
from tests.rules.explain.told import ANA, BEN, LAMP, QUIET, at

BENS_HOLD = Hold(
    device=LAMP,
    values={POWER: False},
    covers=LIGHT_ASPECTS,
    by=BEN,
    kind=HandKind.DOWN,
    since=at(18, 55),
    until=at(2, 55, day=11),
    empty_for=600.0,
)
ANAS_FREEZE = Freeze(scope=HouseScope(), by=ANA, since=at(18, 50))

FROZEN = Frozen(ANAS_FREEZE)
HELD = Held(BENS_HOLD)
FORBADE = RuleForbade(
    rule=QUIET,
    sentence="lets nothing switch on or get brighter by itself from 18:30 to 06:30",
    owner="ana",
    observed="it is 19:02",
)
LIMITED = RuleLimited(
    rule=QUIET,
    sentence="allows at most 20 % from 18:30 to 06:30",
    owner="ana",
    aspect=BRIGHTNESS,
    wanted=204,
    allowed=51,
    observed="it is 19:02",
)
DELAYED = RuleDelayed(
    rule=QUIET,
    sentence="leaves a device off for at least 1 minute",
    owner="ana",
    until=at(19, 2, 30),
    observed="it went off at 19:01:30",
)
ASKED = RuleAsked(
    rule=QUIET,
    sentence="asks before switching more than 8 things",
    owner="ana",
    who="adult",
    deadline=at(19, 7),
)
SUGGESTS = OnlySuggests(agent=AgentId("evening"), who="adult", deadline=at(19, 7))
APPROVED = Approved(
    about=ASKED.about,
    rule=ASKED.rule,
    sentence=ASKED.sentence,
    owner=ASKED.owner,
    prompt=PromptId("3-c0ffee00"),
    by=BEN,
)
CAPPED = RuleCapped(
    rule=QUIET,
    sentence="leaves nothing on for longer than 1 hour",
    owner="ana",
    until=at(20, 2, 7),
)
SLOWED = RuleSlowed(
    rule=QUIET, sentence="lets no light change quicker than 2 seconds", owner="ana", seconds=2.0
)
SKIPPED = RuleSkipped(rule=QUIET, error="KeyError: 'sun'")
OUTRANKED = Outranked(
    by=AgentId("evening"),
    level=Level.SCHEDULE,
    until=at(23, 0),
    aspects=frozenset({BRIGHTNESS}),
)
QUARREL = Quarrel(rival=AgentId("evening"), turns=4, until=at(19, 7, 7))
BEING_JUDGED = BeingJudged(reported=at(19, 2, 6), until=at(19, 2, 7))
NOT_ADMITTED = NotAdmitted("the agent was not given this device")
LAMP_NOT_ON = LampNotOn(power=False)
NEVER_RAISED = NeverRaised(POWER)
ONLY_SHADOW = OnlyShadow(AgentId("chatter"))

ALL: tuple[Reason, ...] = (
    FROZEN,
    HELD,
    FORBADE,
    LIMITED,
    DELAYED,
    ASKED,
    CAPPED,
    SLOWED,
    SKIPPED,
    OUTRANKED,
    QUARREL,
    BEING_JUDGED,
    NOT_ADMITTED,
    LAMP_NOT_ON,
    NEVER_RAISED,
    SUGGESTS,
    APPROVED,
    ONLY_SHADOW,
)
