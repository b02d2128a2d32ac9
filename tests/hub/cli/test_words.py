"""How the command line is understood, before any hub is asked."""

import subprocess
import sys
from argparse import Namespace
from pathlib import Path

import pytest

from hub.__main__ import COMMANDS, main
from hub.cli.folders import configuration_of, state_of

HEAVY = ("aiohttp", "pydantic", "yaml", "sqlite3", "asyncio", "paho", "http.client")


def asked(**words: str) -> Namespace:
    return Namespace(**{"config": None, "state": None} | words)


@pytest.mark.parametrize("command", list(COMMANDS))
def test_every_command_explains_itself(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        main([command, "--help"])

    assert end.value.code == 0
    said = capsys.readouterr().out
    assert "--config" in said
    assert "--state" in said


def test_help_lists_every_command_and_the_exit_codes(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--help"])

    said = capsys.readouterr().out
    assert all(command in said for command in COMMANDS)
    assert "3 no hub is running" in said


def test_no_command_at_all_lists_them(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 2

    said = capsys.readouterr()
    assert said.out == ""
    assert all(command in said.err for command in COMMANDS)


@pytest.mark.parametrize(
    "words",
    [
        ["dance"],
        ["set", "lamp"],
        ["override", "house"],
        ["override", "house", "freeze", "--for", "1 h", "--until", "23:00"],
        ["run", "--clock", "25:00"],
        ["run", "--port", "70000"],
        ["log", "-n", "many"],
    ],
)
def test_what_is_not_understood_ends_with_two(
    words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as end:
        main(words)

    assert end.value.code == 2
    assert "homerule" in capsys.readouterr().err


def test_help_loads_nothing_heavy() -> None:
    listing = "import sys, hub.__main__; print(*sys.modules)"

    run = subprocess.run(
        [sys.executable, "-c", listing], capture_output=True, text=True, check=True
    )

    assert not set(HEAVY) & set(run.stdout.split())


def test_a_command_to_the_hub_does_not_load_the_hub() -> None:
    listing = "import sys, hub.cli.set, hub.cli.devices, hub.cli.log; print(*sys.modules)"

    run = subprocess.run(
        [sys.executable, "-c", listing], capture_output=True, text=True, check=True
    )

    assert not {"aiohttp", "pydantic", "yaml", "sqlite3"} & set(run.stdout.split())


def test_the_configuration_is_as_asked_or_as_the_environment_says(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("HOMERULE_CONFIG", raising=False)
    assert configuration_of(asked()) == Path("config")

    monkeypatch.setenv("HOMERULE_CONFIG", "/etc/homerule")
    assert configuration_of(asked()) == Path("/etc/homerule")
    assert configuration_of(asked(config="mine")) == Path("mine")


def test_the_state_lies_beside_the_configuration_unless_somebody_says_otherwise(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    configuration = tmp_path / "config"
    configuration.mkdir()
    args = asked(config=str(configuration))
    monkeypatch.delenv("STATE_DIRECTORY", raising=False)
    assert state_of(args) == tmp_path / ".homerule"

    (configuration / "hub.yaml").write_text("# state: { directory: ignored }\npage: { port: 1 }\n")
    assert state_of(args) == tmp_path / ".homerule"

    (configuration / "hub.yaml").write_text("state: { directory: kept }\n")
    assert state_of(args) == configuration / "kept"

    monkeypatch.setenv("STATE_DIRECTORY", "/var/lib/homerule:/var/lib/other")
    assert state_of(args) == Path("/var/lib/homerule")
    assert state_of(asked(state="mine")) == Path("mine")


def test_a_broken_hub_yaml_is_said_where_the_state_folder_depends_on_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("STATE_DIRECTORY", raising=False)
    (tmp_path / "hub.yaml").write_text("state: { directory: [1] }\n")

    with pytest.raises(SystemExit, match="name it with --state"):
        state_of(asked(config=str(tmp_path)))
