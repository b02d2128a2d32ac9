"""What a person sends is acknowledged to the broker when the journal has it, and not before."""

import asyncio
from pathlib import Path

import pytest

from hub.app import Hub
from hub.clock import Clock
from hub.journal import Journal
from rules.words.events import OverrideLifted
from rules.words.ids import AreaId
from rules.words.people import AreaScope, HouseScope
from rules.words.wishes import Author, Via
from tests.fakes.relay import Relay, relay_to
from tests.hub.e2e.broker import Mosquitto
from tests.hub.e2e.ears import Ears
from tests.hub.whole_hub import WholeHub, ready, until

HOUSE, HALL = HouseScope(), AreaScope(AreaId("hall"))


@pytest.fixture
def house(tmp_path: Path, broker: Mosquitto) -> WholeHub:
    return WholeHub(tmp_path, broker.port, Clock())


def journal_may_write(hub: Hub, *, so: bool) -> None:
    """Let the journal's file be one that can be written, or not: as a disk that gave up."""
    hub.journal._connection.execute(f"PRAGMA query_only = {'OFF' if so else 'ON'}")


async def obeys_a_freeze_unanswered(hub: Hub, relay: Relay, ears: Ears) -> None:
    """Freeze the house by a message whose acknowledgement is lost, and give it back by the page."""
    relay.loses_answers = True
    ears.says("homerule/override/house/set", "freeze")
    await until(lambda: HOUSE in hub.house.people.freezes)
    await hub.engine.told(OverrideLifted(scope=HOUSE, by=Author(via=Via.PAGE)))


async def obeys_the_next(hub: Hub, ears: Ears) -> None:
    """Freeze the hall; what was sent before that was heard before."""
    ears.says("homerule/override/area/hall/set", "freeze")
    await until(lambda: HALL in hub.house.people.freezes)


async def test_what_could_not_be_written_is_sent_again_to_the_next_start(
    house: WholeHub, ears: Ears
) -> None:
    async with house.runs() as hub:
        await ready(hub)
        journal_may_write(hub, so=False)
        ears.says("homerule/override/house/set", "freeze")
        await until(lambda: HOUSE in hub.house.people.freezes)
        await until(lambda: hub.engine.counters.journal_errors)
        journal_may_write(hub, so=True)

    async with house.runs() as hub:
        assert HOUSE not in hub.house.people.freezes
        await ready(hub)
        await until(lambda: HOUSE in hub.house.people.freezes)


async def test_what_was_written_is_not_sent_again(house: WholeHub, ears: Ears) -> None:
    async with house.runs() as hub:
        await ready(hub)
        ears.says("homerule/override/house/set", "freeze")
        await asyncio.to_thread(ears.hears, "homerule/override/house/state")
        await hub.engine.told(OverrideLifted(scope=HOUSE, by=Author(via=Via.PAGE)))

    async with house.runs() as hub:
        await ready(hub)
        await obeys_the_next(hub, ears)

        assert HOUSE not in hub.house.people.freezes


async def test_a_word_that_was_obeyed_is_not_obeyed_again_because_the_answer_was_lost(
    tmp_path: Path, broker: Mosquitto, ears: Ears
) -> None:
    async with relay_to(broker.port) as relay:
        house = WholeHub(tmp_path, relay.port, Clock())
        async with house.runs() as hub:
            await ready(hub)
            await obeys_a_freeze_unanswered(hub, relay, ears)
            relay.loses_answers = False
            relay.cuts()

            await obeys_the_next(hub, ears)

            assert HOUSE not in hub.house.people.freezes


async def test_nor_is_it_obeyed_again_after_the_hub_was_started_anew(
    tmp_path: Path, broker: Mosquitto, ears: Ears
) -> None:
    async with relay_to(broker.port) as relay:
        house = WholeHub(tmp_path, relay.port, Clock())
        async with house.runs() as hub:
            await ready(hub)
            await obeys_a_freeze_unanswered(hub, relay, ears)
        relay.loses_answers = False
        relay.cuts()

        async with house.runs() as hub:
            await ready(hub)
            await obeys_the_next(hub, ears)

            assert HOUSE not in hub.house.people.freezes
            await until(lambda: not hub.people._taken._entries)
        journal = Journal.open(house.state)
        assert journal.taken() == {}
        journal.close()
