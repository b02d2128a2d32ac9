"""The keys that devices gave the hub, or people did: in the state folder, for the hub alone."""

import os
from collections.abc import Callable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Final

from pydantic import TypeAdapter
from pydantic_core import to_json

from rules.words.value import value

NAME: Final = "device-keys.json"


@value(frozen=True, slots=True)
class Key:
    """What lets us in at one device; `certificate` is the print of what it showed when paired."""

    secret: str
    certificate: str = ""


class DeviceKeys:
    """By family and by what a device is known as; `given` are ESPHome's, from hub.yaml."""

    def __init__(
        self,
        state: Path,
        *,
        given: Mapping[str, str] | None = None,
        said: Callable[[str], None] = lambda _: None,
    ) -> None:
        """Know where they lie; they are read when the first is asked for."""
        self._path = state / NAME
        self._given = given or {}
        self._said = said
        self._kept: dict[str, dict[str, Key]] | None = None

    def of(self, family: str, device: str) -> Key | None:
        """Return the key of a device; what hub.yaml says goes before what was paired."""
        if family == "esphome" and device in self._given:
            return Key(self._given[device])
        return self._all().get(family, {}).get(device)

    def keep(self, family: str, device: str, key: Key) -> None:
        """Keep a key, on the disk before this returns."""
        known = self._all()
        now = {**known, family: {**known.get(family, {}), device: key}}
        said = {name: {one: asdict(a) for one, a in keys.items()} for name, keys in now.items()}
        fresh = self._path.with_suffix(".new")
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            file.write(to_json(said, indent=1) + b"\n")
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(self._path)
        self._kept = now

    def _all(self) -> dict[str, dict[str, Key]]:
        if self._kept is None:
            self._kept = self._read()
        return self._kept

    def _read(self) -> dict[str, dict[str, Key]]:
        try:
            written = self._path.read_bytes()
            return TypeAdapter(dict[str, dict[str, Key]]).validate_json(written)
        except FileNotFoundError:
            return {}
        except (OSError, ValueError) as error:
            self._said(
                f"{self._path} cannot be read ({type(error).__name__}): what was paired has to be "
                "paired again with `homerule pair-device`."
            )
            return {}
