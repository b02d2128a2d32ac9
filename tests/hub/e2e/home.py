"""A small house for stories: a broker, its devices, the household's files, and the hub."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.hub.e2e.broker import Mosquitto, free_port
from tests.hub.e2e.devices import Devices
from tests.hub.e2e.ears import Ears
from tests.hub.e2e.hub import HubProcess

HOUSE = """\
home: { name: Test house, timezone: Europe/Madrid, latitude: 40.42, longitude: -3.70 }
people:
  ana: { name: Ana, role: owner }
areas:
  hall: { name: Hall, kind: hall, devices: [Hall lamp, Hall motion, Hall button] }
  kitchen: { name: Kitchen, kind: kitchen, devices: [Kitchen lamp, Kitchen motion] }
  porch: { name: Porch, devices: [Porch lamp, Porch motion] }
  study: { name: Study, devices: [Study lamp, Study motion] }
controls:
  hall-button: { device: Hall button, press: toggle Hall lamp, hold: freeze house }
scenes:
  film: { name: Film, set: { Kitchen lamp: 30 % } }
agents:
  hall-motion:
    kind: motion_light
    area: hall
    brightness: 80 %
    off_after: 5 min
    purpose: Nobody should have to search for the switch.
  kitchen-motion:
    kind: motion_light
    area: kitchen
    brightness: 90 %
    off_after: 5 min
    purpose: Whoever cooks sees what they cut.
  porch-motion:
    kind: motion_light
    area: porch
    brightness: 100 %
    off_after: 2 s
    purpose: Whoever comes home sees the key.
  study-motion:
    kind: motion_light
    area: study
    brightness: 100 %
    off_after: 5 min
    purpose: Whoever reads sees the letters.
guardrails:
  quiet-nights:
    kind: brightness_ceiling
    areas: [hall]
    at_most: 20 %
    purpose: Nobody is woken by a bright hall.
    owner: ana
"""
LAMPS = ("Hall lamp", "Kitchen lamp", "Porch lamp", "Study lamp")
SENSORS = ("Hall motion", "Kitchen motion", "Porch motion", "Study motion")
FULL, CEILING = 254, 51
"""Brightness in a lamp's own 254 steps: all of it, and the 20 % of the hall."""


@dataclass(slots=True)
class Home:
    """All that a story needs. Unless a mark is given, a story looks back to its own beginning."""

    folder: Path
    broker: Mosquitto
    ears: Ears
    devices: Devices
    hub: HubProcess
    mark: int = 0

    @property
    def household(self) -> Path:
        """Return the household's own file."""
        return self.folder / "config" / "house.yaml"

    def begins(self) -> None:
        """Begin a story: nobody is there, all is dark, and nobody holds anything."""
        if not self.hub.is_running:
            self.hub.starts()
        before = self.ears.now
        for name in SENSORS:
            self.devices.sees(name, somebody=False)
        for scope in ("house", "area/hall", "area/kitchen", "area/porch", "area/study"):
            self.ears.tells(f"homerule/override/{scope}/set", "release")
        for name in LAMPS:
            self.ears.tells(f"homerule/device/{slug(name)}/set", "off")
            self.ears.tells(f"homerule/override/device/{slug(name)}/set", "release")
            self.is_told(name, before, state="OFF")
        self.is_heard()
        self.mark = self.ears.now

    def is_heard(self) -> None:
        """Return when the hub has taken all that people said before."""
        word = f"homerule/scene/nothing-{self.ears.now}/set"
        self.ears.says(word, "on")
        self.ears.hears("homerule/refused", lambda said: word.encode() in said.payload)

    def orders(self, lamp: str, since: int | None = None) -> list[dict[str, Any]]:
        """Return what a lamp was told, in order."""
        heard = self.ears.heard(f"zigbee2mqtt/{lamp}/set", self._since(since))
        return [said.json for said in heard]

    def is_told(self, lamp: str, since: int | None = None, **values: object) -> None:
        """Return when a lamp was told this, and perhaps more."""
        self.ears.hears(
            f"zigbee2mqtt/{lamp}/set",
            lambda said: values.items() <= said.json.items(),
            since=self._since(since),
        )

    def shows(self, device: str, since: int | None = None, **state: object) -> None:
        """Return when the hub's own topic tells this of a device."""
        self.ears.hears(
            f"homerule/device/{device}/state",
            lambda said: (
                bool(said.payload) and state.items() <= (said.json | said.json["values"]).items()
            ),
            since=self._since(since),
        )

    def is_decided(
        self, device: str, outcome: str, since: int | None = None, *, wanted: str = ""
    ) -> str:
        """Return the sentence of the first decision on a device that comes out so."""
        said = self.ears.hears(
            "homerule/decision",
            lambda said: (
                (said.json["device"], said.json["outcome"]) == (device, outcome)
                and wanted in said.json["sentence"]
            ),
            since=self._since(since),
        )
        sentence: str = said.json["sentence"]
        return sentence

    def _since(self, mark: int | None) -> int:
        return self.mark if mark is None else mark


def slug(name: str) -> str:
    """Return the id that a device gets of its name."""
    return name.lower().replace(" ", "-")


def write_files(folder: Path, port: int, house: str = HOUSE) -> Path:
    """Write the household's files for a broker on this port; return their folder."""
    config = folder / "config"
    config.mkdir(parents=True, exist_ok=True)
    (config / "house.yaml").write_text(house)
    # What others announce on this machine is none of its devices.
    (config / "hub.yaml").write_text(
        f'mqtt: {{ url: "mqtt://127.0.0.1:{port}" }}\nmdns: {{ interfaces: off }}\n'
    )
    return config


@contextmanager
def home_in(
    folder: Path,
    *,
    house: str = HOUSE,
    retains: bool = True,
    hears: tuple[str, ...] = (),
    page: str = "",
) -> Iterator[Home]:
    """Live in a house with a hub that is ready, and four lamps that are off.

    `hears`: topic filters for the ears; all there is, unless some are named. `page`: what hub.yaml
    says of the page, which then has a port of its own.
    """
    with ExitStack() as stack:
        broker = Mosquitto(folder / "broker")
        stack.callback(broker.is_killed)
        broker.starts()
        ears = stack.enter_context(Ears(broker.port, *hears))
        devices = Devices(ears, retains=retains)
        devices.announces(lamps=LAMPS, sensors=SENSORS)
        devices.announces_button("Hall button")
        config = write_files(folder, broker.port, house)
        words = ("--port", str(free_port())) if page else ()
        if page:
            with (config / "hub.yaml").open("a") as file:
                file.write(f"page: {page}\n")
        hub = stack.enter_context(HubProcess(folder / "state", *words, config=config))
        hub.starts()
        yield Home(folder, broker, ears, devices, hub)
