"""A time without people: automation, odd lamps, reboots and power cuts, and not one hand.

Every hold that begins here is a false one. A simulated year of one lamp is a year of its own: what
is counted are device-months.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from random import Random
from typing import Final

from devices.agents.circadian import Circadian
from devices.agents.motion_light import MotionLight
from devices.simulated.device import SimulatedDevice
from devices.simulated.faults import Faults
from devices.simulated.group import Group
from devices.simulated.house import SimulatedHouse
from devices.simulated.lamp import Lamp, LampModel
from devices.simulated.motion import Motion
from devices.simulated.ramp import Rounding
from rules.policy import Policy
from rules.words.hands import Seen
from rules.words.ids import AgentId, AreaId
from rules.words.records import Body, HoldBegan, HoldEnded, Judged
from rules.words.times import DAY, HOUR, MINUTE, Duration, Moment, Seconds
from rules.words.values import Brightness
from tests.houses import MONDAY_NOON, policy_of, room
from tests.laws.hands.world import World

MONTH: Final = 30 * DAY
LIES: Final = 1 / 2000
"""Of all reports: one value in it is plainly wrong."""
LOSSY: Final = Faults(loses=0.01, repeats=0.02, jitter=0.05, lies=LIES)
SOUND: Final = Faults(lies=LIES)
OFTEN: Final[dict[str, Seconds]] = {
    "comes": 40 * MINUTE,
    "reboots": 180 * DAY,
    "loses its radio": 60 * DAY,
    "power cut": 30 * DAY,
    "blink of the mains": 30 * DAY,
    "bridge restarts": 7 * DAY,
}
"""How long it is, on average, from one to the next; reboots and radios for each lamp."""
WITHDRAWN: Final[Seconds] = 10.0
"""A hold that is let go of within these seconds was never of use to anybody."""

MODELS: Final = (
    LampModel(whites=True),
    LampModel(rounding=Rounding.PERCENT, fade=0.8),
    LampModel(rounding=Rounding.STEPS, echo=0.3),
    LampModel(whites=True, eager=True, fade=0.5),
    LampModel(whites=True, colours=True, stale=True, echo=0.15),
    LampModel(whites=True, jumps=True, eager=True, echo=0.6),
    LampModel(fade=1.0, reports_every=0.2, wakes=False),
    LampModel(whites=True, reports_every=10.0, echo=1.0, wakes=False),
)
GROUPED: Final = 3


@dataclass(slots=True)
class Account:
    """What was taken for a hand although nobody was there."""

    lamps: int
    seconds: Seconds = 0.0
    holds: Counter[str] = field(default_factory=Counter)
    classes: Counter[Seen] = field(default_factory=Counter)
    withdrawn: int = 0
    orders: int = 0

    @property
    def device_months(self) -> float:
        """Return how long it was, over all lamps."""
        return self.lamps * self.seconds / MONTH

    @property
    def false_holds(self) -> int:
        """Return the holds that lasted."""
        return self.holds.total() - self.withdrawn

    @property
    def per_device_month(self) -> float:
        """Return the figure that is promised to be below one."""
        return self.false_holds / self.device_months


class Year:
    """A house without people, for as long as wanted."""

    def __init__(self, seed: int) -> None:
        """Move everything in."""
        self.dice = Random(seed)
        self.lamps = [
            Lamp(f"Lamp {n}", model, faults=LOSSY if n % 2 else SOUND)
            for n, model in enumerate(MODELS)
        ]
        members = [Lamp(f"Member {n}", LampModel(whites=True)) for n in range(GROUPED)]
        self.group = Group("Group", members)
        self.motions = [Motion("Hall motion"), Motion("Room motion")]
        everything: list[SimulatedDevice] = [*self.lamps, *members, self.group, *self.motions]
        self.lamps += members
        self.world = World(SimulatedHouse(everything, seed=seed), _policy(), start=MONDAY_NOON)
        self.account = Account(lamps=len(self.lamps) + 1)
        self.world.watch = self._count
        self._began: dict[str, Moment] = {}
        self._seen: dict[str, Seen] = {}

    def lives(self, days: float) -> Account:
        """Live for some days, and return what came of them."""
        end = MONDAY_NOON + days * DAY
        for lamp in self.lamps:
            self.world.at(MONDAY_NOON + 1, partial(self._now, lamp.report))
            self._again(OFTEN["reboots"], partial(self._now, lamp.reboots))
            self._again(OFTEN["loses its radio"], partial(self._loses, lamp))
        for motion in self.motions:
            self._again(OFTEN["comes"], partial(self._now, motion.sees))
        # In the shortest time there is one of each.
        self.world.at(MONDAY_NOON + DAY, partial(self._power_cut, 60.0))
        self.world.at(MONDAY_NOON + 1.5 * DAY, partial(self._power_cut, 0.5))
        self._again(OFTEN["power cut"], lambda: self._power_cut(self.dice.uniform(20, 600)))
        self._again(OFTEN["blink of the mains"], lambda: self._power_cut(0.5))
        self._again(OFTEN["bridge restarts"], self._bridge_restarts)
        self.world.lives_until(end)
        self.account.seconds = end - MONDAY_NOON
        self.account.orders = sum(len(log.orders) for log in self.world.logs.values())
        return self.account

    def _now(self, act: Callable[[Moment], None]) -> None:
        act(self.world.now)

    def _again(self, often: Seconds, happening: Callable[[], None]) -> None:
        """Let something happen again and again, by chance."""
        world = self.world

        def happens() -> None:
            happening()
            world.at(world.now + self.dice.expovariate(1 / often), happens)

        world.at(world.now + self.dice.expovariate(1 / often), happens)

    def _loses(self, lamp: Lamp) -> None:
        world = self.world
        lamp.leaves(world.now, noticed_after=1.0)
        world.at(world.now + self.dice.uniform(30, 900), partial(self._now, lamp.returns))

    def _power_cut(self, length: Seconds) -> None:
        """Cut every lamp; they come back one after the other, within a few seconds."""
        world = self.world
        for lamp in self.lamps:
            lamp.unplugs(world.now, noticed_after=5.0)
            back = world.now + length + self.dice.uniform(0.0, 6.0)
            world.at(back, partial(self._now, lamp.returns))

    def _bridge_restarts(self) -> None:
        world = self.world
        world.lamps.bridge_stops(world.now)
        world.at(world.now + 20.0, lambda: world.lamps.bridge_starts(world.now))

    def _count(self, body: Body) -> None:
        account, now = self.account, self.world.now
        match body:
            case HoldBegan(hold=hold):
                account.holds[hold.by.via.value] += 1
                self._began[hold.device] = now
            case HoldEnded(device=device) if now - self._began.get(device, 0.0) <= WITHDRAWN:
                account.withdrawn += 1
            case Judged(seen=seen):
                account.classes[seen] += 1
            case _:
                pass


def _policy() -> Policy:
    hall, rest = AreaId("hall"), AreaId("room")
    names = [f"Lamp {n}" for n in range(len(MODELS))]
    half = len(names) // 2
    return policy_of(
        room("Hall", *names[:half], "Hall motion"),
        room("Room", *names[half:], "Room motion", "Group"),
        MotionLight(
            id=AgentId("hall-motion"),
            area=hall,
            brightness=Brightness(180),
            off_after=Duration(5 * MINUTE),
        ),
        MotionLight(
            id=AgentId("room-motion"),
            area=rest,
            brightness=Brightness(90),
            off_after=Duration(10 * MINUTE),
        ),
        Circadian(id=AgentId("hall-day"), area=hall, dimmest=Brightness(40)),
    )


def said_of(account: Account) -> Iterator[str]:
    """Say what came of it."""
    yield (
        f"{account.lamps} lights for {account.seconds / DAY:.0f} days are "
        f"{account.device_months:.1f} device-months: {account.orders} orders, no hand."
    )
    held = ", ".join(f"{via} {count}" for via, count in account.holds.most_common()) or "none"
    yield f"false holds: {account.false_holds} ({held}; {account.withdrawn} let go of at once)"
    taken = ", ".join(f"{seen.value} {count}" for seen, count in account.classes.most_common())
    yield f"reports that nothing explained were taken for: {taken or 'nothing'}"
    yield f"false holds in a device-month: {account.per_device_month:.3f} (promised: under 1)"


def how_often() -> str:
    """Say what was let happen."""
    times = ", ".join(f"{what} every {often / HOUR:.1f} h" for what, often in OFTEN.items())
    return f"on average: {times}; one report in {1 / LIES:.0f} is a lie"
