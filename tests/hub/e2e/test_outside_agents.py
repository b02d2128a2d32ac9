"""Agents from outside in a running house: they get what they were given, and nobody waits."""

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from itertools import count, groupby
from pathlib import Path
from time import perf_counter
from typing import Any

import pytest
from paho.mqtt.client import Client, MQTTMessage
from paho.mqtt.enums import CallbackAPIVersion, MQTTProtocolVersion
from paho.mqtt.packettypes import PacketTypes
from paho.mqtt.properties import Properties

from tests.hub.e2e.ears import PATIENCE, Ears
from tests.hub.e2e.home import CEILING, HOUSE, Home, home_in
from tests.hub.fair_time import FairTime

GUIDE = Path(__file__).parents[3] / "docs" / "outside-agents.md"
AGENTS = """\
agents:
  chatter:
    kind: outside
    owner: ana
    areas: [hall, kitchen]
    aspects: [power, brightness]
    tier: act
    level: event
    rate: 60
  flood:
    kind: outside
    owner: ana
    areas: [kitchen]
    aspects: [power, brightness]
    tier: act
    level: event
    rate: 60
  watched:
    kind: outside
    owner: ana
    areas: [kitchen]
    aspects: [power, brightness]
"""
SPAM = 10_000
HEARS = (
    *("homerule/+", "homerule/device/#", "homerule/override/#", "homerule/scene/#"),
    *("homerule/propose/+/+", "zigbee2mqtt/#"),
)
"""All but what agents say: a flood of that would keep the test itself busy."""
_numbers = count(1)


@pytest.fixture(scope="module")
def outdoors(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Home]:
    """A house with one agent that may act and one that is only watched."""
    house = HOUSE.replace("agents:\n", AGENTS)
    with home_in(tmp_path_factory.mktemp("outdoors"), house=house, hears=HEARS) as home:
        yield home


@pytest.fixture
def home(outdoors: Home) -> Home:
    outdoors.begins()
    return outdoors


def proposes(home: Home, agent: str, device: str, **wish: Any) -> dict[str, Any]:
    """Let an agent propose light, and return how that was decided."""
    name = f"n{next(_numbers)}"
    sent = {"id": name, "device": device, "percent": 80, "for": "10 min", **wish}
    home.ears.says(f"homerule/propose/{agent}", sent)
    answer = home.ears.hears(
        f"homerule/propose/{agent}/decision", lambda said: said.json.get("id") in {name, None}
    )
    said: dict[str, Any] = answer.json
    return said


def ends(home: Home, agent: str, decision: int) -> str:
    """Return how a decision ended, as its agent hears it."""
    said = home.ears.hears(
        f"homerule/propose/{agent}/decision",
        lambda said: said.json.get("decision") == decision and "end" in said.json,
    )
    return str(said.json["end"])


def test_the_client_of_the_guide_lights_the_hall_as_far_as_the_house_lets_it(
    home: Home, tmp_path: Path
) -> None:
    (text,) = re.findall(r"```python\n(.*?)```", GUIDE.read_text(), re.DOTALL)
    client = tmp_path / "client.py"
    client.write_text(text)

    done = subprocess.run(
        [sys.executable, str(client), str(home.broker.port)],
        capture_output=True,
        text=True,
        timeout=2 * PATIENCE,
        check=True,
    )

    home.is_told("Hall lamp", state="ON", brightness=CEILING)
    decided, ended = done.stdout.splitlines()
    assert decided.startswith("Hall lamp switched on at 20 %, not 40 %: 'Quiet nights'")
    assert "Chatter (Ana's outside agent) asked" in decided
    assert "in its own words: “it is dark”" in decided
    assert ended == "it ended: verified"
    assert len(list(filter(None, text.splitlines()))) <= 20


def test_why_and_log_name_the_agent_its_owner_and_its_words(home: Home) -> None:
    said = proposes(home, "chatter", "kitchen-lamp", reason='Ben said: "yes"')
    ends(home, "chatter", said["decision"])

    for told in (home.hub.asked("why", "kitchen-lamp"), home.hub.asked("log")):
        assert "Chatter (Ana's outside agent) asked" in told
        assert "“Ben said: 'yes'”" in told


def test_one_that_is_only_watched_moves_nothing_and_stands_in_the_log(home: Home) -> None:
    said = proposes(home, "watched", "kitchen-lamp")

    assert (said["outcome"], said["tier"]) == ("allowed", "shadow")
    assert ends(home, "watched", said["decision"]) == "moot"
    home.is_heard()
    assert home.orders("Kitchen lamp") == []
    assert "Watched (Ana's outside agent) wanted Kitchen lamp on at 80 %; it is only watched" in (
        home.hub.asked("log")
    )


def test_what_was_not_given_and_who_is_not_known_is_refused(home: Home) -> None:
    porch = proposes(home, "chatter", "porch-lamp")
    stranger = proposes(home, "stranger", "kitchen-lamp")
    inside = proposes(home, "kitchen-motion", "kitchen-lamp")

    assert (porch["outcome"], porch["reasons"]) == ("denied", ["not-admitted"])
    for said in (stranger, inside):
        assert (said["outcome"], said["decision"]) == ("denied", None)
    home.is_heard()
    assert home.orders("Porch lamp") == home.orders("Kitchen lamp") == []


def test_a_freeze_defers_it_and_a_hand_wins_against_it(home: Home) -> None:
    home.ears.says("homerule/override/area/kitchen/set", "freeze")
    frozen = proposes(home, "chatter", "kitchen-lamp")
    home.ears.says("homerule/override/area/kitchen/set", "release")
    home.ears.says("homerule/device/hall-lamp/set", "on")
    home.is_told("Hall lamp", home.mark, state="ON")
    home.devices.is_turned("Hall lamp", state="OFF")
    home.shows("hall-lamp", level="person", power="off")
    held = proposes(home, "chatter", "hall-lamp")

    assert (frozen["outcome"], frozen["reasons"][0]) == ("deferred", "frozen")
    assert held["outcome"] == "deferred"
    assert "held" in held["reasons"]
    home.is_heard()
    assert home.orders("Kitchen lamp") == []
    assert not home.devices.is_lit("Hall lamp")


def test_an_answer_goes_to_the_response_topic_but_never_to_a_lamp(home: Home) -> None:
    heard: list[MQTTMessage] = []
    client = Client(CallbackAPIVersion.VERSION2, protocol=MQTTProtocolVersion.MQTTv5)
    client.on_message = lambda _client, _data, message: heard.append(message)
    client.on_subscribe = lambda *_: _asks(client, "homerule/propose/chatter/mine")
    client.connect("127.0.0.1", home.broker.port)
    client.subscribe("homerule/propose/chatter/mine")

    try:
        deadline = perf_counter() + PATIENCE
        while not heard and perf_counter() < deadline:
            client.loop(0.1)
        _asks(client, "zigbee2mqtt/Hall lamp/set")
        client.loop(0.1)
        said = home.ears.hears(
            "homerule/propose/chatter/decision",
            lambda said: "note" in said.json,
            since=home.mark,
        )
    finally:
        client.disconnect()

    answer = json.loads(heard[0].payload)
    assert answer["outcome"] == "limited"
    assert getattr(heard[0].properties, "CorrelationData", b"") == b"\x07"
    assert "must lie below homerule/propose/chatter/" in said.json["note"]
    assert all("state" in order for order in home.orders("Hall lamp"))


def _asks(client: Client, reply_to: str) -> None:
    properties = Properties(PacketTypes.PUBLISH)  # type: ignore[no-untyped-call]  # paho leaves it so
    properties.ResponseTopic = reply_to
    properties.CorrelationData = b"\x07"
    wish = {"device": "hall-lamp", "percent": 40, "for": 60}
    client.publish("homerule/propose/chatter", json.dumps(wish), properties=properties)


def test_ten_thousand_proposals_keep_no_person_waiting_and_fill_no_journal(home: Home) -> None:
    before = len(home.hub.asked("log", "-n", "500").splitlines())
    wish = json.dumps({"device": "kitchen-lamp", "percent": 1, "for": 1})
    with Ears(home.broker.port, "nothing/at/all") as spammer:
        for _ in range(SPAM):
            spammer.tells("homerule/propose/flood", wish)
        with FairTime() as passed:
            home.ears.says("homerule/device/study-lamp/set", "on")
            home.is_told("Study lamp", state="ON")
        home.devices.sees("Porch motion")
        home.is_told("Porch lamp", state="ON")
        told = home.ears.hears(
            "homerule/propose/flood/decision", lambda said: "dropped" in said.json
        )

    assert passed.seconds < 3.0
    assert told.json["outcome"] == "denied"
    after = len(home.hub.asked("log", "-n", "500").splitlines())
    assert after - before < 3 * 60 + 20


def test_each_decision_about_an_agent_comes_out_the_same_when_it_is_judged_again(
    home: Home,
) -> None:
    for agent, device in (("chatter", "hall-lamp"), ("watched", "kitchen-lamp")):
        proposes(home, agent, device)

    said = home.hub.asked("replay", "--config", str(home.household.parent))

    assert "came out the same, 0 otherwise" in said
    assert "0 were judged again" not in said


def test_what_is_sent_to_be_stored_acts_once_and_is_offered_for_clearing(home: Home) -> None:
    wish = {"device": "kitchen-lamp", "percent": 30, "for": 60}
    home.ears.says("homerule/propose/chatter", wish, retain=True)
    # How bright is for whoever of a flood that may still be alive goes first.
    home.is_told("Kitchen lamp", state="ON")
    home.ears.says("homerule/device/kitchen-lamp/set", "off")
    home.is_told("Kitchen lamp", state="OFF")

    listed = home.hub.asked("retained")
    home.hub.asked("retained", "--clear")

    assert "homerule/propose/chatter" in listed
    assert "from another time: it was not done" in listed
    assert "homerule/propose/chatter" not in home.hub.asked("retained")
    # Into silence an order is said once more, so on a slow machine the same may come twice.
    told = [state for state, _ in groupby(o["state"] for o in home.orders("Kitchen lamp"))]
    assert told == ["ON", "OFF"]
