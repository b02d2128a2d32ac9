"""The hub but for its connections: who is heard when, and what a start does in which order.

Rule 1: the journal is read first, then the devices are learnt, then people are heard, then agents.
Rule 2: what a person says is acknowledged when the journal has it.
Rule 3: until the house is known nothing is commanded, and what people say waits.
"""

import asyncio
from collections import deque
from collections.abc import Callable

from devices.catalogue import families
from devices.message import Message, Request
from devices.plain import plain
from hub.clock import Clock
from hub.engine import Engine
from hub.intake.inputs import NotUnderstood, read_input, still_held
from hub.journal import Journal
from hub.outbox import Outbox
from hub.restoring import put_back
from hub.schedule import Schedule
from hub.topics import Topics
from hub.word import Word
from rules.house import House
from rules.policy import Policy
from rules.words.events import FreezePlaced, LinkChanged, PolicyAdopted
from rules.words.value import value

LONGEST_TOPIC = 200
MOST_EARLY = 1000
"""Messages of people that wait for a house that is not known yet."""


def _nothing() -> None:
    """Be told, and leave it at that."""


@value(frozen=True, slots=True, kw_only=True)
class Ways:
    """The ways out: `publish` hands an MQTT command over, `ask` an HTTP one, or says it cannot."""

    publish: Callable[[Message], bool]
    ask: Callable[[Request, Callable[[], bool]], bool]


class Core:
    """A house at work. Plain synchronous code in the loop's thread; whoever owns it brings news."""

    def __init__(
        self,
        journal: Journal,
        clock: Clock,
        ways: Ways,
        *,
        prefix: str = "homerule",
        guarded: bool = False,
        loop: asyncio.AbstractEventLoop | None = None,
    ) -> None:
        """Wire the parts. `loop` is the running one where none is given; `guarded` as in Topics."""
        self.topics = Topics(prefix, guarded)
        self.house = House()
        self.families = {family.name: family for family in families(prefix)}
        self._journal = journal
        self._clock = clock
        self.engine = Engine(self.house, self.families, journal, clock, loop)
        self.engine.outbox = Outbox(
            self.house,
            self.families,
            publish=ways.publish,
            now=clock.now,
            ask=ways.ask,
            tell=self.engine.tell,
        )
        self.schedule = Schedule(clock, self.engine.tell)
        self.engine.clock_was_set = self.schedule.plan_anew
        self.acted: Callable[[Message], None] = lambda _message: None
        """Called with what a person sent and the house was told."""
        self.is_cleared: Callable[[Message], bool] = lambda _message: False
        """Asked of an empty message whether it only takes away what the broker had stored."""
        self.awake = False
        """Whether the house is known, so that people are heard."""
        self.early: deque[tuple[Message, Callable[[], None]]] = deque(maxlen=MOST_EARLY)

    def begin(self, policy: Policy) -> None:
        """Put back what outlived the restart, and hold live news back until `act`."""
        first = put_back(self.house, self._journal, self._clock)
        for event in first:
            if isinstance(event, FreezePlaced):
                self.engine.tell_of_person(event)
            else:
                self.engine.tell(event)
        self.engine.begin_learning()
        self.engine.tell(LinkChanged(up=False))
        self.engine.tell(PolicyAdopted(policy))

    def hear_person(self, message: Message, done: Callable[[], None] = _nothing) -> None:
        """Take in what a person sent; `done` is called when it need not be sent again."""
        if not self.awake:
            # A house that does not know its devices yet would do half of it, or refuse it.
            self.early.append((message, done))
            return
        if not message.payload and self.is_cleared(message):
            done()
            return
        event = read_input(message, self.topics, self.house, self._clock.now())
        match event:
            case None:
                done()
            case NotUnderstood(topic, why):
                self.engine.refuses(f"{plain(topic, LONGEST_TOPIC)}: {why}")
                done()
            case _:
                word = message if isinstance(message, Word) else None
                self.engine.tell_of_person(event, lambda error: None if error else done(), word)
                self.acted(message)
                if why := still_held(event, self.house, self._clock.now()):
                    self.engine.refuses(f"{plain(message.topic, LONGEST_TOPIC)}: {why}")

    def act(self) -> None:
        """Take up work, now that the house is known: first what people said meanwhile."""
        self.engine.tell(LinkChanged(up=True))
        if not self.awake:
            self.schedule.adopt(self.house.policy)
        self.awake = True
        while self.early:
            self.hear_person(*self.early.popleft())
        self.engine.end_learning()

    def lose(self) -> None:
        """Go on without a way to the devices: nothing is sent, nothing waits to be sent."""
        self.engine.tell(LinkChanged(up=False))
        self.engine.end_learning()

    def adopt(self, policy: Policy) -> None:
        """Take another policy; what did not change goes on untouched."""
        self.engine.tell(PolicyAdopted(policy))
        self.schedule.adopt(policy)
