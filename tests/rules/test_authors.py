"""Every record says who is behind it, or that nobody knows."""

from dataclasses import replace

import pytest

from rules.authors import AuthorClass, author_class
from rules.words.decisions import Outcome
from rules.words.hands import Seen
from rules.words.people import Freeze, HouseScope
from rules.words.records import (
    Body,
    Decided,
    FreezeBegan,
    HoldBegan,
    Judged,
    Noted,
    OverrideEnded,
    PolicySigned,
    Signed,
)
from rules.words.values import POWER
from rules.words.wishes import AgentSaid, Author, Level, SawTime, Via
from tests.rules.explain.reasons import BENS_HOLD
from tests.rules.explain.told import LAMP, at, decided

AGENTS = decided(Outcome.ALLOWED)
SCHEDULED = replace(AGENTS, proposal=replace(AGENTS.proposal, level=Level.SCHEDULE))
TIMED = decided(Outcome.ALLOWED, trigger=SawTime("at"))
OUTSIDE = decided(Outcome.DENIED, trigger=AgentSaid("it is dark", 1))
SWITCHED = Freeze(scope=HouseScope(), by=Author(via=Via.SWITCH), since=at(9, 0))


def by(via: Via) -> HoldBegan:
    return HoldBegan(hold=replace(BENS_HOLD, by=Author(via=via)), was={})


@pytest.mark.parametrize(
    ("body", "author"),
    [
        (by(Via.PAGE), AuthorClass.PERSON),
        (by(Via.MQTT), AuthorClass.PERSON),
        (by(Via.CONSOLE), AuthorClass.PERSON),
        (by(Via.WALL), AuthorClass.HAND),
        (by(Via.CONTROL), AuthorClass.HAND),
        (by(Via.BREAKER), AuthorClass.AGENT),
        (by(Via.MAINS), AuthorClass.HAND),
        (by(Via.SWITCH), AuthorClass.SWITCH),
        (by(Via.CONTROLLER), AuthorClass.CONTROLLER),
        (by(Via.UNKNOWN), AuthorClass.UNKNOWN),
        (Decided(decision=AGENTS), AuthorClass.AGENT),
        (Decided(decision=SCHEDULED), AuthorClass.SCHEDULE),
        (Decided(decision=TIMED), AuthorClass.SCHEDULE),
        (Decided(decision=OUTSIDE), AuthorClass.OUTSIDE),
        (
            FreezeBegan(
                freeze=Freeze(scope=HouseScope(), by=Author(via=Via.SWITCH), since=at(9, 0))
            ),
            AuthorClass.SWITCH,
        ),
        (
            Judged(device=LAMP, seen=Seen.UNKNOWN, values={POWER: True}, was={POWER: False}),
            AuthorClass.UNKNOWN,
        ),
    ],
)
def test_each_record_of_a_change_has_its_class(body: Body, author: AuthorClass) -> None:
    assert author_class(body) is author


def test_there_are_eight_classes() -> None:
    assert len(AuthorClass) == 8


def test_what_the_house_notes_of_itself_has_no_author() -> None:
    ended = OverrideEnded(scope=HouseScope(), verb="freeze", by=None, why="its time was over")

    first = Signed(signer="console", key="k", at=at(9, 0), reason="", mark="")
    begins = PolicySigned(version=1, policy="p", needs=1, signatures=(first,))

    assert author_class(begins) is None
    assert author_class(replace(begins, version=2)) is AuthorClass.PERSON
    assert author_class(Noted(text="a clock step")) is None
    assert author_class(ended) is None
