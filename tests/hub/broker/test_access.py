"""The broker's access rules: each account against each sort of topic, at a real mosquitto."""

import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, field
from threading import Condition

import pytest
from paho.mqtt.client import Client, MQTTMessage
from paho.mqtt.enums import CallbackAPIVersion, MQTTProtocolVersion

from hub.broker.access import BadAccess, access_file, identities
from hub.topics import Topics
from rules.policy import Policy
from tests.houses import policy_of, room
from tests.hub.asking import CHATTER
from tests.hub.e2e.broker import Mosquitto
from tests.rules.asked import PEOPLE

PATIENCE = 30.0
"""Seconds; this machine may be busy, and nothing is measured by it."""
NOT_AUTHORIZED = 0x87
BRIDGE = {"zigbee2mqtt": ("zigbee2mqtt/#",), "washer": ("stat/washer/#", "cmnd/washer/#")}
USERS = (
    "hub",
    "agent-chatter",
    "person-ana",
    "person-ben",
    "person-kim",
    "homeassistant",
    "zigbee2mqtt",
    "washer",
)
MAY = {
    "zigbee2mqtt/Hall lamp/set": "hub zigbee2mqtt",
    "zigbee2mqtt/Hall lamp": "hub zigbee2mqtt",
    "zigbee2mqtt/bridge/request/permit_join": "hub zigbee2mqtt",
    "cmnd/washer/POWER": "hub washer",
    "homeassistant/light/0x1/config": "hub zigbee2mqtt washer",
    "homeassistant/switch/homerule/freeze-house/config": "hub",
    "homeassistant/status": "hub homeassistant zigbee2mqtt washer",
    "homerule/status": "hub",
    "homerule/hub": "hub",
    "homerule/decision": "hub",
    "homerule/device/hall-lamp/state": "hub",
    "homerule/override/house/state": "hub",
    "homerule/prompt/1-ab": "hub",
    "homerule/propose/chatter": "hub agent-chatter",
    "homerule/propose/chatter/decision": "hub",
    "homerule/propose/other": "hub",
    "homerule/device/hall-lamp/set": "hub homeassistant",
    "homerule/scene/film/set": "hub homeassistant",
    "homerule/override/house/set": "hub homeassistant",
    "homerule/override/area/hall/set": "hub homeassistant",
    "homerule/prompt/1-ab/answer": "hub homeassistant",
    "homerule/people/ana/device/hall-lamp/set": "hub person-ana",
    "homerule/people/ana/override/house/set": "hub person-ana",
    "homerule/people/ana/prompt/1-ab/answer": "hub person-ana",
    "homerule/people/kim/prompt/1-ab/answer": "hub person-kim",
    "anything/else": "hub",
}
"""Who gets through where; everybody else is refused."""


def household() -> Policy:
    return policy_of(room("Hall", "Hall lamp"), room("Kitchen", "Ceiling"), *PEOPLE, CHATTER)


def rules(policy: Policy) -> str:
    found = identities(policy, Topics(), hub="hub", devices=BRIDGE, controllers=("homeassistant",))
    assert {one.user for one in found} == set(USERS)
    return access_file(found)


@dataclass(slots=True)
class Account:
    """A client that is somebody: it knows of each of its words whether it got through."""

    client: Client
    told: Condition = field(default_factory=Condition)
    verdicts: dict[int, int] = field(default_factory=dict)
    heard: list[str] = field(default_factory=list)
    ready: int = 0

    def says(self, topic: str, words: bytes = b"x") -> bool:
        """Say something; return whether the broker let it through."""
        number = self.client.publish(topic, words, qos=1).mid
        with self.told:
            assert self.told.wait_for(lambda: number in self.verdicts, PATIENCE)
        return self.verdicts[number] != NOT_AUTHORIZED

    def listens(self, *filters: str) -> None:
        self.client.subscribe([(name, 1) for name in filters])
        self._waits(2)

    def hears(self, last: str) -> list[str]:
        """Return all that was heard until something that comes last."""
        with self.told:
            assert self.told.wait_for(lambda: last in self.heard, PATIENCE)
        return self.heard

    def _waits(self, steps: int) -> None:
        with self.told:
            assert self.told.wait_for(lambda: self.ready >= steps, PATIENCE)

    def noted(self, number: int, code: int) -> None:
        with self.told:
            self.verdicts[number] = code
            self.told.notify_all()

    def goes_on(self) -> None:
        with self.told:
            self.ready += 1
            self.told.notify_all()

    def takes(self, message: MQTTMessage) -> None:
        with self.told:
            self.heard.append(message.topic)
            self.told.notify_all()


def account(port: int, user: str, client_id: str = "") -> Account:
    """Connect as somebody."""
    client = Client(
        CallbackAPIVersion.VERSION2, client_id=client_id, protocol=MQTTProtocolVersion.MQTTv5
    )
    client.username_pw_set(user, f"of {user}")
    one = Account(client)
    client.on_connect = lambda *_: one.goes_on()
    client.on_subscribe = lambda *_: one.goes_on()
    client.on_publish = lambda _c, _u, number, code, _p: one.noted(number, code.value)
    client.on_message = lambda _c, _u, message: one.takes(message)
    client.connect("127.0.0.1", port)
    client.loop_start()
    one._waits(1)
    return one


@dataclass(slots=True)
class Guarded:
    """A broker with our rules."""

    port: int
    accounts: list[Account] = field(default_factory=list)

    def comes(self, user: str, client_id: str = "") -> Account:
        self.accounts.append(account(self.port, user, client_id))
        return self.accounts[-1]


@pytest.fixture(scope="module")
def broker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Mosquitto]:
    """Start a broker with our rules, as docs/broker-access.md sets it up."""
    folder = tmp_path_factory.mktemp("broker")
    acl, passwords = folder / "acl", folder / "passwords"
    acl.write_text(rules(household()))
    passwords.write_text("".join(f"{user}:of {user}\n" for user in USERS))
    subprocess.run(["mosquitto_passwd", "-U", str(passwords)], check=True)
    more = f"password_file {passwords}\nacl_file {acl}\nuse_username_as_clientid true\n"
    broker = Mosquitto(folder, more=more, anonymous=False)
    broker.starts()
    yield broker
    broker.stops()


@pytest.fixture
def guarded(broker: Mosquitto) -> Iterator[Guarded]:
    """Let accounts come, and go again: two of one name would push each other off."""
    here = Guarded(broker.port)
    yield here
    for one in here.accounts:
        one.client.disconnect()
        one.client.loop_stop()


@pytest.mark.parametrize("user", USERS)
def test_each_account_says_what_it_may_and_nothing_else(guarded: Guarded, user: str) -> None:
    somebody = guarded.comes(user)

    got_through = {topic for topic in MAY if somebody.says(topic)}

    assert got_through == {topic for topic, users in MAY.items() if user in users.split()}


def test_an_agent_hears_its_own_answers_and_nothing_of_the_house(guarded: Guarded) -> None:
    agent, hub = guarded.comes("agent-chatter"), guarded.comes("hub")
    agent.listens("#", "homerule/prompt/+", "homerule/propose/+/decision")

    for topic in MAY:
        hub.says(topic)
    last = "homerule/propose/chatter/decision"

    assert set(agent.hears(last)) <= {"homerule/propose/chatter", last}


def test_nobody_takes_the_hubs_place_by_its_name(guarded: Guarded) -> None:
    hub = guarded.comes("hub")
    hub.listens("homerule/override/+/set")

    guarded.comes("agent-chatter", client_id="hub")
    guarded.comes("homeassistant", client_id="hub").says("homerule/override/house/set")

    assert hub.hears("homerule/override/house/set")
    assert hub.client.is_connected()


@pytest.mark.parametrize(
    ("devices", "why"),
    [
        ({"z": ("#",)}, "too much for z"),
        ({"z": ("+/set",)}, "too much for z"),
        ({"z": ("$SYS/#",)}, "too much for z"),
        ({"z": ("homerule/#",)}, "not a device's"),
        ({"z": ("homeassistant/#",)}, "not a device's"),
        ({"z": ("a\nuser hub",)}, "not a topic"),
        ({"person-ana": ("ana/#",)}, "two accounts would be called `person-ana`"),
        ({"hub": ("ana/#",)}, "two accounts would be called `hub`"),
        ({"a\nb": ("ana/#",)}, "not a name for an account"),
    ],
)
def test_what_would_give_too_much_away_is_refused(
    devices: dict[str, tuple[str, ...]], why: str
) -> None:
    with pytest.raises(BadAccess, match=why):
        identities(household(), Topics(), hub="hub", devices=devices, controllers=())
