"""Opens the household's files, and says with a line for each what is wrong in them."""

from collections.abc import Iterable
from pathlib import Path

from hub.policy.errors import ConfigurationErrors, Fault, Misread, MissingFile, Problem
from hub.policy.yaml_lines import LARGEST, Node, line_of, read_yaml


def parsed(path: Path) -> Node:
    """Return what a YAML file holds, or raise `ConfigurationErrors`."""
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
        return read_yaml(data)
    except FileNotFoundError:
        raise MissingFile(
            [
                _as_whole(
                    path,
                    f"there is no such file in {folder_of(path)}; `--config` names another folder",
                )
            ]
        ) from None
    except OSError as wrong:
        reason = f"{folder_of(path)}/{path.name} cannot be read: {wrong.strerror}"
        raise ConfigurationErrors([_as_whole(path, reason)]) from None
    except Misread as misread:
        raise ConfigurationErrors(problems(path, None, misread.faults)) from None


def folder_of(path: Path) -> Path:
    """Return the folder of a file, as a person can find it from anywhere."""
    return path.absolute().parent


def _as_whole(path: Path, text: str) -> Problem:
    return Problem(path, 0, "", text)


def problems(path: Path, root: Node, faults: Iterable[Fault]) -> list[Problem]:
    """Return faults as people are told of them, in the order of the file."""
    found = [
        Problem(path, line_of(root, fault), ".".join(map(str, fault.steps)), fault.text)
        for fault in faults
    ]
    return sorted(found, key=lambda problem: problem.line)
