"""The demo's broker: what `homerule run` starts where no broker is configured.

It listens on this machine only and ends with the hub: mosquitto as a child process where it is
installed, otherwise amqtt inside the hub, which is good for trying out.
"""

import asyncio
import errno
import logging
import os
import shutil
import signal
import socket
import subprocess
import warnings
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from pathlib import Path
from typing import Final, Literal, TypeAlias

from rules.words.value import value

Kind: TypeAlias = Literal["mosquitto", "amqtt"]
HOST: Final = "127.0.0.1"
PORT: Final = 1883
READY_WITHIN = 5.0
STOPS_WITHIN = 2.0
POLL_EVERY = 0.002
ATTEMPTS = 3
# Debian keeps mosquitto where only root's PATH looks.
ALSO_IN = ("/usr/sbin", "/usr/local/sbin")
LOG = "mosquitto.log"
PR_SET_PDEATHSIG = 1
SETTINGS = """\
listener {port} {host}
allow_anonymous true
persistence false
set_tcp_nodelay true
max_queued_messages 100000
message_size_limit 262144
log_dest stderr
log_type error
log_type warning
"""


class NoBrokerError(Exception):
    """No broker could be started; its words say what to do."""


class _TakenError(Exception):
    """Somebody else took the port between our look and our start."""


@value(frozen=True, slots=True)
class DemoBroker:
    """A broker that runs. `says` is a sentence about it for the person who started the demo."""

    host: str
    port: int
    kind: Kind
    says: str


@asynccontextmanager
async def demo_broker(
    directory: Path, *, port: int = PORT, path: str | None = None
) -> AsyncIterator[DemoBroker]:
    """Run a broker on this machine for as long as the block lasts.

    It takes `port` if nobody holds it on this machine, else a free one. `directory` gets
    mosquitto's settings and log; `path` replaces the folders in which mosquitto is looked for.
    """
    async with AsyncExitStack() as stack:
        mosquitto = find_mosquitto(path)
        free = _free_port(port)
        for _ in range(ATTEMPTS):
            with suppress(_TakenError):
                kind = await _start(stack, directory, free, mosquitto)
                break
            free = _free_port(0)
        else:
            raise NoBrokerError(
                f"no broker could be started: other programs took {ATTEMPTS} ports on {HOST} "
                "just before it could; start the hub again"
            )
        yield DemoBroker(HOST, free, kind, _sentence(kind, free, port))


def find_mosquitto(path: str | None = None) -> str | None:
    """Return where mosquitto is installed, or None."""
    if path is None:
        path = os.pathsep.join((os.environ.get("PATH", os.defpath), *ALSO_IN))
    return shutil.which("mosquitto", path=path)


def _sentence(kind: Kind, port: int, wanted: int) -> str:
    place = f"on {HOST}:{port}"
    if wanted not in (0, port):
        place += f" (another program holds {wanted})"
    if kind == "mosquitto":
        return f"Broker: mosquitto {place}, started for the demo and ended with it."
    return (
        f"Broker: amqtt inside the hub {place}, for trying out only; "
        "real devices and access rules need mosquitto."
    )


def _free_port(wanted: int) -> int:
    if wanted and _is_free(wanted):
        return wanted
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def _is_free(port: int) -> bool:
    # `localhost` may mean either address, so a program on only one of them holds the port too.
    for family, host in ((socket.AF_INET, HOST), (socket.AF_INET6, "::1")):
        try:
            with socket.socket(family) as probe:
                # Old connections that are still closing do not hold a port.
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                probe.bind((host, port))
                probe.listen()
        except OSError as error:
            if family == socket.AF_INET or error.errno == errno.EADDRINUSE:
                return False
    return True


async def _start(stack: AsyncExitStack, directory: Path, port: int, mosquitto: str | None) -> Kind:
    problem = ""
    if mosquitto:
        try:
            await stack.enter_async_context(_running_mosquitto(mosquitto, directory, port))
        except NoBrokerError as error:
            # Installed but unusable, as under a security profile: amqtt is left.
            problem = f"{error}; "
            logging.getLogger(__name__).warning("%s", error)
        else:
            return "mosquitto"
    await stack.enter_async_context(_running_amqtt(port, problem))
    return "amqtt"


@asynccontextmanager
async def _running_mosquitto(program: str, directory: Path, port: int) -> AsyncIterator[None]:
    child = _spawn(program, directory, port)
    try:
        if not await _answers(child, port):
            said = (directory / LOG).read_text(errors="replace").strip()
            if "in use" in said:
                raise _TakenError
            raise NoBrokerError(f"{program} did not start: {said}")
        yield
    finally:
        await _stop(child)


def _spawn(program: str, directory: Path, port: int) -> subprocess.Popen[bytes]:
    directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    settings = directory / "mosquitto.conf"
    text = SETTINGS.format(port=port, host=HOST)
    if os.geteuid() == 0:
        # Else it would change its user, and the kernel forgets with whom it was to end.
        text += "user root\n"
    settings.touch(mode=0o600)
    settings.write_text(text)
    with warnings.catch_warnings(), (directory / LOG).open("wb") as out:
        # Python warns of a fork beside threads; `_ends_with` says why it does no harm here.
        warnings.simplefilter("ignore", DeprecationWarning)
        return subprocess.Popen(  # noqa: S603 - a program found on PATH, no words from outside
            [program, "-c", str(settings)],
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.STDOUT,
            # It would tell systemd that it is ready, which is the hub's to say.
            env={key: value for key, value in os.environ.items() if key != "NOTIFY_SOCKET"},
            # Ctrl-C reaches the hub alone, which still has things to publish.
            start_new_session=True,
            preexec_fn=_ends_with(os.getpid()),  # noqa: PLW1509 - see there
        )


def _ends_with(parent: int) -> Callable[[], None] | None:
    import ctypes  # noqa: PLC0415 - only where there is a child to start

    # A lock that another thread holds stays held in the child: so all is looked up before.
    prctl = getattr(ctypes.CDLL(None), "prctl", None)
    if prctl is None:
        return None

    def ask() -> None:
        prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:
            os._exit(1)

    return ask


async def _answers(child: subprocess.Popen[bytes], port: int) -> bool:
    loop = asyncio.get_running_loop()
    with suppress(TimeoutError):
        async with asyncio.timeout(READY_WITHIN):
            while child.poll() is None:
                with socket.socket() as probe, suppress(ConnectionError):
                    probe.settimeout(0)
                    await loop.sock_connect(probe, (HOST, port))
                    return True
                await asyncio.sleep(POLL_EVERY)
    return False


async def _stop(child: subprocess.Popen[bytes]) -> None:
    child.terminate()
    try:
        await asyncio.to_thread(child.wait, STOPS_WITHIN)
    except subprocess.TimeoutExpired:
        logging.getLogger(__name__).warning("mosquitto did not end when asked, so it was killed")
    finally:
        if child.poll() is None:
            child.kill()
            child.wait()


@asynccontextmanager
async def _running_amqtt(port: int, problem: str) -> AsyncIterator[None]:
    try:
        from amqtt.errors import BrokerError  # noqa: PLC0415 - heavy, and rarely needed

        from hub.demo.embedded import running_amqtt  # noqa: PLC0415 - as above
    except ImportError as error:
        raise NoBrokerError(
            f"{problem}there is no broker to start: install mosquitto (on a Raspberry Pi: "
            "sudo apt install mosquitto) or the one for trying out (pip install "
            "'homerule[tryout]'), or name your own under `mqtt.url` in hub.yaml"
        ) from error
    async with AsyncExitStack() as stack:
        try:
            await stack.enter_async_context(running_amqtt(HOST, port, stops_within=STOPS_WITHIN))
        except BrokerError as error:
            if isinstance(error.__cause__, OSError):
                raise _TakenError from error
            raise NoBrokerError(f"{problem}amqtt did not start: {error}") from error
        yield
