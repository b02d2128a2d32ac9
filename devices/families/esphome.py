"""ESPHome boards over their native API: found by mDNS, listened to, told."""

from dataclasses import dataclass, replace
from typing import ClassVar, Final

from pydantic_core import from_json, to_json

from devices.esphome.board import Board, board_of
from devices.family import NOTHING, Family, Heard
from devices.mac import mac_of
from devices.message import Answer, Outgoing, Request, Service, url_of
from devices.plain import plain
from devices.roster import News, Roster
from devices.said import Fields, object_of
from rules.words.ids import HardwareId
from rules.words.times import Seconds
from rules.words.values import Values

NAME: Final = "esphome"
OK, LOCKED_OUT, NO_WAY = 200, 401, 501
MOST_BOARDS: Final = 256
MOST_CALLED: Final = 64
"""So many strangers are called before one of them has answered."""
LONGEST: Final = 256 * 1024
TRIES: Final = 3
REST: Final = 6
"""Rounds between two calls to a board that is away."""


@dataclass(slots=True)
class _Line:
    """An address that is called, or was: who it should be, who it turned out to be."""

    claims: str
    mac: str = ""
    up: bool = True
    """Whether somebody answers there, or may yet."""
    misses: int = 0
    rest: int = 0


class Esphome(Family):
    """A board is called once and then says by itself how it is, until the line ends.

    Rule 1: a board is who it says it is when it is called; mDNS only says where to call.
    Rule 2: one that is on the line is not looked for elsewhere.
    Rule 3: what comes on a line is of the board that is on it, and of no other.
    """

    name: ClassVar[str] = NAME
    services: ClassVar[tuple[str, ...]] = ("_esphomelib._tcp",)
    poll_seconds: ClassVar[Seconds | None] = 5.0

    def __init__(self, own: str = "homerule") -> None:
        """Know nobody yet."""
        super().__init__(own)
        self._roster = Roster()
        self._boards: dict[str, Board] = {}
        self._lines: dict[str, _Line] = {}
        self._at: dict[str, str] = {}
        """By the address of its hardware, on which line a board is."""
        self._rivals: dict[str, str] = {}
        """By the address of its hardware, where else somebody says that a board is."""
        self._needed_said = False

    def saw(self, service: Service) -> Heard:
        """Call who is there, unless it is on the line already."""
        if service.kind not in self.services:
            return NOTHING
        base, claims = url_of(service), mac_of(service.properties.get("mac", ""))
        if not base:
            return Heard(unreadable=f"`{plain(service.name)}`: no address that can be called")
        at = f"{NAME}{base.removeprefix('http')}/{claims}"
        line = self._lines.get(at)
        if line and line.up:
            return NOTHING
        if not line and sum(not one.mac for one in self._lines.values()) >= MOST_CALLED:
            return Heard(unreadable=f"{base}: too many that say they are ESPHome boards already")
        on = self._lines.get(self._at.get(claims, ""))
        if on and on.up and claims:
            self._rivals[claims] = at
            where = self._at[claims]
            return Heard(unreadable=f"{at} says it is {claims}, which is on the line at {where}")
        self._lines[at] = _Line(claims, mac=line.mac if line else "")
        return Heard(requests=(_call(at),))

    def polls(self) -> tuple[Request, ...]:
        """Call again those that are away, now and then."""
        asks: list[Request] = []
        for at, line in self._lines.items():
            line.rest = max(0, line.rest - 1)
            if not line.up and not line.rest:
                line.up = True
                asks.append(_call(at))
        return tuple(asks)

    def answered(self, answer: Answer) -> Heard:
        """Take in who somebody is, what it says, or that the line has ended."""
        family, _, about = answer.request.about.partition(" ")
        what, _, at = about.partition(" ")
        line = self._lines.get(at) if family == NAME else None
        if line is None:
            return NOTHING
        if what != "call":
            return NOTHING if answer.status == OK else Heard(unreadable=f"{at} was not told")
        if answer.status != OK:
            return self._ended(at, line, answer.status)
        said = _read(answer.body)
        if said is None:
            return Heard(unreadable=f"{at}: not what an ESPHome board says")
        return self._met(at, line, said) if "info" in said else self._says(line, at, said)

    def encode(
        self, hardware: HardwareId, values: Values, transition: Seconds | None
    ) -> tuple[Outgoing, ...]:
        """Say it on the line; a board that is not on one is told nothing."""
        mac = hardware.partition("/")[0].removeprefix(f"{NAME}-")
        at = self._at.get(mac, "")
        line, board = self._lines.get(at), self._boards.get(mac)
        if board is None or line is None or not line.up:
            return ()
        return tuple(
            Request(method="POST", url=at, body=to_json(told), about=f"{NAME} told {at}")
            for told in board.told(hardware, values, transition)
        )

    def _met(self, at: str, line: _Line, said: Fields) -> Heard:
        board = board_of(said, NAME, at.removeprefix(f"{NAME}://").rpartition(":")[0])
        trouble = self._objection(line, board)
        if board is None or trouble:
            line.up, line.rest = False, REST
            line.misses += 1
            if line.misses >= TRIES:
                del self._lines[at]
            return Heard(unreadable=f"{at}: {trouble}", requests=(_hang_up(at),))
        news = News()
        before = self._at.get(board.mac)
        if before is not None and before != at:
            self._lines.pop(before, None)
        line.mac, line.misses = board.mac, 0
        self._boards[board.mac], self._at[board.mac] = board, at
        self._roster.settle(board.mac, board.announcements(), (), news)
        self._roster.reached(board.mac, news, here=True)
        return news.heard(at)

    def _objection(self, line: _Line, board: Board | None) -> str:
        """Say why who answers is not taken to be here, or nothing."""
        if board is None:
            return "it does not say which board it is"
        if line.claims and line.claims != board.mac:
            return f"mDNS says it is {line.claims}, but it answers as {board.mac}"
        on = self._lines.get(self._at.get(board.mac, ""))
        if on and on.up and on is not line:
            return f"it says it is {board.mac}, which is on the line at {self._at[board.mac]}"
        if board.mac not in self._boards and len(self._boards) >= MOST_BOARDS:
            return f"more than {MOST_BOARDS} boards"
        return ""

    def _says(self, line: _Line, at: str, said: Fields) -> Heard:
        state, board = object_of(said.get("state")), self._boards.get(line.mac)
        if state is None or board is None or self._at.get(line.mac) != at:
            return NOTHING
        events = board.says(state)
        return Heard(events=events) if events else NOTHING

    def _ended(self, at: str, line: _Line, status: int) -> Heard:
        news, is_away = News(), self._at.get(line.mac) == at
        line.up, line.rest = False, REST if line.misses else 1
        line.misses += 1
        asks: tuple[Request, ...] = ()
        if is_away:
            self._roster.reached(line.mac, news, here=False)
            asks = self._elsewhere(line.mac)
        elif line.misses >= TRIES or status == NO_WAY:
            del self._lines[at]
        if status == LOCKED_OUT:
            news.trouble.append(
                "its encryption key is missing, is another one, or it is not encrypted"
            )
        elif status == NO_WAY and not self._needed_said:
            self._needed_said = True
            news.trouble.append("to speak with ESPHome boards the hub needs its extra `esphome`")
        heard = news.heard(at)
        return replace(heard, requests=asks) if asks else heard

    def _elsewhere(self, mac: str) -> tuple[Request, ...]:
        """Call where a board was said to be while it was still on the line."""
        at = self._rivals.pop(mac, "")
        if not at or (at in self._lines and self._lines[at].up):
            return ()
        self._lines[at] = _Line(mac)
        return (_call(at),)


def _read(body: bytes) -> Fields | None:
    """Return what was said; a board of many parts says more than a message on MQTT may."""
    if len(body) > LONGEST:
        return None
    try:
        return object_of(from_json(body))
    except ValueError:
        return None


def _call(at: str) -> Request:
    return Request(url=at, about=f"{NAME} call {at}")


def _hang_up(at: str) -> Request:
    return Request(method="DELETE", url=at, about=f"{NAME} bye {at}")


FAMILY = Esphome
