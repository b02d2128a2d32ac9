"""The token by which scripts show that they may speak; it lies in the state folder, mode 0600."""

import os
import secrets
from contextlib import suppress
from pathlib import Path
from typing import Final

NAME: Final = "token"
BYTES: Final = 32
LENGTH: Final = 43
"""Letters of a whole token."""


def token_of(state: Path) -> str:
    """Return the token of a state folder, made at the first start.

    One that is not whole could be guessed: it is made anew.
    """
    with suppress(FileNotFoundError, ValueError):
        known = read_token(state)
        if len(known) == LENGTH:
            return known
    fresh = state / f"{NAME}.new"
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(secrets.token_urlsafe(BYTES) + "\n")
        file.flush()
        # It gets its name when it is on the disk: a power cut leaves a whole one, or none.
        os.fsync(file.fileno())
    fresh.replace(state / NAME)
    return read_token(state)


def read_token(state: Path) -> str:
    """Return the token, or raise `FileNotFoundError` where no hub has made one yet."""
    return (state / NAME).read_text().strip()
