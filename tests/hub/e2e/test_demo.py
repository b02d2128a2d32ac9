"""The demo house as a newcomer starts it: the shipped files, and a broker of its own."""

import re
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.hub.e2e.ears import PATIENCE, Ears
from tests.hub.e2e.home import CEILING, FULL
from tests.hub.e2e.hub import ENDS_WITHIN, ROOT, HubProcess
from tests.hub.fair_time import FairTime

READY_WITHIN = 2.0
SHIPPED = ROOT / "config"
DEVICES = ("hall-motion", "hall-lamp", "hall-button", "kitchen-motion", "kitchen-lamp")
ANOTHER_ADDRESS = "127.0.0.2"
"""Of this machine, as those of its networks are, but not the one that it calls itself by."""
HALL, KITCHEN = "zigbee2mqtt/Hall lamp/set", "zigbee2mqtt/Kitchen lamp/set"


@contextmanager
def demo(state: Path, *words: str, path: str | None = None, name: str = "") -> Iterator[HubProcess]:
    """Run the demo house, ready; `path` replaces the folders of programs."""
    environment = {} if path is None else {"PATH": path}
    with HubProcess(
        state, *words, config=SHIPPED, environment=environment, strict=path is None, name=name
    ) as hub:
        hub.starts()
        yield hub


def ears_of(hub: HubProcess) -> Ears:
    """Listen on the demo's own broker, at the port that it says."""
    port = re.search(r"on 127\.0\.0\.1:(\d+)", hub.says("Broker: "))
    assert port is not None, hub.out
    return Ears(int(port[1]))


@pytest.fixture(scope="module")
def night(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[HubProcess, Ears]]:
    """The demo house in the deep of the night, when its family sleeps."""
    state = tmp_path_factory.mktemp("night") / "state"
    with demo(state, "--clock", "00:40") as hub, ears_of(hub) as ears:
        # Before the hub has met them it hears nothing of them.
        ears.awaits_all(0, *(f"homerule/device/{name}/state" for name in DEVICES))
        yield hub, ears


def test_at_night_motion_lights_the_hall_no_brighter_than_20_percent_and_why_says_so(
    night: tuple[HubProcess, Ears],
) -> None:
    hub, ears = night

    ears.says("zigbee2mqtt/Hall motion", {"occupancy": True, "illuminance": 4})

    ears.hears(HALL, lambda said: said.json == {"state": "ON", "brightness": CEILING})
    ears.hears("homerule/device/hall-lamp/state", lambda said: b'"percent":20' in said.payload)
    said = hub.asked("why", "hall-lamp")
    assert "switched on at 20 %, not 80 %" in said
    assert "'Quiet nights' allows at most 20 % from 22:30 to 06:30 (Ana's rule)" in said
    assert "00:40" in said
    assert "It would have been 80 % before 22:30, or if someone had pressed the switch." in said
    assert "The journal is whole: " in hub.asked("verify")
    assert "came out the same, 0 otherwise." in hub.asked("replay")


def test_a_press_at_night_gives_full_light(night: tuple[HubProcess, Ears]) -> None:
    _, ears = night
    mark = ears.now

    ears.says("zigbee2mqtt/Hall button/action", "single")

    ears.hears(HALL, lambda said: said.json["brightness"] == FULL, since=mark)


def test_humans_only_stops_the_house_and_no_person(night: tuple[HubProcess, Ears]) -> None:
    _, ears = night
    mark = ears.now
    ears.says("homerule/override/house/set", "freeze")
    ears.hears("homerule/override/house/state", since=mark)

    ears.says("zigbee2mqtt/Kitchen motion", {"occupancy": False})
    ears.says("zigbee2mqtt/Kitchen motion", {"occupancy": True})
    ears.hears(
        "homerule/decision",
        lambda said: (said.json["device"], said.json["outcome"]) == ("kitchen-lamp", "deferred"),
        since=mark,
    )
    ears.says("homerule/device/kitchen-lamp/set", "40 %")

    told = ears.hears(KITCHEN, since=mark)
    assert told.json == {"state": "ON", "brightness": 102}


def test_the_first_lines_say_where_everything_is_and_can_be_copied(
    night: tuple[HubProcess, Ears],
) -> None:
    hub, ears = night
    lines = hub.says("ask why").splitlines()
    mark = ears.now

    lamp, freeze, why = (line.partition(" # ")[0].strip() for line in lines[-3:])
    subprocess.run(lamp, shell=True, check=True, timeout=PATIENCE)
    subprocess.run(freeze, shell=True, check=True, timeout=PATIENCE)

    assert lines[0].startswith("Broker: mosquitto on 127.0.0.1:")
    assert lines[1] == f"Page: {hub.page}"
    ears.hears("homerule/device/hall-lamp/set", since=mark)
    ears.hears("homerule/override/house/state", lambda said: b"freeze" in said.payload, since=mark)
    assert why.endswith("why hall-lamp")


def test_only_a_start_with_phones_answers_others_than_this_machine(
    night: tuple[HubProcess, Ears], tmp_path: Path
) -> None:
    alone, _ = night
    with demo(tmp_path / "state", "--phones") as opened:
        assert answers(opened, ANOTHER_ADDRESS)
    assert not answers(alone, ANOTHER_ADDRESS)


def answers(hub: HubProcess, address: str) -> bool:
    """Say whether the page is to be had at this address of the machine."""
    try:
        with socket.create_connection((address, urlsplit(hub.page).port), PATIENCE):
            return True
    except ConnectionRefusedError:
        return False


def test_it_is_ready_within_two_seconds(tmp_path: Path) -> None:
    with HubProcess(tmp_path / "state", config=SHIPPED) as hub:
        with FairTime() as passed:
            hub.starts()

        assert passed.seconds < READY_WITHIN


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_it_ends_with_its_broker_and_without_a_word(tmp_path: Path, how: signal.Signals) -> None:
    with demo(tmp_path / "state") as hub:
        broker = mosquitto_of(hub.state)

        code, took = hub.ends(how)

        assert (code, took < ENDS_WITHIN) == (0, True)
        assert hub.err == ""
        assert is_gone(broker)


def mosquitto_of(state: Path) -> int:
    """Return the process of the broker that was started with a state folder's settings."""
    for place in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            said = place.read_bytes()
        except OSError:
            continue
        if str(state / "mosquitto.conf").encode() in said.split(b"\0"):
            return int(place.parent.name)
    raise LookupError(f"no broker was started for {state}")


def test_a_demo_that_is_killed_takes_its_broker_along(tmp_path: Path) -> None:
    with demo(tmp_path / "state") as hub:
        broker = mosquitto_of(hub.state)

        hub.is_killed()

        assert is_gone(broker)


def is_gone(pid: int) -> bool:
    """Return whether a process has ended, within a moment."""
    deadline = time.perf_counter() + PATIENCE
    while time.perf_counter() < deadline:
        try:
            # Nothing is left of the words of a process that has ended and was not asked about.
            if not Path(f"/proc/{pid}/cmdline").read_bytes():
                return True
        except OSError:
            return True
        time.sleep(0.01)
    return False


def test_where_no_mosquitto_can_be_started_the_embedded_broker_serves(tmp_path: Path) -> None:
    programs = tmp_path / "programs"
    programs.mkdir()
    broken = programs / "mosquitto"
    broken.write_text("#!/bin/sh\necho not today >&2\nexit 1\n")
    broken.chmod(0o755)

    with demo(tmp_path / "state", "--clock", "00:40", path=f"{programs}:/usr/bin:/bin") as hub:
        assert hub.says("ask why").startswith("Broker: amqtt inside the hub on 127.0.0.1:")
        with ears_of(hub) as ears:
            # Somebody walks through the hall soon after the start, for whoever has come to see.
            ears.hears(HALL, lambda said: said.json == {"state": "ON", "brightness": CEILING})
            ears.says("homerule/override/house/set", "freeze")
            ears.hears("homerule/override/house/state", lambda said: b"freeze" in said.payload)

        code, took = hub.ends()

    assert (code, took < ENDS_WITHIN) == (0, True)
    assert "Traceback" not in hub.err
    # It sends what nobody asked for.
    assert "not understood" not in hub.err


def test_what_a_demo_held_in_its_night_is_not_held_for_hours_more_by_day(tmp_path: Path) -> None:
    state = tmp_path / "state"
    with demo(state, "--clock", "23:40") as hub, ears_of(hub) as ears:
        ears.says("homerule/device/kitchen-lamp/set", {"percent": 30, "for": "20 min"})
        ears.hears("homerule/device/kitchen-lamp/state", lambda said: b"person" in said.payload)
        ears.says("homerule/override/area/bath/set", "freeze")
        ears.hears("homerule/override/area/bath/state", lambda said: b"freeze" in said.payload)
        hub.ends()

    with demo(state, "--clock", "12:00", name="day") as hub, ears_of(hub) as ears:
        said = ears.hears("homerule/device/kitchen-lamp/state")

        assert said.json["until"][11:13] == "12"
        assert "The clock was put back" in hub.asked("log")
        # Whoever begins anew by a restart is told what goes on.
        assert "Somebody froze the bath" in hub.says("override area/bath release` ends it")
