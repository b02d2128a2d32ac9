"""Text from outside is made fit to be shown."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.plain import LONGEST_NAME, plain


@pytest.mark.parametrize(
    ("hostile", "shown"),
    [
        ("Küche ✨", "Küche ✨"),
        ("  Sofa\t\r\n lamp ", "Sofa lamp"),
        ("lamp\u202egpj.exe", "lampgpj.exe"),
        ("a\x00b\x1b[31mc\ufeff", "ab[31mc"),
        ("\ud800broken", "broken"),
        ("<b>bold</b>", "<b>bold</b>"),
        ("\x07\x08", ""),
    ],
)
def test_unseen_characters_are_taken_out_and_the_rest_stays(hostile: str, shown: str) -> None:
    assert plain(hostile) == shown


def test_long_text_is_cut() -> None:
    assert plain("x" * 1_000_000) == "x" * LONGEST_NAME
    assert plain("xyz", 2) == "xy"


@given(st.text())
def test_no_text_keeps_anything_unseen(text: str) -> None:
    shown = plain(text)

    assert len(shown) <= LONGEST_NAME
    assert not any(unicodedata.category(letter)[0] == "C" for letter in shown)
    assert plain(shown) == shown
