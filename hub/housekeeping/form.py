"""What a person sends to pause an agent, checked once at the border."""

from typing import Annotated, Final
from zoneinfo import ZoneInfo

from pydantic import BeforeValidator, Field

from hub.intake.ends import End, moment_of, parse_end
from hub.intake.forms import BadInput, Form, Length, text_of, validated
from rules.words.times import DAY, Moment, Seconds
from rules.words.value import value

LONGEST_PAUSE: Final = 31 * DAY
EXPECTED: Final = {
    "for": "a length of time such as `2 h`",
    "until": "a time such as `23:00` or `2030-12-24 18:00`",
    "skip": "`true` to leave out the next run",
}


@value(frozen=True, slots=True, kw_only=True)
class PauseRequest:
    """For how long an agent is to be put aside; `skip`: only its next run is left out."""

    lasts: Seconds | None = None
    until: End | None = None
    skip: bool = False

    def end(self, now: Moment, zone: ZoneInfo) -> Moment:
        """Return when it ends; raises `BadInput` where that is no end or too late."""
        if self.lasts is not None:
            end = now + self.lasts
        elif self.until is not None:
            end = moment_of(self.until, now, zone)
        else:
            raise BadInput("say `for` or `until`: a pause has an end")
        if not now < end <= now + LONGEST_PAUSE:
            raise BadInput("a pause ends in the future, and at most 31 days ahead")
        return end


def parse_pause(payload: bytes) -> PauseRequest:
    """Return what a payload asks, or raise `BadInput`."""
    said = validated(_PauseForm, text_of(payload), EXPECTED)
    if sum((said.lasts is not None, said.until is not None, said.skip)) > 1:
        raise BadInput("say only one of `for`, `until` and `skip`")
    return PauseRequest(lasts=said.lasts, until=said.until, skip=said.skip)


class _PauseForm(Form):
    lasts: Annotated[Length | None, Field(alias="for")] = None
    until: Annotated[End, BeforeValidator(parse_end)] | None = None
    skip: bool = False
