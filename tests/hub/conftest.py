"""A broker for a single test, and somebody on it; and multicast for a single test."""

import fcntl
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.hub.e2e.broker import Mosquitto
from tests.hub.e2e.ears import Ears


@pytest.fixture
def broker(tmp_path: Path) -> Iterator[Mosquitto]:
    broker = Mosquitto(tmp_path / "broker")
    broker.starts()
    yield broker
    broker.is_killed()


@pytest.fixture
def ears(broker: Mosquitto) -> Iterator[Ears]:
    """Somebody on the broker."""
    with Ears(broker.port) as ears:
        yield ears


@pytest.fixture
def multicast() -> Iterator[None]:
    """Let no other test speak multicast: on loopback all hear all, and one of them floods it."""
    place = Path(tempfile.gettempdir()) / f"homerule-tests-multicast-{os.getuid()}"
    with place.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
