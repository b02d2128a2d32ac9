"""Judges a life by what was written down: what came too late, or though somebody held its lamp."""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from hub.broker.knock import FRESH
from proofs.outages.bridge import Told
from proofs.outages.household import SWITCHED, room_of
from proofs.outages.life import Life, Outage
from proofs.outages.watched import AUTOMATED, FENCE, HEARD, PERSON, RELEASE, TAKEN, Stamp

USABLE_WITHIN: Final = 3.0
NOTICED_WITHIN: Final = 2.0
SWITCHED_WITHIN: Final = 0.5
UNHEARD: Final = FRESH + 0.05
"""Seconds after which automation must have noticed that it does not hear the broker any more."""


@dataclass(frozen=True, slots=True)
class Order:
    """A command that left the hub: when it was decided and handed over, and for which lamp."""

    number: int
    lamp: str
    decided: float
    left: float
    automated: bool


@dataclass(slots=True)
class Tally:
    """What lives came to. `wrong`: sentences, each a violation."""

    killed: int = 0
    frozen: int = 0
    automated: int = 0
    by_people: int = 0
    moves: int = 0
    by_mqtt: int = 0
    by_console: int = 0
    heard_again: int = 0
    """Words of people that were heard again before they had been taken."""
    under_way: list[float] = field(default_factory=list)
    """Ages of automated commands that a frozen broker had and gave when it went on."""
    under_way_held: int = 0
    """Those of them whose lamp somebody held by then."""
    noticed: list[float] = field(default_factory=list)
    usable: list[float] = field(default_factory=list)
    switched: list[float] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    def add(self, other: "Tally") -> None:
        """Count what another household came to."""
        self.killed += other.killed
        self.frozen += other.frozen
        self.automated += other.automated
        self.by_people += other.by_people
        self.moves += other.moves
        self.by_mqtt += other.by_mqtt
        self.by_console += other.by_console
        self.heard_again += other.heard_again
        self.under_way += other.under_way
        self.under_way_held += other.under_way_held
        self.noticed += other.noticed
        self.usable += other.usable
        self.switched += other.switched
        self.wrong += other.wrong


def judge(life: Life, switched_within: float = SWITCHED_WITHIN) -> Tally:
    """Count what happened, and find what must not have."""
    orders = {order.number: order for order in _orders(life.stamps)}
    tally = Tally(moves=life.moves, by_mqtt=life.by_mqtt, by_console=life.by_console)
    tally.killed = sum(not outage.frozen for outage in life.outages)
    tally.frozen = sum(outage.frozen for outage in life.outages)
    tally.wrong += _held_and_left(life.stamps, orders)
    tally.wrong += _taken_and_heard(life, tally)
    held = _Held(life.stamps)
    for told in life.told:
        order = orders.get(told.number)
        if order is None:
            tally.wrong.append(f"{told.lamp} was told something that the hub did not hand over")
            continue
        tally.automated += order.automated
        tally.by_people += not order.automated
        if told.stored:
            tally.wrong.append(f"{told.lamp} was told something that the broker had stored")
        for outage in life.outages:
            if told.at > outage.back and _is_of_before(order, outage):
                _late(tally, outage, order, told, held)
    for outage in life.outages:
        tally.wrong += _times(outage, tally)
        tally.wrong += _switched(outage, life.stamps, tally, switched_within)
    return tally


def _is_of_before(order: Order, outage: Outage) -> bool:
    """Say whether a command is of before the return of the broker."""
    return (order.left if outage.frozen else order.decided) < outage.back


def _late(tally: Tally, outage: Outage, order: Order, told: Told, held: "_Held") -> None:
    """Count a command of before that came after."""
    age = told.at - order.decided
    what = f"order {order.number} to {told.lamp}, decided {age:.3f} s before it came"
    what += "" if order.automated else ", a person's"
    if not outage.frozen:
        tally.wrong.append(f"{what}, came after the broker was killed and had returned")
    elif order.automated and order.left > outage.began + UNHEARD:
        after = order.left - outage.began
        tally.wrong.append(f"{what}, left {after:.3f} s after the broker had stopped to answer")
    elif order.automated:
        tally.under_way.append(age)
        tally.under_way_held += held.covers(order.lamp, told.at)


def _times(outage: Outage, tally: Tally) -> Iterator[str]:
    how = "a frozen broker" if outage.frozen else "a killed broker"
    noticed = None if outage.noticed is None else outage.noticed - outage.began
    usable = None if outage.usable is None else outage.usable - outage.back
    if outage.frozen:
        if noticed is not None:
            tally.noticed.append(noticed)
        if noticed is None or noticed > NOTICED_WITHIN:
            yield f"{how} was noticed after {_seconds(noticed)}"
    if usable is not None:
        tally.usable.append(usable)
    if usable is None or usable > USABLE_WITHIN:
        yield f"people were heard {_seconds(usable)} after {how} had returned"


def _switched(outage: Outage, stamps: list[Stamp], tally: Tally, within: float) -> Iterator[str]:
    """Yield that the physical switch was turned in an outage and did not do what it does."""
    later = (stamp.at for stamp in stamps if stamp.about == f"switch {SWITCHED}")
    took = next((at - outage.turned for at in later if at > outage.turned), None)
    if took is not None:
        tally.switched.append(took)
    if took is None or took > within:
        yield f"the switch was turned without a broker, and worked after {_seconds(took)}"


def _seconds(seconds: float | None) -> str:
    return "never" if seconds is None else f"{seconds:.3f} s"


def _orders(stamps: list[Stamp]) -> Iterator[Order]:
    for stamp in stamps:
        if stamp.kind in (AUTOMATED, PERSON):
            number, lamp, decided = stamp.about.split(" ")
            yield Order(int(number), lamp, float(decided), stamp.at, stamp.kind == AUTOMATED)


def _held_and_left(stamps: list[Stamp], orders: dict[int, Order]) -> Iterator[str]:
    """Yield what automation handed over for a lamp that somebody held at that moment."""
    held = _Held(stamps)
    for order in orders.values():
        if order.automated and held.covers(order.lamp, order.left):
            yield f"order {order.number} to {order.lamp} left though somebody held it"


def _taken_and_heard(life: Life, tally: Tally) -> Iterator[str]:
    """Yield words that came again although the broker was told that they were taken."""
    taken: dict[str, float] = {}
    heard: set[str] = set()
    for stamp in life.stamps:
        if stamp.kind == TAKEN:
            taken.setdefault(stamp.about, stamp.at)
        elif stamp.kind == HEARD:
            if stamp.about in taken:
                after = stamp.at - taken[stamp.about]
                yield f"{stamp.about} was heard again {after:.3f} s after it had been taken"
            tally.heard_again += stamp.about in heard
            heard.add(stamp.about)


class _Held:
    """Who held what at which moment, as the hub's own stamps say."""

    def __init__(self, stamps: list[Stamp]) -> None:
        self._moments: dict[str, list[float]] = {}
        """For each verb and scope the moments at which it was placed and released in turn."""
        for stamp in stamps:
            moments = self._moments.setdefault(stamp.about, [])
            if stamp.kind == (RELEASE if len(moments) % 2 else FENCE):
                moments.append(stamp.at)

    def covers(self, lamp: str, at: float) -> bool:
        """Say whether anybody held the lamp at a moment."""
        scopes = ("house", f"area/{room_of(lamp)}", f"device/{lamp}")
        whats = (f"{verb} {scope}" for verb in ("freeze", "set", "switch") for scope in scopes)
        return any(bisect_right(self._moments.get(what, []), at) % 2 for what in whats)
