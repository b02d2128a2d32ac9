"""What a Tasmota product says of itself in `tasmota/discovery/<mac>/config`."""

from typing import Final

from devices.mac import mac_of
from devices.plain import plain
from devices.said import Fields, fields_in, list_of, object_of, text_of, whole_of
from devices.topics import objection
from rules.words.value import value

MOST_RELAYS: Final = 32
"""More than any of them has."""
LONGEST_PART: Final = 128
ROUND: Final = 360
"""Degrees."""

RELAY, LIGHT, SHUTTER = 1, 2, 3
NO_SWITCH: Final = -1

SPEAKS_BY_COMMAND: Final = "4"
"""SetOption4: it answers on a topic of the command's name, not on `RESULT`."""
SWAPPED_PRESSES: Final = "11"
SINGLE_PRESSES: Final = "13"
POWER_APART: Final = "20"
"""SetOption20: what is told of a light's brightness or colour switches nothing on."""
RELAYS_ARE_LIGHTS: Final = "30"
CHANNELS_APART: Final = "68"
BUTTONS_TELL: Final = "73"
NARROW_WHITES: Final = "82"
FIXED_FADES: Final = "117"


@value(frozen=True, slots=True, kw_only=True)
class Config:
    """What is kept of it; `command`, `stat` and `tele` are what its topics begin with."""

    mac: str
    name: str
    names: tuple[str, ...]
    model: str
    address: str
    command: str
    stat: str
    tele: str
    online: str
    offline: str
    words: tuple[str, ...]
    """Its texts for off, on, toggle and hold."""
    relays: tuple[int, ...]
    switches: tuple[int, ...]
    switch_names: tuple[str, ...]
    buttons: tuple[int, ...]
    options: frozenset[str]
    """The numbers of the SetOptions that are on."""
    light: int
    linked: bool
    tuya: bool
    fan: bool
    battery: bool
    sleeps: bool
    shutters: tuple[int, ...]
    tilts: tuple[tuple[int, int], ...]

    @property
    def off(self) -> str:
        """Return its text for off."""
        return self.words[0]

    @property
    def on(self) -> str:
        """Return its text for on."""
        return self.words[1]

    def name_of(self, index: int) -> str:
        """Return the name of a relay, counted from zero."""
        own = self.names[index] if index < len(self.names) else ""
        return own or (self.name if index == 0 else f"{self.name} {index + 1}")


def read_config(mac: str, payload: bytes, own: str) -> Config:
    """Read an announcement that came on the topic of this address.

    Raises:
        ValueError: it cannot be used, and why.
    """
    said = fields_in(payload)
    if said is None:
        raise ValueError("not readable as an announcement: it is no JSON object")
    known = mac_of(text_of(said.get("mac")))
    if not known or known != mac_of(mac):
        raise ValueError(f"it says it is `{plain(text_of(said.get('mac')))}`, not `{plain(mac)}`")
    command, stat, tele = _topics(said, own)
    words = [text_of(word) for word in list_of(said.get("state"))]
    options = object_of(said.get("so")) or {}
    name = plain(text_of(said.get("dn"))) or f"Tasmota {known[-6:].upper()}"
    return Config(
        mac=known,
        name=name,
        names=_texts(said, "fn"),
        model=plain(text_of(said.get("md"))),
        address=plain(text_of(said.get("ip"))),
        command=command,
        stat=stat,
        tele=tele,
        online=text_of(said.get("onln")) or "Online",
        offline=text_of(said.get("ofln")) or "Offline",
        words=tuple(
            given or usual
            for given, usual in zip(
                [*words, "", "", "", ""], ("OFF", "ON", "TOGGLE", "HOLD"), strict=False
            )
        ),
        relays=_numbers(said, "rl"),
        switches=tuple(
            one if type(one) is int else NO_SWITCH for one in list_of(said.get("swc"))[:MOST_RELAYS]
        ),
        switch_names=_texts(said, "swn"),
        buttons=_numbers(said, "btn"),
        options=frozenset(key for key, value in options.items() if value == 1),
        light=whole_of(said.get("lt_st")),
        linked=whole_of(said.get("lk"), 1) == 1,
        tuya=whole_of(said.get("ty")) == 1,
        fan=whole_of(said.get("if")) == 1,
        battery=whole_of(said.get("bat")) == 1,
        sleeps=whole_of(said.get("dslp")) > 0,
        shutters=_numbers(said, "sho"),
        tilts=tuple(map(_tilt, list_of(said.get("sht"))[:MOST_RELAYS])),
    )


def _topics(said: Fields, own: str) -> tuple[str, str, str]:
    """Return what its topics begin with: where it is told, where it answers, where it tells."""
    full, topic = text_of(said.get("ft")), text_of(said.get("t"))
    prefixes = [text_of(prefix) for prefix in list_of(said.get("tp"))]
    if not topic or "%topic%" not in full:
        raise ValueError("it names no topic of its own")
    host, mac = text_of(said.get("hn")), text_of(said.get("mac"))
    parts = {"%topic%": topic, "%hostname%": host, "%id%": mac[-6:]}
    for place, part in parts.items():
        full = full.replace(place, part[:LONGEST_PART])
    told = [
        full.replace("%prefix%", (given or usual)[:LONGEST_PART]).rstrip("/") + "/"
        for given, usual in zip([*prefixes, "", "", ""], ("cmnd", "stat", "tele"), strict=False)
    ]
    for begin in told:
        wrong = objection(f"{begin}STATE", own)
        if wrong:
            raise ValueError(f"its topic `{plain(begin)}` {wrong}")
    return told[0], told[1], told[2]


def _texts(said: Fields, key: str) -> tuple[str, ...]:
    return tuple(plain(text_of(one)) for one in list_of(said.get(key))[:MOST_RELAYS])


def _numbers(said: Fields, key: str) -> tuple[int, ...]:
    return tuple(whole_of(one) for one in list_of(said.get(key))[:MOST_RELAYS])


def _tilt(said: object) -> tuple[int, int]:
    """Return the bounds of a tilt, in degrees; equal where there is none."""
    match list_of(said):
        case [int() as low, int() as high, int() as takes, *_] if takes > 0:
            return max(-ROUND, min(low, ROUND)), max(-ROUND, min(high, ROUND))
        case _:
            return 0, 0
