"""The arbiter keeps its laws in any house with a past, under any rules of the household."""

from tests.laws import arbitration
from tests.laws.laws import check


def test_a_forbid_beats_every_weaker_verdict() -> None:
    check(arbitration.FORBID_BEATS_ALL)


def test_the_strongest_reason_decides() -> None:
    check(arbitration.STRONGEST_DECIDES)


def test_one_rule_more_never_allows_more() -> None:
    check(arbitration.MORE_RULES)


def test_what_is_given_lies_within_every_bound() -> None:
    check(arbitration.LIMITS)


def test_the_order_of_rules_never_matters() -> None:
    check(arbitration.RULE_ORDER)


def test_a_broken_safety_rule_refuses_and_a_broken_comfort_rule_is_left_out_and_shown() -> None:
    check(arbitration.BROKEN_RULES)
