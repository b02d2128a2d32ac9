"""What is written into the journal, one frozen value for each kind of happening."""

from typing import TypeAlias

from rules.words.alarms import Alarm
from rules.words.asks import WasAsked
from rules.words.decisions import Decision, End
from rules.words.facts import Fact
from rules.words.hands import Seen
from rules.words.ids import AgentId, AreaId, DecisionId, DeviceId, HardwareId, PromptId
from rules.words.people import Freeze, Hold, Override, Pause, Scope
from rules.words.prompts import Answer, Prompt, PromptState
from rules.words.times import Moment
from rules.words.value import value
from rules.words.values import Values
from rules.words.wishes import Author, Level, Then


@value(frozen=True, slots=True, kw_only=True)
class Decided:
    """A proposal got its decision; `facts`: all that it rests on, None where nobody noted it."""

    decision: Decision
    facts: tuple[Fact, ...] | None = None


@value(frozen=True, slots=True, kw_only=True)
class Ended:
    """A decision came to its end; `by` says what ended it, in a few words."""

    decision: DecisionId
    device: DeviceId
    end: End
    by: str = ""


@value(frozen=True, slots=True, kw_only=True)
class ClaimEnded:
    """An agent's claim ended and something followed from it; `did` is what the device was told."""

    device: DeviceId
    agent: AgentId
    level: Level
    then: Then
    did: Values
    why: str


@value(frozen=True, slots=True, kw_only=True)
class FreezeBegan:
    """A person froze a scope."""

    freeze: Freeze


@value(frozen=True, slots=True, kw_only=True)
class OverrideBegan:
    """A person set a scope."""

    override: Override


@value(frozen=True, slots=True, kw_only=True)
class OverrideEnded:
    """A freeze or an override ended: released by a person, by its own end, or by a hand.

    `placed`: whose it was, `since` when.
    """

    scope: Scope
    verb: str
    by: Author | None
    why: str
    placed: Author | None = None
    since: Moment | None = None


@value(frozen=True, slots=True, kw_only=True)
class Reminded:
    """People were told that a freeze or an override without an end still stands."""

    held: Freeze | Override


def scope_of(body: FreezeBegan | OverrideBegan | OverrideEnded | Reminded) -> Scope:
    """Return the scope that a record is about."""
    match body:
        case FreezeBegan(freeze=held):
            return held.scope
        case OverrideBegan(override=placed):
            return placed.scope
        case OverrideEnded(scope=scope):
            return scope
        case Reminded(held=standing):
            return standing.scope


@value(frozen=True, slots=True, kw_only=True)
class HoldBegan:
    """A hand: a person set a device, or moved it at its own switch. `was`: what it was before."""

    hold: Hold
    was: Values


@value(frozen=True, slots=True, kw_only=True)
class HoldEnded:
    """A hold ended."""

    device: DeviceId
    why: str


@value(frozen=True, slots=True, kw_only=True)
class PauseBegan:
    """A person put an agent aside."""

    pause: Pause


@value(frozen=True, slots=True, kw_only=True)
class PauseEnded:
    """An agent may act again: a person said so, or its pause had come to its end."""

    agent: AgentId
    by: Author | None
    why: str


@value(frozen=True, slots=True, kw_only=True)
class Judged:
    """A report that nothing explained was taken for something: a hand, a glitch, a power cut ...

    `UNKNOWN` is a question to whoever lives here: was that you?
    """

    device: DeviceId
    seen: Seen
    values: Values
    was: Values


@value(frozen=True, slots=True, kw_only=True)
class AlarmBegan:
    """A sensor says what nobody should miss, or nothing any more."""

    alarm: Alarm


@value(frozen=True, slots=True, kw_only=True)
class AlarmEnded:
    """It is over; `why` where that was no word of the sensor's."""

    alarm: Alarm
    why: str = ""


@value(frozen=True, slots=True, kw_only=True)
class Bound:
    """A hardware got its device id, for good."""

    device: DeviceId
    hardware: HardwareId
    name: str


@value(frozen=True, slots=True, kw_only=True)
class Adopted:
    """A person placed a device in an area; `before`: the one it was in until then."""

    device: DeviceId
    area: AreaId
    by: Author
    before: AreaId | None = None


@value(frozen=True, slots=True, kw_only=True)
class Forgotten:
    """A person took back that a device was placed, or gave up the names of one that is gone."""

    device: DeviceId
    by: Author
    names: tuple[str, ...] = ()


@value(frozen=True, slots=True, kw_only=True)
class Joined:
    """A person said that some hardware is another way to a device; `parted`: that it is none."""

    device: DeviceId
    hardware: HardwareId
    by: Author
    parted: bool = False


@value(frozen=True, slots=True, kw_only=True)
class Retired:
    """A device was taken away."""

    device: DeviceId


@value(frozen=True, slots=True, kw_only=True)
class Noted:
    """Something that people should be able to read later: a refused input, a clock step ..."""

    text: str
    device: DeviceId | None = None


@value(frozen=True, slots=True, kw_only=True)
class PolicyTaken:
    """A policy took effect, known by its hash."""

    policy: str


@value(frozen=True, slots=True, kw_only=True)
class PromptBegan:
    """People are asked."""

    prompt: Prompt


@value(frozen=True, slots=True, kw_only=True)
class PromptEnded:
    """A prompt came to its end: by an answer, or by itself, and then `why`."""

    prompt: PromptId
    agent: AgentId
    devices: tuple[DeviceId, ...]
    state: PromptState
    answer: Answer | None
    by: Author | None
    why: str


@value(frozen=True, slots=True, kw_only=True)
class ChangeWished:
    """A person said always or never: a change of policy is to be signed; nothing has changed."""

    prompt: PromptId
    agent: AgentId
    devices: tuple[DeviceId, ...]
    answer: Answer
    by: Author
    about: tuple[WasAsked, ...] = ()


@value(frozen=True, slots=True, kw_only=True)
class Signed:
    """One signature under a policy; `mark` is the signature itself, `key` the key's name."""

    signer: str
    key: str
    at: Moment
    reason: str
    mark: str


@value(frozen=True, slots=True, kw_only=True)
class PolicySigned:
    """Somebody signed a version of the policy; it counts once `needs` people have."""

    version: int
    policy: str
    needs: int
    signatures: tuple[Signed, ...]


Body: TypeAlias = (
    Decided
    | Ended
    | ClaimEnded
    | FreezeBegan
    | OverrideBegan
    | OverrideEnded
    | Reminded
    | HoldBegan
    | HoldEnded
    | PauseBegan
    | PauseEnded
    | Judged
    | AlarmBegan
    | AlarmEnded
    | Bound
    | Adopted
    | Forgotten
    | Joined
    | Retired
    | Noted
    | PolicyTaken
    | PromptBegan
    | PromptEnded
    | ChangeWished
    | PolicySigned
)
