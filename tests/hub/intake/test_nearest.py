"""Who mistypes a name is told which names come near."""

import pytest

from hub.intake.nearest import nearest

IDS = ("hall-lamp", "hall-motion", "hall-button", "hall-clock", "kitchen-lamp", "porch-lamp")


@pytest.mark.parametrize(
    ("said", "end"),
    [
        ("kitchen", ". Did you mean `kitchen-lamp`?"),
        ("Kichen lamp", ". Did you mean `kitchen-lamp`?"),
        ("motion", ". Did you mean `hall-motion`?"),
        ("hall", ". Did you mean `hall-button`, `hall-clock` or `hall-lamp`?"),
    ],
)
def test_names_that_come_near_are_offered(said: str, end: str) -> None:
    assert nearest(said, IDS) == end


@pytest.mark.parametrize("said", ["attic lamp", "garage", "", "???"])
def test_where_nothing_comes_near_nothing_is_offered(said: str) -> None:
    assert nearest(said, IDS) == ""
