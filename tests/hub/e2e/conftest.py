"""Houses for the stories: one that a whole file lives in, and one for a single story."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.hub.e2e.home import Home, home_in


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Home]:
    """A house of its own for one story."""
    with home_in(tmp_path) as home:
        yield home


@pytest.fixture(scope="module")
def shared_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Home]:
    """A house that the stories of one file share; each takes a room of its own or tidies up."""
    with home_in(tmp_path_factory.mktemp("home")) as home:
        yield home
