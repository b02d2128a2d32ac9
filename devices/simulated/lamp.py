"""A lamp that dims, and perhaps knows whites and colours; at times somebody touches it."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import ClassVar, TypeAlias

from devices.message import Message
from devices.simulated.device import LINK_QUALITY, SimulatedDevice
from devices.simulated.discovery import BRIGHTNESS_SCALE, Entity, light, link_quality
from devices.simulated.faults import HEALTHY, Faults
from devices.simulated.ramp import Ramp, Rounding, to_house, to_wire
from rules.words.times import Moment, Seconds
from rules.words.value import value
from rules.words.values import BRIGHTNESS, COLOUR, POWER, Kelvin, Value, Values, Xy

MIREDS = (153, 500)
MILLION = 1_000_000
LONGEST_FADE: Seconds = 6553.0
NEUTRAL = 370
LARGEST = 1e9
Point: TypeAlias = tuple[float, float]


@value(frozen=True, slots=True, kw_only=True)
class LampModel:
    """What a product is like.

    `echo`: how long until a command is answered. `fade`: what it does without being told.
    `reports_every`: how often it reports while it fades. `eager`: the answer to a command names
    the goal at once, though the lamp is still on its way. `stale`: at a command it first says
    once more what it was. `jumps`: it knows no transitions and is there at once. `wakes`: it is
    on when its mains return; otherwise it is as it was.
    """

    whites: bool = False
    colours: bool = False
    echo: Seconds = 0.03
    fade: Seconds = 0.0
    reports_every: Seconds = 0.5
    rounding: Rounding = Rounding.SCALE
    eager: bool = False
    stale: bool = False
    jumps: bool = False
    wakes: bool = True

    @property
    def modes(self) -> tuple[str, ...]:
        """Return its colour modes as zigbee2mqtt names them."""
        modes = ("xy",) * self.colours + ("color_temp",) * self.whites
        return modes or ("brightness",)


DIMMABLE = LampModel()
WHITES = LampModel(whites=True)
COLOURS = LampModel(whites=True, colours=True)


@value(frozen=True, slots=True)
class LampState:
    """What a lamp truly is: on, its brightness 0-255 while on, and its colour if it has one."""

    on: bool
    brightness: int
    colour: Kelvin | Xy | None = None


class Lamp(SimulatedDevice):
    """A lamp over zigbee2mqtt. What it is on the way to is what it `is`, unless you ask when."""

    maker: ClassVar[str] = "Lumen"
    model: ClassVar[str] = "Dimmable bulb E27"
    model_id: ClassVar[str] = "LX-27"

    def __init__(
        self,
        name: str,
        product: LampModel = DIMMABLE,
        *,
        faults: Faults = HEALTHY,
        retains: bool = False,
    ) -> None:
        """Make a lamp that is off and would come on in full."""
        super().__init__(name, faults=faults, retains=retains)
        self.product = product
        self._on = False
        self._brightness = BRIGHTNESS_SCALE
        self._ramp: Ramp | None = None
        self._mireds = NEUTRAL
        self._xy: Point = (0.46, 0.41)
        self._shows_xy = product.colours and not product.whites
        self._change = 0
        self._powered = True
        self._echoes: list[Callable[[Moment], None]] = []

    def echoed_by(self, echo: Callable[[Moment], None]) -> None:
        """Have somebody called whenever it was told something or moved: a group it is in."""
        self._echoes.append(echo)

    def entities(self) -> tuple[Entity, ...]:
        """Return its light and its link quality."""
        return (
            light(self.product.modes, MIREDS if self.product.whites else None),
            link_quality(),
        )

    def state(self, now: Moment) -> dict[str, object]:
        """Return its report: on the way somewhere, it says how far it has come."""
        if self._ramp is None or now >= self._ramp.ends:
            return self._said(self._brightness, on=self._on)
        return self._said(max(1, round(self._ramp.level(now))), on=True)

    def is_at(self, now: Moment | None = None) -> LampState:
        """Return what it truly is at a moment, or what it is on the way to."""
        level = round(self._level(now)) if now is not None else self._brightness * self._on
        level *= self._powered
        return LampState(level > 0, to_house(level), self._colour())

    def hears(self, wish: Mapping[str, object], now: Moment) -> None:
        """Take a command as zigbee2mqtt does; what it cannot read leaves it as it was."""
        seconds = _number(wish.get("transition"))
        fade = self.product.fade if seconds is None else min(max(0.0, seconds), LONGEST_FADE)
        if self.product.stale:
            self.report(now)
        self._become(wish, 0.0 if self.product.jumps else fade, now)
        self._echo(now)
        if self.product.eager:
            goal = {**self._said(self._brightness, on=self._on), "linkquality": LINK_QUALITY}
            self._agenda.at(now + self.product.echo, partial(self._answer, self.message(goal)))
        else:
            self._agenda.at(now + self.product.echo, self.report)

    def turns(self, values: Values, now: Moment) -> None:
        """Be set by hand or by its maker's app: it changes by itself, then reports."""
        if not self._powered:
            return
        self._become(_wish(values), 0.0, now)
        self._echo(now)
        self._agenda.at(now + self.product.echo, self.report)

    def flips(self, now: Moment) -> None:
        """Be switched at the wall: off if it is on, else on as bright as it last was."""
        self.turns({POWER: not self._on}, now)

    def reboots(self, now: Moment) -> None:
        """Lose its mains for a blink that nobody notices, and start as such a product does."""
        if not self._powered:
            return
        self._ramp = None
        self._change += 1
        if self.product.wakes:
            self._on, self._brightness = True, BRIGHTNESS_SCALE
        self._agenda.at(now + self.product.echo, self.report)

    def unplugs(self, now: Moment, *, noticed_after: Seconds = 0.0) -> None:
        """Lose its mains: it is dark and silent."""
        self._powered = False
        self._ramp = None
        self.leaves(now, noticed_after=noticed_after)

    def returns(self, now: Moment) -> None:
        """Come back; after its mains were off, as such a product does."""
        if not self._powered:
            self._powered = True
            if self.product.wakes:
                self._on, self._brightness = True, BRIGHTNESS_SCALE
        super().returns(now)

    def _become(self, wish: Mapping[str, object], fade: Seconds, now: Moment) -> None:
        before = self._level(now)
        self._take_power(wish)
        self._take_colour(wish)
        goal = float(self._brightness * self._on)
        self._change += 1
        self._ramp = Ramp(before, goal, now, now + fade) if fade and goal != before else None
        if self._ramp:
            self._agenda.at(self._next(now), partial(self._fades, self._change))

    def _echo(self, now: Moment) -> None:
        for echo in self._echoes:
            echo(now)

    def _fades(self, change: int, now: Moment) -> None:
        # A newer command or hand has its own fade and its own reports.
        if change != self._change or self._ramp is None:
            return
        self.report(now)
        if now < self._ramp.ends:
            self._agenda.at(self._next(now), partial(self._fades, change))

    def _next(self, now: Moment) -> Moment:
        ends = self._ramp.ends if self._ramp else now
        return min(ends, now + self.product.reports_every)

    def _answer(self, goal: Message, now: Moment) -> None:
        if self.reachable:
            self._send(goal, now)

    def _level(self, now: Moment) -> float:
        return self._ramp.level(now) if self._ramp else float(self._brightness * self._on)

    def _take_power(self, wish: Mapping[str, object]) -> None:
        state = str(wish.get("state") or "").upper()
        brightness = _number(wish.get("brightness"))
        if state == "OFF" or brightness == 0:
            self._on = False
            return
        if brightness is not None and brightness > 0:
            self._on, self._brightness = True, self.product.rounding.of(brightness)
        elif state == "TOGGLE":
            self._on = not self._on
        elif state == "ON":
            self._on = True

    def _take_colour(self, wish: Mapping[str, object]) -> None:
        mireds = _number(wish.get("color_temp"))
        if mireds is not None and self.product.whites:
            self._mireds, self._shows_xy = round(min(max(mireds, MIREDS[0]), MIREDS[1])), False
        point = wish.get("color")
        if not isinstance(point, Mapping) or not self.product.colours:
            return
        x, y = _number(point.get("x")), _number(point.get("y"))
        if x is not None and y is not None:
            self._xy, self._shows_xy = (min(max(x, 0.0), 1.0), min(max(y, 0.0), 1.0)), True

    def _said(self, brightness: int, *, on: bool) -> dict[str, object]:
        said: dict[str, object] = {"state": "ON" if on else "OFF", "brightness": brightness}
        if self.product.whites:
            said["color_temp"] = self._mireds
        if self.product.colours:
            said["color"] = {"x": round(self._xy[0], 4), "y": round(self._xy[1], 4)}
        if self.product.whites or self.product.colours:
            said["color_mode"] = "xy" if self._shows_xy else "color_temp"
        return said

    def _colour(self) -> Kelvin | Xy | None:
        if self._shows_xy:
            return Xy(*self._xy)
        return Kelvin(round(MILLION / self._mireds)) if self.product.whites else None


def _wish(values: Values) -> dict[str, object]:
    wish: dict[str, object] = {}
    if POWER in values:
        wish["state"] = "ON" if values[POWER] else "OFF"
    brightness = _number(values.get(BRIGHTNESS))
    if brightness is not None:
        wish["brightness"] = to_wire(brightness)
    return wish | _colour_wish(values.get(COLOUR))


def _colour_wish(colour: Value) -> dict[str, object]:
    match colour:
        case Kelvin(kelvin) if kelvin > 0:
            return {"color_temp": round(MILLION / kelvin)}
        case Xy(x, y):
            return {"color": {"x": x, "y": y}}
        case _:
            return {}


def _number(value: object) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    # Infinity, not-a-number and numbers that no device has fail this comparison.
    return float(value) if abs(value) < LARGEST else None
