import pytest

from hub.topics import DeviceTopic, Input, OverrideTopic, SceneTopic, Topics
from rules.words.ids import AreaId, DeviceId, SceneId
from rules.words.people import AreaScope, DeviceScope, HouseScope, Scope

TOPICS = Topics()
HOUSE, HALL, LAMP = HouseScope(), AreaScope(AreaId("hall")), DeviceScope(DeviceId("hall-lamp"))


@pytest.mark.parametrize(
    ("topic", "about"),
    [
        ("homerule/override/house/set", OverrideTopic(HOUSE)),
        ("homerule/override/area/hall/set", OverrideTopic(HALL)),
        ("homerule/override/device/hall-lamp/set", OverrideTopic(LAMP)),
        ("homerule/device/hall-lamp/set", DeviceTopic(DeviceId("hall-lamp"))),
        ("homerule/scene/film/set", SceneTopic(SceneId("film"))),
        ("homerule/people/ana/override/house/set", OverrideTopic(HOUSE)),
        ("homerule/people/ana/device/hall-lamp/set", DeviceTopic(DeviceId("hall-lamp"))),
    ],
)
def test_what_a_person_speaks_to_is_read_from_the_topic(topic: str, about: Input) -> None:
    assert TOPICS.parse(topic) == about


@pytest.mark.parametrize(
    "topic",
    [
        "",
        "homerule",
        "homerule/set",
        "homerule/status",
        "homerule/device/set",
        "homerule/device//set",
        "homerule/device/a/b/set",
        "homerule/device/hall-lamp/state",
        "homerule/device/hall-lamp/set/",
        "homerule/override/set",
        "homerule/override/area//set",
        "homerule/override/area/set",
        "homerule/override/house/hall/set",
        "homerule/override/room/hall/set",
        "homerule/scene//set",
        "homerule/people/ana",
        "homerule/people/override/house/set",
        "homerule/people/ana/people/ben/override/house/set",
        "homerule2/device/hall-lamp/set",
        "/homerule/device/hall-lamp/set",
        "other/device/hall-lamp/set",
    ],
)
def test_any_other_topic_is_about_nothing(topic: str) -> None:
    assert TOPICS.parse(topic) is None


@pytest.mark.parametrize("scope", [HOUSE, HALL, LAMP])
def test_who_speaks_to_a_scope_is_understood(scope: Scope) -> None:
    topic = TOPICS.override_set(str(scope))

    assert TOPICS.parse(topic) == OverrideTopic(scope)


def test_what_is_offered_lies_where_home_assistant_looks_under_a_name_of_ours() -> None:
    topic = Topics("maple").offer("homeassistant", "switch", "freeze-house")

    assert topic == "homeassistant/switch/maple/freeze-house/config"


def test_all_topics_lie_under_the_prefix_of_the_household() -> None:
    topics = Topics("maple")

    told = (
        topics.status,
        topics.decision,
        topics.refused,
        topics.beat("hub"),
        topics.override_state(HALL),
        topics.device_state(DeviceId("hall-lamp")),
        topics.device_set("hall-lamp"),
        topics.override_set("house"),
        topics.offered_state(HALL),
        topics.notice,
        *topics.lasting_inputs,
        *topics.passing_inputs,
        *topics.own_states,
    )

    assert all(topic.startswith("maple/") for topic in told)
    assert topics.parse("maple/device/hall-lamp/set") == DeviceTopic(DeviceId("hall-lamp"))
    assert topics.parse("homerule/device/hall-lamp/set") is None


@pytest.mark.parametrize(
    ("topic", "is_input"),
    [
        ("homerule/override/house/set", True),
        ("homerule/override/area/attic/set", True),
        ("homerule/override/no/such/set", True),
        ("homerule/override/no/such/scope/set", False),
        ("homerule/device/lamp/set", True),
        ("homerule/device/lamp/state", False),
        ("homerule/device/a/b/set", False),
        ("homerule/scene/film/set", True),
        ("cottage/scene/film/set", False),
        ("homerule/status", False),
    ],
)
def test_where_people_speak_to_us_is_an_input_whatever_they_say(topic: str, is_input: bool) -> None:
    assert TOPICS.is_input(topic) is is_input


@pytest.mark.parametrize(
    ("topic", "who"),
    [
        ("homerule/propose/chatter", "chatter"),
        ("homerule/propose/chatter/decision", None),
        ("homerule/propose", None),
        ("other/propose/chatter", None),
        ("homerule/device/chatter/set", None),
    ],
)
def test_a_topic_names_the_agent_that_proposes_there(topic: str, who: str | None) -> None:
    assert Topics().proposer(topic) == who


def test_answers_come_where_no_agent_is_heard() -> None:
    topics = Topics()

    assert topics.proposer(topics.proposal_decision("chatter")) is None
    assert topics.is_input(topics.proposal("chatter"))
    assert not topics.is_input(topics.proposal_decision("chatter"))
