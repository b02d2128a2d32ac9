"""What a proof says of many households: its figures, each planted fault, and what is wrong."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Generic, Protocol, TypeAlias, TypeVar

from proofs.lasting.table import table

MOST_SHOWN: Final = 20
Rows: TypeAlias = Sequence[tuple[object, ...]]


class Tally(Protocol):
    """What households came to. `wrong`: sentences, each a violation."""

    wrong: list[str]


T = TypeVar("T", bound=Tally)


@dataclass(slots=True)
class Report(Generic[T]):
    """What all households came to, and of each planted fault by how much it was caught, or 0.

    `planted` says what the faults are, `caught` what the number counts; `stories` tells more of
    what is wrong.
    """

    tally: T
    figures: Callable[[T], Rows]
    planted: Mapping[str, str]
    caught: str
    stories: Callable[[T], Sequence[str]] = lambda _tally: ()
    controls: dict[str, int] = field(default_factory=dict)

    @property
    def holds(self) -> bool:
        """Say whether nothing was violated, and every planted fault was caught."""
        return not self.tally.wrong and all(self.controls.values())

    def text(self) -> str:
        """Return the figures."""
        blocks = [table(("", "figure"), self.figures(self.tally))]
        caught = [
            (self.planted[name], self.caught.format(found) if found else "NOT CAUGHT")
            for name, found in sorted(self.controls.items())
        ]
        if caught:
            blocks.append(table(("planted fault", "result"), caught))
        wrong, stories = self.tally.wrong, self.stories(self.tally)
        return "\n\n".join([*blocks, *wrong[:MOST_SHOWN], *stories[:MOST_SHOWN]])

    def verdict(self, seconds: float) -> str:
        """Return all of it, and in the last line whether it holds."""
        return f"{self.text()}\n\n{'holds' if self.holds else 'VIOLATED'}, {seconds:.0f} s"
