"""Who may hold what after a kill, by what people were told before it."""

from proofs.lasting.deeds import SLOTS, Deed, Way
from proofs.lasting.expected import Expected

FROZEN = Deed("deed-000001", Way.LASTING, "house", "freeze", {"freeze/house": True})
FREED = Deed("free-000002", Way.LASTING, "house", "release", {"freeze/house": False})
NOBODY = dict.fromkeys(SLOTS)
BY_ANA = NOBODY | {"freeze/house": "deed-000001"}


def test_what_nobody_was_told_may_be_or_not() -> None:
    expected = Expected()
    expected.asks(FROZEN)

    assert expected.wrong(NOBODY) == []
    assert expected.wrong(BY_ANA) == []


def test_what_was_told_must_be() -> None:
    expected = Expected()
    expected.asks(FROZEN)
    expected.told("deed-000001")

    assert expected.wrong(NOBODY) == [
        "freeze/house is held by nobody, and should be by deed-000001"
    ]
    assert expected.wrong(BY_ANA) == []


def test_a_later_deed_may_have_ended_it_until_somebody_knows() -> None:
    expected = Expected()
    for deed in (FROZEN, FREED):
        expected.asks(deed)
    expected.told("deed-000001")

    assert expected.wrong(NOBODY) == expected.wrong(BY_ANA) == []
    assert expected.all_came(Way.LASTING).wrong(BY_ANA) != []
    assert expected.all_came(Way.CONSOLE).wrong(BY_ANA) == []


def test_nobody_may_hold_what_nobody_asked_for() -> None:
    assert Expected().wrong(BY_ANA) != []
