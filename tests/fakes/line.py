"""A line in a test's hand: it is turned, chatters, and its wire is cut and mended."""

from hub.switch.line import LineLost, Seen


class HandLine:
    """A contact; `tells` False: its edges get lost, so that only a look at it finds out."""

    def __init__(self, *, closed: bool = False, cut: str = "") -> None:
        self.closed = closed
        self.cut = cut
        self.tells = True
        self.opened = 0
        self._seen: Seen | None = None

    def open(self, seen: Seen) -> None:
        self.level()
        self.opened += 1
        self._seen = seen

    def level(self) -> bool:
        if self.cut:
            raise LineLost(self.cut)
        return self.closed

    def close(self) -> None:
        self._seen = None

    @property
    def watched(self) -> bool:
        """Say whether somebody reads it."""
        return self._seen is not None

    def turns(self, closed: bool, at: float) -> None:
        """Let somebody turn it."""
        self.closed = closed
        if self._seen is not None and self.tells:
            self._seen(closed, at)
