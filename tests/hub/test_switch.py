"""The whole hub and a physical switch: it works with the broker down, and outlasts a restart."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from hub.app import Hub
from hub.clock import Clock
from hub.intake.meant import Refused
from hub.intake.sign_form import SignRequest
from hub.intake.wishes import parse_override
from rules.words.ids import AreaId, DeviceId, SwitchId
from rules.words.people import AreaScope, Freeze, HouseScope, Override
from rules.words.records import FreezeBegan, OverrideEnded
from rules.words.values import POWER
from rules.words.wishes import Author, Via
from tests.houses import MONDAY_NOON
from tests.hub.e2e.broker import Mosquitto, free_port
from tests.hub.e2e.devices import Devices
from tests.hub.e2e.ears import Ears
from tests.hub.e2e.home import HOUSE, LAMPS, SENSORS
from tests.hub.whole_hub import WholeHub, lost, noted, ready, until, written

BEN = Author(via=Via.PAGE)
RED, BLUE = SwitchId("red-switch"), SwitchId("blue-switch")
KITCHEN = AreaScope(AreaId("kitchen"))
LAMP = DeviceId("kitchen-lamp")
TOLD = "zigbee2mqtt/Kitchen lamp/set"
ON = b'{"state":"ON","brightness":254}'
SWITCHES = """
switches:
  red-switch: { simulated: red, kind: latching, where: by the front door }
  blue-switch: { simulated: blue, kind: latching, scope: area/kitchen, engages: off }
"""


class Switched(WholeHub):
    """A hub with two switches; how each is turned stands in a file."""

    def turns(self, name: str, word: str) -> None:
        """Let somebody turn a switch, or cut its wire."""
        self.state.mkdir(exist_ok=True)
        (self.state / name).write_text(word)


def clock() -> Clock:
    return Clock(MONDAY_NOON - Clock().now())


@pytest.fixture
def lonely(tmp_path: Path) -> Switched:
    """A house whose broker is not there."""
    return Switched(tmp_path, free_port(), clock(), HOUSE + SWITCHES)


@pytest.fixture
def house(tmp_path: Path, broker: Mosquitto) -> Switched:
    return Switched(tmp_path, broker.port, clock(), HOUSE + SWITCHES)


@pytest.fixture
def ears(broker: Mosquitto) -> Iterator[Ears]:
    """Somebody on the broker, which knows the devices of the house."""
    with Ears(broker.port) as ears:
        Devices(ears).announces(lamps=LAMPS, sensors=SENSORS)
        yield ears


def engaged(hub: Hub) -> set[SwitchId]:
    return set(hub.house.people.switches)


def told(ears: Ears) -> list[bytes]:
    """Return what the lamp was told."""
    return [said.payload for said in ears.heard(TOLD)]


async def loses(hub: Hub, broker: Mosquitto) -> None:
    """Let the broker die, and the hub know it."""
    broker.is_killed()
    await until(lambda: lost(hub) and not hub.house.link_up)


async def back(hub: Hub, ears: Ears) -> None:
    """Return when the broker is back, and all that the hub had to say has been heard."""
    await until(lambda: not hub.missed)
    ears.tells("homerule/device/kitchen-lamp/set", "on")
    await asyncio.to_thread(ears.hears, TOLD, lambda said: said.payload == ON)


async def test_a_switch_freezes_the_house_with_the_broker_down_and_it_is_written_down(
    lonely: Switched,
) -> None:
    async with lonely.runs() as hub:
        lonely.turns("red", "closed")
        await until(lambda: RED in engaged(hub))
        await until(lambda: [b for b in written(hub) if isinstance(b, FreezeBegan)])

        held = hub.desk.present.house()["held"]

    assert isinstance(held, dict)
    assert held["by"] == "the red switch"
    assert str(held["sentence"]).startswith("The red switch holds the house since ")


async def test_no_release_lets_go_of_it_and_it_is_said_where_to_turn_it(
    lonely: Switched,
) -> None:
    async with lonely.runs() as hub:
        lonely.turns("red", "closed")
        await until(lambda: RED in engaged(hub))

        with pytest.raises(Refused) as refused:
            await hub.desk.orders.do(HouseScope(), parse_override(b"release"), BEN)
        await hub.desk.orders.do(KITCHEN, parse_override(b"release"), BEN)
        still = engaged(hub)

    assert "turned back by the front door, and not otherwise" in str(refused.value)
    assert still == {RED}


async def test_it_lets_go_when_it_is_turned_back(lonely: Switched) -> None:
    async with lonely.runs() as hub:
        lonely.turns("red", "closed")
        await until(lambda: RED in engaged(hub))
        lonely.turns("red", "open")
        await until(lambda: not engaged(hub))
        await until(lambda: [b for b in written(hub) if isinstance(b, OverrideEnded)])


async def test_what_it_holds_outlasts_a_restart_with_its_beginning(lonely: Switched) -> None:
    async with lonely.runs() as hub:
        lonely.turns("red", "closed")
        await until(lambda: [b for b in written(hub) if isinstance(b, FreezeBegan)])
        before = hub.house.people.switches[RED]

    async with lonely.runs() as hub:
        await asyncio.sleep(0.1)
        after = hub.house.people.switches[RED]
        begun = [b for b in written(hub) if isinstance(b, FreezeBegan)]

    assert after == before
    assert len(begun) == 1


async def test_one_that_was_turned_back_while_the_hub_was_away_ends_with_a_record(
    lonely: Switched,
) -> None:
    async with lonely.runs() as hub:
        lonely.turns("red", "closed")
        await until(lambda: [b for b in written(hub) if isinstance(b, FreezeBegan)])
    lonely.turns("red", "open")

    async with lonely.runs() as hub:
        await until(lambda: not engaged(hub))
        await until(lambda: [b for b in written(hub) if isinstance(b, OverrideEnded)])
    async with lonely.runs() as hub:
        assert not engaged(hub)


async def test_one_that_was_turned_on_while_the_hub_was_away_holds_from_its_start(
    lonely: Switched,
) -> None:
    lonely.turns("red", "closed")

    async with lonely.runs() as hub:
        assert engaged(hub) == {RED}


async def test_one_that_cannot_be_read_at_the_start_freezes_its_scope_until_it_can(
    lonely: Switched,
) -> None:
    lonely.turns("blue", "cut")

    async with lonely.runs() as hub:
        doubted = hub.house.people.switches[BLUE]
        await until(lambda: noted(hub))
        said = noted(hub)
        shown = hub.desk.present.house()["switches"]
        lonely.turns("blue", "open")
        await until(lambda: not engaged(hub))

    assert isinstance(doubted, Freeze)
    assert (doubted.scope, doubted.by.via) == (KITCHEN, Via.DOUBT)
    assert any("the blue switch cannot be read" in text for text in said)
    assert isinstance(shown, list)
    assert [s["fault"] for s in shown if isinstance(s, dict)] == [None, "it cannot be read"]


async def test_a_changed_household_file_reads_other_switches(lonely: Switched) -> None:
    async with lonely.runs() as hub:
        text = lonely.household.read_text()
        lonely.household.write_text(text.replace("simulated: red", "simulated: green"))
        lonely.turns("green", "closed")
        await hub.adopting.sign(SignRequest(signer="console"))
        await until(lambda: engaged(hub))

        held = engaged(hub)

    assert held == {RED}


async def test_what_it_sets_goes_out_at_reconnect_once(
    house: Switched, broker: Mosquitto, ears: Ears
) -> None:
    async with house.runs() as hub:
        await ready(hub)
        await loses(hub, broker)
        house.turns("blue", "closed")
        await until(lambda: BLUE in engaged(hub))
        at_once = hub.house.held_by(LAMP, hub.plan.clock.now())

        broker.starts()
        # In the loop's own thread: somebody hears all before the hub can say anything.
        with Ears(broker.port) as later:
            await asyncio.to_thread(later.hears, TOLD)
            await loses(hub, broker)
        broker.starts()
        with Ears(broker.port) as last:
            await back(hub, last)
            again = told(last)
        held = hub.house.people.switches[BLUE]

    assert isinstance(at_once, Override)
    assert told(later) == [b'{"state":"OFF"}']
    assert isinstance(held, Override)
    assert not held.unsent
    assert again == [ON]


async def test_what_it_sets_before_there_was_ever_a_connection_goes_out_at_the_first(
    house: Switched, broker: Mosquitto
) -> None:
    broker.is_killed()
    async with house.runs() as hub:
        await until((house.state / "blue").exists)
        await asyncio.sleep(0.1)
        house.turns("blue", "closed")
        await until(lambda: BLUE in engaged(hub))

        broker.starts()
        with Ears(broker.port) as ears:
            Devices(ears).announces(lamps=LAMPS, sensors=SENSORS)
            await asyncio.to_thread(ears.hears, TOLD)

    assert told(ears) == [b'{"state":"OFF"}']


async def test_what_no_longer_stands_does_not_go_out(
    house: Switched, broker: Mosquitto, ears: Ears
) -> None:
    async with house.runs() as hub:
        await ready(hub)
        await loses(hub, broker)
        house.turns("blue", "closed")
        await until(lambda: BLUE in engaged(hub))
        house.turns("blue", "open")
        await until(lambda: not engaged(hub))

        broker.starts()
        with Ears(broker.port) as later:
            await back(hub, later)

    assert told(later) == [ON]


async def test_it_is_told_on_the_topics_and_a_release_there_gets_a_sentence(
    house: Switched, ears: Ears
) -> None:
    async with house.runs() as hub:
        await ready(hub)
        house.turns("red", "closed")
        state = await asyncio.to_thread(
            ears.hears, "homerule/override/house/state", lambda said: bool(said.payload)
        )
        ears.tells("homerule/override/house/set", "release")
        refused = await asyncio.to_thread(ears.hears, "homerule/refused")
        still = engaged(hub)
        ears.tells("homerule/device/kitchen-lamp/set", "on")
        await asyncio.to_thread(ears.hears, TOLD)
        on = hub.house.people.holds[LAMP].values[POWER]

    assert state.json["by"] == "the red switch"
    assert b"turned back by the front door, and not otherwise" in refused.payload
    assert still == {RED}
    assert on is True
