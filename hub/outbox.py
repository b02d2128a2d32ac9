"""The outbox: the last check, and the hand-over to the transport in the same step of the loop."""

import logging
from collections.abc import Callable, Mapping
from dataclasses import replace

from devices.family import Family
from devices.message import Message, Request
from rules.gate import goes, may_leave
from rules.house import House
from rules.words.effects import Command
from rules.words.events import CommandNotSent, CommandSent, Event
from rules.words.times import Moment
from rules.words.values import POWER

log = logging.getLogger("homerule")


class Outbox:
    """Hands commands over, or says why it did not; nothing waits here for a better time."""

    __slots__ = (
        "_ask",
        "_families",
        "_house",
        "_now",
        "_publish",
        "_tell",
        "automation_stopped",
        "sent",
        "stood_down",
    )

    def __init__(
        self,
        house: House,
        families: Mapping[str, Family],
        *,
        publish: Callable[[Message], bool],
        now: Callable[[], Moment],
        ask: Callable[[Request, Callable[[], bool]], bool],
        tell: Callable[[Event], None],
    ) -> None:
        """Know the ways out.

        `publish` hands an MQTT message over and says whether it could; `ask` makes an HTTP
        request, and asks once more whether it still may when its turn comes; `tell` brings an
        event back to the inbox.
        """
        self._house = house
        self._families = families
        self._publish = publish
        self._ask = ask
        self._now = now
        self._tell = tell
        self.sent = 0
        self.automation_stopped = ""
        """Why nothing automated may leave at all, if so: the journal cannot be written."""
        self.stood_down = ""
        """The same, where another hub is at work: it never may again."""

    def send(self, command: Command, now: Moment) -> None:
        """Check a command against the house as it now is, and hand it over. Never waits."""
        stopped = self.stood_down or self.automation_stopped
        if command.automated and stopped:
            self._tell(CommandNotSent(command.device, command.order, stopped))
            return
        if may_leave(self._house, command, now):
            # Whoever took its place has written down how it ended.
            return
        goes(self._house, command)
        family = self._families.get(command.family)
        parts = (
            family.encode(command.hardware, command.values, command.transition) if family else ()
        )
        if not parts:
            why = "its family cannot say this"
        elif all(self._hand_over(part, command) for part in parts):
            self.sent += 1
            if command.unheard:
                self._tell(CommandSent(command.device, command.order, command.values))
            return
        else:
            why = "there is no connection to it"
        log.warning("%s was not told: %s", command.device, why)
        self._tell(CommandNotSent(command.device, command.order, why))

    def _hand_over(self, part: Message | Request, command: Command) -> bool:
        match part:
            case Message():
                stays = not part.retain or may_be_stored(command)
                return self._publish(part if stays else replace(part, retain=False))
            case Request():
                return self._ask(part, lambda: self._still_may(command))

    def _still_may(self, command: Command) -> bool:
        if command.automated and self.stood_down:
            return False
        return not may_leave(self._house, command, self._now())


def may_be_stored(command: Command) -> bool:
    """Say whether a broker may repeat a command to a device that wants what it is told stored.

    Nobody looks then whether it is still so: of automation only what switches off may come late.
    """
    return not command.automated or command.values.get(POWER) is False
