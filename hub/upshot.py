"""What one pass through the inbox came to, until it is written down, sent and shown."""

from collections.abc import Callable
from dataclasses import dataclass, field

from hub.clock import ClockMark
from hub.word import Word
from rules.words.effects import Command, Keep, Record
from rules.words.ids import DeviceId, PromptId
from rules.words.people import Scope
from rules.words.times import Moment


@dataclass(slots=True)
class Upshot:
    """One transaction, and what follows it."""

    records: list[tuple[Moment, Record]] = field(default_factory=list)
    keeps: dict[str, Keep] = field(default_factory=dict)
    words: list[Word] = field(default_factory=list)
    clock: ClockMark | None = None
    commands: list[Command] = field(default_factory=list)
    acknowledge: list[Callable[[BaseException | None], None]] = field(default_factory=list)
    devices: dict[DeviceId, None] = field(default_factory=dict)
    scopes: dict[Scope, None] = field(default_factory=dict)
    prompts: dict[PromptId, None] = field(default_factory=dict)
