"""What people say in a run, and what it promises them."""

from dataclasses import dataclass, field
from typing import Final

from devices.message import Message
from proofs.explorer.promises import Promises
from rules.policy import Policy
from rules.words.ids import AreaId, DeviceId
from rules.words.people import AreaScope, DeviceScope, HouseScope, Scope
from rules.words.values import BRIGHTNESS, POWER, Values, from_percent
from rules.words.wishes import Author, Via

HOLD: Final = "hold"
KINDS: Final = {"freeze": "freeze", "release": "lift", "resume": "lift"}


@dataclass(slots=True, eq=False)
class Said:
    """One wish of a person, from its publishing to its acknowledgement."""

    text: str
    message: Message
    scope: Scope
    verb: str
    values: Values
    lasts: float | None
    author: Author = field(default=Author(via=Via.PAGE))
    applied_at: float = -1.0
    written: bool = False

    @property
    def key(self) -> tuple[str, Scope]:
        """Return which promise it makes."""
        return self.verb, self.scope

    @property
    def gives_back(self) -> bool:
        """Say whether it ends what stood."""
        return self.verb in ("release", "resume")


def parse(topic: str, payload: str) -> Said:
    """Return what somebody says: a verb or a value, and perhaps `for N`."""
    word, _, lasts = payload.partition(" for ")
    seconds = float(lasts) if lasts else None
    _, root, *rest, _ = topic.split("/")
    scope = _scope(rest)
    values: Values = {}
    if word in ("on", "off"):
        values = {POWER: word == "on"}
    elif word.endswith("%"):
        values = {POWER: True, BRIGHTNESS: from_percent(float(word[:-1]))}
    tap = root == "device"
    verb = HOLD if tap else word if word in KINDS else "set"
    if tap:
        scope = DeviceScope(DeviceId(rest[0]))
        said = word
    elif seconds is None:
        said = word
    else:
        said = _json(word, seconds)
    return Said(
        text=f"{payload} to {scope}",
        message=Message(topic, said.encode(), qos=1),
        scope=scope,
        verb=verb,
        values=values,
        lasts=seconds,
    )


def apply(promises: Promises, said: Said, policy: Policy, now: float) -> None:
    """Note in the book of promises what the hub has just heard."""
    said.applied_at = now
    until = None if said.lasts is None else now + said.lasts
    match said.verb:
        case "freeze":
            promises.freezes(policy, said.scope, now, until)
        case "set":
            promises.sets(policy, said.scope, said.values, now, until)
        case "hold":
            assert isinstance(said.scope, DeviceScope)
            promises.holds(policy, said.scope.device, said.values, now)
        case _:
            promises.lifts(policy, said.scope, now, resume=said.verb == "resume")


def _json(word: str, seconds: float) -> str:
    if word in KINDS:
        return f'{{"verb": "{word}", "for": {seconds}}}'
    return f'{{"verb": "set", "value": "{word}", "for": {seconds}}}'


def _scope(words: list[str]) -> Scope:
    match words:
        case ["area", area]:
            return AreaScope(AreaId(area))
        case ["device", device]:
            return DeviceScope(DeviceId(device))
        case _:
            return HouseScope()
