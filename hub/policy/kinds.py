"""Reads what has a `kind`: the word chooses the dataclass, the dataclass says the other keys."""

from collections.abc import Mapping
from typing import Final, Generic, TypeVar

from hub.policy.errors import Fault, Misread, closest, listed
from hub.policy.form import Form
from hub.policy.references import Known
from hub.policy.shown import shown
from hub.policy.yaml_lines import Node, Table

T = TypeVar("T")
KIND: Final = "kind"


class Kinds(Generic[T]):
    """All kinds of agents, or of guardrails; the form of each is built when it first occurs."""

    __slots__ = ("_forms", "_kinds")

    def __init__(self, kinds: Mapping[str, type[T]]) -> None:
        """Take the kinds by the word after `kind:`."""
        self._kinds = kinds
        self._forms: dict[str, Form[T]] = {}

    def read(self, node: Node, known: Known, id_: str) -> T:
        """Read one agent or guardrail."""
        if not isinstance(node, Table):
            raise Misread(f"not a group of keys such as kind and purpose: {shown(node)}")
        return self._form(node).read(node, known, {"id": id_})

    def _form(self, table: Table) -> Form[T]:
        word = table.get(KIND)
        kinds = f"the kinds are {listed(self._kinds, 'and')}" if self._kinds else "there are none"
        if word is None:
            raise Misread(Fault(f"`{KIND}` is missing: {kinds}", key=KIND if KIND in table else ""))
        if not isinstance(word, str) or word not in self._kinds:
            near = closest(word, self._kinds) if isinstance(word, str) else ""
            hint = f"did you mean `{near}`?" if near else kinds
            raise Misread(Fault(f"unknown kind `{shown(word)}`; {hint}", (KIND,)))
        if word not in self._forms:
            self._forms[word] = Form(
                self._kinds[word], given=frozenset({"id"}), aside=frozenset({KIND})
            )
        return self._forms[word]
