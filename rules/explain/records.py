"""What stands in the journal: the table of what is said of each kind of record."""

from collections.abc import Callable
from typing import Final, Generic, Protocol, TypeVar

from rules.explain.adoption import adopted_clause, forgotten_clause, joined_clause
from rules.explain.alarms import alarm_clause, alarm_over_clause
from rules.explain.decisions import headline
from rules.explain.hands import judged_clause
from rules.explain.names import Names
from rules.explain.people import (
    author_text,
    freeze_sentence,
    hold_began_sentence,
    hold_sentence,
    pause_sentence,
    reminder_sentence,
    scope_text,
)
from rules.explain.phrases import change_text, clock, moment_text, sentence_of
from rules.explain.policies import signers_text
from rules.explain.prompts import prompt_record_clause
from rules.words.decisions import End
from rules.words.records import (
    Adopted,
    AlarmBegan,
    AlarmEnded,
    Body,
    Bound,
    ChangeWished,
    ClaimEnded,
    Decided,
    Ended,
    Forgotten,
    FreezeBegan,
    HoldBegan,
    HoldEnded,
    Joined,
    Judged,
    Noted,
    OverrideBegan,
    OverrideEnded,
    PauseBegan,
    PauseEnded,
    PolicySigned,
    PolicyTaken,
    PromptBegan,
    PromptEnded,
    Reminded,
    Retired,
)
from rules.words.times import Moment
from rules.words.value import value
from rules.words.wishes import Then

SHORT_HASH = 12
ANSWERED = ("a person said", "a person put it off")
"""How it begins where an answer ended a decision that waited for it."""
COVERED = "superseded by override"
"""What the journal and programs are told where people took over; people read plain words."""
Kind = TypeVar("Kind")


@value(frozen=True, slots=True)
class When:
    """When a record was written, and by which names it is told."""

    at: Moment
    names: Names

    @property
    def clock(self) -> str:
        """Return the time of day, as people at home read it."""
        return clock(self.at, self.names.zone)


class Template(Protocol):
    """Tells one kind of record."""

    def tell(self, body: Body, when: When, /) -> str:
        """Return a record as a clause, or as a sentence."""


@value(frozen=True, slots=True)
class Of(Generic[Kind]):
    """The template of one kind."""

    kind: type[Kind]
    says: Callable[[Kind, When], str]

    def tell(self, body: Body, when: When, /) -> str:
        """Return a record of this kind as a clause, or as a sentence."""
        assert isinstance(body, self.kind)  # noqa: S101 -- it was found by its kind
        return self.says(body, when)


def record_sentence(body: Body, at: Moment, names: Names) -> str:
    """Return a record as a sentence; `at` is when it was written."""
    return sentence_of(TEMPLATES[type(body)].tell(body, When(at, names)))


def _override_ended(body: OverrideEnded, when: When) -> str:
    what = "freeze" if body.verb == "freeze" else "override"
    who = f" ({author_text(body.by, when.names)})" if body.by else ""
    whose = ""
    if body.placed is not None and body.since is not None:
        since = moment_text(body.since, when.at, when.names.zone)
        whose = f", placed by {author_text(body.placed, when.names)} at {since},"
    scope = scope_text(body.scope, when.names)
    return f"the {what} of {scope}{whose} ended at {when.clock}: {body.why}{who}"


def _pause_ended(body: PauseEnded, when: When) -> str:
    agent = when.names.agent(body.agent)
    if body.by is None:
        return f"{agent} may act again since {when.clock}: {body.why}"
    return f"{author_text(body.by, when.names)} let {agent} act again at {when.clock}"


def _noted(body: Noted, when: When) -> str:
    return body.text if body.device is None else f"{when.names.device(body.device)}: {body.text}"


def _ended(body: Ended, when: When) -> str:
    it, why = when.names.device(body.device), f": {body.by}" if body.by else ""
    which = f"decision {body.decision}"
    match body.end:
        case End.VERIFIED:
            return f"{it} reported that it did as decided ({which}){why}"
        case End.FAILED:
            return f"{it} did not do as decided ({which}){why}"
        case _ if body.by.startswith(ANSWERED):
            return f"the question of {which} about {it} was answered: {body.by}"
        case End.SUPERSEDED if body.by == COVERED:
            return f"{which} about {it} no longer counts: it is held or frozen now"
        case End.SUPERSEDED:
            return f"{which} about {it} no longer counts{why}"
        case End.EXPIRED:
            return f"{which} about {it} ran out{why}"
        case End.MOOT:
            return f"{which} about {it} changed nothing{why}"
        case End.UNKNOWN:
            return f"how {which} about {it} ended is not known{why}"


def _claim_ended(body: ClaimEnded, when: When) -> str:
    names, at = when.names, when.clock
    it = names.device(body.device)
    wish = f"{names.wish_of(body.agent)} for {it} ended at {at} ({body.why})"
    if body.did:
        return f"{wish}: {it} was {change_text({}, body.did)}"
    rest = "nothing was left to switch off" if body.then is Then.OFF else "it was left as it was"
    return f"{wish}: {rest}"


def _signed(body: PolicySigned, when: When) -> str:
    last = body.signatures[-1]
    what = f"version {body.version} of the policy"
    why = f": {last.reason}" if last.reason else ""
    missing = body.needs - len(body.signatures)
    rest = "; somebody else must sign it too, before it counts" if missing > 0 else ""
    return f"{signers_text((last.signer,), when.names)} signed {what} at {when.clock}{why}{rest}"


TEMPLATES: Final[dict[type[Body], Template]] = {
    Decided: Of(Decided, lambda body, when: headline(body.decision, when.names)),
    Ended: Of(Ended, _ended),
    ClaimEnded: Of(ClaimEnded, _claim_ended),
    FreezeBegan: Of(FreezeBegan, lambda body, when: freeze_sentence(body.freeze, when.names)),
    OverrideBegan: Of(OverrideBegan, lambda body, when: hold_sentence(body.override, when.names)),
    OverrideEnded: Of(OverrideEnded, _override_ended),
    Reminded: Of(Reminded, lambda body, when: reminder_sentence(body.held, when.at, when.names)),
    HoldBegan: Of(
        HoldBegan, lambda body, when: hold_began_sentence(body.hold, body.was, when.names)
    ),
    HoldEnded: Of(
        HoldEnded,
        lambda body, when: (
            f"the hold on {when.names.device(body.device)} ended at {when.clock}: {body.why}"
        ),
    ),
    PauseBegan: Of(PauseBegan, lambda body, when: pause_sentence(body.pause, when.names)),
    PauseEnded: Of(PauseEnded, _pause_ended),
    Judged: Of(Judged, lambda body, when: judged_clause(body, when.at, when.names)),
    AlarmBegan: Of(AlarmBegan, lambda body, when: alarm_clause(body.alarm, when.names)),
    AlarmEnded: Of(AlarmEnded, lambda body, when: alarm_over_clause(body, when.at, when.names)),
    Bound: Of(
        Bound,
        lambda body, when: (
            f"{body.name} ({body.hardware}) was met at {when.clock} and is {body.device} "
            "from now on"
        ),
    ),
    Adopted: Of(Adopted, lambda body, when: adopted_clause(body, when.at, when.names)),
    Forgotten: Of(Forgotten, lambda body, when: forgotten_clause(body, when.at, when.names)),
    Joined: Of(Joined, lambda body, when: joined_clause(body, when.at, when.names)),
    Retired: Of(
        Retired,
        lambda body, when: f"{when.names.device(body.device)} was taken away at {when.clock}",
    ),
    Noted: Of(Noted, _noted),
    PolicyTaken: Of(
        PolicyTaken,
        lambda body, when: f"the policy {body.policy[:SHORT_HASH]} took effect at {when.clock}",
    ),
    PolicySigned: Of(PolicySigned, _signed),
    PromptBegan: Of(
        PromptBegan, lambda body, when: prompt_record_clause(body, when.at, when.names)
    ),
    PromptEnded: Of(
        PromptEnded, lambda body, when: prompt_record_clause(body, when.at, when.names)
    ),
    ChangeWished: Of(
        ChangeWished, lambda body, when: prompt_record_clause(body, when.at, when.names)
    ),
}
"""What is said of each kind there is."""
