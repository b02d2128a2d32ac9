"""What all simulated devices share: who they are, how they report, and what can go wrong."""

from collections.abc import Mapping
from random import Random
from typing import ClassVar

from devices.message import Message
from devices.simulated.agenda import Agenda
from devices.simulated.discovery import (
    BASE,
    Card,
    Entity,
    address_of,
    availability_topic,
    configs,
    encoded,
    online,
)
from devices.simulated.faults import HEALTHY, Faults, happens, lied
from rules.words.times import Moment, Seconds

LINK_QUALITY = 120
REPEATED_AFTER: Seconds = 0.2


class SimulatedDevice:
    """One device. Its house gives it an agenda and dice; it never looks at a clock.

    `retains` is zigbee2mqtt's own option of that name: the broker keeps the last report, so
    that whoever subscribes later hears it too.
    """

    maker: ClassVar[str] = ""
    model: ClassVar[str] = ""
    model_id: ClassVar[str] = ""
    actions: ClassVar[tuple[str, ...]] = ()

    def __init__(self, name: str, *, faults: Faults = HEALTHY, retains: bool = False) -> None:
        """Make a device of this friendly name."""
        self.name = name
        self.faults = faults
        self.retains = retains
        self.topic = f"{BASE}/{name}"
        self.reachable = True
        self._agenda = Agenda()
        self._dice = Random(0)  # noqa: S311 - chance to play with, no secret

    def moves_in(self, agenda: Agenda, dice: Random) -> None:
        """Become part of a house."""
        self._agenda = agenda
        self._dice = dice

    def entities(self) -> tuple[Entity, ...]:
        """Return what it announces; nothing at all for a thing without a radio."""
        return ()

    def state(self, now: Moment) -> dict[str, object]:
        """Return what it would report at a moment."""
        del now
        return {}

    def hears(self, wish: Mapping[str, object], now: Moment) -> None:
        """Take a command; a device that cannot be told anything does not listen."""
        del wish, now

    def announcements(self) -> tuple[Message, ...]:
        """Return its discovery messages and its presence on the network."""
        entities = self.entities()
        if not entities:
            return ()
        card = Card(
            name=self.name,
            address=address_of(self.name),
            maker=self.maker,
            model=self.model,
            model_id=self.model_id,
        )
        presence = online(availability_topic(self.name), is_online=self.reachable)
        return (*configs(card, entities, self.actions), presence)

    def message(self, state: Mapping[str, object]) -> Message:
        """Return a report of a state."""
        return Message(self.topic, encoded(state), retain=self.retains)

    def first(self, now: Moment) -> Message:
        """Return its state as the bridge remembers it, whatever its faults."""
        return self.message({**self.state(now), "linkquality": LINK_QUALITY})

    def report(self, now: Moment) -> None:
        """Report what it is now, as well as its faults let it."""
        if not self.reachable:
            return
        state = {**self.state(now), "linkquality": LINK_QUALITY}
        if happens(self.faults.lies, self._dice):
            state = lied(state, self._dice)
        self._send(self.message(state), now)

    def gets(self, wish: Mapping[str, object], now: Moment) -> None:
        """Be sent a command over the air: heard only within reach and by good ears."""
        if self.reachable and not happens(self.faults.deaf, self._dice):
            self.hears(wish, now)

    def leaves(self, now: Moment, *, noticed_after: Seconds = 0.0) -> None:
        """Go out of reach, which the bridge notices after a while."""
        self.reachable = False
        self._agenda.at(now + noticed_after, self._missed)

    def returns(self, now: Moment) -> None:
        """Come back within reach and say what it is."""
        self.reachable = True
        self._agenda.at(now, online(availability_topic(self.name), is_online=True))
        self.report(now)

    def _missed(self, now: Moment) -> None:
        if not self.reachable:
            self._agenda.at(now, online(availability_topic(self.name), is_online=False))

    def _send(self, message: Message, now: Moment) -> None:
        faults = self.faults
        if happens(faults.loses, self._dice):
            return
        late = now + faults.delay
        if faults.jitter:
            late += self._dice.random() * faults.jitter
        self._agenda.at(late, message)
        if happens(faults.repeats, self._dice):
            self._agenda.at(late + REPEATED_AFTER, message)
