"""A command with a ticket is done once, and only for a device as it was seen."""

import asyncio

import pytest

from hub.intake.meant import Refused
from hub.intake.tickets import KEPT, Looks, Tickets
from hub.view.plain_json import Picture
from rules.words.ids import DeviceId

LAMP = DeviceId("lamp")
MINE, THEIRS = "mine-1", "theirs-1"


def looks() -> tuple[Looks, int]:
    """Return the looks of a lamp that is off, and the number of how it was seen."""
    known = Looks(1000)
    return known, known.look(LAMP, False)[0]


async def test_what_failed_may_be_tried_again_with_the_same_ticket() -> None:
    tickets, done = Tickets(), list[Picture]()

    async def fails() -> Picture:
        raise Refused

    async def works() -> Picture:
        done.append({})
        return {}

    with pytest.raises(Refused):
        await tickets.once((LAMP, MINE), fails)
    await tickets.once((LAMP, MINE), works)
    await tickets.once((LAMP, MINE), works)

    assert done == [{}]


async def test_only_so_many_tickets_are_remembered() -> None:
    tickets, done = Tickets(), list[int]()

    for number in [*range(KEPT + 1), 0]:

        async def act(number: int = number) -> Picture:
            done.append(number)
            await asyncio.sleep(0)
            return {}

        await tickets.once((LAMP, f"mine-{number}"), act)

    assert done == [*range(KEPT + 1), 0]


def test_a_lamp_that_turned_since_it_was_seen_is_not_what_was_seen() -> None:
    known, seen = looks()

    known.look(LAMP, True)
    known.look(LAMP, True)

    assert known.stale(LAMP, seen, MINE)
    assert not known.stale(LAMP, known.look(LAMP, True)[0], MINE)


def test_what_a_hand_did_itself_is_no_news_to_it() -> None:
    known, seen = looks()

    known.touched(LAMP, "mine-1", True)
    known.look(LAMP, True)

    assert not known.stale(LAMP, seen, "mine-2")
    assert known.stale(LAMP, seen, THEIRS)


def test_a_wall_switch_after_a_tap_is_news() -> None:
    known, seen = looks()

    known.touched(LAMP, "mine-1", True)
    known.look(LAMP, True)
    known.look(LAMP, False)

    assert known.stale(LAMP, seen, "mine-2")


def test_what_was_seen_of_an_earlier_run_of_the_hub_is_old() -> None:
    known, seen = looks()

    assert known.stale(LAMP, seen - 1, MINE)
