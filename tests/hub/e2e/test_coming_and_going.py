"""How the hub starts where something is missing, and how it ends when it is asked to."""

import signal
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from tests.fakes.deaf import deaf_port
from tests.hub.e2e.broker import Mosquitto, free_port
from tests.hub.e2e.devices import Devices
from tests.hub.e2e.ears import PATIENCE, Ears
from tests.hub.e2e.home import HOUSE, LAMPS, SENSORS, Home, write_files
from tests.hub.e2e.hub import ENDS_WITHIN, HubProcess

SCHEDULE = """\
  evening:
    kind: schedule
    area: study
    at: 00:00
    until: 23:59
    set: { power: on, brightness: 30 % }
    purpose: Light all day.
guardrails:
"""


@contextmanager
def hub_without_broker(folder: Path) -> Iterator[tuple[HubProcess, int]]:
    """Run a hub whose broker is not there; give its port too."""
    port = free_port()
    with HubProcess(folder / "state", config=write_files(folder, port)) as hub:
        yield hub, port


def test_the_hub_starts_without_its_broker_and_connects_when_it_comes(tmp_path: Path) -> None:
    with ExitStack() as stack:
        hub, port = stack.enter_context(hub_without_broker(tmp_path))
        hub.starts()
        with urllib.request.urlopen(hub.page, timeout=PATIENCE) as page:
            assert b"Test house" in page.read()
        assert "the broker cannot be reached: Connection refused; the hub goes on trying" in hub.err
        assert "frozen until" in hub.asked("override", "area/study", "freeze")
        # What it was started with is no longer what it is told now.
        (tmp_path / "config" / "house.yaml").write_text(HOUSE.replace("guardrails:\n", SCHEDULE))
        hub.signs()
        broker = Mosquitto(tmp_path / "broker", port=port)
        stack.callback(broker.is_killed)
        broker.starts()
        ears = stack.enter_context(Ears(port))
        devices = Devices(ears)
        devices.announces(lamps=LAMPS, sensors=SENSORS)
        home = Home(tmp_path, broker, ears, devices, hub)

        ears.hears("homerule/status", lambda said: said.payload == b"online")
        devices.sees("Kitchen motion")

        home.is_told("Kitchen lamp", state="ON")
        frozen = ears.hears("homerule/override/area/study/state")
        assert frozen.json["verb"] == "freeze"
        home.is_decided("study-lamp", "deferred", wanted="Evening")
        hub.complains(of="the broker is there")
        assert home.orders("Study lamp") == []


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_asked_to_end_it_ends_at_once_and_says_offline(own_home: Home, how: signal.Signals) -> None:
    home = own_home
    home.devices.sees("Kitchen motion")
    home.is_told("Kitchen lamp", state="ON")
    mark = home.ears.now

    code, took = home.hub.ends(how)

    assert code == 0
    assert took < ENDS_WITHIN
    assert home.hub.err == ""
    home.ears.hears("homerule/status", lambda said: said.payload == b"offline", since=mark)
    assert not (home.hub.state / "hub.sock").exists()


def test_it_ends_as_quickly_while_it_looks_for_a_broker(tmp_path: Path) -> None:
    with hub_without_broker(tmp_path) as (hub, _):
        hub.launches()
        hub.is_listening()

        code, took = hub.ends()

        assert (code, took < ENDS_WITHIN) == (0, True)
        assert "Traceback" not in hub.err


def test_it_ends_as_quickly_where_its_broker_never_answers(tmp_path: Path) -> None:
    with deaf_port() as port:
        config = write_files(tmp_path, port)
        with HubProcess(tmp_path / "state", config=config) as hub:
            hub.launches()
            hub.is_listening()

            code, took = hub.ends()

            assert (code, took < ENDS_WITHIN) == (0, True)
            assert "Traceback" not in hub.err


def test_a_frozen_broker_does_not_keep_it_from_ending(own_home: Home) -> None:
    own_home.broker.freezes()

    code, took = own_home.hub.ends()

    assert (code, took < ENDS_WITHIN) == (0, True)


def test_a_second_hub_on_the_same_state_is_refused_in_a_sentence(home: Home) -> None:
    with HubProcess(home.hub.state, config=home.hub.config, name="second") as second:
        second.launches()

        assert second.fails() == 1
        assert "another hub (process" in second.err
        assert "Traceback" not in second.err


def test_mistakes_in_the_files_are_told_with_their_lines_and_it_does_not_start(
    tmp_path: Path,
) -> None:
    config = write_files(tmp_path, 1883, HOUSE.replace("at_most: 20 %", "at_most: bright"))
    with HubProcess(tmp_path / "state", config=config) as hub:
        hub.launches()

        assert hub.fails() == 1
        assert "guardrails.quiet-nights.at_most" in hub.err
        assert "Traceback" not in hub.err


def test_a_page_whose_port_is_taken_is_told_in_a_sentence(home: Home, tmp_path: Path) -> None:
    port = home.hub.page.rstrip("/").rpartition(":")[2]
    other = tmp_path / "other"
    config = write_files(other, home.broker.port)
    with HubProcess(other / "state", "--port", port, config=config) as hub:
        hub.launches()

        assert hub.fails() == 1
        assert port in hub.err
        assert "Traceback" not in hub.err
