"""The court: judges decisions again, each in a small house made of its own record alone."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from rules.claims.claims import Claim
from rules.claims.told import Told
from rules.condition import AgentTurn, Condition
from rules.deciding.arbiter import decide
from rules.hands.clues import Clues, Judging
from rules.house import House
from rules.places.directory import Directory
from rules.policy import Policy
from rules.words.decisions import Decision
from rules.words.device import Announcement, Capability, Category, Device, Kind
from rules.words.facts import (
    Changed,
    Claimed,
    ClockPut,
    Doubted,
    Fact,
    IsDevice,
    Placed,
    SaidYes,
    Shows,
    Spared,
    Strayed,
    SunKnown,
    ToldTogether,
    Turned,
    Warned,
    WasTold,
)
from rules.words.ids import DecisionId, DeviceId
from rules.words.people import Freeze, Hold, Override
from rules.words.times import Moment, Seconds
from rules.words.values import NAMED_ASPECTS
from rules.words.wishes import Cause, Proposal, SawWindow, Then

NOTHING_SEEN = Cause(SawWindow(""), 0.0)


class _Elsewhen(House):
    """A house in which the clock on the wall shows another time."""

    __slots__ = ("ahead",)

    ahead: Seconds

    def local(self, now: Moment) -> datetime:
        return super().local(now + self.ahead)


class Court:
    """Judges decisions again, each from its record alone, under one policy."""

    __slots__ = ("_index", "policy")

    def __init__(self, policy: Policy) -> None:
        """Take the policy under which they were made."""
        self.policy = policy
        self._index = Directory(policy, {})

    def house_of(self, facts: Iterable[Fact], *, ahead: Seconds = 0.0) -> House:
        """Return a house in which exactly these facts are so, and whose clocks are so far ahead."""
        house = _Elsewhen(self.policy, self._index.emptied())
        house.ahead = ahead
        for fact in facts:
            _make_so(house, fact)
        return house

    def judge(
        self,
        facts: Iterable[Fact],
        proposal: Proposal,
        now: Moment,
        number: DecisionId,
        *,
        ahead: Seconds = 0.0,
    ) -> Decision:
        """Decide a proposal as these facts have it; `ahead`: as if the clock had shown so."""
        known = tuple(facts)
        yes = next((fact.yes for fact in known if isinstance(fact, SaidYes)), None)
        spared = next((fact.spared for fact in known if isinstance(fact, Spared)), "")
        house = self.house_of(known, ahead=ahead)
        return decide(house, proposal, now, number, yes, spared=spared)


def _make_so(house: House, fact: Fact) -> None:
    match fact:
        case IsDevice():
            _make_known(house, fact)
        case Shows(shows=device, values=values, since=since, heard=heard, available=available):
            condition = _condition(house, device)
            condition.values, condition.since = dict(values), dict(since)
            condition.heard_at, condition.available = heard, available
        case ClockPut(clock_put=at):
            house.clock_put = at
        case Warned(warned=device, until=until):
            _condition(house, device).warned = until
        case WasTold() | Strayed() | Claimed() | Turned() | Changed() | Doubted():
            _make_of_device(house, fact)
        case Placed(placed=placed):
            _place(house, fact, placed)
        case ToldTogether(together=other, device=device):
            _join(house, device, other)
        case SunKnown(sun=sky):
            house.sky = sky
        case SaidYes() | Spared():
            pass


def _make_of_device(
    house: House, fact: WasTold | Strayed | Claimed | Turned | Changed | Doubted
) -> None:
    match fact:
        case WasTold(told=device):
            _condition(house, device).told = _as_told(fact)
        case Strayed(strayed=device, at=at, until=until):
            _condition(house, device).judging = Judging(since=at, until=until, was={}, shown={})
        case Claimed(claimed=device):
            condition = _condition(house, device)
            condition.claims = (*condition.claims, _as_claim(fact))
        case Turned(turned=device, at=at, agent=agent, power=power):
            condition = _condition(house, device)
            condition.turns = (*condition.turns, AgentTurn(at, agent, power))
        case Doubted(doubted=device, at=doubts):
            _condition(house, device).clues = Clues(doubts=doubts)
        case Changed(changed=device, at=moments):
            _condition(house, device).changes = [*moments]


def _condition(house: House, device: DeviceId) -> Condition:
    return house.conditions.setdefault(device, Condition())


def _join(house: House, device: DeviceId, other: DeviceId) -> None:
    """Let one device be in another, however it was that they were told together."""
    group, inside = house.devices[device], house.devices[other]
    moves = group.announcement.moves | {other}
    for known, announcement in (
        (group, replace(group.announcement, moves=moves)),
        (inside, replace(inside.announcement, mark=other)),
    ):
        house.devices[known.id] = replace(known, announcement=announcement)


def _make_known(house: House, fact: IsDevice) -> None:
    device = Device.of(
        fact.known,
        Announcement(
            hardware=fact.hardware,
            name=fact.name,
            family="",
            sort=fact.sort,
            capabilities={
                aspect: Capability(
                    aspect=aspect,
                    writable=True,
                    # What was written was known by its kind, where its name tells nothing.
                    kind=None if aspect in NAMED_ASPECTS else Kind.TEXT,
                    category=Category.SETTING if aspect in fact.settings else Category.PRIMARY,
                )
                for aspect in fact.writable
            },
        ),
    )
    house.devices[fact.known] = device
    house.conditions.setdefault(fact.known, Condition())
    house.directory.admit_as(device, fact.reached, fact.area, new=fact.new)


def _place(house: House, fact: Placed, placed: Freeze | Override | Hold) -> None:
    people = house.people
    match placed:
        case Hold(device=device):
            people.holds[device] = placed
        case Freeze() | Override() if fact.switch is not None:
            people.switches[fact.switch] = placed
        case Freeze(scope=scope):
            people.freezes[scope] = placed
        case Override(scope=scope):
            people.overrides[scope] = placed


def _as_told(fact: WasTold) -> Told:
    return Told(
        order=0,
        values=fact.values,
        before={},
        at=fact.at,
        transition=0.0,
        automated=True,
        given_up=not fact.awaited,
        stopped=not fact.awaited,
    )


def _as_claim(fact: Claimed) -> Claim:
    proposal = Proposal(
        agent=fact.agent,
        device=fact.claimed,
        level=fact.level,
        values=fact.given,
        until=fact.until,
        cause=NOTHING_SEEN,
        mode=fact.mode,
    )
    return Claim(
        proposal=proposal,
        decision=DecisionId(0),
        given=fact.given,
        until=fact.until,
        then=Then.KEEP,
        since=fact.since,
        acted=fact.acted,
        raises_at=fact.waits,
    )
