"""What a person holds of a thing that is no light: all of it, and nothing by an act."""

from rules.house import House
from rules.step import step
from rules.words.device import Announcement, Capability, Kind, Sort
from rules.words.effects import Command, Effect
from rules.words.events import DeviceAnnounced, PersonSet, TimePassed
from rules.words.ids import DeviceId, HardwareId
from rules.words.values import MOVEMENT, POSITION, PRESS, Aspect, Value
from rules.words.wishes import Author, Via

NOON = 1_700_000_000.0
BLIND = DeviceId("blind")


def a_house_with_a_blind() -> House:
    house = House()
    able = (
        Capability(aspect=POSITION, writable=True, low=0, high=100),
        Capability(aspect=MOVEMENT, writable=True, kind=Kind.CHOICE, options=("open", "closed")),
        Capability(aspect=PRESS, writable=True, kind=Kind.ACT, options=("press",)),
    )
    announcement = Announcement(
        hardware=HardwareId("z2m_1"),
        name="Blind",
        family="homeassistant",
        sort=Sort.COVER,
        capabilities={one.aspect: one for one in able},
    )
    step(house, DeviceAnnounced(announcement), NOON)
    return house


def person_sets(house: House, aspect: Aspect, value: Value) -> list[Effect]:
    by = Author(via=Via.PAGE)
    return step(house, PersonSet(device=BLIND, values={aspect: value}, by=by), NOON)


def commands(effects: list[Effect]) -> list[Command]:
    return [effect for effect in effects if isinstance(effect, Command)]


def test_who_sets_a_position_holds_the_movement_too() -> None:
    house = a_house_with_a_blind()

    person_sets(house, POSITION, 30)

    assert house.people.holds[BLIND].covers >= {POSITION, MOVEMENT}


def test_an_act_is_said_once_and_holds_nothing() -> None:
    house = a_house_with_a_blind()

    pressed = person_sets(house, PRESS, "press")
    later = step(house, TimePassed(), NOON + 60)

    assert [command.values for command in commands(pressed)] == [{PRESS: "press"}]
    assert commands(later) == []
    assert BLIND not in house.people.holds
    assert house.value(BLIND, PRESS) is None


def test_an_act_leaves_a_hold_as_it_is() -> None:
    house = a_house_with_a_blind()
    person_sets(house, POSITION, 30)

    person_sets(house, PRESS, "press")

    assert house.people.holds[BLIND].values == {POSITION: 30}
