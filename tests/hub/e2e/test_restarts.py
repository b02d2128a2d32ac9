"""Broker and hub go and come back: what people hold is there again, and no light comes on by it."""

from pathlib import Path
from signal import SIGKILL
from typing import Any

from tests.hub.e2e.home import LAMPS, Home, home_in
from tests.hub.e2e.hub import ROOT, HubProcess
from tests.hub.fair_time import FairTime

DIES_BEFORE_IT_ANSWERS = """\
import os, signal
from hub.mqtt.taken import Taken
take = Taken.take
def dies():
    os.kill(os.getpid(), signal.SIGKILL)
def takes(self, said, acknowledge, *, again):
    return take(self, said, dies if b"40 %" in said.payload else acknowledge, again=again)
Taken.take = takes
"""
"""A hub that is killed when the journal has a certain word, and the broker is not told yet."""
ATTIC = "homerule/device/attic-lamp/state"


def test_a_killed_broker_that_is_back_finds_the_hub_as_it_was(own_home: Home) -> None:
    home = own_home
    home.devices.sees("Kitchen motion")
    home.shows("kitchen-lamp", power="on")
    home.ears.says("homerule/override/area/study/set", {"verb": "freeze", "for": "2 h"})
    frozen = home.ears.hears("homerule/override/area/study/state")
    home.ears.says("homerule/override/device/porch-lamp/set", "off")
    held = home.ears.hears("homerule/override/device/porch-lamp/state")
    home.broker.is_killed()
    mark = home.ears.now

    home.broker.starts()
    with FairTime() as passed:
        home.ears.hears("homerule/status", lambda said: said.payload == b"online", since=mark)

    assert passed.seconds < 3
    again = {said.topic: said.json for said in home.ears.awaits_all(mark, frozen.topic, held.topic)}
    assert again == {frozen.topic: frozen.json, held.topic: held.json}
    home.shows("kitchen-lamp", mark, power="on", holder="Kitchen motion")
    assert [order for lamp in LAMPS for order in home.orders(lamp, mark)] == []


def test_automation_goes_on_with_the_next_event_after_a_broker_was_away(own_home: Home) -> None:
    home = own_home
    home.broker.stops()
    mark = home.ears.now
    home.broker.starts()
    home.ears.hears("homerule/status", lambda said: said.payload == b"online", since=mark)

    home.devices.sees("Kitchen motion")

    home.is_told("Kitchen lamp", mark, state="ON")


def test_a_frozen_broker_is_noticed_and_what_was_wished_meanwhile_is_not_done_late(
    own_home: Home,
) -> None:
    home = own_home
    home.broker.freezes()
    with FairTime() as passed:
        home.hub.complains(of="the broker is lost (the broker does not answer any more)")
    home.hub.asked("set", "study-lamp", "on")
    mark = home.ears.now

    home.broker.thaws()

    # What the broker had taken in before it froze it tells now; the hub is back only after that.
    home.hub.complains(of="the broker is there")
    home.ears.hears("homerule/device/study-lamp/state", since=mark)
    home.is_heard()
    assert passed.seconds < 2.5
    assert home.orders("Study lamp", mark) == []


def test_a_hub_that_was_killed_is_back_with_all_that_people_held(home: Home) -> None:
    home.ears.says("homerule/override/area/study/set", {"verb": "freeze", "for": "2 h"})
    home.ears.says("homerule/override/house/set", {"verb": "freeze"})
    home.ears.says("homerule/override/house/set", "release")
    home.ears.says("homerule/override/device/kitchen-lamp/set", {"verb": "on", "until": "04:00"})
    home.ears.says("homerule/device/hall-lamp/set", {"percent": 10, "for": "3 h"})
    home.is_told("Hall lamp", brightness=26)
    home.is_told("Kitchen lamp", state="ON")
    home.shows("hall-lamp", percent=10)
    home.shows("kitchen-lamp", power="on")
    home.is_heard()
    before = standing(home, home.mark)

    home.hub.is_killed()
    mark = home.ears.now
    home.hub.starts()

    for lamp in LAMPS:
        home.ears.hears(f"homerule/device/{lamp[:-5].lower()}-lamp/state", since=mark)
    assert standing(home, mark) == before
    assert [order for lamp in LAMPS for order in home.orders(lamp, mark)] == []
    home.devices.sees_anew("Study motion")
    home.is_decided("study-lamp", "deferred", mark)
    home.devices.sees_anew("Hall motion")
    home.is_decided("hall-lamp", "deferred", mark)
    home.devices.sees_anew("Kitchen motion")
    home.is_decided("kitchen-lamp", "deferred", mark)
    assert [order for lamp in LAMPS for order in home.orders(lamp, mark)] == []


def standing(home: Home, since: int) -> dict[str, Any]:
    """Return the last word on everything that people hold."""
    found: dict[str, Any] = {}
    for scope in ("area/study", "house", "device/kitchen-lamp"):
        for said in home.ears.heard(f"homerule/override/{scope}/state", since):
            found[scope] = said.json if said.payload else None
    for lamp in ("hall-lamp", "kitchen-lamp"):
        last = home.ears.heard(f"homerule/device/{lamp}/state", since)[-1].json
        found[lamp] = {key: last[key] for key in ("values", "holder", "level", "until", "why")}
    return {scope: held for scope, held in found.items() if held is not None}


def test_a_light_that_motion_lit_still_goes_out_after_the_hub_was_killed(home: Home) -> None:
    goes_out_after_a_kill(home)


def test_it_goes_out_too_where_lamps_do_not_retain_what_they_are(tmp_path: Path) -> None:
    with home_in(tmp_path, retains=False) as home:
        goes_out_after_a_kill(home)


def goes_out_after_a_kill(home: Home) -> None:
    home.devices.sees("Porch motion")
    home.shows("porch-lamp", power="on")
    home.devices.sees("Porch motion", somebody=False)
    home.is_decided("porch-lamp", "allowed", wanted="kept")
    home.hub.is_killed()
    mark = home.ears.now

    home.hub.starts()

    home.is_told("Porch lamp", mark, state="OFF")
    assert [order["state"] for order in home.orders("Porch lamp", mark)] == ["OFF"]


def test_what_people_said_while_the_hub_was_away_is_done_when_it_is_back(home: Home) -> None:
    home.hub.is_killed()
    mark = home.ears.now
    home.ears.says("homerule/override/area/study/set", "freeze")
    home.ears.says("homerule/override/device/hall-lamp/set", {"verb": "set", "value": "30 %"})
    home.ears.says("homerule/device/kitchen-lamp/set", "on")

    home.hub.starts()

    home.is_told("Hall lamp", mark, state="ON", brightness=76)
    home.ears.hears(
        "homerule/override/area/study/state", lambda said: said.payload != b"", since=mark
    )
    home.is_heard()
    # A wish of the moment is not done late.
    assert home.orders("Kitchen lamp", mark) == []


def test_a_word_that_was_obeyed_is_not_obeyed_again_by_the_hub_after_a_kill(home: Home) -> None:
    said = ("homerule/override/device/study-lamp/set", {"verb": "set", "value": "40 %"})
    dying = home.folder / "dying"
    dying.mkdir()
    (dying / "sitecustomize.py").write_text(DIES_BEFORE_IT_ANSWERS)
    home.hub.is_killed()
    in_its_place = {"PYTHONPATH": f"{dying}:{ROOT}"}
    with HubProcess(
        home.hub.state, config=home.hub.config, environment=in_its_place, name="dying"
    ) as hub:
        hub.starts()
        home.ears.says(*said)
        home.is_told("Study lamp", state="ON", brightness=102)
        assert hub.fails() == -SIGKILL
    mark = home.ears.now

    home.hub.starts()

    home.ears.hears("homerule/override/device/study-lamp/state", since=mark)
    home.is_heard()
    assert home.orders("Study lamp", mark) == []
    home.ears.says(*said)
    home.is_told("Study lamp", mark, state="ON", brightness=102)


def test_what_the_broker_keeps_of_us_and_is_no_longer_so_is_cleared(home: Home) -> None:
    stale = (
        "homerule/override/house/state",
        "homerule/override/area/hall/state",
        "homerule/override/device/hall-lamp/state",
        "homerule/device/no-such-lamp/state",
    )
    home.ears.says("homerule/override/area/study/set", "freeze")
    home.ears.hears("homerule/override/area/study/state", since=home.mark)
    home.hub.is_killed()
    for topic in stale:
        home.ears.says(topic, '{"verb":"freeze"}', retain=True)
    mark = home.ears.now

    home.hub.starts()

    for topic in stale:
        home.ears.hears(topic, lambda said: said.payload == b"", since=mark)
    home.is_heard()
    study = home.ears.heard("homerule/override/area/study/state", mark)
    # The broker may have sent the freeze again: it was not acknowledged to it in time.
    assert {said.json["verb"] for said in study} == {"freeze"}


def test_a_lamp_that_left_the_house_leaves_nothing_on_the_broker(home: Home) -> None:
    home.devices.announces(lamps=("Attic lamp",))
    home.ears.hears(ATTIC, since=home.mark)

    home.devices.goes_for_good("Attic lamp")

    home.ears.hears(ATTIC, lambda said: said.payload == b"", since=home.mark)


def test_one_that_left_while_the_hub_was_away_leaves_nothing_either(home: Home) -> None:
    home.devices.announces(lamps=("Attic lamp",))
    home.ears.hears(ATTIC, lambda said: said.payload != b"", since=home.mark)
    home.hub.is_killed()
    home.devices.goes_for_good("Attic lamp")

    home.hub.starts()

    home.ears.hears(ATTIC, lambda said: said.payload == b"", since=home.mark)
