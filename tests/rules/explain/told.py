"""What the sentences in these tests are about: Ana, Ben, a kitchen lamp and a moment."""

from datetime import datetime
from zoneinfo import ZoneInfo

from rules.explain import WrittenNames
from rules.words.decisions import Decision, Outcome, Reason
from rules.words.ids import AgentId, AreaId, DecisionId, DeviceId, GuardrailId, PersonId
from rules.words.times import Moment
from rules.words.values import BRIGHTNESS, POWER, Aspect, Values
from rules.words.wishes import Author, Cause, Level, Proposal, SawReading, Then, Trigger, Via

MADRID = ZoneInfo("Europe/Madrid")
KITCHEN = AreaId("kitchen")
LAMP = DeviceId("kitchen-lamp")
SENSOR = DeviceId("hall-motion")
OCCUPANCY = Aspect("occupancy")
NAMES = WrittenNames(
    MADRID,
    devices={LAMP: "Kitchen lamp", SENSOR: "Hall motion"},
    people={PersonId("ana"): "Ana", PersonId("ben"): "Ben"},
    areas={KITCHEN: "Kitchen"},
    places={LAMP: KITCHEN},
)
ANA = Author(via=Via.MQTT, person=PersonId("ana"))
BEN = Author(via=Via.WALL, person=PersonId("ben"))
SOMEBODY = Author(via=Via.PAGE)
QUIET = GuardrailId("quiet-nights")


def at(hour: int, minute: int, second: int = 0, *, day: int = 10) -> Moment:
    """Return a moment of November 2025 on the clock of the home."""
    return datetime(2025, 11, day, hour, minute, second, tzinfo=MADRID).timestamp()


MOTION_SEEN = SawReading(SENSOR, OCCUPANCY, True)


def wish(values: Values, trigger: Trigger = MOTION_SEEN, *, late: bool = False) -> Proposal:
    """Return what an agent wishes of the kitchen lamp."""
    return Proposal(
        agent=AgentId("hall-motion"),
        device=LAMP,
        level=Level.EVENT,
        values=values,
        until=at(19, 7, 7),
        cause=Cause(trigger, at(19, 2, 7)),
        late=late,
    )


def decided(
    outcome: Outcome,
    *reasons: Reason,
    wished: Values = {POWER: True, BRIGHTNESS: 204},  # noqa: B006 - never changed
    given: Values | None = None,
    was: Values = {POWER: False},  # noqa: B006 - never changed
    trigger: Trigger = MOTION_SEEN,
    late: bool = False,
) -> Decision:
    """Return a decision on such a wish."""
    return Decision(
        id=DecisionId(12),
        proposal=wish(wished, trigger, late=late),
        outcome=outcome,
        given=wished if given is None else given,
        until=at(19, 7, 7),
        then=Then.OFF,
        reasons=reasons,
        at=at(19, 2, 7),
        was=was,
        policy="0123456789abcdef",
    )
