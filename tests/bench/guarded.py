"""What deciding costs on the way: a house of 200 guardrails beside one that has none.

In both the decision is in the journal before its command is on the broker, and that is looked at.
"""

import sqlite3
from contextlib import closing
from pathlib import Path
from statistics import median
from typing import Final

from tests.bench import outside
from tests.bench.house import PAIRS_AN_AREA, SIDE_HUB, pairs, write_files
from tests.bench.outside import MILLI, RATE, Effort
from tests.bench.site import Site, site
from tests.bench.table import Goal, Row

GUARDRAILS: Final = 200
PAIRS: Final = 100
DECIDED: Final = "SELECT count(*) FROM record WHERE kind = 'Decided'"


def guarded(effort: Effort) -> list[Row]:
    """Time motion to the command with 200 guardrails, of which 3 speak, and with none."""
    found: dict[str, list[float]] = {"plain": [], "guarded": []}
    missing = 0
    with site(PAIRS) as at:
        folder = at.config.with_name("guarded")
        each = GUARDRAILS * PAIRS_AN_AREA // PAIRS
        write_files(folder, at.port, pairs(SIDE_HUB, PAIRS), rules_an_area=each)
        for number in range(effort.blocks):
            for kind, config in (("plain", at.config), ("guarded", folder)):
                effort.say(f"journal and command, {kind}, block {number + 1}/{effort.blocks}")
                latencies, unwritten = _block(effort, at, config)
                found[kind].append(median(latencies))
                missing += unwritten
    note = f"({missing} commands of which the journal has no decision)" if missing else ""
    ratio = median(g / p for g, p in zip(found["guarded"], found["plain"], strict=True))
    name = f"decision in the journal and command out, {GUARDRAILS} guardrails (beside none)"
    limit = Goal(1.5, ratio=True)
    here, there = median(found["guarded"]), median(found["plain"])
    return [Row(name, "ms", here, there, ratio, limit, note)]


def _block(effort: Effort, at: Site, config: Path) -> tuple[list[float], int]:
    """Return how long each command took, and how many decisions the journal lacks."""
    state = at.processes.state
    hub, _ = at.hub_ready(config=config)
    outside.load_all(hub)
    told = {"events": effort.events, "rate": RATE, "echo": True}
    answer = at.feeder.do("latency", sides=[SIDE_HUB], count=at.count, **told)[SIDE_HUB]
    latencies = [MILLI * seconds for seconds in answer["latencies"]]
    with closing(sqlite3.connect(f"file:{state / 'journal.db'}?mode=ro", uri=True)) as book:
        (written,) = book.execute(DECIDED).fetchone()
    hub.end()
    return latencies, max(0, len(latencies) - int(written)) + answer["unanswered"]
