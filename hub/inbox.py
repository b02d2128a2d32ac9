"""The inbox: two lanes, of which the people's goes first, and a bound on the other."""

from collections import deque
from collections.abc import Callable

from devices.family import Heard
from devices.message import Message
from hub.word import Word
from rules.words.events import Event
from rules.words.value import value

COALESCE_FROM = 8_000
"""From this many waiting messages on, of each state topic only the newest is kept."""
MOST = 20_000
"""More than this many do not wait; the oldest report goes, and is counted."""


@value(frozen=True, slots=True)
class PeopleItem:
    """What a person did; `done` is called when the journal has it, or with why it has not.

    `word`: the words by which the broker told it, if it will tell it again.
    """

    event: Event
    done: Callable[[BaseException | None], None] | None = None
    word: Word | None = None


class Inbox:
    """What waits to be applied to the house.

    `latest_only` says of a message whether only the newest of its topic matters: presses,
    triggers and what people send never are.
    """

    __slots__ = ("_latest", "_latest_only", "coalesced", "dropped", "events", "messages", "people")

    def __init__(self, latest_only: Callable[[Message], bool]) -> None:
        """Start empty."""
        self._latest_only = latest_only
        self._latest: dict[str, Message] = {}
        self.people: deque[PeopleItem] = deque()
        self.events: deque[Event] = deque()
        """What the hub itself tells the house: time, schedule, link."""
        self.messages: deque[Message | Heard] = deque()
        """Raw messages, and what families made of other input than MQTT."""
        self.coalesced = 0
        self.dropped = 0

    def put_message(self, message: Message) -> None:
        """Let a device's message wait."""
        waiting = len(self.messages)
        if message.topic in self._latest and self._latest_only(message):
            # Never past one that waits: the newest is the one that counts.
            self.coalesced += 1
            self._latest[message.topic] = message
            return
        if waiting >= COALESCE_FROM and self._latest_only(message):
            self._latest[message.topic] = message
            return
        if waiting >= MOST:
            self.messages.popleft()
            self.dropped += 1
        self.messages.append(message)

    def next_message(self) -> Message | Heard | None:
        """Take the next message of the devices, or None."""
        if self.messages:
            return self.messages.popleft()
        if self._latest:
            topic = next(iter(self._latest))
            return self._latest.pop(topic)
        return None

    def waiting(self) -> int:
        """Return how many messages of devices wait."""
        return len(self.messages) + len(self._latest)

    def __bool__(self) -> bool:
        """Say whether anything waits."""
        return bool(self.people or self.events or self.messages or self._latest)
