"""Regroups what was announced piece by piece into devices that a person would name."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from types import MappingProxyType
from typing import Final, TypeAlias

from devices.homeassistant.availability import Rule
from devices.homeassistant.facets import Facet, Many, Tells, named
from devices.homeassistant.light import LightCommand, light_capabilities
from devices.homeassistant.names import full_key_of, names_of
from devices.homeassistant.occurrences import Occurrences
from devices.homeassistant.part import MEANT, PRESENCE, About, Ear, Light, Part, Reading, Switch
from devices.homeassistant.switch import SwitchCommand
from devices.homeassistant.triggers import Trigger
from rules.words.device import Announcement, Capability, Category, Kind, Product, Sort
from rules.words.events import Pressed
from rules.words.ids import HardwareId
from rules.words.value import value
from rules.words.values import POWER, Aspect

NAME: Final = "homeassistant"
"""The family's name."""
LONGEST_NAME: Final = 80
NO_PRESSES: Final[frozenset[str]] = frozenset()
"""One for all devices without any."""

Command: TypeAlias = LightCommand | SwitchCommand | Tells
NO_COMMANDS: Final[Mapping[Aspect, Command]] = MappingProxyType({})
"""One for all devices that nobody can tell anything."""


@value(frozen=True, slots=True)
class Grouped:
    """One device of a product, and how it is heard, told and known to be there."""

    announcement: Announcement
    commands: Mapping[Aspect, Command]
    ears: tuple[tuple[Ear, Aspect], ...]
    presses: tuple[tuple[Trigger, Pressed], ...]
    rules: tuple[Rule, ...]
    parts: dict[Aspect, Part]
    """Which component each aspect and each press came from."""


@dataclass(slots=True)
class _Draft:
    """A device while its parts are put together."""

    hardware: HardwareId
    part: str = ""
    able: dict[Aspect, Capability] = field(default_factory=dict)
    commands: dict[Aspect, Command] = field(default_factory=dict)
    ears: list[tuple[Ear, Aspect]] = field(default_factory=list)
    presses: list[tuple[Trigger, Pressed]] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)
    parts: dict[Aspect, Part] = field(default_factory=dict)
    mark: str = ""
    moves: frozenset[str] = frozenset()

    def drive(self, part: Part) -> None:
        """Take in the light or switch that the device itself is."""
        body, self.mark, self.moves = part.body, part.unique_id, part.inside
        if isinstance(body, Light):
            for capability in light_capabilities(body.command.form, part.category):
                self.able[capability.aspect] = capability
                self.commands[capability.aspect] = body.command
                self.parts[capability.aspect] = part
            self._listen(part, body.ear, POWER)
        elif isinstance(body, Switch):
            self._switch(part, body, POWER)
        elif isinstance(body, Many):
            for facet in body.facets:
                self._facet(part, facet, facet.able.aspect)

    def add(self, part: Part, name: str) -> None:
        """Take in a reading, a setting or a press under its name."""
        body, aspect = part.body, Aspect(name)
        if isinstance(body, Reading):
            capability = body.capability
            if capability.aspect != aspect:
                capability = replace(capability, aspect=aspect)
            self.able[aspect] = capability
            self._listen(part, body.ear, aspect)
        elif isinstance(body, Switch):
            self._switch(part, body, aspect)
        elif isinstance(body, Many):
            first = body.facets[0].able.aspect
            for facet in body.facets:
                own = facet.able.aspect
                # One that got the name that it bears leaves the others of its part theirs.
                whole = own if aspect == first else Aspect(f"{name}_{own}")
                self._facet(part, facet, aspect if own == first else whole)
        elif isinstance(body, Trigger):
            self.presses.append((body, Pressed(self.hardware, name)))
            self._listen(part, None, aspect)

    def occur(self, part: Part, name: str, shared: frozenset[str]) -> None:
        """Take in what may happen; `shared` are types of which several components tell.

        What is announced as a press too is one press.
        """
        known = {pressed.press for _, pressed in self.presses}
        for told in part.body.triggers if isinstance(part.body, Occurrences) else ():
            kind = told.names[0]
            press = f"{name}_{kind}" if kind in shared else kind
            if press not in known:
                self.presses.append((told, Pressed(self.hardware, press)))
                self.parts[Aspect(press)] = part
        self._listen(part, None, Aspect(name))

    def grouped(self, about: About, name: str, sort: Sort) -> Grouped:
        """Return the finished device."""
        announcement = Announcement(
            hardware=self.hardware,
            name=name[:LONGEST_NAME],
            family=NAME,
            sort=sort,
            product=_product(about.maker, about.model, about.macs),
            part=self.part,
            capabilities=_able(tuple(self.able.items())),
            presses=frozenset(pressed.press for _, pressed in self.presses) or NO_PRESSES,
            suggested_area=about.area,
            mark=self.mark,
            moves=self.moves,
        )
        presses, rules = tuple(self.presses), tuple(self.rules)
        commands = self.commands or NO_COMMANDS
        return Grouped(announcement, commands, tuple(self.ears), presses, rules, self.parts)

    def _switch(self, part: Part, body: Switch, aspect: Aspect) -> None:
        self.able[aspect] = Capability(
            aspect=aspect, writable=True, kind=Kind.TRUTH, category=part.category
        )
        self.commands[aspect] = body.command
        self._listen(part, body.ear, aspect)

    def _facet(self, part: Part, facet: Facet, aspect: Aspect) -> None:
        self.able[aspect] = replace(named(facet.able, aspect), category=part.category)
        if facet.telling is not None:
            self.commands[aspect] = facet.telling
        heard = facet.hearing
        self._listen(part, Ear(heard.topic, heard.raw, heard.read) if heard else None, aspect)

    def _listen(self, part: Part, ear: Ear | None, aspect: Aspect) -> None:
        self.parts[aspect] = part
        if ear:
            self.ears.append((ear, aspect))
        if part.rule and part.rule not in self.rules:
            self.rules.append(part.rule)


def regroup(about: About, parts: Iterable[Part]) -> dict[HardwareId, Grouped]:
    """Return the devices of one product; the order in which its parts came does not matter.

    Rule 1: the unnamed light, else the unnamed switch, is the product itself.
    Rule 2: every other light, and every other switch that is no setting, is a device of its own.
    Rule 3: of several readings of one sort on which the house acts, such as two leak probes on one
    board, each that cannot bear the name of its sort is a device of its own.
    Rule 4: everything else is an aspect, or a press, of the product itself.
    """
    alone: list[Part] = []
    rest: list[Part] = []
    triggers: set[Trigger] = set()
    for part in parts:
        if part.stands_alone:
            alone.append(part)
        elif not isinstance(part.body, Trigger):
            rest.append(part)
        elif part.body not in triggers:
            # The same one announced twice, as after a change of its key, is one press.
            triggers.add(part.body)
            rest.append(part)
    alone.sort(key=_rank)
    driver = next((part for part in alone if part.drives and not part.name), None)
    probes = _probes(rest)
    rest = [part for part in rest if part not in probes]
    devices = [_main(about, driver, rest)] if driver or rest else []
    devices += [_gang(about, part) for part in (*alone, *probes) if part is not driver]
    found: dict[HardwareId, Grouped] = {}
    for device in devices:
        found.setdefault(device.announcement.hardware, device)
    return found


def _rank(part: Part) -> tuple[bool, str]:
    return not part.is_light, part.place.topic


def _main(about: About, driver: Part | None, rest: Sequence[Part]) -> Grouped:
    draft = _Draft(HardwareId(about.key))
    if driver:
        draft.drive(driver)
    named_parts = [*zip(rest, names_of(rest), strict=True)]
    for part, name in named_parts:
        draft.add(part, name)
    shared = _shared_types(rest)
    for part, name in named_parts:
        if isinstance(part.body, Occurrences):
            draft.occur(part, name, shared)
    return draft.grouped(about, about.name or about.key, _sort(driver, rest))


def _shared_types(parts: Iterable[Part]) -> frozenset[str]:
    bodies = (part.body for part in parts)
    told = (t for body in bodies if isinstance(body, Occurrences) for t in body.triggers)
    counts = Counter(each.names[0] for each in told)
    return frozenset(kind for kind, count in counts.items() if count > 1)


def _gang(about: About, part: Part) -> Grouped:
    key = full_key_of(part.place)
    draft = _Draft(HardwareId(f"{about.key}/{key}"), key)
    if isinstance(part.body, Reading):
        draft.add(part, part.wishes[0])
        return draft.grouped(about, _gang_name(about, part), Sort.SENSOR)
    draft.drive(part)
    return draft.grouped(about, _gang_name(about, part), _sort(part, ()))


def _probes(parts: Sequence[Part]) -> list[Part]:
    """Return the readings that mean something to the house and would lose it with their name."""
    counts = Counter(part.wishes[0] for part in parts if part.is_meant)
    if not counts or max(counts.values()) == 1:
        return []
    names = dict(zip((part.place.topic for part in parts), names_of(parts), strict=True))
    lost = [part for part in parts if part.is_meant and names[part.place.topic] not in MEANT]
    # Whether somebody is in one room is said well enough by the one that bears the name.
    said = {part.wishes[0] for part in parts if part.is_meant and part not in lost}
    return [part for part in lost if part.wishes[0] not in said & PRESENCE]


def _gang_name(about: About, part: Part) -> str:
    name = part.name or part.place.object
    # Older announcements repeat the product's name in the component's.
    if name.casefold().startswith(about.name.casefold()):
        return name
    return f"{about.name} {name}"


def _sort(driver: Part | None, rest: Sequence[Part]) -> Sort:
    if driver:
        if driver.category is not Category.PRIMARY:
            return Sort.OTHER
        if isinstance(driver.body, Many):
            return driver.body.sort or Sort.OTHER
        return Sort.LAMP if isinstance(driver.body, Light) else Sort.SWITCH
    if any(isinstance(part.body, Trigger | Occurrences) for part in rest):
        return Sort.BUTTON
    return Sort.SENSOR if any(isinstance(part.body, Reading) for part in rest) else Sort.OTHER


@lru_cache(maxsize=256)
def _able(known: tuple[tuple[Aspect, Capability], ...]) -> Mapping[Aspect, Capability]:
    """Return what devices can be told and say; those that are alike share it."""
    return dict(known)


@lru_cache(maxsize=256)
def _product(maker: str, model: str, macs: frozenset[str]) -> Product:
    return Product(maker=maker, model=model, macs=macs)
