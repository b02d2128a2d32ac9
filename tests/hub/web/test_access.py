"""Who may read, who may write, and who is sent away."""

import pytest
from aiohttp import ClientResponse

from rules.words.wishes import Via
from tests.hub.web.conftest import Served

SET = "/api/devices/hall-lamp/set"


async def refusal(response: ClientResponse) -> str:
    """Return the sentence of a refusal, which is always JSON."""
    content = await response.json()
    assert list(content) == ["error"]
    return str(content["error"])


async def test_the_api_is_closed_to_whoever_has_neither_session_nor_token(served: Served) -> None:
    for path in ("/api/house", "/api/devices", "/api/log", "/api/stream"):
        response = await served.stranger.get(served.url + path)

        assert response.status == 401
        assert "no session" in await refusal(response)


async def test_a_browser_that_was_shown_the_page_may_read_and_write(served: Served) -> None:
    page = await served.browser.get(served.url + "/")
    read = await served.browser.get(served.url + "/api/house")
    written = await served.browser.post(served.url + SET, data="on", headers=served.origin)

    assert (page.status, read.status, written.status) == (200, 200, 200)
    assert getattr(served.hub.told[0], "by").via is Via.PAGE  # noqa: B009 -- any event of a person


async def test_the_session_is_for_the_browser_alone(served: Served) -> None:
    response = await served.browser.get(served.url + "/")

    (cookie,) = response.headers.getall("Set-Cookie")
    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie


async def test_a_browser_keeps_its_session_and_others_get_their_own(served: Served) -> None:
    first = await served.browser.get(served.url + "/")
    again = await served.browser.get(served.url + "/")
    other = await served.stranger.get(served.url + "/")

    assert "Set-Cookie" not in again.headers
    assert other.headers["Set-Cookie"] != first.headers["Set-Cookie"]


async def test_a_session_that_we_did_not_give_is_none(served: Served) -> None:
    port = served.server.url.rpartition(":")[2].rstrip("/")
    for value in ("", ".", "a.b", "a." + "0" * 64, "\udcff.x"):
        headers = {"Cookie": f"homerule-{port}={value}"}
        response = await served.stranger.get(served.url + "/api/house", headers=headers)

        assert response.status == 401


async def test_a_write_with_a_session_needs_an_origin_of_our_own(served: Served) -> None:
    await served.browser.get(served.url + "/")

    without = await served.browser.post(served.url + SET, data="on")
    foreign = {"Origin": "http://evil.example"}
    from_afar = await served.browser.post(served.url + SET, data="on", headers=foreign)
    neighbour = {"Origin": "http://127.0.0.1:1"}
    next_door = await served.browser.post(served.url + SET, data="on", headers=neighbour)

    assert [without.status, from_afar.status, next_door.status] == [403, 403, 403]
    assert "an `Origin` header, or the token" in await refusal(without)
    assert "other sites" in await refusal(from_afar)
    assert served.hub.told == []


async def test_a_script_with_the_token_needs_no_origin(served: Served) -> None:
    response = await served.script.post(served.url + SET, data="on")

    assert response.status == 200
    assert len(served.hub.told) == 1


async def test_a_foreign_origin_is_refused_even_with_the_token(served: Served) -> None:
    headers = {"Origin": "http://evil.example"}
    response = await served.script.post(served.url + SET, data="on", headers=headers)

    assert response.status == 403
    assert served.hub.told == []


@pytest.mark.parametrize("token", ["", "wrong", "Ünsinn", "x" * 5000])
async def test_a_wrong_token_is_refused(served: Served, token: str) -> None:
    headers = {"Authorization": f"Bearer {token}"}
    response = await served.stranger.post(served.url + SET, data="on", headers=headers)

    assert response.status == 401
    assert "homerule token" in await refusal(response)


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:{port}", "localhost", "[::2]:{port}"]
)
async def test_a_name_that_is_not_this_machine_is_refused(served: Served, host: str) -> None:
    port = served.server.url.rpartition(":")[2].rstrip("/")
    for path in ("/", "/api/house", "/nothing"):
        headers = {"Host": host.format(port=port)}
        response = await served.script.get(served.url + path, headers=headers)

        assert response.status == 421
        assert "open http://localhost:" in await refusal(response)


@pytest.mark.parametrize("name", ["localhost", "127.0.0.1", "[::1]", "LOCALHOST"])
async def test_this_machine_has_three_names(served: Served, name: str) -> None:
    port = served.server.url.rpartition(":")[2].rstrip("/")
    headers = {"Host": f"{name}:{port}", "Origin": f"http://{name}:{port}"}

    response = await served.script.get(served.url + "/api/house", headers=headers)

    assert response.status == 200


async def test_the_console_needs_nothing_but_its_socket(served: Served) -> None:
    response = await served.console.post(SET, data="on")

    assert response.status == 200
    assert getattr(served.hub.told[0], "by").via is Via.CONSOLE  # noqa: B009 -- any event may stand there


async def test_every_answer_tells_the_browser_to_be_careful(served: Served) -> None:
    for path in ("/", "/api/house", "/nothing"):
        headers = (await served.script.get(served.url + path)).headers

        assert headers["Content-Security-Policy"].startswith("default-src 'self'; ")
        assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "no-referrer"
        assert "Access-Control-Allow-Origin" not in headers
