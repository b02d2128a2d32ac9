"""Two hubs in one house, as when somebody forgot the old machine: one stands down and says so."""

import shutil
import signal
import time
from pathlib import Path

import pytest

from hub.__main__ import FAILED, main
from tests.hub.e2e.ears import Said
from tests.hub.e2e.home import Home
from tests.hub.e2e.hub import HubProcess
from tests.hub.fair_time import FairTime

DOWN = "this hub has stood down"
SOON = 2.0
"""Seconds in which a hub stands down."""
A_WHILE = 4.0
"""Seconds in which two hubs that fought would throw each other off again and again: each is back
within one."""


def test_the_hub_that_was_started_first_stands_down_until_a_person_starts_it_again(
    own_home: Home, capsys: pytest.CaptureFixture[str]
) -> None:
    home, old = own_home, own_home.hub
    with HubProcess(home.folder / "new", config=home.household.parent) as new:
        mark = home.ears.now
        new.launches()
        home.ears.hears("homerule/hub", since=mark)
        with FairTime() as passed:
            old.complains(of=DOWN)
        new.is_ready()
        quiet = home.ears.now
        time.sleep(A_WHILE)

        assert passed.seconds < SOON
        assert whos_and_statuses(home, quiet) == []
        assert old.is_running
        assert "This hub has stood down" in old.asked("log")
        assert DOWN not in new.err
        assert main(["override", "house", "freeze", "--state", str(old.state)]) == FAILED
        assert "restart this one" in capsys.readouterr().err
        home.devices.sees("Kitchen motion")
        home.is_told("Kitchen lamp", state="ON")
        assert len(home.orders("Kitchen lamp")) == 1

        old.ends()
        old.starts()
        new.complains(of=DOWN)

        assert old.err.count(DOWN) == 1


def test_a_machine_that_slept_finds_its_place_taken_and_leaves_the_other_alone(
    own_home: Home,
) -> None:
    home, old = own_home, own_home.hub
    with HubProcess(home.folder / "new", config=home.household.parent) as new:
        copy(old, new)
        old.is_told(signal.SIGSTOP)
        new.starts()
        mark = home.ears.now

        old.is_told(signal.SIGCONT)
        old.complains(of=f"{DOWN}: another one")
        home.is_heard()

        assert "with a copy of this state folder" in old.err
        assert DOWN not in new.err
        assert "is lost" not in new.err
        assert whos_and_statuses(home, mark) == []


def copy(old: HubProcess, new: HubProcess) -> None:
    """Copy a state folder as a careful person does, but for the hub that goes on running."""
    new.state.mkdir()
    for path in Path(old.state).iterdir():
        if path.is_file():
            shutil.copy(path, new.state / path.name)


def whos_and_statuses(home: Home, since: int) -> list[Said]:
    """Return what was said of which hub is at work."""
    heard = [home.ears.heard(topic, since) for topic in ("homerule/hub", "homerule/status")]
    return [said for each in heard for said in each]
