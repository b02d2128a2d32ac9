"""Records as people read them."""

import pytest

from hub.journal.reader import Row
from hub.view.timeline import line, telling
from rules.explain import WrittenNames
from rules.words.decisions import End
from rules.words.ids import DecisionId, DeviceId, HardwareId
from rules.words.people import DeviceScope, Freeze, HouseScope, Scope
from rules.words.records import Body, Bound, Ended, FreezeBegan, Noted, OverrideEnded, PolicyTaken
from rules.words.wishes import Author, Via
from tests.houses import MONDAY_NOON

LAMP = DeviceId("lamp")
NAMES = WrittenNames(devices={LAMP: "Lamp"})
BY = Author(via=Via.PAGE)


def freeze(scope: Scope) -> FreezeBegan:
    return FreezeBegan(freeze=Freeze(scope=scope, by=BY, since=MONDAY_NOON))


def ended(end: End) -> Ended:
    return Ended(decision=DecisionId(1), device=LAMP, end=end)


def test_a_line_says_when_who_and_what() -> None:
    picture = line((7, MONDAY_NOON, freeze(DeviceScope(LAMP))), NAMES)

    assert picture == {
        "id": 7,
        "at": "2025-11-10T12:00:00+00:00",
        "clock": "12:00:00",
        "kind": "person",
        "author": "person",
        "outcome": None,
        "device": LAMP,
        "text": picture["text"],
        "sorts": ["people"],
    }
    assert "froze Lamp" in str(picture["text"])


@pytest.mark.parametrize(
    ("body", "kind", "device"),
    [
        (freeze(HouseScope()), "person", None),
        (OverrideEnded(scope=HouseScope(), verb="freeze", by=BY, why="released"), "person", None),
        (OverrideEnded(scope=HouseScope(), verb="freeze", by=None, why="its end"), "house", None),
        (Noted(text="the clock was put back"), "house", None),
        (ended(End.FAILED), "house", LAMP),
    ],
)
def test_a_line_says_whether_a_person_was_it(body: Body, kind: str, device: str | None) -> None:
    picture = line((1, MONDAY_NOON, body), NAMES)

    assert (picture["kind"], picture["device"]) == (kind, device)


def test_the_small_print_tells_people_nothing() -> None:
    small: tuple[Body, ...] = (
        ended(End.VERIFIED),
        ended(End.SUPERSEDED),
        PolicyTaken(policy="abc"),
        Bound(device=LAMP, hardware=HardwareId("hw"), name="Lamp"),
    )
    failed: Row = (9, MONDAY_NOON, ended(End.FAILED))

    rows = [(number, MONDAY_NOON, body) for number, body in enumerate(small)]

    assert telling([*rows, failed]) == [failed]
