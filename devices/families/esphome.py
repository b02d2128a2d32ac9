"""ESPHome boards over their native API: found by mDNS, listened to, told."""

from typing import ClassVar, Final

from devices.esphome.board import Board, board_of
from devices.lines.family import LineFamily
from devices.mac import mac_of
from devices.message import Service
from devices.said import Fields

NAME: Final = "esphome"


class Esphome(LineFamily):
    """A board is known by the address of its hardware."""

    name: ClassVar[str] = NAME
    services: ClassVar[tuple[str, ...]] = ("_esphomelib._tcp",)
    thing: ClassVar[str] = "an ESPHome board"

    def claimed(self, service: Service) -> str:
        """Return the address that a record says."""
        return mac_of(service.properties.get("mac", ""))

    def party(self, said: Fields, host: str) -> Board | None:
        """Return the board that describes itself so."""
        return board_of(said, NAME, host)

    def locked_out(self, claims: str) -> str:
        """Say that it wants a key."""
        return (
            "its encryption key is missing, is another one, or it is not encrypted: "
            f"`homerule pair-device esphome {claims or 'ADDRESS'}` takes it"
        )


FAMILY = Esphome
