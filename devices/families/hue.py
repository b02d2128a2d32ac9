"""Philips Hue: lamps, sensors and buttons behind bridges, which mDNS shows and people pair."""

from typing import ClassVar, Final

from devices.hue.bridge import Bridge, bridge_id, bridge_of
from devices.lines.family import LineFamily
from devices.message import Service
from devices.said import Fields

NAME: Final = "hue"
SERVICE: Final = "_hue._tcp"


class Hue(LineFamily):
    """A bridge is known by its id, and what is behind it by the address of its radio."""

    name: ClassVar[str] = NAME
    services: ClassVar[tuple[str, ...]] = (SERVICE,)
    thing: ClassVar[str] = "a Hue bridge"
    longest: ClassVar[int] = 4 * 1024 * 1024

    def claimed(self, service: Service) -> str:
        """Return the id that a record says."""
        return bridge_id(service.properties.get("bridgeid", ""))

    def party(self, said: Fields, host: str) -> Bridge | None:
        """Return the bridge that describes itself so."""
        return bridge_of(said, NAME, host)

    def locked_out(self, claims: str) -> str:
        """Say that it wants to be paired."""
        return (
            f"the hub is not paired with this bridge: `homerule pair-device hue {claims}`, "
            "then press the button on it"
        )


FAMILY = Hue
