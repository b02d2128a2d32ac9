"""Household files for tests: written into a folder, read, and what is then said of them."""

from pathlib import Path
from textwrap import dedent

from hub.policy.errors import ConfigurationErrors
from hub.policy.household import Household, read_household
from hub.policy.yaml_lines import Node, read_yaml
from rules.policy import Policy

A_HOME = """\
home: { name: Elm Road 1, timezone: Europe/Madrid, latitude: 40.42, longitude: -3.70 }
people:
  ana: { name: Ana, role: owner }
areas:
  hall: { name: Hall, devices: [Hall lamp, Hall motion, Lux] }
  living-room: { name: Living room, devices: [Sofa lamp] }
scenes:
  film: { name: Film, set: { Sofa lamp: 20 % } }
"""
"""Lines 1 to 8 of a file; what a test writes begins on line 9."""

AFTER_A_HOME = A_HOME.count("\n") + 1


def house_file(folder: Path, text: str) -> Path:
    """Write a household file."""
    file = folder / "house.yaml"
    file.write_text(dedent(text), encoding="utf-8")
    return file


def taken(folder: Path, text: str) -> Household:
    """Return a household that has no mistakes."""
    return read_household(house_file(folder, text))


def policy(folder: Path, text: str) -> Policy:
    """Return the policy of a home to which some lines are added."""
    return taken(folder, A_HOME + dedent(text)).policy


def mistakes(folder: Path, text: str) -> list[str]:
    """Return all that is wrong with a household file, as people read it; nothing: it is taken."""
    try:
        taken(folder, text)
    except ConfigurationErrors as errors:
        return str(errors).splitlines()
    return []


def node(text: str) -> Node:
    """Return what a piece of YAML says."""
    return read_yaml(text.encode())
