"""A decision is told in full: what would have changed it, and where it goes back to."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from hub.cli.show import items_in, text_in
from hub.view.story import Storyteller
from rules.explain import WrittenNames
from rules.words.decisions import Outcome
from rules.words.people import HandKind, Hold, HouseScope
from rules.words.records import Decided, HoldBegan
from rules.words.values import BRIGHTNESS, POWER
from rules.words.wishes import Author, SawReading, SawTime, SawWindow, Via
from tests.hub.web.conftest import Served, serving
from tests.rules.explain.told import BEN, LAMP, NAMES, at, decided


@pytest_asyncio.fixture
async def served(tmp_path: Path) -> AsyncIterator[Served]:
    """Serve a small hub."""
    async with serving(tmp_path) as served:
        yield served


async def test_why_says_what_would_have_been_and_under_which_policy(served: Served) -> None:
    await served.hub.reports("Hall motion", occupancy=True)

    (line,) = items_in(served.hub.desk.past.why("hall-lamp", 1), "lines")
    said = items_in(line, "sentences")

    would = "without 'Quiet nights', or if someone had pressed the switch."
    assert f"It would have been 80 % {would}" in said
    assert said[-1] == "Decided under the policy tested."


async def test_why_not_names_who_froze_it_and_what_would_have_been(served: Served) -> None:
    await served.hub.desk.orders.freeze(HouseScope(), Author(via=Via.PAGE, says="Ana"))
    await served.hub.reports("Hall motion", occupancy=True)

    (line,) = items_in(served.hub.desk.past.why_not("Hall lamp"), "lines")

    assert text_in(line, "text").startswith("Nothing happened at ")
    assert "froze the house on the page" in text_in(line, "text")
    assert text_in(line, "would").startswith(
        "It would have been 20 % if somebody (says it is Ana) had not frozen the house"
    )


async def test_why_says_once_who_froze_what_did_not_happen(served: Served) -> None:
    await served.hub.desk.orders.freeze(HouseScope(), Author(via=Via.PAGE, says="Ana"))
    await served.hub.reports("Hall motion", occupancy=True)

    line, *_ = items_in(served.hub.desk.past.why("hall-lamp", 5), "lines")
    said = [str(sentence) for sentence in items_in(line, "sentences")]

    assert ["froze the house" in sentence for sentence in said[:2]] == [True, False]


@pytest.mark.parametrize(
    ("device", "said"),
    [
        ("Hall lamp", "No wish for Hall lamp came to nothing lately"),
        ("Ceiling", "no agent may wish anything for it"),
    ],
)
async def test_where_nothing_was_left_undone_that_is_said(
    served: Served, device: str, said: str
) -> None:
    answer = served.hub.desk.past.why_not(device)

    assert answer["lines"] == []
    assert said in str(answer["sentence"])


# the chain


def test_a_decision_goes_back_to_the_hand_that_began_it() -> None:
    hold = Hold(
        device=LAMP,
        values={POWER: True},
        covers=frozenset({POWER}),
        by=BEN,
        kind=HandKind.UP,
        since=at(19, 0),
        until=at(23, 0),
    )
    rows = [(7, at(19, 0), HoldBegan(hold=hold, was={POWER: False}))]
    teller = Storyteller({}, lambda _device, before: [row for row in rows if row[0] < before])
    answer = decided(Outcome.ALLOWED, trigger=SawReading(LAMP, POWER, True))

    said = teller.tell((9, at(19, 2), Decided(decision=answer)), NAMES)

    assert any(s.startswith("Before that: Ben switched Kitchen lamp on by hand") for s in said)


def test_a_wish_that_was_judged_again_goes_back_to_the_time_that_set_it_off() -> None:
    began = decided(Outcome.ALLOWED, trigger=SawTime("at"))
    again = decided(Outcome.LIMITED, trigger=SawWindow("a window opened"))
    rows = [(7, at(19, 0), Decided(decision=began))]
    teller = Storyteller({}, lambda _device, before: [row for row in rows if row[0] < before])

    said = teller.tell((9, at(19, 2), Decided(decision=again)), NAMES)

    assert "its time (at) came" in said[-2]
    assert said[-2].startswith("Before that: ")


def test_a_later_entry_is_no_cause() -> None:
    later = decided(Outcome.ALLOWED)
    rows = [(7, at(20, 0), Decided(decision=later))]
    teller = Storyteller({}, lambda _device, before: [row for row in rows if row[0] < before])
    answer = decided(Outcome.ALLOWED, trigger=SawReading(LAMP, BRIGHTNESS, 51))

    said = teller.tell((9, at(20, 1), Decided(decision=answer)), WrittenNames())

    assert not any("Before that" in sentence for sentence in said)
