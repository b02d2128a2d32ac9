"""What a family is: it turns what devices say into events and what they are told into bytes."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import ClassVar

from devices.message import Answer, Message, Outgoing, Request, Service
from rules.words.events import Event
from rules.words.ids import HardwareId
from rules.words.times import Seconds
from rules.words.value import value
from rules.words.values import Aspect, Values


@value(frozen=True, slots=True)
class Heard:
    """What a family makes of something that came in.

    `subscribe` and `unsubscribe` are MQTT topic filters that it wants or no longer wants;
    `questions` are messages that ask devices how they are and change nothing about them;
    `unreadable` says in words what could not be understood: it is counted and shown, and what
    was already known stays.
    """

    events: tuple[Event, ...] = ()
    subscribe: tuple[str, ...] = ()
    unsubscribe: tuple[str, ...] = ()
    requests: tuple[Request, ...] = ()
    questions: tuple[Message, ...] = ()
    unreadable: str = ""


NOTHING = Heard()


@value(frozen=True, slots=True)
class Origin:
    """The announcement that an aspect or a press came from, and the topics that it names."""

    component: str
    unique_id: str
    announced: str = ""
    state: tuple[str, ...] = ()
    command: tuple[str, ...] = ()
    availability: tuple[str, ...] = ()


class Family(ABC):
    """Devices that speak alike.

    A family keeps what it learnt from announcements, and nothing else: no loop, no clock, no
    socket. It never raises on input, whatever the bytes. One object serves one hub.
    """

    name: ClassVar[str]
    topics: ClassVar[tuple[str, ...]] = ()
    """MQTT filters on which announcements arrive."""
    services: ClassVar[tuple[str, ...]] = ()
    """mDNS service types it can control."""
    poll_seconds: ClassVar[Seconds | None] = None
    """How often `polls` is to be asked, for devices that do not speak up by themselves."""

    def __init__(self, own: str = "homerule") -> None:
        """Know nothing yet. `own` is the prefix of the hub's own topics, which nobody may claim."""
        del own

    def heard(self, message: Message) -> Heard:
        """Take in an MQTT message; `NOTHING` where the topic is not one of its own."""
        del message
        return NOTHING

    def latest_only(self, message: Message) -> bool:
        """Say whether of this message's topic only the newest matters: a state, not a press."""
        del message
        return False

    def saw(self, service: Service) -> Heard:
        """Take in a service that mDNS showed, or showed anew."""
        del service
        return NOTHING

    def lost(self, service: Service) -> Heard:
        """Take in that a service is gone."""
        del service
        return NOTHING

    def answered(self, answer: Answer) -> Heard:
        """Take in the answer to one of its requests."""
        del answer
        return NOTHING

    def polls(self) -> tuple[Request, ...]:
        """Return the requests that ask the known devices how they are."""
        return ()

    def command_topics(self) -> frozenset[str]:
        """Return the MQTT topics on which the known devices are told, and nothing else is said."""
        return frozenset()

    def stored_topics(self) -> frozenset[str]:
        """Return those of them on which a device wants what it is told to be stored."""
        return frozenset()

    def overheard(self, message: Message) -> tuple[Event, ...]:
        """Take in what somebody else said on one of the `command_topics`."""
        del message
        return ()

    def origins(self, hardware: HardwareId) -> Mapping[Aspect, Origin]:
        """Return where each aspect and press of a device comes from, as far as that is kept."""
        del hardware
        return {}

    @abstractmethod
    def encode(
        self, hardware: HardwareId, values: Values, transition: Seconds | None
    ) -> tuple[Outgoing, ...]:
        """Say to a device what it is to be; empty where the family cannot say it."""
