"""The technical file: where the broker, the page and the state are."""

from pathlib import Path
from textwrap import dedent

import pytest

from hub.policy.errors import ConfigurationErrors
from hub.policy.settings import BrokerAt, Settings, load_settings


def _file(folder: Path, text: str) -> Path:
    file = folder / "hub.yaml"
    file.write_text(dedent(text), encoding="utf-8")
    return file


def _mistakes(folder: Path, text: str) -> list[str]:
    with pytest.raises(ConfigurationErrors) as refused:
        load_settings(_file(folder, text))
    return str(refused.value).splitlines()


@pytest.mark.parametrize("text", ["", "# nothing\n", "mqtt:\npage:\nstate:\n", "{}"])
def test_everything_may_be_left_out(tmp_path: Path, text: str) -> None:
    assert load_settings(_file(tmp_path, text)) == Settings()


def test_without_a_file_the_defaults_hold_and_no_broker_is_configured(tmp_path: Path) -> None:
    settings = load_settings(tmp_path / "hub.yaml")

    assert settings == Settings(prefix="homerule", page_host="127.0.0.1", page_port=8080)
    assert settings.broker is None
    assert settings.password() == ""


def test_all_that_can_be_said_is_read_and_paths_start_at_the_file(tmp_path: Path) -> None:
    (tmp_path / "password").write_text("s3cret \nand more\n")
    file = _file(
        tmp_path,
        """\
        mqtt:
          url: "mqtt://broker.local:1884"
          username: hub
          password_file: password
          prefix: house-1
          discovery: ha/devices
        page: { host: "::1", port: 8123 }
        state: { directory: ../state }
        """,
    )

    settings = load_settings(file)

    assert settings == Settings(
        broker=BrokerAt(host="broker.local", port=1884),
        username="hub",
        password_file=tmp_path / "password",
        prefix="house-1",
        discovery="ha/devices",
        page_host="::1",
        page_port=8123,
        state_directory=tmp_path / "../state",
    )
    assert settings.password() == "s3cret "


KEY = "QRTIErOb/fcE9Ukd/5qA3RGYMn0Y+p06U58SCtOXvPc="


def test_the_keys_of_encrypted_boards_are_read_from_their_file(tmp_path: Path) -> None:
    (tmp_path / "keys").write_text(f"# in the office\n24:0A:C4:A1:B2:C3 {KEY}\n\n")
    file = _file(tmp_path, "esphome: { keys_file: keys }")

    assert load_settings(file).esphome_keys() == {"240ac4a1b2c3": KEY}
    assert Settings().esphome_keys() == {}


@pytest.mark.parametrize("line", ["desk " + KEY, "24:0A:C4:A1:B2:C3", f"{KEY} 24:0A:C4:A1:B2:C3"])
def test_a_line_that_is_no_key_is_said_without_saying_it(tmp_path: Path, line: str) -> None:
    (tmp_path / "keys").write_text(line)

    with pytest.raises(ConfigurationErrors) as raised:
        load_settings(_file(tmp_path, "esphome: { keys_file: keys }"))

    assert "line 1 of" in str(raised.value)
    assert "is not the address of a board and its key" in str(raised.value)
    assert KEY not in str(raised.value)


@pytest.mark.parametrize(
    ("url", "broker"),
    [
        ("mqtt://localhost", BrokerAt(host="localhost", port=1883)),
        ("mqtt://localhost/", BrokerAt(host="localhost", port=1883)),
        ("mqtts://broker.example", BrokerAt(host="broker.example", port=8883, tls=True)),
        ("mqtts://10.0.0.2:1234", BrokerAt(host="10.0.0.2", port=1234, tls=True)),
        ("mqtt://[::1]:1883", BrokerAt(host="::1", port=1883)),
    ],
)
def test_a_broker_has_an_address_with_or_without_tls(
    tmp_path: Path, url: str, broker: BrokerAt
) -> None:
    assert load_settings(_file(tmp_path, f'mqtt: {{ url: "{url}" }}')).broker == broker


@pytest.mark.parametrize(
    "url",
    [
        "http://localhost",
        "localhost:1883",
        "mqtt://",
        "mqtt://:1883",
        "mqtt://host:0",
        "mqtt://host:70000",
        "mqtt://host:x",
        "mqtt://host/path",
        "mqtt://host?x",
        "mqtt://ho st",
        "mqtt://[::1",
        "mqtt://höst",
    ],
)
def test_what_is_no_broker_is_refused(tmp_path: Path, url: str) -> None:
    assert _mistakes(tmp_path, f'mqtt: {{ url: "{url}" }}') == [
        f"hub.yaml:1: mqtt.url: not a broker such as mqtt://localhost:1883: {url}"
    ]


@pytest.mark.parametrize("host", ["localhost", "127.0.0.2", "::1", "0.0.0.0", "::", "192.168.1.2"])
def test_the_page_answers_on_this_machine_or_in_the_house(tmp_path: Path, host: str) -> None:
    assert load_settings(_file(tmp_path, f'page: {{ host: "{host}" }}')).page_host == host


@pytest.mark.parametrize("host", ["raspberrypi.local", "224.0.0.251", ""])
def test_the_page_answers_at_no_name_and_to_no_group(tmp_path: Path, host: str) -> None:
    (said,) = _mistakes(tmp_path, f'page: {{ host: "{host}" }}')

    assert said.startswith("hub.yaml:1: page.host: not an address of this machine: ")
    assert said.endswith("or 0.0.0.0 for phones in the house")


def test_all_mistakes_are_told_at_once(tmp_path: Path) -> None:
    said = _mistakes(
        tmp_path,
        """\
        mqtt:
          url: mqtt://ana:secret@localhost
          usrname: hub
          password: secret
          prefix: a/b
          password_file: nowhere
        page:
          port: 80800
          hosts: x
        state: here
        mqt: {}
        """,
    )

    assert said == [
        "hub.yaml:2: mqtt.url: a name or a password does not belong here: see `username`",
        "hub.yaml:3: mqtt: unknown key `usrname`; did you mean `username`?",
        "hub.yaml:4: mqtt: unknown key `password`; did you mean `password_file`?",
        "hub.yaml:5: mqtt.prefix: not one word of letters, digits, - and _: a/b",
        f"hub.yaml:6: mqtt.password_file: there is no such file: {tmp_path}/nowhere",
        "hub.yaml:8: page.port: not a port from 1 to 65535: 80800",
        "hub.yaml:9: page: unknown key `hosts`; did you mean `host`?",
        "hub.yaml:10: state: not a group of keys such as directory: here",
        "hub.yaml:11: unknown key `mqt`; did you mean `mqtt`?",
    ]


@pytest.mark.parametrize("off", ["off", "OFF", "no", "false"])
def test_home_assistant_need_not_be_offered_anything(tmp_path: Path, off: str) -> None:
    assert load_settings(_file(tmp_path, f"mqtt: {{ discovery: {off} }}")).discovery == ""
    assert load_settings(tmp_path / "nowhere.yaml").discovery == "homeassistant"


@pytest.mark.parametrize("wrong", ["home/#", "a//b", "/a", "a/", "12 h", "[a]", "ü"])
def test_what_is_no_topic_is_no_place_for_offers(tmp_path: Path, wrong: str) -> None:
    (said,) = _mistakes(tmp_path, f'mqtt: {{ discovery: "{wrong}" }}')

    assert said.startswith("hub.yaml:1: mqtt.discovery: not off, and not a topic such as")


@pytest.mark.parametrize("below", ["maple", "maple/discovery"])
def test_offers_do_not_lie_among_our_own_topics(tmp_path: Path, below: str) -> None:
    (said,) = _mistakes(tmp_path, f"mqtt: {{ prefix: maple, discovery: {below} }}")

    assert "`discovery` lies below `prefix`" in said


@pytest.mark.parametrize(
    ("written", "searched"),
    [
        ("all", None),
        ("off", ()),
        ('"OFF"', ()),
        ("[192.168.1.20]", ("192.168.1.20",)),
        ('[192.168.1.20, "fe80::1"]', ("192.168.1.20", "fe80::1")),
    ],
)
def test_devices_are_looked_for_on_all_networks_or_none_or_some(
    tmp_path: Path, written: str, searched: tuple[str, ...] | None
) -> None:
    file = _file(tmp_path, f"mdns: {{ interfaces: {written} }}")

    assert load_settings(file).mdns == searched


@pytest.mark.parametrize("wrong", ["eth0", "[eth0]", "[224.0.0.251]", "[]", "[[127.0.0.1]]", "12"])
def test_what_is_no_network_of_ours_is_not_searched(tmp_path: Path, wrong: str) -> None:
    (said,) = _mistakes(tmp_path, f"mdns: {{ interfaces: {wrong} }}")

    assert said.startswith("hub.yaml:1: mdns.interfaces: not a")


def test_what_is_set_twice_hides_no_other_mistake(tmp_path: Path) -> None:
    assert _mistakes(tmp_path, "page: { port: 0 }\npage: {}\nmqqt: {}\n") == [
        "hub.yaml:1: page.port: not a port from 1 to 65535: 0",
        "hub.yaml:2: page: set twice (first on line 1)",
        "hub.yaml:3: unknown key `mqqt`; did you mean `mqtt`?",
    ]


def test_a_password_needs_a_name(tmp_path: Path) -> None:
    (tmp_path / "password").write_text("x")

    assert _mistakes(tmp_path, "mqtt: { password_file: password }") == [
        "hub.yaml:1: mqtt: `username` is missing beside `password_file`"
    ]


def test_a_list_is_no_technical_file(tmp_path: Path) -> None:
    assert _mistakes(tmp_path, "- mqtt\n") == [
        "hub.yaml: not the sections mqtt, page, mdns, esphome and state: [mqtt]"
    ]
