"""Stories of hands at covers, locks, heating, fans and sirens: theirs as a lamp would be."""

from collections.abc import Sequence

import pytest

from rules.explain import HouseNames, record_sentence
from rules.words.decisions import End, Outcome
from rules.words.events import AvailabilityChanged, CommandedByOther, Reported
from rules.words.hands import Seen
from rules.words.ids import DeviceId, HardwareId
from rules.words.people import HandKind, Hold
from rules.words.records import Ended, HoldBegan, Judged
from rules.words.times import HOUR, MINUTE
from rules.words.values import (
    CLOSED,
    CLOSING,
    LOCKED,
    MODE,
    MOVEMENT,
    OPEN,
    OPENING,
    POSITION,
    POWER,
    PRESET,
    SPEED,
    STOPPED,
    TARGET_TEMPERATURE,
    TEMPERATURE,
    TILT,
    Values,
)
from rules.words.wishes import Via
from tests.rules.hands.things import ABLE, CHILD_LOCK, hall
from tests.story import Story


def hold(story: Story, name: str) -> Hold | None:
    return story.house.people.holds.get(DeviceId(name.lower()))


def seen(story: Story) -> list[Seen]:
    return [body.seen for body in story.records if isinstance(body, Judged)]


def says(story: Story, name: str, *reports: tuple[float, Values]) -> None:
    """Let a device report, each time after some seconds."""
    for seconds, values in reports:
        story.passes(seconds)
        story.happens(Reported(HardwareId(f"hw-{name.lower()}"), values))


BY_HAND: Sequence[tuple[str, Values, HandKind]] = [
    ("Blind", {MOVEMENT: OPENING, POSITION: 8}, HandKind.UP),
    ("Blind", {POSITION: 30}, HandKind.UP),
    ("Blind", {TILT: 60}, HandKind.UP),
    ("Lock", {LOCKED: True}, HandKind.DOWN),
    ("Heating", {TARGET_TEMPERATURE: 22.5}, HandKind.UP),
    ("Heating", {TARGET_TEMPERATURE: 16.5}, HandKind.DOWN),
    ("Heating", {MODE: "heat"}, HandKind.UP),
    ("Heating", {PRESET: "eco"}, HandKind.UP),
    ("Fan", {POWER: True, SPEED: 66}, HandKind.UP),
]


@pytest.mark.parametrize(("name", "report", "kind"), BY_HAND)
def test_what_somebody_moves_at_the_thing_itself_is_theirs(
    name: str, report: Values, kind: HandKind
) -> None:
    story = hall()

    says(story, name, (0, report))
    story.passes(1)

    held = hold(story, name)
    assert held is not None
    assert (held.by.via, held.kind) == (Via.WALL, kind)
    assert seen(story) == [Seen.HAND]
    longest = 4 * HOUR if kind is HandKind.UP else 8 * HOUR
    assert held.until == story.now + longest
    assert not story.sent(name), "a report alone moves nothing"


@pytest.mark.parametrize(("name", "press"), [("Blind", "close"), ("Lock", "lock"), ("Fan", "blow")])
def test_nothing_automated_goes_against_such_a_hand(name: str, press: str) -> None:
    story = hall()
    report: dict[str, Values] = {
        "Blind": {POSITION: 60},
        "Lock": {LOCKED: True},
        "Fan": {POWER: True, SPEED: 33},
    }
    says(story, name, (0, report[name]))
    story.passes(1)

    story.presses("Button", press)
    story.passes(HOUR)

    assert story.decisions[-1].outcome is Outcome.DEFERRED
    assert not story.sent(name)


def test_while_it_is_judged_nothing_automated_goes_either() -> None:
    story = hall()
    story.reads("Blind", position=60)

    story.presses("Button", "close")

    assert story.decisions[-1].outcome is Outcome.DEFERRED
    assert not story.sent("Blind")


def test_such_a_hold_ends_when_the_room_was_empty_for_a_while() -> None:
    story = hall(sensor=True)
    story.reads("Motion", occupancy=True)
    story.reads("Blind", position=60)
    story.passes(1)

    story.reads("Motion", occupancy=False)
    story.passes(15 * MINUTE + 1)

    assert hold(story, "Blind") is None
    assert not story.sent("Blind")


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("Heating", {TEMPERATURE: 23.0}),
        ("Heating", {CHILD_LOCK: True}),
        ("Blind", {POSITION: 2}),
        ("Heating", {TARGET_TEMPERATURE: 17.02}),
    ],
)
def test_what_is_measured_or_set_up_or_only_rounded_is_no_hand(name: str, values: Values) -> None:
    story = hall()

    says(story, name, (0, values))
    story.passes(2)

    assert hold(story, name) is None


def test_small_steps_of_a_blind_make_a_large_one() -> None:
    story = hall()

    says(story, "Blind", *((3.0, {POSITION: place}) for place in (1, 2, 3, 4)))
    story.passes(1)

    assert seen(story) == [Seen.HAND]


# our own orders


TRAVELS: Sequence[tuple[str, Sequence[tuple[float, Values]]]] = [
    (
        "open",
        [(0.4, {MOVEMENT: OPENING}), (9, {POSITION: 40}), (15, {MOVEMENT: OPEN, POSITION: 99})],
    ),
    (
        "open",
        [(0.3, {POSITION: 100}), (5, {POSITION: 20}), (9, {POSITION: 70}), (9, {POSITION: 100})],
    ),
    ("open", [(40, {POSITION: 100, MOVEMENT: OPEN})]),
    ("up", [(0.5, {MOVEMENT: OPEN, POSITION: 5}), (9, {POSITION: 60}), (9, {POSITION: 100})]),
    ("up", [(0.5, {MOVEMENT: OPENING}), (20, {MOVEMENT: OPEN, POSITION: 93})]),
    ("half", [(1, {MOVEMENT: OPENING, POSITION: 3}), (9, {MOVEMENT: STOPPED, POSITION: 52})]),
    ("half", [(20, {MOVEMENT: OPENING}), (9, {MOVEMENT: OPEN}), (0.4, {POSITION: 48})]),
    ("slats", [(1, {MOVEMENT: OPENING, TILT: 40}), (1, {MOVEMENT: CLOSED, TILT: 79, POSITION: 4})]),
]


@pytest.mark.parametrize(("press", "reports"), TRAVELS)
def test_a_blind_on_its_way_is_our_own_echo(
    press: str, reports: Sequence[tuple[float, Values]]
) -> None:
    story = hall()
    story.presses("Button", press)

    says(story, "Blind", *reports)
    story.passes(3 * MINUTE)

    assert hold(story, "Blind") is None
    assert len(story.sent("Blind")) == 1, "what is slow is told once"
    ends = [body.end for body in story.records if isinstance(body, Ended)]
    assert ends == [End.VERIFIED]


STRAYS: Sequence[tuple[str, Sequence[tuple[float, Values]]]] = [
    # turned round on its way
    ("open", [(1, {POSITION: 10}), (9, {POSITION: 40}), (3, {POSITION: 31})]),
    ("open", [(0.4, {MOVEMENT: OPENING}), (2, {MOVEMENT: CLOSING})]),
    # stopped short
    ("open", [(0.4, {MOVEMENT: OPENING}), (9, {MOVEMENT: STOPPED, POSITION: 40})]),
    ("open", [(0.4, {MOVEMENT: OPENING}), (9, {MOVEMENT: OPEN, POSITION: 40})]),
    # went on
    ("half", [(9, {POSITION: 50}), (3, {POSITION: 60})]),
    # moved once it was there, however soon
    ("open", [(30, {POSITION: 100, MOVEMENT: OPEN}), (0.5, {MOVEMENT: CLOSING, POSITION: 97})]),
    ("open", [(30, {POSITION: 100, MOVEMENT: OPEN}), (0.5, {POSITION: 90})]),
]


@pytest.mark.parametrize(("press", "reports"), STRAYS)
def test_who_stops_or_turns_a_blind_that_travels_has_it(
    press: str, reports: Sequence[tuple[float, Values]]
) -> None:
    story = hall()
    story.presses("Button", press)

    says(story, "Blind", *reports)
    story.passes(1)

    held = hold(story, "Blind")
    assert held is not None
    assert held.by.via is Via.WALL
    story.passes(3 * MINUTE)
    assert len(story.sent("Blind")) == 1


def test_a_blind_that_turns_from_one_order_to_the_next_is_nobodys_hand() -> None:
    story = hall()
    story.presses("Button", "open")
    says(story, "Blind", (1, {MOVEMENT: OPENING, POSITION: 8}), (9, {POSITION: 40}))

    story.presses("Button", "close")
    says(story, "Blind", (1, {POSITION: 45}), (1, {MOVEMENT: CLOSING, POSITION: 43}))
    says(story, "Blind", (9, {POSITION: 20}), (5, {MOVEMENT: CLOSED, POSITION: 0}))
    story.passes(3 * MINUTE)

    assert hold(story, "Blind") is None


def test_a_blind_that_sets_out_and_never_arrives_may_have_been_stopped_by_somebody() -> None:
    story = hall()
    story.presses("Button", "open")

    says(story, "Blind", (1, {POSITION: 10}), (9, {POSITION: 40}))
    story.passes(3 * MINUTE)

    held = hold(story, "Blind")
    assert held is not None
    assert (held.by.via, held.until - held.since) == (Via.UNKNOWN, 15 * MINUTE)
    assert seen(story) == [Seen.UNKNOWN]


def test_a_blind_that_a_hand_moves_for_long_is_one_hold() -> None:
    story = hall()

    says(story, "Blind", *((4.0, {POSITION: place}) for place in range(5, 100, 10)))
    story.passes(2)

    began = [body for body in story.records if isinstance(body, HoldBegan)]
    assert len(began) == 1
    held = hold(story, "Blind")
    assert held is not None
    assert held.values[POSITION] == 95


@pytest.mark.parametrize(
    ("name", "press", "reports"),
    [
        ("Lock", "lock", [(6, {LOCKED: True})]),
        ("Heating", "warm", [(1, {MODE: "heat"}), (20, {TARGET_TEMPERATURE: 21.5})]),
        ("Heating", "warm", [(50, {MODE: "heat", TARGET_TEMPERATURE: 21.0})]),
        ("Heating", "idle", [(1, {MODE: "off", TARGET_TEMPERATURE: 7.0, PRESET: "eco"})]),
        ("Fan", "blow", [(0.2, {POWER: True, SPEED: 66})]),
        ("Fan", "blow", [(0.2, {SPEED: 33}), (0.2, {POWER: True})]),
        ("Siren", "howl", [(0.2, {POWER: True}), (30, {POWER: False})]),
    ],
)
def test_what_a_thing_says_because_it_was_told_is_nobodys_hand(
    name: str, press: str, reports: Sequence[tuple[float, Values]]
) -> None:
    story = hall()
    if press == "idle":
        story.reads(name, stored=True, mode="heat")
        story.passes(MINUTE)
    story.presses("Button", press)

    says(story, name, *reports)
    story.passes(MINUTE)

    assert hold(story, name) is None
    assert not seen(story)


@pytest.mark.parametrize(
    ("name", "press", "reports"),
    [
        ("Lock", "lock", [(3, {LOCKED: True}), (0.5, {LOCKED: False})]),
        (
            "Heating",
            "warm",
            [(3, {MODE: "heat", TARGET_TEMPERATURE: 21.5}), (1, {TARGET_TEMPERATURE: 22})],
        ),
        ("Heating", "warm", [(3, {MODE: "heat", TARGET_TEMPERATURE: 21.5}), (1, {MODE: "off"})]),
        ("Heating", "idle", [(1, {TARGET_TEMPERATURE: 7.0}), (1, {TARGET_TEMPERATURE: 19.0})]),
        ("Fan", "blow", [(0.2, {POWER: True, SPEED: 66}), (0.5, {SPEED: 100})]),
        ("Siren", "howl", [(0.2, {POWER: True}), (5, {POWER: False})]),
    ],
)
def test_there_is_no_grace_after_our_own_order(
    name: str, press: str, reports: Sequence[tuple[float, Values]]
) -> None:
    story = hall()
    if press == "idle":
        story.reads(name, stored=True, mode="heat")
        story.passes(MINUTE)
    story.presses("Button", press)

    says(story, name, *reports)
    story.passes(1)

    held = hold(story, name)
    assert held is not None
    assert held.by.via is Via.WALL


def test_a_lock_that_jams_fails_and_is_not_told_again() -> None:
    story = hall()
    story.presses("Button", "lock")

    says(story, "Lock", (4, {LOCKED: None}))
    story.passes(3 * MINUTE)

    assert [body.end for body in story.records if isinstance(body, Ended)] == [End.FAILED]
    assert story.sent("Lock") == [{LOCKED: True}]
    assert hold(story, "Lock") is None


# what else tells whose it is


def test_a_thing_that_says_somebody_did_it_needs_no_second() -> None:
    story = hall()

    story.happens(Reported(HardwareId("hw-lock"), {LOCKED: True}, by_hand=True))

    assert seen(story) == [Seen.PHYSICAL]
    assert hold(story, "Lock") is not None


def test_what_another_controller_tells_a_cover_is_somebodys_wish() -> None:
    story = hall()

    story.happens(CommandedByOther(HardwareId("hw-blind"), {POSITION: 70}))
    says(story, "Blind", (1, {MOVEMENT: OPENING}), (9, {POSITION: 50}), (9, {POSITION: 70}))

    held = hold(story, "Blind")
    assert held is not None
    assert held.by.via is Via.CONTROLLER
    assert seen(story) == [Seen.CONTROLLER]


def test_a_knob_that_is_turned_and_turned_back_within_a_second_holds_nothing() -> None:
    story = hall()

    says(story, "Heating", (0, {TARGET_TEMPERATURE: 19.0}), (0.5, {TARGET_TEMPERATURE: 17.0}))
    story.passes(1)

    assert seen(story) == [Seen.GLITCH]
    assert hold(story, "Heating") is None


def test_where_a_thing_is_after_it_was_away_is_nobodys_hand() -> None:
    story = hall()
    for available in (False, True):
        story.happens(AvailabilityChanged(HardwareId("hw-lock"), available=available))

    story.reads("Lock", locked=True)
    story.passes(2)

    assert hold(story, "Lock") is None


def test_a_thing_that_obeys_long_after_it_was_given_up_is_doubtful() -> None:
    story = hall()
    story.presses("Button", "lock")
    story.passes(3 * MINUTE)

    story.reads("Lock", locked=True)
    story.passes(1)

    assert seen(story) == [Seen.UNKNOWN]


def test_it_is_told_in_words() -> None:
    story = hall()
    story.reads("Heating", target_temperature=22.5)
    story.passes(1)

    body = next(body for body in story.records if isinstance(body, Judged))
    said = record_sentence(body, story.now, HouseNames(story.house))

    assert "Heating went from" in said
    assert "22.5" in said


# the last word: a report never opens


def late(story: Story, name: str, press: str, hand: Values, done: Values) -> Story:
    """Let a hand come while our order is on its way, and let that order act all the same."""
    story.presses("Button", press)
    story.happens(Reported(HardwareId(f"hw-{name.lower()}"), hand, by_hand=True))
    says(story, name, (1, done))
    story.passes(MINUTE)
    return story


def test_a_lock_that_our_late_order_opened_after_a_hand_is_locked_again() -> None:
    story = hall()
    story.reads("Lock", locked=None)

    late(story, "Lock", "unlock", {LOCKED: True}, {LOCKED: False})

    assert story.sent("Lock") == [{LOCKED: False}, {LOCKED: True}]


def test_a_lock_that_our_late_order_locked_after_a_hand_is_not_unlocked_by_a_report() -> None:
    story = hall()
    story.reads("Lock", stored=True, locked=None)

    late(story, "Lock", "lock", {LOCKED: False}, {LOCKED: True})

    assert story.sent("Lock") == [{LOCKED: True}]


def test_every_thing_in_this_hall_is_felt() -> None:
    house = hall().house

    assert all(house.devices[DeviceId(name.lower())].felt for name in ABLE)
