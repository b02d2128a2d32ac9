"""Which folders a command works with: the household's files, and the hub's state."""

import os
from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import Final

CONFIG: Final = "HOMERULE_CONFIG"
STATE: Final = "STATE_DIRECTORY"
"""Set by systemd; it may name several folders, of which ours is the first."""


class StateUnknown(SystemExit):
    """hub.yaml has mistakes and may say where the state is, so nobody knows; ends the command."""


def add_folders(parser: ArgumentParser, default: str | None = None) -> None:
    """Let a command take `--config` and `--state`."""
    text = f"the folder of house.yaml and hub.yaml (or ${CONFIG})"
    parser.add_argument("--config", metavar="DIR", default=default, help=text)
    text = f"the hub's state folder (or ${STATE})"
    parser.add_argument("--state", metavar="DIR", default=default, help=text)


def configuration_of(args: Namespace) -> Path:
    """Return the folder of the household's files."""
    return Path(args.config or os.environ.get(CONFIG) or "config")


def state_of(args: Namespace) -> Path:
    """Return the state folder: as asked, by the environment, by hub.yaml, else beside the files."""
    named = args.state or os.environ.get(STATE, "").partition(":")[0]
    if named:
        return Path(named)
    configuration = configuration_of(args)
    return _written(configuration / "hub.yaml") or configuration.absolute().parent / ".homerule"


def _written(file: Path) -> Path | None:
    """Return the state folder that hub.yaml names, if it names one."""
    try:
        lines = file.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return None
    if not any("state" in line.partition("#")[0] for line in lines):
        return None  # the usual case, found without loading all that reads YAML
    from hub.policy.errors import ConfigurationErrors  # noqa: PLC0415 -- only where it is needed
    from hub.policy.settings import load_settings  # noqa: PLC0415 -- on use

    try:
        return load_settings(file).state_directory
    except ConfigurationErrors as errors:
        raise StateUnknown(
            f"{errors}\nso the state folder is not known: name it with --state"
        ) from None
