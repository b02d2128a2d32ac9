"""What programs call the reasons of a decision."""

import re
from typing import Final

from hub.view.plain_json import Json
from rules.words.decisions import Decision, Reason

BEFORE_A_CAPITAL: Final = re.compile(r"(?<!^)(?=[A-Z])")


def reason_ids(decision: Decision) -> list[Json]:
    """Return the ids of its reasons, each once: of a rule its own, else the sort: `held`."""
    return list(dict.fromkeys(map(_reason_id, decision.reasons)))


def _reason_id(reason: Reason) -> str:
    rule = getattr(reason, "rule", None)
    if isinstance(rule, str):
        return rule
    return BEFORE_A_CAPITAL.sub("-", type(reason).__name__).lower()
