"""What real products announce, say and are told, through a real broker and the HTTP interface.

All are announced to one hub. Those of one product take their turns, the products go side by side.
"""

import asyncio
import json
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from typing import Any, Final, TypeAlias

from aiohttp import ClientSession

from devices.colour import mired_of_kelvin
from hub.app import Hub
from hub.clock import Clock
from hub.web.server import Server
from hub.web.token import token_of
from rules.words.values import Aspect, Kelvin
from tests.devices.homeassistant.cases import (
    ACTS,
    ASPECTS,
    OF_CLIMATE,
    Case,
    Entity,
    entities,
    read,
)
from tests.hub.e2e.broker import Mosquitto
from tests.hub.e2e.ears import Ears, Said
from tests.hub.whole_hub import WholeHub, ready, until

Json: TypeAlias = Any
BRIDGE: Final = "zigbee2mqtt/bridge/state"
BEFORE, GONE, BACK = 1, 13, 14
"""The phases in which the bridge comes and goes, and all products with it."""
COLOURS: Final = {
    "mireds": lambda value: {"mireds": value},
    "kelvin": lambda value: {"kelvin": value},
    "rgb": lambda value: dict(zip(("red", "green", "blue"), value, strict=True)),
    "hs": lambda value: dict(zip(("hue", "saturation"), value, strict=True)),
    "xy": lambda value: dict(zip(("x", "y"), value, strict=True)),
}


class Street:
    """The hub, what is said to its devices, and the way to ask it."""

    def __init__(self, hub: Hub, ears: Ears, http: ClientSession) -> None:
        self.hub = hub
        self.ears = ears
        self.http = http
        self.heard: dict[str, list[object]] = defaultdict(list)
        self.beats: dict[str, int] = defaultdict(int)
        ears.answers = self._hears

    def _hears(self, said: Said) -> None:
        if not said.retained:
            self.heard[said.topic].append(read(said.payload.decode(errors="replace")))

    async def says(self, product: str, messages: list[Json]) -> None:
        """Say it as a product does, and return when the hub has taken it in."""
        for message in messages:
            payload, kept = message["payload"], message["retain"]
            self.ears.tells(message["topic"], payload, retain=kept)
        self.beats[product] += 1
        beat = self.beats[product]
        self.ears.tells(f"beat/{product}", str(beat))
        await until(lambda: self._beat(product) == beat)

    def _beat(self, product: str) -> object:
        device = self.hub.house.find(f"beat-{product}")
        return device and self.hub.house.values(device).get(Aspect("beat"))

    async def devices(self) -> list[Json]:
        async with self.http.get("/api/devices") as answer:
            return list(await answer.json())

    async def device(self, ref: str) -> Json:
        async with self.http.get(f"/api/devices/{ref}") as answer:
            return await answer.json()

    async def command(self, ref: str, wish: Json) -> Json:
        async with self.http.post("/api/command", json={"device": ref, **wish}) as answer:
            return await answer.json()


class Played:
    """One entity, and the device of the hub that it is, or is a part of."""

    def __init__(self, entity: Entity, street: Street, devices: list[Json]) -> None:
        self.entity = entity
        self.street = street
        self.topic = entity["discovery"][0]["topic"]
        (self.picture,) = [device for device in devices if self._of(device)]
        self.ref: str = self.picture["id"]

    def _of(self, device: Json) -> bool:
        return any(self._mine(one) for one in (*device["aspects"], *device["presses"]))

    def _mine(self, one: Json) -> bool:
        return bool(one["announcement"]["topics"]["announced"] == self.topic)

    @property
    def aspects(self) -> dict[str, Json]:
        return {one["aspect"]: one for one in self.picture["aspects"] if self._mine(one)}

    # what the house shows

    async def looks(self) -> None:
        self.picture = await self.street.device(self.ref)

    def trouble(self, case: Case) -> str:
        """Return what is not as it is expected to be."""
        expected = case.get("expected_state", {})
        wrong = {
            key: self._shown(key) for key, value in expected.items() if not self._so(key, value)
        }
        name = f"{self.entity['component']} {self.entity['id']} {case['label']}"
        return f"{name}: {expected} is {wrong}" if wrong else ""

    def _so(self, key: str, expected: object) -> bool:
        shown = self._shown(key)
        if key == "value":
            # Home Assistant shows each value as a text, and a null of a text as this word.
            return shown == (None if expected == "None" else expected)
        return shown == expected

    def _shown(self, key: str) -> object:
        match key:
            case "available":
                return self.picture["available"]
            case "fired":
                return int(self.picture["pressed"] is not None)
            case "event_type":
                return self.picture["pressed"] and self.picture["pressed"]["press"]
            case "attributes":
                return {}
            case "unit":
                return next(iter(self.aspects.values()))["unit"]
            case "mode" | "mireds" | "xy" | "hs" if self.entity["component"] == "light":
                return self._colour(key)
        return self._value(key)

    def _value(self, key: str) -> object:
        value = self.aspects[self._aspect(key)]["value"]
        if self.entity["component"] == "lock":
            return None if value is None else "locked" if value else "unlocked"
        if key == "on" and value is not None:
            return value in {"on", True}
        return str(value) if key == "value" and value is not None else value

    def _colour(self, key: str) -> object:
        colour = self.aspects.get("colour", {}).get("value")
        if key == "mode":
            return self.picture["colour_mode"]
        if key == "mireds":
            return mired_of_kelvin(Kelvin(colour)) if isinstance(colour, int) else None
        return list(colour.values()) if isinstance(colour, dict) else None

    def _aspect(self, key: str) -> str:
        aspects = self.aspects
        if key in {"value", "option"} or (key == "on" and "power" not in aspects):
            return next(iter(aspects))
        if self.entity["component"] == "lock":
            return "locked"
        if self.entity["component"] == "climate" and key in OF_CLIMATE:
            return OF_CLIMATE[key]
        return ASPECTS.get(key, key)

    # what it is told

    async def is_told(self, case: Case) -> str:
        """Say it to the hub as a person's script would; return what was not sent as expected."""
        expected = case.get("expected_publish", [])
        marks = [len(self.street.heard[message["topic"]]) for message in expected]
        answer = await self.street.command(self.ref, self._wish(case["command"]))
        if "aspects" in answer:
            self.picture = answer
        for message, mark in zip(expected, marks, strict=True):
            payload, said = read(message["payload"]), self.street.heard[message["topic"]]
            try:
                # What nobody confirms is said again after a while: that may come in between.
                await until(partial(_among, payload, said, mark))
            except TimeoutError:
                return f"{self.entity['id']} {case['label']}: {payload} is {said[mark:]}; {answer}"
        return ""

    def _wish(self, command: dict[str, Json]) -> Json:
        name = command["action"]
        wish: dict[str, Json] = {}
        own = next(iter(self.aspects))
        power = "power" if "power" in self.aspects else own
        if name == "press":
            return {"set": {own: "press"}}
        if name == "toggle":
            return {"set": {power: not self._value("on")}}
        for aspect, value in ACTS.get(name, {}).items():
            wish[power if aspect == "power" else aspect] = value
        for key, value in command.items():
            if key in COLOURS:
                wish["colour"] = COLOURS[key](value)
            elif key not in {"action", "transition"}:
                wish[self._aspect(key)] = value
        return {"set": wish, **{key: command[key] for key in ("transition",) if key in command}}


def _among(payload: object, said: list[object], mark: int) -> bool:
    return payload in said[mark:]


@asynccontextmanager
async def street(tmp_path: Path, broker: Mosquitto, ears: Ears) -> AsyncIterator[Street]:
    """Run a hub with its server, and be somebody who has its token."""
    house = WholeHub(tmp_path, broker.port, Clock())
    async with house.runs() as hub:
        await ready(hub)
        server = Server(hub.desk, house.state, port=0)
        await server.start()
        bearer = {"Authorization": f"Bearer {token_of(house.state)}"}
        try:
            async with ClientSession(server.url, headers=bearer) as http:
                yield Street(hub, ears, http)
        finally:
            await server.stop()


def beat_of(product: str) -> tuple[str, Json]:
    """Return the announcement of a counter, by which it is known how far the hub has come."""
    body = {
        "state_topic": f"beat/{product}",
        "unique_id": f"beat-{product}",
        "state_class": "total",
    }
    device = {"identifiers": [f"beat-{product}"], "name": f"beat-{product}"}
    return f"homeassistant/sensor/{product}/beat/config", {**body, "device": device}


async def test_every_real_product_is_understood_and_told_right(
    tmp_path: Path, broker: Mosquitto
) -> None:
    products: dict[str, list[Entity]] = defaultdict(list)
    for entity in entities():
        products[entity["device"]["id"]].append(entity)
    with Ears(broker.port) as ears:
        for product, its in products.items():
            ears.tells(*beat_of(product), retain=True)
            for message in (message for entity in its for message in entity["discovery"]):
                ears.tells(message["topic"], message["payload"], retain=message["retain"])
        async with street(tmp_path, broker, ears) as here:
            wrong = await live(here, products)
            unsent = unexpected(here, products)

    assert sum(map(len, products.values())) == 104
    assert not wrong
    assert not unsent


async def live(here: Street, products: dict[str, list[Entity]]) -> list[str]:
    """Play all steps; return what went wrong."""
    await asyncio.gather(*(here.says(product, []) for product in products))
    devices = await here.devices()
    played = {
        product: [Played(entity, here, devices) for entity in its]
        for product, its in products.items()
    }
    first = await the_bridge(here, played, BEFORE, "online")
    lives = await asyncio.gather(*(life(here, product, its) for product, its in played.items()))
    gone = await the_bridge(here, played, GONE, "offline")
    back = await the_bridge(here, played, BACK, "online")
    return [*first, *(each for one in lives for each in one), *gone, *back]


async def the_bridge(
    here: Street, played: dict[str, list[Played]], phase: int, state: str
) -> list[str]:
    """Let the bridge, and all that hangs on it, come or go."""
    said = {"topic": BRIDGE, "payload": json.dumps({"state": state}), "retain": True}
    for product in played:
        await here.says(product, [said])
    pictures = {device["id"]: device for device in await here.devices()}
    wrong = []
    for one in (one for its in played.values() for one in its):
        one.picture = pictures[one.ref]
        cases = one.entity["cases"]
        wrong += [one.trouble(case) for case in cases if case["phase"] == phase]
    return [each for each in wrong if each]


async def life(here: Street, product: str, its: list[Played]) -> list[str]:
    """Play what one product says and is told while the bridge is there."""
    steps = [(case["phase"], one, case) for one in its for case in one.entity["cases"]]
    wrong: list[str] = []
    for phase, one, case in sorted(steps, key=lambda step: step[0]):
        if phase in {BEFORE, GONE, BACK}:
            continue
        if "incoming" in case:
            await here.says(product, case["incoming"])
            await one.looks()
        if "command" in case:
            wrong.append(await one.is_told(case))
        wrong.append(one.trouble(case))
    return [each for each in wrong if each]


def unexpected(here: Street, products: dict[str, list[Entity]]) -> list[str]:
    """Return what was sent to a device and is none of what it should be told."""
    expected: dict[str, list[object]] = defaultdict(list)
    for entity in (entity for its in products.values() for entity in its):
        for message in (m for case in entity["cases"] for m in case.get("expected_publish", [])):
            expected[message["topic"]].append(read(message["payload"]))
    return [
        f"{topic}: {said}"
        for topic, told in tuple(here.heard.items())
        for said in tuple(told)
        if "/set" in topic and "homerule/" not in topic and said not in expected[topic]
    ]
