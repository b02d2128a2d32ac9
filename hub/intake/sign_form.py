"""What a person sends to sign a policy, checked once at the border."""

from typing import Annotated, Final, TypeAlias

from pydantic import Field, StringConstraints

from hub.intake.forms import Form, text_of, validated
from hub.policy.versions import Hand
from rules.words.times import Moment
from rules.words.value import value

EXPECTED: Final = {
    "as": "an owner's id of at most 64 characters",
    "reason": "a text of at most 200 characters",
    "policy": "the hash of a policy",
    "to": "a version's number",
    "from": "a version's number",
    "draft": "the code of a draft, such as `4F2K`",
    "at": "the moment at which the draft was shown",
    "mark": "a signature of 64 bytes, in hexadecimal digits",
}


@value(frozen=True, slots=True, kw_only=True)
class SignRequest:
    """Who wants to sign, and why. `policy`: the hash of what they saw; `to`: go back there.

    `from_version`: the version that was in force when they saw it. `draft`: sign this one, and
    not the household file. `hand`: what the signer's own phone made of it, `at` this moment; no
    form has these, the page's server alone knows whose phone it is.
    """

    signer: str
    reason: str = ""
    policy: str = ""
    to: int | None = None
    from_version: int | None = None
    draft: str = ""
    hand: Hand | None = None
    at: Moment | None = None


@value(frozen=True, slots=True, kw_only=True)
class HandRequest:
    """What a phone sends to sign a draft that it was shown: when that was, and its mark."""

    at: Moment
    mark: bytes


def parse_hand(payload: bytes) -> HandRequest:
    """Return what a payload says of a phone's signature, or raise `BadInput`."""
    said = validated(_HandForm, text_of(payload), EXPECTED)
    return HandRequest(at=said.at, mark=bytes.fromhex(said.mark))


def parse_signing(payload: bytes) -> SignRequest:
    """Return what a payload says of a signature, or raise `BadInput`."""
    said = validated(_SigningForm, text_of(payload), EXPECTED)
    return SignRequest(
        signer=said.signer,
        reason=said.reason,
        policy=said.policy,
        to=said.to,
        from_version=said.from_version,
        draft=said.draft,
    )


def _text(longest: int) -> StringConstraints:
    return StringConstraints(strip_whitespace=True, max_length=longest)


_Number: TypeAlias = Annotated[int, Field(strict=True, ge=1, lt=2**31)]


class _HandForm(Form):
    at: Annotated[float, Field(ge=0, lt=2**40)]
    mark: Annotated[str, StringConstraints(pattern="^[0-9a-f]{128}$")]


class _SigningForm(Form):
    signer: Annotated[str, _text(64), Field(alias="as")] = "console"
    reason: Annotated[str, _text(200)] = ""
    policy: Annotated[str, _text(64)] = ""
    to: _Number | None = None
    from_version: Annotated[_Number | None, Field(alias="from")] = None
    draft: Annotated[str, _text(8)] = ""
