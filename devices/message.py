"""What crosses the border: MQTT messages, services seen by mDNS, HTTP requests and answers."""

from collections.abc import Mapping
from dataclasses import field
from ipaddress import ip_address
from typing import TypeAlias

from rules.words.value import value


@value(frozen=True, slots=True)
class Message:
    """One MQTT message, in or out. `retain` on an incoming one: the broker had stored it."""

    topic: str
    payload: bytes
    retain: bool = False
    qos: int = 0


@value(frozen=True, slots=True, kw_only=True)
class Service:
    """One service as mDNS shows it; every field is hostile input.

    `kind` is the service type without its domain: `_wled._tcp`.
    """

    kind: str
    name: str
    address: str
    port: int
    properties: Mapping[str, str] = field(default_factory=dict)


def url_of(service: Service) -> str:
    """Return where a service is called, or nothing where it cannot be: `http://10.0.0.5:80`."""
    try:
        address = ip_address(service.address)
    except ValueError:
        return ""
    host = f"[{address}]" if ":" in str(address) else str(address)
    return f"http://{host}:{service.port}" if 0 < service.port < 2**16 else ""


def host_of(url: str) -> str:
    """Return the address in where something is called: `10.0.0.5` of `http://10.0.0.5:80`."""
    return url.partition("://")[2].rpartition(":")[0].strip("[]")


@value(frozen=True, slots=True, kw_only=True)
class Request:
    """One HTTP request that a family wants made; `about` comes back with the answer."""

    url: str
    about: str
    method: str = "GET"
    body: bytes | None = None


@value(frozen=True, slots=True)
class Answer:
    """What came of a request; `status` 0: nobody answered."""

    request: Request
    status: int
    body: bytes = b""


Outgoing: TypeAlias = Message | Request
