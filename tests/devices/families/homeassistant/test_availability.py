"""Who can be reached, as the topics of the announcements say."""

import pytest

from rules.words.events import AvailabilityChanged, DeviceAnnounced, DeviceRetired, Reported
from rules.words.ids import HardwareId
from rules.words.values import Aspect
from tests.devices.families.homeassistant.broker import Body, Broker, device, motion, number

PIR = HardwareId("z2m_0x03")
BRIDGE: Body = {"topic": "z2m/bridge/state", "value_template": "{{ value_json.state }}"}
OWN: Body = {"topic": "z2m/Pir/availability", "value_template": "{{ value_json.state }}"}


def pir(**more: object) -> Broker:
    broker = Broker()
    broker.announces("binary_sensor/0x03/motion", motion(**more))
    return broker


def test_a_device_without_availability_is_never_said_to_be_away() -> None:
    broker = pir()

    assert [type(event) for event in broker.events] == [DeviceAnnounced]
    assert broker.subscribed == {"z2m/Pir"}


def test_one_topic_says_it_in_home_assistants_words() -> None:
    broker = pir(availability_topic="z2m/Pir/lwt")

    broker.says("z2m/Pir/lwt", "online", retain=True)
    assert broker.events == [AvailabilityChanged(PIR, True)]
    broker.says("z2m/Pir/lwt", "offline")
    assert broker.events == [AvailabilityChanged(PIR, False)]


@pytest.mark.parametrize(
    ("config", "here", "gone"),
    [
        ({"payload_available": "Online", "payload_not_available": "Offline"}, "Online", "Offline"),
        ({"payload_available": 1, "payload_not_available": 0}, "1", "0"),
        (
            {
                "payload_available": True,
                "payload_not_available": False,
                "availability_template": "{{ value_json.up }}",
            },
            '{"up": true}',
            '{"up": false}',
        ),
    ],
)
def test_its_two_payloads_may_be_others(config: Body, here: str, gone: str) -> None:
    broker = pir(availability_topic="lwt", **config)

    broker.says("lwt", here)
    assert broker.events == [AvailabilityChanged(PIR, True)]
    broker.says("lwt", gone)
    assert broker.events == [AvailabilityChanged(PIR, False)]


@pytest.mark.parametrize("payload", ["", "perhaps", "{", "[]", b"\xff"])
def test_what_says_neither_changes_nothing(payload: str | bytes) -> None:
    broker = pir(availability=[BRIDGE], availability_topic="ignored")
    broker.says("z2m/bridge/state", {"state": "online"})

    broker.says("z2m/bridge/state", payload)

    assert broker.events == []


def test_only_a_change_is_told() -> None:
    broker = pir(availability=BRIDGE)

    broker.says("z2m/bridge/state", {"state": "online"})
    broker.says("z2m/bridge/state", {"state": "online"})

    assert broker.events == []


def test_by_all_it_is_away_with_the_first_and_there_with_the_last() -> None:
    broker = pir(availability=[BRIDGE, OWN], availability_mode="all")

    broker.says("z2m/bridge/state", {"state": "online"})
    assert broker.events == []
    broker.says("z2m/Pir/availability", {"state": "online"})
    assert broker.events == [AvailabilityChanged(PIR, True)]
    broker.says("z2m/bridge/state", {"state": "offline"})
    assert broker.events == [AvailabilityChanged(PIR, False)]
    broker.says("z2m/Pir/availability", {"state": "offline"})
    assert broker.events == []


def test_by_any_one_is_enough() -> None:
    broker = pir(availability=[BRIDGE, OWN], availability_mode="any")

    broker.says("z2m/bridge/state", {"state": "offline"})
    assert broker.events == []
    broker.says("z2m/Pir/availability", {"state": "online"})
    assert broker.events == [AvailabilityChanged(PIR, True)]
    broker.says("z2m/Pir/availability", {"state": "offline"})
    assert broker.events == [AvailabilityChanged(PIR, False)]


def test_by_default_the_latest_word_counts() -> None:
    broker = pir(availability=[BRIDGE, OWN])

    broker.says("z2m/bridge/state", {"state": "offline"})
    assert broker.events == [AvailabilityChanged(PIR, False)]
    broker.says("z2m/Pir/availability", {"state": "online"})
    assert broker.events == [AvailabilityChanged(PIR, True)]
    broker.says("z2m/bridge/state", {"state": "offline"})
    assert broker.events == [AvailabilityChanged(PIR, False)]


def test_a_device_must_be_there_by_every_rule_of_its_components() -> None:
    broker = pir(availability_topic="radio")
    probe = number("illuminance", "lx", availability_topic="probe")
    broker.announces("sensor/0x03/illuminance", probe)

    broker.says("radio", "online")
    assert broker.events == []
    broker.says("probe", "offline")
    assert broker.events == [AvailabilityChanged(PIR, False)]
    broker.says("probe", "online")
    assert broker.events == [AvailabilityChanged(PIR, True)]


def test_a_bridge_speaks_for_all_its_devices_and_is_listened_to_once() -> None:
    broker = Broker()
    for name in ("a", "b"):
        body = motion(device=device(name, name), state_topic=name, availability=[BRIDGE])
        broker.announces(f"binary_sensor/{name}/motion", body)
        assert ("z2m/bridge/state" in broker.heard.subscribe) is (name == "a")

    broker.says("z2m/bridge/state", {"state": "offline"})

    assert broker.events == [
        AvailabilityChanged(HardwareId("a"), False),
        AvailabilityChanged(HardwareId("b"), False),
    ]


def test_a_device_that_comes_later_knows_what_the_bridge_has_said() -> None:
    broker = pir(availability=[BRIDGE])
    broker.says("z2m/bridge/state", {"state": "online"}, retain=True)

    late = motion(device=device("late", "late"), state_topic="late", availability=[BRIDGE])
    broker.announces("binary_sensor/late/motion", late)

    assert broker.events[1:] == [AvailabilityChanged(HardwareId("late"), True)]


def test_a_device_that_no_longer_names_a_topic_is_there() -> None:
    broker = pir(availability_topic="lwt")
    broker.says("lwt", "offline")

    broker.announces("binary_sensor/0x03/motion", motion())

    assert broker.events == [AvailabilityChanged(PIR, True)]
    assert broker.heard.unsubscribe == ("lwt",)


def test_a_device_that_goes_is_no_longer_watched() -> None:
    broker = pir(availability=[BRIDGE])

    broker.withdraws("binary_sensor/0x03/motion")

    assert broker.events == [DeviceRetired(PIR)]
    assert broker.subscribed == set()
    broker.says("z2m/bridge/state", {"state": "offline"})
    assert broker.events == []


def test_state_and_availability_may_share_a_topic() -> None:
    broker = pir(availability={"topic": "z2m/Pir", "value_template": "{{ value_json.link }}"})

    broker.says("z2m/Pir", {"motion": True, "link": "online"})

    assert broker.events == [
        Reported(PIR, {Aspect("motion"): True}),
        AvailabilityChanged(PIR, True),
    ]


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"availability_topic": "z2m/#"}, "wildcards"),
        ({"availability": [{"topic": "homerule/status"}]}, "belongs to the hub itself"),
        ({"availability": [{"payload_available": "1"}]}, "is missing"),
        ({"availability": [5]}, "availability.0 cannot be `5`"),
        ({"availability": "z2m/bridge/state"}, "availability cannot be"),
        (
            {"availability_topic": "lwt", "availability_template": "{{ now() }}"},
            "its availability: its template `{{ now() }}` cannot be used",
        ),
        ({"availability": [{"topic": f"lwt/{n}"} for n in range(20)]}, "more than 16"),
    ],
)
def test_a_wrong_availability_is_said_and_costs_nothing_else(wrong: Body, sentence: str) -> None:
    broker = pir(**wrong)

    assert sentence in broker.unreadable
    broker.says("z2m/Pir", {"motion": True})
    assert broker.told(PIR) == {Aspect("motion"): True}


def test_an_availability_template_is_worked_out() -> None:
    template = "{{ 'online' if value_json.age | int < 60 else 'offline' }}"
    broker = pir(availability_topic="lwt", availability_template=template)

    broker.says("lwt", {"age": 90})
    assert broker.events == [AvailabilityChanged(PIR, available=False)]
    broker.says("lwt", {"age": "9"})
    assert broker.events == [AvailabilityChanged(PIR, available=True)]


def test_one_wrong_topic_of_a_list_leaves_the_others() -> None:
    broker = pir(availability=[{"topic": 5.5, "payload_available": []}, 7, OWN])

    broker.says("z2m/Pir/availability", {"state": "offline"})

    assert broker.events == [AvailabilityChanged(PIR, False)]
