"""Whatever stands in a household file: it is taken, or its mistakes are told; nothing else."""

import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from hub.policy.errors import ConfigurationErrors
from hub.policy.household import read_household
from hub.policy.settings import load_settings
from hub.policy.yaml_lines import Row, Table, read_yaml

CONFIG = Path(__file__).parents[3] / "config"
SHIPPED = (CONFIG / "house.yaml").read_text(encoding="utf-8")

ODD_WORDS = [
    "",
    "on",
    "20 %",
    "5 min",
    "22:30",
    "sunset",
    "2700 K",
    "toggle",
    "all off in",
    "scene",
]
ODD_WORDS += ["below 3", "cron * * * * *", "x" * 600, "\x1b[31m", "é\n"]
ODD_NUMBERS = [None, True, False, 0, -1, 1.5, 10**14]
ODD_GROUPS = [[], {}, [[]], {"": ""}, {"power": "on"}, {"press": "x"}, {"kind": "recipe"}, ["a", 1]]
ODD: st.SearchStrategy[object] = st.one_of(
    st.sampled_from(ODD_WORDS),
    st.sampled_from(ODD_NUMBERS),
    st.sampled_from(ODD_GROUPS),
    st.text(max_size=12),
)


def _swallow(text: str) -> None:
    with TemporaryDirectory() as folder:
        file = Path(folder) / "house.yaml"
        file.write_bytes(text.encode("utf-8", "replace"))
        with suppress(ConfigurationErrors):
            read_household(file)
        with suppress(ConfigurationErrors):
            load_settings(file)


@settings(deadline=None)
@given(st.text())
def test_any_text_is_taken_or_told_of(text: str) -> None:
    _swallow(text)


@settings(max_examples=60, deadline=None)
@given(
    at=st.integers(0, len(SHIPPED)),
    length=st.integers(0, 30),
    put=st.text("ab:-[]{}'\"|>#&*!%@\n\t 05", max_size=8),
)
def test_a_household_file_with_a_slip_of_the_hand_is_taken_or_told_of(
    at: int, length: int, put: str
) -> None:
    _swallow(SHIPPED[:at] + put + SHIPPED[at + length :])


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_a_household_file_with_an_odd_value_anywhere_is_taken_or_told_of(
    data: st.DataObject,
) -> None:
    root = read_yaml(SHIPPED.encode())
    place = data.draw(st.sampled_from(list(_places(root))))

    _swallow(yaml.safe_dump(_with(root, place, data.draw(ODD)), allow_unicode=True))


def _inner(node: object) -> list[tuple[object, object]]:
    if isinstance(node, Table):
        return list(node.items())
    return list(enumerate(node)) if isinstance(node, Row) else []


def _places(node: object) -> Iterator[tuple[object, ...]]:
    for key, value in _inner(node):
        yield (key,)
        for rest in _places(value):
            yield (key, *rest)


def _with(node: object, place: tuple[object, ...], put: object) -> object:
    """Return a tree as plain dicts and lists, with something else in one place."""
    if place == ():
        return put
    parts = [
        (key, _with(value, place[1:] if place[:1] == (key,) else (None,), put))
        for key, value in _inner(node)
    ]
    if isinstance(node, Table):
        return dict(parts)
    return [value for _, value in parts] if isinstance(node, Row) else node


@pytest.mark.parametrize("agents", [100, 1000])
def test_a_large_household_is_read_while_nobody_waits(tmp_path: Path, agents: int) -> None:
    agent = "kind: motion_light, area: hall, brightness: 80 %, off_after: 5 min, purpose: Light"
    lines = ["home: { timezone: Europe/Madrid }", "areas: { hall: {} }", "agents:"]
    lines += [f"  motion-{number}: {{ {agent} }}" for number in range(agents)]
    file = tmp_path / "house.yaml"
    file.write_text("\n".join(lines))

    start = time.perf_counter()
    household = read_household(file)
    took = time.perf_counter() - start

    assert len(household.policy.agents) == agents
    # Shown with `pytest -s`; a machine that is busy must not fail a test.
    sys.stdout.write(f"{agents} agents read and checked in {took * 1000:.0f} ms\n")
