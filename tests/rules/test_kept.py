"""What a device never says: it begins as something, and what the hub alone keeps is never sent."""

from rules.claims.orders import completed, order
from rules.house import House
from rules.observing.observe import press, reach, report
from rules.places.arrivals import announce
from rules.turn import Turn
from rules.words.device import Announcement, Capability, Kind, Sort
from rules.words.effects import Command
from rules.words.events import Reported
from rules.words.ids import DeviceId, HardwareId
from rules.words.values import BRIGHTNESS, FULL, MODE, POWER, TARGET_TEMPERATURE, Values
from tests.rules.hall import LAMP, NOON, hall

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


def test_what_a_device_was_before_it_went_away_is_kept_aside_until_it_says_how_it_is() -> None:
    house, turn = heated()
    condition = house.conditions[HEATING]
    report(turn, Reported(HardwareId("h1"), {TARGET_TEMPERATURE: 21}))

    reach(turn, HardwareId("h1"), available=False)
    reach(turn, HardwareId("h1"), available=True)

    assert condition.values[TARGET_TEMPERATURE] is None
    assert condition.aside == {MODE: "off", TARGET_TEMPERATURE: 21}
    report(turn, Reported(HardwareId("h1"), {TARGET_TEMPERATURE: None}))
    assert condition.aside == {MODE: "off"}


def test_a_person_who_says_just_what_is_to_be_gets_nothing_added() -> None:
    lamp = hall().devices[LAMP]
    was: Values = {POWER: False}

    assert completed(lamp, {POWER: True}, was) == {POWER: True, BRIGHTNESS: FULL}
    assert completed(lamp, {POWER: True}, was, exact=True) == {POWER: True}


def test_the_last_press_is_remembered() -> None:
    house, turn = heated()

    press(turn, HardwareId("h1"), "single")

    assert house.conditions[HEATING].pressed == ("single", NOON)
