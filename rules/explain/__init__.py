"""The one place where data becomes plain English: decisions, records and what people hold."""

from rules.explain.alarms import alarm_sentence
from rules.explain.beneath import without_sentence
from rules.explain.decisions import headline, sentences
from rules.explain.fast import held_fast
from rules.explain.names import HouseNames, Names, Signings, WrittenNames
from rules.explain.otherwise import losers_sentence, would_sentence
from rules.explain.people import (
    author_text,
    freeze_sentence,
    hold_sentence,
    override_sentence,
    pause_sentence,
    reminder_sentence,
    scope_text,
    standing_sentences,
)
from rules.explain.phrases import (
    clock,
    duration_text,
    percent_text,
    title_of,
    values_text,
    when,
)
from rules.explain.policies import policy_sentence, signers_text
from rules.explain.prompts import (
    default_sentence,
    prompt_sentences,
    prompt_title,
    who_sentence,
)
from rules.explain.records import record_sentence

__all__ = [
    "HouseNames",
    "Names",
    "Signings",
    "WrittenNames",
    "alarm_sentence",
    "author_text",
    "clock",
    "default_sentence",
    "duration_text",
    "freeze_sentence",
    "headline",
    "held_fast",
    "hold_sentence",
    "losers_sentence",
    "override_sentence",
    "pause_sentence",
    "percent_text",
    "policy_sentence",
    "prompt_sentences",
    "prompt_title",
    "record_sentence",
    "reminder_sentence",
    "scope_text",
    "sentences",
    "signers_text",
    "standing_sentences",
    "title_of",
    "values_text",
    "when",
    "who_sentence",
    "without_sentence",
    "would_sentence",
]
