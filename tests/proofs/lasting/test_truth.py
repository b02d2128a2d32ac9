"""What a recorded life owes: which entry must be there once somebody was told of a deed."""

from hub.journal.lines import write_line
from proofs.lasting.told import How, Told
from proofs.lasting.truth import Row, Truth
from rules.words.people import Freeze, HouseScope
from rules.words.records import Body, FreezeBegan, OverrideEnded
from rules.words.wishes import Author, Via

FIRST, SECOND = (Author(via=Via.MQTT, says=f"deed-00000{n}") for n in (1, 2))
PLACED = Freeze(scope=HouseScope(), by=FIRST, since=1.0)
ENDED = OverrideEnded(
    scope=HouseScope(), verb="freeze", by=SECOND, why="released", placed=FIRST, since=1.0
)


def row(number: int, body: Body) -> Row:
    return (number, 1.0, type(body).__name__, None, None, write_line(body), b"")


def test_a_deed_is_owed_as_it_was_written_and_not_as_its_end_tells_of_it() -> None:
    rows = (row(1, FreezeBegan(freeze=PLACED)), row(2, ENDED))
    truth = Truth(rows, held=({}, {}, {}), next_decision=(1, 1, 1), born=(10, 20))
    first, second = (Told(30, f"deed-00000{n}", How.ACKNOWLEDGED) for n in (1, 2))

    owed = truth.owed((first, second))

    assert owed == [(30, 1, first), (30, 2, second)]
