"""`homerule access`: the broker's rules for the household in the folder."""

from pathlib import Path

import pytest

from hub.__main__ import main

HOUSE = """\
people:
  ana: { name: Ana, role: owner }
areas:
  hall: { name: Hall, devices: [Hall lamp] }
agents:
  chatter: { kind: outside, owner: ana, areas: [hall], aspects: [power], purpose: It talks. }
"""
HUB = "mqtt: { url: mqtt://localhost:1882, username: hub }\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "house.yaml").write_text(HOUSE)
    (tmp_path / "hub.yaml").write_text(HUB)
    return tmp_path


def access(folder: Path, *words: str) -> int:
    return main(["access", "--config", str(folder), *words])


def test_the_rules_are_of_this_household(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code = access(folder, "--devices", "bridge=zigbee2mqtt", "--controller", "homeassistant")

    said = capsys.readouterr()
    assert code == 0
    assert [line for line in said.out.splitlines() if line.startswith("user ")] == [
        "user hub",
        "user agent-chatter",
        "user person-ana",
        "user homeassistant",
        "user bridge",
    ]
    assert "topic readwrite zigbee2mqtt/#\n" in said.out
    assert said.err.endswith("needs: hub, agent-chatter, person-ana, homeassistant, bridge\n")


def test_the_rules_are_written_where_they_are_wanted(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = folder / "acl"
    file.write_text("what was before\n")

    code = access(folder, "--write", str(file))
    access(folder)

    assert code == 0
    assert file.read_text() == capsys.readouterr().out
    assert file.stat().st_mode & 0o777 == 0o644
    assert not list(folder.glob(".*"))


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("--devices", "zigbee2mqtt"), "not NAME=TOPIC: zigbee2mqtt"),
        (("--devices", "z=#"), "too much for z"),
        (("--controller", "hub"), "two accounts would be called `hub`"),
        (("--write", "/nowhere/acl"), "cannot be written"),
    ],
)
def test_what_cannot_be_is_refused(
    folder: Path, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], why: str
) -> None:
    assert access(folder, *words) == 1

    assert why in capsys.readouterr().err


@pytest.mark.parametrize(
    ("file", "text", "why"),
    [
        ("hub.yaml", "mqtt: { url: mqtt://localhost }\n", "rules need names"),
        ("hub.yaml", "mqtt: { guarded: true }\n", "access rules need names"),
        ("house.yaml", "people: { ana: { role: queen } }\n", "house.yaml:1"),
    ],
)
def test_without_names_or_with_mistakes_there_are_no_rules(
    folder: Path, capsys: pytest.CaptureFixture[str], file: str, text: str, why: str
) -> None:
    (folder / file).write_text(text)

    assert access(folder) == 1

    assert why in capsys.readouterr().err


@pytest.mark.parametrize("guarded", [True, False])
def test_the_check_says_when_all_is_taken_on_trust(
    folder: Path, capsys: pytest.CaptureFixture[str], *, guarded: bool
) -> None:
    (folder / "hub.yaml").write_text(
        HUB.replace("hub }", f"hub, guarded: {str(guarded).lower()} }}")
    )

    assert main(["check", "--config", str(folder)]) == 0

    assert ("taken on trust" in capsys.readouterr().out) is not guarded
