"""A Hue bridge as it described itself: what is behind it, what that says and is told."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from devices.hue.lamps import light, lighten, lit
from devices.hue.senses import SENSES, happened, number_of_button, presses_of
from devices.lines.party import Told
from devices.plain import plain
from devices.said import Fields, list_of, object_of, text_of
from rules.words.device import Announcement, Capability, Product, Sort
from rules.words.events import Event, Pressed, Reported
from rules.words.ids import HardwareId
from rules.words.times import Seconds
from rules.words.values import Aspect, Value, Values

MOST_THINGS: Final = 256
MOST_SAID: Final = 4096
BUTTONS: Final = ("button", "relative_rotary")
REACH: Final = "zigbee_connectivity"
KINDS: Final = frozenset({"bridge", "device", "room", "light", REACH, *BUTTONS, *SENSES})
"""What of all that a bridge has is looked at."""
ID: Final = 16
"""Hexadecimal digits of the address of a bridge, or of a lamp's radio."""
PLUG: Final = "plug"


@dataclass(slots=True)
class _Thing:
    """A product behind the bridge: the parts that it has, by what the bridge calls them."""

    hardware: HardwareId
    fields: Fields
    area: str
    parts: dict[str, Fields]
    here: bool = True

    def of(self, *kinds: str) -> Iterator[tuple[str, Fields]]:
        """Return its parts of some kinds."""
        return ((rid, one) for rid, one in self.parts.items() if one.get("type") in kinds)


@dataclass(slots=True)
class Bridge:
    """Rule 1: each lamp is a device; a product with several has the others beside the first.

    Rule 2: what a product measures and the presses of its buttons belong to its first device.
    Rule 3: a press is what the bridge says when it happens, never what it says it remembers.
    """

    family: str
    id: str
    host: str
    things: dict[str, _Thing] = field(default_factory=dict)
    _owners: dict[str, _Thing] = field(default_factory=dict)
    _lamps: dict[HardwareId, tuple[str, Fields]] = field(default_factory=dict)
    _now: dict[HardwareId, dict[Aspect, Value]] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """Return by what it is known."""
        return self.id

    def has(self, thing: _Thing) -> None:
        """Take in a product."""
        self.things[str(thing.hardware)] = thing
        self._owners |= dict.fromkeys(thing.parts, thing)
        for number, (rid, fields) in enumerate(thing.of("light")):
            part = f"{thing.hardware}/{rid}" if number else thing.hardware
            self._lamps[HardwareId(part)] = rid, fields

    def products(self) -> Mapping[str, Iterable[Announcement]]:
        """Return the devices of each product behind it that is one for people."""
        found = {key: tuple(self._announced(thing)) for key, thing in self.things.items()}
        return {key: devices for key, devices in found.items() if devices}

    def here(self, product: str) -> bool:
        """Say whether the bridge reaches a product."""
        thing = self.things.get(product)
        return thing is not None and thing.here

    def says(self, said: Fields) -> tuple[Event, ...]:
        """Return what happened; `all`: it is said anew, and nothing of it is a press."""
        listed = list_of(said.get("state"))[:MOST_SAID]
        parts = [one for one in map(object_of, listed) if one]
        events: list[Event] = []
        for one in parts:
            events += self._reaches(one)
        for one in parts:
            events += self._says(one, anew=said.get("all") is True)
        return tuple(events)

    def told(
        self, hardware: HardwareId, values: Values, transition: Seconds | None
    ) -> Iterator[Told]:
        """Return what makes a lamp so."""
        rid, fields = self._lamps.get(hardware, ("", {}))
        told = lighten(fields, values, transition) if rid else {}
        if told:
            yield {"light": rid, "told": told}

    def _reaches(self, said: Fields) -> tuple[Event, ...]:
        """Take in whether a product is reached; one that is back is as it was last said to be."""
        thing = self._owners.get(text_of(said.get("id")))
        if thing is None or "status" not in said or not _is(said, thing, REACH):
            return ()
        before, thing.here = thing.here, said["status"] == "connected"
        if before or not thing.here:
            return ()
        mine = (one for one in self._now if one.startswith(thing.hardware) and self._now[one])
        return tuple(Reported(one, dict(self._now[one])) for one in mine)

    def _says(self, said: Fields, *, anew: bool) -> tuple[Event, ...]:
        rid = text_of(said.get("id"))
        thing = self._owners.get(rid)
        if thing is None:
            return ()
        fields = thing.parts[rid]
        kind = text_of(fields.get("type"))
        if kind in BUTTONS:
            press = "" if anew else happened(kind, said)
            known = press in presses_of(kind, fields)
            return (Pressed(thing.hardware, _press(thing, kind, fields, press)),) if known else ()
        if kind == "light":
            mine = (one for one, (light_id, _) in self._lamps.items() if light_id == rid)
            hardware = next(mine, None)
            return self._reports(thing, hardware, lit(fields, said)) if hardware else ()
        sense = SENSES.get(kind)
        read = sense.read(said) if sense else {}
        values = {sense.able.aspect: read["now"]} if sense and read else {}
        return self._reports(thing, thing.hardware, values)

    def _reports(self, thing: _Thing, hardware: HardwareId, values: Values) -> tuple[Event, ...]:
        self._now.setdefault(hardware, {}).update(values)
        # What a bridge says of a lamp that it does not reach is how it was once.
        return (Reported(hardware, values),) if values and thing.here else ()

    def _announced(self, thing: _Thing) -> Iterator[Announcement]:
        measured = [SENSES[str(one["type"])].able for _, one in thing.of(*SENSES)]
        presses = frozenset(
            _press(thing, str(one["type"]), one, press)
            for _, one in thing.of(*BUTTONS)
            for press in presses_of(str(one["type"]), one)
        )
        lamps = [(rid, fields) for rid, fields in thing.of("light")]
        for rid, fields in lamps[1:]:
            hardware = HardwareId(f"{thing.hardware}/{rid}")
            name = _name(fields) or f"{_name(thing.fields)} {rid[:4]}"
            yield self._announcement(
                thing, hardware, name=name, sort=_lamp(fields), able=light(fields)
            )
        own = (*(light(lamps[0][1]) if lamps else ()), *measured)
        if own or presses:
            sort = Sort.BUTTON if presses else Sort.SENSOR
            yield self._announcement(
                thing,
                thing.hardware,
                name=_name(thing.fields),
                sort=_lamp(lamps[0][1]) if lamps else sort,
                able=own,
                presses=presses,
            )

    def _announcement(
        self,
        thing: _Thing,
        hardware: HardwareId,
        *,
        name: str,
        sort: Sort,
        able: Iterable[Capability],
        presses: frozenset[str] = frozenset(),
    ) -> Announcement:
        product = object_of(thing.fields.get("product_data")) or {}
        return Announcement(
            hardware=hardware,
            name=name or "Hue device",
            family=self.family,
            sort=sort,
            product=Product(
                maker=plain(text_of(product.get("manufacturer_name"))) or "Signify",
                model=plain(
                    text_of(product.get("product_name")) or text_of(product.get("model_id"))
                ),
            ),
            capabilities={one.aspect: one for one in able},
            presses=presses,
            suggested_area=thing.area,
            at=self.host,
            hinted=True,
        )


def bridge_of(said: Fields, family: str, host: str) -> Bridge | None:
    """Return the bridge that describes itself so; None where it does not say which it is."""
    parts = [one for one in map(object_of, list_of(said.get("resources"))[:MOST_SAID]) if one]
    own = next((bridge_id(text_of(one.get("bridge_id"))) for one in _of(parts, "bridge")), "")
    if not own:
        return None
    bridge = Bridge(family, own, host)
    areas = {rid: _name(room) for room in _of(parts, "room") for rid in _children(room)}
    by_owner: dict[str, dict[str, Fields]] = {}
    for one in parts:
        owner = text_of((object_of(one.get("owner")) or {}).get("rid"))
        by_owner.setdefault(owner, {})[text_of(one.get("id"))] = one
    for one in list(_of(parts, "device"))[:MOST_THINGS]:
        rid = text_of(one.get("id"))
        within = by_owner.get(rid, {})
        radio = next((_radio(part) for part in _of(within.values(), REACH)), "")
        which = radio or plain(rid)
        if which:
            hardware = HardwareId(f"{family}-{own}/{which}")
            bridge.has(_Thing(hardware, one, areas.get(rid, ""), within))
    return bridge


def bridge_id(said: str) -> str:
    """Return the id of a bridge as sixteen small digits; empty where it is none."""
    plain_id = said.replace(":", "").lower()
    is_one = len(plain_id) == ID and plain_id.isascii() and plain_id.isalnum()
    return plain_id if is_one and set(plain_id) <= set("0123456789abcdef") else ""


def _radio(fields: Fields) -> str:
    return bridge_id(text_of(fields.get("mac_address")))


def _of(parts: Iterable[Fields], kind: str) -> Iterator[Fields]:
    return (one for one in parts if one.get("type") == kind)


def _children(room: Fields) -> Iterator[str]:
    children = map(object_of, list_of(room.get("children")))
    return (text_of(child.get("rid")) for child in children if child)


def _is(said: Fields, thing: _Thing, kind: str) -> bool:
    return thing.parts[text_of(said.get("id"))].get("type") == kind


def _name(fields: Fields) -> str:
    return plain(text_of((object_of(fields.get("metadata")) or {}).get("name")))


def _lamp(fields: Fields) -> Sort:
    metadata = object_of(fields.get("metadata")) or {}
    return Sort.SWITCH if metadata.get("archetype") == PLUG else Sort.LAMP


def _press(thing: _Thing, kind: str, fields: Fields, press: str) -> str:
    """Return what a press is called: by its button, where there are several of its kind."""
    several = Counter(one["type"] for _, one in thing.of(*BUTTONS))[kind] > 1
    number = number_of_button(fields)
    return f"{number}_{press}" if several and number else press
