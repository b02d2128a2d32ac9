"""What makes no sense counts as not said."""

import pytest

from devices.said import fields_in, list_of, number_of, text_in, text_of, whole_of


@pytest.mark.parametrize(
    ("said", "number"),
    [
        (5, 5),
        ("5", 5),
        (" -1.5 ", -1.5),
        (True, None),
        (None, None),
        ("", None),
        ("1_0", None),
        ("٣", None),
        ("nan", None),
        (float("nan"), None),
        (float("inf"), None),
        (10**400, None),
        ("9" * 400, None),
        ([5], None),
        (101, None),
    ],
)
def test_a_number_is_one_between_its_bounds(said: object, number: float | None) -> None:
    assert number_of(said, -10, 100) == number


def test_an_object_is_read_and_nothing_else_is() -> None:
    assert fields_in(b'{"a": 1}') == {"a": 1}
    for payload in (b"", b"[]", b"{", b"\xff", b"[" * 60_000, b'{"a":"' + b"x" * 70_000 + b'"}'):
        assert fields_in(payload) is None


def test_texts_lists_and_counts() -> None:
    assert (text_of("a"), text_of(5), text_of(None, "b")) == ("a", "", "b")
    assert (list_of([1]), list_of("ab")) == ([1], [])
    assert (whole_of(5), whole_of(-5), whole_of(True), whole_of(2.0)) == (5, 0, 0, 0)
    assert (text_in(b" ON\n"), text_in(b"\xff"), text_in(b"x" * 300)) == ("ON", None, None)
