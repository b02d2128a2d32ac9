"""Plain paths are looked up by ourselves; what is more than a path is told from them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.homeassistant.template import MISSING, RAW, Path, find, plain_template, rendered


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("{{ value_json.state }}", ("state",)),
        ("{{value_json.a.b.c}}", ("a", "b", "c")),
        ('{{ value_json["a b"] }}', ("a b",)),
        ("{{ value_json['a']['b'] }}", ("a", "b")),
        ("{{ value_json.a[0]['b'] }}", ("a", 0, "b")),
        ("{{- value_json.ä -}}\n", ("ä",)),
        ("  {{ value_json [ 'a' ] }}", None),
        ("{{ value_json }}", ()),
        ('{{ value_json[""] }}', ("",)),
    ],
)
def test_a_plain_path_is_read(text: str, path: Path | None) -> None:
    found = plain_template(text)

    assert (found.path if found else None) == path
    assert found is None or not found.raw


@pytest.mark.parametrize("text", ["", "{{ value }}", "{{value}}"])
def test_the_payload_as_it_is(text: str) -> None:
    assert plain_template(text) == RAW


@pytest.mark.parametrize(
    "text",
    [
        "value_json.a",
        "{{ value_json.a | int }}",
        "{{ value_json.a }}{{ value_json.b }}",
        "{{ value_json.1a }}",
        "{{ value_json.a.get('b') }}",
        "{{ value[0] }}",
        "{{ values }}",
        "{{ value_json[99999] }}",
        "{{ value_json['a] }}",
        "{{ " + "value_json" + ".a" * 600 + " }}",
    ],
)
def test_more_than_a_plain_path_is_none(text: str) -> None:
    assert plain_template(text) is None


@given(st.text() | st.text(alphabet="{}[] .'\"valuejson_0").map(lambda text: "{{" + text + "}}"))
def test_no_text_makes_it_raise(text: str) -> None:
    plain_template(text)


@given(st.lists(st.text(alphabet="abc_ -/", max_size=5), max_size=4))
def test_a_path_in_brackets_finds_what_stands_there(keys: list[str]) -> None:
    said: object = "here"
    for key in reversed(keys):
        said = {key: said}
    found = plain_template("{{ value_json" + "".join(f'["{key}"]' for key in keys) + " }}")

    assert found is not None
    assert find(found.path, said) == "here"


@pytest.mark.parametrize(
    ("path", "said"),
    [
        (("a",), {}),
        (("a",), {"b": 1}),
        (("a",), [1]),
        (("a",), "a"),
        (("a",), None),
        (("a", "b"), {"a": None}),
        ((0,), {"0": 1}),
        ((3,), [1, 2, 3]),
        ((0,), "text"),
        (("items",), {"item": 1}),
    ],
)
def test_what_was_not_said_is_missing_and_not_a_null(path: Path, said: object) -> None:
    assert find(path, said) is MISSING


def test_values_are_rendered_as_home_assistant_does() -> None:
    told = [True, None, 1, 1.5, " ON "]
    assert [rendered(value) for value in told] == ["True", "None", "1", "1.5", "ON"]
