"""Tasmota's own announcements: relays, lamps, shutters, fans, buttons and what they measure."""

from typing import ClassVar, Final

from devices.family import NOTHING, Family, Heard
from devices.mac import mac_of
from devices.message import Message, Outgoing
from devices.plain import plain
from devices.roster import News, Roster
from devices.said import LONGEST, fields_in, object_of, text_in
from devices.tasmota.config import Config, read_config
from devices.tasmota.product import FAMILY_NAME, TasmotaProduct
from devices.tasmota.readings import Reading, readings_of
from rules.words.events import Event
from rules.words.ids import HardwareId
from rules.words.times import Seconds
from rules.words.values import Values

DISCOVERY: Final = "tasmota/discovery/"
CONFIG, SENSORS = "config", "sensors"
MOST_PRODUCTS: Final = 2048
STATES: Final = frozenset({"STATE", "SENSOR", "LWT"})
LONGEST_SHOWN: Final = 200


class Tasmota(Family):
    """Everything that announces itself below `tasmota/discovery/`.

    A product is known by the address of its hardware; its topic may change as it likes.
    """

    name: ClassVar[str] = FAMILY_NAME
    topics: ClassVar[tuple[str, ...]] = (f"{DISCOVERY}+/{CONFIG}", f"{DISCOVERY}+/{SENSORS}")

    def __init__(self, own: str = "homerule") -> None:
        """Know nothing yet."""
        super().__init__(own)
        self._own = own
        self._roster = Roster()
        self._products: dict[str, TasmotaProduct] = {}
        self._announced: dict[str, int] = {}
        """By topic, the digest of the announcement that was last taken in."""
        self._readings: dict[str, tuple[Reading, ...]] = {}
        self._begins: dict[str, list[TasmotaProduct]] = {}
        self._told: dict[str, list[TasmotaProduct]] = {}

    def heard(self, message: Message) -> Heard:
        """Take in what a product reports, or an announcement."""
        begin, _, leaf = message.topic.rpartition("/")
        products = self._begins.get(begin)
        if products is not None:
            return self._reported(products, leaf, message)
        if message.topic.startswith(DISCOVERY):
            return self._announcement(message)
        return NOTHING

    def latest_only(self, message: Message) -> bool:
        """Say whether it is a whole state; a `RESULT` may be a press."""
        begin, _, leaf = message.topic.rpartition("/")
        return leaf in STATES and begin in self._begins

    def command_topics(self) -> frozenset[str]:
        """Return the topics of the commands that switch, dim and move."""
        products = self._products.values()
        return frozenset(topic for product in products for topic in product.command_topics())

    def overheard(self, message: Message) -> tuple[Event, ...]:
        """Take in what somebody else told a product."""
        begin, _, command = message.topic.rpartition("/")
        wanted = text_in(message.payload)
        if wanted is None:
            return ()
        products = self._told.get(begin, ())
        return tuple(told for product in products for told in product.overheard(command, wanted))

    def encode(
        self, hardware: HardwareId, values: Values, transition: Seconds | None
    ) -> tuple[Outgoing, ...]:
        """Say it in the firmware's commands."""
        product = self._products.get(hardware.partition("/")[0].removeprefix(f"{FAMILY_NAME}-"))
        return product.encode(hardware, values, transition) if product else ()

    # what it reports

    def _reported(self, products: list[TasmotaProduct], leaf: str, message: Message) -> Heard:
        news = News()
        if leaf == "LWT":
            for product in products:
                self._reached(product, text_in(message.payload) or "", news)
            return news.heard(message.topic)
        if not message.payload:
            return NOTHING
        said = fields_in(message.payload)
        if said is None:
            if len(message.payload) > LONGEST:
                news.trouble.append(f"longer than {LONGEST // 1024} kB")
            elif leaf in {"STATE", "SENSOR", "RESULT"}:
                news.trouble.append("not readable as a JSON object")
            return news.heard(plain(message.topic, LONGEST_SHOWN))
        for product in products:
            product.hears(said, news, stored=message.retain)
        return news.heard()

    def _reached(self, product: TasmotaProduct, said: str, news: News) -> None:
        config = product.config
        if said == config.online:
            self._roster.reached(config.mac, news, here=True)
            # It tells its states seldom, and the broker keeps none of them.
            news.questions += product.questions()
        elif said == config.offline and not config.sleeps:
            self._roster.reached(config.mac, news, here=False)

    # what it announces

    def _announcement(self, message: Message) -> Heard:
        written, _, what = message.topic.removeprefix(DISCOVERY).partition("/")
        mac, news = mac_of(written), News()
        if what not in {CONFIG, SENSORS}:
            return NOTHING
        if not mac:
            return _refused(message, f"`{plain(written)}` is no address of hardware")
        if self._announced.get(message.topic) == hash(message.payload):
            return NOTHING
        if not message.payload:
            self._withdrawn(mac, what, news)
            self._announced.pop(message.topic, None)
            return news.heard()
        if mac not in self._products and self._is_full(what):
            return _refused(message, f"{MOST_PRODUCTS} products are known, which must do")
        try:
            if what == CONFIG:
                self._configured(read_config(written, message.payload, self._own), news)
            else:
                self._sensing(mac, message.payload, news)
        except ValueError as wrong:
            return _refused(message, str(wrong))
        self._announced[message.topic] = hash(message.payload)
        return news.heard()

    def _is_full(self, what: str) -> bool:
        return len(self._products if what == CONFIG else self._readings) >= MOST_PRODUCTS

    def _configured(self, config: Config, news: News) -> None:
        product = TasmotaProduct(config, self._readings.get(config.mac, ()))
        before = self._products.get(config.mac)
        if before is None or before.config.command != config.command:
            news.questions += product.questions()
        self._connect(before, product)
        self._roster.settle(config.mac, product.announcements(), product.filters(), news)
        if config.sleeps:
            # It says that it is gone each time it falls asleep.
            self._roster.reached(config.mac, news, here=True)

    def _sensing(self, mac: str, payload: bytes, news: News) -> None:
        said = fields_in(payload)
        sensors = object_of(said.get("sn")) if said else None
        if sensors is None:
            raise ValueError("not readable as an announcement of sensors")
        self._readings[mac] = readings_of(sensors)
        if mac in self._products:
            self._configured(self._products[mac].config, news)
            # What it measures came when nobody listened for it yet.
            news.questions += self._products[mac].questions()

    def _withdrawn(self, mac: str, what: str, news: News) -> None:
        product = self._products.get(mac)
        if what == SENSORS:
            self._readings.pop(mac, None)
            if product:
                self._configured(product.config, news)
        elif product:
            self._connect(product, None)
            self._roster.forget(mac, news)

    def _connect(self, before: TasmotaProduct | None, now: TasmotaProduct | None) -> None:
        """Know where a product is heard and told now, no longer where it was."""
        for product, is_now in ((before, False), (now, True)):
            if product is None:
                continue
            config = product.config
            places = [(self._begins, begin) for begin in {config.stat, config.tele}]
            for table, begin in (*places, (self._told, config.command)):
                others = table.pop(begin[:-1], [])
                listed = [other for other in others if other is not before]
                if is_now:
                    listed.append(product)
                if listed:
                    table[begin[:-1]] = listed
        if now is not None:
            self._products[now.config.mac] = now
        elif before is not None:
            del self._products[before.config.mac]


def _refused(message: Message, why: str) -> Heard:
    return Heard(unreadable=f"{plain(message.topic, LONGEST_SHOWN)}: {why}")


FAMILY = Tasmota
