from devices.simulated.button import Button
from devices.simulated.discovery import address_of
from devices.simulated.door import Door
from devices.simulated.house import SimulatedHouse
from devices.simulated.lamp import COLOURS, DIMMABLE, WHITES, Lamp
from devices.simulated.lux import Lux
from devices.simulated.motion import Motion
from devices.simulated.plug import Plug
from devices.simulated.temperature import Temperature
from devices.simulated.wall_switch import WallSwitch
from tests.devices.simulated.listening import announced

ORIGIN = {"name": "Zigbee2MQTT", "sw": "2.14.1", "url": "https://www.zigbee2mqtt.io"}


def availability(name: str) -> list[dict[str, str]]:
    template = "{{ value_json.state }}"
    return [
        {"topic": "zigbee2mqtt/bridge/state", "value_template": template},
        {"topic": f"zigbee2mqtt/{name}/availability", "value_template": template},
    ]


def device(name: str, model: str, model_id: str) -> dict[str, object]:
    return {
        "hw_version": 1,
        "identifiers": [f"zigbee2mqtt_{address_of(name)}"],
        "manufacturer": "Lumen",
        "model": model,
        "model_id": model_id,
        "name": name,
        "sw_version": "1.0.1",
        "via_device": "zigbee2mqtt_bridge_0x00124b0000000001",
    }


def test_a_lamp_is_announced_as_a_json_light_under_its_hardware_address() -> None:
    said = announced(SimulatedHouse([Lamp("Hall lamp", COLOURS)]))

    address = address_of("Hall lamp")
    assert said[f"homeassistant/light/{address}/light/config"] == {
        "availability": availability("Hall lamp"),
        "availability_mode": "all",
        "brightness": True,
        "brightness_scale": 254,
        "command_topic": "zigbee2mqtt/Hall lamp/set",
        "default_entity_id": "light.hall_lamp",
        "device": device("Hall lamp", "Dimmable bulb E27", "LX-27"),
        "effect": True,
        "effect_list": [
            "blink",
            "breathe",
            "okay",
            "channel_change",
            "finish_effect",
            "stop_effect",
        ],
        "max_mireds": 500,
        "min_mireds": 153,
        "name": None,
        "object_id": "hall_lamp",
        "origin": ORIGIN,
        "schema": "json",
        "state_topic": "zigbee2mqtt/Hall lamp",
        "supported_color_modes": ["xy", "color_temp"],
        "unique_id": f"{address}_light_zigbee2mqtt",
    }


def test_a_lamp_names_only_the_colour_modes_that_it_has() -> None:
    house = SimulatedHouse([Lamp("Plain", DIMMABLE), Lamp("White", WHITES)])

    said = announced(house)

    plain = said[f"homeassistant/light/{address_of('Plain')}/light/config"]
    white = said[f"homeassistant/light/{address_of('White')}/light/config"]
    assert plain["supported_color_modes"] == ["brightness"]
    assert "min_mireds" not in plain
    assert white["supported_color_modes"] == ["color_temp"]


def test_a_plug_is_announced_as_a_switch() -> None:
    said = announced(SimulatedHouse([Plug("Coffee plug")]))

    config = said[f"homeassistant/switch/{address_of('Coffee plug')}/switch/config"]
    assert config["command_topic"] == "zigbee2mqtt/Coffee plug/set"
    assert (config["payload_on"], config["payload_off"]) == ("ON", "OFF")
    assert config["value_template"] == '{{ value_json["state"] }}'
    assert config["name"] is None


def test_a_motion_sensor_has_occupancy_and_battery_and_light_only_if_it_measures_it() -> None:
    house = SimulatedHouse([Motion("Hall motion", illuminance=4), Motion("Bath motion")])

    said = announced(house)

    hall, bath = address_of("Hall motion"), address_of("Bath motion")
    occupancy = said[f"homeassistant/binary_sensor/{hall}/occupancy/config"]
    assert occupancy["device_class"] == "occupancy"
    assert (occupancy["payload_on"], occupancy["payload_off"]) == (True, False)
    assert occupancy["default_entity_id"] == "binary_sensor.hall_motion_occupancy"
    assert "command_topic" not in occupancy
    assert said[f"homeassistant/sensor/{hall}/illuminance/config"]["unit_of_measurement"] == "lx"
    battery = said[f"homeassistant/sensor/{hall}/battery/config"]
    assert battery["entity_category"] == "diagnostic"
    assert f"homeassistant/sensor/{bath}/illuminance/config" not in said


def test_a_door_means_open_when_its_contact_is_false() -> None:
    said = announced(SimulatedHouse([Door("Front door")]))

    config = said[f"homeassistant/binary_sensor/{address_of('Front door')}/contact/config"]
    assert config["device_class"] == "door"
    assert (config["payload_on"], config["payload_off"]) == (False, True)


def test_meters_name_their_units() -> None:
    house = SimulatedHouse([Temperature("Climate"), Lux("Light")])

    said = announced(house)

    units = {
        topic.split("/")[3]: config["unit_of_measurement"]
        for topic, config in said.items()
        if "unit_of_measurement" in config
    }
    assert units == {
        "temperature": "°C",
        "humidity": "%",
        "illuminance": "lx",
        "battery": "%",
        "linkquality": "lqi",
    }


def test_each_press_of_a_button_is_announced_as_a_trigger() -> None:
    said = announced(SimulatedHouse([Button("Hall button")]))

    address = address_of("Hall button")
    triggers = [topic for topic in said if topic.startswith("homeassistant/device_automation/")]
    assert len(triggers) == 3
    assert said[f"homeassistant/device_automation/{address}/action_double/config"] == {
        "automation_type": "trigger",
        "device": device("Hall button", "Wireless button", "LX-BTN"),
        "origin": ORIGIN,
        "payload": "double",
        "subtype": "double",
        "topic": "zigbee2mqtt/Hall button/action",
        "type": "action",
    }


def test_everything_announced_is_kept_by_the_broker_and_the_bridge_speaks_first() -> None:
    house = SimulatedHouse([Lamp("Hall lamp"), Motion("Hall motion")])

    said = house.announcements()

    assert said[0].topic == "zigbee2mqtt/bridge/state"
    assert said[0].payload == b'{"state":"online"}'
    configs = [message for message in said if message.topic.startswith("homeassistant/")]
    assert all(message.retain and message.qos == 1 for message in configs)
    presence = [message for message in said if message.topic.endswith("/availability")]
    assert [message.payload for message in presence] == [b'{"state":"online"}'] * 2
    assert [message.topic for message in said[-2:]] == [
        "zigbee2mqtt/Hall lamp",
        "zigbee2mqtt/Hall motion",
    ]


def test_a_wall_switch_without_a_radio_announces_nothing() -> None:
    house = SimulatedHouse([WallSwitch("Ceiling switch", wired_to="Ceiling"), Lamp("Ceiling")])

    said = house.announcements()

    assert not [message for message in said if b"Ceiling switch" in message.payload]
    assert not [message for message in said if "Ceiling switch" in message.topic]


def test_a_device_keeps_its_address_from_one_start_to_the_next() -> None:
    assert address_of("Hall lamp") == address_of("Hall lamp")
    assert address_of("Hall lamp") != address_of("Bath lamp")
    assert len(address_of("Hall lamp")) == len("0x00124b0000000001")
