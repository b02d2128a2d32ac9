"""A command line that talks to a real hub over its socket."""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from pathlib import Path
from typing import Any, TypeAlias

import pytest
import pytest_asyncio

from hub.__main__ import main
from tests.hub.web.conftest import Served, serving

Command: TypeAlias = Callable[..., Coroutine[Any, Any, tuple[int, str, str]]]
"""Runs `homerule` with words; returns its exit code, what it printed and what it complained of."""


@pytest.fixture
def homerule(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Command:
    """Run a command with the state folder of the test."""

    async def run(*words: str) -> tuple[int, str, str]:
        code = await asyncio.to_thread(main, [*words, "--state", str(tmp_path)])
        said = capsys.readouterr()
        return code, said.out, said.err

    return run


@pytest_asyncio.fixture
async def afar(tmp_path: Path) -> AsyncIterator[Served]:
    """Serve a small hub whose page answers the whole house."""
    async with serving(tmp_path, host="0.0.0.0") as served:
        yield served


@pytest_asyncio.fixture
async def served(tmp_path: Path) -> AsyncIterator[Served]:
    """Serve a small hub."""
    async with serving(tmp_path) as served:
        yield served
