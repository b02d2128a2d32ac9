"""Home Assistant, reading nothing but what is announced, shows our overrides and uses them."""

import json
from dataclasses import dataclass
from typing import Any

from tests.hub.e2e.ears import Ears, Said
from tests.hub.e2e.home import HOUSE, Home

HALL = "homeassistant/switch/homerule/freeze-area-hall/config"
HOUSE_SWITCH = "homeassistant/switch/homerule/freeze-house/config"
PORCH = "homeassistant/switch/homerule/freeze-area-porch/config"
PORCH_STATE = "homerule/offered/area/porch"
PORCH_AREA = "  porch: { name: Porch, devices: [Porch lamp, Porch motion] }\n"
PORCH_AGENT = """\
  porch-motion:
    kind: motion_light
    area: porch
    brightness: 100 %
    off_after: 2 s
    purpose: Whoever comes home sees the key.
"""
NO_PORCH = HOUSE.replace(PORCH_AREA, "").replace(PORCH_AGENT, "")


def empty(said: Said) -> bool:
    """Say whether a message takes back what stood on its topic."""
    return not said.payload


@dataclass(frozen=True, slots=True)
class Entity:
    """A switch as Home Assistant keeps it: what was announced, and nothing else that we know."""

    ears: Ears
    config: dict[str, Any]

    @classmethod
    def announced(cls, ears: Ears, topic: str, since: int = 0) -> "Entity":
        """Find a switch by its announcement."""
        said = ears.hears(topic, lambda said: bool(said.payload), since=since)
        return cls(ears, said.json)

    def turns(self, *, on: bool) -> int:
        """Toggle it as the dashboard does; returns a mark from before."""
        mark = self.ears.now
        payload = self.config["payload_on" if on else "payload_off"]
        self.ears.says(self.config["command_topic"], payload, qos=self.config["qos"])
        return mark

    def shows(self, *, on: bool, since: int = 0) -> dict[str, Any]:
        """Return the attributes that come with this state."""
        wanted = self.config["state_on" if on else "state_off"]
        key = self.config["value_template"].removeprefix("{{ value_json.").removesuffix(" }}")
        assert self.config["json_attributes_topic"] == self.config["state_topic"]
        said = self.ears.hears(
            self.config["state_topic"], lambda said: said.json[key] == wanted, since=since
        )
        attributes: dict[str, Any] = said.json
        return attributes


def test_the_switch_of_the_house_freezes_and_releases_and_says_who(home: Home) -> None:
    house = Entity.announced(home.ears, HOUSE_SWITCH)

    mark = house.turns(on=True)

    frozen = house.shows(on=True, since=mark)
    assert (frozen["verb"], frozen["by"], frozen["until"]) == ("freeze", "somebody over MQTT", None)
    assert frozen["since"]
    home.devices.sees("Hall motion")
    home.is_decided("hall-lamp", "deferred")

    mark = house.turns(on=False)

    free = house.shows(on=False, since=mark)
    assert (free["verb"], free["by"], free["since"]) == (None, None, None)
    home.devices.sees_anew("Hall motion")
    home.is_told("Hall lamp", mark, state="ON")


def test_the_switch_of_an_area_freezes_that_area_alone(home: Home) -> None:
    hall = Entity.announced(home.ears, HALL)

    hall.shows(on=True, since=hall.turns(on=True))
    home.devices.sees("Hall motion")
    home.devices.sees("Kitchen motion")

    home.is_decided("hall-lamp", "deferred")
    home.is_told("Kitchen lamp", state="ON")
    assert home.orders("Hall lamp") == []


def test_a_freeze_from_elsewhere_is_shown_with_its_end(home: Home) -> None:
    hall = Entity.announced(home.ears, HALL)
    mark = home.ears.now

    home.ears.says("homerule/override/area/hall/set", {"verb": "freeze", "for": "2 h", "by": "Ana"})

    shown = hall.shows(on=True, since=mark)
    assert "says it is Ana" in shown["by"]
    assert shown["until"] > shown["since"]
    hall.turns(on=False)
    home.ears.hears("homerule/override/area/hall/state", lambda said: not said.payload, since=mark)


def test_who_comes_later_finds_every_switch_and_its_state(home: Home) -> None:
    entity = Entity.announced(home.ears, HOUSE_SWITCH)
    entity.shows(on=False, since=entity.turns(on=False))

    with Ears(home.broker.port) as late:
        for scope in ("house", *(f"area-{name}" for name in ("hall", "kitchen", "porch", "study"))):
            topic = f"homeassistant/switch/homerule/freeze-{scope}/config"
            entity = Entity.announced(late, topic)
            entity.shows(on=False)
            there = late.hears(entity.config["availability_topic"])
            assert there.payload == b"online"


def test_the_hub_takes_its_own_offers_for_no_devices(home: Home) -> None:
    Entity.announced(home.ears, HOUSE_SWITCH)
    home.is_heard()

    devices = {device["name"] for device in json.loads(home.hub.asked("devices", "--json"))}

    assert devices == {
        *("Hall lamp", "Kitchen lamp", "Porch lamp", "Study lamp", "Hall button"),
        *("Hall motion", "Kitchen motion", "Porch motion", "Study motion"),
    }


def test_an_area_that_is_taken_out_takes_its_switch_along_and_brings_it_back(home: Home) -> None:
    Entity.announced(home.ears, PORCH)
    mark = home.ears.now

    home.household.write_text(NO_PORCH)
    home.hub.signs()
    for topic in (PORCH, PORCH_STATE):
        home.ears.hears(topic, empty, since=mark)
    mark = home.ears.now
    home.household.write_text(HOUSE)
    home.hub.signs()

    Entity.announced(home.ears, PORCH, mark).shows(on=False, since=mark)


def test_an_area_that_vanished_while_the_hub_was_down_is_taken_back_at_the_start(
    own_home: Home,
) -> None:
    home = own_home
    Entity.announced(home.ears, PORCH)
    home.hub.is_killed()
    mark = home.ears.now

    home.household.write_text(NO_PORCH)
    home.hub.signs()
    home.hub.starts()

    for topic in (
        PORCH,
        PORCH_STATE,
        PORCH.replace("switch", "sensor").replace("freeze", "held-by"),
    ):
        home.ears.hears(topic, empty, since=mark)
    Entity.announced(home.ears, HALL, mark)
    # What stays is never taken away in between: it would vanish from every dashboard.
    assert not any(empty(said) for said in home.ears.heard(HALL, mark))


def test_the_figures_of_the_balance_are_sensors(home: Home) -> None:
    topic = "homeassistant/sensor/homerule/balance-people-share/config"

    config = home.ears.hears(topic, lambda said: bool(said.payload)).json
    state = home.ears.hears(config["state_topic"], lambda said: bool(said.payload)).json

    assert config["value_template"] == "{{ value_json.people_share }}"
    assert {"people_share", "override_rate", "prompts_a_day", "memory"} <= state.keys()
    assert state["memory"] > 0


def test_where_it_is_switched_off_nothing_of_before_is_left(own_home: Home) -> None:
    home = own_home
    Entity.announced(home.ears, HALL)
    home.hub.ends()
    mark = home.ears.now
    settings = home.household.with_name("hub.yaml")

    settings.write_text(settings.read_text().replace("}", ", discovery: off }", 1))
    home.hub.starts()

    for topic in (HALL, HOUSE_SWITCH, "homerule/offered/area/hall"):
        home.ears.hears(topic, empty, since=mark)
    home.is_heard()
    assert [said for said in home.ears.heard(HALL, mark) if said.payload] == []


def test_a_broker_that_forgot_everything_is_told_anew(own_home: Home) -> None:
    home = own_home
    hall = Entity.announced(home.ears, HALL)
    hall.shows(on=True, since=hall.turns(on=True))

    home.broker.is_killed()
    mark = home.ears.now
    home.broker.starts()

    Entity.announced(home.ears, HALL, mark).shows(on=True, since=mark)
