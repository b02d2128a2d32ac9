"""`value`: a frozen dataclass as the type checker sees it, a quick one as the interpreter does.

At run time a frozen dataclass sets each field through a call, which makes it more than twice as
dear to create, and the house creates some twenty values for each event. Nobody assigns to a field
of a value: mypy refuses it, and the check runs before every commit.

A dataclass writes its methods as source and compiles them, which for some three hundred classes
is a fifth of a start. A value has each of them compiled when it is first used: most never are.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dataclasses import dataclass as value
else:
    from collections.abc import Callable
    from dataclasses import dataclass, fields, make_dataclass
    from typing import Final

    NONE_YET: Final = {"init": False, "repr": False, "eq": False}
    AFTER: Final = "__post_init__"
    METHODS: Final = {
        "__init__": {"init": True},
        "__repr__": {"repr": True},
        "__eq__": {"eq": True},
        "__hash__": {"unsafe_hash": True},
    }

    def value(
        *, frozen: bool, slots: bool = False, kw_only: bool = False
    ) -> Callable[[type], type]:
        """Make a class a value; `frozen` is the type checker's affair."""
        del frozen
        made = dataclass(slots=slots, kw_only=kw_only, **NONE_YET)

        def make(plain: type) -> type:
            kind = made(plain)
            for method in METHODS.keys() - vars(plain).keys():
                setattr(kind, method, _on_use(kind, method))
            return kind

        return make

    def _on_use(kind: type, method: str) -> Callable[..., object]:
        """Return what puts the method as a dataclass has it into its own place, and calls it."""

        def first(*given: object, **named: object) -> object:
            # Without a docstring it would be given its signature, and that takes longest of all.
            body = {"__doc__": kind.__doc__}
            if hasattr(kind, AFTER):
                body[AFTER] = getattr(kind, AFTER)
            known = [(each.name, each.type, each) for each in fields(kind)]
            whole = make_dataclass(
                kind.__name__, known, namespace=body, **NONE_YET | METHODS[method]
            )
            setattr(kind, method, vars(whole)[method])
            return getattr(kind, method)(*given, **named)

        return first


__all__ = ["value"]
