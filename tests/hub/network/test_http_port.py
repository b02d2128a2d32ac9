"""Requests to devices, over real HTTP on loopback."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import pytest
from aiohttp import web

from devices.message import Answer, Request
from hub.network.http_port import LONGEST_BODY, MOST_WAITING, HttpPort
from tests.fakes.told import Told

Serve = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass
class House:
    """A device on loopback, a port to ask it by, and what came of it."""

    at: str
    port: HttpPort
    answers: Told[Answer]
    said: Told[str]
    asked: list[str] = field(default_factory=list)

    def at_host(self, number: int) -> str:
        return self.at.replace("127.0.0.1", f"127.0.0.{number}") + "/"

    async def answer(self, about: str) -> Answer:
        return await self.answers.until(lambda answer: answer.request.about == about)


@asynccontextmanager
async def house(serve: Serve, *, hosts: int = 1) -> AsyncIterator[House]:
    asked: list[str] = []

    async def note(request: web.Request) -> web.StreamResponse:
        body = (await request.read()).decode()
        asked.append(f"{request.method} {request.path} {body}".strip())
        return await serve(request)

    app = web.Application()
    app.router.add_route("*", "/{path:.*}", note)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    for host in range(2, hosts + 1):
        await web.TCPSite(runner, f"127.0.0.{host}", runner.addresses[0][1]).start()
    answers: Told[Answer] = Told()
    said: Told[str] = Told()
    port = HttpPort(answers, said=said)
    try:
        async with asyncio.TaskGroup() as group:
            running = group.create_task(port.run(), name="http")
            yield House(f"http://127.0.0.1:{runner.addresses[0][1]}", port, answers, said, asked)
            running.cancel()
    finally:
        await runner.cleanup()


def command(there: House, about: str) -> Request:
    return Request(method="POST", url=f"{there.at}/", about=about, body=b"{}")


async def hello(_: web.Request) -> web.StreamResponse:
    return web.Response(text="hello")


async def test_a_question_comes_back_with_its_answer() -> None:
    async with house(hello) as there:
        request = Request(url=f"{there.at}/json", about="how")

        there.port.ask(request)

        assert await there.answer("how") == Answer(request, 200, b"hello")


async def test_a_command_carries_its_body() -> None:
    async with house(hello) as there:
        there.port.ask(Request(method="POST", url=f"{there.at}/on", about="do", body=b'{"on":1}'))
        await there.answer("do")

        assert there.asked == ['POST /on {"on":1}']


async def test_one_device_is_asked_in_order_one_at_a_time() -> None:
    now = most = 0

    async def slowly(_: web.Request) -> web.StreamResponse:
        nonlocal now, most
        now += 1
        most = max(most, now)
        await asyncio.sleep(0.005)
        now -= 1
        return web.Response()

    async with house(slowly) as there:
        for number in range(10):
            there.port.ask(Request(url=f"{there.at}/{number}", about=str(number)))
        await there.answer("9")

        assert there.asked == [f"GET /{number}" for number in range(10)]
        assert most == 1


async def test_a_command_does_not_wait_for_devices_that_do_not_answer() -> None:
    stuck = asyncio.Event()

    async def stuck_but_for_commands(request: web.Request) -> web.StreamResponse:
        if request.method == "GET":
            await stuck.wait()
        return web.Response()

    async with house(stuck_but_for_commands, hosts=9) as there:
        for host in range(1, 9):
            there.port.ask(Request(url=there.at_host(host), about="stuck"))
        there.port.ask(Request(method="POST", url=there.at_host(9), about="do", body=b"{}"))

        assert (await there.answer("do")).status == 200
        assert [answer.request.about for answer in there.answers.all] == ["do"]
        stuck.set()


@pytest.mark.parametrize(
    "url",
    [
        "http://93.184.216.34/",
        "http://[2606:2800:220:1:248:1893:25c8:1946]/",
        "http://[::ffff:93.184.216.34]/",
        "http://0.0.0.0/",
        "http://224.0.0.251/",
        "http://example.com/",
        "http://localhost/",
        "http://127.0.0.1@93.184.216.34/",
        "http://93.184.216.34\\@127.0.0.1/",
        "https://192.168.1.5/",
        "file:///etc/passwd",
        "http://[::1/",
        "nonsense",
        "",
    ],
)
async def test_nothing_outside_the_house_is_called(url: str) -> None:
    async with house(hello) as there:
        there.port.ask(Request(url=url, about="out"))

        answer = await there.answer("out")

        assert answer.status == 0
        assert there.asked == []


async def test_an_address_outside_is_refused_in_words() -> None:
    async with house(hello) as there:
        there.port.ask(Request(url="http://93.184.216.34/json", about="out"))
        await there.answer("out")

        assert there.said.all == [
            "http://93.184.216.34/json was not called: it is no address inside the house."
        ]


async def test_a_redirect_is_an_answer_and_not_followed() -> None:
    async def away(_: web.Request) -> web.StreamResponse:
        raise web.HTTPFound("/elsewhere")

    async with house(away) as there:
        there.port.ask(Request(url=f"{there.at}/", about="how"))

        answer = await there.answer("how")

        assert answer.status == 302
        assert there.asked == ["GET /"]


async def test_too_much_is_left_unread() -> None:
    async def much(_: web.Request) -> web.StreamResponse:
        return web.Response(body=b"x" * (LONGEST_BODY + 1))

    async with house(much) as there:
        there.port.ask(Request(url=f"{there.at}/", about="how"))

        assert (await there.answer("how")).status == 0
        assert "too much" in there.said.all[0]


async def test_nobody_there_is_an_answer_too() -> None:
    async with house(hello) as there:
        there.port.ask(Request(url="http://127.0.0.1:1/", about="how"))

        assert (await there.answer("how")).status == 0


async def test_one_that_never_answers_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hub.network.http_port.SECONDS", 0.05)

    async def never(_: web.Request) -> web.StreamResponse:
        await asyncio.sleep(1)
        return web.Response()

    async with house(never) as there:
        there.port.ask(Request(url=f"{there.at}/", about="how"))

        assert (await there.answer("how")).status == 0


async def test_what_is_no_http_is_nobody() -> None:
    async def nonsense(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"\x00\xff garbage \r\n\r\n" * 10)
        writer.close()

    server = await asyncio.start_server(nonsense, "127.0.0.1", 0)
    async with server, house(hello) as there:
        port = server.sockets[0].getsockname()[1]
        there.port.ask(Request(url=f"http://127.0.0.1:{port}/", about="how"))

        assert (await there.answer("how")).status == 0


async def test_a_command_that_is_no_longer_wanted_never_leaves() -> None:
    async with house(hello) as there:
        there.port.ask(command(there, "wanted"), still=lambda: True)
        there.port.ask(command(there, "fenced"), still=lambda: False)

        assert (await there.answer("wanted")).status == 200
        assert (await there.answer("fenced")).status == 0
        assert there.asked == ["POST / {}"]


async def test_a_fence_that_falls_while_the_way_is_being_opened_still_holds() -> None:
    async with house(hello) as there:
        fenced = False
        looked: Told[bool] = Told()

        def still() -> bool:
            looked(not fenced)
            return not fenced

        there.port.ask(command(there, "do"), still=still)
        await looked.until(lambda wanted: wanted)
        fenced = True

        assert (await there.answer("do")).status == 0
        assert looked.all == [True, False]
        assert there.asked == []


async def test_a_command_that_waited_too_long_is_not_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hub.network.http_port.STALE_SECONDS", 0.0)

    async with house(hello) as there:
        there.port.ask(command(there, "late"))
        there.port.ask(Request(url=f"{there.at}/", about="how"))

        assert (await there.answer("late")).status == 0
        assert (await there.answer("how")).status == 200
        assert there.asked == ["GET /"]


async def test_too_many_for_one_device_are_refused_at_once() -> None:
    answers: Told[Answer] = Told()
    said: Told[str] = Told()
    port = HttpPort(answers, said=said)
    request = Request(url="http://127.0.0.1:1/", about="how")

    taken = [port.ask(request) for _ in range(MOST_WAITING + 1)]

    assert taken == [True] * MOST_WAITING + [False]
    assert answers.all == [Answer(request, 0)]
    assert said.all == [f"127.0.0.1:1 is too slow: {MOST_WAITING} requests wait for it already."]


async def test_each_request_ends_in_exactly_one_answer_whatever_happens() -> None:
    stuck = asyncio.Event()

    async def sometimes(request: web.Request) -> web.StreamResponse:
        if request.path == "/stuck":
            await stuck.wait()
        return web.Response()

    async with house(sometimes) as there:
        abouts = ["first", "out", "stuck", "behind", "alone"]
        there.port.ask(Request(url=f"{there.at}/", about="first"))
        there.port.ask(Request(url="http://93.184.216.34/", about="out"))
        there.port.ask(Request(url=f"{there.at}/stuck", about="stuck"))
        there.port.ask(Request(url=f"{there.at}/", about="behind"))
        there.port.ask(Request(url="nonsense", about="alone"))
        await there.answer("first")
    stuck.set()

    ended = {answer.request.about: answer.status for answer in there.answers.all}
    assert sorted(answer.request.about for answer in there.answers.all) == sorted(abouts)
    assert ended == {"first": 200, "out": 0, "stuck": 0, "behind": 0, "alone": 0}
