"""The one place that wires the hub together, and the order in which it starts and stops."""

import asyncio
import logging
from collections.abc import Iterable
from itertools import chain
from typing import TYPE_CHECKING

from devices.family import Heard
from devices.message import Message
from hub import links
from hub.broker.knock import Knock
from hub.broker.overhearing import Overhearing
from hub.broker.presence import new_run
from hub.broker.traps import Traps
from hub.broker.twins import Twins
from hub.core import Core, Ways
from hub.intake.proposals import Proposals
from hub.intake.propose import ProposalsByMqtt
from hub.intake.refusals import Refusals
from hub.journal import Batch, Journal
from hub.journal.reader import JournalReader
from hub.learning import Learning
from hub.mqtt import Link, Taken
from hub.network.device_keys import DeviceKeys
from hub.network.neighbours import Neighbours
from hub.notes import Notes
from hub.notify import notify
from hub.plan import Plan
from hub.policy.adopting import Adopting
from hub.restoring import IN_DOUBT
from hub.showing import Showing
from hub.switch.panel import Panel, lines
from hub.upshot import Upshot
from hub.view.plain_json import Picture
from rules.explain import HouseNames, author_text
from rules.policy import Policy
from rules.words.events import FreezePlaced
from rules.words.people import HouseScope
from rules.words.records import ChangeWished

if TYPE_CHECKING:
    from hub.housekeeping.housekeeping import Housekeeping

log = logging.getLogger("homerule")


def _nothing() -> None:
    """Be told, and leave it at that."""


class Hub:
    """A running hub: the house, its engine, and every way in and out."""

    def __init__(self, plan: Plan, journal: Journal) -> None:
        """Wire everything; called inside the running loop."""
        self.plan = plan
        self.journal = journal
        ways = Ways(
            # What a device wants stored is for when it wakes, however late.
            publish=lambda said: self.people.publish(said, expires=not said.retain),
            ask=lambda request, still: self.neighbours.ask(request, still),  # noqa: PLW0108 -- made below
        )
        settings = plan.settings
        self.core = Core(
            journal, plan.clock, ways, prefix=settings.prefix, guarded=settings.guarded
        )
        self.house, self.engine = self.core.house, self.core.engine
        self.notes = Notes(journal, now=plan.clock.now, shown=lambda: self.desk.changed(lines=True))
        self.topics, self.families = self.core.topics, self.core.families
        keys = DeviceKeys(plan.state, given=plan.settings.esphome_keys(), said=log.warning)
        self.neighbours = Neighbours(self.engine, self.families, plan.settings.mdns, keys=keys)
        run = new_run()
        self.devices = Link(
            plan.address,
            links.for_devices(self.topics, plan.instance, run),
            receive=self._hear_devices,
            changed=self._link_changed,
            received=self.engine.received,
        )
        self.people = Link(
            plan.address,
            links.for_people(self.topics, plan.instance),
            receive=self._hear_people,
            changed=self._link_changed,
            received=self.engine.received,
            receive_surely=self.core.hear_person,
            taken=Taken(journal.taken(), self._forget_words),
        )
        self.twins = Twins(
            self.topics,
            plan.state,
            run,
            devices=self.devices,
            people=self.people,
            stands_down=self._stand_down,
            takes_over=self.notes.note,
        )
        self.overhearing = Overhearing(self.families.values(), self.people, hear=self.engine.hear)
        self.traps = Traps(
            self.topics,
            self.devices,
            self.twins.echo,
            commands=self._where_nothing_is_to_be_stored,
            says=self.notes.note,
        )
        self.showing = Showing(
            plan, self.core, self.devices, counts=self._counts, seen=self.neighbours.seen
        )
        self.desk = self.showing.desk
        self.learning = Learning(
            self.house,
            self.engine,
            self.topics,
            self.showing.offers,
            plan.clock,
            publish=self.devices.publish,
        )
        self._ours = (self.topics.own, *self.showing.offers.places)
        self.refusals = Refusals(
            self.topics.refused, publish=self.devices.publish, now=plan.clock.monotonic
        )
        self.proposals = Proposals(
            self.house,
            plan.clock,
            hear=self.engine.hear,
            says=self.notes.note,
            ready=self._may_be_proposed_to,
        )
        self.agents = self._agents_link(run)
        self.ready = asyncio.Event()
        self.missed = False
        """Whether it was said that there is no broker."""
        self.adopting = Adopting(
            plan.policies,
            plan.clock,
            commit=journal.commit,
            adopt=self._adopt,
            says=self.notes.note,
            shows=self.showing.policy,
        )
        self.desk.policies = self.adopting
        self.desk.pairing = self.neighbours.pairing
        self.desk.write_down = self.notes.write_down
        self.desk.keeps_house = self._housekeeping
        self._began = plan.clock.monotonic()
        self.showing.beside.signings = lambda: self.adopting.signings
        self.switches = Panel(self.house, self.engine, plan.clock, lines(plan.state, plan.clock))
        self._tasks: asyncio.TaskGroup
        self._at_work: tuple[asyncio.Task[None], ...] = ()
        self._changes = 0
        self._wire()

    def _agents_link(self, run: str) -> Link:
        by_mqtt = ProposalsByMqtt(
            self.proposals,
            self.topics,
            answer=lambda message, repeats: self.agents.answer(message, repeats),  # noqa: PLW0108 -- it is made later
            refuses=self.refusals.note,
            is_cleared=lambda message: self.traps.is_cleared(message),  # noqa: PLW0108 -- as above
        )
        options = links.for_agents(self.topics, self.plan.instance, run)
        link = Link(self.plan.address, options, receive=by_mqtt.hear, changed=_nothing)
        link.subscribe((self.topics.proposals,))
        return link

    def _housekeeping(self) -> "Housekeeping":
        from hub.housekeeping.drafting import Drafting  # noqa: PLC0415 -- once somebody looks
        from hub.housekeeping.housekeeping import Housekeeping  # noqa: PLC0415 -- the same
        from hub.policy.drafts import Drafts  # noqa: PLC0415 -- the same

        plan = self.plan

        def journal() -> JournalReader:
            return JournalReader.open(plan.state)

        drafts = Drafts(plan.state)
        return Housekeeping(
            self.house,
            plan.clock,
            say=self.desk.orders.say,
            count=self.showing.count,
            journal=journal,
            policy=lambda: self.adopting.picture(self.house),
            drafting=Drafting(self.house, plan.policies, drafts, plan.clock, journal=journal),
            write_down=self.notes.write_down,
            began=self._began,
        )

    def _may_be_proposed_to(self) -> bool:
        """Say whether the house is known as it is now: else a proposal would be judged too soon."""
        return self.core.awake and not self.engine.learning and not self.twins.stood_down

    def _wire(self) -> None:
        engine = self.engine
        engine.shown, engine.together = self._show, self.people.together
        engine.when_sure = Knock((self.people, self.devices), self.twins.echo).when_sure
        engine.wants, engine.refuses = self._want, self.refusals.note
        self.core.acted, self.core.is_cleared = self.traps.acted, self.traps.is_cleared
        self.desk.traps, self.desk.proposals = self.traps, self.proposals
        self.people.subscribe(self.topics.lasting_inputs, qos=1)
        self.people.subscribe(self.topics.passing_inputs)
        for family in self.families.values():
            self.devices.subscribe(family.topics)

    # ways in

    def _hear_devices(self, message: Message) -> None:
        if message.retain:
            self.learning.heard()
            if self.traps.finds(message):
                return
        if not message.topic.startswith(self._ours):
            self.engine.receive(message)
        elif not self.twins.hears(message) and message.retain and message.payload:
            self.learning.has(message.topic)

    def _hear_people(self, message: Message) -> None:
        if not self.overhearing.hears(message):
            self.core.hear_person(message)

    def _forget_words(self, numbers: Iterable[int]) -> None:
        """The broker may give these numbers to other words: what stood by them is forgotten."""
        words = tuple((number, None) for number in numbers)
        self.journal.commit(Batch(words=words), lambda _error: None)

    def _where_nothing_is_to_be_stored(self) -> Iterable[str]:
        known = self.families.values()
        return chain.from_iterable(f.command_topics() - f.stored_topics() for f in known)

    def _want(self, heard: Heard) -> None:
        if heard.unsubscribe:
            self.devices.unsubscribe(heard.unsubscribe)
        if heard.subscribe:
            self.devices.subscribe(heard.subscribe)
        if heard.subscribe or heard.unsubscribe:
            self.overhearing.plan()
        for request in heard.requests:
            self.neighbours.ask(request)
        for question in heard.questions:
            # After the subscription to its answer, and on the same connection.
            self.devices.publish(question)

    # ways out

    def _counts(self) -> Picture:
        """Return what whoever looks after the hub wants to see."""
        return {
            "refused": self.refusals.count,
            "last_refused": self.refusals.last,
            "dropped": self.engine.inbox.dropped,
            "coalesced": self.engine.inbox.coalesced,
            "journal_errors": self.engine.counters.journal_errors,
            "retained": len(self.traps.stored),
            "proposals_refused": self.proposals.refused.count,
        }

    def _show(self, upshot: Upshot) -> None:
        self.showing.note(upshot)
        self.proposals.note(upshot)
        for _, record in upshot.records:
            if isinstance(record.body, ChangeWished):
                who = author_text(record.body.by, HouseNames(self.house))
                self.adopting.answered(record.body, who)

    def _link_changed(self) -> None:
        self._changes += 1
        self.twins.link_changed()
        if self.devices.up and self.people.up:
            self._tasks.create_task(self._learn(self._changes), name="learning")
        elif self.ready.is_set() and not self.missed and not self.twins.stood_down:
            self.missed = True
            log.warning("the broker is lost (%s); the hub goes on trying", self.trouble)
            self.core.lose()

    @property
    def trouble(self) -> str:
        """Return in words why there is no broker, as far as it is known."""
        return self.people.refused or self.devices.refused

    # life

    async def run(self) -> None:
        """Run until cancelled."""
        self.journal.start(asyncio.get_running_loop())
        self.core.begin(self.plan.policies.policy)
        self.adopting.begin()
        if self.plan.policies.in_doubt and HouseScope() not in self.house.people.freezes:
            self.engine.tell_of_person(FreezePlaced(scope=HouseScope(), by=IN_DOUBT))
        self.switches.adopt(self.plan.policies.policy.switches)
        async with asyncio.TaskGroup() as tasks:
            self._tasks = tasks
            tasks.create_task(self.people.run(), name="people link")
            tasks.create_task(self.devices.run(), name="devices link")
            tasks.create_task(self.neighbours.run(), name="neighbours")
            tasks.create_task(self.switches.run(), name="switches")
            tasks.create_task(self._hear_agents(), name="agents link")
            tasks.create_task(self.showing.run(self.ready), name="showing")
            self._at_work = (
                tasks.create_task(self.core.schedule.run(), name="schedule"),
                tasks.create_task(self.neighbours.poll(), name="polls"),
                tasks.create_task(self.traps.run(), name="traps"),
                tasks.create_task(self.adopting.watch(self.ready), name="household file"),
            )

    async def _hear_agents(self) -> None:
        """Listen to agents from outside once the house is known: before, nothing can be judged."""
        await self.ready.wait()
        await self.agents.run()

    def _stand_down(self, why: str) -> None:
        """Do nothing automated from this step of the loop on, say so, and stay away."""
        self.engine.outbox.stood_down = why
        for link in (self.people, self.devices, self.agents):
            link.end()
        for task in self._at_work:
            task.cancel()
        self.core.lose()
        self.notes.note(why)
        notify(f"STATUS={why}")
        self.desk.stand_down(why)

    def close(self) -> None:
        """Let go of what was opened; after this nobody can ask any more."""
        self.showing.close()
        self.switches.close()

    async def _learn(self, change: int) -> None:
        """Read what the broker stored, until it is quiet; then act."""
        self.engine.begin_learning()
        own = self.learning.topics
        self.devices.subscribe(own)
        await self.learning.until_quiet()
        if change != self._changes:
            # The connection was lost meanwhile; when it is back it is learnt anew.
            return
        self.devices.unsubscribe(own)
        self.people.publish(Message(self.topics.status, b"online", retain=True, qos=1))
        self.learning.clear()
        self.showing.everything()
        self._act()

    def _act(self) -> None:
        """Take up work, now that the house is known: first what people said meanwhile."""
        if self.missed:
            self.missed = False
            log.info("the broker is there")
        self.refusals.tell()
        self.core.act()
        self.ready.set()
        self.traps.look_everywhere()

    def reload(self) -> None:
        """Look at the household file anew, and say what of it nobody has signed."""
        self.adopting.look()

    def _adopt(self, policy: Policy) -> None:
        self.core.adopt(policy)
        self.switches.adopt(policy.switches)
