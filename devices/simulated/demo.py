"""The devices of the demo house, Maple Street 4."""

from typing import Final

from devices.simulated.button import Button
from devices.simulated.device import SimulatedDevice
from devices.simulated.door import Door
from devices.simulated.house import SimulatedHouse
from devices.simulated.lamp import COLOURS, DIMMABLE, WHITES, Lamp
from devices.simulated.motion import Motion
from devices.simulated.plug import Plug
from devices.simulated.temperature import Temperature
from devices.simulated.wall_switch import WallSwitch

HALL_LAMP: Final = "Hall lamp"
HALL_MOTION: Final = "Hall motion"
HALL_BUTTON: Final = "Hall button"
FRONT_DOOR: Final = "Front door"
CEILING: Final = "Ceiling"
CEILING_SWITCH: Final = "Ceiling switch"
SOFA_LAMP: Final = "Sofa lamp"
LIVING_ROOM_MOTION: Final = "Living room motion"
BEDROOM_LAMP: Final = "Bedroom lamp"
BEDROOM_BUTTON: Final = "Bedroom button"
BATH_LAMP: Final = "Bath lamp"
BATH_MOTION: Final = "Bath motion"
KITCHEN_LAMP: Final = "Kitchen lamp"
KITCHEN_MOTION: Final = "Kitchen motion"
KITCHEN_CLIMATE: Final = "Kitchen climate"
COFFEE_PLUG: Final = "Coffee plug"

DARK = 4.0


def demo_house(*, seed: int = 0) -> SimulatedHouse:
    """Return the demo house as it is before anybody gets up: dark and quiet."""
    return SimulatedHouse(demo_devices(), seed=seed)


def demo_devices() -> tuple[SimulatedDevice, ...]:
    """Return fresh devices, room by room; their last reports are kept by the broker."""
    return (*_hall(), *_living_room(), *_bedroom(), *_bath(), *_kitchen())


def _hall() -> tuple[SimulatedDevice, ...]:
    return (
        Lamp(HALL_LAMP, WHITES, retains=True),
        Motion(HALL_MOTION, illuminance=DARK, retains=True),
        Button(HALL_BUTTON, retains=True),
        Door(FRONT_DOOR, retains=True),
    )


def _living_room() -> tuple[SimulatedDevice, ...]:
    return (
        Lamp(CEILING, DIMMABLE, retains=True),
        WallSwitch(CEILING_SWITCH, wired_to=CEILING),
        Lamp(SOFA_LAMP, COLOURS, retains=True),
        Motion(LIVING_ROOM_MOTION, retains=True),
    )


def _bedroom() -> tuple[SimulatedDevice, ...]:
    return (Lamp(BEDROOM_LAMP, WHITES, retains=True), Button(BEDROOM_BUTTON, retains=True))


def _bath() -> tuple[SimulatedDevice, ...]:
    return (Lamp(BATH_LAMP, WHITES, retains=True), Motion(BATH_MOTION, retains=True))


def _kitchen() -> tuple[SimulatedDevice, ...]:
    return (
        Lamp(KITCHEN_LAMP, WHITES, retains=True),
        Motion(KITCHEN_MOTION, retains=True),
        Plug(COFFEE_PLUG, retains=True),
        Temperature(KITCHEN_CLIMATE, retains=True),
    )
