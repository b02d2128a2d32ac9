"""A policy is known by the hash of what it says, not of how it is written."""

from pathlib import Path

import pytest

from tests.hub.policy.written import taken

WRITTEN = """\
home: { timezone: Europe/Madrid }
areas:
  hall: { devices: [A, B] }
  bath: { devices: [C] }
"""


@pytest.mark.parametrize(
    "same",
    [
        "# a comment\n\n" + WRITTEN,
        (
            "areas: { bath: { devices: [C] }, hall: { devices: ['A', \"B\"] } }\n"
            "home:\n  timezone: Europe/Madrid   # Spain\n"
        ),
    ],
)
def test_comments_quotes_and_the_order_of_keys_do_not_change_it(tmp_path: Path, same: str) -> None:
    assert taken(tmp_path, same).policy.hash == taken(tmp_path, WRITTEN).policy.hash


@pytest.mark.parametrize(
    ("before", "after"), [("Madrid", "Paris"), ("[A, B]", "[B, A]"), ("[C]", "[]"), ("bath", "b")]
)
def test_every_other_change_does(tmp_path: Path, before: str, after: str) -> None:
    changed = taken(tmp_path, WRITTEN.replace(before, after)).policy.hash

    assert changed != taken(tmp_path, WRITTEN).policy.hash


def test_it_is_the_same_on_every_machine_and_at_every_start(tmp_path: Path) -> None:
    assert taken(tmp_path, WRITTEN).policy.hash == "278295e09bcabda0050c64635ba09c31"
