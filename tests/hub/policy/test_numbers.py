"""Which numbers of an entry may be changed without writing YAML, and what becomes of the file."""

from textwrap import indent

import pytest

from hub.policy.changes import changes
from hub.policy.numbers import NoSuchNumber, Number, numbers, with_numbers
from tests.hub.policy.signed import HOUSE, root

ENTRY = """\
entry:
  kind: motion_light
  area: hall
  lamps: [Lamp 2, "2"]
  brightness: 80 %
  off_after: 1 h 30 min
  between: [22:30, sunset + 15 min]
  only_below: 50
  at: sunset - 1 h
  set: { power: on, brightness: 30 % }
  quick: true
  purpose: 5 min
"""


def entry() -> list[Number]:
    return numbers(root(ENTRY)["entry"])


def test_quantities_and_times_are_numbers_and_names_are_none() -> None:
    assert entry() == [
        Number("brightness", "80 %"),
        Number("off_after", "1 h 30 min"),
        Number("between.0", "22:30"),
        Number("between.1", "sunset + 15 min"),
        Number("only_below", "50"),
        Number("at", "sunset - 1 h"),
        Number("set.brightness", "30 %"),
    ]


def test_only_what_was_meant_changes_and_the_file_that_was_there_stays() -> None:
    before = root(HOUSE)

    after = with_numbers(before, "guardrails", "quiet-nights", {"at_most": " 40 % "})

    assert changes(before, after) == [
        "Guardrail quiet-nights: `at_most` 20 % -> 40 % (this allows more)."
    ]
    assert before == root(HOUSE)


def test_a_plain_number_stays_one_and_a_list_keeps_its_other_entries() -> None:
    before = root("agents:\n" + indent(ENTRY, "  "))

    after = with_numbers(before, "agents", "entry", {"only_below": "60", "between.0": "23:00"})

    found = after["agents"]
    assert isinstance(found, dict)
    inner = found["entry"]
    assert isinstance(inner, dict)
    assert inner["only_below"] == 60
    assert inner["between"] == ["23:00", "sunset + 15 min"]


@pytest.mark.parametrize(
    ("section", "name", "path"),
    [
        ("guardrails", "quiet-nights", "kind"),
        ("guardrails", "quiet-nights", "purpose"),
        ("guardrails", "quiet-nights", "at_most.0"),
        ("guardrails", "quiet-nights", "nothing"),
        ("guardrails", "nobody", "at_most"),
        ("home", "timezone", "0"),
        ("nowhere", "x", "y"),
    ],
)
def test_what_is_no_number_cannot_be_changed(section: str, name: str, path: str) -> None:
    with pytest.raises(NoSuchNumber):
        with_numbers(root(HOUSE), section, name, {path: "5"})
