"""What the household may ask of a reading: that it is this, or below or above a number."""

from typing import TypeAlias

from rules.words.ids import Ref
from rules.words.value import value
from rules.words.values import Aspect, Value, as_number


@value(frozen=True, slots=True)
class Equals:
    """The value is this one."""

    value: Value

    def holds(self, value: Value) -> bool:
        """Say whether a value passes the test; what is not known never does."""
        # To Python, True is 1; to a household, a switch is not a number.
        return value == self.value and isinstance(value, bool) is isinstance(self.value, bool)


@value(frozen=True, slots=True)
class Below:
    """The value is a number smaller than this one."""

    limit: float

    def holds(self, value: Value) -> bool:
        """Say whether a value passes the test; what is not a number never does."""
        number = as_number(value)
        return number is not None and number < self.limit


@value(frozen=True, slots=True)
class Above:
    """The value is a number greater than this one."""

    limit: float

    def holds(self, value: Value) -> bool:
        """Say whether a value passes the test; what is not a number never does."""
        number = as_number(value)
        return number is not None and number > self.limit


Test: TypeAlias = Equals | Below | Above


@value(frozen=True, slots=True)
class Reading:
    """An aspect of a device passes a test; where it sets something off: it does and did not."""

    device: Ref
    aspect: Aspect
    test: Test
