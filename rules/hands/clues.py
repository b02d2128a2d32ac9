"""Clues: what the house remembers of a device, and of all of them, to tell who moved it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Final

from rules.words.ids import DeviceId
from rules.words.times import DAY, Moment, Seconds
from rules.words.value import value
from rules.words.values import Aspect, Values

LONG_AGO: Final = float("-inf")
PRESS_COUNTS: Final = 2.0
"""Seconds in which a press on the device itself tells whose its report is."""
COMMAND_COUNTS: Final = 2.0
"""Seconds in which a device does what somebody else told it."""
RETURN_COUNTS: Final = 10.0
"""Seconds after its return in which a device says what it is."""
STORED_COUNTS: Final = 15.0
"""Seconds in which what the broker had stored may be overtaken by what happened meanwhile."""
TOGETHER: Final = 10.0
"""Seconds within which devices that return do so together."""
KIN: Final = 3
"""Orders in a row with which a device must have gone along."""
MANY: Final = 3
NEARLY_ALL: Final = 0.9
"""Of all lights: a few may be silent."""
DOUBTFUL: Final = 3
"""False reports in a day that make a device's word doubtful."""


@value(frozen=True, slots=True, kw_only=True)
class Judging:
    """A report that nothing explains, while it is looked at.

    `was`: what the device was before; `shown`: what it said, of which `aspects` strayed;
    `strays`: whether its latest report did. `returned`: it had been away. `waited`: something was
    to be settled meanwhile. `past_goal`: it could be a step of a fade of which the goal was named
    before.
    """

    since: Moment
    until: Moment
    was: Values
    shown: Values
    aspects: tuple[Aspect, ...] = ()
    strays: bool = True
    returned: bool = False
    waited: bool = False
    past_goal: bool = False


def shifted(judging: Judging, by: Seconds) -> Judging:
    """Return it as if the clock had always shown so much more."""
    return replace(judging, since=judging.since + by, until=judging.until + by)


@value(frozen=True, slots=True, kw_only=True)
class Follower:
    """A device that did what another was told: how often in a row, and when it last did."""

    score: int
    last: Moment


@dataclass(slots=True)
class Clues:
    """What happened to one device lately."""

    pressed: Moment = LONG_AGO
    """When a button on it was last pressed."""
    commanded: Moment = LONG_AGO
    """When somebody else last told it something that could not be read."""
    returned: Moment = LONG_AGO
    """When it last came back within reach."""
    stored: Moment = LONG_AGO
    """When the broker last told what it had stored of it."""
    moved: Moment = LONG_AGO
    """When a cover that somebody has moved last said where it is."""
    left: Values = field(default_factory=dict)
    """What it was when it went out of reach."""
    doubts: tuple[Moment, ...] = ()
    """When its reports last proved false."""
    followers: dict[DeviceId, Follower] = field(default_factory=dict)

    def kin(self) -> Iterator[DeviceId]:
        """Yield those that have gone along for some orders in a row."""
        return (device for device, known in self.followers.items() if known.score >= KIN)

    def note_doubt(self, now: Moment) -> None:
        """Remember that a report was false."""
        self.doubts = (*self.doubts, now)[-DOUBTFUL:]

    def is_doubtful(self, now: Moment) -> bool:
        """Say whether its reports were false too often."""
        return len(self.doubts) >= DOUBTFUL and now - self.doubts[0] <= DAY

    def shift(self, by: Seconds) -> None:
        """Move every moment, as after a step of the wall clock."""
        self.pressed += by
        self.commanded += by
        self.returned += by
        self.stored += by
        self.moved += by
        self.doubts = tuple(at + by for at in self.doubts)
        self.followers = {
            device: Follower(score=follower.score, last=follower.last + by)
            for device, follower in self.followers.items()
        }


class Mains:
    """Which lights have power: who is up, who came back lately, and who is held because of that.

    To come back is one thing: a device was out of reach, as everybody knew. To start is another:
    it only looks so, since it is on in full, and so it looks as well when somebody did that.
    """

    __slots__ = ("held", "returned", "started", "up")

    def __init__(self) -> None:
        """Know of none."""
        self.up: set[DeviceId] = set()
        self.returned: dict[DeviceId, Moment] = {}
        self.started: dict[DeviceId, Moment] = {}
        self.held: dict[DeviceId, Moment] = {}
        """Holds that began because a device came back alone, and when."""

    def note_return(self, device: DeviceId, now: Moment) -> None:
        """Remember that a device came back."""
        self.up.add(device)
        self.returned.pop(device, None)
        self.returned[device] = now

    def note_start(self, device: DeviceId, now: Moment) -> None:
        """Remember that a device seems to have started anew."""
        self.started.pop(device, None)
        self.started[device] = now

    def is_power_cut(self, now: Moment, heard_at: Callable[[DeviceId], Moment]) -> bool:
        """Say whether most of what is up came back together, or everything speaks up at once.

        Somebody may well switch on most lamps within seconds, but not make all others speak.
        """
        self._forget_old(now)
        if len(self.returned) > 1 and 2 * len(self.returned) > len(self.up):
            return True
        if len(self.started) < MANY:
            return False
        spoke = sum(now - heard_at(device) <= TOGETHER for device in self.up)
        return spoke >= NEARLY_ALL * len(self.up)

    def leave(self, device: DeviceId) -> None:
        """Take in that a device is out of reach, or gone."""
        self.up.discard(device)
        for book in (self.returned, self.started, self.held):
            book.pop(device, None)

    def shift(self, by: Seconds) -> None:
        """Move every moment, as after a step of the wall clock."""
        for book in (self.returned, self.started, self.held):
            for device in book:
                book[device] += by

    def _forget_old(self, now: Moment) -> None:
        """Forget those that came back too long ago to belong together with what comes now."""
        for book in (self.returned, self.started, self.held):
            while book:
                # The oldest comes first.
                device, at = next(iter(book.items()))
                if now - at <= TOGETHER:
                    break
                del book[device]
