"""Single values as a household writes them."""

import pytest

from hub.policy import values
from hub.policy.errors import Misread
from hub.policy.yaml_lines import Node
from rules.words.values import Kelvin
from tests.hub.policy.written import node


@pytest.mark.parametrize(
    ("written", "brightness"),
    [("100 %", 255), ("20 %", 51), ("20%", 51), ("0.1 %", 1), ("0 %", 0), ("33.3 %", 85)],
)
def test_a_brightness_is_a_percentage_and_what_is_not_nothing_stays_something(
    written: str, brightness: int
) -> None:
    assert values.brightness(written) == brightness


@pytest.mark.parametrize(
    "written", [20, 0.2, "20", "101 %", "-5 %", "20 % or so", "%", "²0 %", "nan %", None, True]
)
def test_a_brightness_without_its_percent_sign_is_refused(written: Node) -> None:
    with pytest.raises(Misread, match="not a brightness from 0 % to 100 %"):
        values.brightness(written)


@pytest.mark.parametrize("written", ["on", "On", "yes", "true", "TRUE", True])
def test_on_is_written_in_many_ways(written: Node) -> None:
    assert values.switch(written) is True


@pytest.mark.parametrize("written", ["off", "OFF", "no", "NO", "false", False])
def test_off_is_written_in_many_ways(written: Node) -> None:
    assert values.switch(written) is False


@pytest.mark.parametrize("written", [0, 1, "o n", "", None, "nope"])
def test_nothing_else_is_on_or_off(written: Node) -> None:
    with pytest.raises(Misread, match="not on or off"):
        values.switch(written)


@pytest.mark.parametrize("written", ["2700 K", "2700K", "2700 k"])
def test_a_white_has_kelvin(written: str) -> None:
    assert values.kelvin(written) == Kelvin(2700)


@pytest.mark.parametrize("written", [2700, "2700", "270 K", "99999 K", "warm", None])
def test_what_is_no_white_is_refused(written: Node) -> None:
    with pytest.raises(Misread, match="not a white such as 2700 K"):
        values.kelvin(written)


@pytest.mark.parametrize("written", ["[0.3]", "[0.3, 1.4]", "[-0.1, 0.2]", "[0.1, 0.2, 0.3]"])
def test_a_colour_by_coordinates_has_two_of_them_from_0_to_1(written: str) -> None:
    with pytest.raises(Misread, match="two numbers from 0 to 1"):
        values.colour(node(written))


@pytest.mark.parametrize("written", ["010", "1_000", "0x10", 1.5, True, None, 10**10])
def test_a_number_that_could_be_meant_otherwise_is_no_whole_number(written: Node) -> None:
    with pytest.raises(Misread, match="not a whole number"):
        values.whole(written)


@pytest.mark.parametrize("written", [1.5, True, None])
def test_what_looks_like_a_value_is_a_text_only_in_quotes(written: Node) -> None:
    with pytest.raises(Misread):
        values.text(written)
