"""Signed policies for tests: small households, and a book in a state folder."""

from pathlib import Path
from textwrap import dedent

from hub.policy.book import Book
from hub.policy.household import household_of
from hub.policy.signing import Signing, sign
from hub.policy.yaml_lines import Table, read_yaml
from rules.policy import Policy

NOON = 1_800_000_000.0
HOUSE = """\
home: { timezone: Europe/Madrid }
people:
  ana: { name: Ana, role: owner }
  ben: { name: Ben, role: adult }
  leo: { name: Leo, role: child }
areas:
  hall: { devices: [Hall lamp] }
  bath: { devices: [Bath lamp] }
guardrails:
  quiet-nights: { kind: brightness_ceiling, areas: [hall, bath], at_most: 20 %, purpose: Sleep }
"""
TWO = HOUSE.replace("timezone: Europe/Madrid", "timezone: UTC, two_signatures: [guardrails]")
BRIGHTER = ("at_most: 20 %", "at_most: 40 %")


def root(text: str) -> Table:
    """Return what a household file says."""
    found = read_yaml(dedent(text).encode())
    assert isinstance(found, Table)
    return found


def policy(text: str) -> Policy:
    """Return the policy of a household file."""
    return household_of(root(text), Path("house.yaml")).policy


def signed(state: Path, text: str, signer: str = "console", before: str = "") -> Book:
    """Sign a household file as the next version; `before` is what is in force."""
    book = Book.read(state)
    in_force = policy(before) if before else Policy()
    version = sign(book, root(text), in_force, Signing(signer=signer, reason="why"), NOON)
    return book.add(version) if version.complete else book.put_off(version)
