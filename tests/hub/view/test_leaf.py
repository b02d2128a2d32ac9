"""The timeline is leafed through: what is wanted, page by page; like changes are one line."""

from collections.abc import Sequence

from hub.journal.reader import Row
from hub.view.leaf import MOST_READ, Leaf, leaf
from hub.view.timeline import sorts_of
from rules.explain import WrittenNames
from rules.words.ids import DeviceId
from rules.words.people import HouseScope
from rules.words.records import Body, Noted, OverrideEnded
from rules.words.wishes import Author, Via
from tests.houses import MONDAY_NOON
from tests.hub.journal.samples import decided

LAMP, OTHER = DeviceId("lamp"), DeviceId("other")
NAMES = WrittenNames(devices={LAMP: "Lamp"})
BY_ANA = OverrideEnded(
    scope=HouseScope(), verb="freeze", by=Author(via=Via.CONSOLE, says="Ana"), why="released"
)


def book(
    *bodies: Body, limit: int = 40, before: int | None = None, sort: str = "", apart: float = 60.0
) -> Leaf:
    """Return a page of a journal that holds these records, the oldest first."""
    rows: list[Row] = [(at + 1, MONDAY_NOON + apart * at, b) for at, b in enumerate(bodies)]

    def tail(most: int, end: int | None) -> Sequence[Row]:
        return [row for row in rows[::-1] if end is None or row[0] < end][:most]

    def wanted(body: Body) -> bool:
        return not sort or sort in sorts_of(body)

    return leaf(tail, NAMES, wanted, limit=limit, before=before)


def ids(found: Leaf) -> list[object]:
    return [line["id"] for line in found.lines]


def test_a_page_says_where_the_next_one_begins_until_there_is_none() -> None:
    notes = [Noted(text=str(number)) for number in range(5)]

    first = book(*notes, limit=3)
    second = book(*notes, limit=3, before=first.before)

    assert (ids(first), first.before) == ([5, 4, 3], 3)
    assert (ids(second), second.before) == ([2, 1], None)


def test_only_what_is_sought_fills_a_page() -> None:
    found = book(BY_ANA, Noted(text="a"), decided(1), Noted(text="b"), BY_ANA, sort="people")

    assert ids(found) == [5, 1]


def test_who_seeks_something_rare_goes_on_from_where_it_was_left() -> None:
    notes = [Noted(text="a")] * (MOST_READ + 500)

    first = book(BY_ANA, *notes, sort="people", apart=1.0)
    second = book(BY_ANA, *notes, sort="people", apart=1.0, before=first.before)

    assert (ids(first), first.before) == ([], 502)
    assert (ids(second), second.before) == ([1], None)


def test_many_changes_of_a_lamp_by_one_agent_are_one_line_that_holds_them() -> None:
    (line,) = book(*(decided(number, LAMP) for number in range(6))).lines

    assert line["text"] == "Hall motion changed Lamp 6 times, 12:00 to 12:05."
    assert isinstance(line["folded"], list)
    assert len(line["folded"]) == 6


def test_two_changes_and_those_of_two_lamps_or_two_days_stand_for_themselves() -> None:
    two = book(decided(1, LAMP), decided(2, LAMP))
    mixed = book(*(decided(number, (LAMP, OTHER)[number % 2]) for number in range(6)))
    days = book(*(decided(number, LAMP) for number in range(4)), apart=86_400.0)
    between = book(decided(1, LAMP), decided(2, LAMP), BY_ANA, decided(3, LAMP), decided(4, LAMP))

    for found in (two, mixed, days, between):
        assert not any("folded" in line for line in found.lines)
