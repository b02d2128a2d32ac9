"""What a report of a device can be: the classes that tell a person's hand from everything else."""

from enum import StrEnum
from typing import Final


class Seen(StrEnum):
    """What a report was taken for, and so what follows from it."""

    NOTHING = "nothing"
    """There was nothing to judge: a reading, a first sight, a message from the broker's store."""
    ECHO = "own echo"
    """It fits what the device was told."""
    GROUP_ECHO = "group echo"
    """It fits what another device was told, which this one follows."""
    PHYSICAL = "physical"
    """The device, or a button on it, says that somebody did it."""
    HAND = "probable hand"
    """Nothing explains it, and it stayed so."""
    CONTROLLER = "other controller"
    """Somebody else wrote its command topic."""
    MAINS = "mains switch"
    """It came back while the rest of the house stayed up, and is on."""
    POWER_CUT = "power cut"
    """It came back together with most of the house."""
    GLITCH = "glitch"
    """It was as before again within a second, and nobody did that."""
    UNKNOWN = "unknown"
    """Nothing explains it, and its word is not good enough for a hand."""


HOLD_IN_FULL: Final = frozenset({Seen.PHYSICAL, Seen.HAND, Seen.CONTROLLER, Seen.MAINS})
"""Somebody did it: it is theirs for as long as fits what they did."""
HOLD_SHORTLY: Final = frozenset({Seen.UNKNOWN})
"""Perhaps somebody did it: it is left alone for a while, and they are asked, quietly."""
