"""`homerule check`: the files are looked at before a hub takes them."""

import asyncio
import json
from pathlib import Path

import pytest

from hub.__main__ import main
from hub.cli.signing import alone
from hub.journal import Batch, Journal
from rules.words.effects import Record
from rules.words.ids import DeviceId, HardwareId
from rules.words.records import Bound
from tests.houses import MONDAY_NOON
from tests.hub.policy.written import A_HOME, AFTER_A_HOME, house_file

TWO_RULES = """
guardrails:
  quiet-nights:
    { kind: brightness_ceiling, areas: [hall], between: [22:30, 06:30], at_most: 20 %, owner: ana }
  by-hand: { kind: never_automate, areas: [hall] }
"""


def test_a_good_file_without_rules_gets_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    house_file(tmp_path, A_HOME)

    code = main(["check", "--config", str(tmp_path)])

    assert code == 0
    assert capsys.readouterr().out == (
        "house.yaml: 2 areas, 1 person, 0 agents, 0 guardrails: no errors\n"
    )


def test_each_guardrail_of_a_good_file_is_told_as_the_house_will_explain_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    house_file(tmp_path, f"{A_HOME}{TWO_RULES}")

    main(["check", "--config", str(tmp_path)])
    lines = capsys.readouterr().out.splitlines()
    main(["check", "--config", str(tmp_path), "--json"])
    data = json.loads(capsys.readouterr().out)

    assert lines[-2:] == [
        "  'Quiet nights' allows at most 20 % from 22:30 to 06:30 (Ana's rule).",
        "  'By hand' is for hands only.",
    ]
    assert data["guardrails"] == dict(
        zip(("quiet-nights", "by-hand"), map(str.strip, lines[-2:]), strict=True)
    )


def test_the_mistakes_of_both_files_are_printed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    house_file(tmp_path, "areas:\n  hall: { knid: hall }\n")
    (tmp_path / "hub.yaml").write_text("page: { port: 0 }\n")

    code = main(["check", "--config", str(tmp_path)])

    assert code == 1
    assert capsys.readouterr().out.splitlines() == [
        "house.yaml:2: areas.hall: unknown key `knid`; did you mean `kind`?",
        "hub.yaml:1: page.port: not a port from 1 to 65535: 0",
        "2 errors: a hub would not take these files, and goes on by what was signed last",
    ]


def test_where_the_state_is_said_to_be_in_a_file_with_a_mistake_both_files_are_looked_at_too(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    house_file(tmp_path, "areas:\n  hall: { knid: hall }\n")
    (tmp_path / "hub.yaml").write_text("page: { port: 0 }\nstate: { directory: here }\n")

    code = main(["check", "--config", str(tmp_path)])

    assert code == 1
    assert capsys.readouterr().out.splitlines() == [
        "house.yaml:2: areas.hall: unknown key `knid`; did you mean `kind`?",
        "hub.yaml:1: page.port: not a port from 1 to 65535: 0",
        "2 errors: a hub would not take these files, and goes on by what was signed last",
    ]


def test_a_warning_is_printed_and_is_no_error(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    house_file(tmp_path, "areas: { hall: {} }\n")

    code = main(["check", "--config", str(tmp_path)])

    assert code == 0
    assert capsys.readouterr().out.splitlines() == [
        "warning: house.yaml: home: `timezone` is missing: every time of day is read as UTC",
        "house.yaml: 1 area, 0 people, 0 agents, 0 guardrails: no errors",
    ]


def warnings_in(out: str) -> list[str]:
    """Return the lines that warn."""
    return [line for line in out.splitlines() if line.startswith("warning: ")]


A_SLIP = """\
agents:
  motion: { kind: motion_light, area: hall, brightness: 40 %, off_after: 2 min }
  porch:
    kind: recipe
    when: { Hall motoin: { occupancy: true } }
    then: { Porch lamp: on }
guardrails:
  dry: { kind: interlock, areas: [hall], only_while: { Window: { contact: false } } }
  calm: { kind: quiet_hours, between: [22:00, 06:00], devices: [Porch lamp, Sofa lmap] }
"""
"""What is named here stands nowhere else in the file."""


def test_a_device_that_nobody_has_seen_is_named_once_with_its_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    house_file(tmp_path, A_HOME + A_SLIP)

    assert main(["check", "--config", str(tmp_path)]) == 0

    here = "is in no area of this file, and no hub has seen it here"
    may_be = "it may be a slip, or a device that is yet to be discovered"
    agents, rules = "agents.porch", "guardrails"
    assert warnings_in(capsys.readouterr().out) == [
        f"warning: house.yaml:{AFTER_A_HOME + line}: {text}"
        for line, text in (
            (4, f"{agents}.when.Hall motoin: Hall motoin {here}; did you mean `Hall motion`?"),
            (5, f"{agents}.then.Porch lamp: Porch lamp {here} (it is named 2 times): {may_be}"),
            (7, f"{rules}.dry.only_while.Window: Window {here}: {may_be}"),
            (8, f"{rules}.calm.devices.2: Sofa lmap {here}; did you mean `Sofa lamp`?"),
        )
    ]


async def has_seen(state: Path, devices: dict[str, str]) -> None:
    """Let a hub have known some devices."""
    journal, written = Journal.open(state), asyncio.Event()
    journal.start(asyncio.get_running_loop())
    bound = (
        Bound(hardware=HardwareId(hardware), device=DeviceId(device), name=device)
        for hardware, device in devices.items()
    )
    records = tuple((MONDAY_NOON, Record(body)) for body in bound)
    journal.commit(Batch(records=records), lambda _error: written.set())
    await written.wait()
    journal.close()


async def test_a_device_that_a_hub_has_seen_is_none_to_doubt(
    tmp_path: Path,
    tmp_path_factory: pytest.TempPathFactory,
    capsys: pytest.CaptureFixture[str],
) -> None:
    house_file(tmp_path, A_HOME + A_SLIP)
    state = tmp_path_factory.mktemp("state")
    await has_seen(state, {"0x01": "porch-lamp", "Window": "a-window"})

    assert main(["check", "--config", str(tmp_path), "--state", str(state)]) == 0

    warned = "".join(warnings_in(capsys.readouterr().out))
    assert "Porch lamp" not in warned
    assert "Window" not in warned
    assert "Hall motoin is in no area" in warned


def test_what_has_gone_by_is_named_and_contradicts_nothing_any_more(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = """\
guardrails:
  dark: { kind: brightness_ceiling, at_most: 10 %, expires: 2024-01-05 }
  floor: { kind: light_floor, areas: [hall], at_least: 30 % }
  trip: { kind: away, from: 2024-01-01, to: 2024-01-10 }
  later: { kind: away, from: 2024-01-01, to: 2999-01-10 }
"""
    house_file(tmp_path, A_HOME + text)

    assert main(["check", "--config", str(tmp_path)]) == 0

    gone = "has gone by: it binds nothing any more"
    assert warnings_in(capsys.readouterr().out) == [
        f"warning: house.yaml:{AFTER_A_HOME + 1}: guardrails.dark.expires: 2024-01-05 {gone}",
        f"warning: house.yaml:{AFTER_A_HOME + 3}: guardrails.trip.to: 2024-01-10 {gone}",
    ]


def test_a_script_gets_all_of_it_as_json(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = house_file(tmp_path, "areas:\n  hall: { knid: hall }\n")

    code = main(["check", "--config", str(tmp_path), "--json"])

    assert code == 1
    assert json.loads(capsys.readouterr().out) == {
        "ok": False,
        "errors": [
            {
                "file": str(file),
                "line": 2,
                "where": "areas.hall",
                "text": "unknown key `knid`; did you mean `kind`?",
            }
        ],
        "warnings": [],
        "policy": None,
        "guardrails": {},
        "unsigned": None,
        "trusted": None,
    }


def test_a_script_gets_the_hash_of_a_good_policy(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    house_file(tmp_path, A_HOME)

    code = main(["check", "--config", str(tmp_path), "--json"])

    said = json.loads(capsys.readouterr().out)
    assert (code, said["ok"], said["errors"], len(said["policy"])) == (0, True, [], 32)


def test_the_folder_may_come_from_the_environment(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOMERULE_CONFIG", str(tmp_path))

    code = main(["check"])

    assert code == 1
    assert f"there is no such file in {tmp_path}" in capsys.readouterr().out


def test_it_says_what_nobody_has_signed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = house_file(tmp_path, "areas: { hall: {} }\n")
    alone(tmp_path / "state", file, "sign", "{}")
    house_file(tmp_path, "areas: { hall: {}, bath: {} }\n")

    code = main(["check", "--config", str(tmp_path), "--state", str(tmp_path / "state")])

    assert code == 0
    assert "house.yaml has 1 change that nobody has signed" in capsys.readouterr().out


def test_it_makes_no_state_folder(tmp_path: Path) -> None:
    house_file(tmp_path, "areas: { hall: {} }\n")

    main(["check", "--config", str(tmp_path), "--state", str(tmp_path / "state")])

    assert not (tmp_path / "state").exists()
