"""Elgato's Key Lights, byte for byte: who they are, how they are, what they are told."""

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.families.elgato import FAMILY
from devices.family import Heard
from devices.message import Answer, Request, Service
from rules.words.device import Product, Sort
from rules.words.events import AvailabilityChanged, DeviceAnnounced, Event, Reported
from rules.words.ids import HardwareId
from rules.words.values import BRIGHTNESS, COLOUR, POWER, Kelvin, Values

SERIAL = "CN11A1A00001"
DESK = HardwareId("elgato-cn11a1a00001")
HERE, THERE = "http://192.168.1.30:9123", "http://192.168.1.99:9123"


def info(serial: object = SERIAL, **more: object) -> dict[str, object]:
    told = {"productName": "Elgato Key Light", "displayName": "Desk", "serialNumber": serial}
    return {**told, "macAddress": "3C:6A:9D:11:22:33", **more}


def lights(**light: object) -> dict[str, object]:
    one = {"on": 1, "brightness": 40, "temperature": 250, **light}
    return {"numberOfLights": 1, "lights": [one]}


class Network:
    """What answers at each address; requests are answered at once, in their order."""

    def __init__(self) -> None:
        self.elgato = FAMILY()
        self.there: dict[str, tuple[Any, Any]] = {}
        self.events: list[Event] = []
        self.unreadable: list[str] = []

    def sees(self, at: str = HERE, **properties: str) -> None:
        address, _, port = at.removeprefix("http://").rpartition(":")
        record = Service(
            kind="_elg._tcp", name="Desk", address=address, port=int(port), properties=properties
        )
        self.take(self.elgato.saw(record))

    def polls(self, rounds: int = 1) -> None:
        for _ in range(rounds):
            self.take(Heard(requests=self.elgato.polls()))

    def tells(self, values: Values) -> list[tuple[str, str, Any]]:
        told: list[tuple[str, str, Any]] = []
        for request in self.elgato.encode(DESK, values, None):
            assert isinstance(request, Request)
            told.append((request.method, request.url, json.loads(request.body or b"")))
        return told

    def take(self, heard: Heard) -> None:
        self.events += heard.events
        self.unreadable += [heard.unreadable] if heard.unreadable else []
        for request in heard.requests:
            self.take(self.elgato.answered(self._answer(request)))

    def _answer(self, request: Request) -> Answer:
        at, _, path = request.url.partition("/elgato/")
        if at not in self.there:
            return Answer(request, 0)
        said = self.there[at][0 if path == "accessory-info" else 1]
        return Answer(request, 200, said if isinstance(said, bytes) else json.dumps(said).encode())

    def reported(self) -> list[Values]:
        return [event.values for event in self.events if isinstance(event, Reported)]


@pytest.fixture
def network() -> Network:
    network = Network()
    network.there[HERE] = (info(), lights())
    network.sees(id="3C:6A:9D:11:22:33", md="Elgato Key Light 20GAK9901")
    return network


def test_a_light_says_who_and_how_it_is(network: Network) -> None:
    announced = network.events[0]

    assert isinstance(announced, DeviceAnnounced)
    known = announced.announcement
    assert (known.hardware, known.name, known.sort) == (DESK, "Desk", Sort.LAMP)
    macs = frozenset({"3c6a9d112233"})
    assert known.product == Product(maker="Elgato", model="Elgato Key Light", macs=macs)
    assert (known.capabilities[COLOUR].low, known.capabilities[COLOUR].high) == (2907, 6993)
    assert network.reported() == [{POWER: True, BRIGHTNESS: 102, COLOUR: Kelvin(4000)}]


def test_it_is_told_in_its_own_steps(network: Network) -> None:
    told = network.tells({POWER: True, BRIGHTNESS: 200, COLOUR: Kelvin(2700)})

    light = {"on": 1, "brightness": 78, "temperature": 344}
    assert told == [("PUT", f"{HERE}/elgato/lights", {"numberOfLights": 1, "lights": [light]})]


def test_what_it_makes_of_a_wish_is_the_wish(network: Network) -> None:
    wish: Values = {POWER: True, BRIGHTNESS: 200, COLOUR: Kelvin(2700)}
    network.tells(wish)
    network.there[HERE] = (info(), lights(brightness=78, temperature=344))

    network.polls()

    assert network.reported()[-1] == wish


def test_off_says_off_alone_and_the_least_light_is_what_it_can(network: Network) -> None:
    ((_, _, off),) = network.tells({POWER: False, BRIGHTNESS: 10})
    ((_, _, dim),) = network.tells({BRIGHTNESS: 1})

    assert off["lights"] == [{"on": 0}]
    assert dim["lights"] == [{"brightness": 3}]


def test_a_light_is_the_same_at_another_address(network: Network) -> None:
    network.there = {THERE: (info(), lights())}

    network.sees(THERE)

    announced = [e.announcement for e in network.events if isinstance(e, DeviceAnnounced)]
    assert len({one.hardware for one in announced}) == 1
    assert announced[-1] == replace(announced[0], at=announced[-1].at)
    assert network.tells({POWER: True})[0][1].startswith(THERE)


def test_a_liar_gets_nothing_while_the_light_still_answers(network: Network) -> None:
    network.there[THERE] = (info(displayName="Liar"), lights())

    network.sees(THERE)

    assert "stays where it was" in network.unreadable[-1]
    assert network.tells({POWER: True})[0][1].startswith(HERE)


def test_a_light_that_falls_silent_is_away_until_it_answers_again(network: Network) -> None:
    there, network.there = network.there, {}
    network.polls(rounds=40)
    assert network.events[-1] == AvailabilityChanged(DESK, available=False)

    network.there = there
    network.polls(rounds=10)

    assert network.events.count(AvailabilityChanged(DESK, available=True)) == 2


@pytest.mark.parametrize("serial", ["", None, 7, "../../etc", "CN\u202e1234", "x" * 33])
def test_what_has_no_serial_number_is_no_light(serial: object) -> None:
    network = Network()
    network.there[HERE] = (info(serial), lights())

    network.sees()

    assert network.events == []
    assert "not the answer of an Elgato light" in network.unreadable[0]


def test_a_name_that_makes_no_sense_costs_only_the_name() -> None:
    network = Network()
    network.there[HERE] = (info(displayName=["\u202e"], macAddress=None), lights())

    network.sees()

    announced = network.events[0]
    assert isinstance(announced, DeviceAnnounced)
    assert announced.announcement.name == "Elgato Key Light"


@given(said=st.binary(max_size=60) | st.builds(lambda on: json.dumps(lights(on=on)), st.text()))
def test_no_answer_breaks_it(said: bytes | str) -> None:
    network = Network()
    body = said if isinstance(said, bytes) else said.encode("utf-8", "replace")
    network.there[HERE] = (info(), body)

    network.sees()
    network.there[HERE] = (body, body)
    network.polls(rounds=13)

    assert network.elgato.encode(DESK, {POWER: True}, None)
