"""New devices wait: automation reaches what a person or the household file has placed, no more."""

from dataclasses import dataclass, replace
from itertools import product
from typing import Final, TypeAlias

from hypothesis import strategies as st

from devices.agents.motion_light import MotionLight
from rules import restore
from rules.house import House
from rules.places import adoption, membership
from rules.places.directory import Directory
from rules.places.placing import Placing
from rules.policy import Policy
from rules.restore import live_claims
from rules.words.device import Announcement
from rules.words.effects import Command
from rules.words.events import (
    DeviceAnnounced,
    DeviceRetired,
    PolicyAdopted,
    Reported,
)
from rules.words.ids import AgentId, AreaId, DecisionId, HardwareId
from rules.words.times import MINUTE, Duration
from rules.words.values import POWER, Aspect, Brightness
from tests.houses import lamp, motion_sensor, policy_of, room
from tests.laws.law import Law, Mutant
from tests.story import Story

ROOMS: Final = ("Hall", "Kitchen")
HERE: Final = {"hw-hall-lamp": "Hall lamp", "hw-kitchen-lamp": "Kitchen lamp"}
"""The lamps that the file names, each with the name that it had first."""
NAMES: Final = ("Strip", *HERE.values())
STRANGERS: Final = ("hw-strip", "hw-copy")


def _household(*rooms: str) -> Policy:
    sensors = {name: f"{name} motion" for name in rooms}
    agents = [
        MotionLight(
            id=AgentId(f"{name.lower()}-light"),
            area=AreaId(name.lower()),
            brightness=Brightness(200),
            off_after=Duration(MINUTE),
        )
        for name in rooms
    ]
    areas = [room(name, sensor, f"{name} lamp") for name, sensor in sensors.items()]
    return policy_of(*areas, *agents)


POLICIES: Final = (_household(*ROOMS), _household("Hall"))


@dataclass(frozen=True, slots=True)
class Announces:
    """A hardware announces itself under a name, and says which room it is in."""

    hardware: str
    name: str
    area: str = "Hall"


@dataclass(frozen=True, slots=True)
class Goes:
    """A hardware is taken away."""

    hardware: str


@dataclass(frozen=True, slots=True)
class Places:
    """A person puts the device of a hardware into an area."""

    hardware: str
    area: str


@dataclass(frozen=True, slots=True)
class GivesUp:
    """A person forgets the device of a hardware."""

    hardware: str


@dataclass(frozen=True, slots=True)
class Comes:
    """Somebody comes into a room."""

    room: str


@dataclass(frozen=True, slots=True)
class Signs:
    """The household's first or second policy takes effect."""

    policy: int


@dataclass(frozen=True, slots=True)
class Restarts:
    """The hub starts again, and everything that was there announces itself in another order."""


@dataclass(frozen=True, slots=True)
class Passes:
    """Time passes."""

    seconds: float


Doing: TypeAlias = Announces | Goes | Places | GivesUp | Comes | Signs | Restarts | Passes
Doings: TypeAlias = tuple[Doing, ...]


class Home(Story):
    """A house that strangers come to; it keeps its own book of what people placed.

    An automated command leaves when the next thing has happened.
    """

    def __init__(self) -> None:
        self.adopted: dict[str, str] = {}
        self.given_up: set[str] = set()
        self.there: dict[str, Announcement] = {}
        self.waiting: list[Command] = []
        super().__init__(POLICIES[0], [motion_sensor(f"{name} motion") for name in ROOMS])
        for hardware, name in HERE.items():
            self.does(Announces(hardware, name))

    def does(self, doing: Doing) -> None:
        """Let something happen, and look at what leaves after it."""
        self._do(doing)
        waiting, self.waiting = self.waiting, []
        for command in waiting:
            before = len(self.commands)
            super()._send(command)
            if len(self.commands) > before:
                self.is_placed(command.hardware)

    def is_placed(self, hardware: HardwareId) -> None:
        """Object to a command for what neither a person nor the file has placed."""
        areas = self.house.policy.areas
        by_file = hardware in HERE and any(HERE[hardware] in a.devices for a in areas.values())
        took_over = bool(self.given_up) and hardware not in HERE
        by_person = self.adopted.get(hardware) in areas
        assert by_file or by_person or took_over, f"{hardware} was told something"

    def _send(self, command: Command) -> None:
        if command.automated:
            self.waiting.append(command)
        else:
            super()._send(command)

    def _do(self, doing: Doing) -> None:  # noqa: C901 - one case for each there is
        match doing:
            case Announces(hardware, name, area):
                self._meets(replace(lamp(name, area=area), hardware=HardwareId(hardware)))
            case Goes(hardware):
                self.there.pop(hardware, None)
                self.happens(DeviceRetired(HardwareId(hardware)))
            case Places(hardware, area) if hardware in self.there:
                device = self.house.ids[HardwareId(hardware)]
                if not self.house.directory.names_place(device) and area in self.house.policy.areas:
                    self.adopted[hardware] = area
                self.adopts(device, area)
            case GivesUp(hardware) if HardwareId(hardware) in self.house.ids:
                self.adopted.pop(hardware, None)
                if hardware in HERE and hardware not in self.there:
                    self.given_up.add(hardware)
                self.forgets(self.house.ids[HardwareId(hardware)])
            case Comes(name):
                self.reads(f"{name} motion", occupancy=False)
                self.reads(f"{name} motion", occupancy=True)
            case Signs(number):
                self.happens(PolicyAdopted(POLICIES[number]))
            case Restarts():
                self._restart()
            case Passes(seconds):
                self.passes(seconds)
            case _:
                pass

    def _meets(self, told: Announcement) -> None:
        self.there[told.hardware] = told
        self.happens(DeviceAnnounced(told))
        self.happens(Reported(told.hardware, {POWER: False}))

    def _restart(self) -> None:
        ids, policy, self.house = self.house.ids, self.house.policy, House()
        self.waiting.clear()
        claims = live_claims(reversed(self.records), self.now)
        number = DecisionId(10_000 + len(self.records))
        restore.restore(self.house, self.kept.values(), claims, ids=ids, next_decision=number)
        self.happens(PolicyAdopted(policy))
        for name in ROOMS:
            self.happens(DeviceAnnounced(motion_sensor(f"{name} motion")))
        for told in reversed(self.there.values()):
            self.happens(DeviceAnnounced(told))
            self.happens(Reported(told.hardware, {Aspect("power"): False}, stored=True))


def _holds(doings: Doings) -> None:
    home = Home()
    for doing in doings:
        home.does(doing)
    home.does(Passes(0.0))


_ALL: Final = (*HERE, *STRANGERS)
_DOINGS: Final = st.one_of(
    st.sampled_from([Announces(*one) for one in product(STRANGERS, NAMES, ROOMS)]),
    st.sampled_from([Announces(hardware, name) for hardware, name in HERE.items()]),
    st.sampled_from([Comes(name) for name in ROOMS]),
    st.sampled_from([Goes(hardware) for hardware in _ALL]),
    st.sampled_from([Places(*one) for one in product(_ALL, ("hall", "kitchen", "attic"))]),
    st.sampled_from([GivesUp(hardware) for hardware in _ALL]),
    st.sampled_from([Signs(0), Signs(1), Restarts(), Passes(0.5), Passes(90.0)]),
)
STRIP: Final = Announces("hw-strip", "Strip", "Kitchen")
COPY: Final = Announces("hw-copy", "Hall lamp")
IN: Final = Places("hw-strip", "kitchen")
COMES: Final = Comes("Kitchen")

PLACED: Final = Law(
    says="automation reaches what a person or the household file has placed, no more",
    over=st.lists(_DOINGS, min_size=4, max_size=20).map(tuple),
    holds=_holds,
    told=(
        (STRIP, COMES),
        (STRIP, IN, COMES, GivesUp("hw-strip")),
        (STRIP, IN, COMES, Signs(1), Passes(90.0)),
        (STRIP, IN, GivesUp("hw-strip"), Restarts(), COMES),
        (Goes("hw-hall-lamp"), COPY, Comes("Hall")),
        (Goes("hw-hall-lamp"), Restarts(), COPY, Comes("Hall")),
    ),
    kills=(
        Mutant(
            "what a device says of itself places it",
            Directory._place,
            "self._placing.area_of(device.id, self._areas)",
            "device.announcement.suggested_area.lower() or None",
        ),
        Mutant(
            "a name is taken by whoever says it",
            Placing.may_bear,
            "bearer == hardware or self._is_one(bearer, hardware)",
            "True",
        ),
        Mutant(
            "nobody notes who bears a name",
            adoption.bear_names,
            "if name not in bearers:",
            "if False:",
        ),
        Mutant(
            "a restart forgets who bears a name",
            restore._put_where_it_was,
            "house.placing.bearers[thing.bears] = thing.hardware",
            "pass",
        ),
        Mutant(
            "who forgets a device leaves it with its agents until a restart",
            membership.moved,
            "_let_alone(turn, device)",
            "pass",
        ),
        Mutant(
            "what was forgotten comes back with a restart",
            adoption.forgotten,
            'turn.keep(f"adopted/{device}", None)',
            "pass",
        ),
        Mutant(
            "a device stays where it was put when its area is gone",
            Placing.area_of,
            "adoption is not None and adoption.area in areas",
            "adoption is not None",
        ),
    ),
    examples=40,
)
