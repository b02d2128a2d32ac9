"""A policy in words: each guardrail, and who signed what a decision was made under."""

from bisect import bisect_right
from collections.abc import Sequence

from rules.explain.names import Names
from rules.explain.phrases import listed, sentence_of
from rules.explain.reasons import owned
from rules.guardrail import Guardrail
from rules.words.decisions import Decision
from rules.words.times import civil

CONSOLE = "console"


def signers_text(signers: Sequence[str], names: Names) -> str:
    """Return who signed, as within a sentence."""
    return listed(["the household" if s == CONSOLE else names.person(s) for s in signers])


def rule_sentence(rule: Guardrail, names: Names) -> str:
    """Return a guardrail as `why` tells it: what it is called, does, and whose it is."""
    return sentence_of(f"'{rule.title}' {rule.sentence()}{owned(rule.owner or '', names)}")


def policy_sentence(decision: Decision, names: Names) -> str:
    """Return the policy that a decision was made under; empty where nobody knows who signed it."""
    known = names.signings.get(decision.policy, ())
    # The same policy may have been signed again later: the signature before the decision counts.
    index = bisect_right([at for at, _ in known], decision.at) - 1
    if not known:
        return ""
    at, signers = known[max(index, 0)]
    day, then = civil(at, names.zone), civil(decision.at, names.zone)
    year = "" if day.year == then.year else f" {day.year}"
    return f"Policy of {day.day} {day:%b}{year}, signed by {signers_text(signers, names)}."
