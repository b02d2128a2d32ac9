"""Houses for the stories: one that a whole file lives in, and one for a single story."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.hub.e2e.home import Home, home_in


@pytest.fixture(scope="module")
def lived_in(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Home]:
    """A house in which all stories of a file take place."""
    with home_in(tmp_path_factory.mktemp("home")) as home:
        yield home


@pytest.fixture
def home(lived_in: Home) -> Home:
    """The house of the file, tidied up for the next story."""
    lived_in.begins()
    return lived_in


@pytest.fixture
def own_home(tmp_path: Path) -> Iterator[Home]:
    """A house for a single story, which may break what it likes."""
    with home_in(tmp_path) as home:
        yield home
