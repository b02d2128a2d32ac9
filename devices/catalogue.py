"""Finds the families, agent kinds and guardrail kinds by looking into their folders."""

import pkgutil
from collections.abc import Iterator
from importlib import import_module
from types import ModuleType

import devices.agents
import devices.families
import rules.guardrails
from devices.family import Family
from rules.agent import Agent
from rules.guardrail import Guardrail


def families(own: str = "homerule") -> tuple[Family, ...]:
    """Return a fresh object of each family; `own` is the prefix of the hub's own topics."""
    kinds: list[type[Family]] = [module.FAMILY for module in _modules(devices.families)]
    return tuple(kind(own) for kind in kinds)


def agent_kinds() -> dict[str, type[Agent]]:
    """Return each agent kind by the word after `kind:`."""
    kinds: list[type[Agent]] = [module.KIND for module in _modules(devices.agents)]
    return {kind.name: kind for kind in kinds}


def guardrail_kinds() -> dict[str, type[Guardrail]]:
    """Return each guardrail kind by the word after `kind:`."""
    kinds: list[type[Guardrail]] = [
        kind for module in _modules(rules.guardrails) for kind in module.KINDS
    ]
    return {kind.name: kind for kind in kinds}


def _modules(package: ModuleType) -> Iterator[ModuleType]:
    for found in sorted(pkgutil.iter_modules(package.__path__), key=lambda module: module.name):
        yield import_module(f"{package.__name__}.{found.name}")
