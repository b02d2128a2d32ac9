"""Shelly products of the second generation over HTTP: met, asked, told."""

import json
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from devices.families.shelly_http import FAMILY
from devices.family import Heard
from devices.message import Answer, Request, Service
from rules.words.device import Announcement, Product, Sort
from rules.words.events import (
    AvailabilityChanged,
    DeviceAnnounced,
    DeviceRetired,
    Event,
    Reported,
)
from rules.words.ids import HardwareId
from rules.words.values import BRIGHTNESS, MOVEMENT, OPEN, POWER, Aspect, Values

MAC = "a8032abe54dc"
RELAYS = HardwareId(f"shelly-http-{MAC}")
SECOND = HardwareId(f"shelly-http-{MAC}/switch:1")
HERE, THERE = "http://192.168.1.40:80", "http://192.168.1.99:80"
NAME = f"shellyplus2pm-{MAC}"
TWO_RELAYS = {
    "switch:0": {"id": 0, "source": "init", "output": False, "apower": 0.0},
    "switch:1": {"id": 1, "source": "init", "output": True, "apower": 60.5},
    "input:0": {"id": 0, "state": None},
    "sys": {"mac": MAC.upper()},
}


def info(**more: Any) -> dict[str, Any]:
    who = {"id": NAME, "name": "Hall", "mac": MAC.upper(), "gen": 2, "app": "Plus2PM"}
    return {**who, "auth_en": False, **more}


class House:
    """One product at an address; what is asked of it is answered at once."""

    def __init__(self, status: Any = None, **said: Any) -> None:
        self.family = FAMILY()
        self.at = HERE
        self.paths: dict[str, Any] = {
            "/shelly": info(),
            "/rpc/Shelly.GetConfig": {"sys": {"device": {"name": "Hall"}}},
            "/rpc/Shelly.GetStatus": TWO_RELAYS if status is None else status,
            **said,
        }
        self.asked: list[str] = []
        self.events: list[Event] = []
        self.unreadable: list[str] = []

    def shows(self, name: str = NAME, at: str = HERE, **properties: str) -> None:
        address, _, port = at.removeprefix("http://").rpartition(":")
        self._take(
            self.family.saw(
                Service(
                    kind="_shelly._tcp",
                    name=name,
                    address=address,
                    port=int(port),
                    properties=properties,
                )
            )
        )

    def polls(self, rounds: int = 1) -> None:
        for _ in range(rounds):
            self._take(Heard(requests=self.family.polls()))

    def tells(self, hardware: HardwareId, values: Values) -> list[tuple[str, Any]]:
        told = []
        for request in self.family.encode(hardware, values, None):
            assert isinstance(request, Request)
            assert request.method == "POST"
            told.append((request.url, json.loads(request.body or b"")))
            self._take(Heard(requests=(request,)))
        return told

    def devices(self) -> dict[HardwareId, Announcement]:
        found = [one.announcement for one in self.events if isinstance(one, DeviceAnnounced)]
        return {one.hardware: one for one in found}

    def reports(self) -> list[Reported]:
        return [event for event in self.events if isinstance(event, Reported)]

    def _take(self, heard: Heard) -> None:
        self.events += heard.events
        self.unreadable += [heard.unreadable] if heard.unreadable else []
        for request in heard.requests:
            self.asked.append(request.url)
            self._take(self.family.answered(self._answer(request)))

    def _answer(self, request: Request) -> Answer:
        path = request.url.removeprefix(self.at)
        said = self.paths.get(path) if request.url.startswith(self.at) else None
        if isinstance(said, int):
            return Answer(request, said)
        body = said if isinstance(said, bytes) else json.dumps(said).encode()
        return Answer(request, 200 if said is not None else 0, body)


@pytest.fixture
def house() -> House:
    house = House(**{"/rpc/Switch.Set": {"was_on": False}})
    house.shows()
    return house


def test_each_of_its_relays_is_a_device_and_says_how_it_is(house: House) -> None:
    devices = house.devices()

    assert devices.keys() == {RELAYS, SECOND}
    assert (devices[RELAYS].name, devices[RELAYS].part) == ("Hall", "switch:0")
    assert (devices[SECOND].name, devices[SECOND].part) == ("Hall 2", "switch:1")
    product = Product(maker="Shelly", model="Plus2PM", macs=frozenset({MAC}))
    assert all(device.product == product for device in devices.values())
    assert house.reports()[-1] == Reported(SECOND, {POWER: True, Aspect("power_reading"): 60.5})
    assert AvailabilityChanged(SECOND, available=True) in house.events


def test_it_is_told_by_a_call_and_then_asked_what_has_become_of_it(house: House) -> None:
    house.asked.clear()

    told = house.tells(SECOND, {POWER: False})

    assert told == [(f"{HERE}/rpc/Switch.Set", {"id": 1, "on": False})]
    assert house.asked[-1] == f"{HERE}/rpc/Shelly.GetStatus"


def test_a_call_that_it_refuses_is_said_and_it_stays(house: House) -> None:
    house.paths["/rpc/Switch.Set"] = 500

    for _ in range(4):
        house.tells(RELAYS, {POWER: True})

    assert house.unreadable[-1] == f"{HERE}/rpc/Switch.Set: answered with 500"
    assert AvailabilityChanged(RELAYS, available=False) not in house.events


def test_what_was_switched_at_the_product_itself_is_a_hand(house: House) -> None:
    relay = {"id": 0, "source": "switch", "output": True}
    house.paths["/rpc/Shelly.GetStatus"] = {**TWO_RELAYS, "switch:0": relay}

    house.polls(2)

    hands = [report.by_hand for report in house.reports() if report.hardware == RELAYS]
    assert hands == [False, True, False]


def test_nothing_is_announced_before_it_has_said_how_it_is(house: House) -> None:
    silent = House(b"not JSON")

    silent.shows()

    assert silent.devices() == {}
    assert silent.unreadable == [f"{HERE}/rpc/Shelly.GetStatus: not the state of a Shelly"]


def test_no_press_is_promised_that_nobody_would_hear(house: House) -> None:
    assert all(not device.presses for device in house.devices().values())


def test_the_same_said_again_announces_nothing(house: House) -> None:
    house.events.clear()

    house.polls(13)

    assert house.devices() == {}


def test_a_product_that_does_not_say_how_it_was_set_up_is_asked_no_oftener(house: House) -> None:
    house.paths["/rpc/Shelly.GetConfig"] = 404
    house.asked.clear()

    house.polls(12)

    assert len(house.asked) == 14
    assert AvailabilityChanged(RELAYS, available=False) not in house.events


def test_relays_that_became_a_cover_are_no_more(house: House) -> None:
    house.paths["/rpc/Shelly.GetStatus"] = {"cover:0": {"state": "open"}, "sys": {}}

    house.polls()

    assert house.devices()[RELAYS].sort is Sort.COVER
    assert DeviceRetired(SECOND) in house.events
    assert house.tells(RELAYS, {MOVEMENT: OPEN})[0][0].endswith("/rpc/Cover.Open")


def test_one_with_a_password_is_said_and_left() -> None:
    locked = House(**{"/shelly": info(auth_en=True)})

    locked.shows()

    assert locked.events == []
    assert "asks for a password" in locked.unreadable[0]


def test_a_sensor_on_a_battery_sleeps_and_is_not_away() -> None:
    status = {
        "temperature:0": {"tC": 21.5},
        "devicepower:0": {"battery": {"percent": 90}, "external": {"present": False}},
        "sys": {},
    }
    sensor = House(status)
    sensor.shows()

    sensor.at = "http://nowhere"
    sensor.polls(40)

    assert sensor.devices()[RELAYS].sort is Sort.SENSOR
    assert AvailabilityChanged(RELAYS, available=True) in sensor.events
    assert AvailabilityChanged(RELAYS, available=False) not in sensor.events


def test_a_record_that_bears_the_address_of_another_is_not_believed() -> None:
    house = House()

    house.shows(name="shellyplus1-aabbccddeeff")

    assert house.devices() == {}
    assert f"it answers as {RELAYS}" in house.unreadable[0]


def test_a_product_that_its_owner_called_otherwise_is_known_by_its_answer() -> None:
    house = House()

    house.shows(name="My hall")

    assert RELAYS in house.devices()


@pytest.mark.parametrize(
    "who",
    [{"mac": ""}, {"mac": 7}, {"mac": "../../etc"}, {"gen": 1}, {"gen": None}, {"gen": "x"}],
)
def test_who_is_no_shelly_of_the_second_generation_is_left(who: dict[str, Any]) -> None:
    house = House(**{"/shelly": info(**who)})

    house.shows()

    assert house.events == []
    assert house.unreadable == [f"{HERE}/shelly: not the answer of a Shelly"]


def test_names_are_cleaned() -> None:
    config = {"sys": {"device": {"name": "\u202e\x1b[31mHall" + "!" * 500}}}
    house = House(**{"/shelly": info(name="\u202eHall"), "/rpc/Shelly.GetConfig": config})

    house.shows()

    name = house.devices()[RELAYS].name
    assert name.isprintable()
    assert len(name) <= 64


components = st.sampled_from([*TWO_RELAYS, "light:0", "rgb:0", "cover:0", "cct:0", "input:99999"])
junk = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=4),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["output", "brightness", "state", "rgb", "ct", "id", "tC"]), inner
        )
    ),
    max_leaves=6,
)


@settings(max_examples=50)
@given(status=st.dictionaries(components, junk, max_size=4) | st.binary(max_size=30), config=junk)
@example(status={"switch:0": {"output": False}, "light:0": {}}, config=None)
def test_no_answer_breaks_it_or_costs_it_what_it_knows(status: Any, config: Any) -> None:
    house = House()
    house.shows()
    house.paths["/rpc/Shelly.GetStatus"] = status
    house.paths["/rpc/Shelly.GetConfig"] = config

    house.polls(13)
    for hardware in house.devices():
        house.tells(hardware, {POWER: True, BRIGHTNESS: 7, MOVEMENT: OPEN})

    house.paths["/rpc/Shelly.GetStatus"] = TWO_RELAYS
    house.polls(2)
    # A product that seemed to be a lamp too calls its first relay by its number from then on.
    assert house.reports()[-1].hardware in {RELAYS, HardwareId(f"{RELAYS}/switch:0"), SECOND}
