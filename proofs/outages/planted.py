"""Faults that are planted into a running hub: a proof that does not find them proves nothing.

They take the place of private parts: that is what a fault would be in.
"""

from collections import deque
from collections.abc import Callable, Iterable

import rules.step
from devices.message import Message
from hub.broker.knock import Knock
from hub.mqtt.link import Link
from hub.mqtt.taken import Taken
from hub.word import Word
from rules.house import House
from rules.turn import Turn
from rules.words.events import SwitchRead


def commands_wait() -> None:
    """Keep what cannot be sent, and send it when the broker is back."""
    publish, listens = Link.publish, Link._ask
    waiting: deque[Message] = deque()

    def publishes(self: Link, message: Message, *, expires: bool = False) -> bool:
        if expires and not self.up:
            waiting.append(message)
            return True
        return publish(self, message, expires=expires)

    def asks(self: Link, filters: Iterable[str]) -> None:
        listens(self, filters)
        while self.options.session and waiting:
            publish(self, waiting.popleft(), expires=True)

    Link.publish = publishes  # type: ignore[method-assign]  # a planted fault
    Link._ask = asks  # type: ignore[method-assign]  # a planted fault


def nobody_holds() -> None:
    """Decide and send as if nobody held anything."""
    House.held_by = lambda *_: None  # type: ignore[method-assign]  # a planted fault
    House.freeze_over = lambda *_: None  # type: ignore[method-assign]  # a planted fault


def nobody_knocks() -> None:
    """Hand over what falls due to a broker that was not heard for a while."""
    Knock._is_sure = lambda _self: True  # type: ignore[method-assign, assignment]  # a planted fault


def switch_needs_a_broker() -> None:
    """Look at physical switches only while there is a broker."""
    steps = vars(rules.step)
    line_read = steps["line_read"]

    def reads(turn: Turn, event: SwitchRead) -> None:
        if turn.house.link_up:
            line_read(turn, event)

    steps["line_read"] = reads


def session_goes_on() -> None:
    """Believe a broker all that it brings of what people said, once more or not."""

    def takes(
        self: Taken, said: Word, acknowledge: Callable[[], None], *, again: bool
    ) -> Callable[[], None]:
        del self, said, again
        return acknowledge

    Taken.take = takes  # type: ignore[method-assign]  # a planted fault
    Link.starts_anew = property(lambda _self: False, lambda _self, _so: None)  # type: ignore[assignment]  # a planted fault
