"""The tokens of agents from outside: only their hashes are kept, so nobody can read one later.

An agent's token lets it propose and nothing else; a person's token is none of them.
"""

import hashlib
import hmac
import json
import os
import secrets
from pathlib import Path
from typing import Final

from rules.words.ids import AgentId

NAME: Final = "agent-tokens.json"
BYTES: Final = 32
MARK: Final = "agent"
"""How each begins, with the agent's name: whoever finds one sees what it is for."""


def make_token(state: Path, agent: AgentId) -> str:
    """Return a new token of an agent; the one it had before is worth nothing from now on."""
    token = f"{MARK}.{agent}.{secrets.token_urlsafe(BYTES)}"
    _write(state, {**_read(state), agent: _hash(token)})
    return token


def forget_token(state: Path, agent: AgentId) -> bool:
    """Take an agent's token away; return whether it had one."""
    known = _read(state)
    had = known.pop(agent, None) is not None
    if had:
        _write(state, known)
    return had


class AgentTokens:
    """The tokens of one state folder, read anew when the file has changed."""

    __slots__ = ("_hashes", "_seen", "_state")

    def __init__(self, state: Path) -> None:
        """Know where they are kept."""
        self._state = state
        self._seen: tuple[int, int] | None = None
        self._hashes: dict[str, str] = {}

    def agent_of(self, token: str) -> AgentId | None:
        """Return whose token this is, or None."""
        mark, _, rest = token.partition(".")
        name = rest.partition(".")[0]
        if mark != MARK:
            return None
        self._look()
        given = _hash(token)
        known = self._hashes.get(name, "")
        return AgentId(name) if hmac.compare_digest(given, known) else None

    def _look(self) -> None:
        try:
            stat = (self._state / NAME).stat()
        except OSError:
            self._seen, self._hashes = None, {}
            return
        seen = (stat.st_mtime_ns, stat.st_ino)
        if seen == self._seen:
            return
        try:
            self._hashes = _read(self._state)
        except OSError:
            # Made by another user: it lets nobody in.
            self._hashes = {}
        self._seen = seen


def _hash(token: str) -> str:
    # Of 256 random bits, so that no slow hash is needed.
    return hashlib.sha256(token.encode(errors="surrogateescape")).hexdigest()


def _read(state: Path) -> dict[str, str]:
    """Return the hashes by the agents' names; what cannot be read lets nobody in."""
    try:
        said = json.loads((state / NAME).read_text())
    except (FileNotFoundError, NotADirectoryError, ValueError):
        return {}
    if not isinstance(said, dict):
        return {}
    return {name: kept for name, kept in said.items() if isinstance(kept, str) and kept.isascii()}


def _write(state: Path, hashes: dict[str, str]) -> None:
    fresh = state / f"{NAME}.new"
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        json.dump(hashes, file, sort_keys=True, indent=1)
        file.flush()
        # It gets its name when it is on the disk: a power cut leaves the old ones, or the new.
        os.fsync(file.fileno())
    fresh.replace(state / NAME)
