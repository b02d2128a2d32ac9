"""When Home Assistant is told what it is offered, and what is taken back."""

import json
from dataclasses import dataclass, field
from typing import Any

import pytest

from devices.message import Message
from hub.offers.offers import AT_ONCE, Offers
from hub.topics import Topics
from hub.upshot import Upshot
from rules.house import House
from rules.policy import Policy
from rules.step import step
from rules.words.effects import Record, ScopeChanged
from rules.words.events import Event, FreezePlaced, OverrideLifted, PolicyAdopted
from rules.words.ids import AreaId, DeviceId
from rules.words.people import AreaScope, DeviceScope, HouseScope
from rules.words.wishes import Author, Via
from tests.fakes.told import Told
from tests.houses import MONDAY_NOON, policy_of, room

BEN = Author(via=Via.PAGE)
HALL = AreaScope(AreaId("hall"))
TWO_ROOMS = policy_of(room("Hall"), room("Kitchen"))
HALL_SWITCH = "homeassistant/switch/homerule/freeze-area-hall/config"
HALL_HOLDER = "homeassistant/sensor/homerule/held-by-area-hall/config"
HALL_STATE = "homerule/offered/area/hall"
KITCHEN_STATE = "homerule/offered/area/kitchen"
KITCHEN_SWITCH = "homeassistant/switch/homerule/freeze-area-kitchen/config"


@dataclass
class Shop:
    """A house whose offers are told, and what was told."""

    policy: Policy = field(default_factory=lambda: TWO_ROOMS)
    discovery: str = "homeassistant"
    house: House = field(default_factory=House)
    told: Told[Message] = field(default_factory=Told)

    def __post_init__(self) -> None:
        self.offers = Offers(
            self.house,
            Topics(),
            self.discovery,
            now=lambda: MONDAY_NOON,
            publish=self._publish,
        )
        step(self.house, PolicyAdopted(self.policy), MONDAY_NOON)

    def _publish(self, message: Message) -> bool:
        self.told(message)
        return True

    def happens(self, event: Event) -> None:
        """Let something happen, in a pass of the engine of its own."""
        upshot = Upshot()
        for effect in step(self.house, event, MONDAY_NOON):
            match effect:
                case Record():
                    upshot.records.append((MONDAY_NOON, effect))
                case ScopeChanged(scope):
                    upshot.scopes[scope] = None
                case _:
                    pass
        self.offers.note(upshot)

    async def hears(self, topic: str, **state: Any) -> Message:
        """Return the first message on a topic that says this."""
        return await self.told.until(
            lambda m: m.topic == topic and bool(m.payload) and state.items() <= said(m).items()
        )

    async def is_settled(self) -> None:
        """Return when all is told, and forget it."""
        self.offers.everything()
        for area in self.house.policy.areas:
            await self.hears(f"homerule/offered/area/{area}")
            await self.hears(f"homeassistant/sensor/homerule/held-by-area-{area}/config")
        self.told.all.clear()

    @property
    def topics(self) -> set[str]:
        return {message.topic for message in self.told.all}


def said(message: Message) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(message.payload or b"{}")
    return found


async def test_after_a_connect_all_is_announced_and_stands_on_the_broker() -> None:
    shop = Shop()

    shop.offers.everything()
    await shop.hears(KITCHEN_SWITCH)

    assert {HALL_SWITCH, HALL_HOLDER, HALL_STATE, KITCHEN_STATE} <= shop.topics
    assert shop.topics <= shop.offers.topics()
    assert all(message.retain for message in shop.told.all)


async def test_a_freeze_is_shown_at_once_and_nothing_is_announced_for_it() -> None:
    shop = Shop()
    await shop.is_settled()

    shop.happens(FreezePlaced(scope=HALL, by=BEN))

    assert [(m.topic, said(m)["state"]) for m in shop.told.all] == [(HALL_STATE, "on")]
    shop.happens(OverrideLifted(scope=HALL, by=BEN))
    assert said(shop.told.all[-1])["state"] == "off"


async def test_who_holds_the_house_is_soon_shown_in_every_area() -> None:
    shop = Shop()
    await shop.is_settled()

    shop.happens(FreezePlaced(scope=HouseScope(), by=BEN))

    assert shop.topics == {"homerule/offered/house"}
    await shop.hears(KITCHEN_STATE, state="off", held_by="somebody on the page")
    assert shop.topics == {"homerule/offered/house", HALL_STATE, KITCHEN_STATE}


async def test_a_device_that_is_held_is_nothing_that_is_offered() -> None:
    shop = Shop()
    await shop.is_settled()

    shop.happens(FreezePlaced(scope=DeviceScope(DeviceId("hall-lamp")), by=BEN))

    assert shop.told.all == []


async def test_an_area_that_is_gone_is_taken_back_and_the_others_stay() -> None:
    shop = Shop()
    await shop.is_settled()

    shop.happens(PolicyAdopted(policy_of(room("Kitchen"))))
    gone = {message.topic for message in shop.told.all if not message.payload}
    await shop.hears(KITCHEN_SWITCH)

    assert gone == {HALL_SWITCH, HALL_HOLDER, HALL_STATE}
    assert all(message.retain for message in shop.told.all)


async def test_an_area_that_is_new_or_renamed_is_announced() -> None:
    shop = Shop()
    await shop.is_settled()

    shop.happens(PolicyAdopted(policy_of(room("Hall"), room("Kitchen"), room("Attic"))))

    await shop.hears("homeassistant/switch/homerule/freeze-area-attic/config", name="Freeze Attic")
    assert not [message for message in shop.told.all if not message.payload]


async def test_a_palace_is_told_in_small_parts() -> None:
    shop = Shop(policy=policy_of(*(room(f"Room {number}") for number in range(2 * AT_ONCE))))

    shop.offers.everything()
    await shop.told.until(lambda _: True)
    at_once = len(shop.told.all)
    await shop.hears(f"homerule/offered/area/room-{2 * AT_ONCE - 1}")

    assert at_once <= 3 * AT_ONCE
    # Beside all that, the sensors of questions and alerts, and what the first one shows.
    assert len(shop.offers.topics()) == 3 * (2 * AT_ONCE + 1) + 3


async def test_where_it_is_switched_off_nothing_is_offered_and_all_of_before_is_stale() -> None:
    shop = Shop(discovery="")

    shop.offers.everything()
    shop.happens(PolicyAdopted(policy_of(room("Kitchen"))))
    shop.happens(FreezePlaced(scope=HALL, by=BEN))

    assert shop.told.all == []
    assert shop.offers.topics() == set()
    assert HALL_SWITCH.startswith(shop.offers.places)


@pytest.mark.parametrize("discovery", ["ha", "house/discovery"])
async def test_another_prefix_is_used_and_what_stood_below_the_usual_one_is_stale(
    discovery: str,
) -> None:
    shop = Shop(discovery=discovery)

    shop.offers.everything()
    await shop.hears(f"{discovery}/switch/homerule/freeze-area-hall/config")

    assert HALL_SWITCH not in shop.offers.topics()
    assert HALL_SWITCH.startswith(shop.offers.places)
    assert f"{discovery}/sensor/homerule/+/config" in shop.offers.filters


def test_the_places_are_ours_alone() -> None:
    places = Shop().offers.places

    assert not "homeassistant/switch/homerule2/relay/config".startswith(places)
    assert not "homeassistant/switch/0x01/homerule/config".startswith(places)
