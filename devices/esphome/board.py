"""An ESPHome board as it described itself: its devices, its readings, its presses."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

from devices.esphome.entities import DRIVERS, Entity, Told, entity_of
from devices.mac import mac_of, macs_of
from devices.naming import reading_aspects
from devices.plain import plain
from devices.said import Fields, list_of, object_of, text_of, whole_of
from rules.words.device import Announcement, Capability, Product, Sort
from rules.words.events import Event, Pressed, Reported
from rules.words.ids import HardwareId
from rules.words.times import Seconds
from rules.words.values import Aspect, Value, Values

MOST_ENTITIES: Final = 256

Ident = tuple[str, int, int]
"""Its kind, its key, and which device behind the board it belongs to: only all of it is its own."""


@dataclass(slots=True)
class Board:
    """Rule 1: the first light, or other thing to drive, without a name is the board itself.

    Rule 2: what else it drives stands beside it; what it measures, is set to and what happens at
    it belongs to the board.
    """

    family: str
    mac: str
    hardware: HardwareId
    info: Fields
    at: str
    devices: dict[HardwareId, Entity] = field(default_factory=dict)
    aspects: dict[Aspect, Entity] = field(default_factory=dict)
    named: dict[Ident, HardwareId | Aspect] = field(default_factory=dict)
    presses: dict[tuple[Ident, str], str] = field(default_factory=dict)

    def has(self, entities: Iterable[Entity]) -> None:
        """Take in what it has."""
        own = sorted(entities, key=lambda one: (list(DRIVERS).index(one.kind), one.object))
        main = next((one for one in own if not one.name), None)
        for one in own:
            hardware = self.hardware if one is main else HardwareId(f"{self.hardware}/{one.part}")
            if hardware not in self.devices:
                self.devices[hardware], self.named[ident_of(one)] = one, hardware

    def measures(self, entities: Iterable[Entity]) -> None:
        """Take in what belongs to it."""
        own = [one for one in entities if one.kind != "event"]
        for one, aspect in zip(own, reading_aspects([one.wishes for one in own]), strict=True):
            self.aspects[aspect], self.named[ident_of(one)] = one, aspect

    def tells(self, entities: Iterable[Entity]) -> None:
        """Take in what may happen at it; of several with the same word each bears its own name."""
        own = list(entities)
        counts = Counter(kind for one in own for kind in one.types)
        for one in own:
            for kind in one.types:
                press = kind if counts[kind] == 1 else f"{one.object}_{kind}"
                self.presses[ident_of(one), kind] = press

    @property
    def key(self) -> str:
        """Return by what it is known: the address of its hardware."""
        return self.mac

    def products(self) -> dict[str, tuple[Announcement, ...]]:
        """Return what it is: one product, with all of its devices."""
        return {self.mac: tuple(self.announcements())}

    def here(self, product: str) -> bool:
        """Say that it is there: the line stands."""
        return product == self.mac

    def announcements(self) -> Iterator[Announcement]:
        """Return its devices, those that stand beside it first."""
        for hardware, entity in self.devices.items():
            if hardware != self.hardware:
                able = {one.aspect: one for one in entity.able()}
                yield self._announcement(hardware, able, DRIVERS[entity.kind], entity)
        own = {one.aspect: one for one in self._own()}
        presses = frozenset(self.presses.values())
        main = self.devices.get(self.hardware)
        if main or own or presses:
            sort = Sort.BUTTON if presses else Sort.SENSOR
            yield self._announcement(
                self.hardware, own, DRIVERS[main.kind] if main else sort, None, presses
            )

    def says(self, said: Fields) -> tuple[Event, ...]:
        """Return what one of its entities says."""
        state = object_of(said.get("state")) or {}
        kind = text_of(state.get("kind"))
        ident = (kind, whole_of(state.get("key")), whole_of(state.get("device_id")))
        if kind == "event":
            press = self.presses.get((ident, plain(text_of(state.get("event_type")))))
            return (Pressed(self.hardware, press),) if press else ()
        name = self.named.get(ident)
        entity = self.devices.get(HardwareId(name)) if name else None
        if name and entity:
            values = entity.values(state)
            return (Reported(HardwareId(name), values),) if values else ()
        reading = self.aspects.get(Aspect(name)) if name else None
        if name is None or reading is None or reading.kind == "button":
            return ()
        return (Reported(self.hardware, {Aspect(name): reading.value(state)}),)

    def told(
        self, hardware: HardwareId, values: Values, transition: Seconds | None
    ) -> Iterator[Told]:
        """Return the calls that make a device so."""
        entity = self.devices.get(hardware)
        if entity:
            yield from _to(entity, entity.told(values, transition))
        if hardware == self.hardware:
            for aspect, value in values.items():
                owner = self.aspects.get(aspect)
                if owner and _takes(
                    owner.aspect(
                        aspect,
                    ),
                    value,
                ):
                    yield from _to(owner, owner.tell(value))

    def _own(self) -> Iterator[Capability]:
        main = self.devices.get(self.hardware)
        if main:
            yield from main.able()
        for aspect, entity in self.aspects.items():
            capability = entity.aspect(aspect)
            if capability:
                yield capability

    def _announcement(
        self,
        hardware: HardwareId,
        able: dict[Aspect, Capability],
        sort: Sort,
        gang: Entity | None,
        presses: frozenset[str] = frozenset(),
    ) -> Announcement:
        product, name = _product(self.info, self.mac), _name(self.info, self.mac)
        return Announcement(
            hardware=hardware,
            name=plain(f"{name} {gang.name}") if gang else name,
            family=self.family,
            sort=sort,
            product=product,
            capabilities=able,
            presses=presses,
            suggested_area=plain(text_of(self.info.get("suggested_area"))),
            part=gang.part if gang else "",
            at=self.at,
            hinted=True,
        )


def board_of(said: Fields, family: str, at: str) -> Board | None:
    """Return the board that describes itself so; None where it does not say which it is."""
    info = object_of(said.get("info")) or {}
    mac = mac_of(text_of(info.get("mac_address")))
    if not mac:
        return None
    board = Board(family, mac, HardwareId(f"{family}-{mac}"), info, at)
    listed = map(object_of, list_of(said.get("entities"))[:MOST_ENTITIES])
    entities = [one for one in (entity_of(fields) for fields in listed if fields) if one]
    board.has(one for one in entities if one.drives)
    board.measures(one for one in entities if not one.drives)
    board.tells(one for one in entities if one.kind == "event")
    return board


def ident_of(entity: Entity) -> Ident:
    """Return what tells an entity from all others of its board."""
    return entity.kind, entity.key, entity.board


def _to(entity: Entity, told: Told) -> Iterator[Told]:
    if told:
        yield {**told, "key": entity.key, **({"device_id": entity.board} if entity.board else {})}


def _takes(capability: Capability | None, value: Value) -> bool:
    """Say whether a setting takes a value: one of its options, where it has any."""
    if capability is None or not capability.writable:
        return False
    return not capability.options or value in capability.options


def _name(info: Fields, mac: str) -> str:
    friendly, name = (plain(text_of(info.get(key))) for key in ("friendly_name", "name"))
    return friendly or name or f"ESPHome {mac[-6:].upper()}"


def _product(info: Fields, mac: str) -> Product:
    maker = plain(text_of(info.get("manufacturer")))
    model = plain(text_of(info.get("model")))
    return Product(maker=maker or "ESPHome", model=model, macs=macs_of(mac))
