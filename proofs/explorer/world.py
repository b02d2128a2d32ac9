"""The world around a hub: a broker, devices, a network that takes its time, and what befalls it."""

from collections import deque
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Final

from devices.message import Message
from devices.simulated.house import SimulatedHouse
from proofs.explorer.broker import DISCOVERY, LATEST, Broker, live
from proofs.explorer.clockwork import Agenda, WorldClock
from proofs.explorer.disk import Disk, Killed
from proofs.explorer.ends import KINDS, judge_ends, judge_records
from proofs.explorer.household import (
    BUTTON,
    LAMPS,
    SENSORS,
    announced,
    announcements,
    area_of,
    button,
    devices,
    policies,
)
from proofs.explorer.lamps import Lamps
from proofs.explorer.life import Life
from proofs.explorer.people import Said, apply, parse
from proofs.explorer.promises import Broken, Promises, told
from rules.policy import Policy
from rules.words.effects import Command
from rules.words.events import PersonSet
from rules.words.ids import DeviceId
from rules.words.people import AreaScope, HouseScope
from rules.words.values import POWER

NOON: Final = 1_762_776_000.0
QUIET: Final = 0.1
PRESSED: Final = f"{BUTTON}/action"
PLACES: Final = {
    lamp: frozenset(message.topic for message in announced(name, "gone"))
    for lamp, name in LAMPS.items()
}
"""Where each lamp is announced."""
TWINS: Final = frozenset(DeviceId(f"{lamp}-switch") for lamp in LAMPS)
"""What a hub knows lamps as besides that missed the end of what they were announced as before.

So many at once seem to come back then that nobody's hand is sure.
"""
KEEPS_UNSENT = False
"""Whether what could not be sent is sent later, as client libraries do: for a mutant."""


class World:
    """One run: the same seed gives the same history."""

    def __init__(self, seed: int, folder: Path, template: Path) -> None:
        """Build the house; nothing has happened yet."""
        self.seed = seed
        self.dice = Random(seed)
        self.agenda = Agenda()
        self.clock = WorldClock(self.agenda, NOON)
        self.house = SimulatedHouse((*devices(), button()), seed=seed)
        self.promises = Promises()
        self._lamps = Lamps(self.promises)
        self._broker = Broker(self.agenda, self.dice, delivers=self._hub_hears)
        self.story: list[tuple[float, str]] = []
        self.policies = policies()
        self.policy = self.policies[0]
        """What the household file says."""
        self.life: Life | None = None
        self.counts = dict.fromkeys(("commands", "kills", "cuts", "checks"), 0)
        self._adopted: deque[Policy] = deque()
        """What the hub was given since its start, and had perhaps not yet come to."""
        self._disk = Disk(folder, template)
        self._session: list[Said] = []
        self._said: list[Said] = []
        """All that people published; the hub may have it twice before it hears of it."""
        self._unsent: list[tuple[Message, Command]] = []
        self._by = ""
        self._refused = False
        self._stored_at = 0.0
        """When the hub last heard of something that the broker had stored."""
        self._speak_at = 0.0
        """When the devices next have something to say of their own."""
        self._cut = False
        """Whether the last end of the hub was one of the machine too."""
        self._has_gaps = False
        """Whether some ends are not in the book: what stood was damaged, or the disk failed."""
        for message in announcements():
            self._broker.takes(message)

    @property
    def now(self) -> float:
        """Return the moment of the world."""
        return self.agenda.now

    def tells(self, text: str) -> None:
        """Write a line of the story."""
        self.story.append((self.now, text))

    def lives_until(self, end: float) -> None:
        """Let everything happen up to a moment."""
        while (do := self.agenda.next(end)) is not None:
            try:
                do()
                if self.life is not None:
                    self.life.goes_on()
            except Killed:
                self.kills(cut=self.dice.random() < 0.5)
            except Broken as broken:
                raise Broken(f"at {self.now:.3f} s: {broken}") from None

    # the hub's lives

    def starts(self) -> None:
        """Start the hub; the broker is found a little later."""
        if self.life is not None:
            return
        self.tells("the hub starts")
        self.life = life = Life(
            self.agenda,
            self.clock,
            self._disk,
            dice=self.dice,
            publishes=self._leaves,
            hears=self._core_applies,
            takes=self._hub_looks_at,
        )
        mark = life.journal.clock_mark()
        if self._cut and (mark is None or mark.ahead != self.clock.ahead):
            # It was not written that the clock was set; a new start of the machine hides it.
            self.promises.forget_ends()
        self._broker.forgets_wishes()
        life.core.engine.wants = self._broker.subscribes
        life.core.engine.refuses = self._is_refused
        life.begins(self.policy)
        if not self._broker.link:
            self.agenda.at(self.now + 0.2 * self.dice.random(), self.connects)

    def kills(self, *, cut: bool) -> None:
        """End the hub at once: a kill, or with `cut` a power cut."""
        life, self.life = self.life, None
        if life is None:
            return
        self.tells("the power goes" if cut else "the hub is killed")
        self.counts["cuts" if cut else "kills"] += 1
        self.clock.boots += cut
        stops = life.ledger.bomb or life.core.engine.outbox.automation_stopped
        stored = life.journal.idle and not stops
        self._disk.ends(life.ledger, self.dice, cut=cut)
        life.ends()
        self._broker.loses()
        self._in_force(life)
        self._adopted.clear()
        self._lamps.life_ends()
        self.promises.life_ends(written=stored)
        self._cut = cut
        self.agenda.at(self.now + 0.1 + 5 * self.dice.random(), self.starts)

    def spoils(self) -> None:
        """Kill the hub, and make something that it would read unreadable (I6)."""
        if self.life is None:
            return
        self.kills(cut=False)
        if self._disk.spoil(self.dice):
            self._has_gaps = True
            self.tells("what stood in the journal is damaged")
            self.promises.is_in_doubt()
            self.promises.freezes(self.policy, HouseScope(), self.now, None)
            self.promises.acknowledges("freeze", HouseScope(), self.now)

    # the broker

    def connects(self) -> None:
        """Let the hub find the broker, and learn what is stored there."""
        life = self.life
        if self._broker.link or life is None:
            return
        self.tells("the hub finds the broker")
        life.core.engine.begin_learning()
        self._broker.links()
        for said in self._session:
            self._goes_to_core(said)
        while self._unsent:
            self._leaves(*self._unsent.pop())
        self._stored_at, connection = self.now, self._broker.connection
        self.agenda.at(self.now + QUIET, lambda: self._acts(life, connection))

    def disconnects(self) -> None:
        """Take the broker away; it comes back some time later."""
        if self._broker.link and self.life is not None:
            self.tells("the broker is lost")
            self._broker.loses()
            if self.life.core.awake:
                self.life.core.lose()
            self.agenda.at(self.now + 0.2 + 4 * self.dice.random(), self.connects)

    def _acts(self, life: Life, connection: int) -> None:
        if life is not self.life or connection != self._broker.connection:
            return
        if life.core.engine.inbox or self.now < self._stored_at + QUIET:
            # As the hub does: what the broker had stored is read to its end first.
            again = max(self._stored_at + QUIET, self.now + LATEST)
            self.agenda.at(again, lambda: self._acts(life, connection))
            return
        fresh = not life.core.awake
        life.core.act()
        if fresh:
            self.counts["checks"] += 1
            # A clock that was set in this very moment: the house has yet to hear of it.
            wall = self.now + life.core.engine._ahead
            self._in_force(life)
            self.promises.starts(life.core.house, wall, self.now)

    def _hub_hears(self, message: Message) -> None:
        life = self.life
        if life is None:
            return
        if message.retain:
            self._stored_at = self.now
        life.core.engine.receive(message)
        life.core.engine.received()

    def _hub_looks_at(self, message: Message) -> None:
        """Watch the hub take in what a device said: at once, or after it has learnt the house."""
        life = self.life
        assert life is not None
        if message.retain or life.core.engine.learning:
            if message.retain:
                self._is_known(message)
            return
        policy = self._in_force(life)
        topic = message.topic
        sensor = next((name for name in SENSORS.values() if topic.endswith(name)), None)
        if sensor is not None and b'"occupancy":true' in message.payload:
            area = area_of(policy, sensor)
            self.promises.happens(policy, area, self.now)
            self.tells(f"motion in the {area} reaches the hub")
        lamp = next((d for d, name in LAMPS.items() if topic.endswith(name)), None)
        if lamp is not None and lamp in life.core.house.devices:
            alone = TWINS.isdisjoint(life.core.house.devices)
            if self._lamps.reports(policy, lamp, self.now, power=_is_on(message), alone=alone):
                self.tells(f"the hub hears of the hand at {lamp}")
        elif topic.endswith(PRESSED):
            self._is_pressed(life, policy, message.payload)
        elif topic.startswith(DISCOVERY):
            self._is_announced(life, message)

    def _in_force(self, life: Life) -> Policy:
        """Return the policy that a hub goes by."""
        policy = life.core.house.policy
        while self._adopted and self.promises.policy is not policy:
            self.promises.goes_by(self._adopted.popleft())
        self.promises.goes_by(policy)
        return policy

    # what is announced, and what is not any more

    def announces(self, name: str, form: str) -> None:
        """Announce a thing in another form than before, or take it away: `gone`."""
        self.tells(f"{name} is announced: {form}")
        for message in announced(name, form):
            if message.payload or self._broker.has_stored(message.topic):
                self._broker.takes(message)

    def _is_announced(self, life: Life, message: Message) -> None:
        """Watch the hub take in what there is, or is no more."""
        lamp = next((d for d, places in PLACES.items() if message.topic in places), None)
        if lamp is None:
            return
        if message.payload:
            if lamp not in life.core.house.devices:
                # No lamp is raised because it is back.
                self.promises.is_stale(lamp)
            return
        self.tells(f"the hub hears that {lamp} is gone")
        self._lamps.is_gone(lamp)

    def misses(self, sensor: str) -> None:
        """Take a sensor out of reach."""
        self.tells(f"{sensor} is out of reach")
        self.house.loses(sensor, self.now)
        self.devices_live()

    def finds(self, sensor: str) -> None:
        """Bring a sensor back."""
        self.tells(f"{sensor} is back")
        self.house.returns(sensor, self.now)
        self.devices_live()

    # buttons

    def has_button(self) -> None:
        """Put the button into the house: a run without it starts its hubs sooner."""
        for message in button().announcements():
            self._broker.takes(message)

    def presses(self, press: str) -> None:
        """Press the button."""
        self.tells(f"the button is pressed: {press}")
        self.house.press(BUTTON, press, self.now)
        self.devices_live()

    def _is_pressed(self, life: Life, policy: Policy, press: bytes) -> None:
        """Note that all is off that the button is for, and held so."""
        area = next(iter(policy.areas))
        scope = AreaScope(area) if press == b"single" else HouseScope()
        self.tells(f"the button reaches the hub: all off in {scope}")
        meant = [d for d in self.promises.members(policy, scope) if d in life.core.house.devices]
        for lamp in meant:
            self.promises.holds(policy, lamp, {POWER: False}, self.now)
            self.promises.one_more_word[lamp] = False
        self._lamps.are_asked_for(meant)

    # lamps and hands

    def flips(self, lamp: DeviceId) -> None:
        """Switch a lamp at the wall."""
        name = LAMPS[lamp]
        before = self.house.lamp(name).on
        self.house.flips(name, self.now)
        self._lamps.is_flipped(lamp, self.now, before=before)
        self.tells(f"{lamp} is switched {'off' if before else 'on'} at the wall")
        self.devices_live()

    def _is_known(self, message: Message) -> None:
        """Note what the hub learns of a lamp that the broker had stored."""
        lamp = next((d for d, name in LAMPS.items() if message.topic.endswith(name)), None)
        if lamp is not None:
            self._lamps.is_stored(lamp, power=_is_on(message))

    def devices_live(self) -> None:
        """Let devices say what they have to say, now and when they next have something."""
        for message in self.house.says(self.now):
            self._broker.takes(message)
        due = self.house.due()
        if due is not None and not self.now < self._speak_at <= due:
            self._speak_at = due
            self.agenda.at(due, self.devices_live)

    def moves(self, sensor: str) -> None:
        """Let somebody move before a sensor."""
        self.house.motion(sensor, self.now)
        self.devices_live()

    # what leaves

    def _leaves(self, message: Message, command: Command) -> bool:
        if self.life is None:
            return False
        if not self._broker.link:
            if KEEPS_UNSENT:
                self._unsent.append((message, command))
            return KEEPS_UNSENT
        device = command.device
        if device not in LAMPS:
            return self._goes_to_stranger(message, command)
        # What it is on the way to: nobody calls it a raise to stop short of that.
        state = self.house.lamp(LAMPS[device])
        policy = self._in_force(self.life)
        who = "an agent" if command.automated else self._by or "nobody"
        self.tells(f"{device} is told {told(command)} for {who}")
        self.counts["commands"] += 1
        is_now = (state.on, state.brightness)
        by = self._by or ("the same, once more" if self._lamps.says_again(command) else "")
        self.promises.hub_sends(policy, command, is_now, self.now, by=by)
        self._lamps.is_sent(command, self.now)
        self._broker.later("out", lambda: self._lamp_hears(message, command))
        return True

    def _goes_to_stranger(self, message: Message, command: Command) -> bool:
        """Hand over what is for a lamp that the hub knows twice: it missed the end of one."""
        if command.automated:
            raise Broken(f"I1: {command.device} is told {told(command)}, and nobody placed it")
        self._broker.later("out", lambda: self.house.hears(live(message), self.now))
        return True

    def _lamp_hears(self, message: Message, command: Command) -> None:
        self.house.hears(live(message), self.now)
        self._lamps.hears(command, self.now)
        self.devices_live()

    # people

    def say(self, topic: str, payload: str) -> None:
        """Let a person publish; what must not get lost is delivered again until it is taken."""
        said = parse(f"homerule/{topic}/set", payload)
        self.tells(f"somebody says {payload} to {topic}")
        self._session.append(said)
        self._said.append(said)
        if self._broker.link:
            self._goes_to_core(said)

    def taps(self, lamp: DeviceId, *, power: bool) -> None:
        """Let a person tap a tile of the page."""
        life = self.life
        if life is None or not life.core.awake or lamp not in life.core.house.devices:
            return
        self.tells(f"somebody taps {lamp} {'on' if power else 'off'}")
        said = parse(f"homerule/device/{lamp}/set", "on" if power else "off")
        event = PersonSet(device=lamp, values={POWER: power}, by=said.author)
        self._by = said.text
        life.core.engine.tell_of_person(event, lambda error: self._acknowledged(said, life, error))
        self._by = ""
        self._is_newest(said, self._in_force(life))
        if said.written:
            self.promises.acknowledges(*said.key, said.applied_at)

    def _goes_to_core(self, said: Said) -> None:
        self._broker.later_if_linked("people", lambda: self._core_hears(said))

    def _core_hears(self, said: Said) -> None:
        life = self.life
        if life is None or said not in self._session:
            return
        life.core.hear_person(said.message, lambda: self._acknowledged(said, life, None))

    def _core_applies(self, message: Message, hear: Callable[[], None]) -> None:
        """Watch the hub apply what a person said."""
        said = next(said for said in self._said if said.message is message)
        assert self.life is not None
        policy = self._in_force(self.life)
        self._by, self._refused = said.text, False
        if said.gives_back:
            # What is given back binds the hub no more in the very step in which it hears of it.
            apply(self.promises, said, policy, self.now)
        hear()
        self._by = ""
        if not said.gives_back and not self._refused:
            self._is_newest(said, policy)
            if said.written:
                self.promises.acknowledges(*said.key, said.applied_at)

    def _is_newest(self, said: Said, policy: Policy) -> None:
        """Note what a person wants; what a hand made of a lamp before is not asked for any more."""
        apply(self.promises, said, policy, self.now)
        if said.values:
            self._lamps.are_asked_for(self.promises.members(policy, said.scope))

    def _acknowledged(self, said: Said, life: Life, error: BaseException | None) -> None:
        if life.turns.ended or error is not None:
            return
        said.written = True
        self.tells(f"acknowledged: {said.text}")
        if said in self._session:
            self._session.remove(said)
        self.promises.acknowledges(*said.key, said.applied_at)

    def _is_refused(self, why: str) -> None:
        self._refused = True
        self.tells(f"refused: {why}")

    # the rest of what can happen

    def adopts(self, which: int) -> None:
        """Let the household file change, and the hub take it."""
        # One of its own, so that it is known whether the hub has come to it.
        self.policy = replace(self.policies[which])
        self.tells(f"policy {self.policy.hash}")
        self._lamps.belong_anew(self.policy, self.now)
        if self.life is not None and self.life.core.awake:
            self._adopted.append(self.policy)
            self.life.core.adopt(self.policy)

    def steps_clock(self, by: float) -> None:
        """Set the wall clock."""
        self.tells(f"the clock is set by {by:+.0f} s")
        self.clock.ahead += by
        if self.life is None and self._cut:
            # A machine that starts cannot tell a clock that was set from time that went by.
            self.promises.forget_ends()

    def disk_becomes(self, *, slow: bool, fails: bool = False) -> None:
        """Let the disk be another."""
        if self.life is not None:
            self.tells(f"the disk {'fails' if fails else 'is slow' if slow else 'is quick'}")
            self.life.ledger.fails = fails
            self._has_gaps |= fails
            self.life.turns.slow = slow

    def settles(self) -> None:
        """Let the world be kind from now on: the disk is quick, and the broker is found."""
        if self.life is None:
            self.starts()
        if self.life is not None:
            self.life.ledger.fails, self.life.turns.slow = False, False
            self.life.ledger.bomb = ""
        self.connects()

    def rests(self) -> None:
        """At the end: what people hold must be what the lamps show, once they had the time."""
        while (still := self._lamps.last_comes()) > self.now:
            self.lives_until(still)
        life = self.life
        if life is None or not life.core.awake or not self._broker.link:
            return
        people = life.core.house.people
        # A clock that was set since it last did something: it sees that when it next does.
        judge_ends(people, self.clock.monotonic() + life.core.engine._ahead)
        if life.journal.idle and not self._has_gaps:
            judge_records(life.ledger.written(KINDS), people)
        self._lamps.judge(
            self._in_force(life), self.now, lambda lamp: self.house.lamp(LAMPS[lamp], self.now).on
        )


def _is_on(message: Message) -> bool:
    """Say whether a lamp reports that it is on."""
    return b'"state":"ON"' in message.payload
