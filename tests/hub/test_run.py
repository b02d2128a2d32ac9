"""A process that cannot start says what keeps it from running, in words and all at once."""

from pathlib import Path

import pytest

from hub.options import Options
from hub.run import run

WRONG_HUB = "page: { port: 99999 }\n"
WRONG_HOUSE = "home: { name: Maple Street 4, timezone: Europe/Mars }\n"
IN_HUB = "hub.yaml:1: page.port: "
IN_HOUSE = "house.yaml:1: home.timezone: "


@pytest.fixture
def options(tmp_path: Path) -> Options:
    """A folder with a mistake in each file, and no state yet."""
    config = tmp_path / "config"
    config.mkdir()
    (config / "hub.yaml").write_text(WRONG_HUB)
    (config / "house.yaml").write_text(WRONG_HOUSE)
    return Options(config=config, state=tmp_path / "state")


def test_a_first_start_tells_the_mistakes_of_both_files(
    options: Options, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(options) == 1

    said = capsys.readouterr().err.splitlines()
    assert [line for line in said if line.startswith(IN_HUB)]
    assert [line for line in said if line.startswith(IN_HOUSE)]


def test_a_household_file_without_mistakes_adds_nothing(
    options: Options, capsys: pytest.CaptureFixture[str]
) -> None:
    (options.config / "house.yaml").write_text(WRONG_HOUSE.replace("Mars", "Madrid"))

    assert run(options) == 1

    assert len(capsys.readouterr().err.splitlines()) == 1
