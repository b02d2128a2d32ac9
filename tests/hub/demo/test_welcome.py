"""The first words of a hub: lines that a newcomer can copy as they stand."""

import sys
from dataclasses import replace
from pathlib import Path

import pytest

from hub.demo.welcome import frozen_from_before, lamp_to_try, welcome
from hub.mqtt import Address
from hub.topics import Topics
from rules.words.events import SwitchRead
from rules.words.ids import DeviceId, SwitchId
from rules.words.switches import Gpio, Switch, SwitchKind
from tests.houses import house_with, lamp, plug, policy_of, room
from tests.story import Story

HALL_LAMP = DeviceId("hall-lamp")
PAGE = "http://127.0.0.1:8080/"


def lines_to_try(address: Address, about: DeviceId | None = HALL_LAMP) -> list[str]:
    """Return the commands that are offered, without what is said of them."""
    said = welcome("Broker: here.", PAGE, address, Topics(), about)
    return [line.partition(" # ")[0].strip() for line in said.splitlines()[-3:]]


@pytest.fixture
def tools(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder that is all of the PATH."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(sys, "argv", [".venv/bin/homerule", "run"])
    return tmp_path


def offer(folder: Path, name: str) -> None:
    """Put a program of this name on the PATH."""
    (folder / name).touch(mode=0o755)


def test_it_says_first_which_broker_there_is_and_where_the_page_is(tools: Path) -> None:
    said = welcome("Broker: here.", PAGE, Address(host="127.0.0.1", port=1883), Topics(), HALL_LAMP)

    assert said.splitlines()[:2] == ["Broker: here.", f"Page: {PAGE}"]


@pytest.mark.parametrize(
    ("url", "drawn"),
    [(PAGE, False), ("http://[::1]:8080/", False), ("http://192.168.1.20:8080/", True)],
)
def test_a_code_for_phones_is_drawn_only_where_a_phone_gets_an_answer(
    tools: Path, url: str, drawn: bool
) -> None:
    said = welcome("Broker: here.", url, Address(host="127.0.0.1", port=1883), Topics(), HALL_LAMP)

    assert ("▄" in said) is drawn
    assert ("--phones" in said) is not drawn


def test_without_mosquittos_programs_all_lines_are_commands_of_our_own(tools: Path) -> None:
    offer(tools, "homerule")

    assert lines_to_try(Address(host="127.0.0.1", port=1883)) == [
        "homerule set hall-lamp on",
        "homerule override house freeze",
        "homerule why hall-lamp",
    ]


def test_a_command_that_the_shell_does_not_find_is_offered_with_its_path(tools: Path) -> None:
    assert lines_to_try(Address(host="127.0.0.1", port=1883)) == [
        ".venv/bin/homerule set hall-lamp on",
        ".venv/bin/homerule override house freeze",
        ".venv/bin/homerule why hall-lamp",
    ]


def test_a_port_other_than_the_usual_one_is_named(tools: Path) -> None:
    offer(tools, "mosquitto_pub")

    lamp, house, _ = lines_to_try(Address(host="127.0.0.1", port=4711))

    assert lamp == "mosquitto_pub -p 4711 -t homerule/device/hall-lamp/set -m on"
    assert house == "mosquitto_pub -p 4711 -t homerule/override/house/set -m freeze"


def test_a_broker_that_drops_what_nobody_acknowledges_is_asked_to(tools: Path) -> None:
    offer(tools, "mosquitto_pub")

    lamp, _, _ = lines_to_try(Address(host="127.0.0.1", port=1883, old=True))

    assert lamp == "mosquitto_pub -q 1 -t homerule/device/hall-lamp/set -m on"


def test_the_lines_are_about_a_lamp_that_the_house_has(tools: Path) -> None:
    address = Address(host="127.0.0.1", port=1883)

    said = welcome("Broker: here.", PAGE, address, Topics(), DeviceId("desk-lamp"))

    assert ".venv/bin/homerule set desk-lamp on" in said
    assert ".venv/bin/homerule why desk-lamp" in said
    assert "hall-lamp" not in said


def test_a_house_without_a_lamp_is_asked_for_its_devices(tools: Path) -> None:
    assert lines_to_try(Address(host="127.0.0.1", port=1883), None) == [
        ".venv/bin/homerule devices",
        ".venv/bin/homerule override house freeze",
        ".venv/bin/homerule log",
    ]


def test_the_lamp_to_try_is_the_first_of_the_first_room_that_has_one() -> None:
    rooms = (room("Store", "Fan"), room("Kitchen", "Hob lamp"), room("Bath", "Attic lamp"))
    devices = (plug("Fan"), lamp("Attic lamp"), lamp("Hob lamp"))

    assert lamp_to_try(house_with(policy_of(*rooms), *devices)) == "hob-lamp"


def test_a_lamp_that_is_in_no_room_is_tried_where_there_is_no_other() -> None:
    assert lamp_to_try(house_with(policy_of(room("Hall")), lamp("Desk lamp"))) == "desk-lamp"
    assert lamp_to_try(house_with(policy_of(room("Hall")), plug("Fan"))) is None


def test_a_freeze_from_before_the_start_is_said_with_what_ends_it(tools: Path) -> None:
    offer(tools, "homerule")
    story = Story(policy_of(room("Hall", "Hall lamp")), [lamp("Hall lamp")])
    quiet = frozen_from_before(story.house, story.now)

    story.freezes()

    [said] = frozen_from_before(story.house, story.now)
    assert quiet == []
    assert said.startswith("Ben froze the house")
    assert said.endswith("`homerule override house release` ends it.")


def test_a_start_says_what_a_latching_switch_freezes_and_offers_no_word_that_ends_it() -> None:
    red = Switch(id=SwitchId("red"), kind=SwitchKind.LATCHING, line=Gpio(gpio=17))
    story = Story(replace(policy_of(room("Hall", "Hall lamp")), switches={red.id: red}))
    for at in (1.0, 2.0):
        story.happens(SwitchRead(switch=red.id, closed=True, at=at))

    [said] = frozen_from_before(story.house, story.now)

    assert said == "The red holds the house since 12:00; frozen until it is turned back."
