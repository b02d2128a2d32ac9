"""Dialling: a fresh client for each connection, and a thread that may wait for the broker."""

import asyncio
import contextlib
import threading

from paho.mqtt.enums import CallbackAPIVersion, MQTTProtocolVersion

from hub.mqtt.intake import BitingClient, Intake
from hub.mqtt.options import Address, LinkOptions
from hub.mqtt.properties import greeting

KEEPALIVE = 10
NEW_PROTOCOL = MQTTProtocolVersion.MQTTv5
OLD_PROTOCOL = MQTTProtocolVersion.MQTTv311


def fresh_client(
    address: Address, options: LinkOptions, version: MQTTProtocolVersion, *, manual_ack: bool
) -> BitingClient:
    """Return a client that has not dialled yet; nothing is ever queued in it for later."""
    client = BitingClient(
        CallbackAPIVersion.VERSION2,
        client_id=options.client_id,
        protocol=version,
        clean_session=None if version is NEW_PROTOCOL else not options.session,
        reconnect_on_failure=False,
        manual_ack=manual_ack,
    )
    client.intake = Intake()
    client.in_records = address.tls
    # Who publishes in a callback and finds the connection gone is called back in that callback:
    # with a lock that is not taken twice the loop would wait for itself, for ever.
    client._in_callback_mutex = threading.RLock()  # type: ignore[assignment]  # noqa: SLF001 -- paho has no other way
    if address.username:
        client.username_pw_set(address.username, address.password or None)
    if address.tls:
        client.tls_set()
    will = options.will
    if will is not None:
        client.will_set(will.topic, will.payload, will.qos, will.retain)
    return client


class Dialler:
    """Dials in a thread: it may block for long, and nobody waits for it when the hub ends."""

    __slots__ = ("_address", "_options", "_thread")

    def __init__(self, address: Address, options: LinkOptions) -> None:
        """Know whom to call."""
        self._address = address
        self._options = options
        self._thread: threading.Thread | None = None

    @property
    def busy(self) -> bool:
        """Say whether a call that was given up is still being made."""
        return self._thread is not None and self._thread.is_alive()

    async def dialled(
        self, client: BitingClient, version: MQTTProtocolVersion, *, anew: bool = False
    ) -> None:
        """Return when the greeting was sent; raises `OSError` where nobody can be reached.

        `anew`: the broker is to forget what it keeps of our session, if it speaks MQTT 5.
        """
        loop = asyncio.get_running_loop()
        answer: asyncio.Future[None] = loop.create_future()

        def tell(problem: Exception | None) -> None:
            if answer.done():
                return
            if problem is None:
                answer.set_result(None)
            else:
                answer.set_exception(problem)

        def dial() -> None:
            problem: Exception | None = None
            try:
                self._dial(client, version, anew=anew)
            except Exception as error:  # noqa: BLE001 - whatever it was, somebody waits for it
                problem = error
            with contextlib.suppress(RuntimeError):
                # A loop that has ended has nobody left who waits.
                loop.call_soon_threadsafe(tell, problem)

        name = f"connect-{self._options.name}"
        self._thread = threading.Thread(target=dial, name=name, daemon=True)
        self._thread.start()
        await answer

    def _dial(self, client: BitingClient, version: MQTTProtocolVersion, *, anew: bool) -> None:
        host, port = self._address.host, self._address.port
        if version is not NEW_PROTOCOL:
            client.connect(host, port, KEEPALIVE)
            return
        session = self._options.session
        properties = greeting(session=session)
        clean = anew or not session
        client.connect(host, port, KEEPALIVE, clean_start=clean, properties=properties)
