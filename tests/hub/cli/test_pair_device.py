"""`homerule pair-device`: a bridge wants its button pressed, a board its key."""

import io

import pytest

from hub.cli import pair_device
from hub.intake.meant import Refused
from hub.network.pairing import PairRequest
from hub.view.plain_json import Picture
from tests.hub.cli.conftest import Command
from tests.hub.web.conftest import Served

KEY = "A" * 43 + "="


class Devices:
    """Lets the hub in when it was asked so often."""

    def __init__(self) -> None:
        self.asked: list[PairRequest] = []
        self.after = 1
        self.why = ""

    async def pair(self, request: PairRequest) -> Picture:
        if self.why:
            raise Refused(self.why)
        self.asked.append(request)
        done = len(self.asked) >= self.after
        return {
            "paired": done,
            "device": "001788fffe0a1b2c",
            "say": "it is paired" if done else "press the button on the bridge",
        }


@pytest.fixture
def devices(served: Served, monkeypatch: pytest.MonkeyPatch) -> Devices:
    monkeypatch.setattr(pair_device, "TRY_EVERY", 0.0)
    served.hub.desk.pairing = devices = Devices()
    return devices


async def test_it_says_what_to_press_and_waits_for_it(devices: Devices, homerule: Command) -> None:
    devices.after = 3

    code, out, _ = await homerule("pair-device", "hue", "0a1b2c")

    assert code == 0
    assert out.splitlines() == [
        "001788fffe0a1b2c: press the button on the bridge within a minute ...",
        "it is paired",
    ]
    assert devices.asked == [PairRequest(family="hue", device="0a1b2c")] * 3


async def test_it_gives_up_when_nobody_presses_it(devices: Devices, homerule: Command) -> None:
    devices.after = pair_device.TRIES + 1

    code, _, complaint = await homerule("pair-device", "hue")

    assert code == 1
    assert "nobody did within a minute: press the button on the bridge" in complaint


async def test_the_key_of_a_board_is_read_and_is_no_word_of_the_command(
    devices: Devices, homerule: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{KEY}\n"))

    code, _, _ = await homerule("pair-device", "esphome", "240ac4a1b2c3")

    assert code == 0
    assert devices.asked == [PairRequest(family="esphome", device="240ac4a1b2c3", key=KEY)]


async def test_what_cannot_be_paired_is_said(
    devices: Devices, served: Served, homerule: Command
) -> None:
    devices.why = "mDNS shows none"

    refused = await homerule("pair-device", "hue")
    served.hub.desk.pairing = None
    without = await homerule("pair-device", "hue")
    boardless = await homerule("pair-device", "esphome")

    assert (refused[0], without[0], boardless[0]) == (1, 1, 1)
    assert "mDNS shows none" in refused[2]
    assert "can pair none" in without[2]
    assert "say which board" in boardless[2]
