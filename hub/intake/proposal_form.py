"""How an agent from outside writes a proposal: checked once at the border, and never trusted.

Rule 1: what names an agent, a tier or a grant is no key of it. Rule 2: its `reason` is text to be
quoted, and nothing reads it.
"""

from typing import Annotated, Final, Literal, TypeAlias

from pydantic import BeforeValidator, Field, StringConstraints

from devices.plain import plain
from hub.intake.ends import End, moment_of, parse_end
from hub.intake.forms import EXPECTED, BadInput, Fade, Length, shown, text_of, validated
from hub.intake.values import ValuesForm, values_of
from rules.house import House
from rules.words.events import Proposed
from rules.words.ids import AgentId
from rules.words.times import DAY, Moment
from rules.words.value import value
from rules.words.values import POWER, Aspect, Value
from rules.words.wishes import Level, Mode, Then

LONGEST_REASON: Final = 200
LEVELS: Final = {"comfort": Level.COMFORT, "schedule": Level.SCHEDULE, "event": Level.EVENT}
LONGEST_LEASE: Final = 2 * DAY
EXAMPLE: Final = '{"device": "hall-lamp", "percent": 40, "for": "10 min", "reason": "..."}'


def _end_written(end: object) -> object:
    return None if end is None else parse_end(end)


_Moment: TypeAlias = Annotated[End | None, BeforeValidator(_end_written)]


class ProposalForm(ValuesForm):
    """A proposal as it is sent; a null is as if the key were not there."""

    device: Annotated[str, StringConstraints(min_length=1, max_length=100)]
    transition: Fade | None = None
    lasts: Annotated[Length | None, Field(alias="for")] = None
    until: _Moment = None
    then: Literal["off", "keep"] = "keep"
    mode: Literal["set", "adjust"] = "set"
    level: Literal["comfort", "schedule", "event"] | None = None
    reason: Annotated[str, StringConstraints(max_length=LONGEST_REASON)] = ""
    id: Annotated[str, StringConstraints(pattern=r"^[!-~]{1,64}$")] | None = None
    expires: _Moment = None


EXPECTED_OF_AGENTS: Final = {
    **EXPECTED,
    "device": "the id or the name of a device",
    "then": "`off` or `keep`",
    "mode": "`set` or `adjust`",
    "level": "`comfort`, `schedule` or `event`",
    "reason": f"a text of at most {LONGEST_REASON} characters",
    "id": "1 to 64 letters, digits or signs without a space",
    "expires": "a time such as `2030-12-24T18:00:05+01:00`",
}


@value(frozen=True, slots=True)
class Sent:
    """A proposal that can be read, and no more is known of it than that."""

    form: ProposalForm

    @property
    def id(self) -> str | None:
        """Return what the agent calls it, if it does."""
        return self.form.id


def read_proposal(payload: bytes) -> Sent:
    """Return the proposal that a payload holds, or raise `BadInput` with a sentence."""
    text = text_of(payload)
    if not text.startswith("{"):
        raise BadInput(f"not a JSON object: send for example {EXAMPLE}")
    return Sent(validated(ProposalForm, text, EXPECTED_OF_AGENTS))


def event_of(sent: Sent, agent: AgentId, house: House, now: Moment, ticket: int) -> Proposed:
    """Return what the house hears of a proposal, or raise `BadInput` with a sentence."""
    form = sent.form
    device = house.find(form.device)
    if device is None:
        raise BadInput(f"there is no device {shown(form.device)}")
    if form.expires is not None and moment_of(form.expires, now, house.policy.home.zone) <= now:
        raise BadInput("it had expired before it came: nothing is done")
    return Proposed(
        agent=agent,
        device=device,
        values=_values(form),
        until=_end(form, house, now),
        level=None if form.level is None else LEVELS[form.level],
        mode=Mode(form.mode),
        then=Then(form.then),
        transition=form.transition,
        words=plain(form.reason, LONGEST_REASON),
        ticket=ticket,
    )


def _values(form: ProposalForm) -> dict[Aspect, Value]:
    values = dict(values_of(form))
    if form.mode == "adjust":
        # What shapes a light that is on says nothing about the power.
        if form.power is not None or values.get(POWER) is False:
            raise BadInput("`adjust` shapes a light that is on, and may not switch it")
        values.pop(POWER, None)
    return values


def _end(form: ProposalForm, house: House, now: Moment) -> Moment:
    if (form.lasts is None) == (form.until is None):
        raise BadInput("give `for` or `until`, and not both: every wish has an end")
    if form.lasts is not None:
        end = now + form.lasts
    else:
        assert form.until is not None  # noqa: S101 -- seen above
        end = moment_of(form.until, now, house.policy.home.zone)
    if not now < end <= now + LONGEST_LEASE:
        raise BadInput("the wish must end in the future, and within two days")
    return end
