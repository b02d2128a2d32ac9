"""Who can be reached: what was heard of each sign, shared by all devices that look at it."""

from collections.abc import Iterable
from dataclasses import dataclass

from devices.homeassistant.availability import Rule, Sign
from rules.words.events import AvailabilityChanged
from rules.words.ids import HardwareId


@dataclass(slots=True)
class Source:
    """What was last heard of a sign, when (as a count of messages), and who looks at it."""

    sign: Sign
    here: bool | None = None
    beat: int = 0
    watchers: "tuple[Presence, ...]" = ()


@dataclass(slots=True)
class Presence:
    """Whether one device can be reached: it must be there by each of its rules."""

    hardware: HardwareId
    rules: tuple[Rule, ...] = ()
    sources: tuple[tuple[Source, ...], ...] = ()
    """For each rule, where its signs are heard."""
    here: bool | None = None

    def judge(self) -> AvailabilityChanged | None:
        """Return what changed; nothing while too little was heard to say."""
        heard = zip(self.rules, self.sources, strict=True)
        verdicts = {is_there(rule.mode, sources) for rule, sources in heard}
        here = False if False in verdicts else None if None in verdicts else True
        if here is None or here is self.here:
            return None
        self.here = here
        return AvailabilityChanged(self.hardware, here)


def is_there(mode: str, sources: tuple[Source, ...]) -> bool | None:
    """Judge by `all` the signs, by `any` one of them, or by the `latest` that was heard."""
    if mode == "latest":
        return max(sources, key=lambda source: source.beat).here
    decisive = mode == "any"
    heard = {source.here for source in sources}
    if decisive in heard:
        return decisive
    return None if None in heard else not decisive


def judged(sources: Iterable[Source]) -> list[AvailabilityChanged]:
    """Judge every device that looks at one of the sources, each once."""
    watchers = {id(one): one for source in sources for one in source.watchers}
    changes = (one.judge() for one in watchers.values())
    return [change for change in changes if change]
