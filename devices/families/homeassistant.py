"""Home Assistant's MQTT discovery: zigbee2mqtt, ESPHome and all others that announce so."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar, Final, TypeAlias

from devices.family import NOTHING, Family, Heard, Origin
from devices.homeassistant.announcement import FORMS, ReadPart, RefusedError, read_part
from devices.homeassistant.bundle import BUNDLE, Bundle, says_goodbye, unbundled
from devices.homeassistant.config import quote
from devices.homeassistant.origins import origin_of
from devices.homeassistant.part import About, Part
from devices.homeassistant.product import NAME, Command, Grouped, regroup
from devices.homeassistant.routes import Route, trouble_text
from devices.homeassistant.switchboard import Switchboard
from devices.homeassistant.topics import DISCOVERY, FILTERS, OWN, Place, place_of
from devices.message import Message, Outgoing
from devices.plain import plain
from rules.words.device import Announcement
from rules.words.events import CommandedByOther, DeviceAnnounced, DeviceRetired, Event
from rules.words.ids import HardwareId
from rules.words.times import Seconds
from rules.words.values import Aspect, Value, Values

LONGEST_ANNOUNCED: Final = 256 * 1024
MOST_PARTS: Final = 256
"""No product has more components; each one more makes all of them be looked at again."""
MOST_ANNOUNCED: Final = 100_000
LONGEST_SHOWN: Final = 200


@dataclass(slots=True)
class Known:
    """A device as it was last announced, the product that it is of, and how to tell it."""

    product: str
    announcement: Announcement
    commands: Mapping[Aspect, Command]


Told: TypeAlias = tuple[HardwareId, Aspect, Command]
"""A device, and what of it is told how."""


@dataclass(slots=True)
class Product:
    """A physical thing as it was announced so far, component by component."""

    about: About
    parts: tuple[Part, ...] = ()
    devices: tuple[HardwareId, ...] = ()

    def part(self, topic: str) -> Part | None:
        """Return the component that was announced there."""
        return next((part for part in self.parts if part.place.topic == topic), None)

    def put(self, new: Part) -> None:
        """Take in a component, in the place of what was announced there before."""
        old = self.part(new.place.topic)
        if old is None:
            self.parts = (*self.parts, new)
        else:
            self.parts = tuple(new if part is old else part for part in self.parts)

    def drop(self, topic: str) -> None:
        """Forget a component."""
        self.parts = tuple(part for part in self.parts if part.place.topic != topic)


class HomeAssistant(Family):
    """Everything that announces itself below `homeassistant/`."""

    name: ClassVar[str] = NAME
    topics: ClassVar[tuple[str, ...]] = FILTERS

    def __init__(self, own: str = OWN) -> None:
        """Know nothing yet. `own` is the prefix of the hub's own topics, which nobody may claim."""
        self._own = own
        self._board = Switchboard()
        self._routes = self._board.routes
        self._products: dict[str, Product] = {}
        self._home: dict[str, str] = {}
        self._bundles: dict[str, Bundle] = {}
        self._leaving: set[str] = set()
        self._devices: dict[HardwareId, Known] = {}
        self._told: dict[str, list[Told]] | None = None

    def heard(self, message: Message) -> Heard:
        """Take in what a device reports, or an announcement."""
        route = self._routes.get(message.topic)
        if self._board.wide:
            return self._heard_widely(message, route)
        if route is not None:
            return route.take(message)
        if not message.topic.startswith(DISCOVERY):
            return NOTHING
        return self._announced(message)

    def _heard_widely(self, message: Message, route: Route | None) -> Heard:
        """Take in a message that filters may mean too."""
        topic = message.topic
        if route is None and topic.startswith(DISCOVERY) and topic.endswith("/config"):
            return self._announced(message)
        routes = [*self._board.wide_routes(topic)]
        if route is not None and route not in routes:
            routes.insert(0, route)
        if not routes:
            return NOTHING
        heard = [each.take(message) for each in routes]
        if len(heard) == 1:
            return heard[0]
        return Heard(
            tuple(event for each in heard for event in each.events),
            unreadable="; ".join(each.unreadable for each in heard if each.unreadable),
        )

    def command_topics(self) -> frozenset[str]:
        """Return the topics on which the known devices are told, and nothing else is said."""
        known = (device.commands.values() for device in self._devices.values())
        topics = {command.topic for commands in known for command in commands}
        # Some report on the topic on which they are told: what is stored there is their state.
        return frozenset(topics.difference(self._routes))

    def stored_topics(self) -> frozenset[str]:
        """Return the topics whose announcements say `retain`."""
        known = (device.commands.values() for device in self._devices.values())
        return frozenset(c.topic for commands in known for c in commands if c.retain)

    def overheard(self, message: Message) -> tuple[Event, ...]:
        """Take in what somebody else told a device of ours."""
        told: dict[HardwareId, dict[Aspect, Value]] = {}
        for hardware, aspect, command in self._told_at().get(message.topic, ()):
            told.setdefault(hardware, {}).update(command.understood(message.payload, aspect))
        return tuple(CommandedByOther(hardware, values) for hardware, values in told.items())

    def _told_at(self) -> Mapping[str, list[Told]]:
        """Return what is told on which topic, worked out when somebody first asks."""
        if self._told is None:
            self._told = {}
            for hardware, known in self._devices.items():
                for aspect, command in known.commands.items():
                    self._told.setdefault(command.topic, []).append((hardware, aspect, command))
        return self._told

    def encode(
        self, hardware: HardwareId, values: Values, transition: Seconds | None
    ) -> tuple[Outgoing, ...]:
        """Say it in one message for each command topic that it concerns."""
        known = self._devices.get(hardware)
        if known is None:
            return ()
        asked: set[int] = set()
        said: dict[Message, None] = {}
        for aspect in values:
            command = known.commands.get(aspect)
            if command is None or id(command) in asked:
                continue
            asked.add(id(command))
            found = command.say(aspect, values, transition)
            # Several aspects of one light may all say the same.
            said |= dict.fromkeys((found,) if isinstance(found, Message) else found or ())
        return tuple(said)

    def origins(self, hardware: HardwareId) -> Mapping[Aspect, Origin]:
        """Return which announcement each aspect and press of a device came from."""
        known = self._devices.get(hardware)
        if known is None:
            return {}
        told = {aspect: command.topic for aspect, command in known.commands.items()}
        product = self._products[known.product]
        # Seldom asked: what came from where is worked out anew, and kept for nobody.
        parts = regroup(product.about, product.parts)[hardware].parts
        return {
            aspect: origin_of(part, aspect, told.get(aspect, "")) for aspect, part in parts.items()
        }

    def _announced(self, message: Message) -> Heard:
        topic, payload = message.topic, message.payload
        place = place_of(topic)
        if place is None:
            odd = topic.endswith("/config")
            return _refused(topic, "nothing can be announced there") if odd else NOTHING
        if (place.component not in FORMS and place.component != BUNDLE) or place.node == self._own:
            return NOTHING
        if not payload:
            return self._said(self._withdrawn(topic))
        if says_goodbye(payload):
            # It is announced in another way next: until then all stays as it is.
            self._leaving.update(self._bundles.get(topic, Bundle()).parts or {topic})
            return NOTHING
        return (self._bundled if place.component == BUNDLE else self._alone)(place, payload)

    def _alone(self, place: Place, payload: bytes) -> Heard:
        """Take in one component, announced by itself."""
        topic = place.topic
        if len(payload) > LONGEST_ANNOUNCED:
            return _refused(topic, f"longer than {LONGEST_ANNOUNCED // 1024} kB")
        known = self._part(topic)
        if known and known.digest == hash(payload):
            return NOTHING
        try:
            read = read_part(place, payload, self._own)
            if read.offered:
                # Another hub's override: what its people froze is not for ours to switch.
                return self._said(self._withdrawn(topic))
            self._make_room(topic, read.about.key)
        except RefusedError as refusal:
            return _refused(topic, str(refusal))
        return self._said(self._learnt({topic: read}), trouble_text(topic, read.complaints))

    def _bundled(self, place: Place, payload: bytes) -> Heard:
        """Take in all components of a device, announced together."""
        topic, before = place.topic, self._bundles.get(place.topic, Bundle())
        if before.digest == hash(payload):
            return NOTHING
        if len(payload) > LONGEST_ANNOUNCED:
            return _refused(topic, f"longer than {LONGEST_ANNOUNCED // 1024} kB")
        complaints: list[str] = []
        found: dict[str, ReadPart] = {}
        try:
            for inner, said in unbundled(place, payload, complaints):
                if inner.component in FORMS:
                    self._read_into(found, inner, said, complaints)
        except ValueError as refusal:
            return _refused(topic, str(refusal))
        self._bundles[topic] = Bundle(hash(payload), frozenset(found))
        events = self._learnt(found, before.parts.difference(found))
        return self._said(events, trouble_text(topic, complaints))

    def _read_into(
        self, found: dict[str, ReadPart], place: Place, payload: bytes, complaints: list[str]
    ) -> None:
        """Read one component of several; what is wrong with it costs the others nothing."""
        try:
            read = read_part(place, payload, self._own)
            self._make_room(place.topic, read.about.key)
        except RefusedError as refusal:
            complaints.append(f"{quote(place.object)}: {refusal}")
            return
        if not read.offered:
            found[place.topic] = read
            complaints += read.complaints

    def _learnt(self, found: Mapping[str, ReadPart], gone: Iterable[str] = ()) -> list[Event]:
        """Take in components that were read, and that others are gone, all at once."""
        touched: dict[str, Product] = {}
        keys = {read.about.key for read in found.values()}
        left = {
            topic for topic in self._leaving.difference(found) if self._home.get(topic, "") in keys
        }
        self._leaving -= left
        moved = {topic for topic, read in found.items() if self._home.get(topic) != read.about.key}
        for topic in {*gone, *left, *moved} & self._home.keys():
            key = self._home.pop(topic)
            self._products[key].drop(topic)
            touched[key] = self._products[key]
        for topic, read in found.items():
            key = read.about.key
            product = touched[key] = self._products.setdefault(key, Product(read.about))
            product.about = product.about.updated(read.about)
            product.put(read.part)
            self._home[topic] = key
        events: list[Event] = []
        for key, product in touched.items():
            if not product.parts:
                del self._products[key]
            events += self._regrouped(key, product)
        return events

    def _withdrawn(self, topic: str) -> list[Event]:
        self._leaving.discard(topic)
        bundle = self._bundles.pop(topic, None)
        return self._learnt({}, (topic,) if bundle is None else bundle.parts)

    def _regrouped(self, key: str, product: Product) -> list[Event]:
        """Say what became of a product's devices."""
        self._told = None
        groups = {
            hardware: group
            for hardware, group in regroup(product.about, product.parts).items()
            if hardware not in self._devices or self._devices[hardware].product == key
        }
        events: list[Event] = []
        for hardware in product.devices:
            if hardware not in groups:
                del self._devices[hardware]
                self._board.watch(hardware, ())
                events.append(DeviceRetired(hardware))
        for hardware, group in groups.items():
            events += self._grouped(key, hardware, group)
        self._board.connect(key, groups.values())
        product.devices = tuple(groups)
        return events

    def _grouped(self, key: str, hardware: HardwareId, group: Grouped) -> list[Event]:
        events: list[Event] = []
        known = self._devices.get(hardware)
        if known is None or known.announcement != group.announcement:
            events.append(DeviceAnnounced(group.announcement))
        self._devices[hardware] = Known(key, group.announcement, group.commands)
        change = self._board.watch(hardware, group.rules)
        if change:
            events.append(change)
        return events

    def _part(self, topic: str) -> Part | None:
        key = self._home.get(topic)
        return None if key is None else self._products[key].part(topic)

    def _make_room(self, topic: str, key: str) -> None:
        product = self._products.get(key)
        if product and len(product.parts) >= MOST_PARTS and product.part(topic) is None:
            raise RefusedError(f"device {quote(key)} has {MOST_PARTS} components, which must do")
        if topic not in self._home and len(self._home) >= MOST_ANNOUNCED:
            raise RefusedError(f"{MOST_ANNOUNCED} components are known, which must do")

    def _said(self, events: Sequence[Event], unreadable: str = "") -> Heard:
        asked, left = self._board.take_asked(), self._board.take_left()
        if not (events or asked or left or unreadable):
            return NOTHING
        return Heard(tuple(events), subscribe=asked, unsubscribe=left, unreadable=unreadable)


def _refused(topic: str, why: str) -> Heard:
    return Heard(unreadable=f"{plain(topic, LONGEST_SHOWN)}: {why}")


FAMILY = HomeAssistant
