"""`value`: a frozen dataclass as the type checker sees it, a quick one as the interpreter does.

At run time a frozen dataclass sets each field through a call, which makes it more than twice as
dear to create, and the house creates some twenty values for each event. Nobody assigns to a field
of a value: mypy refuses it, and the check runs before every commit.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dataclasses import dataclass as value
else:
    from collections.abc import Callable
    from dataclasses import dataclass

    def value(*, frozen: bool, slots: bool, kw_only: bool = False) -> Callable[[type], type]:
        """Make a class a value; `frozen` is the type checker's affair."""
        del frozen
        return dataclass(slots=slots, kw_only=kw_only, eq=True, unsafe_hash=True)


__all__ = ["value"]
