"""The one place that wires the hub together, and the order in which it starts and stops."""

import asyncio
import logging
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from devices.catalogue import families
from devices.family import Heard
from devices.message import Answer, Message, Service
from devices.plain import plain
from hub.beside import Beside
from hub.clock import Clock
from hub.desk import Desk
from hub.engine import Engine, Outcome
from hub.http_port import HttpPort
from hub.inputs import NotUnderstood, read_input
from hub.journal import Batch, Journal
from hub.journal.reader import JournalReader
from hub.mdns import Mdns
from hub.mqtt import Address, Link, LinkOptions
from hub.outbox import Outbox
from hub.picture import Picture
from hub.policy.errors import ConfigurationErrors
from hub.policy.household import load_household
from hub.policy.settings import Settings
from hub.refusals import Refusals
from hub.schedule import STEP, Schedule
from hub.topics import Topics
from rules.house import House
from rules.policy import Policy
from rules.restore import LONGEST_CLAIM, live_claims, restore
from rules.words.decisions import End
from rules.words.effects import Keep, Record
from rules.words.events import ClockStepped, FreezePlaced, LinkChanged, PolicyAdopted
from rules.words.people import HouseScope
from rules.words.records import Ended, Noted
from rules.words.wishes import Author, Via

QUIET = 0.1
TURN = 0.005
LONGEST_LEARNING = 2.0
RUSH = 150
"""Events between two rounds of pictures."""
MDNS_AFTER = 1.0
"""Seconds after the start; what speaks MQTT is served first."""
LONGEST_TOPIC = 200
MOST_EARLY = 1000
"""Messages of people that wait for a house that is not known yet."""

log = logging.getLogger("homerule")


def _nothing() -> None:
    """Be told, and leave it at that."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What the hub is to run with."""

    policy: Policy
    settings: Settings
    household: Path
    state: Path
    address: Address
    clock: Clock = field(default_factory=Clock)
    instance: str = "hub"


class Hub:
    """A running hub: the house, its engine, and every way in and out."""

    def __init__(self, plan: Plan, journal: Journal) -> None:
        """Wire everything; called inside the running loop."""
        self.plan = plan
        self.journal = journal
        self.topics = Topics(plan.settings.prefix)
        self.house = House()
        self.families = {family.name: family for family in families(plan.settings.prefix)}
        self.engine = Engine(self.house, self.families, journal, plan.clock)
        self.devices = self._link("devices")
        self.people = self._link("people")
        self.beside = Beside(
            self.house,
            self.topics,
            plan.clock,
            publish=self.devices.publish,
            together=self.devices.together,
            busy=self._busy,
        )
        self.refusals = Refusals(
            self.topics.refused, publish=self.devices.publish, now=plan.clock.monotonic
        )
        self.schedule = Schedule(plan.clock, self.engine.tell)
        self._reader = JournalReader.open(plan.state)
        self.desk = Desk(
            self.house,
            self._reader,
            now=plan.clock.now,
            tell=self.engine.told,
            counts=self._counts,
            seen=lambda: self._mdns.seen() if self._mdns is not None else (),
        )
        self.ready = asyncio.Event()
        self.missed = False
        """Whether it was said that there is no broker."""
        self._http = HttpPort(self.answered, said=log.warning)
        self._mdns: Mdns | None = None
        self._tasks: asyncio.TaskGroup
        self._early: deque[tuple[Message, Callable[[], None]]] = deque(maxlen=MOST_EARLY)
        self._stored_states: set[str] = set()
        self._last_stored = 0.0
        self._changes = 0
        self._events = 0
        self._wire()

    def _link(self, name: str) -> Link:
        people = name == "people"
        identity = f"homerule-{self.plan.instance}"
        will = Message(self.topics.status, b"offline", retain=True, qos=1)
        options = LinkOptions(
            name=name,
            client_id=f"{identity}-{name}",
            session=people,
            plain=not people,
            beat=self.topics.beat(self.plan.instance) if people else "",
            will=will if people else None,
        )
        receive = self._hear_people if people else self._hear_devices
        return Link(
            self.plan.address,
            options,
            receive=receive,
            changed=self._link_changed,
            received=self.engine.received,
            receive_surely=self._hear_people if people else None,
        )

    def _wire(self) -> None:
        engine = self.engine
        engine.outbox = Outbox(
            self.house,
            self.families,
            publish=lambda message: self.people.publish(message, expires=True),
            now=self.plan.clock.now,
            ask=lambda request, still: self._http.ask(request, still=still),
            tell=engine.tell,
        )
        engine.shown = self._show
        engine.together = self.people.together
        engine.clock_was_set = self.schedule.plan_anew
        engine.wants = self._want
        engine.refuses = self.refusals.note
        self.people.subscribe(self.topics.lasting_inputs, qos=1)
        self.people.subscribe(self.topics.passing_inputs)
        for family in self.families.values():
            self.devices.subscribe(family.topics)

    # ways in

    def _hear_people(self, message: Message, done: Callable[[], None] = _nothing) -> None:
        """Take in what a person sent; `done` is called when it need not be sent again."""
        if not self.ready.is_set():
            # A house that does not know its devices yet would do half of it, or refuse it.
            self._early.append((message, done))
            return
        event = read_input(message, self.topics, self.house, self.plan.clock.now())
        match event:
            case None:
                done()
            case NotUnderstood(topic, why):
                self.refusals.note(f"{plain(topic, LONGEST_TOPIC)}: {why}")
                done()
            case _:
                self.engine.tell_of_person(event, lambda _error: done())

    def _hear_devices(self, message: Message) -> None:
        if message.retain:
            self._last_stored = self.plan.clock.monotonic()
        if not message.topic.startswith(self.topics.own):
            self.engine.receive(message)
        elif message.retain and message.payload:
            self._stored_states.add(message.topic)

    def _clear_stale_states(self) -> None:
        """Take from the broker what it has of us and is no longer so: it has a copy only."""
        people, topics = self.house.people, self.topics
        scopes = {*people.freezes, *people.overrides}
        so = {topics.override_state(scope) for scope in scopes}
        so.update(topics.device_state(device) for device in self.house.devices)
        for topic in self._stored_states - so:
            self.devices.publish(Message(topic, b"", retain=True))
        self._stored_states.clear()

    def _want(self, heard: Heard) -> None:
        if heard.unsubscribe:
            self.devices.unsubscribe(heard.unsubscribe)
        if heard.subscribe:
            self.devices.subscribe(heard.subscribe)
        for request in heard.requests:
            self._http.ask(request)

    def answered(self, answer: Answer) -> None:
        """Bring an HTTP answer to the families."""
        for family in self.families.values():
            self.engine.hear(family.answered(answer))

    def saw(self, service: Service) -> None:
        """Bring a service that mDNS showed to the families."""
        for family in self.families.values():
            self.engine.hear(family.saw(service))

    def lost(self, service: Service) -> None:
        """Tell the families that a service is gone."""
        for family in self.families.values():
            self.engine.hear(family.lost(service))

    # ways out

    def _busy(self) -> bool:
        """Say whether so much came in since it was last asked that pictures should wait."""
        events, self._events = self._events, self.engine.counters.events
        return self._events - events > RUSH

    def _counts(self) -> Picture:
        """Return what whoever looks after the hub wants to see."""
        return {
            "refused": self.refusals.count,
            "last_refused": self.refusals.last,
            "dropped": self.engine.inbox.dropped,
            "coalesced": self.engine.inbox.coalesced,
            "journal_errors": self.engine.counters.journal_errors,
        }

    def _show(self, outcome: Outcome) -> None:
        self.beside.note(outcome)
        self.desk.changed(outcome.devices, outcome.scopes, lines=bool(outcome.records))

    def _link_changed(self) -> None:
        self._changes += 1
        if self.devices.up and self.people.up:
            self._tasks.create_task(self._learn(self._changes), name="learning")
        elif self.ready.is_set() and not self.missed:
            self.missed = True
            why = self.people.refused or self.devices.refused
            log.warning("the broker is lost (%s); the hub goes on trying", why)
            self.engine.tell(LinkChanged(up=False))
            self.engine.end_learning()

    # life

    async def run(self) -> None:
        """Run until cancelled."""
        self.journal.start(asyncio.get_running_loop())
        self._restore()
        self.engine.begin_learning()
        self.engine.tell(PolicyAdopted(self.plan.policy))
        async with asyncio.TaskGroup() as tasks:
            self._tasks = tasks
            tasks.create_task(self.people.run(), name="people link")
            tasks.create_task(self.devices.run(), name="devices link")
            tasks.create_task(self.schedule.run(), name="schedule")
            tasks.create_task(self._http.run(), name="http")
            tasks.create_task(self._poll(), name="polls")
            tasks.create_task(self._browse(), name="mdns")

    def close(self) -> None:
        """Let go of what was opened; after this nobody can ask any more."""
        self._reader.close()

    def _restore(self) -> None:
        """Put back what outlived the restart, before anything can act; nothing is commanded."""
        journal, now = self.journal, self.plan.clock.now()
        # Where the clock was put back meanwhile, what stands keeps the time it still had.
        last = max(now, journal.last_moment())
        claims = live_claims(journal.recent(last - LONGEST_CLAIM), last)
        restore(
            self.house,
            journal.standing(),
            claims,
            ids=journal.bindings(),
            next_decision=journal.next_decision(),
        )
        if last - now > STEP:
            self.engine.tell(ClockStepped(now - last))
        waiting = {claim.decision for claim in claims if claim.open}
        records = [
            Record(Ended(decision=decision, device=device, end=End.UNKNOWN, by="the hub ended"))
            for decision, device in journal.open_decisions().items()
            if decision not in waiting
        ]
        doubts = journal.doubts()
        keeps = tuple(Keep(key, None) for key in doubts)
        if doubts:
            # Doubt favours the person: what cannot be read may have been an override.
            text = "what people held before the restart could not be read: the house is frozen"
            records.append(Record(Noted(text=text), durable=True))
            by = Author(via=Via.CONSOLE, says="the hub, in doubt")
            self.engine.tell_of_person(FreezePlaced(scope=HouseScope(), by=by))
        if records:
            batch = Batch(tuple((now, record) for record in records), keeps)
            journal.commit(batch, lambda _error: None)

    async def _learn(self, change: int) -> None:
        """Read what the broker stored, until it is quiet; then act."""
        clock = self.plan.clock
        self.engine.begin_learning()
        self.devices.subscribe(self.topics.own_states)
        began = self._last_stored = clock.monotonic()
        while (now := clock.monotonic()) < began + LONGEST_LEARNING:
            wait = self._last_stored + QUIET - now
            if wait <= 0 and not self.engine.inbox:
                break
            # A turn of the loop at least: more may wait in the socket.
            await asyncio.sleep(max(wait, TURN))
        if change != self._changes:
            # The connection was lost meanwhile; when it is back it is learnt anew.
            return
        self.devices.unsubscribe(self.topics.own_states)
        self.people.publish(Message(self.topics.status, b"online", retain=True, qos=1))
        self._clear_stale_states()
        self.beside.everything()
        self._act()

    def _act(self) -> None:
        """Take up work, now that the house is known: first what people said meanwhile."""
        if self.missed:
            self.missed = False
            log.info("the broker is there")
        self.refusals.tell()
        self.engine.tell(LinkChanged(up=True))
        if not self.ready.is_set():
            self.schedule.adopt(self.house.policy)
        self.ready.set()
        while self._early:
            self._hear_people(*self._early.popleft())
        self.engine.end_learning()

    async def _poll(self) -> None:
        """Ask devices how they are that do not say it by themselves."""
        polled = [family for family in self.families.values() if family.poll_seconds]
        pause = min((family.poll_seconds or 0.0 for family in polled), default=0.0)
        while pause:
            await asyncio.sleep(pause)
            for family in polled:
                for request in family.polls():
                    self._http.ask(request)

    async def _browse(self) -> None:
        await asyncio.sleep(MDNS_AFTER)
        kinds = [kind for family in self.families.values() for kind in family.services]
        self._mdns = Mdns(kinds, self.saw, self.lost, said=log.info)
        await self._mdns.run()

    def reload(self) -> None:
        """Take the household file anew; a file with errors changes nothing."""
        try:
            policy = load_household(self.plan.household)
        except ConfigurationErrors as errors:
            log.warning("the household file was not taken, the old policy stays:\n%s", errors)
            return
        self.engine.tell(PolicyAdopted(policy))
        self.schedule.adopt(policy)
        log.info("the household file was taken anew")
