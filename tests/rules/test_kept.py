"""What a device never says: it begins as something, and what the hub alone keeps is never sent."""

from rules.arrivals import announce
from rules.house import House
from rules.orders import order
from rules.turn import Turn
from rules.words.device import Announcement, Capability, Kind, Sort
from rules.words.effects import Command
from rules.words.ids import DeviceId, HardwareId
from rules.words.values import MODE, TARGET_TEMPERATURE, Values
from tests.rules.hall import NOON, hall

HEATING = DeviceId("heating")


def heated() -> tuple[House, Turn]:
    mode = Capability(
        aspect=MODE,
        writable=True,
        kind=Kind.CHOICE,
        options=("off", "heat"),
        assumed=True,
        kept=True,
        start="off",
    )
    target = Capability(aspect=TARGET_TEMPERATURE, writable=True, low=5, high=30)
    house = hall()
    turn = Turn(house, NOON)
    announcement = Announcement(
        hardware=HardwareId("h1"),
        name="Heating",
        family="homeassistant",
        sort=Sort.CLIMATE,
        capabilities={MODE: mode, TARGET_TEMPERATURE: target},
    )
    announce(turn, announcement)
    return house, turn


def commands(values: Values) -> tuple[House, list[Values]]:
    house, turn = heated()
    order(turn, HEATING, values, transition=None, automated=False)
    return house, [each.values for each in turn.effects if isinstance(each, Command)]


def test_a_new_device_begins_with_what_it_never_says() -> None:
    house, _ = heated()

    assert house.values(HEATING) == {MODE: "off"}


def test_what_the_hub_alone_keeps_is_known_and_not_sent() -> None:
    house, sent = commands({MODE: "heat"})

    assert sent == []
    assert house.values(HEATING)[MODE] == "heat"


def test_beside_what_is_sent_it_goes_along() -> None:
    wish: Values = {MODE: "heat", TARGET_TEMPERATURE: 20}

    assert commands(wish)[1] == [wish]
