"""Shelly products of the second generation and later, over MQTT: they tell, are asked and told."""

from typing import ClassVar, Final

from pydantic_core import to_json

from devices.family import NOTHING, Family, Heard
from devices.mac import mac_of
from devices.message import Message, Outgoing
from devices.plain import plain
from devices.roster import News, Roster
from devices.said import Fields, fields_in, list_of, object_of, text_in, text_of
from devices.shelly.components import key_of, understood
from devices.shelly.product import SYSTEM, Shelly, mac_in
from devices.topics import objection
from rules.words.events import CommandedByOther, Event
from rules.words.ids import HardwareId
from rules.words.times import Seconds
from rules.words.values import POWER, Values

FAMILY_NAME: Final = "shelly_rpc"
HARDWARE: Final = "shelly-mqtt"
ONLINE, EVENTS, RPC, STATUS, COMMAND = "online", "events/rpc", "rpc", "status", "command"
INFO, CONFIG, STATUS_OF_ALL = "Shelly.GetDeviceInfo", "Shelly.GetConfig", "Shelly.GetStatus"
QUESTIONS: Final = (INFO, CONFIG, STATUS_OF_ALL)
MOST_PRODUCTS: Final = 1024
MOST_ASKED: Final = 256
"""So many places are asked who is there, before one of them has answered."""


class ShellyRpc(Family):
    """Everything that says `<prefix>/online` and answers on `<prefix>/rpc`.

    Rule 1: a product is known by the address of its hardware, which it tells or bears in its id.
    Rule 2: whoever is new, or comes back, is asked who it is and how it is.
    """

    name: ClassVar[str] = FAMILY_NAME
    topics: ClassVar[tuple[str, ...]] = tuple(
        f"{prefix}/{leaf}" for prefix in ("+", "+/+") for leaf in (ONLINE, EVENTS)
    )

    def __init__(self, own: str = "homerule") -> None:
        """Know nothing yet."""
        super().__init__(own)
        self._own = own
        # Not below the hub's own topics, where nobody else has anything to say.
        self._answers = f"{own}-shelly"
        self._listens = False
        self._roster = Roster()
        self._products: dict[str, Shelly] = {}
        self._places: dict[str, str] = {}
        """By prefix, the address of who is there."""
        self._prefixes: dict[str, str] = {}
        """By address, the prefix at which it is."""
        self._asked: dict[int, str] = {}
        """By the number of a question, the prefix at which it was asked."""
        self._strangers: set[str] = set()
        self._number = 0

    # what comes in

    def heard(self, message: Message) -> Heard:
        """Take in what a product says, or answers."""
        topic = message.topic
        if topic.endswith("/rpc"):
            if topic == f"{self._answers}/{RPC}":
                return self._answered(message)
            if topic.endswith(f"/{EVENTS}"):
                return self._notified(topic.removesuffix(f"/{EVENTS}"), message)
            return NOTHING
        if topic.endswith(f"/{ONLINE}"):
            return self._reached(topic.removesuffix(f"/{ONLINE}"), message)
        prefix, found, component = topic.rpartition(f"/{STATUS}/")
        if found and prefix in self._places:
            return self._reported(prefix, component, message)
        return NOTHING

    def latest_only(self, message: Message) -> bool:
        """Say whether it is a whole status; what changed, and presses, all matter."""
        prefix, found, _ = message.topic.rpartition(f"/{STATUS}/")
        return bool(found) and prefix in self._places

    def command_topics(self) -> frozenset[str]:
        """Return where calls are made, and where a component takes bare words."""
        topics: set[str] = set()
        for prefix, mac in self._places.items():
            topics.add(f"{prefix}/{RPC}")
            drivers = (key for key in self._products[mac].able if key.drives)
            topics.update(f"{prefix}/{COMMAND}/{key.text}" for key in drivers)
        return frozenset(topics)

    def overheard(self, message: Message) -> tuple[Event, ...]:
        """Take in what somebody else told a product; a question tells it nothing."""
        prefix, found, component = message.topic.rpartition(f"/{COMMAND}/")
        if found:
            key, told = key_of(component), _word(text_in(message.payload) or "")
            said = (key, told) if key and message.payload else None
        else:
            prefix = message.topic.removesuffix(f"/{RPC}")
            call = fields_in(message.payload) or {}
            said = understood(text_of(call.get("method")), object_of(call.get("params")) or {})
        product = self._products.get(self._places.get(prefix, ""))
        if product is None or said is None or said[0] not in product.able:
            return ()
        return (CommandedByOther(product.hardware_of(said[0]), said[1]),)

    def encode(
        self, hardware: HardwareId, values: Values, transition: Seconds | None
    ) -> tuple[Outgoing, ...]:
        """Say it in calls, one for each component that it concerns."""
        mac = hardware.partition("/")[0].removeprefix(f"{HARDWARE}-")
        prefix = self._prefixes.get(mac)
        if prefix is None:
            return ()
        made = self._products[mac].calls(hardware, values, transition)
        return tuple(self._call(prefix, method, params) for method, params in made)

    # who it is

    def _reached(self, prefix: str, message: Message) -> Heard:
        said = text_in(message.payload)
        # Those of the first generation say the same of themselves, and answer no calls.
        if said not in {"true", "false"} or prefix.startswith("shellies/"):
            return NOTHING
        if objection(f"{prefix}/{RPC}", self._own):
            return NOTHING
        news, here = News(), said == "true"
        product = self._known(prefix, {}, None, news)
        if product is not None:
            product.here = here
            self._settle(prefix, product, news)
            if here or not product.runs_on_battery:
                self._roster.reached(product.mac, news, here=here)
        if here:
            self._ask(prefix, news)
        return news.heard(prefix)

    def _ask(self, prefix: str, news: News) -> None:
        """Ask who is there and how it is, unless too many were asked who never answered."""
        if prefix not in self._places:
            if len(self._strangers) >= MOST_ASKED and prefix not in self._strangers:
                return
            self._strangers.add(prefix)
        if not self._listens:
            self._listens = True
            news.subscribe.append(f"{self._answers}/{RPC}")
        for method in QUESTIONS:
            news.questions.append(self._call(prefix, method))

    def _call(self, prefix: str, method: str, params: dict[str, object] | None = None) -> Message:
        self._number += 1
        self._asked[self._number] = f"{prefix} {method}"
        if len(self._asked) > len(QUESTIONS) * MOST_ASKED:
            del self._asked[next(iter(self._asked))]
        call: dict[str, object] = {"id": self._number, "src": self._answers, "method": method}
        return Message(
            f"{prefix}/{RPC}", to_json({**call, **({"params": params} if params else {})})
        )

    def _answered(self, message: Message) -> Heard:
        said = fields_in(message.payload) or {}
        number = said.get("id")
        prefix, _, method = self._asked.pop(number if type(number) is int else 0, "").rpartition(
            " "
        )
        if not prefix:
            return NOTHING
        news, result = News(), object_of(said.get("result"))
        trouble = object_of(said.get("error"))
        if trouble:
            why = plain(text_of(trouble.get("message"))) or "it does not say why"
            news.trouble.append(f"it did not do {method}: {why}")
        product = self._known(prefix, said, result if method == INFO else None, news)
        if product is None or result is None:
            return news.heard(prefix)
        match method:
            case "Shelly.GetDeviceInfo":
                product.is_described(result)
            case "Shelly.GetConfig":
                product.is_configured(result)
            case "Shelly.GetStatus":
                news.events += product.hears(result, whole=SYSTEM in result)
            case _:
                return news.heard(prefix)
        self._settle(prefix, product, news)
        return news.heard(prefix)

    def _known(self, prefix: str, said: Fields, info: Fields | None, news: News) -> Shelly | None:
        """Return who speaks here; somebody new where it says who it is."""
        mac = mac_of(text_of(info.get("mac"))) if info else ""
        mac = mac or mac_in(text_of(said.get("src"))) or mac_in(prefix)
        before = self._places.get(prefix)
        if not mac or before == mac:
            return self._products.get(before or "")
        wrong = objection(f"{prefix}/{RPC}", self._own) or self._objection(
            prefix, mac, surely=bool(info)
        )
        if wrong:
            news.trouble.append(wrong)
            return None
        if before is not None:
            self._roster.forget(before, news)
            del self._products[before], self._prefixes[before]
        # What its owner called otherwise is no other product.
        self._places.pop(self._prefixes.get(mac, ""), None)
        self._strangers.discard(prefix)
        self._places[prefix], self._prefixes[mac] = mac, prefix
        product = self._products.setdefault(
            mac, Shelly(FAMILY_NAME, mac, HardwareId(f"{HARDWARE}-{mac}"))
        )
        product.id = product.id or plain(text_of(said.get("src"), prefix))
        product.changed = True
        return product

    def _objection(self, prefix: str, mac: str, *, surely: bool) -> str:
        """Say why a product may not be taken to be here, or nothing; `surely`: it was asked."""
        before, elsewhere = self._places.get(prefix), self._prefixes.get(mac)
        if before is not None and (not surely or mac_in(prefix) == before):
            return f"{mac} speaks where {before} is: it is not listened to"
        if elsewhere is not None and self._products[mac].here:
            return f"{mac} speaks, which is at {plain(elsewhere)}: it is not listened to"
        if mac not in self._products and len(self._products) >= MOST_PRODUCTS:
            return f"{MOST_PRODUCTS} products are known, which must do"
        return ""

    def _settle(self, prefix: str, product: Shelly, news: News) -> None:
        if not product.changed:
            return
        product.changed, changed = False, News()
        filters = [f"{prefix}/{STATUS}/+"]
        devices = product.announcements() if product.is_known else ()
        self._roster.settle(product.mac, devices, filters, changed)
        # What a device is comes before how it is.
        news.events[:0] = changed.events
        news.subscribe += changed.subscribe
        news.unsubscribe += changed.unsubscribe

    # how it is

    def _notified(self, prefix: str, message: Message) -> Heard:
        said = fields_in(message.payload)
        if said is None:
            known = prefix in self._places
            return Heard(unreadable=f"{plain(message.topic)}: no JSON object") if known else NOTHING
        news, is_new = News(), prefix not in self._places
        product = self._known(prefix, said, None, news)
        if product is None:
            return news.heard(prefix)
        params = object_of(said.get("params")) or {}
        method = said.get("method")
        if is_new:
            self._ask(prefix, news)
        if method == "NotifyEvent" and not message.retain:
            news.events += product.is_pressed(list_of(params.get("events")))
        elif method in ("NotifyStatus", "NotifyFullStatus"):
            whole = method == "NotifyFullStatus" and SYSTEM in params
            news.events += product.hears(params, whole=whole, stored=message.retain)
        self._settle(prefix, product, news)
        return news.heard(prefix)

    def _reported(self, prefix: str, component: str, message: Message) -> Heard:
        status, news = fields_in(message.payload), News()
        product = self._products[self._places[prefix]]
        if status is None:
            if message.payload:
                news.trouble.append("not readable as a JSON object")
            return news.heard(plain(message.topic))
        news.events += product.hears({component: status}, whole=False, stored=message.retain)
        self._settle(prefix, product, news)
        return news.heard(prefix)


def _word(word: str) -> Values:
    """Return what a bare word tells a component."""
    first = word.partition(",")[0]
    return {POWER: first == "on"} if first in {"on", "off"} else {}


FAMILY = ShellyRpc
