"""Things to write down."""

from rules.words.decisions import Decision, End, Outcome
from rules.words.effects import Record
from rules.words.ids import AgentId, DecisionId, DeviceId
from rules.words.people import Freeze, HandKind, Hold, HouseScope, Override
from rules.words.records import Decided, Ended, Noted
from rules.words.times import Moment
from rules.words.values import POWER, Aspect
from rules.words.wishes import Author, Cause, Level, Proposal, SawReading, Then, Via

HALL_LAMP = DeviceId("hall-lamp")
SOFA_LAMP = DeviceId("sofa-lamp")
ANA = Author(via=Via.PAGE, says="Ana")
NOON = 1_800_000_000.0

FREEZE = Freeze(scope=HouseScope(), by=ANA, since=NOON)
OVERRIDE = Override(scope=HouseScope(), values={POWER: True}, by=ANA, since=NOON)
HOLD = Hold(
    device=HALL_LAMP,
    values={POWER: False},
    covers=frozenset({POWER}),
    by=ANA,
    kind=HandKind.DOWN,
    since=NOON,
    until=NOON + 3600,
)


def proposal(device: DeviceId = HALL_LAMP) -> Proposal:
    return Proposal(
        agent=AgentId("hall-motion"),
        device=device,
        level=Level.EVENT,
        values={POWER: True},
        until=NOON + 300,
        cause=Cause(SawReading(DeviceId("hall-motion"), Aspect("motion"), True), NOON),
        then=Then.OFF,
    )


def decided(number: int, device: DeviceId = HALL_LAMP) -> Decided:
    return Decided(
        decision=Decision(
            id=DecisionId(number),
            proposal=proposal(device),
            outcome=Outcome.ALLOWED,
            given={POWER: True},
            until=NOON + 300,
            then=Then.OFF,
            reasons=(),
            at=NOON,
            was={POWER: False},
            policy="3b1f",
        )
    )


def ended(number: int, device: DeviceId = HALL_LAMP) -> Ended:
    return Ended(decision=DecisionId(number), device=device, end=End.VERIFIED)


def note(text: str, *, durable: bool = False, at: Moment = NOON) -> tuple[Moment, Record]:
    return at, Record(Noted(text=text), durable)
