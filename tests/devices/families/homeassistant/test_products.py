"""A small household of products, announced and heard as zigbee2mqtt speaks of them."""

import json
from pathlib import Path
from typing import TypedDict

import pytest

from devices.message import Message
from rules.words.device import Announcement
from rules.words.events import AvailabilityChanged, Event, Pressed, Reported
from rules.words.values import Aspect, Hs, Kelvin, Value, Xy
from tests.devices.families.homeassistant.broker import Body, Broker


class Said(TypedDict):
    """A message, and what it comes to: each device's values, presses or presence."""

    topic: str
    payload: Body | str
    means: dict[str, object]


class Wish(TypedDict):
    """A wish for a device, and the message that carries it."""

    device: str
    values: dict[str, object]
    topic: str
    payload: Body | str


class Case(TypedDict):
    """One product: its announcements by place, its devices, what it says and is told."""

    product: str
    announced: dict[str, Body]
    devices: dict[str, Body]
    said: list[Said]
    told: list[Wish]


PRODUCTS: list[Case] = json.loads(Path(__file__).with_name("products.json").read_text("utf-8"))
products = pytest.mark.parametrize("case", PRODUCTS, ids=[case["product"] for case in PRODUCTS])


def house(case: Case) -> Broker:
    broker = Broker()
    for place, body in case["announced"].items():
        broker.announces(place, body)
        assert not broker.unreadable
    return broker


@products
def test_its_components_are_the_devices_that_a_person_would_name(case: Case) -> None:
    broker = house(case)

    assert {known.hardware: _shown(known) for known in broker.devices.values()} == case["devices"]


@products
def test_what_it_says_is_understood(case: Case) -> None:
    broker = house(case)

    for said in case["said"]:
        broker.says(said["topic"], said["payload"])
        assert not broker.unreadable
        assert _meant(broker.events) == said["means"]
        assert said["topic"] in broker.subscribed


@products
def test_what_it_is_told_is_what_it_understands(case: Case) -> None:
    broker = house(case)

    for wish in case["told"]:
        values = {aspect: _value(value) for aspect, value in wish["values"].items()}
        (message,) = broker.sends(wish["device"], values)
        assert isinstance(message, Message)
        assert (message.topic, message.retain) == (wish["topic"], False)
        payload = wish["payload"]
        said = message.payload.decode()
        assert (json.loads(said) if isinstance(payload, dict) else said) == payload


@products
def test_it_can_be_taken_away_again_without_a_trace(case: Case) -> None:
    broker = house(case)

    for place in case["announced"]:
        broker.withdraws(place)

    assert broker.devices == {}
    assert broker.subscribed == set()


def _shown(known: Announcement) -> Body:
    shown: Body = {
        "name": known.name,
        "sort": known.sort.value,
        "aspects": {
            aspect: [able.category.value, able.unit, "rw" if able.writable else "r"]
            for aspect, able in known.capabilities.items()
        },
    }
    return shown | ({"presses": sorted(known.presses)} if known.presses else {})


def _meant(events: list[Event]) -> Body:
    meant: Body = {}
    for event in events:
        match event:
            case Reported(hardware, values):
                meant[hardware] = {aspect: _written(value) for aspect, value in values.items()}
            case Pressed(hardware, press):
                meant[hardware] = press
            case AvailabilityChanged(hardware, available):
                meant[hardware] = available
            case _:
                pytest.fail(f"{event} follows from no report")
    return meant


def _written(value: Value) -> object:
    match value:
        case Kelvin(kelvin):
            return {"kelvin": kelvin}
        case Xy(x, y):
            return {"xy": [x, y]}
        case Hs(hue, saturation):
            return {"hs": [hue, saturation]}
        case _:
            return value


def _value(written: object) -> Value:
    match written:
        case {"kelvin": int(kelvin)}:
            return Kelvin(kelvin)
        case {"xy": [float(x), float(y)]}:
            return Xy(x, y)
        case bool() | int() | str():
            return written
        case _:
            return None


def test_all_products_live_in_one_house_without_getting_into_each_others_way() -> None:
    broker = Broker()
    for case in PRODUCTS:
        for place, body in case["announced"].items():
            broker.announces(place, body)

    for case in PRODUCTS:
        for said in case["said"]:
            broker.says(said["topic"], said["payload"])
            meant = _meant(broker.events)
            assert {device: meant.get(device) for device in said["means"]} == said["means"]

    assert set(broker.devices) == {device for case in PRODUCTS for device in case["devices"]}
    assert Aspect("occupancy") in broker.devices["z2m_0x0c"].capabilities
