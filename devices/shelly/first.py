"""What a Shelly of the first generation can be told, part by part: `relay/0`, `color/0`."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from pydantic_core import to_json

from devices.message import Message
from devices.said import Fields, fields_in, number_of, text_in, text_of
from devices.shelly.lamp import COLDEST, PERCENT, WARMEST, colour_of, percent_of, rgb_of
from devices.whites import white_capability
from rules.words.device import Capability, Sort
from rules.words.times import Seconds
from rules.words.values import (
    BRIGHTNESS,
    CLOSED,
    CLOSING,
    COLOUR,
    FULL,
    MOVEMENT,
    OPEN,
    OPENING,
    POSITION,
    POWER,
    STOPPED,
    Aspect,
    Kelvin,
    Value,
    Values,
    Xy,
    as_number,
    from_percent,
)

RGB: Final = ("red", "green", "blue")
SLOWEST: Final = 5000
"""Milliseconds."""
KINDS: Final = ("color", "white", "light", "roller", "relay")
"""In the order in which one of them is the product itself."""
LAMPS: Final = frozenset({"color", "white", "light"})
MOVES: Final = {"open": OPENING, "close": CLOSING}
ORDERS: Final = {OPEN: "open", CLOSED: "close", STOPPED: "stop"}

MODELS: Final[Mapping[str, tuple[str, int]]] = {
    **dict.fromkeys(("SHSW-1", "SHSW-PM", "SHSW-L", "SHAIR-1", "SHEM", "SHEM-3"), ("relay", 1)),
    **dict.fromkeys(("SHPLG-1", "SHPLG-S", "SHPLG2-1", "SHPLG-U1"), ("relay", 1)),
    **dict.fromkeys(("SHSW-21", "SHSW-25", "SHUNI-1"), ("relay", 2)),
    "SHSW-44": ("relay", 4),
    **dict.fromkeys(("SHDM-1", "SHDM-2", "SHDIMW-1", "SHBDUO-1"), ("light", 1)),
    **dict.fromkeys(("SHVIN-1", "SHBVIN-1"), ("light", 1)),
    **dict.fromkeys(("SHRGBW2", "SHCB-1", "SHBLB-1"), ("color", 1)),
}
"""What each model can be told, so that it is known before it has reported anything."""
MODAL: Final = frozenset({"SHSW-21", "SHSW-25", "SHRGBW2"})
"""Models whose owner chooses what they are."""
TUNABLE: Final = frozenset({"SHBDUO-1", "SHCB-1", "SHBLB-1"})
"""Models with whites of several temperatures."""


@dataclass(slots=True)
class FirstPart:
    """One part; `mode` and `has_whites` are what it was heard to be."""

    kind: str
    number: int
    base: str
    """What its topics begin with."""
    has_whites: bool = False
    mode: str = ""

    @property
    def key(self) -> str:
        """Return what tells it from the product's other parts."""
        return f"{self.kind}:{self.number}"

    @property
    def sort(self) -> Sort:
        """Return what a person would call it."""
        if self.kind in LAMPS:
            return Sort.LAMP
        return Sort.COVER if self.kind == "roller" else Sort.SWITCH

    def capabilities(self) -> tuple[Capability, ...]:
        """Return what can be told and read of it."""
        if self.kind == "roller":
            ways = (OPEN, CLOSED, STOPPED)
            return (
                Capability(aspect=MOVEMENT, writable=True, options=ways),
                Capability(aspect=POSITION, writable=True, unit="%", low=0, high=PERCENT),
            )
        able = [Capability(aspect=POWER, writable=True)]
        if self.kind in LAMPS:
            able.append(Capability(aspect=BRIGHTNESS, writable=True, low=0, high=FULL))
        if self.has_whites:
            able.append(white_capability(WARMEST, COLDEST, coloured=self.kind == "color"))
        elif self.kind == "color":
            able.append(Capability(aspect=COLOUR, writable=True))
        return tuple(able)

    def read(self, leaf: str, payload: bytes) -> Values:
        """Return what a message on one of its topics says; `leaf` is empty for its own."""
        if leaf == "status":
            said = fields_in(payload)
            return self._status(said) if said else {}
        word = text_in(payload) or ""
        if self.kind == "roller":
            return self._moved(leaf, word)
        # An overload switches it off, and it says only that.
        states = {"on": True, "off": False, "overpower": False}
        return {POWER: states[word]} if not leaf and word in states else {}

    def say(self, values: Values, transition: Seconds | None) -> tuple[Message, ...]:
        """Return the one message that makes it so; empty where it cannot be said."""
        if self.kind == "roller":
            return self._move(values)
        power, brightness = values.get(POWER), as_number(values.get(BRIGHTNESS))
        off = power is False or (power is None and brightness is not None and brightness <= 0)
        if self.kind == "relay":
            if not isinstance(power, bool):
                return ()
            return (Message(f"{self.base}/command", b"off" if off else b"on"),)
        told: dict[str, object] = {"turn": "off"} if off else self._lit(values)
        if not told:
            return ()
        if transition is not None and transition >= 0:
            told["transition"] = round(min(transition * 1000, SLOWEST))
        return (Message(f"{self.base}/set", to_json(told)),)

    def commands(self) -> tuple[str, ...]:
        """Return the topics on which it is told."""
        if self.kind == "roller":
            return (f"{self.base}/command", f"{self.base}/command/pos")
        own = (f"{self.base}/command",)
        return (*own, f"{self.base}/set") if self.kind in LAMPS else own

    def understood(self, topic: str, payload: bytes) -> Values:
        """Return what somebody else told it, as far as that can be read."""
        word = text_in(payload) or ""
        if topic.endswith("/pos"):
            place = number_of(word, 0, PERCENT)
            return {} if place is None else {POSITION: place}
        if topic.endswith("/set"):
            said = fields_in(payload) or {}
            return self._status(
                {**said, "ison": {"on": True, "off": False}.get(str(said.get("turn")))}
            )
        return {POWER: word == "on"} if word in {"on", "off"} else {}

    def _status(self, said: Fields) -> Values:
        told: dict[Aspect, Value] = {}
        if isinstance(said.get("ison"), bool):
            told[POWER] = said["ison"] is True
        mode = text_of(said.get("mode"))
        if mode in {"color", "white"}:
            self.mode = mode
        white = number_of(said.get("temp"), 1_000, 20_000)
        self.has_whites = self.has_whites or white is not None
        coloured = self.kind == "color" and self.mode != "white"
        level = number_of(said.get("gain" if coloured else "brightness"), 0, PERCENT)
        if level:
            told[BRIGHTNESS] = from_percent(level)
        colour = (
            colour_of(map(said.get, RGB))
            if coloured
            else Kelvin(round(white))
            if white is not None
            else None
        )
        if colour is not None:
            told[COLOUR] = colour
        return told

    def _lit(self, values: Values) -> dict[str, object]:
        told: dict[str, object] = {}
        brightness, colour = as_number(values.get(BRIGHTNESS)), values.get(COLOUR)
        if values.get(POWER) is True or brightness is not None:
            told["turn"] = "on"
        mode = self.mode
        if isinstance(colour, Kelvin) and self.has_whites:
            mode, told["temp"] = "white", colour.kelvin
        elif isinstance(colour, Kelvin | Xy) and self.kind == "color":
            mode = "color"
            red, green, blue = rgb_of(colour)
            told |= {"red": red, "green": green, "blue": blue, "white": 0}
        if self.kind == "color" and mode and COLOUR in values:
            told["mode"] = mode
        if brightness is not None:
            level = "gain" if self.kind == "color" and mode != "white" else "brightness"
            told[level] = percent_of(brightness)
        return told

    def _moved(self, leaf: str, word: str) -> Values:
        if leaf == "pos":
            place = number_of(word, 0, PERCENT)
            if place is None:
                return {}
            # At an end it says `stop`, like anywhere.
            ended = {0: CLOSED, PERCENT: OPEN}.get(round(place))
            return {POSITION: place, **({MOVEMENT: ended} if ended else {})}
        if leaf or word not in {"open", "close", "stop"}:
            return {}
        return {MOVEMENT: MOVES.get(word, STOPPED)}

    def _move(self, values: Values) -> tuple[Message, ...]:
        place, order = as_number(values.get(POSITION)), ORDERS.get(str(values.get(MOVEMENT)))
        if place is not None:
            where = str(round(min(max(place, 0), PERCENT))).encode()
            return (Message(f"{self.base}/command/pos", where),)
        return (Message(f"{self.base}/command", order.encode()),) if order else ()


def parts_of(model: str, mode: str) -> tuple[str, int]:
    """Return which parts a model has in a mode, and how many; none where that is not known."""
    if model in MODAL and mode == "roller":
        return "roller", 1
    if model == "SHRGBW2" and mode == "white":
        return "white", 4
    if model in MODAL and not mode:
        return "", 0
    return MODELS.get(model, ("", 0))
