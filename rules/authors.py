"""Who is behind a record: eight classes, so that "who turned that on?" always has an answer."""

from enum import StrEnum
from typing import Final

from rules.words.decisions import Decision
from rules.words.hands import Seen
from rules.words.records import (
    Adopted,
    Body,
    ChangeWished,
    ClaimEnded,
    Decided,
    Forgotten,
    FreezeBegan,
    HoldBegan,
    Joined,
    Judged,
    OverrideBegan,
    OverrideEnded,
    PauseBegan,
    PauseEnded,
    PolicySigned,
    PromptEnded,
    Signed,
)
from rules.words.wishes import AgentSaid, Author, Level, SawTime, Via


class AuthorClass(StrEnum):
    """The sorts of authors there are."""

    PERSON = "person"
    """Somebody who said so: on the page, over MQTT, at the console."""
    HAND = "hand"
    """Somebody at the device, at a wall switch or a button."""
    SWITCH = "physical switch"
    """The position of an override switch."""
    AGENT = "agent"
    SCHEDULE = "schedule"
    OUTSIDE = "outside agent"
    CONTROLLER = "other controller"
    """Another hub, bridge or app that told the device itself."""
    UNKNOWN = "unknown"
    """Nobody knows; it is counted and shown."""


BY_WAY: Final = {
    Via.WALL: AuthorClass.HAND,
    Via.CONTROL: AuthorClass.HAND,
    Via.BREAKER: AuthorClass.AGENT,
    Via.MAINS: AuthorClass.HAND,
    Via.SWITCH: AuthorClass.SWITCH,
    Via.DOUBT: AuthorClass.SWITCH,
    Via.CONTROLLER: AuthorClass.CONTROLLER,
    Via.UNKNOWN: AuthorClass.UNKNOWN,
}


def author_class(body: Body) -> AuthorClass | None:
    """Return who is behind a record; None for what the house notes of itself."""
    match body:
        case Decided(decision=decision):
            return _of_decision(decision)
        case ClaimEnded(level=level):
            return AuthorClass.SCHEDULE if level is Level.SCHEDULE else AuthorClass.AGENT
        case (
            FreezeBegan(freeze=held)
            | HoldBegan(hold=held)
            | OverrideBegan(override=held)
            | PauseBegan(pause=held)
        ):
            return _of_author(held.by)
        case (
            OverrideEnded(by=by)
            | PromptEnded(by=by)
            | PauseEnded(by=by)
            | Adopted(by=by)
            | Forgotten(by=by)
            | Joined(by=by)
        ):
            return None if by is None else _of_author(by)
        case PolicySigned(version=1, signatures=(Signed(signer="console"),)):
            # The first start signs what the household starts with, and nobody sat there.
            return None
        case ChangeWished() | PolicySigned():
            return AuthorClass.PERSON
        case Judged(seen=Seen.UNKNOWN):
            return AuthorClass.UNKNOWN
        case _:
            return None


def _of_decision(decision: Decision) -> AuthorClass:
    proposal = decision.proposal
    if isinstance(proposal.cause.trigger, AgentSaid):
        return AuthorClass.OUTSIDE
    timed = proposal.level is Level.SCHEDULE or isinstance(proposal.cause.trigger, SawTime)
    return AuthorClass.SCHEDULE if timed else AuthorClass.AGENT


def _of_author(author: Author) -> AuthorClass:
    return BY_WAY.get(author.via, AuthorClass.PERSON)
