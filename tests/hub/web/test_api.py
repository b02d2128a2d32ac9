"""What scripts and the page can ask for, and how they are told that something is wrong."""

import gzip
import json

import pytest

from hub.web.server import LARGEST_BODY, Server
from rules.words.events import FreezePlaced, OverridePlaced, PersonSet
from rules.words.ids import AreaId, DeviceId
from rules.words.people import AreaScope, DeviceScope, HouseScope
from rules.words.values import BRIGHTNESS, POWER
from rules.words.wishes import Author, Via
from tests.hub.web.conftest import HOSTILE, Served

CONSOLE = Author(via=Via.CONSOLE)


async def test_a_script_reads_devices_and_one_device(served: Served) -> None:
    devices = await (await served.script.get(served.url + "/api/devices")).json()
    one = await (await served.script.get(served.url + "/api/devices/Hall%20lamp")).json()

    assert [device["name"] for device in devices][:2] == ["Hall lamp", "Hall motion"]
    assert (one["id"], one["words"], one["values"]["power"]) == ("hall-lamp", "Off", "off")


async def test_a_script_sets_a_lamp_and_says_who_it_is(served: Served) -> None:
    wish = {"percent": 40, "for": "1 h", "by": "Ana"}
    url = f"{served.url}/api/devices/hall-lamp/set"
    response = await served.script.post(url, json=wish)

    assert (await response.json())["words"] == "Turning on"
    assert served.hub.told == [
        PersonSet(
            device=DeviceId("hall-lamp"),
            values={POWER: True, BRIGHTNESS: 102},
            by=Author(via=Via.CONSOLE, says="Ana"),
            seconds=3600.0,
        )
    ]


async def test_a_script_commands_just_what_it_says_and_reads_what_was_left_out(
    served: Served,
) -> None:
    wish = {"device": "Coffee machine", "set": {"power": "on", "colour": {"kelvin": 2700}}}
    response = await served.script.post(f"{served.url}/api/command", json=wish)

    answer = await response.json()
    assert (answer["id"], answer["left_out"]) == ("coffee-machine", ["colour"])
    assert [one["aspect"] for one in answer["aspects"]] == ["power"]
    assert served.hub.told == [
        PersonSet(device=DeviceId("coffee-machine"), values={POWER: True}, by=CONSOLE, exact=True)
    ]


async def test_a_script_freezes_sets_and_releases(served: Served) -> None:
    hall = AreaScope(AreaId("hall"))
    lamp = DeviceScope(DeviceId("hall-lamp"))
    for path, body in (("house", "freeze"), ("area/hall", "off"), ("device/hall-lamp", "on")):
        response = await served.script.post(f"{served.url}/api/override/{path}", data=body)
        assert (await response.json())["held"] is not None

    released = await served.script.post(f"{served.url}/api/override/house", data="release")

    assert (await released.json())["held"] is None
    assert served.hub.told[:3] == [
        FreezePlaced(scope=HouseScope(), by=CONSOLE),
        OverridePlaced(scope=hall, values={POWER: False}, by=CONSOLE),
        OverridePlaced(scope=lamp, values={POWER: True}, by=CONSOLE),
    ]


async def test_a_script_asks_why(served: Served) -> None:
    await served.hub.reports("Hall motion", occupancy=True)

    url = f"{served.url}/api/devices/hall-lamp/why"
    answer = await (await served.script.get(url)).json()

    assert answer["lines"][0]["outcome"] == "limited"
    assert "Quiet nights" in answer["lines"][0]["sentences"][0]


@pytest.mark.parametrize(
    ("asked", "body", "status", "sentence"),
    [
        ("GET /nothing", "", 404, "there is nothing at this address"),
        ("GET /s/0/page.py", "", 404, "there is no such file"),
        ("GET /s/0/..%2Faccess.py", "", 404, "there is no such file"),
        ("GET /s/", "", 404, "there is nothing at this address"),
        ("DELETE /api/devices", "", 405, "cannot be used in this way"),
        ("GET /api/devices/attic-lamp", "", 404, "there is no device `attic-lamp`"),
        ("GET /api/devices/a%2Fb%0A", "", 404, "there is no device `a/b?`"),
        ("GET /api/log?limit=-1", "", 400, "`limit` must be a whole number"),
        ("GET /api/log?limit=501", "", 400, "at most 500"),
        ("GET /api/log?limit=%C2%B2", "", 400, "`limit` must be a whole number"),
        ("GET /api/log?device=attic", "", 404, "there is no device"),
        ("POST /api/devices/hall-lamp/set", "toggle", 400, "cannot read `toggle`"),
        ("POST /api/devices/hall-lamp/set", "", 400, "empty"),
        ("POST /api/devices/hall-lamp/set", "x" * 5000, 400, "too long"),
        ("POST /api/devices/hall-lamp/set", "x" * 1_000_000, 413, f"{LARGEST_BODY} bytes"),
        ("POST /api/devices/attic-lamp/set", "on", 404, "there is no device"),
        ("POST /api/devices/coffee-machine/set", "40 %", 409, "has no brightness"),
        ("POST /api/override/attic", "freeze", 404, "there is no area or device"),
        ("POST /api/override/house", "stop", 400, "`verb` must be"),
        ("POST /api/command", '{"device": "attic", "set": {"power": "on"}}', 404, "no device"),
        ("POST /api/command", '{"device": "hall-lamp", "set": {"speed": 3}}', 409, "it takes"),
        ("POST /api/command", "on", 400, "say a JSON object"),
        ("POST /api/scenes/film/set", "on", 404, "there is no scene `film`"),
        ("POST /api/scenes/film/set", "off", 400, "say `on`"),
        ("POST /api/retained/clear", "zigbee2mqtt/lamp/set", 400, "a JSON list of topics"),
        ("POST /api/retained/clear", '{"a": 1}', 400, "a JSON list of topics"),
        ("POST /api/retained/clear", "[7]", 400, "a JSON list of topics"),
    ],
)
async def test_every_failure_is_a_sentence(
    served: Served, asked: str, body: str, status: int, sentence: str
) -> None:
    method, path = asked.split(" ")

    response = await served.script.request(method, served.url + path, data=body)

    assert response.status == status
    assert sentence in (await response.json())["error"]
    assert served.hub.told == []


async def test_the_page_holds_the_house_as_it_is_and_no_name_breaks_out_of_it(
    served: Served,
) -> None:
    text = await (await served.stranger.get(served.url + "/")).text()

    _, _, rest = text.partition('<script id="snapshot" type="application/json">')
    snapshot = json.loads(rest.partition("</script>")[0])
    names = [device["name"] for device in snapshot["devices"]]
    assert "Hall lamp" in names
    assert HOSTILE[:80] in names
    assert "<img" not in text
    assert text.count("<script") == 2


@pytest.mark.parametrize(
    ("kept", "look"), [("dark", "dark"), ("light", "light"), ('"><script>', ""), ("", "")]
)
async def test_the_page_comes_in_the_look_that_was_chosen(
    served: Served, kept: str, look: str
) -> None:
    cookie = {"Cookie": f"look={kept}"}

    text = await (await served.stranger.get(served.url + "/", headers=cookie)).text()

    assert f'<html lang="en" data-look="{look}">' in text


async def test_files_of_the_page_are_packed_and_kept_for_good(served: Served) -> None:
    page = await (await served.stranger.get(served.url + "/")).text()
    address = page.partition('<link rel="modulepreload" href="')[2].partition('"')[0]

    packed = {"Accept-Encoding": "gzip"}
    response = await served.stranger.get(
        served.url + address, headers=packed, auto_decompress=False
    )

    assert "immutable" in response.headers["Cache-Control"]
    assert b"export class" in gzip.decompress(await response.read())


async def test_the_first_visit_is_small(served: Served) -> None:
    page = await served.stranger.get(served.url + "/")
    text = await page.text()
    files = {part.partition('"')[0] for part in text.split('"/s/')[1:]}
    sizes = [
        len(
            await (
                await served.stranger.get(
                    f"{served.url}/s/{file}",
                    headers={"Accept-Encoding": "gzip"},
                    auto_decompress=False,
                )
            ).read()
        )
        for file in sorted(files)
    ]

    assert len(files) <= 12
    assert sum(sizes) + len(gzip.compress(text.encode())) < 30_000


async def test_a_port_that_is_taken_is_said_in_words(served: Served) -> None:
    port = int(served.server.url.rpartition(":")[2].rstrip("/"))
    folder = served.hub.state / "other"
    folder.mkdir()

    with pytest.raises(OSError, match=f"^page.port: {port} is taken by another program"):
        await Server(served.hub.desk, folder, port=port).start()

    assert not (folder / "hub.sock").exists()


@pytest.mark.parametrize("verb", ["sign", "rollback"])
async def test_a_policy_is_signed_at_the_console_only(served: Served, verb: str) -> None:
    url = f"{served.url}/api/policy/{verb}"
    await served.browser.get(served.url)

    page = await served.browser.post(url, json={}, headers=served.origin)
    script = await served.script.post(url, json={})
    console = await served.console.post(f"/api/policy/{verb}", json={})

    for refused in (page, script):
        assert refused.status == 403
        assert "signed at the console" in (await refused.json())["error"]
    assert (await console.json())["error"] == "nothing can be signed here"


@pytest.mark.parametrize(
    ("body", "why"),
    [
        ("{", "not valid JSON"),
        ('{"who": "ana"}', "unknown key `who`: known are as, reason, policy, to"),
        ('{"to": 0}', "`to` must be a version's number, not `0`"),
        ('{"as": 5}', "`as` must be an owner's id of at most 64 characters"),
    ],
)
async def test_what_is_no_signature_is_refused(served: Served, body: str, why: str) -> None:
    response = await served.console.post("/api/policy/sign", data=body)

    assert response.status == 400
    assert why in (await response.json())["error"]
