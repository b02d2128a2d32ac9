"""What there is to compare with: paho in the asyncio loop, that answers motion and no more.

Its input is a line for each pair: the topic of the sensor, a tab, the topic of the command.
"""

import asyncio
import json
import socket
import sys
from collections.abc import Mapping
from typing import Any

from paho.mqtt.client import Client, ConnectFlags, MQTTMessage
from paho.mqtt.enums import CallbackAPIVersion
from paho.mqtt.properties import Properties
from paho.mqtt.reasoncodes import ReasonCode


async def respond(port: int, lamp_of: Mapping[str, str]) -> None:
    """Answer these sensors with commands to their lamps, until ended."""
    loop, client = asyncio.get_running_loop(), Client(CallbackAPIVersion.VERSION2)

    def opened(client: Client, userdata: object, sock: Any) -> None:
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        loop.add_reader(sock, client.loop_read)

    def wants_to_write(client: Client, userdata: object, sock: Any) -> None:
        loop.add_writer(sock, client.loop_write)

    def has_written(client: Client, userdata: object, sock: Any) -> None:
        loop.remove_writer(sock)

    def connected(
        client: Client, userdata: object, f: ConnectFlags, r: ReasonCode, p: Properties | None
    ) -> None:
        client.subscribe([(topic, 0) for topic in lamp_of])

    def heard(client: Client, userdata: object, message: MQTTMessage) -> None:
        occupied = json.loads(message.payload)["occupancy"]
        command = {"state": "ON" if occupied else "OFF"}
        client.publish(lamp_of[message.topic], json.dumps(command))

    client.on_socket_open, client.on_connect, client.on_message = opened, connected, heard
    client.on_socket_register_write = wants_to_write
    client.on_socket_unregister_write = has_written
    client.connect("127.0.0.1", port)
    while True:
        await asyncio.sleep(1)
        client.loop_misc()


if __name__ == "__main__":
    known = dict(line.rstrip("\n").split("\t") for line in sys.stdin)
    asyncio.run(respond(int(sys.argv[1]), known))
