"""What holds for every test: a slow machine makes none of them fail, and none is prepared twice."""

import gc
import os
import tempfile
from collections.abc import Generator, Iterator
from contextlib import suppress
from importlib import import_module
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

settings.register_profile(
    "any machine", deadline=None, suppress_health_check=(HealthCheck.too_slow,)
)
settings.load_profile("any machine")


@pytest.hookimpl(wrapper=True)
def pytest_collection(session: pytest.Session) -> Generator[None, object, object]:
    """Look for the tests without looking for garbage: what is found stays to the end."""
    gc.disable()
    try:
        share_out(session)
        return (yield)
    finally:
        gc.freeze()
        gc.enable()


def share_out(session: pytest.Session) -> None:
    """Let several workers share out the files that all of them are to look through.

    pytest compiles each file anew for its assertions, and writes that down: in a fresh copy of the
    project every worker would do it for every file, at the same time as the others.
    """
    config = session.config
    if hasattr(config, "workerinput"):
        run, workers = config.workerinput["testrunuid"], config.workerinput["workercount"]
        files = [file for place in config.args for file in sorted(Path(place).rglob("test_*.py"))]
        for number in taken(f"homerule-tests-{run}", len(files), workers):
            prepare(files[number].resolve().relative_to(config.rootpath))


def taken(name: str, count: int, workers: int) -> Iterator[int]:
    """Take one number after the other that no other worker has taken, while there are any."""
    place = Path(tempfile.gettempdir()) / name
    line = os.open(place, os.O_CREAT | os.O_WRONLY | os.O_APPEND)
    try:
        # What is appended is never in the place of what somebody else appends.
        while (number := os.lseek(line, os.write(line, b".") - 1, os.SEEK_CUR)) <= count:
            yield number - 1
    finally:
        os.close(line)
    if number == count + workers:
        place.unlink()


def prepare(file: Path) -> None:
    """Import a file of tests; if that fails, it is told when the file's turn comes."""
    with suppress(Exception):
        import_module(".".join(file.with_suffix("").parts))
