"""Reads `hub.yaml`: the technical side, which says nothing about how the house behaves."""

import re
from collections.abc import Callable
from dataclasses import field
from functools import partial
from ipaddress import ip_address
from pathlib import Path
from typing import Final, TypeVar
from urllib.parse import urlsplit

from devices.mac import mac_of
from hub.policy.errors import ConfigurationErrors, Fault, Misread, MissingFile, listed
from hub.policy.files import parsed, problems
from hub.policy.form import Form
from hub.policy.references import Known, unknown_sections
from hub.policy.shown import shown
from hub.policy.sorts import alone
from hub.policy.values import text, whole
from hub.policy.yaml_lines import Node, Table
from rules.words.value import value

T = TypeVar("T")
SECTIONS: Final = ("mqtt", "page", "mdns", "esphome", "state")
PORTS: Final = {"mqtt": 1883, "mqtts": 8883}
HIGHEST_PORT: Final = 65_535
ONE_WORD: Final = re.compile(r"[A-Za-z0-9_-]{1,64}")
OFF: Final = frozenset({"off", "no", "false"})
NO_SPACE: Final = re.compile(r"[!-~]+")
LOCALHOST: Final = "localhost"
TOPIC: Final = re.compile(r"[A-Za-z0-9_-]{1,64}(?:/[A-Za-z0-9_-]{1,64}){0,3}")
PREFIX: Final = "homerule"
DISCOVERY: Final = "homeassistant"
PAGE_HOST: Final = "127.0.0.1"
PAGE_PORT: Final = 8080
SECURE_PORT: Final = 8443
ALL: Final = "all"
ESPHOME_KEY: Final = re.compile(r"[A-Za-z0-9+/]{43}=")
"""Thirty-two bytes, as ESPHome writes them."""


@value(frozen=True, slots=True, kw_only=True)
class BrokerAt:
    """Where the broker is."""

    host: str
    port: int
    tls: bool = False


@value(frozen=True, slots=True, kw_only=True)
class Settings:
    """All of `hub.yaml`. `broker` None: none is configured, so the demo house brings its own.

    `discovery`: below which topic Home Assistant looks for what we offer; empty: nothing is.
    `guarded`: the broker has access rules by which each person speaks under their own name alone.
    `mdns`: the machine's own addresses whose networks are searched; None: all; empty: no search.
    """

    broker: BrokerAt | None = None
    username: str = ""
    password_file: Path | None = None
    prefix: str = PREFIX
    discovery: str = DISCOVERY
    guarded: bool = False
    page_host: str = PAGE_HOST
    page_port: int = PAGE_PORT
    page_secure_port: int = SECURE_PORT
    mdns: tuple[str, ...] | None = None
    esphome_keys_file: Path | None = None
    state_directory: Path | None = None

    def password(self) -> str:
        """Return the first line of the password file, or nothing where none is named."""
        if self.password_file is None:
            return ""
        return self.password_file.read_text(encoding="utf-8").partition("\n")[0].rstrip("\r")

    def esphome_keys(self) -> dict[str, str]:
        """Return the keys of encrypted ESPHome boards, by the addresses of their hardware."""
        return _keys_in(self.esphome_keys_file) if self.esphome_keys_file else {}


@value(frozen=True, slots=True, kw_only=True)
class _Mqtt:
    url: str | None = None
    username: str = ""
    password_file: str | None = None
    prefix: str = PREFIX
    discovery: str = DISCOVERY
    guarded: bool = False

    def __post_init__(self) -> None:
        if self.password_file and not self.username:
            raise ValueError("`username` is missing beside `password_file`")
        if self.guarded and not self.username:
            raise ValueError("`username` is missing beside `guarded`: access rules need names")
        if self.discovery.partition("/")[0] == self.prefix:
            raise ValueError("`discovery` lies below `prefix`, where the hub's own topics are")


@value(frozen=True, slots=True, kw_only=True)
class _Page:
    host: str = PAGE_HOST
    port: int = PAGE_PORT
    secure_port: int = SECURE_PORT


@value(frozen=True, slots=True, kw_only=True)
class _Mdns:
    interfaces: tuple[str, ...] | None = None


@value(frozen=True, slots=True, kw_only=True)
class _Esphome:
    keys_file: str | None = None


@value(frozen=True, slots=True, kw_only=True)
class _State:
    directory: str | None = None


@value(frozen=True, slots=True, kw_only=True)
class _Sections:
    mqtt: _Mqtt = field(default_factory=_Mqtt)
    page: _Page = field(default_factory=_Page)
    mdns: _Mdns = field(default_factory=_Mdns)
    esphome: _Esphome = field(default_factory=_Esphome)
    state: _State = field(default_factory=_State)


def load_settings(path: Path) -> Settings:
    """Return the settings of a file, the defaults where there is none, or raise with all errors."""
    try:
        root = parsed(path, lambda root: _sections(root, path.parent)[1])
    except MissingFile:
        return Settings()
    sections, faults = _sections(root, path.parent)
    if faults:
        raise ConfigurationErrors(problems(path, root, faults))
    mqtt, page = sections.mqtt, sections.page
    directory, keys_file = sections.state.directory, sections.esphome.keys_file
    return Settings(
        broker=_broker(mqtt.url) if mqtt.url else None,
        username=mqtt.username,
        password_file=path.parent / mqtt.password_file if mqtt.password_file else None,
        prefix=mqtt.prefix,
        discovery=mqtt.discovery,
        guarded=mqtt.guarded,
        page_host=page.host,
        page_port=page.port,
        page_secure_port=page.secure_port,
        mdns=sections.mdns.interfaces,
        esphome_keys_file=path.parent / keys_file if keys_file else None,
        state_directory=path.parent / directory if directory else None,
    )


def _sections(root: Node, folder: Path) -> tuple[_Sections, list[Fault]]:
    """Read each section by itself, so that the mistakes of all are found."""
    if root is not None and not isinstance(root, Table):
        return _Sections(), [Fault(f"not the sections {listed(SECTIONS, 'and')}: {shown(root)}")]
    table = root or Table()
    faults = unknown_sections(table, SECTIONS)

    def section(name: str, form: Form[T], default: T) -> T:
        try:
            return form.read(table.get(name), Known())
        except Misread as misread:
            faults.extend(misread.under(name))
            return default

    return _Sections(
        mqtt=section("mqtt", _mqtt_form(folder), _Mqtt()),
        page=section("page", _page_form(), _Page()),
        mdns=section("mdns", Form(_Mdns, reads={"interfaces": alone(_interfaces)}), _Mdns()),
        esphome=section("esphome", _esphome_form(folder), _Esphome()),
        state=section("state", Form(_State), _State()),
    ), faults


def _page_form() -> Form[_Page]:
    port = alone(_port)
    return Form(_Page, reads={"host": alone(_host), "port": port, "secure_port": port})


def _mqtt_form(folder: Path) -> Form[_Mqtt]:
    existing = partial(_existing, folder)
    reads: dict[str, Callable[[Node], object]] = {
        "url": _url,
        "prefix": _prefix,
        "discovery": _discovery,
        "password_file": existing,
    }
    return Form(_Mqtt, reads={field: alone(read) for field, read in reads.items()})


def _esphome_form(folder: Path) -> Form[_Esphome]:
    def keys(node: Node) -> str | None:
        written = _existing(folder, node)
        if written:
            _keys_in(folder / written)
        return written

    return Form(_Esphome, reads={"keys_file": alone(keys)})


def _existing(folder: Path, node: Node) -> str | None:
    written = None if node is None else text(node)
    if written and not (folder / written).is_file():
        raise Misread(f"there is no such file: {folder / written}")
    return written


def _keys_in(path: Path) -> dict[str, str]:
    """Return the keys of a file by the addresses of the boards, `<mac> <key>` on each line."""
    keys: dict[str, str] = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        mac, _, key = line.strip().partition(" ")
        if mac.startswith("#") or not mac:
            continue
        if not mac_of(mac) or not ESPHOME_KEY.fullmatch(key.strip()):
            raise Misread(f"line {number} of {path} is not the address of a board and its key")
        keys[mac_of(mac)] = key.strip()
    return keys


def _url(node: Node) -> str | None:
    written = None if node is None else text(node)
    if written and "@" in written:
        raise Misread("a name or a password does not belong here: see `username`")
    try:
        if written:
            _broker(written)
    except ValueError:
        raise Misread(f"not a broker such as mqtt://localhost:1883: {shown(node)}") from None
    return written


def _broker(url: str) -> BrokerAt:
    parts = urlsplit(url)
    host, port = parts.hostname, parts.port
    beyond = parts.path.strip("/") or parts.query or parts.fragment
    if parts.scheme not in PORTS or not host or port == 0 or beyond or not NO_SPACE.fullmatch(url):
        raise ValueError(url)
    return BrokerAt(host=host, port=port or PORTS[parts.scheme], tls=parts.scheme == "mqtts")


def _prefix(node: Node) -> str:
    if isinstance(node, str) and ONE_WORD.fullmatch(node):
        return node
    raise Misread(f"not one word of letters, digits, - and _: {shown(node)}")


def _discovery(node: Node) -> str:
    if node is False or (isinstance(node, str) and node.lower() in OFF):
        return ""
    if isinstance(node, str) and TOPIC.fullmatch(node):
        return node
    raise Misread(f"not off, and not a topic such as homeassistant: {shown(node)}")


def _host(node: Node) -> str:
    written = text(node)
    try:
        if written == LOCALHOST or not ip_address(written).is_multicast:
            return written
    except ValueError:
        pass
    raise Misread(
        f"not an address of this machine: {shown(node)}; say 127.0.0.1 for this machine alone, "
        "or 0.0.0.0 for phones in the house"
    )


def _interfaces(node: Node) -> tuple[str, ...] | None:
    if node is None or node == ALL:
        return None
    if node is False or (isinstance(node, str) and node.lower() in OFF):
        return ()
    if isinstance(node, list) and node:
        return tuple(_own_address(one) for one in node)
    raise Misread(f"not all, not off, and no list of this machine's addresses: {shown(node)}")


def _own_address(node: Node) -> str:
    written = text(node)
    try:
        if not ip_address(written).is_multicast:
            return written
    except ValueError:
        pass
    raise Misread(f"not an address of this machine such as 192.168.1.20: {shown(node)}")


def _port(node: Node) -> int:
    if not 0 < whole(node) <= HIGHEST_PORT:
        raise Misread(f"not a port from 1 to {HIGHEST_PORT}: {shown(node)}")
    return whole(node)
