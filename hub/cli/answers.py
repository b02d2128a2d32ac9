"""What a command may have to say instead of doing what it was asked."""

from pathlib import Path


class NoHub(Exception):  # noqa: N818 -- it says what is the case
    """No hub is running with this state folder."""

    def __init__(self, state: Path) -> None:
        """Say where none is."""
        super().__init__(
            f"no hub is running with the state folder {state}: "
            "start one with `homerule run`, or name its folder with --state"
        )


class No(Exception):  # noqa: N818 -- it is an answer
    """The hub refused; the text is its sentence."""
