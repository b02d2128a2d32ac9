"""`homerule simulate`: the household lives through days on a virtual clock; the real rules decide.

Everything is real but the transport and the time: the families read what the simulated devices
say, the rules decide, and the commands go back to the devices.
"""

import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

from devices.catalogue import families
from devices.family import Heard
from devices.message import Message
from devices.simulated.acts import Timed, perform
from devices.simulated.demo import demo_house
from devices.simulated.people import life
from hub.clock import Clock
from hub.policy.errors import ConfigurationErrors
from hub.policy.household import load_household
from hub.schedule import Timetable
from rules.explain import HouseNames, headline
from rules.gate import may_leave
from rules.house import House
from rules.policy import Policy
from rules.step import step
from rules.words.decisions import End, Outcome
from rules.words.effects import Command, Record
from rules.words.events import Event, PolicyAdopted, TimePassed
from rules.words.records import Decided, Ended, HoldBegan
from rules.words.times import DAY, Moment, civil

FAILED = 1
EXAMPLES = 3
"""Sentences that are shown for each outcome."""
CAME_TO: Final = {
    Outcome.ALLOWED: "allowed as wished",
    Outcome.LIMITED: "allowed, but limited by a rule",
    Outcome.DEFERRED: "put off, since a person or another agent goes first",
    Outcome.ASKED: "asked first",
    Outcome.DENIED: "refused",
}
ENDED: Final = {
    End.VERIFIED: "done",
    End.FAILED: "not done by the device",
    End.SUPERSEDED: "no longer counted",
    End.EXPIRED: "run out",
    End.MOOT: "changed nothing",
    End.UNKNOWN: "not known",
}
"""What is said of each end."""


@dataclass(slots=True)
class Account:
    """What came of the days."""

    outcomes: Counter[Outcome] = field(default_factory=Counter)
    ends: Counter[End] = field(default_factory=Counter)
    agents: Counter[str] = field(default_factory=Counter)
    examples: dict[Outcome, list[str]] = field(default_factory=dict)
    commands: int = 0
    holds: int = 0
    events: int = 0


class VirtualHub:
    """The household, its devices and its people, without a transport and without waiting."""

    def __init__(self, policy: Policy, start: Moment, *, seed: int = 0) -> None:
        """Move in at a moment; the same seed gives the same days."""
        self.now = start
        self.house = House()
        self.account = Account()
        self._families = {family.name: family for family in families()}
        self._devices = demo_house(seed=seed)
        self._life: Iterator[Timed] = life(start, policy.home.zone, seed=seed)
        self._upcoming = next(self._life)
        self._timetable = Timetable(policy, start)
        self._apply(PolicyAdopted(policy))
        for message in self._devices.announcements(start):
            self._hear(message)

    def live_until(self, end: Moment) -> None:
        """Let everything happen up to a moment, in order."""
        while (due := self._next()) <= end:
            self.now = max(self.now, due)
            while self._upcoming[0] <= self.now:
                perform(self._devices, self._upcoming[1], self.now)
                self._upcoming = next(self._life)
            for event in self._timetable.due(self.now):
                self._apply(event)
            for message in self._devices.says(self.now):
                # A broker hands on without the flag what is said while somebody listens.
                self._hear(replace(message, retain=False))
            if (falls_due := self.house.due.next()) is not None and falls_due <= self.now:
                self._apply(TimePassed())
        self.now = end

    def _next(self) -> Moment:
        moments = (self._devices.due(), self.house.due.next(), self._timetable.next())
        return min([self._upcoming[0], *(moment for moment in moments if moment is not None)])

    def _hear(self, message: Message) -> None:
        for family in self._families.values():
            heard: Heard = family.heard(message)
            for event in heard.events:
                self._apply(event)

    def _apply(self, event: Event) -> None:
        self.account.events += 1
        for effect in step(self.house, event, self.now):
            match effect:
                case Command():
                    self._send(effect)
                case Record(body):
                    self._count(body)
                case _:
                    pass

    def _send(self, command: Command) -> None:
        if may_leave(self.house, command, self.now):
            return
        self.account.commands += 1
        family = self._families[command.family]
        for part in family.encode(command.hardware, command.values, command.transition):
            if isinstance(part, Message):
                self._devices.hears(part, self.now)

    def _count(self, body: object) -> None:
        account = self.account
        match body:
            case Decided(decision=decision):
                account.outcomes[decision.outcome] += 1
                account.agents[decision.proposal.agent] += 1
                shown = account.examples.setdefault(decision.outcome, [])
                if len(shown) < EXAMPLES:
                    shown.append(headline(decision, HouseNames(self.house)))
            case Ended(end=end):
                account.ends[end] += 1
            case HoldBegan():
                account.holds += 1
            case _:
                pass


def run(config: Path, *, days: int) -> int:
    """Live through some days from the last midnight on, and print what happened."""
    try:
        policy = load_household(config / "house.yaml")
    except ConfigurationErrors as errors:
        sys.stderr.write(f"{errors}\n")
        return FAILED
    clock = Clock()
    now = clock.now()
    local = civil(now, policy.home.zone)
    start = now - (local.hour * 3600 + local.minute * 60 + local.second)
    began = clock.monotonic()
    hub = VirtualHub(policy, start)
    for day in range(1, days + 1):
        hub.live_until(start + day * DAY)
        _progress(day, days)
    sys.stdout.write("\n".join(_told(hub.account, days, clock.monotonic() - began)) + "\n")
    return 0


def _progress(day: int, days: int) -> None:
    if sys.stderr.isatty():
        sys.stderr.write(f"\rday {day} of {days}" + ("\n" if day == days else ""))
        sys.stderr.flush()


def _told(account: Account, days: int, seconds: float) -> list[str]:
    decisions = account.outcomes.total()
    summary = (
        f"{days} day{'' if days == 1 else 's'} in {seconds:.1f} s: {account.events} events, "
        f"{decisions} decisions, {account.commands} commands, {account.holds} times by hand."
    )
    lines = [summary, ""]
    for outcome in Outcome:
        if account.outcomes[outcome]:
            lines.append(f"{CAME_TO[outcome]}: {account.outcomes[outcome]}")
            lines += [f"  {sentence}" for sentence in account.examples[outcome]]
    ended = _listed((ENDED[end], count) for end, count in account.ends.most_common())
    lines += ["", f"How they ended: {ended}", f"Who asked: {_listed(account.agents.most_common())}"]
    return lines


def _listed(counts: Iterable[tuple[str, int]]) -> str:
    return ", ".join(f"{name} {count}" for name, count in counts)
