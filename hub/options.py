"""What the command line asked a hub to run with."""

from pathlib import Path

from rules.words.value import value


@value(frozen=True, slots=True, kw_only=True)
class Options:
    """Where the files are, and what is to be otherwise than they say.

    `clock` is a minute of the day, for the demo house. With `phones` the page answers the house's
    network, whatever hub.yaml says.
    """

    config: Path
    state: Path
    demo: bool = False
    clock: int | None = None
    port: int | None = None
    phones: bool = False
