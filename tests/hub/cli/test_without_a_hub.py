"""What the commands say while no hub runs."""

import asyncio
import json
import shutil
import sqlite3
from pathlib import Path

import pytest

from hub.cli.signing import alone
from hub.journal.file import FILE
from rules.words.events import FreezePlaced, OverridePlaced
from rules.words.ids import AreaId, DeviceId, PersonId
from rules.words.people import AreaScope, DeviceScope, HouseScope
from rules.words.values import POWER
from rules.words.wishes import Author, Via
from tests.hub.cli.conftest import Command
from tests.hub.web.conftest import serving

LAMP = DeviceScope(DeviceId("hall-lamp"))
HOUSE = """\
home: { name: Maple Street 4, timezone: Europe/Madrid, latitude: 40.42, longitude: -3.70 }
people:
  ana: { name: Ana, role: owner }
areas:
  hall: { name: Hall, devices: [Hall lamp, Hall motion] }
  kitchen: { name: Kitchen, devices: [Ceiling, Coffee machine] }
"""


@pytest.mark.parametrize(
    "words",
    [
        ["devices"],
        ["set", "hall-lamp", "on"],
        ["override", "house", "freeze"],
        ["why", "hall-lamp"],
        ["log"],
        ["log", "--follow"],
        ["token"],
        ["verify"],
        ["replay"],
        ["why-not", "hall-lamp"],
    ],
)
async def test_without_a_hub_a_command_says_so_and_what_to_do(
    homerule: Command, words: list[str]
) -> None:
    code, out, complaint = await homerule(*words)

    assert (code, out) == (3, "")
    assert "no hub is running with the state folder" in complaint
    assert "`homerule run`" in complaint


async def test_why_and_log_read_the_journal_while_the_hub_is_down(
    homerule: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    async with serving(tmp_path) as served:
        await served.hub.reports("Hall motion", occupancy=True)

    code, why, aside = await homerule("why", "Hall lamp")
    _, log, _ = await homerule("log", "-n", "2")
    _, as_json, _ = await homerule("log", "-n", "1", "--json")

    assert code == 0
    assert "this is what the journal says" in aside
    assert "'Quiet nights' allows at most 20 % (Ana's rule)" in why
    assert "Hall motion asked because Hall motion saw somebody" in why
    assert "Quiet nights" in log
    assert json.loads(as_json)["outcome"] == "limited"


async def test_why_says_who_holds_it_while_the_hub_is_down(
    homerule: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "config").mkdir()
    (tmp_path / "config" / "house.yaml").write_text(HOUSE)
    ana = Author(via=Via.MQTT, person=PersonId("ana"))
    hall, kitchen = AreaScope(AreaId("hall")), AreaScope(AreaId("kitchen"))
    async with serving(tmp_path) as served:
        for scope in (HouseScope(), hall, kitchen):
            await served.hub.happens(FreezePlaced(scope=scope, by=ana))
        soon = served.hub.now + 60
        await served.hub.happens(FreezePlaced(scope=LAMP, by=ana, until=soon))
        await served.hub.happens(OverridePlaced(scope=hall, values={POWER: False}, by=ana))
        _, running, _ = await homerule("why", "hall-lamp")

    _, why, _ = await homerule("why", "hall-lamp")
    _, other, _ = await homerule("why", "coffee-machine")
    _, as_json, _ = await homerule("why", "hall-lamp", "--json")

    said = why.split("\n\n")[0].splitlines()
    assert "Ana froze the house over MQTT" in said[0]
    assert "Ana froze the hall over MQTT" in said[1]
    assert said[2].startswith("Ana switched the hall off over MQTT")
    assert len(said) == 3
    assert "Ana froze Hall lamp" in running
    assert json.loads(as_json)["held"] == said
    assert "froze the kitchen" not in why
    assert "froze the kitchen" in other
    assert "the hall" not in other


async def test_verify_walks_the_journal_while_the_hub_runs_and_while_it_is_down(
    homerule: Command, tmp_path: Path
) -> None:
    async with serving(tmp_path) as served:
        await served.hub.reports("Hall motion", occupancy=True)
        running = await homerule("verify")
    down = await homerule("verify")
    in_json = await homerule("verify", "--json")
    connection = sqlite3.connect(tmp_path / FILE)
    connection.execute("UPDATE record SET kind = 'Noted' WHERE id = 2")
    connection.commit()
    connection.close()
    altered = await homerule("verify")

    assert running[0] == down[0] == in_json[0] == 0
    assert "The journal is whole: " in running[1]
    assert "The checkpoint vouches for all of them: none was cut off." in down[1]
    assert json.loads(in_json[1])["whole"] is True
    assert altered[0] == 1
    assert "broken at entry 2 (after 20" in altered[1]
    assert "entry 2 is not as it was written" in altered[1]


async def test_why_not_says_what_the_hub_says_while_it_is_down(
    homerule: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    async with serving(tmp_path) as served:
        await served.hub.desk.orders.freeze(HouseScope(), Author(via=Via.PAGE))
        await served.hub.reports("Hall motion", occupancy=True)
        running = await homerule("why-not", "Hall lamp")
    down = await homerule("why-not", "Hall lamp")
    other = await homerule("why-not", "Ceiling")

    assert running[0] == down[0] == other[0] == 0
    assert "Nothing happened at 12:00: Hall motion wanted Hall lamp on at 80 %" in running[1]
    assert "It would have been 20 % if somebody had not frozen the house" in running[1]
    assert "Nothing happened at 12:00: Hall motion wanted Hall lamp on at 80 %" in down[1]
    assert "No wish for Ceiling came to nothing lately" in other[1]


async def test_the_log_counts_who_is_behind_it_and_nobody_knows_is_counted_too(
    homerule: Command, tmp_path: Path
) -> None:
    async with serving(tmp_path) as served:
        await served.hub.desk.orders.freeze(HouseScope(), Author(via=Via.PAGE))
        await served.hub.reports("Hall motion", occupancy=True)
        _, table, _ = await homerule("log", "--who")
        _, counts, _ = await homerule("log", "--who", "--json")

    assert "person            1" in table
    assert json.loads(counts) == {
        "person": 1,
        "hand": 0,
        "physical switch": 0,
        "agent": 1,
        "schedule": 0,
        "outside agent": 0,
        "other controller": 0,
        "unknown": 0,
    }


async def test_a_socket_that_a_killed_hub_left_behind_is_no_hub(
    homerule: Command, tmp_path: Path
) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    async with serving(elsewhere):
        shutil.move(elsewhere / "hub.sock", tmp_path / "hub.sock")

    code, _, complaint = await homerule("devices")

    assert code == 3
    assert "no hub is running" in complaint


async def test_names_are_those_of_the_policy_in_force_and_not_of_an_edited_file(
    homerule: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOMERULE_CONFIG", str(tmp_path))
    file = tmp_path / "house.yaml"
    file.write_text("people: { ana: { name: Ana, role: owner } }\n")
    await asyncio.to_thread(alone, tmp_path, file, "sign", "{}")
    file.write_text(file.read_text().replace("Ana", "Eve"))
    async with serving(tmp_path) as served:
        await served.hub.happens(
            FreezePlaced(scope=HouseScope(), by=Author(via=Via.PAGE, person=PersonId("ana")))
        )

    _, log, _ = await homerule("log", "-n", "1")

    assert "Ana" in log
    assert "Eve" not in log
