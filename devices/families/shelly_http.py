"""Shelly products of the second generation and later over HTTP: found by mDNS, asked and told."""

from collections.abc import Iterable
from dataclasses import replace
from typing import ClassVar, Final

from pydantic_core import to_json

from devices.http.things import HttpThings, Order
from devices.mac import mac_of
from devices.message import Service
from devices.plain import plain
from devices.said import fields_in, number_of, text_of
from devices.shelly.product import MAKER, SYSTEM, Shelly, mac_in
from rules.words.device import Announcement, Product, Sort
from rules.words.events import Event
from rules.words.ids import HardwareId
from rules.words.times import Seconds
from rules.words.values import Values

FAMILY_NAME: Final = "shelly_http"
HARDWARE: Final = "shelly-http"
CONFIG, STATUS = "/rpc/Shelly.GetConfig", "/rpc/Shelly.GetStatus"
SECOND: Final = 2


class ShellyHttp(HttpThings):
    """Each is known by the address of its hardware, which its record and its answer bear.

    Rule 1: what it can do is known once it has said how it is; until then it is not announced.
    Rule 2: nobody hears a press by asking, so none is promised.
    """

    name: ClassVar[str] = FAMILY_NAME
    services: ClassVar[tuple[str, ...]] = ("_shelly._tcp",)
    thing: ClassVar[str] = "a Shelly"
    who: ClassVar[str] = "/shelly"

    def __init__(self, own: str = "homerule") -> None:
        """Know nobody yet."""
        super().__init__(own)
        self._products: dict[HardwareId, Shelly] = {}

    def claimed(self, service: Service) -> str | None:
        """Return the product that a record's name bears the address of."""
        mac = mac_in(service.name)
        return _hardware(mac) if mac else ""

    def introduced(self, body: bytes) -> Announcement | None:
        """Return which product answers, if it does so without a password."""
        said = fields_in(body) or {}
        mac, first = mac_of(text_of(said.get("mac"))), plain(text_of(said.get("id")))
        generation = number_of(said.get("gen"), SECOND)
        if not mac or generation is None or said.get("auth_en") is True:
            return None
        model = plain(text_of(said.get("app"))) or plain(text_of(said.get("model")))
        return Announcement(
            hardware=_hardware(mac),
            name=plain(text_of(said.get("name"))) or first,
            family=FAMILY_NAME,
            sort=Sort.OTHER,
            product=Product(maker=MAKER, model=model, macs=frozenset({mac})),
        )

    def refusal(self, body: bytes) -> str:
        """Say that it asks for a password, where that is why."""
        if (fields_in(body) or {}).get("auth_en") is not True:
            return super().refusal(body)
        return "it asks for a password, which is not understood; over MQTT it needs none"

    def questions(self) -> tuple[str, ...]:
        """Return how it was set up, then how it is."""
        return (CONFIG, STATUS)

    def said(self, hardware: HardwareId, path: str, body: bytes) -> tuple[Event, ...] | None:
        """Take in how it was set up, or return how its components are."""
        fields, product = fields_in(body), self._product(hardware)
        if fields is None:
            return None
        if path == CONFIG:
            product.is_configured(fields)
            return ()
        return tuple(product.hears(fields, whole=SYSTEM in fields))

    def devices(self, met: Announcement) -> Iterable[Announcement]:
        """Return its components that can be told, each a device."""
        product = self._product(met.hardware)
        product.id, product.model = met.name, met.product.model
        if not product.is_known:
            return ()
        return (replace(device, presses=frozenset()) for device in product.announcements())

    def told(
        self, hardware: HardwareId, values: Values, transition: Seconds | None
    ) -> tuple[Order, ...]:
        """Say it in calls."""
        product = self._products.get(HardwareId(hardware.partition("/")[0]))
        made = product.calls(hardware, values, transition) if product else ()
        return tuple((f"/rpc/{method}", to_json(params)) for method, params in made)

    def sleeps(self, hardware: HardwareId) -> bool:
        """Say whether it runs on a battery, and so answers only now and then."""
        return self._product(hardware).runs_on_battery

    def _product(self, hardware: HardwareId) -> Shelly:
        mac = hardware.removeprefix(f"{HARDWARE}-")
        return self._products.setdefault(hardware, Shelly(FAMILY_NAME, mac, hardware))


def _hardware(mac: str) -> HardwareId:
    return HardwareId(f"{HARDWARE}-{mac}")


FAMILY = ShellyHttp
