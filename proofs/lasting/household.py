"""A household whose hub is watched: a broker, four rooms, people who do things, and a real hub."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, TypeAlias
from urllib.parse import quote

from hub.cli.answers import No, NoHub
from hub.cli.talk import say
from hub.word import Word
from proofs.lasting.deeds import Deed, Way
from proofs.lasting.witness import Kill, environment
from tests.hub.e2e.broker import Mosquitto
from tests.hub.e2e.devices import Devices
from tests.hub.e2e.ears import Ears
from tests.hub.e2e.home import LAMPS, SENSORS, slug, write_files
from tests.hub.e2e.hub import ROOT, HubProcess

PREFIX: Final = "homerule"

Lamp: TypeAlias = dict[str, Any]
"""What a lamp is: `state`, and `brightness` in its own 254 steps."""


@dataclass(slots=True)
class Household:
    """Broker and devices live on while the hub comes and goes; `planted` is a fault put into it."""

    folder: Path
    library: Path
    broker: Mosquitto
    ears: Ears
    devices: Devices
    config: Path
    planted: str = ""
    traces: list[Path] = field(default_factory=list)

    @property
    def watched(self) -> Path:
        """Return the folder below which the witness looks."""
        return self.folder / "watched"

    @property
    def state(self) -> Path:
        """Return the state folder; the hub makes it."""
        return self.watched / "state"

    @contextmanager
    def hub(self, *, kill: Kill | None = None, slow: int = 0) -> Iterator[HubProcess]:
        """Start a hub and return at once; its trace is the last one of `traces`."""
        trace = self.folder / f"trace-{len(self.traces)}"
        self.traces.append(trace)
        watched = environment(self.library, below=self.watched, trace=trace, kill=kill, slow=slow)
        if self.planted:
            watched["PYTHONPATH"] = f"{self._plant()}:{ROOT}"
        with HubProcess(self.state, config=self.config, environment=watched) as hub:
            hub.launches()
            yield hub

    def lamps(self) -> dict[str, Lamp]:
        """Return what each lamp is, whatever anybody believes."""
        return {slug(name): self.devices.lamp(name) for name in LAMPS}

    def does(self, deed: Deed) -> None:
        """Do it. On the console it is waited for, unless the hub goes meanwhile or refuses."""
        match deed.way:
            case Way.LASTING:
                self.ears.tells(_topic(deed), deed.payload, qos=1)
            case Way.PASSING:
                self.ears.tells(f"{PREFIX}/{deed.target}/set", deed.payload, qos=0)
            case Way.CONSOLE:
                path = f"/api/override/{quote(deed.target)}"
                if deed.verb == "hold":
                    path = f"/api/devices/{deed.target.removeprefix('device/')}/set"
                # Whether it was answered stands in the trace.
                with suppress(No, NoHub):
                    say(self.state, path, deed.payload)

    def _plant(self) -> Path:
        """Return a folder from which the interpreter takes the fault before it runs the hub."""
        folder = self.folder / "planted"
        folder.mkdir(exist_ok=True)
        text = f"from proofs.lasting.planted import {self.planted}\n\n{self.planted}()\n"
        (folder / "sitecustomize.py").write_text(text)
        return folder


def word_of(deed: Deed) -> str:
    """Return the mark by which a hub knows again what was said over MQTT that must not get lost."""
    return Word(_topic(deed), deed.payload.encode()).mark


def _topic(deed: Deed) -> str:
    return f"{PREFIX}/override/{deed.target}/set"


@contextmanager
def household_in(folder: Path, library: Path, *, planted: str = "") -> Iterator[Household]:
    """Live in a household that has no hub yet, and whose state folder is not there."""
    with ExitStack() as stack:
        broker = Mosquitto(folder / "broker")
        stack.callback(broker.is_killed)
        broker.starts()
        ears = stack.enter_context(Ears(broker.port))
        devices = Devices(ears)
        devices.announces(lamps=LAMPS, sensors=SENSORS)
        config = write_files(folder, broker.port)
        (folder / "watched").mkdir()
        yield Household(folder, library, broker, ears, devices, config, planted)
