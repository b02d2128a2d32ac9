"""New devices over HTTP: what is shown of them, who may place them, and what is refused."""

from dataclasses import replace

import pytest

from rules.words.device import Announcement, Product
from rules.words.events import DeviceAdopted, DeviceForgotten, DeviceRetired
from rules.words.ids import AreaId, DeviceId, HardwareId
from rules.words.wishes import Author, Via
from tests.houses import lamp
from tests.hub.web.conftest import Served

STRIP = DeviceId("strip")
NEW: Announcement = lamp("Strip", area="Kitchen")
CONSOLE = Author(via=Via.CONSOLE)


async def test_a_new_device_is_shown_with_the_room_it_says_it_is_in(served: Served) -> None:
    await served.hub.announces(NEW)

    one = await (await served.script.get(f"{served.url}/api/devices/strip")).json()
    known = await (await served.script.get(f"{served.url}/api/devices/hall-lamp")).json()

    assert one["new"] == {"says": "Kitchen", "suggests": "kitchen", "why": "", "twin": None}
    assert one["area"] is None
    assert "new" not in known


async def test_a_device_with_the_name_of_another_is_shown_with_why_it_waits(
    served: Served,
) -> None:
    await served.hub.happens(DeviceRetired(HardwareId("hw-hall-lamp")))
    copy = replace(lamp("Hall lamp"), hardware=HardwareId("hw-copy"))
    await served.hub.announces(copy)

    one = await (await served.script.get(f"{served.url}/api/devices/hall-lamp-2")).json()

    assert one["new"]["why"] == "another device, hw-hall-lamp, bears this name"


@pytest.mark.parametrize("body", ["kitchen", "Kitchen", '{"area": "kitchen", "by": ""}'])
async def test_a_person_places_a_new_device(served: Served, body: str) -> None:
    await served.hub.announces(NEW)

    answer = await served.script.post(f"{served.url}/api/devices/strip/adopt", data=body)

    assert (await answer.json())["area"] == "kitchen"
    assert served.hub.told == [DeviceAdopted(device=STRIP, area=AreaId("kitchen"), by=CONSOLE)]


async def test_a_person_takes_that_back(served: Served) -> None:
    await served.hub.announces(NEW)
    await served.script.post(f"{served.url}/api/devices/strip/adopt", data="kitchen")

    answer = await served.script.post(f"{served.url}/api/devices/strip/forget")

    assert await answer.json() == {"device": "strip", "here": True}
    assert served.hub.told[-1] == DeviceForgotten(device=STRIP, by=CONSOLE)
    assert served.hub.house.directory.is_new(STRIP)


async def test_a_person_says_which_devices_are_one_and_takes_that_back(served: Served) -> None:
    product = Product(macs=frozenset({"a8032abe54dc"}))
    await served.hub.announces(
        replace(lamp("Strip"), product=product),
        replace(lamp("WLED"), product=product, family="wled", hinted=True),
    )
    url = f"{served.url}/api/devices"
    new = await (await served.script.get(f"{url}/wled")).json()

    one = await served.script.post(f"{url}/wled/join", data="Strip")
    gone = await served.script.get(f"{url}/wled")
    apart = await served.script.post(f"{url}/strip/part")

    assert (new["new"]["twin"], new["new"]["why"]) == (
        "strip",
        "it seems to be Strip by another way",
    )
    assert ((await one.json())["id"], gone.status, apart.status) == ("strip", 404, 200)
    assert [*served.hub.house.devices][-2:] == ["strip", "strip-2"]


@pytest.mark.parametrize(
    ("path", "body", "status", "sentence"),
    [
        ("strip/adopt", "attic", 404, "there is no area `attic`; the areas are hall, kitchen"),
        ("strip/adopt", "", 400, "say the id or the name of an area"),
        ("strip/adopt", '{"room": "hall"}', 400, "unknown key `room`"),
        ("hall-lamp/adopt", "kitchen", 409, "the household file puts `Hall lamp` into hall"),
        ("nothing/adopt", "hall", 404, "there is no device `nothing`"),
        ("strip/join", "hall-lamp", 409, "nothing shows that Strip and Hall lamp are one product"),
        ("strip/join", "", 400, "say the id or the name of the device that it is"),
        ("strip/part", "", 409, "`Strip` is known by one way only"),
        ("nothing/forget", "", 404, "there is no device `nothing`"),
        ("hall-lamp/forget", "", 409, "nobody has placed `Hall lamp` by hand"),
    ],
)
async def test_what_cannot_be_is_refused_with_a_sentence(
    served: Served, path: str, body: str, status: int, sentence: str
) -> None:
    await served.hub.announces(NEW)

    answer = await served.script.post(f"{served.url}/api/devices/{path}", data=body)

    assert answer.status == status
    assert sentence in (await answer.json())["error"]
    assert served.hub.told == []
