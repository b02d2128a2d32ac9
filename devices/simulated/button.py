"""A button or remote on a battery: it says what was done to it, and nothing else."""

from typing import ClassVar

from devices.message import Message
from devices.simulated.device import LINK_QUALITY, SimulatedDevice
from devices.simulated.discovery import Entity, link_quality, numeric
from devices.simulated.faults import happens
from devices.simulated.sensor import BATTERY
from rules.words.times import Moment


class Button(SimulatedDevice):
    """A button that knows a single, a double and a long press."""

    maker: ClassVar[str] = "Lumen"
    model: ClassVar[str] = "Wireless button"
    model_id: ClassVar[str] = "LX-BTN"
    actions: ClassVar[tuple[str, ...]] = ("single", "double", "hold")

    def entities(self) -> tuple[Entity, ...]:
        """Return battery and link quality; its presses are announced as triggers."""
        return (numeric("battery", "%", is_diagnostic=True), link_quality())

    def state(self, now: Moment) -> dict[str, object]:
        """Return its report, which names no press: a press is over as soon as it is told."""
        del now
        return {"battery": BATTERY}

    def pressed(self, action: str, now: Moment) -> None:
        """Be pressed, in one of the ways that it knows."""
        if action not in self.actions:
            raise ValueError(f"{self.name} knows no press `{action}`: {', '.join(self.actions)}")
        if not self.reachable or happens(self.faults.deaf, self._dice):
            return
        report = self.message({**self.state(now), "action": action, "linkquality": LINK_QUALITY})
        # A broker that kept a press would make it happen again at every start.
        self._send(Message(report.topic, report.payload), now)
        self._send(Message(f"{self.topic}/action", action.encode()), now)
