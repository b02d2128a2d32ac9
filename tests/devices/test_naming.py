"""Readings bear names that differ, and that say what they are."""

from devices.naming import reading_aspects, word_of


def test_a_name_becomes_a_word() -> None:
    assert word_of("DewPoint") == "dew_point"
    assert word_of("Front Door!") == "front_door"
    assert word_of("DS18B20-1") == "ds18b20_1"
    assert word_of("ß") == "unnamed"


def test_the_first_wish_that_nobody_else_has_is_granted() -> None:
    wishes = [("temperature", "a_temperature"), ("temperature", "b_temperature"), ("humidity",)]

    assert reading_aspects(wishes) == ["a_temperature", "b_temperature", "humidity"]


def test_on_and_off_is_not_the_name_of_a_measure() -> None:
    assert reading_aspects([("power",), ("voltage",)]) == ["power_reading", "voltage"]


def test_even_without_another_wish_no_two_are_the_same() -> None:
    assert reading_aspects([("a",), ("a",), ("a",)]) == ["a", "a_2", "a_3"]
