"""The one place where data becomes plain English: decisions, records and what people hold."""

from rules.explain.decisions import headline, sentences
from rules.explain.names import HouseNames, Names, WrittenNames
from rules.explain.people import author_text, freeze_sentence, hold_sentence, override_sentence
from rules.explain.phrases import (
    clock,
    duration_text,
    percent_text,
    title_of,
    values_text,
    when,
)
from rules.explain.records import record_sentence

__all__ = [
    "HouseNames",
    "Names",
    "WrittenNames",
    "author_text",
    "clock",
    "duration_text",
    "freeze_sentence",
    "headline",
    "hold_sentence",
    "override_sentence",
    "percent_text",
    "record_sentence",
    "sentences",
    "title_of",
    "values_text",
    "when",
]
