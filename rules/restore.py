"""Restoring: what outlived a restart is put back before anything else; nothing is commanded."""

from collections.abc import Iterable, Mapping

from rules.claims.claims import Claim
from rules.condition import Condition
from rules.deciding.admission import LONGEST_LEASE
from rules.due import ClaimDue, HoldDue, PauseDue, PromptDue, ScopeDue
from rules.house import House
from rules.observing.silence import put_back_alarm
from rules.people.holds import next_look
from rules.words.alarms import Alarm
from rules.words.decisions import Decision, End, Outcome
from rules.words.effects import Standing
from rules.words.ids import AgentId, DecisionId, DeviceId, HardwareId
from rules.words.people import Adoption, Bearer, Freeze, Hold, Pause
from rules.words.prompts import Patience, Prompt
from rules.words.records import Body, ClaimEnded, Decided, Ended
from rules.words.times import Moment
from rules.words.wishes import Level, Then

LONGEST_CLAIM = LONGEST_LEASE[Level.EVENT]
"""Seconds; claims of events are put back, and none of them lives longer."""


def live_claims(records: Iterable[Body], now: Moment) -> list[Claim]:
    """Return the claims of events that were alive, from the last records, newest first.

    One whose command may have been sent counts as acted: it commands nothing by being put back,
    and may still end in off.
    """
    claims: list[Claim] = []
    ends: dict[DecisionId, End] = {}
    known: set[tuple[DeviceId, AgentId]] = set()
    for body in records:
        match body:
            case Ended(decision=number, end=end):
                ends.setdefault(number, end)
            case ClaimEnded(device=device, agent=agent):
                known.add((device, agent))
            case Decided(decision=decision):
                who = (decision.device, decision.proposal.agent)
                if who in known or not _made_claim(decision):
                    continue
                known.add(who)
                claim = _again(decision, ends.get(decision.id))
                if now < claim.until or (claim.acted and claim.then is Then.OFF):
                    # What ended meanwhile may still have to end in off.
                    claims.append(claim)
            case _:
                pass
    return claims


def _made_claim(decision: Decision) -> bool:
    refused = decision.outcome in (Outcome.DENIED, Outcome.ASKED)
    return decision.proposal.level is Level.EVENT and not refused and not decision.shadow


def _again(decision: Decision, end: End | None) -> Claim:
    waits = end is None and decision.outcome is Outcome.DEFERRED
    acted = not waits and end not in (End.SUPERSEDED, End.EXPIRED)
    return Claim.of(decision, acted=acted, opened=waits)


def restore(
    house: House,
    standing: Iterable[Standing],
    claims: Iterable[Claim],
    *,
    ids: Mapping[HardwareId, DeviceId],
    next_decision: DecisionId,
) -> None:
    """Put back what people held, and the claims that were alive.

    Each comes with its own end; what ended meanwhile ends by that at the next step.
    """
    for hardware, device in ids.items():
        house.bind(hardware, device)
    house.next_decision = next_decision
    for thing in standing:
        _put_back(house, thing)
    for claim in claims:
        condition = house.conditions.setdefault(claim.device, Condition())
        condition.claims = (*condition.claims, claim)
        house.due.put(ClaimDue(claim.device, claim.agent), claim.until)
    for condition in house.conditions.values():
        condition.claims = tuple(sorted(condition.claims, key=lambda c: -c.level))


def still_open(house: House, claims: Iterable[Claim]) -> set[DecisionId]:
    """Return the decisions that a start does not close: their claims wait, or they are asked."""
    asked = (q.decision for prompt in house.prompts.open.values() for q in prompt.questions)
    return {*(claim.decision for claim in claims if claim.open), *asked}


def _put_back(house: House, thing: Standing) -> None:
    people = house.people
    if isinstance(thing, Adoption | Bearer):
        _put_where_it_was(house, thing)
        return
    if isinstance(thing, Prompt):
        house.prompts.put(thing)
        house.due.put(PromptDue(thing.id), thing.looks_at)
        return
    if isinstance(thing, Patience):
        house.prompts.patience[thing.agent] = thing
        return
    if isinstance(thing, Pause):
        people.pauses[thing.agent] = thing
        house.due.put(PauseDue(thing.agent), thing.until)
        return
    if isinstance(thing, Alarm):
        put_back_alarm(house, thing)
        return
    if isinstance(thing, Hold):
        people.holds[thing.device] = thing
        house.due.put(HoldDue(thing.device), next_look(house, thing))
        return
    if thing.by.switch is not None:
        people.switches[thing.by.switch] = thing
        return
    if isinstance(thing, Freeze):
        people.freezes[thing.scope] = thing
    else:
        people.overrides[thing.scope] = thing
    if thing.until is not None:
        house.due.put(ScopeDue(thing.scope), thing.until)


def _put_where_it_was(house: House, thing: Adoption | Bearer) -> None:
    if isinstance(thing, Adoption):
        house.placing.adoptions[thing.adopted] = thing
    else:
        house.placing.bearers[thing.bears] = thing.hardware
