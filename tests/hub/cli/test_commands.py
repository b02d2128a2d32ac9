"""What the commands say while a hub runs, and that they only ask it."""

import asyncio
import json
from dataclasses import replace
from pathlib import Path

import pytest

from hub.view.plain_json import Picture
from rules.words.device import Product
from rules.words.events import (
    FreezePlaced,
    OverrideLifted,
    OverridePlaced,
    PersonSet,
    PolicyAdopted,
    SwitchRead,
)
from rules.words.ids import AreaId, DeviceId, SwitchId
from rules.words.people import AreaScope, HouseScope
from rules.words.switches import Gpio, Switch, SwitchKind
from rules.words.values import BRIGHTNESS, POWER
from rules.words.wishes import Author, Via
from tests.houses import lamp
from tests.hub.cli.conftest import Command
from tests.hub.web.conftest import Served
from tests.hub.whole_hub import until

CONSOLE = Author(via=Via.CONSOLE)
LAMP = DeviceId("hall-lamp")
HALL = AreaScope(AreaId("hall"))


async def test_devices_are_listed_with_what_they_are_and_who_has_the_say(
    served: Served, homerule: Command
) -> None:
    await served.hub.reports("Hall motion", occupancy=True)

    code, out, _ = await homerule("devices")

    lines = out.splitlines()
    assert code == 0
    assert lines[0].split() == ["ID", "NAME", "AREA", "NOW", "WHO"]
    assert [line.split()[0] for line in lines if " hall " in line] == ["hall-lamp", "hall-motion"]
    assert "Hall motion, until 14:00" in lines[1]


async def test_what_was_not_understood_is_counted_under_the_devices(
    served: Served, homerule: Command
) -> None:
    _, before, _ = await homerule("devices")
    said: Picture = {"refused": 3, "last_refused": "zigbee2mqtt/Plug: `\x1b` is no state"}
    served.hub.desk.present._counts = lambda: said

    _, out, _ = await homerule("devices")

    assert "could not be understood" not in before
    assert out.splitlines()[-2:] == [
        "3 messages could not be understood since the hub started, the last of them:",
        "  zigbee2mqtt/Plug: `?` is no state",
    ]


async def test_devices_are_listed_for_a_script(served: Served, homerule: Command) -> None:
    _, out, _ = await homerule("devices", "--json")

    assert json.loads(out)[0]["id"] == "hall-lamp"


async def test_new_devices_are_listed_placed_and_forgotten(
    served: Served, homerule: Command
) -> None:
    await served.hub.announces(lamp("Strip", area="Kitchen"))

    _, listed, _ = await homerule("devices")
    code, placed, _ = await homerule("devices", "adopt", "Strip", "kitchen")
    _, after, _ = await homerule("devices")
    _, forgotten, _ = await homerule("devices", "forget", "strip")

    new = listed.partition("New, so nothing happens to them by itself")[2]
    assert ["strip", "Strip", "Kitchen", "-"] in [line.split() for line in new.splitlines()]
    assert (code, placed) == (0, "Strip is in kitchen now\n")
    assert "strip" not in after.partition("New, so")[2]
    assert forgotten == "strip is new again: nothing automated acts on it\n"


async def test_two_ways_are_joined_and_parted(served: Served, homerule: Command) -> None:
    product = Product(macs=frozenset({"a8032abe54dc"}))
    strip, wled = replace(lamp("Strip"), product=product), replace(lamp("WLED"), product=product)
    await served.hub.announces(strip, replace(wled, family="wled"))

    # Both count as announced on the broker, so they are one by themselves.
    _, parted, _ = await homerule("devices", "part", "strip")
    _, joined, _ = await homerule("devices", "join", "strip-2", "strip")

    assert parted == "each other way of Strip is a device of its own again\n"
    assert joined == "strip-2 and Strip are one device now\n"


async def test_a_name_cannot_steer_the_terminal(served: Served, homerule: Command) -> None:
    await served.hub.announces(lamp("\x1b[31mRed\nlamp"))

    _, out, _ = await homerule("devices")

    assert "\x1b" not in out
    assert "?[31mRed?lamp" in out


@pytest.mark.parametrize(
    ("wish", "values"),
    [
        (["on"], {POWER: True}),
        (["40%"], {POWER: True, BRIGHTNESS: 102}),
        (["40", "%"], {POWER: True, BRIGHTNESS: 102}),
        (['{"power": "off"}'], {POWER: False}),
    ],
)
async def test_a_lamp_is_set(
    served: Served, homerule: Command, wish: list[str], values: dict[str, object]
) -> None:
    code, out, _ = await homerule("set", "Hall lamp", *wish)

    (told,) = served.hub.told
    assert isinstance(told, PersonSet)
    assert (told.device, told.values, told.by) == (LAMP, values, CONSOLE)
    assert code == 0
    assert out.startswith("Hall lamp: ")


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["set", "attic-lamp", "on"], "there is no device `attic-lamp`"),
        (["set", "a/b?c#d", "on"], "there is no device `a/b?c#d`"),
        (["set", "hall-lamp", "toggle"], "cannot read `toggle`"),
        (["set", "coffee-machine", "40%"], "`Coffee machine` has no brightness"),
        (["override", "attic", "freeze"], "there is no area or device `attic`"),
        (["override", "coffee-machine", "40%"], "`Coffee machine` has no brightness"),
        (["override", "house", "stop"], "cannot read `stop`"),
        (["override", "house", "release", "--for", "1 h"], "`release` has no end"),
        (["override", "house", "freeze", "--until", "2001-01-01"], "must lie in the future"),
        (["override", "house", "freeze", "--until", ""], "`until` must be a time"),
        (["override", "house", "freeze", "--for", ""], "`for` must be a length of time"),
        (["why", "attic-lamp"], "there is no device `attic-lamp`"),
    ],
)
async def test_what_the_hub_refuses_is_said_and_is_a_failure(
    served: Served, homerule: Command, words: list[str], sentence: str
) -> None:
    code, out, complaint = await homerule(*words)

    assert (code, out) == (1, "")
    assert complaint.startswith("homerule: ")
    assert sentence in complaint
    assert served.hub.told == []


async def test_scopes_are_frozen_set_and_released(served: Served, homerule: Command) -> None:
    _, frozen, _ = await homerule("override", "house", "freeze", "--for", "10 min")
    await homerule("override", "hall", "40", "%", "--until", "13:00")
    await homerule("override", "area/hall", "OFF")
    await homerule("override", "house", "resume")
    _, free, _ = await homerule("override", "house", "release")

    now = served.hub.now
    assert served.hub.told == [
        FreezePlaced(scope=HouseScope(), by=CONSOLE, until=now + 600),
        OverridePlaced(
            scope=HALL, values={POWER: True, BRIGHTNESS: 102}, by=CONSOLE, until=now + 3600
        ),
        OverridePlaced(scope=HALL, values={POWER: False}, by=CONSOLE),
        OverrideLifted(scope=HouseScope(), by=CONSOLE, resume=True),
        OverrideLifted(scope=HouseScope(), by=CONSOLE),
    ]
    assert "froze the house at the console at 12:00; frozen until 12:10" in frozen
    assert free == "Nobody holds the house.\n"


async def test_a_scope_is_set_with_the_verb_too_and_by_somebody_with_a_name(
    served: Served, homerule: Command
) -> None:
    _, held, _ = await homerule("override", "hall", "set", "40 %", "--by", "Ana")

    ana = replace(CONSOLE, says="Ana")
    values = {POWER: True, BRIGHTNESS: 102}
    assert served.hub.told == [OverridePlaced(scope=HALL, values=values, by=ana)]
    assert "(says it is Ana) set the hall to 40 % at the console" in held


async def test_what_is_set_under_a_freeze_is_said_with_it(
    served: Served, homerule: Command
) -> None:
    await homerule("override", "hall", "freeze")

    _, told, _ = await homerule("override", "hall", "off")

    assert "froze the hall" in told
    assert "switched the hall off" in told


async def test_a_length_of_time_without_a_unit_is_not_guessed(
    served: Served, homerule: Command
) -> None:
    code, _, told = await homerule("override", "house", "freeze", "--for", "10")

    assert (code, told) == (1, "homerule: `--for 10` has no unit: say `10 min` or `10 s`\n")
    assert served.hub.told == []


async def test_what_a_wider_scope_holds_is_said_with_how_to_give_it_back(
    served: Served, homerule: Command
) -> None:
    await homerule("override", "hall", "freeze")

    _, told, _ = await homerule("override", "Hall lamp", "release")
    _, other, _ = await homerule("override", "house", "release")

    assert told.startswith("Nobody holds `device/hall-lamp` by itself, but it is held with `area/")
    assert told.endswith("`homerule override area/hall release` gives it back.\n")
    assert other == "Nobody holds the house.\n"


async def test_what_a_latching_switch_holds_is_not_said_to_be_given_back_by_a_word(
    served: Served, homerule: Command
) -> None:
    red = Switch(id=SwitchId("red"), kind=SwitchKind.LATCHING, line=Gpio(gpio=17))
    policy = replace(served.hub.house.policy, switches={red.id: red})
    reads = (SwitchRead(switch=red.id, closed=True, at=at) for at in (1.0, 2.0))
    await served.hub.happens(PolicyAdopted(policy), *reads)

    _, told, _ = await homerule("override", "hall", "release")

    assert told.startswith("Nobody holds `area/hall` by itself, but it is held with the house: ")
    assert told.endswith("frozen until it is turned back.\n")


async def test_why_names_the_guardrail_and_its_owner(served: Served, homerule: Command) -> None:
    await served.hub.reports("Hall motion", occupancy=True)

    code, out, _ = await homerule("why", "hall-lamp")

    assert code == 0
    assert out.startswith("Hall lamp: Turning on\nHall motion has the say until 14:00.\n")
    assert "'Quiet nights' allows at most 20 % (Ana's rule)" in out


async def test_why_says_who_holds_and_who_froze(served: Served, homerule: Command) -> None:
    await homerule("set", "hall-lamp", "on")
    await homerule("override", "house", "freeze")

    _, out, _ = await homerule("why", "hall-lamp")

    assert "held until the hall has been empty" in out
    assert "froze the house" in out


async def test_why_says_what_automation_would_have_done_without_them(
    served: Served, homerule: Command
) -> None:
    await homerule("override", "house", "freeze", "--for", "2 h")
    await served.hub.reports("Hall motion", occupancy=True)

    _, out, _ = await homerule("why", "hall-lamp")

    assert out.splitlines()[:3] == [
        "Hall lamp: Off",
        "Somebody froze the house at the console at 12:00; frozen until 14:00.",
        (
            "Without it Hall motion would have it at 80 %, limited to 20 % by 'Quiet nights', "
            "until 14:00."
        ),
    ]
    assert "has the say" not in out


async def test_the_log_ends_with_the_newest(served: Served, homerule: Command) -> None:
    await homerule("override", "house", "freeze")

    _, out, _ = await homerule("log", "-n", "3")
    _, as_json, _ = await homerule("log", "-n", "3", "--json")

    assert len(out.splitlines()) == 3
    assert "froze the house" in out.splitlines()[-1]
    assert out.startswith("2025-11-10 12:00:00  ")
    assert json.loads(as_json.splitlines()[-1])["kind"] == "person"


async def test_the_log_goes_on_until_the_hub_ends(served: Served, homerule: Command) -> None:
    async def things_happen() -> None:
        with served.hub.desk.listening() as watcher:
            await until(lambda: len(served.hub.desk.feed._listeners) > 1)
            await served.hub.reports("Hall motion", occupancy=True)
            await watcher.next(1)
            await asyncio.sleep(0.2)
        await served.server.stop()

    (code, out, _), _ = await asyncio.gather(
        homerule("log", "-n", "1", "--follow"), things_happen()
    )

    assert code == 0
    assert out.splitlines()[-1].count("Quiet nights") == 1


async def test_the_token_is_printed(served: Served, homerule: Command, tmp_path: Path) -> None:
    _, out, _ = await homerule("token")

    assert out == (tmp_path / "token").read_text()
