"""Shelly products of the first generation, over MQTT: everything below `shellies/`."""

import re
from typing import ClassVar, Final

from devices.family import NOTHING, Family, Heard
from devices.mac import mac_of
from devices.message import Message, Outgoing
from devices.plain import plain
from devices.roster import News, Roster
from devices.said import fields_in, text_in, text_of
from devices.shelly.first_product import FAMILY_NAME, LEAVES, ROOT, FirstShelly
from devices.topics import objection
from rules.words.events import Event
from rules.words.ids import HardwareId
from rules.words.times import Seconds
from rules.words.values import Values

ANNOUNCE, ONLINE, COMMAND = "announce", "online", "command"
PRESSES: Final = "input_event/"
MOST_PRODUCTS: Final = 1024
_ID: Final = re.compile(r"[A-Za-z0-9_.-]{1,64}")
_MAC_AT_END: Final = re.compile(r"shelly[a-z0-9]+-(?P<mac>[0-9A-F]{12})", re.IGNORECASE | re.ASCII)


class ShellyGen1(Family):
    """Everything that announces itself on `shellies/announce`.

    Rule 1: a product is known by the address of its hardware, which it announces.
    Rule 2: whoever says that it is there is asked who it is and how it is.
    """

    name: ClassVar[str] = FAMILY_NAME
    topics: ClassVar[tuple[str, ...]] = (
        f"{ROOT}/{ANNOUNCE}",
        f"{ROOT}/+/{ANNOUNCE}",
        f"{ROOT}/+/{ONLINE}",
    )

    def __init__(self, own: str = "homerule") -> None:
        """Know nothing yet."""
        super().__init__(own)
        self._own = own
        self._roster = Roster()
        self._products: dict[str, FirstShelly] = {}
        self._ids: dict[str, str] = {}
        """By id, the address of who bears it."""

    def heard(self, message: Message) -> Heard:
        """Take in what a product says or announces."""
        if not message.topic.startswith(f"{ROOT}/"):
            return NOTHING
        _, _, rest = message.topic.partition("/")
        named, _, leaf = rest.partition("/")
        if ANNOUNCE in {rest, leaf}:
            return self._announced(message)
        if leaf == ONLINE:
            return self._reached(named, message)
        product = self._products.get(self._ids.get(named, ""))
        if product is None or leaf == COMMAND:
            return NOTHING
        news = News()
        news.events += product.hears(leaf, message)
        self._settle(product, news)
        return news.heard()

    def latest_only(self, message: Message) -> bool:
        """Say whether it is a state, not a press."""
        root, _, rest = message.topic.partition("/")
        named, _, leaf = rest.partition("/")
        return root == ROOT and named in self._ids and not leaf.startswith(PRESSES)

    def command_topics(self) -> frozenset[str]:
        """Return where the parts of the known products are told."""
        products = self._products.values()
        return frozenset(topic for product in products for topic in product.command_topics())

    def overheard(self, message: Message) -> tuple[Event, ...]:
        """Take in what somebody else told a product."""
        named = message.topic.removeprefix(f"{ROOT}/").partition("/")[0]
        product = self._products.get(self._ids.get(named, ""))
        return tuple(product.overheard(message)) if product else ()

    def encode(
        self, hardware: HardwareId, values: Values, transition: Seconds | None
    ) -> tuple[Outgoing, ...]:
        """Say it to the part that the device is."""
        mac = hardware.partition("/")[0].removeprefix(f"{FAMILY_NAME}-")
        product = self._products.get(mac)
        return product.say(hardware, values, transition) if product else ()

    def _announced(self, message: Message) -> Heard:
        said = fields_in(message.payload)
        if said is None:
            return (
                _refused(message, "not readable as an announcement") if message.payload else NOTHING
            )
        named, mac = text_of(said.get("id")), mac_of(text_of(said.get("mac")))
        if message.topic not in {f"{ROOT}/{ANNOUNCE}", f"{ROOT}/{named}/{ANNOUNCE}"}:
            return _refused(message, f"it says that it is `{plain(named)}`")
        if not mac:
            return _refused(message, "it names no address of hardware")
        news, is_new = News(), self._ids.get(named) != mac
        product = self._known(named, mac, news)
        if product is not None:
            product.is_described(said)
            self._settle(product, news)
        if product is not None and is_new:
            # Only now is it listened to.
            news.questions.append(_question(named, b"update"))
        return news.heard(plain(message.topic))

    def _reached(self, named: str, message: Message) -> Heard:
        said, news = text_in(message.payload), News()
        if said not in {"true", "false"}:
            return NOTHING
        found = _MAC_AT_END.fullmatch(named)
        mac = self._ids.get(named) or (mac_of(found["mac"]) if found else "")
        product = self._known(named, mac, news) if mac else None
        if product is not None:
            self._settle(product, news)
            if said == "true" or not product.sleeps:
                self._roster.reached(product.mac, news, here=said == "true")
        if said == "true" and _ID.fullmatch(named) and not news.trouble:
            # It tells both by itself, but not soon.
            words = (b"announce", b"update") if product else (b"announce",)
            news.questions += [_question(named, word) for word in words]
        return news.heard(plain(message.topic))

    def _known(self, named: str, mac: str, news: News) -> FirstShelly | None:
        """Return who bears this id; somebody new where nobody does."""
        if self._ids.get(named) == mac:
            return self._products[mac]
        wrong = self._objection(named, mac)
        if wrong:
            news.trouble.append(wrong)
            return None
        before = self._products.pop(mac, None)
        if before is not None:
            # Its owner gave it another id: it is the same product, heard elsewhere.
            del self._ids[before.id]
        product = self._products[mac] = FirstShelly(mac, named)
        self._ids[named] = mac
        return product

    def _objection(self, named: str, mac: str) -> str:
        if not _ID.fullmatch(named) or objection(f"{ROOT}/{named}", self._own):
            return f"`{plain(named)}` is no id that can be used"
        if named in self._ids:
            return f"{mac} says that it is `{named}`, which is {self._ids[named]}"
        if mac not in self._products and len(self._products) >= MOST_PRODUCTS:
            return f"{MOST_PRODUCTS} products are known, which must do"
        return ""

    def _settle(self, product: FirstShelly, news: News) -> None:
        if not product.changed:
            return
        product.changed, changed = False, News()
        known = product.parts or product.able or product.presses
        devices = product.announcements() if known else ()
        filters = [f"{ROOT}/{product.id}/{leaf}" for leaf in LEAVES]
        self._roster.settle(product.mac, devices, filters, changed)
        # What a device is comes before how it is.
        news.events[:0] = changed.events
        news.subscribe += changed.subscribe
        news.unsubscribe += changed.unsubscribe


def _question(named: str, word: bytes) -> Message:
    return Message(f"{ROOT}/{named}/{COMMAND}", word)


def _refused(message: Message, why: str) -> Heard:
    return Heard(unreadable=f"{plain(message.topic)}: {why}")


FAMILY = ShellyGen1
