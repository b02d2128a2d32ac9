"""What a device was last told, and what it may therefore report without a hand in it."""

from dataclasses import dataclass

from rules.words.ids import DecisionId
from rules.words.times import Moment, Seconds
from rules.words.values import Values


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One order to a device, alive until it is reported, failed or replaced.

    `before` is what the device was when the order left; `settled` that it has reported the
    ordered values since.
    """

    order: int
    values: Values
    before: Values
    at: Moment
    transition: Seconds
    automated: bool
    decision: DecisionId | None
    attempts: int = 1
    settled: bool = False
    given_up: bool = False
