"""What things are called in sentences."""

from zoneinfo import ZoneInfo

from rules.explain import HouseNames, Names, WrittenNames
from rules.policy import Home, Person, Role
from rules.words.ids import AgentId, AreaId, ControlId, DeviceId, PersonId
from tests.houses import house_with, lamp, policy_of, room
from tests.rules.explain.told import KITCHEN, LAMP, MADRID, NAMES


def names_of_a_house() -> HouseNames:
    policy = policy_of(
        room("Kitchen", "Kitchen lamp"),
        room("Amelie", "Bed lamp"),
        Person(id=PersonId("ana"), name="Ana", role=Role.OWNER),
        home=Home(zone=MADRID),
    )
    return Names.of(house_with(policy, lamp("Kitchen lamp"), lamp("Stray lamp")))


def test_a_house_knows_its_names() -> None:
    names = names_of_a_house()

    assert names.zone == MADRID
    assert names.device(LAMP) == "Kitchen lamp"
    assert names.person("ana") == "Ana"
    assert names.agent(AgentId("hall-motion")) == "Hall motion"
    assert names.control(ControlId("hall-button")) == "Hall button"
    assert names.area(KITCHEN) == "the kitchen"
    assert names.place_of(LAMP) == "the kitchen"


def test_a_room_that_is_no_word_for_a_room_keeps_its_name() -> None:
    assert names_of_a_house().area(AreaId("amelie")) == "Amelie"


def test_what_a_house_does_not_know_is_called_by_its_id() -> None:
    names = names_of_a_house()

    assert names.device(DeviceId("gone-lamp")) == "gone-lamp"
    assert names.person("Carla") == "Carla"
    assert names.area(AreaId("attic-2")) == "attic-2"
    assert names.place_of(DeviceId("stray-lamp")) == "its area"


def test_names_that_were_written_down_serve_as_well() -> None:
    assert NAMES.zone == MADRID
    assert NAMES.device(LAMP) == "Kitchen lamp"
    assert NAMES.person("ben") == "Ben"
    assert NAMES.place_of(LAMP) == "the kitchen"


def test_without_any_names_ids_serve() -> None:
    names = WrittenNames()

    assert names.zone == ZoneInfo("UTC")
    assert names.device(LAMP) == "kitchen-lamp"
    assert names.person("ana") == "ana"
    assert names.area(KITCHEN) == "the kitchen"
    assert names.place_of(LAMP) == "its area"
