"""WLED lamps, byte for byte: who they are, how they are, what they are told."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.families.wled import FAMILY
from devices.family import NOTHING, Heard
from devices.http.strangers import MOST_STRANGERS
from devices.message import Answer, Request, Service
from rules.words.device import Product, Sort
from rules.words.events import AvailabilityChanged, DeviceAnnounced, Event, Reported
from rules.words.ids import HardwareId
from rules.words.values import BRIGHTNESS, COLOUR, POWER, Kelvin, Value, Values, Xy

MAC = "aabbcc112233"
SHELF = HardwareId(f"wled-{MAC}")
OTHER_MAC = "aabbcc445566"
OTHER = HardwareId(f"wled-{OTHER_MAC}")
HERE = "http://192.168.1.20:80"
THERE = "http://192.168.1.99:80"


def service(at: str = HERE, mac: str | None = MAC, name: str = "wled-shelf") -> Service:
    address, _, port = at.removeprefix("http://").rpartition(":")
    properties = {} if mac is None else {"mac": mac}
    return Service(
        kind="_wled._tcp", name=name, address=address, port=int(port), properties=properties
    )


def info(mac: str = MAC, **more: Any) -> dict[str, Any]:
    return {"mac": mac, "name": "Shelf", "brand": "WLED", "product": "FOSS"} | more


def state(
    *, on: bool = True, bri: int = 128, col: Any = (255, 0, 0), **more: Any
) -> dict[str, Any]:
    return {"on": on, "bri": bri, "seg": [{"id": 0, "col": [col, [0, 0, 0]]}], **more}


class Network:
    """What answers at each address; the family's requests are made at once, one by one."""

    def __init__(self) -> None:
        self.wled = FAMILY()
        self.infos: dict[str, Any] = {}
        self.states: dict[str, Any] = {}
        self.events: list[Event] = []
        self.unreadable: list[str] = []
        self.asked: list[str] = []

    def there_is(self, at: str, said: Any, is_: Any = None) -> None:
        self.infos[at] = said
        self.states[at] = state() if is_ is None else is_

    def nobody_at(self, at: str) -> None:
        self.infos.pop(at, None)
        self.states.pop(at, None)

    def sees(self, *services: Service) -> None:
        for seen in services:
            self.take(self.wled.saw(seen))

    def loses(self, *services: Service) -> None:
        for gone in services:
            self.take(self.wled.lost(gone))

    def polls(self, rounds: int = 1) -> None:
        for _ in range(rounds):
            self.make(list(self.wled.polls()))

    def take(self, heard: Heard) -> None:
        self.events += heard.events
        if heard.unreadable:
            self.unreadable.append(heard.unreadable)
        self.make(list(heard.requests))

    def make(self, requests: list[Request]) -> None:
        for request in requests:
            self.asked.append(f"{request.method} {request.url}")
            self.take(self.wled.answered(self._answer(request)))

    def tells(self, values: Values, hardware: HardwareId = SHELF) -> None:
        for request in self.wled.encode(hardware, values, None):
            assert isinstance(request, Request)
            self.make([request])

    def _answer(self, request: Request) -> Answer:
        for path, book in (("/json/info", self.infos), ("/json/state", self.states)):
            said = book.get(request.url.removesuffix(path)) if request.url.endswith(path) else None
            if isinstance(said, int):
                return Answer(request, said)
            if said is not None:
                body = said if isinstance(said, bytes) else json.dumps(said).encode()
                return Answer(request, 200, body)
        return Answer(request, 0)

    def reported(self) -> list[Values]:
        return [event.values for event in self.events if isinstance(event, Reported)]


@pytest.fixture
def network() -> Network:
    return Network()


@pytest.fixture
def known() -> Network:
    """A network on which the shelf lamp is known already."""
    network = Network()
    network.there_is(HERE, info())
    network.sees(service())
    network.events.clear()
    network.asked.clear()
    return network


class TestMeeting:
    def test_a_lamp_is_asked_who_it_is_announced_and_asked_how_it_is(
        self, network: Network
    ) -> None:
        network.there_is(HERE, info(), state(on=True, bri=77, col=[255, 0, 0]))

        network.sees(service())

        announced, reachable, reported = network.events
        assert isinstance(announced, DeviceAnnounced)
        lamp = announced.announcement
        assert (lamp.hardware, lamp.name, lamp.family, lamp.sort) == (
            SHELF,
            "Shelf",
            "wled",
            Sort.LAMP,
        )
        assert lamp.product == Product(maker="WLED", model="FOSS", macs=frozenset({MAC}))
        assert {aspect for aspect, able in lamp.capabilities.items() if able.writable} == {
            POWER,
            BRIGHTNESS,
            COLOUR,
        }
        assert reachable == AvailabilityChanged(SHELF, available=True)
        assert reported == Reported(
            SHELF, {POWER: True, BRIGHTNESS: 77, COLOUR: Xy(x=0.701, y=0.299)}
        )
        assert network.asked == [f"GET {HERE}/json/info", f"GET {HERE}/json/state"]

    @pytest.mark.parametrize("mac", [None, "AA:BB:CC:11:22:33", "aa-bb-cc-11-22-33"])
    def test_the_record_may_write_the_mac_as_it_likes_or_leave_it_out(
        self, network: Network, mac: str | None
    ) -> None:
        network.there_is(HERE, info())

        network.sees(service(mac=mac))

        assert isinstance(network.events[0], DeviceAnnounced)

    def test_white_strips_are_lamps_without_colour(self, network: Network) -> None:
        network.there_is(HERE, info(leds={"lc": 2}))

        network.sees(service())

        (announced,) = (one for one in network.events if isinstance(one, DeviceAnnounced))
        assert set(announced.announcement.capabilities) == {POWER, BRIGHTNESS}

    def test_a_record_that_names_another_mac_is_not_taken(self, network: Network) -> None:
        network.there_is(HERE, info(OTHER_MAC))

        network.sees(service(mac=MAC))

        assert network.events == []
        assert network.unreadable == [f"{HERE}: mDNS says it is {SHELF}, but it answers as {OTHER}"]

    def test_a_liars_record_does_not_spoil_that_of_the_lamp(self, network: Network) -> None:
        network.there_is(HERE, info())

        network.sees(service(mac=OTHER_MAC), service(mac=MAC), service(mac=OTHER_MAC))

        assert isinstance(network.events[0], DeviceAnnounced)

    @pytest.mark.parametrize("mac", ["../../etc/passwd", "aabbcc11223", "<b>", "aabbcc1122334"])
    def test_a_record_with_a_mac_that_is_none_is_left(self, network: Network, mac: str) -> None:
        network.sees(service(mac=mac, name="e\u202evil"))

        assert network.asked == []
        assert network.unreadable == [
            f"`evil` at {HERE}: what it says of itself is not what a WLED lamp says"
        ]

    @pytest.mark.parametrize(
        ("address", "port"), [("example.com", 80), ("", 80), ("192.168.1.20", 0), ("1.2.3.4/", 80)]
    )
    def test_what_cannot_be_called_is_left(self, network: Network, address: str, port: int) -> None:
        network.sees(Service(kind="_wled._tcp", name="x", address=address, port=port))

        assert network.asked == []
        assert network.unreadable == ["`x`: no address that can be called"]

    def test_ipv6_is_called_in_brackets(self, network: Network) -> None:
        network.sees(Service(kind="_wled._tcp", name="x", address="fd00::5", port=80))

        assert network.asked == ["GET http://[fd00::5]:80/json/info"]

    def test_other_kinds_are_not_its_own(self, network: Network) -> None:
        hue = Service(kind="_hue._tcp", name="x", address="192.168.1.5", port=443)

        assert network.wled.saw(hue) is NOTHING

    @pytest.mark.parametrize(
        "said", [b"", b"nonsense", b"[]", b'{"mac":5}', b'{"mac":"x"}', b"\xff", b"[" * 10_000]
    )
    def test_who_does_not_answer_as_a_wled_is_said_and_left(
        self, network: Network, said: bytes
    ) -> None:
        network.there_is(HERE, said)

        network.sees(service())

        assert network.events == []
        assert network.unreadable == [f"{HERE}/json/info: not the answer of a WLED lamp"]

    def test_a_lamp_that_is_still_starting_is_asked_again(self, network: Network) -> None:
        network.sees(service())
        assert network.events == []

        network.there_is(HERE, info())
        network.polls()

        assert isinstance(network.events[0], DeviceAnnounced)

    def test_one_that_never_answers_is_forgotten_in_the_end(self, network: Network) -> None:
        network.sees(service())
        network.polls(rounds=30)

        assert network.unreadable == [
            f"{HERE}: mDNS says it is a WLED lamp, but it does not answer as one"
        ]
        assert network.wled.polls() == ()

    def test_a_flood_of_records_asks_few_at_a_time_and_is_bounded(self) -> None:
        wled = FAMILY()
        flood = [service(f"http://10.0.0.{n}:80", mac=None) for n in range(MOST_STRANGERS + 1)]

        heard = [wled.saw(seen) for seen in flood]

        assert sum(len(one.requests) for one in heard) == 4
        assert "too many" in heard[-1].unreadable
        asked = [request for one in heard for request in one.requests]
        assert len(wled.answered(Answer(asked[0], 0)).requests) == 1

    def test_hostile_names_are_cleaned(self, network: Network) -> None:
        network.there_is(HERE, info(name="\u202e\x1b[31mLamp" + "!" * 500, brand="\x00", product=7))

        network.sees(service())

        (announced,) = (one for one in network.events if isinstance(one, DeviceAnnounced))
        assert announced.announcement.name.startswith("[31mLamp!")
        assert len(announced.announcement.name) <= 64
        assert announced.announcement.product == Product(maker="WLED", macs=frozenset({MAC}))


class TestMoving:
    def test_a_lamp_with_a_new_address_is_followed(self, known: Network) -> None:
        known.nobody_at(HERE)
        known.there_is(THERE, info())

        known.sees(service(THERE))
        known.tells({POWER: False})

        assert known.asked[-1] == f"POST {THERE}/json/state"
        assert known.unreadable == []

    def test_a_record_never_redirects_a_lamp_that_still_answers(self, known: Network) -> None:
        known.there_is(THERE, info())

        known.sees(service(THERE))
        known.tells({POWER: False})

        assert known.asked[-1] == f"POST {HERE}/json/state"
        assert known.unreadable == [
            f"{THERE} says it is {SHELF}, which still answers at {HERE}: it stays where it was"
        ]

    def test_a_record_never_redirects_to_who_answers_as_another(self, known: Network) -> None:
        known.nobody_at(HERE)
        known.there_is(THERE, info(OTHER_MAC))

        known.sees(service(THERE))
        known.tells({POWER: False})

        assert known.asked[-1] == f"POST {HERE}/json/state"

    def test_one_that_answered_at_two_addresses_is_followed_when_the_first_dies(
        self, known: Network
    ) -> None:
        known.there_is(THERE, info())
        known.sees(service(THERE))

        known.nobody_at(HERE)
        known.polls(rounds=4)
        known.tells({POWER: False})

        assert known.asked[-1] == f"POST {THERE}/json/state"
        assert AvailabilityChanged(SHELF, available=True) in known.events

    def test_two_lamps_that_swap_addresses_are_both_found_and_never_mixed_up(
        self, known: Network
    ) -> None:
        known.there_is(THERE, info(OTHER_MAC))
        known.sees(service(THERE, OTHER_MAC))

        known.there_is(HERE, info(OTHER_MAC))
        known.there_is(THERE, info(MAC))
        known.sees(service(HERE, OTHER_MAC), service(THERE, MAC))
        known.tells({POWER: False}, SHELF)
        known.tells({POWER: False}, OTHER)

        posts = [asked for asked in known.asked if asked.startswith("POST")]
        assert posts == [f"POST {THERE}/json/state", f"POST {HERE}/json/state"]

    def test_a_lamp_whose_address_became_anothers_is_told_nothing(self, known: Network) -> None:
        known.there_is(HERE, info(OTHER_MAC))

        known.sees(service(HERE, OTHER_MAC))

        assert AvailabilityChanged(SHELF, available=False) in known.events
        assert known.wled.encode(SHELF, {POWER: True}, None) == ()

    def test_an_address_that_silently_became_anothers_is_noticed(self, known: Network) -> None:
        known.there_is(HERE, info(OTHER_MAC))

        known.polls(rounds=12)

        assert AvailabilityChanged(SHELF, available=False) in known.events
        assert known.unreadable == [f"{HERE} was {SHELF}, now it answers as {OTHER}"]

        known.there_is(HERE, info(MAC))
        known.polls(rounds=8)

        assert AvailabilityChanged(SHELF, available=True) in known.events


class TestState:
    def test_a_poll_reports_how_the_lamp_is(self, known: Network) -> None:
        known.there_is(HERE, info(), state(on=False, bri=5, col=[0, 0, 0]))

        known.polls()

        assert known.events == [Reported(SHELF, {POWER: False, BRIGHTNESS: 5})]

    def test_whites_are_reported_as_whites(self, known: Network) -> None:
        known.there_is(HERE, info(), state(col=[255, 255, 255]))

        known.polls()

        assert known.reported()[0][COLOUR] == Kelvin(6600)

    @pytest.mark.parametrize("colour", [Kelvin(2700), Kelvin(2001), Xy(0.1, 0.8), Xy(0.4, 0.4)])
    def test_a_lamp_that_shows_what_it_was_told_reports_that(
        self, known: Network, colour: Value
    ) -> None:
        (request,) = known.wled.encode(SHELF, {COLOUR: colour}, None)
        assert isinstance(request, Request)
        rgb = json.loads(request.body or b"")["seg"][0]["col"][0]
        known.there_is(HERE, info(), state(col=rgb))

        known.polls()

        assert known.reported()[0][COLOUR] == colour

    @pytest.mark.parametrize(
        ("said", "understood"),
        [
            ({"on": True, "bri": "much", "seg": 5}, {POWER: True}),
            ({"on": 1, "bri": 30}, {BRIGHTNESS: 30}),
            ({"on": True, "bri": 300}, {POWER: True}),
            ({"on": True, "bri": 0}, {POWER: True}),
            ({"on": True, "seg": [None, {"col": [[1, 2]]}]}, {POWER: True}),
            ({"on": True, "seg": [{"col": [[300, 0, 0]]}]}, {POWER: True}),
            ({"on": False, "new": {"key": []}, "seg": []}, {POWER: False}),
        ],
    )
    def test_one_part_that_makes_no_sense_does_not_cost_the_rest(
        self, known: Network, said: dict[str, object], understood: Values
    ) -> None:
        known.there_is(HERE, info(), said)

        known.polls()

        assert known.reported() == [understood]

    @pytest.mark.parametrize("said", [b"", b"{}", b"[]", b'{"on":', b'{"on":NaN}', b"[" * 10_000])
    def test_what_is_no_state_is_said_and_nothing_is_lost(
        self, known: Network, said: bytes
    ) -> None:
        known.there_is(HERE, info(), said)

        known.polls(rounds=5)

        assert known.events == []
        assert known.unreadable[0] == f"{HERE}/json/state: not the state of a WLED lamp"
        assert known.wled.encode(SHELF, {POWER: True}, None)

    def test_after_silence_nobody_is_believed_before_they_said_who_they_are(
        self, known: Network
    ) -> None:
        known.nobody_at(HERE)
        known.polls()
        known.there_is(HERE, info(OTHER_MAC), state(on=True))

        known.tells({POWER: True})

        assert known.reported() == []
        assert known.wled.encode(SHELF, {POWER: True}, None) == ()

    def test_a_changed_name_is_announced(self, known: Network) -> None:
        known.there_is(HERE, info(name="Bookcase"))

        known.polls(rounds=12)

        (announced,) = (one for one in known.events if isinstance(one, DeviceAnnounced))
        assert announced.announcement.name == "Bookcase"


class TestAway:
    def test_three_polls_without_an_answer_make_it_unavailable(self, known: Network) -> None:
        known.nobody_at(HERE)

        known.polls(rounds=2)
        assert known.events == []
        known.polls()

        assert known.events == [AvailabilityChanged(SHELF, available=False)]

    def test_one_that_is_away_is_asked_seldom_and_comes_back(self, known: Network) -> None:
        known.nobody_at(HERE)
        known.polls(rounds=3)
        known.events.clear()
        known.asked.clear()

        known.polls(rounds=60)
        assert len(known.asked) == 10

        known.there_is(HERE, info(), state(on=False))
        known.polls(rounds=6)
        assert known.events[0] == AvailabilityChanged(SHELF, available=True)
        assert known.reported()[0][POWER] is False

    def test_one_missed_poll_is_nothing(self, known: Network) -> None:
        known.nobody_at(HERE)
        known.polls(rounds=2)
        known.there_is(HERE, info())
        known.polls()
        known.nobody_at(HERE)
        known.polls(rounds=2)

        assert not any(isinstance(event, AvailabilityChanged) for event in known.events)

    def test_a_goodbye_is_believed_if_the_lamp_is_gone(self, known: Network) -> None:
        known.nobody_at(HERE)

        known.loses(service())

        assert known.events == [AvailabilityChanged(SHELF, available=False)]

    def test_a_forged_goodbye_changes_nothing(self, known: Network) -> None:
        known.loses(service())

        assert not any(isinstance(event, AvailabilityChanged) for event in known.events)
        assert known.wled.encode(SHELF, {POWER: True}, None)

    def test_a_busy_lamp_is_there(self, known: Network) -> None:
        known.there_is(HERE, 503, 503)

        known.polls(rounds=10)

        assert known.events == []

    def test_an_address_that_serves_something_else_now_is_no_lamp(self, known: Network) -> None:
        known.there_is(HERE, 404, 404)

        known.polls(rounds=3)

        assert known.events == [AvailabilityChanged(SHELF, available=False)]
        assert known.unreadable[0] == f"{HERE}/json/state: answered with 404"

    def test_a_lamp_that_has_not_answered_yet_is_not_asked_twice(self) -> None:
        network = Network()
        network.there_is(HERE, info())
        network.sees(service())

        assert len(network.wled.polls()) == 1
        assert network.wled.polls() == ()


class TestCommands:
    @pytest.mark.parametrize(
        ("values", "transition", "body"),
        [
            ({POWER: True}, None, {"on": True}),
            ({POWER: False}, None, {"on": False}),
            ({POWER: False, BRIGHTNESS: 80, COLOUR: Kelvin(2700)}, 2.0, {"on": False, "tt": 20}),
            ({POWER: True, BRIGHTNESS: 80}, 0.0, {"on": True, "bri": 80, "tt": 0}),
            ({BRIGHTNESS: 0}, None, {"on": False}),
            ({POWER: True, BRIGHTNESS: 0}, None, {"on": True, "bri": 1}),
            ({BRIGHTNESS: 300}, 7200.0, {"bri": 255, "tt": 655}),
            ({COLOUR: Xy(0.701, 0.299)}, None, {"seg": [{"id": 0, "col": [[255, 0, 0]]}]}),
            ({COLOUR: Kelvin(6600)}, None, {"seg": [{"id": 0, "col": [[255, 255, 255]]}]}),
        ],
    )
    def test_a_wish_is_one_request(
        self, known: Network, values: Values, transition: float | None, body: dict[str, object]
    ) -> None:
        (request,) = known.wled.encode(SHELF, values, transition)

        assert isinstance(request, Request)
        assert (request.method, request.url) == ("POST", f"{HERE}/json/state")
        assert json.loads(request.body or b"") == body | {"v": True}

    def test_a_colour_reaches_each_segment(self, known: Network) -> None:
        segments = [{"id": number, "col": [[1, 2, 3]]} for number in (0, 1, 4)]
        known.there_is(HERE, info(), {"on": True, "mainseg": 4, "seg": segments})
        known.polls()

        (request,) = known.wled.encode(SHELF, {COLOUR: Xy(0.701, 0.299)}, None)

        assert isinstance(request, Request)
        told = json.loads(request.body or b"")["seg"]
        assert told == [{"id": number, "col": [[255, 0, 0]]} for number in (0, 1, 4)]

    def test_the_answer_to_a_command_is_a_report(self, known: Network) -> None:
        known.there_is(HERE, info(), state(on=False))

        known.tells({POWER: False})

        assert known.reported()[-1][POWER] is False

    def test_a_refused_command_is_said_and_the_lamp_stays(self, known: Network) -> None:
        known.there_is(HERE, info(), 400)

        for _ in range(4):
            known.tells({POWER: False})

        assert known.events == []
        assert known.unreadable[0] == f"{HERE}/json/state: answered with 400"

    @pytest.mark.parametrize("values", [{}, {BRIGHTNESS: None}, {COLOUR: "red"}, {POWER: None}])
    def test_what_cannot_be_said_is_not_sent(self, known: Network, values: Values) -> None:
        assert known.wled.encode(SHELF, values, None) == ()

    def test_nobody_is_told_who_is_not_known(self, known: Network) -> None:
        assert known.wled.encode(OTHER, {POWER: True}, None) == ()


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["mac", "name", "leds", "lc", "on", "bri", "seg", "id", "col", "x"]),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)
bodies = st.binary(max_size=40) | json_values.map(lambda said: json.dumps(said).encode())
abouts = st.sampled_from(["meet", "rival", "again", "gone", "state", "told", "", "x"])
rests = st.sampled_from(["", SHELF, f"{SHELF} {THERE}", f"{HERE} {SHELF}", HERE, "x y z"])
texts = st.text(max_size=8)


@given(st.lists(st.tuples(abouts, rests, st.sampled_from([0, 200, 404, 503]), bodies), max_size=6))
def test_no_answer_ever_breaks_it_or_costs_it_what_it_knows(
    answers: list[tuple[str, str, int, bytes]],
) -> None:
    network = Network()
    network.there_is(HERE, info())
    network.sees(service())

    for about, rest, status, body in answers:
        request = Request(url=f"{HERE}/json/state", about=f"{about} {rest}")
        network.wled.answered(Answer(request, status, body))

    assert SHELF in network.wled._things
    network.polls(rounds=8)


@given(texts, texts, st.integers(-5, 70_000), st.dictionaries(texts, texts, max_size=3))
def test_no_record_ever_breaks_it(
    name: str, address: str, port: int, properties: dict[str, str]
) -> None:
    wled = FAMILY()
    seen = Service(kind="_wled._tcp", name=name, address=address, port=port, properties=properties)

    wled.saw(seen)
    wled.lost(seen)
    wled.polls()
