"""What Home Assistant is offered is well-formed, stable, and says who holds what."""

import re
from typing import Any

import pytest

from devices.families.homeassistant import HomeAssistant
from devices.homeassistant.announcement import read_part
from devices.homeassistant.part import Reading, Switch
from devices.homeassistant.template import find
from devices.homeassistant.topics import place_of
from devices.message import Message
from hub.intake.inputs import read_input
from hub.offers.offered import announced, offered_state, scopes
from hub.topics import Topics
from hub.view.plain_json import Picture, packed
from rules.policy import Area, Policy
from rules.words.events import FreezePlaced, OverrideLifted
from rules.words.ids import AreaId, PersonId
from rules.words.people import AreaScope, HouseScope
from rules.words.times import HOUR
from rules.words.values import POWER
from rules.words.wishes import Author, Via
from tests.houses import MONDAY_NOON, lamp, policy_of, room
from tests.story import Story

TOPICS = Topics()
HOUSE, HALL = HouseScope(), AreaScope(AreaId("hall"))
POLICY = policy_of(room("Hall", "Hall lamp"), room("Living room"))
DISCOVERY_TOPIC = re.compile(r"homeassistant/(switch|sensor)/[a-zA-Z0-9_-]+/[a-zA-Z0-9_-]+/config")
SHARED_KEYS = {"name", "unique_id", "icon", "state_topic", "value_template", "qos"} | {
    *("json_attributes_topic", "availability_topic", "device", "origin")
}
SWITCH_KEYS = {"command_topic", "payload_on", "payload_off", "state_on", "state_off"}
"""All keys that Home Assistant's own form of a switch has, of those that we use."""


def offers(policy: Policy = POLICY, topics: Topics = TOPICS) -> dict[str, Picture]:
    """Return all that is announced of a household."""
    found: dict[str, Picture] = {}
    for scope in scopes(policy):
        found |= announced(policy, scope, topics, "homeassistant")
    return found


def switch(of: str) -> dict[str, Any]:
    return offers()[f"homeassistant/switch/homerule/freeze-{of}/config"]


def test_the_house_and_each_area_have_a_switch_and_a_reading_of_who_holds_them() -> None:
    names = [offer["name"] for offer in offers().values()]

    assert names == [
        *("Freeze house", "House held by"),
        *("Freeze Hall", "Hall held by"),
        *("Freeze Living room", "Living room held by"),
    ]


def test_each_announcement_is_what_home_assistant_allows_there() -> None:
    for topic, offer in offers().items():
        assert DISCOVERY_TOPIC.fullmatch(topic)
        component = topic.split("/")[1]
        allowed = SHARED_KEYS | (SWITCH_KEYS if component == "switch" else set())
        assert offer.keys() <= allowed
        assert isinstance(offer["device"], dict)
        assert offer["device"]["identifiers"] == ["homerule-hub"]
        assert offer["origin"] == {"name": "Homerule"}
        assert offer["availability_topic"] == TOPICS.status


def test_our_own_reader_of_announcements_understands_each_without_complaint() -> None:
    for topic, offer in offers().items():
        place = place_of(topic)
        assert place is not None

        read = read_part(place, packed(offer), "another-hub")

        assert read.complaints == []
        assert (read.about.name, read.about.maker) == ("Homerule", "Homerule")
        assert isinstance(read.part.body, Switch if place.component == "switch" else Reading)
        assert read.part.rule is not None
        assert read.part.rule.signs[0].verdict(None, "online") is True


@pytest.mark.parametrize("prefix", ["homerule", "cabin"])
def test_no_hub_takes_the_offer_of_a_hub_for_a_device(prefix: str) -> None:
    family = HomeAssistant()

    for topic, offer in offers(topics=Topics(prefix)).items():
        heard = family.heard(Message(topic, packed(offer), retain=True))

        assert (heard.events, heard.subscribe, heard.unreadable) == ((), (), "")


def test_ids_stay_when_an_area_is_renamed_and_differ_between_two_hubs() -> None:
    renamed = policy_of(
        Area(id=AreaId("hall"), name="Entrance"), Area(id=AreaId("living-room"), name="Salon")
    )
    ids, others = (
        [offer["unique_id"] for offer in offers(policy, topics).values()]
        for policy, topics in ((POLICY, TOPICS), (POLICY, Topics("cabin")))
    )

    assert [offer["unique_id"] for offer in offers(renamed).values()] == ids
    assert len({*ids, *others}) == 2 * len(ids)
    assert ids[:4] == [
        *("homerule-freeze-house", "homerule-held-by-house"),
        *("homerule-freeze-area-hall", "homerule-held-by-area-hall"),
    ]


@pytest.mark.parametrize("scope", [HOUSE, HALL])
def test_what_the_switch_sends_is_understood_as_a_freeze_and_a_release(
    scope: HouseScope | AreaScope,
) -> None:
    story = Story(POLICY, [lamp("Hall lamp")])
    offer = switch(str(scope).replace("/", "-"))

    said = [
        read_input(Message(offer["command_topic"], payload.encode()), TOPICS, story.house, 0.0)
        for payload in (offer["payload_on"], offer["payload_off"])
    ]

    by = Author(via=Via.MQTT)
    assert said == [FreezePlaced(scope=scope, by=by), OverrideLifted(scope=scope, by=by)]


def shown(story: Story, scope: HouseScope | AreaScope) -> str:
    """Return what the switch of a scope shows, read as its announcement says."""
    offer = switch(str(scope).replace("/", "-"))
    place = place_of(f"homeassistant/switch/homerule/freeze-{scope}/config".replace("area/", ""))
    assert place is not None
    body = read_part(place, packed(offer), "another-hub").part.body
    assert isinstance(body, Switch)
    assert body.ear is not None
    told: dict[Any, Any] = {}
    body.ear.read(offered_state(story.house, scope, story.now), POWER, told, [])
    return {True: "on", False: "off"}[told[POWER]]


def test_the_switch_shows_the_freeze_of_its_own_scope() -> None:
    story = Story(POLICY, [lamp("Hall lamp")])
    assert (shown(story, HOUSE), shown(story, HALL)) == ("off", "off")

    story.freezes("area/hall")
    assert (shown(story, HOUSE), shown(story, HALL)) == ("off", "on")

    story.releases("area/hall")
    story.freezes("house")
    assert (shown(story, HOUSE), shown(story, HALL)) == ("on", "off")

    story.releases("house")
    assert (shown(story, HOUSE), shown(story, HALL)) == ("off", "off")


def test_a_scope_that_is_set_is_held_but_not_frozen() -> None:
    story = Story(POLICY, [lamp("Hall lamp")])

    story.overrides("area/hall", {POWER: False})

    state = offered_state(story.house, HALL, story.now)
    assert (state["state"], state["verb"], state["held_by"]) == ("off", "set", "ben over MQTT")


def test_the_attributes_say_who_since_when_and_until_when() -> None:
    story = Story(POLICY, [lamp("Hall lamp")])
    story.happens(
        FreezePlaced(
            scope=HALL,
            by=Author(via=Via.PAGE, person=PersonId("ana")),
            until=MONDAY_NOON + HOUR,
        )
    )

    state = offered_state(story.house, HALL, story.now)

    assert {key: state[key] for key in ("verb", "by", "since", "until")} == {
        "verb": "freeze",
        "by": "ana on the page",
        "since": "2025-11-10T12:00:00+00:00",
        "until": "2025-11-10T13:00:00+00:00",
    }


def test_who_holds_the_house_holds_each_area_unless_somebody_holds_that_itself() -> None:
    story = Story(POLICY, [lamp("Hall lamp")])
    assert offered_state(story.house, HALL, story.now)["held_by"] == "nobody"

    story.freezes("house")
    assert offered_state(story.house, HALL, story.now)["held_by"] == "ben over MQTT"

    story.happens(FreezePlaced(scope=HALL, by=Author(via=Via.CONSOLE)))
    assert offered_state(story.house, HALL, story.now)["held_by"] == "somebody at the console"


def test_nothing_is_left_of_a_freeze_that_is_over() -> None:
    story = Story(POLICY, [lamp("Hall lamp")])
    free = offered_state(story.house, HALL, story.now)
    story.freezes("area/hall", until=story.now + HOUR)

    # Its end has come, and nobody has looked yet.
    story.now += HOUR

    assert offered_state(story.house, HALL, story.now) == free


def test_what_is_told_stands_where_each_template_looks() -> None:
    story = Story(POLICY, [lamp("Hall lamp")])

    for offer in offers().values():
        path = re.findall(r"\w+", str(offer["value_template"]))[1:]

        assert isinstance(find(tuple(path), offered_state(story.house, HALL, story.now)), str)
