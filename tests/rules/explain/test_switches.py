"""What is said of physical switches."""

from dataclasses import replace

import pytest

from rules.explain import (
    WrittenNames,
    author_text,
    freeze_sentence,
    held_fast,
    hold_sentence,
    record_sentence,
)
from rules.house import House
from rules.policy import Policy
from rules.words.ids import SwitchId
from rules.words.people import Freeze, HouseScope, Override
from rules.words.records import OverrideEnded
from rules.words.switches import Gpio, Switch, SwitchKind
from rules.words.values import POWER
from rules.words.wishes import Author, Via
from tests.rules.explain.told import NAMES, at

RED, BLUE = SwitchId("red-switch"), SwitchId("blue-switch")
BY_RED = Author(via=Via.SWITCH, switch=RED)
IN_DOUBT = Author(via=Via.DOUBT, switch=RED)
HOUSE = HouseScope()
FROZEN = Freeze(scope=HOUSE, by=BY_RED, since=at(18, 2))
LATCHING = Switch(id=RED, kind=SwitchKind.LATCHING, line=Gpio(gpio=17), where="by the front door")


def house(*switches: Switch) -> House:
    """Return a house in which these switches hold all of it, one minute after another."""
    found = House(Policy(switches={switch.id: switch for switch in switches}))
    for minute, switch in enumerate(switches, start=2):
        by = Author(via=Via.SWITCH, switch=switch.id)
        found.people.switches[switch.id] = Freeze(scope=HOUSE, by=by, since=at(17, minute))
    return found


@pytest.mark.parametrize(
    ("author", "said"), [(BY_RED, "the red switch"), (IN_DOUBT, "the red switch in doubt")]
)
def test_a_switch_is_an_author(author: Author, said: str) -> None:
    assert author_text(author, NAMES) == said


def test_a_switch_holds_since_a_moment_as_it_was_written_in_the_journal() -> None:
    assert freeze_sentence(FROZEN, NAMES) == (
        "The red switch holds the house since 18:02; frozen until it is let go."
    )


def test_what_a_switch_set_is_told_with_its_switch() -> None:
    off = Override(scope=HOUSE, values={POWER: False}, by=BY_RED, since=at(18, 2))

    assert hold_sentence(off, NAMES) == (
        "The red switch switched the house off at 18:02; held until it is let go."
    )


def test_a_doubt_says_what_could_not_be_read_and_how_it_ends() -> None:
    assert freeze_sentence(replace(FROZEN, by=IN_DOUBT), NAMES) == (
        "The red switch could not be read at 18:02, "
        "so the house is frozen until it can be, or released."
    )


def test_an_end_is_told_with_its_switch() -> None:
    end = OverrideEnded(scope=HOUSE, verb="freeze", by=BY_RED, why="it was turned back")

    assert record_sentence(end, at(18, 9), WrittenNames(NAMES.zone)) == (
        "The freeze of the house ended at 18:09: it was turned back (the red switch)."
    )


def test_why_nothing_can_be_released_names_every_switch_and_its_place() -> None:
    other = Switch(id=BLUE, kind=SwitchKind.LATCHING, line=Gpio(gpio=18), name="Ana's switch")
    one, two = house(LATCHING), house(LATCHING, other)

    assert held_fast(one, HOUSE, at(18, 2)) == (
        "The house is held by the red switch since 16:02; "
        "that ends when it is turned back by the front door, and not otherwise."
    )
    assert held_fast(two, HOUSE, at(18, 2)) == (
        "The house is held by the red switch since 16:02 and Ana's switch since 16:03; that ends "
        "when the red switch is turned back by the front door and Ana's switch is turned back, "
        "and not otherwise."
    )


def test_what_anybody_may_release_is_not_held_fast() -> None:
    button = replace(LATCHING, kind=SwitchKind.MOMENTARY)

    assert held_fast(house(button), HOUSE, at(18, 2)) == ""
    assert held_fast(House(), HOUSE, at(18, 2)) == ""
