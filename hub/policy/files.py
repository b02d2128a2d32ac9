"""Opens the household's files, and says with a line for each what is wrong in them."""

from collections.abc import Callable, Iterable
from pathlib import Path

from hub.policy.errors import ConfigurationErrors, Fault, Misread, MissingFile, Problem
from hub.policy.shown import shown
from hub.policy.yaml_lines import LARGEST, Node, Refused, line_of, read_yaml


def parsed(path: Path, look: Callable[[Node], Iterable[Fault]]) -> Node:
    """Return what a YAML file holds, or raise `ConfigurationErrors`.

    `look` says what else is wrong with a file in which something is refused.
    """
    folder = path.absolute().parent
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
        return read_yaml(data)
    except FileNotFoundError:
        text = f"there is no such file in {folder}; `--config` names another folder"
        raise MissingFile(problems(path, None, [Fault(text)])) from None
    except OSError as wrong:
        fault = Fault(f"{folder / path.name} cannot be read: {wrong.strerror}")
        raise ConfigurationErrors(problems(path, None, [fault])) from None
    except Refused as refused:
        faults = refused.with_those_of(look(refused.rest))
        raise ConfigurationErrors(problems(path, refused.rest, faults)) from None
    except Misread as misread:
        raise ConfigurationErrors(problems(path, None, misread.faults)) from None


def problems(path: Path, root: Node, faults: Iterable[Fault]) -> list[Problem]:
    """Return faults as people are told of them, in the order of the file."""
    found = [
        Problem(
            file=path,
            line=line_of(root, fault),
            where=".".join(map(shown, fault.steps)),
            text=fault.text if fault.text.isprintable() else ascii(fault.text)[1:-1],
        )
        for fault in faults
    ]
    return sorted(found, key=lambda problem: problem.line)
