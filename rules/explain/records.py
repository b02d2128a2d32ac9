"""What stands in the journal, one sentence for each kind of record."""

from rules.explain.decisions import headline
from rules.explain.hands import judged_clause
from rules.explain.names import Names
from rules.explain.people import (
    author_text,
    freeze_sentence,
    hold_began_sentence,
    hold_sentence,
    reminder_sentence,
    scope_text,
)
from rules.explain.phrases import change_text, clock, sentence_of
from rules.explain.policies import signers_text
from rules.explain.prompts import prompt_record_clause
from rules.words.decisions import End
from rules.words.records import (
    Body,
    Bound,
    ChangeWished,
    ClaimEnded,
    Decided,
    Ended,
    FreezeBegan,
    HoldBegan,
    HoldEnded,
    Judged,
    Noted,
    OverrideBegan,
    OverrideEnded,
    PolicySigned,
    PolicyTaken,
    PromptBegan,
    PromptEnded,
    Reminded,
    Retired,
)
from rules.words.times import Moment
from rules.words.wishes import Then

SHORT_HASH = 12


def record_sentence(body: Body, at: Moment, names: Names) -> str:
    """Return a record as a sentence; `at` is when it was written."""
    match body:
        case Decided(decision=decision):
            return headline(decision, names)
        case FreezeBegan(freeze=freeze):
            return freeze_sentence(freeze, names)
        case OverrideBegan(override=override):
            return hold_sentence(override, names)
        case HoldBegan(hold=hold, was=was):
            return hold_began_sentence(hold, was, names)
        case Reminded(held=held):
            return reminder_sentence(held, at, names)
        case Judged() | PromptBegan() | PromptEnded() | ChangeWished():
            return sentence_of(_question(body, at, names))
        case Ended() | ClaimEnded() | OverrideEnded() | HoldEnded():
            return sentence_of(_ending(body, clock(at, names.zone), names))
        case Bound() | Retired() | Noted() | PolicyTaken() | PolicySigned():
            return sentence_of(_news(body, clock(at, names.zone), names))


def _question(
    body: Judged | PromptBegan | PromptEnded | ChangeWished, at: Moment, names: Names
) -> str:
    if isinstance(body, Judged):
        return judged_clause(body, at, names)
    return prompt_record_clause(body, at, names)


def _ending(body: Ended | ClaimEnded | OverrideEnded | HoldEnded, at: str, names: Names) -> str:
    match body:
        case Ended():
            return _ended(body, names)
        case ClaimEnded():
            return _claim_ended(body, at, names)
        case OverrideEnded(scope=scope, verb=verb, by=by, why=why):
            what = "freeze" if verb == "freeze" else "override"
            who = f" ({author_text(by, names)})" if by else ""
            return f"the {what} of {scope_text(scope, names)} ended at {at}: {why}{who}"
        case HoldEnded(device=device, why=why):
            return f"the hold on {names.device(device)} ended at {at}: {why}"


def _ended(body: Ended, names: Names) -> str:
    it, why = names.device(body.device), f": {body.by}" if body.by else ""
    which = f"decision {body.decision}"
    match body.end:
        case End.VERIFIED:
            return f"{it} reported that it did as decided ({which}){why}"
        case End.FAILED:
            return f"{it} did not do as decided ({which}){why}"
        case End.SUPERSEDED if body.by.startswith("superseded"):
            return f"{which} about {it} was {body.by}"
        case End.SUPERSEDED:
            return f"{which} about {it} was superseded{why}"
        case End.EXPIRED:
            return f"{which} about {it} ran out{why}"
        case End.MOOT:
            return f"{which} about {it} led to no command{why}"
        case End.UNKNOWN:
            return f"how {which} about {it} ended is not known{why}"


def _claim_ended(body: ClaimEnded, at: str, names: Names) -> str:
    it = names.device(body.device)
    wish = f"{names.agent(body.agent)}'s wish for {it} ended at {at} ({body.why})"
    if body.did:
        return f"{wish}: {it} was {change_text({}, body.did)}"
    rest = "nothing was left to switch off" if body.then is Then.OFF else "it was left as it was"
    return f"{wish}: {rest}"


def _news(body: Bound | Retired | Noted | PolicyTaken | PolicySigned, at: str, names: Names) -> str:
    match body:
        case PolicySigned():
            return _signed(body, at, names)
        case Bound(device=device, hardware=hardware, name=name):
            return f"{name} ({hardware}) was met at {at} and is {device} from now on"
        case Retired(device=device):
            return f"{names.device(device)} was taken away at {at}"
        case Noted(text=text, device=device):
            return f"{names.device(device)}: {text}" if device is not None else text
        case PolicyTaken(policy=policy):
            return f"the policy {policy[:SHORT_HASH]} took effect at {at}"


def _signed(body: PolicySigned, at: str, names: Names) -> str:
    last = body.signatures[-1]
    what = f"version {body.version} of the policy"
    why = f": {last.reason}" if last.reason else ""
    missing = body.needs - len(body.signatures)
    rest = "; somebody else must sign it too, before it counts" if missing > 0 else ""
    return f"{signers_text((last.signer,), names)} signed {what} at {at}{why}{rest}"
