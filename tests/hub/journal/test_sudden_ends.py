"""A real process is killed, or runs out of disk: what was acknowledged is there."""

import subprocess
import sys
from pathlib import Path

from hub.journal.reader import JournalReader

ROOT = Path(__file__).parents[3]
WRITER = [sys.executable, "-m", "tests.hub.journal.restless_writer"]


def entries(state: Path) -> int:
    """Return how many entries there are, once the chain has been walked."""
    with JournalReader.open(state) as reader:
        assert reader.verify() is None
        return reader.tail(1)[0][0]


def test_nothing_acknowledged_is_lost_when_the_process_is_killed(tmp_path: Path) -> None:
    for after in (1, 2, 30, 101):
        with subprocess.Popen([*WRITER, tmp_path], cwd=ROOT, stdout=subprocess.PIPE) as process:
            assert process.stdout is not None
            said = [process.stdout.readline() for _ in range(after)]
            process.kill()
            said += [line for line in process.stdout if line.endswith(b"\n")]

        assert entries(tmp_path) >= int(said[-1])


def test_a_full_disk_is_told_to_whoever_waits_and_spoils_nothing(tmp_path: Path) -> None:
    ended = subprocess.run(
        [*WRITER, tmp_path, "100000"], cwd=ROOT, capture_output=True, timeout=30, check=True
    )

    *said, last = ended.stdout.decode().splitlines()
    assert last.startswith("refused: ")
    assert entries(tmp_path) >= int(said[-1])
