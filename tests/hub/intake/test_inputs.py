"""What people send by MQTT: what it asks for, or a sentence that says what is wrong with it."""

from dataclasses import replace

import pytest

from devices.message import Message
from hub.intake.inputs import NotUnderstood, read_input
from hub.topics import Topics
from rules.guardrails.role_limits import RoleLimits
from rules.house import House
from rules.policy import Person, Role, Scene
from rules.words.events import (
    Event,
    FreezePlaced,
    OverrideLifted,
    OverridePlaced,
    PersonSet,
    SceneCalled,
)
from rules.words.ids import AreaId, DeviceId, GuardrailId, PersonId, SceneId
from rules.words.people import AreaScope, DeviceScope, Freeze, HouseScope
from rules.words.times import HOUR, MINUTE
from rules.words.values import BRIGHTNESS, POWER
from rules.words.wishes import Author, Via
from tests.houses import MONDAY_NOON, house_with, lamp, motion_sensor, plug, policy_of, room

BY = Author(via=Via.MQTT)
HALL, LAMP = AreaScope(AreaId("hall")), DeviceId("hall-lamp")
FILM = Scene(id=SceneId("film"), name="Film", values={})


@pytest.fixture
def house() -> House:
    policy = replace(policy_of(room("Hall", "Hall lamp")), scenes={FILM.id: FILM})
    return house_with(policy, lamp("Hall lamp"), plug("Kettle"), motion_sensor("Hall motion"))


def read(
    house: House, topic: str, payload: bytes | str, *, retain: bool = False
) -> Event | NotUnderstood | None:
    body = payload.encode() if isinstance(payload, str) else payload
    return read_input(Message(f"homerule/{topic}", body, retain), Topics(), house, MONDAY_NOON)


@pytest.mark.parametrize(
    ("topic", "payload", "event"),
    [
        ("override/house/set", "freeze", FreezePlaced(scope=HouseScope(), by=BY)),
        ("override/area/hall/set", "release", OverrideLifted(scope=HALL, by=BY)),
        # A tool that sends one brightness to everything means a plug too.
        (
            "device/kettle/set",
            "30 %",
            PersonSet(device=DeviceId("kettle"), values={POWER: True, BRIGHTNESS: 76}, by=BY),
        ),
        (
            "override/area/hall/set",
            "30 %",
            OverridePlaced(scope=HALL, values={POWER: True, BRIGHTNESS: 76}, by=BY),
        ),
        ("override/area/hall/set", "resume", OverrideLifted(scope=HALL, by=BY, resume=True)),
        (
            "override/house/set",
            '{"verb": "freeze", "for": "2 h"}',
            FreezePlaced(scope=HouseScope(), by=BY, until=MONDAY_NOON + 2 * HOUR),
        ),
        (
            "override/area/hall/set",
            '{"verb": "freeze", "until": "13:00"}',
            FreezePlaced(scope=HALL, by=BY, until=MONDAY_NOON + HOUR),
        ),
        (
            "override/device/hall-lamp/set",
            "off",
            OverridePlaced(scope=DeviceScope(LAMP), values={POWER: False}, by=BY),
        ),
        (
            "override/device/Hall lamp/set",
            '{"verb": "set", "value": "40 %", "by": "ana"}',
            OverridePlaced(
                scope=DeviceScope(LAMP),
                values={POWER: True, BRIGHTNESS: 102},
                by=Author(via=Via.MQTT, says="ana"),
            ),
        ),
        ("device/hall-lamp/set", "on", PersonSet(device=LAMP, values={POWER: True}, by=BY)),
        (
            "device/hw-hall-lamp/set",
            '{"power": "on", "transition": "2 s", "for": "10 min"}',
            PersonSet(
                device=LAMP, values={POWER: True}, by=BY, transition=2.0, seconds=10 * MINUTE
            ),
        ),
        ("scene/film/set", " ON ", SceneCalled(FILM.id, BY)),
    ],
)
def test_what_a_person_says_is_what_is_asked_for(
    house: House, topic: str, payload: str, event: Event
) -> None:
    assert read(house, topic, payload) == event


@pytest.mark.parametrize(
    "topic", ["override/house/set", "device/hall-lamp/set", "scene/film/set", "device/attic/set"]
)
def test_what_the_broker_had_stored_never_acts_and_is_told(house: House, topic: str) -> None:
    told = read(house, topic, "on", retain=True)

    assert isinstance(told, NotUnderstood)
    assert told.topic == f"homerule/{topic}"
    assert "it was stored by the broker" in told.why
    assert "publish it without retain" in told.why


def test_what_is_left_of_a_stored_word_that_was_cleared_is_nothing(house: House) -> None:
    assert read(house, "device/hall-lamp/set", b"", retain=True) is None


@pytest.mark.parametrize(
    ("topic", "payload", "why"),
    [
        ("device/attic-lamp/set", "on", "there is no device `attic-lamp`"),
        ("device/Hall/set", "on", "there is no device `Hall`"),
        ("override/device/attic-lamp/set", "freeze", "there is no device `attic-lamp`"),
        ("override/area/attic/set", "freeze", "there is no area `attic`"),
        ("override/area/Hall/set", "freeze", "there is no area `Hall`"),
        ("scene/theatre/set", "on", "there is no scene `theatre`"),
        ("scene/film/set", "off", "say `on` to call a scene"),
        ("scene/film/set", "", "say `on` to call a scene"),
        ("override/room/hall/set", "freeze", "nobody listens there"),
        ("override/house/hall/set", "freeze", "nobody listens there"),
        ("device/hall-lamp/set", "", "empty: say for example `on`"),
        ("device/hall-lamp/set", "\u00e9teint", "cannot read `\u00e9teint`"),
        ("device/hall-lamp/set", b"\xff\xfe", "the bytes are not UTF-8"),
        ("device/hall-lamp/set", "{", "not valid JSON"),
        ("device/hall-lamp/set", '{"powr": "on"}', "unknown key `powr`"),
        ("device/hall-lamp/set", '{"brightness": NaN}', "`brightness` must be a number"),
        ("device/hall-lamp/set", "x" * 5000, "too long: 5000 bytes"),
        ("device/kettle/set", "2700 K", "`Kettle` cannot be told that: it takes power"),
        ("device/hall-motion/set", "on", "`Hall motion` cannot be told that: it takes no orders"),
        ("override/device/kettle/set", "30 %", "`Kettle` has no brightness: it takes power"),
        ("override/device/hall-motion/set", "off", "it takes no orders"),
        ("override/house/set", "stop", "`verb` must be"),
        ("override/house/set", '{"verb": "set"}', "`value` must be"),
        ("override/house/set", '{"verb": "freeze", "until": "25:00"}', "`until` must be"),
        (
            "override/house/set",
            '{"verb": "freeze", "until": "2020-01-01 00:00"}',
            "`until` must lie in the future",
        ),
    ],
)
def test_what_cannot_be_done_is_answered_with_what_is_wrong(
    house: House, topic: str, payload: str | bytes, why: str
) -> None:
    told = read(house, topic, payload)

    assert isinstance(told, NotUnderstood)
    assert told.topic == f"homerule/{topic}"
    assert why in told.why


def test_a_name_that_is_sent_to_confuse_is_shown_in_short(house: House) -> None:
    told = read(house, "device/" + "\u202ex\n" * 1000 + "/set", "on")

    assert isinstance(told, NotUnderstood)
    assert told.why.isprintable()
    assert len(told.why) < 150


@pytest.mark.parametrize("scope", [AreaScope(AreaId("attic")), DeviceScope(DeviceId("fan"))])
def test_what_is_held_can_be_given_back_though_it_is_gone_meanwhile(
    house: House, scope: AreaScope | DeviceScope
) -> None:
    topic = f"override/{scope}/set"
    assert isinstance(read(house, topic, "release"), NotUnderstood)

    house.people.freezes[scope] = Freeze(scope=scope, by=BY, since=MONDAY_NOON)

    assert read(house, topic, "release") == OverrideLifted(scope=scope, by=BY)


@pytest.mark.parametrize("topic", ["zigbee2mqtt/Hall lamp/set", "homerule/hub", "homerule/status"])
def test_what_comes_where_nobody_speaks_to_us_is_no_input(house: House, topic: str) -> None:
    message = Message(topic, b"on")

    assert read_input(message, Topics(), house, MONDAY_NOON) is None


@pytest.mark.parametrize(
    ("topic", "payload", "why"),
    [
        ("device/hall-lamp/set", '{"power": "on", "by": "Leo"}', "not for a child now"),
        ("device/hall-lamp/set", '{"power": "on", "by": "Ana"}', ""),
        ("device/hall-lamp/set", "on", ""),
        ("override/house/set", '{"verb": "freeze", "by": "Leo"}', ""),
        ("override/house/set", '{"verb": "release", "by": "Leo"}', "for the adults"),
        ("override/area/hall/set", '{"verb": "freeze", "by": "Leo"}', "for the adults"),
        ("override/area/hall/set", '{"verb": "on", "by": "Leo"}', "not for a child now"),
        ("override/house/set", '{"verb": "release", "by": "Ana"}', ""),
    ],
)
def test_a_child_may_by_mqtt_what_it_may_on_the_page(topic: str, payload: str, why: str) -> None:
    kids = RoleLimits(id=GuardrailId("kids"), roles=(Role.CHILD,))
    people = (
        Person(id=PersonId("ana"), name="Ana", role=Role.OWNER),
        Person(id=PersonId("leo"), name="Leo", role=Role.CHILD),
    )
    house = house_with(policy_of(room("Hall", "Hall lamp"), *people, kids), lamp("Hall lamp"))

    event = read(house, topic, payload)

    assert isinstance(event, NotUnderstood) is bool(why)
    assert not isinstance(event, NotUnderstood) or why in event.why


@pytest.mark.parametrize(
    ("topic", "payload"),
    [
        ("device/hall-lamp/set", '{"power": "on", "by": "Ana"}'),
        ("override/house/set", "freeze"),
        ("override/area/hall/set", "release"),
        ("scene/film/set", "on"),
    ],
)
@pytest.mark.parametrize("guarded", [True, False])
def test_who_speaks_on_a_persons_own_topic_is_vouched_for_by_the_brokers_rules_alone(
    topic: str, payload: str, *, guarded: bool
) -> None:
    ben = Person(id=PersonId("ben"), name="Ben", role=Role.ADULT)
    policy = replace(policy_of(room("Hall", "Hall lamp"), ben), scenes={FILM.id: FILM})
    house, topics = house_with(policy, lamp("Hall lamp")), Topics(guarded=guarded)

    def said(by: str) -> Event | NotUnderstood | None:
        message = Message(f"{topics.of_person(by)}/{topic}", payload.encode())
        assert topics.is_input(message.topic)
        return read_input(message, topics, house, MONDAY_NOON)

    event, stranger = said("ben"), said("eve")
    assert isinstance(event, PersonSet | FreezePlaced | OverrideLifted | SceneCalled)
    assert event.by == (
        Author(via=Via.MQTT, person=ben.id) if guarded else Author(via=Via.MQTT, says="ben")
    )
    assert isinstance(stranger, NotUnderstood)
    assert "nobody called `eve`" in stranger.why
