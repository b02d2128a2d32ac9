"""What a hub is to run with: what the household signed, its settings, its folder, its clock."""

from dataclasses import field
from pathlib import Path

from hub.clock import Clock
from hub.mqtt import Address
from hub.policy.policies import Policies
from hub.policy.settings import Settings
from rules.words.value import value


@value(frozen=True, slots=True, kw_only=True)
class Plan:
    """What the hub is to run with."""

    policies: Policies
    settings: Settings
    state: Path
    address: Address
    clock: Clock = field(default_factory=Clock)
    instance: str = "hub"
