"""What would resume is told before people give a scope back."""

from hub.view.resuming import resuming
from rules.house import House
from rules.step import step
from rules.words.events import DeviceAnnounced, Event, FreezePlaced, PolicyAdopted, Reported
from rules.words.ids import AreaId, HardwareId
from rules.words.people import AreaScope, HouseScope
from rules.words.values import Aspect
from rules.words.wishes import Author, Via
from tests.houses import MONDAY_NOON
from tests.hub.web.conftest import DEVICES, POLICY

HOUSE = HouseScope()


def frozen_house() -> House:
    """Return a frozen house in whose hall somebody moves."""
    house = House()
    events: list[Event] = [PolicyAdopted(POLICY), *map(DeviceAnnounced, DEVICES)]
    events.append(FreezePlaced(scope=HOUSE, by=Author(via=Via.CONSOLE)))
    moved = {Aspect("occupancy"): True}
    for event in [*events, Reported(HardwareId("hw-hall-motion"), moved)]:
        list(step(house, event, MONDAY_NOON))
    return house


def test_who_may_act_again_is_named_and_what_they_wish_now() -> None:
    said = resuming(frozen_house(), HOUSE, MONDAY_NOON)

    assert said[0] == "Hall motion may act again."
    assert said[1].startswith("Hall lamp: Hall motion would have it at 80 %, limited to 20 %")
    assert said[-1] == "Giving it back switches nothing on and makes nothing brighter."


def test_where_no_agent_may_wish_anything_that_is_said() -> None:
    said = resuming(frozen_house(), AreaScope(AreaId("kitchen")), MONDAY_NOON)

    assert said == ["No agent may wish anything here."]
