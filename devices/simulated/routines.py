"""Where each person of the demo family is in the course of a day, as tables."""

from enum import Enum
from typing import TypeAlias

from rules.words.value import value


class Room(Enum):
    """Where somebody can be."""

    BEDROOM = "bedroom"
    BATH = "bath"
    KITCHEN = "kitchen"
    LIVING = "living room"
    AWAY = "away"


@value(frozen=True, slots=True)
class Slot:
    """From about this time on, somebody is in a room.

    `spread` is by how many minutes the time varies. `pace` is how many seconds lie between two
    movements, on average; somebody who sleeps has none. `strays` is after how many minutes they
    leave the room for a moment, on average; 0: they stay.
    """

    at: str
    room: Room
    pace: float = 60.0
    spread: float = 6.0
    strays: float = 0.0

    @property
    def minute(self) -> int:
        """Return its time in minutes after midnight."""
        hour, _, minute = self.at.partition(":")
        return int(hour) * 60 + int(minute)


Routine: TypeAlias = tuple[Slot, ...]
"""A day from its first slot on; until then the person sleeps."""

_WORKS_AT_HOME: Routine = (
    Slot("06:45", Room.BATH, 20),
    Slot("07:05", Room.KITCHEN, 70),
    Slot("08:20", Room.LIVING, 40, strays=28),
    Slot("12:45", Room.KITCHEN, 45),
    Slot("13:40", Room.LIVING, 40, strays=28),
    Slot("17:30", Room.KITCHEN, 60, strays=15),
    Slot("18:10", Room.LIVING, 100, strays=20),
    Slot("19:20", Room.KITCHEN, 70),
    Slot("20:40", Room.LIVING, 110, strays=22),
    Slot("22:50", Room.BATH, 20),
    Slot("23:05", Room.BEDROOM, 0),
)
_WORKS_AWAY: Routine = (
    Slot("06:35", Room.BATH, 20),
    Slot("06:55", Room.KITCHEN, 60),
    Slot("07:50", Room.AWAY, spread=9),
    Slot("17:50", Room.LIVING, 100, spread=18, strays=15),
    Slot("19:00", Room.KITCHEN, 70),
    Slot("20:45", Room.LIVING, 110, strays=25),
    Slot("23:10", Room.BATH, 20),
    Slot("23:22", Room.BEDROOM, 0),
)
_GOES_TO_SCHOOL: Routine = (
    Slot("07:10", Room.BATH, 25),
    Slot("07:25", Room.KITCHEN, 60),
    Slot("08:15", Room.AWAY, spread=4),
    Slot("15:40", Room.KITCHEN, 60, spread=12),
    Slot("16:10", Room.LIVING, 80, strays=14),
    Slot("17:10", Room.BEDROOM, 0, strays=18),
    Slot("18:30", Room.LIVING, 80, strays=16),
    Slot("19:25", Room.KITCHEN, 70),
    Slot("20:15", Room.BATH, 20),
    Slot("20:40", Room.BEDROOM, 0),
)
_FREE_DAY: Routine = (
    Slot("08:20", Room.BATH, 20, spread=20),
    Slot("08:50", Room.KITCHEN, 70),
    Slot("10:00", Room.LIVING, 100, strays=18),
    Slot("13:10", Room.KITCHEN, 70),
    Slot("14:20", Room.LIVING, 100, strays=20),
    Slot("18:45", Room.KITCHEN, 70),
    Slot("20:15", Room.LIVING, 110, strays=22),
    Slot("23:15", Room.BATH, 20, spread=10),
    Slot("23:30", Room.BEDROOM, 0),
)
_FREE_DAY_OUT: Routine = (
    Slot("08:50", Room.BATH, 20, spread=20),
    Slot("09:15", Room.KITCHEN, 60),
    Slot("10:40", Room.AWAY, spread=20),
    Slot("13:20", Room.KITCHEN, 70, spread=12),
    Slot("14:30", Room.LIVING, 100, strays=18),
    Slot("19:00", Room.KITCHEN, 70),
    Slot("20:20", Room.LIVING, 110, strays=25),
    Slot("22:55", Room.BATH, 20),
    Slot("23:10", Room.BEDROOM, 0),
)
_FREE_DAY_CHILD: Routine = (
    Slot("08:00", Room.LIVING, 90, spread=15, strays=20),
    Slot("09:20", Room.KITCHEN, 70),
    Slot("10:00", Room.LIVING, 90, strays=14),
    Slot("13:15", Room.KITCHEN, 70),
    Slot("14:00", Room.BEDROOM, 0, strays=20),
    Slot("15:30", Room.AWAY, spread=20),
    Slot("18:10", Room.LIVING, 90, strays=15),
    Slot("19:10", Room.KITCHEN, 70),
    Slot("20:30", Room.BATH, 20),
    Slot("21:00", Room.BEDROOM, 0),
)

WORKDAY: tuple[Routine, ...] = (_WORKS_AT_HOME, _WORKS_AWAY, _GOES_TO_SCHOOL)
WEEKEND: tuple[Routine, ...] = (_FREE_DAY, _FREE_DAY_OUT, _FREE_DAY_CHILD)
