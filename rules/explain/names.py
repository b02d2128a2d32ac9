"""What things are called in sentences: as the house knows them now, or as they were written."""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, TypeAlias
from zoneinfo import ZoneInfo

from rules.explain.phrases import title_of
from rules.words.ids import AgentId, AreaId, ControlId, DeviceId, PersonId, SwitchId
from rules.words.switches import title_of_switch
from rules.words.times import Moment

if TYPE_CHECKING:
    from rules.house import House

Signings: TypeAlias = Mapping[str, Sequence[tuple[Moment, tuple[str, ...]]]]
"""For each policy, by its hash: when it was signed and by whom, oldest first."""
UTC = ZoneInfo("UTC")
ROOMS = frozenset(
    {
        "attic", "bath", "bathroom", "bedroom", "cellar", "corridor", "dining room", "garage",
        "garden", "guest room", "hall", "hallway", "kitchen", "landing", "laundry", "living room",
        "nursery", "office", "porch", "shed", "study", "terrace", "toilet",
    }
)  # fmt: skip
"""Names of rooms that read best with an article; all others are used as they were given."""


class Names(ABC):
    """Names for ids. An id that nobody knows comes back as it is."""

    __slots__ = ()

    @staticmethod
    def of(house: "House") -> "HouseNames":
        """Return the names that a house knows at the moment of asking."""
        return HouseNames(house)

    @property
    @abstractmethod
    def zone(self) -> ZoneInfo:
        """Return the time zone of the home."""

    @abstractmethod
    def device(self, device: DeviceId) -> str:
        """Return a device's name."""

    @abstractmethod
    def person(self, person: str) -> str:
        """Return a person's name; what is no id is a name already."""

    @abstractmethod
    def room(self, area: AreaId) -> str:
        """Return an area's name."""

    @abstractmethod
    def area_of(self, device: DeviceId) -> AreaId | None:
        """Return the area that a device is in."""

    @property
    def signings(self) -> Signings:
        """Return who signed which policy, as far as it is known."""
        return MappingProxyType({})

    def agent(self, agent: AgentId) -> str:
        """Return an agent's title."""
        return title_of(agent)

    def wish_of(self, agent: AgentId) -> str:
        """Return whose wish something is, as the beginning of a clause: `Hall motion's wish`."""
        who = self.agent(agent)
        return f"the wish of {who}" if who.endswith(")") else f"{who}'s wish"

    def control(self, control: ControlId) -> str:
        """Return a control's title."""
        return title_of(control)

    def switch(self, switch: SwitchId) -> str:
        """Return a physical switch as it reads within a sentence: `the red switch`."""
        return title_of_switch(switch)

    def let_go_of(self, switch: SwitchId) -> str:
        """Return what ends what a switch holds, as the end of a sentence."""
        del switch
        return "it is let go"

    def area(self, area: AreaId) -> str:
        """Return an area as it reads within a sentence: `the kitchen`."""
        return in_a_sentence(self.room(area))

    def place_of(self, device: DeviceId) -> str:
        """Return the area that a device is in, as it reads within a sentence."""
        area = self.area_of(device)
        return "its area" if area is None else self.area(area)


class WrittenNames(Names):
    """Names that were read somewhere, as from a journal while the hub is down."""

    __slots__ = ("_areas", "_devices", "_people", "_places", "_signings", "_zone")

    def __init__(
        self,
        zone: ZoneInfo = UTC,
        *,
        devices: Mapping[DeviceId, str] = MappingProxyType({}),
        people: Mapping[PersonId, str] = MappingProxyType({}),
        areas: Mapping[AreaId, str] = MappingProxyType({}),
        places: Mapping[DeviceId, AreaId] = MappingProxyType({}),
        signings: Signings = MappingProxyType({}),
    ) -> None:
        """Take the names that are known; `places` says in which area a device is."""
        self._signings = signings
        self._zone = zone
        self._devices = devices
        self._people = people
        self._areas = areas
        self._places = places

    @property
    def zone(self) -> ZoneInfo:
        """Return the time zone of the home."""
        return self._zone

    @property
    def signings(self) -> Signings:
        """Return who signed which policy."""
        return self._signings

    def device(self, device: DeviceId) -> str:
        """Return a device's name."""
        return self._devices.get(device, device)

    def person(self, person: str) -> str:
        """Return a person's name; what is no id is a name already."""
        return self._people.get(PersonId(person), person)

    def room(self, area: AreaId) -> str:
        """Return an area's name."""
        return self._areas.get(area, area)

    def area_of(self, device: DeviceId) -> AreaId | None:
        """Return the area that a device is in."""
        return self._places.get(device)


class HouseNames(Names):
    """Names as the house knows them at the moment of asking."""

    __slots__ = ("_house", "_signings")

    def __init__(self, house: "House", signings: Signings = MappingProxyType({})) -> None:
        """Look names up in a house."""
        self._house = house
        self._signings = signings

    @property
    def signings(self) -> Signings:
        """Return who signed which policy."""
        return self._signings

    @property
    def zone(self) -> ZoneInfo:
        """Return the time zone of the home."""
        return self._house.policy.home.zone

    def device(self, device: DeviceId) -> str:
        """Return a device's name."""
        known = self._house.devices.get(device)
        return known.name if known else device

    def person(self, person: str) -> str:
        """Return a person's name; what is no id is a name already."""
        known = self._house.policy.people.get(PersonId(person))
        return known.name if known else person

    def agent(self, agent: AgentId) -> str:
        """Return an agent's title; of one from outside also whose it is."""
        known = self._house.policy.agents.get(agent)
        if known is None or known.terms is None:
            return title_of(agent)
        return f"{title_of(agent)} ({self.person(known.terms.owner)}'s outside agent)"

    def room(self, area: AreaId) -> str:
        """Return an area's name."""
        known = self._house.policy.areas.get(area)
        return known.name if known else area

    def area_of(self, device: DeviceId) -> AreaId | None:
        """Return the area that a device is in."""
        return self._house.area_of(device)

    def switch(self, switch: SwitchId) -> str:
        """Return a physical switch as it reads within a sentence."""
        known = self._house.policy.switches.get(switch)
        return known.title if known else title_of_switch(switch)

    def let_go_of(self, switch: SwitchId) -> str:
        """Return what ends what a switch holds; one that is in no file any more, anybody may."""
        known = self._house.policy.switches.get(switch)
        return known.let_go if known else "somebody releases it"


def in_a_sentence(room: str) -> str:
    """Return the name of a room as it reads within a sentence: `Kitchen` is `the kitchen`."""
    plain = room.lower()
    return f"the {plain}" if plain in ROOMS else room
