"""What cannot be read as HTTP is told of in one line, however much of it there is."""

import asyncio
import logging
import sys

import pytest
from aiohttp.http_exceptions import BadHttpMessage

from hub.web.garbled import TOLD_EVERY, Garbled
from tests.hub.web.conftest import Served

GARBAGE = (b"GET / HTTP/1.1\r\n\r\n", b"GET /" + b"A" * 20_000 + b" HTTP/1.1\r\n\r\n")


async def test_garbage_is_answered_and_told_of_without_a_traceback(
    served: Served, caplog: pytest.LogCaptureFixture
) -> None:
    for garbage in (*GARBAGE, *GARBAGE):
        reader, writer = await asyncio.open_connection("127.0.0.1", served.server.port)
        writer.write(garbage)
        answer = await reader.readline()
        writer.close()
        assert b" 400 " in answer

    said = [record for record in caplog.records if record.name == "homerule.http"]
    assert len(said) <= 1
    assert not any(record.exc_info for record in said)


def about(problem: Exception, at: float) -> logging.LogRecord:
    try:
        raise problem
    except type(problem):
        record = logging.LogRecord("http", logging.ERROR, "", 1, "failed", None, sys.exc_info())
    record.created = at
    return record


def test_how_often_it_came_is_told_now_and_then() -> None:
    garbled = Garbled()
    moments = (0.0, 1.0, TOLD_EVERY - 1, TOLD_EVERY + 1)
    records = [about(BadHttpMessage("no host"), at) for at in moments]

    told = [record.getMessage() for record in records if garbled.filter(record)]

    assert [line.split()[0] for line in told] == ["1", "4"]


def test_a_fault_of_our_own_is_told_in_full() -> None:
    record = about(ValueError("ours"), 0.0)

    assert Garbled().filter(record)
    assert record.exc_info
