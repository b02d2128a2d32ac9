"""The heart of a connection stands still with it, in whatever moment that was given up."""

import asyncio

from hub.mqtt.dialling import NEW_PROTOCOL, fresh_client
from hub.mqtt.heart import Heart
from hub.mqtt.options import Address, LinkOptions
from hub.mqtt.taken import Taken
from hub.mqtt.wire import Ears, Wire


async def test_a_connection_that_was_given_up_before_its_next_beat_is_left_alone() -> None:
    loop = asyncio.get_running_loop()
    options = LinkOptions(name="test", client_id="test")
    client = fresh_client(
        Address(host="127.0.0.1", port=1), options, NEW_PROTOCOL, manual_ack=False
    )
    ears = Ears(receive=lambda _: None, received=lambda: None)
    wire = Wire(client, loop, ears, beat="", taken=Taken(), ended=lambda: None)
    stopped: list[bool] = []
    heart = Heart(wire, loop, beat="", stopped=lambda: stopped.append(True))

    wire.close()
    heart.start()

    assert not stopped
