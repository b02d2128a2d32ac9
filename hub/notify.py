"""Tells systemd how the hub is, where systemd asked to be told."""

import os
import socket


def notify(state: str) -> bool:
    """Send `READY=1`, `STATUS=...` or `STOPPING=1`; False where nobody listens."""
    address = os.environ.get("NOTIFY_SOCKET")
    if not address:
        return False
    if address.startswith("@"):
        address = "\0" + address[1:]
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC) as sock:
        sock.connect(address)
        sock.sendall(state.encode())
    return True
