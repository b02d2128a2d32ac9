"""The same figures for Prometheus, in its text form."""

from collections.abc import Iterable, Mapping
from typing import Final

from hub.balance.figures import Figure
from hub.view.plain_json import Picture

KIND: Final = "text/plain; version=0.0.4; charset=utf-8"
PREFIX: Final = "homerule"
UNITS: Final = {"%": ("_ratio", 0.01), "ms": ("_seconds", 0.001), "MB": ("_bytes", 1e6)}
"""Prometheus wants basic units: by ours, the end of the name, and what ours is multiplied with."""
COUNTED: Final = {
    "refused": "Messages of people and devices that could not be understood.",
    "dropped": "Messages that were dropped because too many waited.",
    "coalesced": "Reports that a newer one of the same device replaced before it was looked at.",
    "journal_errors": "Writes that the journal could not take.",
    "proposals_refused": "Proposals of agents from outside that were refused unheard.",
}
"""What the hub has counted since it started."""


def exposition(
    figures: Iterable[Figure], counts: Picture, outcomes: Mapping[str, int], up: float
) -> str:
    """Return all of it; `outcomes` are today's decisions, `up` the seconds since the start."""
    lines: list[str] = []
    for figure in figures:
        meaning, value = figure.meaning, figure.value
        end, factor = UNITS.get(meaning.unit, ("", 1.0))
        lines += _told(f"{meaning.id}{end}", "gauge", meaning.says)
        if value is not None:
            lines.append(f"{PREFIX}_{meaning.id}{end} {value * factor:.10g}")
    lines += _told("decisions_today", "gauge", "What the house said to its agents today.")
    lines += [
        f'{PREFIX}_decisions_today{{outcome="{outcome}"}} {count}'
        for outcome, count in sorted(outcomes.items())
    ]
    for name, says in COUNTED.items():
        counted = counts.get(name)
        if isinstance(counted, int):
            lines += _told(f"{name}_total", "counter", says)
            lines.append(f"{PREFIX}_{name}_total {counted}")
    lines += _told("up_seconds", "gauge", "How long the hub has been at work.")
    lines.append(f"{PREFIX}_up_seconds {up:.0f}")
    return "\n".join(lines) + "\n"


def _told(name: str, kind: str, says: str) -> list[str]:
    return [f"# HELP {PREFIX}_{name} {says}", f"# TYPE {PREFIX}_{name} {kind}"]
