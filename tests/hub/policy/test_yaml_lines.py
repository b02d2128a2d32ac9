"""YAML as a household writes it, and the traps that it must not fall into."""

import json
from contextlib import suppress

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from hub.policy import yaml_lines
from hub.policy.errors import Fault, Misread
from hub.policy.yaml_lines import LARGEST, Node, Row, Table, line_of, read_yaml
from tests.hub.policy.written import node


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("on", "on"),
        ("off", "off"),
        ("yes", "yes"),
        ("NO", "NO"),
        ("No", "No"),
        ("y", "y"),
        ("22:30", "22:30"),
        ("1:30:00", "1:30:00"),
        ("010", "010"),
        ("0x1F", "0x1F"),
        ("0o17", "0o17"),
        ("1_000", "1_000"),
        ("1e3", "1e3"),
        (".inf", ".inf"),
        (".nan", ".nan"),
        ("+5", "+5"),
        ("2027-03-31", "2027-03-31"),
        ("20 %", "20 %"),
        ("sunset + 15 min", "sunset + 15 min"),
        ("=", "="),
        ("True", "True"),
        ("99999999999999999999", "99999999999999999999"),
        ("5", 5),
        ("-3", -3),
        ("0", 0),
        ("40.42", 40.42),
        ("-3.70", -3.7),
        ("true", True),
        ("false", False),
        ("null", None),
        ("~", None),
        ('"5"', "5"),
        ("'true'", "true"),
        ('""', ""),
        ("|\n  two\n  lines\n", "two\nlines\n"),
    ],
)
def test_only_plain_numbers_true_false_and_nothing_are_not_text(written: str, read: Node) -> None:
    table = node(f"key: {written}\n")

    assert isinstance(table, Table)
    assert table["key"] == read
    assert type(table["key"]) is type(read)


def test_a_key_is_text_whatever_it_looks_like() -> None:
    assert node("on: 1\nNO: 2\n22: 3\ntrue: 4\n") == {"on": 1, "NO": 2, "22": 3, "true": 4}


def test_times_and_percentages_stay_text_between_brackets_too() -> None:
    assert node("{ a: [22:30, 06:30], b: 20 %, c: off }") == {
        "a": ["22:30", "06:30"],
        "b": "20 %",
        "c": "off",
    }


def test_every_key_and_every_entry_knows_its_line() -> None:
    root = node("a: 1\nb:\n  c:\n    - x\n    - { d: 1,\n        e: 2 }\n")

    found = {steps: line_of(root, Fault("", steps)) for steps in LINES}

    assert found == LINES


LINES = {
    (): 0,
    ("a",): 1,
    ("b",): 2,
    ("b", "c"): 3,
    ("b", "c", 1): 4,
    ("b", "c", 2): 5,
    ("b", "c", 2, "e"): 6,
    ("b", "missing"): 2,
    ("b", "c", 3): 3,
}


@pytest.mark.parametrize(
    ("text", "line", "sentence"),
    [
        ("a: 1\nb: 2\na: 3\n", 3, "set twice (first on line 1)"),
        ("a:\n  x: 1\n  'x': 2\n", 3, "set twice (first on line 2)"),
        ("a: &x 1\n", 1, "`&x` is not used here: leave it out"),
        ("a: 1\nb: *x\n", 2, "`*x` repeats another value: write it out"),
        ("a: &x [1]\nb: { <<: *x }\n", 1, "`&x` is not used here: leave it out"),
        (
            "a: !!python/object:os.system x\n",
            1,
            (
                "`tag:yaml.org,2002:python/object:os.system` is not used here: "
                "put a text with ! in quotes"
            ),
        ),
        ("a: !x y\n", 1, "`!x` is not used here: put a text with ! in quotes"),
        ("a: 1\n---\nb: 2\n", 2, "a second document begins here (`---`); one is enough"),
        ("? [a]\n: 1\n", 1, "a key must be plain text"),
        ('"": 1\n', 1, "a key must be plain text"),
        ("a:\n\tb: 1\n", 2, "a tab stands here; YAML wants spaces"),
        (
            "a: b: c\n",
            1,
            (
                "a colon that does not fit: check the indentation, "
                "or put a text with a colon in quotes"
            ),
        ),
        (
            "a:\n    b: 1\n  c: 2\n",
            3,
            "this does not fit into the group that began on line 1: check indentation and quotes",
        ),
        (
            "- a\nb: 1\n",
            2,
            "this does not fit into the list that began on line 1: check the indentation",
        ),
        (
            "a: [1, 2\nb: 3\n",
            2,
            "a bracket that was opened on line 1 is not closed, or a comma is missing",
        ),
        ("a: 'x\nb: 1\n", 3, "a quote that was opened on line 1 is not closed"),
        ("a: @x\n", 1, "a text that begins with this character needs quotes"),
        ("a: %x\n", 1, "a text that begins with this character needs quotes"),
        (
            'a: "\\q"\n',
            1,
            "an unknown escape in double quotes; single quotes take a \\ as it is",
        ),
        ("}\n", 1, "a bracket or sign where a value should be"),
        ("%FOO\n---\na: 1\n", 1, "a line that begins with % is not used here"),
        ("a: 1\nb: \x07\n", 2, "a character that is not text stands here"),
        ("[" * 40, 1, "too many groups inside each other"),
    ],
)
def test_what_is_no_use_to_a_household_is_refused_with_its_line(
    text: str, line: int, sentence: str
) -> None:
    with pytest.raises(Misread) as refused:
        node(text)

    fault = refused.value.faults[0]
    assert (fault.line, fault.text) == (line, sentence)


def test_all_that_is_wrong_before_a_broken_line_is_said_too() -> None:
    with pytest.raises(Misread) as refused:
        node("a: 1\na: 2\nb: *x\nc: [\n")

    assert [fault.line for fault in refused.value.faults] == [2, 3, 5]


def test_an_alias_bomb_is_refused_and_never_expanded() -> None:
    lines = ["a0: &a0 [x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 60)]

    with pytest.raises(Misread):
        node("\n".join(lines))


def test_a_file_that_is_too_large_is_not_even_parsed() -> None:
    with pytest.raises(Misread, match="too large"):
        read_yaml(b"#" * (LARGEST + 1))


def test_a_file_that_is_not_utf_8_is_refused_with_the_line() -> None:
    with pytest.raises(Misread) as refused:
        read_yaml(b"a: 1\nb: Caf\xe9\n")

    assert refused.value.faults == (Fault("not UTF-8 text: save it as UTF-8", line=2),)


def test_a_byte_order_mark_and_windows_line_ends_do_no_harm() -> None:
    assert read_yaml(b"\xef\xbb\xbfa: 1\r\nb: on\r\n") == {"a": 1, "b": "on"}


def test_nothing_but_comments_is_nothing() -> None:
    assert node("# nothing\n\n# here\n") is None


PLAIN_TREES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-999, 999)
    | st.text("abn oöfé:#'\"-%&*!|>[]{},?@`\\\n"),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.text("abc :#-'", min_size=1), inner, max_size=4)
    ),
    max_leaves=12,
)


@given(PLAIN_TREES)
def test_what_another_program_writes_as_json_is_read_as_it_was_meant(tree: object) -> None:
    assert node(json.dumps(tree)) == tree


@given(PLAIN_TREES)
def test_what_another_program_writes_as_yaml_is_read_as_it_was_meant(tree: object) -> None:
    assert node(yaml.safe_dump(tree, allow_unicode=True)) == tree


NEARLY_YAML = st.text("ab:-[]{}'\"|>#&*!%@\n\t 0", max_size=60)


@given(st.binary(max_size=200) | (st.text() | NEARLY_YAML).map(str.encode))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    with suppress(Misread):
        found = read_yaml(data)
        assert found is None or isinstance(found, str | int | float | Table | Row)


@pytest.mark.parametrize(
    "text",
    [
        "a: 1\na: 2\n",
        "a: [1, 2\nb: 3\n",
        "a:\n    b: 1\n  c: 2\n",
        "a: 'x\n",
        "a: b: c\n",
        "a: @x\n",
    ],
)
def test_without_the_c_parser_a_file_reads_the_same(
    text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(Misread) as quickly:
        node(text)

    monkeypatch.setattr(yaml_lines, "Parser", yaml.SafeLoader)

    with pytest.raises(Misread) as slowly:
        node(text)
    assert slowly.value.faults == quickly.value.faults
