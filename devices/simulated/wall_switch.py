"""A wall switch without a radio: all that the house ever sees of it is what its lamp does."""

from devices.simulated.device import SimulatedDevice


class WallSwitch(SimulatedDevice):
    """A switch in a wall, wired to the input of one lamp; it announces and reports nothing."""

    def __init__(self, name: str, wired_to: str) -> None:
        """Make a switch for the lamp of this name."""
        super().__init__(name)
        self.wired_to = wired_to
