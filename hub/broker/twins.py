"""Of several hubs with one identity exactly one is at work: the one that was started last.

Each says on a retained topic who it is, with the number of its start. A start takes a number
beyond all that it finds there, so that no clock is asked. Rule 1: the people's connection, whose
name and session the hubs share, is made only after a look at that topic: none throws another off
that is to stay. Rule 2: who hears of a later start stands down, and who hears of an earlier one
says again who it is. Rule 3: who was thrown off by nobody known stands down too, but not where it
may have been a late greeting of its own. Rule 4: only a person brings back who stood down. Rule 5:
a broker that has forgotten a start it knew of brings again what was taken before: none of it acts.
"""

import asyncio
import logging
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Final

from devices.message import Message
from devices.plain import plain
from hub.broker.echo import Echo
from hub.broker.presence import Presence, is_known, known_start, read_presence, start
from hub.mqtt import Link
from hub.topics import Topics

AGAIN: Final = 0.2
"""Seconds between two looks where there was nothing to look at."""
GRACE: Final = 1.0
"""Seconds in which somebody who threw us off may say who it is."""
RECENT: Final = 10.0
"""So long after its word an earlier start may still be on its way down."""
GHOST: Final = 120.0
"""So long a greeting that was given up may be on its way to the broker."""
MOST_RETURNS: Final = 4
"""So often within `FIGHT` seconds our session is taken back; then somebody fights for it."""
FIGHT: Final = 20.0
PAUSE: Final = 0.05
"""Seconds in which what others say is answered once."""
SET_BACK: Final = (
    "the broker knows less than it did, as after a power cut: what it has kept for this hub is "
    "from before and is passed over"
)

log = logging.getLogger("homerule")


class Twins:
    """Watches for other hubs with our identity; `stood_down` is the sentence that says why."""

    def __init__(
        self,
        topics: Topics,
        state: Path,
        run: str,
        *,
        devices: Link,
        people: Link,
        stands_down: Callable[[str], None],
        takes_over: Callable[[str], None],
    ) -> None:
        """Listen by the devices' link, whose name is our own; guard the people's.

        `stands_down` is called once, with why and with what a person must do; `takes_over` with
        a sentence where another hub was at work before this one.
        """
        self.stood_down = ""
        self._topics = topics
        self._state = state
        self._run = run
        self._devices = devices
        self._people = people
        self._stands_down = stands_down
        self._takes_over = takes_over
        self.echo = Echo(devices, topics.echo(run))
        self._own: Presence | None = None
        self._found: Presence | None = None
        self._known = False
        """Whether the broker has heard of this start."""
        self._greeting = 0
        """The last greeting of this start that the broker has heard of."""
        self._set_back = False
        """Whether the broker was found to know of an earlier start or greeting only."""
        self._rival_at: float | None = None
        self._returns: deque[float] = deque(maxlen=MOST_RETURNS)
        self._telling: asyncio.TimerHandle | None = None
        self._there = asyncio.Event()
        self._there_since = 0.0
        self._down = asyncio.Event()
        devices.subscribe((topics.hub,))
        people.may_come = self._may_come

    def link_changed(self) -> None:
        """Look at whether the devices' link is up."""
        if not self._devices.up:
            self._there.clear()
        elif not self._there.is_set():
            self._there_since = _now()
            self._there.set()

    def hears(self, message: Message) -> bool:
        """Take in a message of the devices' link; say whether it was about hubs."""
        if self.echo.hears(message):
            return True
        if message.topic != self._topics.hub:
            return False
        other, own = read_presence(message.payload), self._own
        if own is None:
            if other is not None and (self._found is None or other.rank > self._found.rank):
                self._found = other
        elif other is None:
            self._tell_soon()
        elif other != own:
            earlier = other.instance == own.instance and other.rank < own.rank
            self._set_back |= message.retain and self._known and earlier
            self._meet(other, own)
        else:
            self._hears_itself(other, stored=message.retain)
        return True

    def _hears_itself(self, own: Presence, *, stored: bool) -> None:
        self._set_back |= stored and own.greeting < self._greeting
        self._greeting = max(self._greeting, own.greeting)
        if not self._known:
            self._known = True
            is_known(self._state, own)

    def _meet(self, other: Presence, own: Presence) -> None:
        if self.stood_down:
            return
        if other.rank > own.rank:
            self._stand_down(_outranked(other, own))
            return
        self._rival_at = _now()
        self._tell_soon()

    # before the people's connection is made

    async def _may_come(self) -> bool:
        while not self.stood_down:
            await self._there.wait()
            # Asked for again, the broker says again what it has stored.
            self._devices.subscribe((self._topics.hub,))
            if await self.echo.comes_round():
                break
            self._devices.renew()
            await asyncio.sleep(AGAIN)
        if self.stood_down:
            return False
        self._greet()
        self._tell()
        return await self._comes_back()

    def _greet(self) -> None:
        """Count this greeting; a broker that forgot an earlier one brings what was taken since."""
        own = self._own or self._begin()
        self._own = replace(own, greeting=own.greeting + 1)
        if self._set_back:
            self._people.starts_anew = True
            log.warning(SET_BACK)
        self._set_back = False

    def _begin(self) -> Presence:
        """Count this start, beyond all that were found."""
        found, known = self._found, known_start(self._state)
        own = start(self._state, self._run, after=found.starts if found else 0)
        if found is not None and found.instance == own.instance:
            self._set_back = found.starts < known
        if found is not None and found.instance != own.instance:
            self._takes_over(
                f"this hub takes the place of another one{_at(found)}: what people hold there, "
                "such as a freeze, is not known here"
            )
        return own

    async def _comes_back(self) -> bool:
        """Say whether the session may be taken again: not from one who means to keep it."""
        people = self._people
        taken, people.taken_over = people.taken_over, False
        hung_up, people.hung_up_at = people.hung_up_at, None
        if hung_up is None or hung_up < self._there_since:
            # It was never up, or the broker was gone for both of our connections.
            return True
        if taken and not await self._gives_way():
            return False
        self._returns.append(hung_up)
        if len(self._returns) == MOST_RETURNS and self._returns[0] > hung_up - FIGHT:
            # Not every broker says that it hung up on us for the sake of another.
            self._leave_it()
        return not self.stood_down

    async def _gives_way(self) -> bool:
        """Hear who threw us off, and say whether that was nobody who stays."""
        with suppress(TimeoutError):
            async with asyncio.timeout(GRACE):
                await self._down.wait()
        if not self.stood_down and not self._explained():
            self._leave_it()
        return not self.stood_down

    def _explained(self) -> bool:
        """Say whether an earlier start, or a late greeting of our own, may have thrown us off."""
        now, rival, ghost = _now(), self._rival_at, self._people.unanswered_at
        if rival is not None and rival > now - RECENT:
            return True
        return ghost is not None and ghost > now - GHOST

    def _leave_it(self) -> None:
        # Nobody else says so: the broker has no reason to say our last words.
        self._devices.publish(Message(self._topics.status, b"offline", retain=True))
        self._stand_down(_thrown_off(self._people.options.client_id))

    # what is said

    def _tell_soon(self) -> None:
        if self._telling is None:
            self._telling = asyncio.get_running_loop().call_later(PAUSE, self._tell)

    def _tell(self) -> None:
        self._telling = None
        if self._own is not None and not self.stood_down:
            self._devices.publish(Message(self._topics.hub, self._own.payload(), retain=True))

    def _stand_down(self, why: str) -> None:
        self.stood_down = why
        self._down.set()
        self._stands_down(why)


def _now() -> float:
    return asyncio.get_running_loop().time()


def _at(other: Presence) -> str:
    return f" on {plain(other.host, 64)}" if other.host else ""


def _outranked(other: Presence, own: Presence) -> str:
    copy = " with a copy of this state folder" if other.instance == own.instance else ""
    return (
        f"this hub has stood down: another one{_at(other)} was started later{copy} and is at work "
        "now, so nothing here acts any more. Let one of the two be: to have this one back, stop "
        "the other for good and then restart this one; to have both, give one of them another "
        "`mqtt.prefix` in hub.yaml"
    )


def _thrown_off(client_id: str) -> str:
    return (
        "this hub has stood down: something else logged in to the broker with this hub's client "
        f"id `{client_id}` and did not say what it is, so nothing here acts any more. Look into "
        "the broker's log for who it was, stop it, and then restart this hub"
    )
