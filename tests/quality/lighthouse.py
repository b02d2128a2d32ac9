"""Lighthouse's four marks for the page, as the field measures them."""

import json
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import Any, Final

from hub.demo.broker import HOST
from tests.bench.table import Goal, Row
from tests.hub.e2e.broker import free_port
from tests.quality.house import house_of

HERE: Final = Path(__file__).parent
GOALS: Final = {"performance": 98, "accessibility": 100, "best-practices": 100, "seo": 100}
STARTS_WITHIN: Final = 20.0
ENDS_WITHIN: Final = 120.0


def lighthouse(times: int) -> list[Row]:
    """Return the median of the marks, and what cost marks the last time."""
    with house_of(24) as home, _browser() as port:
        runs = [_run(home.hub.page, port) for _ in range(times)]
    lost = ", ".join(runs[-1]["lost"])
    rows = [
        Row(
            f"Lighthouse, {name}",
            "",
            median(run["marks"][name] for run in runs),
            goal=Goal(goal, least=True),
        )
        for name, goal in GOALS.items()
    ]
    return [row if row.reached else _with(row, lost) for row in rows]


def _with(row: Row, lost: str) -> Row:
    return Row(row.measure, row.unit, row.hub, goal=row.goal, note=lost)


def _run(url: str, port: int) -> dict[str, Any]:
    done = subprocess.run(
        ["node", "lighthouse.mjs", url, str(port)],
        cwd=HERE,
        capture_output=True,
        text=True,
        timeout=ENDS_WITHIN,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    said: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return said


@contextmanager
def _browser() -> Iterator[int]:
    """Run chromium without a window, and yield the port by which it is driven."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    assert chromium, "the page is measured with chromium: scripts/test-needs installs it"
    port = free_port()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        words = ["--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run"]
        own = [f"--remote-debugging-port={port}", f"--user-data-dir={profile}"]
        child = subprocess.Popen(
            [chromium, *words, *own, "about:blank"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            _until_it_listens(port)
            yield port
        finally:
            child.kill()
            child.wait()


def _until_it_listens(port: int) -> None:
    deadline = time.perf_counter() + STARTS_WITHIN
    while time.perf_counter() < deadline:
        with socket.socket() as probe:
            if probe.connect_ex((HOST, port)) == 0:
                return
        time.sleep(0.05)
    raise AssertionError("chromium did not start in time")
