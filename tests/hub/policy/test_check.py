"""`homerule check`: the files are looked at before a hub takes them."""

import json
from pathlib import Path

import pytest

from hub.__main__ import main
from hub.cli.signing import alone
from tests.hub.policy.written import A_HOME, house_file


def test_a_good_file_gets_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    house_file(tmp_path, A_HOME)

    code = main(["check", "--config", str(tmp_path)])

    assert code == 0
    assert capsys.readouterr().out == (
        "house.yaml: 2 areas, 1 person, 0 agents, 0 guardrails: no errors\n"
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
        "2 errors: a hub would not take these files",
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
        "unsigned": None,
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
