"""Devices that follow the Homie convention, in its fourth or its fifth edition."""

from typing import ClassVar, Final

from devices.family import NOTHING, Family, Heard
from devices.homie.description import ID, Description, of_fourth, read_fifth
from devices.homie.product import FAMILY_NAME, SET, HomieProduct
from devices.message import Message, Outgoing
from devices.plain import plain
from devices.roster import News, Roster
from devices.said import text_in
from devices.topics import objection
from rules.words.events import Event
from rules.words.ids import HardwareId
from rules.words.times import Seconds
from rules.words.values import Values

ROOT: Final = "homie"
FIFTH: Final = "homie/5"
MOST_PRODUCTS: Final = 512
MOST_SAID: Final = 2048
"""No device of the fourth edition has more attributes."""
LONGEST: Final = 8192
OF_DEVICE: Final = ("$homie", "$name", "$state", "$nodes", "$mac")
OF_NODE: Final = ("$name", "$type", "$properties")
OF_PROPERTY: Final = ("$name", "$datatype", "$format", "$settable", "$retained", "$unit")
UNDER_WAY: Final = "init"
GONE: Final = frozenset({"disconnected", "lost"})
STATES: Final = frozenset({"ready", "alert", "sleeping", *GONE})


class Homie(Family):
    """Rule 1: a device is known by the id that it has for good, and is there as its state says.

    Rule 2: one of the fourth edition tells of itself bit by bit, in any order; it is known when
    nothing is missing.
    Rule 3: what belongs to a root device is away while that is.
    """

    name: ClassVar[str] = FAMILY_NAME
    topics: ClassVar[tuple[str, ...]] = (
        *(f"{ROOT}/+/{leaf}" for leaf in OF_DEVICE),
        *(f"{ROOT}/+/+/{leaf}" for leaf in OF_NODE),
        *(f"{ROOT}/+/+/+/{leaf}" for leaf in OF_PROPERTY if leaf != "$name"),
        f"{FIFTH}/+/$state",
        f"{FIFTH}/+/$description",
    )

    def __init__(self, own: str = "homerule") -> None:
        """Know nothing yet."""
        super().__init__(own)
        self._own = own
        self._roster = Roster()
        self._products: dict[str, HomieProduct] = {}
        """By topic."""
        self._said: dict[str, dict[str, str]] = {}
        """By topic, what devices of the fourth edition said of themselves."""
        self._states: dict[str, str] = {}

    def heard(self, message: Message) -> Heard:
        """Take in what a device says of itself, or what it is."""
        if not message.topic.startswith(f"{ROOT}/"):
            return NOTHING
        base, place = _split(message.topic)
        if "$" in place:
            return self._described(base, place, message)
        product = self._products.get(base)
        if product is None:
            return NOTHING
        news = News(events=product.hears(place, message))
        return news.heard()

    def latest_only(self, message: Message) -> bool:
        """Say whether it is a value that the broker keeps: a state, not a press."""
        base, place = _split(message.topic)
        product = self._products.get(base)
        return product is not None and product.is_state(place)

    def command_topics(self) -> frozenset[str]:
        """Return where the properties of the known devices are set."""
        products = self._products.values()
        return frozenset(topic for product in products for topic in product.command_topics())

    def overheard(self, message: Message) -> tuple[Event, ...]:
        """Take in what somebody else set."""
        base, place = _split(message.topic)
        product = self._products.get(base)
        place = place.removesuffix(SET)
        return tuple(product.overheard(place, message.payload)) if product else ()

    def encode(
        self, hardware: HardwareId, values: Values, transition: Seconds | None
    ) -> tuple[Outgoing, ...]:
        """Set the properties that it concerns."""
        del transition  # the convention knows no fades
        name = hardware.partition("/")[0].removeprefix(f"{FAMILY_NAME}-")
        for base in (f"{FIFTH}/{name}", f"{ROOT}/{name}"):
            if base in self._products:
                return self._products[base].encode(hardware, values)
        return ()

    # what it says of itself

    def _described(self, base: str, place: str, message: Message) -> Heard:
        name = base.rpartition("/")[2]
        wrong = objection(message.topic, self._own)
        if wrong or not ID.fullmatch(name):
            return _refused(message, f"its id {wrong or 'has letters that none may have'}")
        if base not in self._states and len(self._states) >= MOST_PRODUCTS and place == "$state":
            return _refused(message, f"{MOST_PRODUCTS} devices are known, which must do")
        news = News()
        try:
            if place == "$state":
                self._stands(base, text_in(message.payload) or "", news)
            elif base.startswith(f"{FIFTH}/"):
                self._fifth(base, message.payload, news)
            else:
                self._fourth(base, place, message.payload, news)
        except ValueError as trouble:
            return _refused(message, str(trouble))
        return news.heard()

    def _fifth(self, base: str, payload: bytes, news: News) -> None:
        if not payload:
            self._forget(base, news)
            return
        if base not in self._products and len(self._products) >= MOST_PRODUCTS:
            raise ValueError(f"{MOST_PRODUCTS} devices are known, which must do")
        self._settle(base, read_fifth(payload), "", news)

    def _fourth(self, base: str, place: str, payload: bytes, news: News) -> None:
        if base not in self._said and len(self._said) >= MOST_PRODUCTS:
            raise ValueError(f"{MOST_PRODUCTS} devices are known, which must do")
        said = self._said.setdefault(base, {})
        text = payload[:LONGEST].decode(errors="replace").strip()
        if len(said) >= MOST_SAID and place not in said:
            raise ValueError(f"it says more than {MOST_SAID} things of itself")
        if text == said.get(place, ""):
            return
        said[place] = text
        if not said.get("$homie", "4").startswith(("3", "4")):
            if place == "$homie" and not text:
                self._forget(base, news)
            return
        self._look(base, news)

    def _look(self, base: str, news: News) -> None:
        """Make devices of what one of the fourth edition said, once that is all."""
        said = self._said.get(base, {})
        if "$homie" not in said or self._states.get(base, UNDER_WAY) == UNDER_WAY:
            return
        description = of_fourth(said)
        if description is not None:
            self._settle(base, description, said.get("$mac", ""), news)

    def _settle(self, base: str, description: Description, mac: str, news: News) -> None:
        before = self._products.get(base)
        if before is not None and before.description == description and before.mac == mac:
            return
        product = HomieProduct(base, base.rpartition("/")[2], description, mac)
        self._products[base] = product
        self._roster.settle(base, product.announcements(), product.filters(), news)
        self._judge(base, news)

    def _forget(self, base: str, news: News) -> None:
        self._products.pop(base, None)
        self._said.pop(base, None)
        self._roster.forget(base, news)

    # whether it is there

    def _stands(self, base: str, state: str, news: News) -> None:
        if not state:
            self._states.pop(base, None)
            self._forget(base, news)
            return
        self._states[base] = state
        self._look(base, news)
        self._judge(base, news)
        if base.startswith(f"{FIFTH}/"):
            name = base.rpartition("/")[2]
            for other, product in self._products.items():
                if product.description.root == name:
                    self._judge(other, news)

    def _judge(self, base: str, news: News) -> None:
        """Say whether a device is there: it, and the one through which it is reached."""
        product = self._products.get(base)
        if product is None:
            return
        root = f"{FIFTH}/{product.description.root}" if product.description.root else base
        states = {self._states.get(base, ""), self._states.get(root, "")} & STATES
        if states:
            self._roster.reached(base, news, here=not states & GONE)


def _split(topic: str) -> tuple[str, str]:
    """Return the topic of a device, and what stands after it."""
    depth = 3 if topic.startswith(f"{FIFTH}/") else 2
    parts = topic.split("/", depth)
    return "/".join(parts[:depth]), "".join(parts[depth:])


def _refused(message: Message, why: str) -> Heard:
    return Heard(unreadable=f"{plain(message.topic)}: {why}")


FAMILY = Homie
