"""The small parts of sentences."""

from zoneinfo import ZoneInfo

import pytest

from rules.explain import clock, duration_text, percent_text, title_of, values_text, when
from rules.explain.phrases import (
    aspects_text,
    change_text,
    listed,
    moment_text,
    sentence_of,
    value_text,
    wish_text,
)
from rules.words.values import BRIGHTNESS, COLOUR, POWER, Aspect, Kelvin, Value, Values, Xy
from tests.rules.explain.told import MADRID, at

POSITION = Aspect("position")


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({POWER: True, BRIGHTNESS: 51, COLOUR: Kelvin(2700)}, "on at 20 %, 2700 K"),
        ({POWER: True, BRIGHTNESS: 51}, "on at 20 %"),
        ({POWER: True, COLOUR: Kelvin(2700)}, "on, 2700 K"),
        ({POWER: True, BRIGHTNESS: None, COLOUR: Xy(0.31, 0.329)}, "on, colour 0.31/0.33"),
        ({POWER: True}, "on"),
        ({POWER: False}, "off"),
        ({POWER: False, BRIGHTNESS: 51, COLOUR: Kelvin(2700)}, "off"),
        ({POWER: False, POSITION: 40}, "off, position 40"),
        ({BRIGHTNESS: 51}, "20 %"),
        ({COLOUR: Kelvin(2700), BRIGHTNESS: 255}, "100 %, 2700 K"),
        ({POSITION: 40, Aspect("effect"): "blink"}, "effect blink, position 40"),
        ({POWER: None}, "unknown"),
        ({}, "nothing"),
    ],
)
def test_values_read_as_people_say_them(values: Values, said: str) -> None:
    assert values_text(values) == said


@pytest.mark.parametrize(
    ("aspect", "value", "said"),
    [
        (POWER, True, "on"),
        (POWER, False, "off"),
        (Aspect("contact"), True, "yes"),
        (Aspect("contact"), False, "no"),
        (BRIGHTNESS, 1, "1 %"),
        (Aspect("temperature"), 21.5, "21.5"),
        (Aspect("effect"), "blink", "blink"),
        (COLOUR, Kelvin(2700), "2700 K"),
        (COLOUR, Xy(0.7, 0.3), "colour 0.70/0.30"),
        (Aspect("contact"), None, "unknown"),
    ],
)
def test_each_value_reads_as_what_it_is(aspect: Aspect, value: Value, said: str) -> None:
    assert value_text(aspect, value) == said


def test_a_wish_reads_after_the_name_of_its_device() -> None:
    assert wish_text({POWER: True, BRIGHTNESS: 51}) == "on at 20 %"
    assert wish_text({POWER: False}) == "off"
    assert wish_text({COLOUR: Kelvin(2700)}) == "at 2700 K"


@pytest.mark.parametrize(
    ("was", "told", "said"),
    [
        ({POWER: False}, {POWER: True, BRIGHTNESS: 51}, "switched on at 20 %"),
        ({}, {POWER: True}, "switched on"),
        ({}, {POWER: True, COLOUR: Kelvin(2700)}, "switched on, 2700 K"),
        ({POWER: True}, {POWER: False}, "switched off"),
        ({}, {POWER: False}, "switched off"),
        ({POWER: False}, {POWER: False}, "stayed off"),
        ({POWER: True}, {POWER: True}, "stayed on"),
        ({POWER: True, BRIGHTNESS: 204}, {POWER: True, BRIGHTNESS: 51}, "dimmed to 20 %"),
        ({POWER: True, BRIGHTNESS: 51}, {BRIGHTNESS: 204}, "brightened to 80 %"),
        ({POWER: True, BRIGHTNESS: 203}, {POWER: True, BRIGHTNESS: 204}, "kept at 80 %"),
        ({POWER: True}, {POWER: True, BRIGHTNESS: 204}, "set to 80 %"),
        ({POWER: True}, {COLOUR: Kelvin(2700)}, "set to 2700 K"),
        (
            {POWER: True, BRIGHTNESS: 51},
            {BRIGHTNESS: 51, COLOUR: Kelvin(2700)},
            "set to 20 %, 2700 K",
        ),
        (
            {POWER: True, BRIGHTNESS: 204},
            {BRIGHTNESS: 51, COLOUR: Kelvin(2700)},
            "dimmed to 20 %, 2700 K",
        ),
        ({}, {POSITION: 40}, "set to position 40"),
        ({POWER: True}, {}, "left as it was"),
    ],
)
def test_a_change_says_what_happened(was: Values, told: Values, said: str) -> None:
    assert change_text(was, told) == said


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (0, "0 seconds"),
        (0.5, "0.5 seconds"),
        (1, "1 second"),
        (30, "30 seconds"),
        (60, "1 minute"),
        (600, "10 minutes"),
        (5400, "1 hour 30 minutes"),
        (90061, "1 day 1 hour 1 minute 1 second"),
    ],
)
def test_a_length_of_time_is_told_in_its_units(seconds: float, said: str) -> None:
    assert duration_text(seconds) == said


def test_times_are_those_of_the_wall_clock_at_home() -> None:
    moment = at(23, 41, 7)

    assert clock(moment, MADRID) == "23:41"
    assert when(moment, MADRID) == "23:41:07"
    assert when(moment + 0.9, ZoneInfo("UTC")) == "22:41:07"
    assert clock(moment, ZoneInfo("Asia/Kathmandu")) == "04:26"


def test_a_moment_names_its_day_where_the_clock_alone_could_mean_another() -> None:
    now = at(19, 2)

    assert moment_text(at(2, 55, day=11), now, MADRID) == "02:55"
    assert moment_text(at(19, 1, day=11), now, MADRID) == "19:01"
    assert moment_text(at(19, 2, day=11), now, MADRID) == "19:02 on 11 Nov"
    assert moment_text(at(7, 0, day=3), now, MADRID) == "07:00 on 3 Nov"


def test_words_are_listed_and_aspects_of_light_come_first() -> None:
    assert listed(["hall"]) == "hall"
    assert listed(["hall", "bath", "stairs"], "or") == "hall, bath or stairs"
    assert aspects_text({POSITION, COLOUR, POWER}) == "power, colour and position"
    assert aspects_text([]) == "nothing"


def test_titles_and_percentages_read_as_people_write_them() -> None:
    assert title_of("quiet-nights_2") == "Quiet nights 2"
    assert percent_text(51) == "20 %"
    assert percent_text(0) == "0 %"


def test_a_sentence_begins_and_ends_as_one_and_is_printable() -> None:
    assert sentence_of("it rains") == "It rains."
    assert sentence_of("does it rain?") == "Does it rain?"
    assert sentence_of("red\x1b[31m lamp\u202e") == "Red [31m lamp ."
    assert sentence_of("") == "."
