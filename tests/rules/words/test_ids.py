"""The ids that are made of names, and which names mean the same."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.words.ids import LONGEST_SLUG, slug


@pytest.mark.parametrize(
    ("name", "id_"),
    [
        ("Hall lamp", "hall-lamp"),
        ("  Hall -- lamp! ", "hall-lamp"),
        ("Büro", "buro"),
        ("Straße", "strasse"),
        ("Køkken", "kokken"),
        ("№ 5", "no-5"),
        ("Hall 💡", "hall"),
        ("☎\ufe0f 1\ufe0f\u20e3", "1"),
        ("+++", "unnamed"),
        ("", "unnamed"),
        ("\ud800", "unnamed"),
    ],
)
def test_an_id_is_made_of_the_plain_form_of_a_name(name: str, id_: str) -> None:
    assert slug(name) == id_


@pytest.mark.parametrize(
    "names",
    [
        ("Спальня", "Гостиная"),
        ("客厅", "卧室"),
        ("Зал 1", "Кухня 1"),
        ("Зал 1", "1"),
        ("कि", "का"),
        ("a" * 80 + "客", "a" * 80 + "卧"),
    ],
)
def test_names_that_differ_by_letters_of_another_script_are_two(names: tuple[str, str]) -> None:
    one, other = names

    assert slug(one) != slug(other)
    assert slug(one) == slug(one.upper())


@given(st.text(max_size=100))
def test_whatever_the_name_the_id_is_one_and_its_own(name: str) -> None:
    id_ = slug(name)

    assert 0 < len(id_) <= LONGEST_SLUG
    assert set(id_) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
    assert not id_.startswith("-")
    assert not id_.endswith("-")
    assert slug(id_) == id_
