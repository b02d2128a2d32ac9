import asyncio
import os
import select
import signal
import socket
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from hub.demo.broker import NoBrokerError, demo_broker, find_mosquitto
from tests.hub.e2e.broker import free_port

CONNECT = bytes.fromhex("101000044d5154540402003c000474657374")
ACCEPTED = bytes.fromhex("20020000")
NOWHERE = "/nowhere"
WAITS_FOR_ITS_END = """
import asyncio, sys
from pathlib import Path
from hub.demo.broker import demo_broker

async def main() -> None:
    async with demo_broker(Path(sys.argv[1]), port=0) as broker:
        print(broker.port, flush=True)
        await asyncio.sleep(60)

asyncio.run(main())
"""


def answers(port: int) -> bool:
    with closing(socket.socket()) as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


async def accepts_a_client(port: int) -> bool:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(CONNECT)
    answer = await reader.readexactly(len(ACCEPTED))
    writer.close()
    await writer.wait_closed()
    return answer == ACCEPTED


def fake_mosquitto(directory: Path, script: str) -> str:
    directory.mkdir()
    program = directory / "mosquitto"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)
    return str(directory)


def process_of(settings: Path) -> int:
    for place in Path("/proc").glob("[0-9]*/cmdline"):
        if str(settings).encode() in place.read_bytes():
            return int(place.parent.name)
    raise LookupError(f"no process was started with {settings}")


async def test_mosquitto_runs_as_long_as_the_block(tmp_path: Path) -> None:
    port = free_port()

    async with demo_broker(tmp_path, port=port) as broker:
        assert (broker.host, broker.port, broker.kind) == ("127.0.0.1", port, "mosquitto")
        assert await accepts_a_client(port)

    assert not answers(port)
    assert broker.says == (
        f"Broker: mosquitto on 127.0.0.1:{port}, started for the demo and ended with it."
    )


async def test_mosquitto_is_for_this_machine_alone_and_keeps_nothing(tmp_path: Path) -> None:
    async with demo_broker(tmp_path / "state", port=0) as broker:
        settings = tmp_path / "state" / "mosquitto.conf"
        lines = settings.read_text().splitlines()

    assert f"listener {broker.port} 127.0.0.1" in lines
    assert "persistence false" in lines
    assert "set_tcp_nodelay true" in lines
    assert ("user root" in lines) is (os.geteuid() == 0)
    assert settings.stat().st_mode & 0o077 == 0
    assert settings.parent.stat().st_mode & 0o077 == 0


async def test_mosquitto_ends_when_the_block_fails(tmp_path: Path) -> None:
    port = free_port()

    with pytest.raises(RuntimeError):
        async with demo_broker(tmp_path, port=port):
            raise RuntimeError

    assert not answers(port)


async def test_mosquitto_that_does_not_end_when_asked_is_ended(tmp_path: Path) -> None:
    port = free_port()

    async with demo_broker(tmp_path, port=port):
        child = process_of(tmp_path / "mosquitto.conf")
        os.kill(child, signal.SIGSTOP)

    assert not answers(port)
    with pytest.raises(ProcessLookupError):
        os.kill(child, 0)


def test_mosquitto_ends_with_a_hub_that_was_killed(tmp_path: Path) -> None:
    hub = subprocess.Popen(
        [sys.executable, "-c", WAITS_FOR_ITS_END, str(tmp_path)],
        stdout=subprocess.PIPE,
        cwd=Path(__file__).parents[3],
    )
    with hub:
        try:
            assert hub.stdout is not None
            port = int(hub.stdout.readline())
            child = os.pidfd_open(process_of(tmp_path / "mosquitto.conf"))
        finally:
            hub.kill()

    # The descriptor of a process becomes readable when the process has ended.
    ended, _, _ = select.select([child], [], [], 5.0)
    os.close(child)
    assert ended == [child]
    assert not answers(port)


@pytest.mark.parametrize("path", [None, NOWHERE])
async def test_another_program_on_the_port_is_left_alone(tmp_path: Path, path: str | None) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        other.settimeout(0)
        port = other.getsockname()[1]

        async with demo_broker(tmp_path, port=port, path=path) as broker:
            assert broker.port != port
            assert f"another program holds {port}" in broker.says
            assert await accepts_a_client(broker.port)

        with pytest.raises(BlockingIOError):
            other.accept()


async def test_a_program_that_listens_on_all_addresses_holds_the_port_too(tmp_path: Path) -> None:
    with socket.create_server(("0.0.0.0", 0)) as other:
        port = other.getsockname()[1]

        async with demo_broker(tmp_path, port=port) as broker:
            assert broker.port != port


async def test_two_demos_run_side_by_side(tmp_path: Path) -> None:
    port = free_port()

    async with (
        demo_broker(tmp_path / "one", port=port) as one,
        demo_broker(tmp_path / "two", port=port) as two,
    ):
        assert one.port == port
        assert two.port != port
        assert await accepts_a_client(one.port)
        assert await accepts_a_client(two.port)


async def test_a_demo_that_starts_again_gets_its_port_back(tmp_path: Path) -> None:
    port = free_port()

    for _ in range(2):
        async with demo_broker(tmp_path, port=port) as broker:
            assert broker.port == port
            assert await accepts_a_client(port)


async def test_without_mosquitto_amqtt_runs_inside_the_hub(tmp_path: Path) -> None:
    port = free_port()

    async with demo_broker(tmp_path, port=port, path=NOWHERE) as broker:
        assert (broker.port, broker.kind) == (port, "amqtt")
        assert "for trying out only" in broker.says
        assert await accepts_a_client(port)

    assert not answers(port)


async def test_amqtt_says_nothing_in_the_log(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")

    async with demo_broker(tmp_path, port=0, path=NOWHERE) as broker:
        await accepts_a_client(broker.port)

    assert [record for record in caplog.records if record.name.startswith("amqtt")] == []


async def test_amqtt_ends_though_a_client_stays(tmp_path: Path) -> None:
    async with demo_broker(tmp_path, port=0, path=NOWHERE) as broker:
        reader, writer = await asyncio.open_connection("127.0.0.1", broker.port)
        writer.write(CONNECT)
        await reader.readexactly(len(ACCEPTED))

    writer.close()
    assert not answers(broker.port)


async def test_a_mosquitto_that_cannot_start_is_replaced_by_amqtt(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    path = fake_mosquitto(tmp_path / "bin", "echo 'Error: Permission denied' >&2; exit 1")

    async with demo_broker(tmp_path / "state", port=0, path=path) as broker:
        assert broker.kind == "amqtt"

    assert "mosquitto did not start: Error: Permission denied" in caplog.text


async def test_without_any_broker_an_error_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "hub.demo.embedded", None)

    with pytest.raises(NoBrokerError, match=r"sudo apt install mosquitto.*homerule\[tryout\]"):
        async with demo_broker(tmp_path, port=0, path=NOWHERE):
            pass


async def test_ports_that_are_taken_again_and_again_are_given_up(tmp_path: Path) -> None:
    path = fake_mosquitto(tmp_path / "bin", "echo 'Error: Address already in use' >&2; exit 1")

    with pytest.raises(NoBrokerError, match="other programs took 3 ports"):
        async with demo_broker(tmp_path / "state", port=0, path=path):
            pass


def test_mosquitto_is_found_where_only_roots_path_looks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", NOWHERE)

    found = find_mosquitto()

    assert found is not None
    assert Path(found).name == "mosquitto"
    assert find_mosquitto(NOWHERE) is None
