"""What a switch's contact comes to: engaged, released, stuck, lost and found."""

from collections.abc import Iterable

import pytest

from rules.people.switch import SETTLE, Contact, Happening, press, read
from rules.words.switches import SwitchKind

LATCHING, MOMENTARY = SwitchKind.LATCHING, SwitchKind.MOMENTARY
ENGAGED, RELEASED = Happening.ENGAGED, Happening.RELEASED
STUCK, FREED = Happening.STUCK, Happening.FREED
LOST, FOUND, DOUBTED = Happening.LOST, Happening.FOUND, Happening.DOUBTED
CALM = SETTLE + 0.01


class Watched:
    """A contact that is read, and all that came of it."""

    def __init__(self, kind: SwitchKind, *, engaged: bool = False) -> None:
        self.kind = kind
        self.contact = Contact(engaged=engaged)
        self.now = 50.0
        self.told: list[Happening] = []

    def shows(self, closed: bool | None, seconds: float = 0.0) -> None:
        """Let the line be read, and time pass after it."""
        self.contact, happened = read(self.contact, self.kind, closed, self.now)
        self.told += happened
        self.now += seconds

    def stands(self, closed: bool | None, seconds: float = 3.0) -> None:
        """Let the line be so for a while, and be read each second and soon after the change."""
        end = self.now + seconds
        self.shows(closed, min(CALM, seconds))
        while self.now < end:
            self.shows(closed, min(1.0, end - self.now))
        self.shows(closed)

    def is_pressed(self, *lengths: float) -> None:
        """Let somebody press for so many seconds each, with a second between."""
        for length in lengths:
            self.stands(True, length)
            self.stands(False, 1.0)

    def fresh(self) -> list[Happening]:
        """Return what came since this was last asked."""
        told, self.told = self.told, []
        return told


def watched(kind: SwitchKind, shows: Iterable[bool | None] = (False,)) -> Watched:
    """Return a switch that was seen to stand so, and what came of that is forgotten."""
    switch = Watched(kind)
    for closed in shows:
        switch.stands(closed)
    switch.fresh()
    return switch


def test_a_latching_switch_is_engaged_while_it_is_closed() -> None:
    switch = watched(LATCHING)

    switch.stands(True, 3600)
    assert switch.fresh() == [ENGAGED]

    switch.stands(False)
    assert switch.fresh() == [RELEASED]


def test_a_contact_engages_at_once_and_releases_when_it_has_stood_open() -> None:
    switch = watched(LATCHING)

    switch.shows(True, 0.1)
    at_once = switch.fresh()
    switch.shows(False, SETTLE / 2)
    switch.shows(False, SETTLE)
    too_soon = switch.fresh()
    switch.shows(False)

    assert at_once == [ENGAGED]
    assert too_soon == []
    assert switch.fresh() == [RELEASED]


def test_a_contact_that_chatters_for_an_hour_stays_engaged() -> None:
    switch = watched(LATCHING)

    for _ in range(1000):
        switch.shows(True, 0.011)
        switch.shows(False, 0.029)

    assert switch.fresh() == [ENGAGED]


@pytest.mark.parametrize("kind", SwitchKind)
def test_what_is_closed_when_it_is_first_read_is_engaged(kind: SwitchKind) -> None:
    switch = Watched(kind)

    switch.shows(True)

    assert switch.fresh() == [ENGAGED]


def test_a_latching_switch_that_stands_open_at_the_start_ends_what_was_remembered() -> None:
    switch = Watched(LATCHING, engaged=True)

    switch.shows(False, CALM)
    assert switch.fresh() == []

    switch.shows(False)
    assert switch.fresh() == [RELEASED]


def test_a_button_that_is_not_pressed_at_the_start_stays_as_it_was_remembered() -> None:
    switch = Watched(MOMENTARY, engaged=True)

    switch.stands(False)

    assert switch.fresh() == []
    assert switch.contact.engaged


def test_a_button_is_released_by_two_deliberate_presses_as_the_second_ends() -> None:
    switch = watched(MOMENTARY)
    switch.is_pressed(0.1)
    assert switch.fresh() == [ENGAGED]

    switch.is_pressed(0.8)
    switch.stands(True, 0.8)
    assert switch.fresh() == []

    switch.stands(False, 1.0)
    assert switch.fresh() == [RELEASED]


@pytest.mark.parametrize(
    "presses", [(0.8,), (0.8, 0.2), (0.2, 0.2), (0.8, 0.2, 0.8), (0.3, 0.3, 0.3, 0.3)]
)
def test_less_than_two_deliberate_presses_release_nothing(presses: tuple[float, ...]) -> None:
    switch = watched(MOMENTARY, (False, True, False))

    switch.is_pressed(*presses)

    assert RELEASED not in switch.fresh()


@pytest.mark.parametrize(
    ("length", "comes"), [(0.34, []), (0.36, [RELEASED]), (1.99, [RELEASED]), (2.01, [STUCK])]
)
def test_a_deliberate_press_is_neither_too_short_nor_too_long(
    length: float, comes: list[Happening]
) -> None:
    switch = watched(MOMENTARY, (False, True, False))

    for _ in range(2):
        switch.shows(True, length)
        switch.shows(False, 0.125)
        switch.shows(False, 0.125)

    assert switch.fresh()[:1] == comes


def test_the_press_that_engages_is_none_of_the_two() -> None:
    switch = watched(MOMENTARY)

    switch.is_pressed(0.8, 0.8)
    assert switch.fresh() == [ENGAGED]

    switch.is_pressed(0.8)
    assert switch.fresh() == [RELEASED]


def test_a_button_that_is_held_too_long_is_stuck_and_stays_engaged() -> None:
    switch = watched(MOMENTARY)

    switch.stands(True, 60)
    assert switch.fresh() == [ENGAGED, STUCK]

    switch.stands(False)
    assert switch.fresh() == [FREED]
    assert switch.contact.engaged


def test_a_stuck_button_that_was_released_elsewhere_engages_by_a_new_press_only() -> None:
    switch = watched(MOMENTARY)
    switch.stands(True, 10)
    switch.contact = Contact(seen=True, stuck=True, pressed=switch.contact.pressed)
    switch.fresh()

    switch.stands(True, 10)
    still = switch.fresh()
    switch.stands(False)
    switch.is_pressed(0.5)

    assert still == []
    assert switch.fresh() == [FREED, ENGAGED]


@pytest.mark.parametrize("kind", SwitchKind)
def test_a_line_that_is_lost_changes_nothing_and_is_told_once(kind: SwitchKind) -> None:
    free, held = watched(kind), watched(kind, (False, True))

    for switch in (free, held):
        switch.stands(None, 60)

    assert free.fresh() == [LOST]
    assert not free.contact.engaged
    assert held.fresh() == [LOST]
    assert held.contact.engaged


@pytest.mark.parametrize("kind", SwitchKind)
def test_a_line_that_was_never_read_engages_in_doubt_until_it_can_be(kind: SwitchKind) -> None:
    switch = Watched(kind)

    switch.stands(None, 10)
    assert switch.fresh() == [DOUBTED, LOST]
    assert switch.contact.doubt

    switch.stands(False)
    assert switch.fresh() == [FOUND, RELEASED]


@pytest.mark.parametrize("kind", SwitchKind)
def test_a_switch_in_doubt_that_is_found_engaged_is_engaged(kind: SwitchKind) -> None:
    switch = Watched(kind)
    switch.stands(None)

    switch.shows(True)

    assert switch.fresh() == [DOUBTED, LOST, FOUND, ENGAGED]
    assert not switch.contact.doubt


def test_doubt_that_a_person_ended_does_not_come_back_by_itself() -> None:
    switch = Watched(LATCHING)
    switch.stands(None)
    switch.contact = Contact(lost=True)
    switch.fresh()

    switch.stands(None, 10)

    assert switch.fresh() == []


def test_a_latching_switch_turned_while_its_line_was_lost_is_as_it_stands() -> None:
    switch = watched(LATCHING, (False, True, None))

    switch.stands(False)

    assert switch.fresh() == [FOUND, RELEASED]


def test_a_line_that_is_lost_at_the_start_leaves_what_was_remembered_and_is_no_doubt() -> None:
    switch = Watched(LATCHING, engaged=True)

    switch.stands(None)

    assert switch.fresh() == [LOST]
    assert not switch.contact.doubt


def test_a_stuck_button_that_is_unplugged_is_lost_and_no_longer_stuck() -> None:
    switch = watched(MOMENTARY, (False, True))

    switch.stands(None)
    stuck = switch.contact.stuck
    switch.stands(False)

    assert not stuck
    assert switch.fresh() == [LOST, FOUND]


def test_a_press_that_was_not_seen_to_begin_does_not_release() -> None:
    switch = watched(MOMENTARY, (False, True, False, None))

    switch.is_pressed(1.0, 1.0)
    assert switch.fresh() == [FOUND]

    switch.is_pressed(1.0)
    assert switch.fresh() == [RELEASED]


def test_a_press_on_the_way_is_forgotten_when_the_line_is_lost() -> None:
    switch = watched(MOMENTARY, (False, True, False))
    switch.is_pressed(1.0)

    switch.stands(None, 0.5)
    switch.stands(False, 0.5)
    switch.is_pressed(1.0)

    assert RELEASED not in switch.fresh()


def test_a_release_elsewhere_while_it_is_pressed_lets_the_press_do_nothing() -> None:
    switch = watched(MOMENTARY, (False, True, False))
    switch.is_pressed(1.0)
    switch.stands(True, 0.5)

    first = switch.now - 2
    switch.contact = Contact(seen=True, pressed=switch.contact.pressed, counts=True, first=first)
    switch.stands(False)

    assert switch.fresh() == []


# a device that tells presses alone


def test_any_press_of_a_device_engages_and_the_named_one_twice_releases() -> None:
    contact, first = press(Contact(), 10.0, deliberate=False)
    contact, second = press(contact, 20.0, deliberate=True)
    contact, third = press(contact, 21.0, deliberate=True)

    assert (first, second, third) == ((ENGAGED,), (), (RELEASED,))
    assert not contact.engaged


@pytest.mark.parametrize("at", [20.1, 26.0, 5.0])
def test_a_message_delivered_twice_or_presses_far_apart_are_one_press(at: float) -> None:
    contact, _ = press(Contact(engaged=True), 20.0, deliberate=True)

    contact, happened = press(contact, at, deliberate=True)

    assert happened == ()
    assert contact.engaged


def test_presses_count_on_after_the_clock_was_put_back() -> None:
    contact, _ = press(Contact(engaged=True), 20.0, deliberate=True)
    contact, _ = press(contact, 5.0, deliberate=True)

    contact, happened = press(contact, 6.0, deliberate=True)

    assert happened == (RELEASED,)


def test_another_press_in_between_begins_anew() -> None:
    contact, _ = press(Contact(engaged=True), 20.0, deliberate=True)
    contact, _ = press(contact, 21.0, deliberate=False)

    contact, happened = press(contact, 22.0, deliberate=True)

    assert happened == ()
    assert contact.engaged


def test_a_press_shows_that_a_lost_device_is_there() -> None:
    contact, happened = press(Contact(lost=True, engaged=True, doubt=True), 9.0, deliberate=True)

    assert happened == (FOUND, ENGAGED)
    assert not contact.lost
