"""The token by which scripts show that they may speak; it lies in the state folder, mode 0600."""

import os
import secrets
from pathlib import Path

NAME = "token"
BYTES = 32


def token_of(state: Path) -> str:
    """Return the token of a state folder, made at the first start."""
    try:
        file = os.open(state / NAME, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return read_token(state)
    with os.fdopen(file, "w") as fresh:
        fresh.write(secrets.token_urlsafe(BYTES) + "\n")
    return read_token(state)


def read_token(state: Path) -> str:
    """Return the token, or raise `FileNotFoundError` where no hub has made one yet."""
    return (state / NAME).read_text().strip()
