"""A word of a person that the broker says again until it hears that we took it."""

from hashlib import blake2b

from devices.message import Message
from rules.words.value import value


@value(frozen=True, slots=True)
class Word(Message):
    """A message under the `number` that the broker's session gave it."""

    number: int = 0

    @property
    def mark(self) -> str:
        """Return what tells the same words from others, be they ever so long."""
        head = f"{self.topic!r} {self.retain}\n".encode("utf-8", "backslashreplace")
        return blake2b(head + self.payload, digest_size=16).hexdigest()


@value(frozen=True, slots=True)
class TakenWord:
    """What the journal keeps of a word that it has: enough to know it again."""

    mark: str
