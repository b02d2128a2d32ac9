"""What is behind the bridge: a lamp, a plug, a motion sensor and a dial with four buttons."""

from typing import Any, Final

from rules.words.ids import HardwareId

BRIDGE: Final = "001788fffe0a1b2c"


def hardware(radio: str, bridge: str = BRIDGE) -> HardwareId:
    return HardwareId(f"hue-{bridge}/{radio.replace(':', '')}")


RADIOS: Final = {
    "lamp": "00:17:88:01:0a:00:00:01",
    "plug": "00:17:88:01:0a:00:00:02",
    "sensor": "00:17:88:01:0a:00:00:03",
    "dial": "00:17:88:01:0a:00:00:04",
}
LAMP, PLUG, SENSOR, DIAL = (hardware(radio) for radio in RADIOS.values())


def resources(bridge: str = BRIDGE) -> list[dict[str, Any]]:
    """Return all that the bridge says of itself and of what is behind it."""
    return [
        {"id": "bridge-1", "type": "bridge", "bridge_id": bridge, "owner": _of("device-bridge")},
        _device("bridge", "Hue Bridge", "Hue Bridge"),
        _device("lamp", "Sofa", "Hue colour lamp"),
        _device("plug", "Kettle", "Hue smart plug"),
        _device("sensor", "Hall", "Hue motion sensor"),
        _device("dial", "Dial", "Hue tap dial switch"),
        *(
            {
                "id": f"radio-{number}",
                "type": "zigbee_connectivity",
                "owner": _of(f"device-{name}"),
                "status": "connected",
                "mac_address": radio,
            }
            for number, (name, radio) in enumerate(RADIOS.items(), 1)
        ),
        {
            "id": "light-1",
            "type": "light",
            "owner": _of("device-lamp"),
            "metadata": {"name": "Sofa", "archetype": "sultan_bulb"},
            "on": {"on": False},
            "dimming": {"brightness": 20.0, "min_dim_level": 0.2},
            "color_temperature": {
                "mirek": 370,
                "mirek_valid": True,
                "mirek_schema": {"mirek_minimum": 153, "mirek_maximum": 500},
            },
            "color": {"xy": {"x": 0.45, "y": 0.41}, "gamut_type": "C"},
            "effects": {"status": "no_effect", "effect_values": ["no_effect", "candle", "fire"]},
        },
        {
            "id": "light-2",
            "type": "light",
            "owner": _of("device-plug"),
            "metadata": {"name": "Kettle", "archetype": "plug"},
            "on": {"on": False},
        },
        {
            "id": "motion-1",
            "type": "motion",
            "owner": _of("device-sensor"),
            "enabled": True,
            "motion": {"motion": False, "motion_valid": True},
        },
        {
            "id": "temp-1",
            "type": "temperature",
            "owner": _of("device-sensor"),
            "enabled": True,
            "temperature": {"temperature": 20.5, "temperature_valid": True},
        },
        {
            "id": "lux-1",
            "type": "light_level",
            "owner": _of("device-sensor"),
            "enabled": True,
            "light": {"light_level": 10001, "light_level_valid": True},
        },
        {
            "id": "power-1",
            "type": "device_power",
            "owner": _of("device-sensor"),
            "power_state": {"battery_level": 90, "battery_state": "normal"},
        },
        *(
            {
                "id": f"button-{number}",
                "type": "button",
                "owner": _of("device-dial"),
                "metadata": {"control_id": number},
                "button": {"last_event": "short_release"},
            }
            for number in range(1, 5)
        ),
        {
            "id": "dial-1",
            "type": "relative_rotary",
            "owner": _of("device-dial"),
            "relative_rotary": {},
        },
        {
            "id": "room-1",
            "type": "room",
            "metadata": {"name": "Living room", "archetype": "living_room"},
            "children": [{"rid": "device-lamp", "rtype": "device"}],
        },
        {"id": "scene-1", "type": "scene", "metadata": {"name": "Relax"}},
    ]


def _device(which: str, name: str, product: str) -> dict[str, Any]:
    return {
        "id": f"device-{which}",
        "type": "device",
        "metadata": {"name": name, "archetype": "unknown_archetype"},
        "product_data": {
            "model_id": "LCA001",
            "manufacturer_name": "Signify Netherlands B.V.",
            "product_name": product,
        },
        "services": [],
    }


def _of(device: str) -> dict[str, str]:
    return {"rid": device, "rtype": "device"}
