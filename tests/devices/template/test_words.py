"""Templates are taken apart as Jinja does it, and in half of the steps."""

import json
import sys
from collections.abc import Callable, Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jinja2 import TemplateSyntaxError
from jinja2.ext import loopcontrols
from jinja2.nodes import Template
from jinja2.sandbox import ImmutableSandboxedEnvironment

from devices.template.program import _JINJA, RefusedTemplateError, program
from devices.template.words import MOST_IN_A_TAG, MOST_WORDS, TooManyWordsError
from tests.devices.homeassistant.cases import entities

JINJA = ImmutableSandboxedEnvironment(extensions=[loopcontrols], optimized=False)
ODD = (
    "",
    "\n",
    "a\n",
    "a\r\nb\r",
    "{{ a }}\n\n",
    " {{- a -}} \n b",
    " {%- if a +%}  x {%- else -%} y {% endif %}",
    "x{# no }} #}y {#- gone -#} z",
    "{{ {'a': {'b': 1}}['a']['b'] }}",
    "{{ {'a': {'b': 1}} }}",
    "{{ 1 - -2 ** 3 // 4 % 5 ~ 'x' 'y' }}",
    "{{ 1.5e3 + 2E-1 + 1_000 + 0 + 0x1f }}",
    "{{ a.b.c[0].d['e'][1:2][::-1] }}",
    "{{ a.0.b }}",
    "{{ 'it\\'s' ~ \"\\u00e4\\n\" }}",
    "{{ a if b is not none and c not in d else e|f(1, g=2) }}",
    "{{ a != b, a <= b, a >= b, a == b, (a < b) > c }}",
    "{% for k, v in d.items() if v %}{{ loop.index }}{% else %}-{% endfor %}",
    "{% set ns.x = [1, (2,), {'a': none}] %}{{ ns.x }}",
    "{{ Büro }}",
)
WRONG = (
    "{{ a",
    "{{ a %}",
    "{% if a %}",
    "{# a",
    "{{ (a] }}",
    "{{ a) }}",
    "{{ 'a }}",
    "{{ a ? b }}",
    "{{ 1a }}",
    "{{ 08 }}",
    "{{ a +}}",
    "{{ ²x }}",
    "{{ '\\x4' }}",
    "{{ a b }}",
)


def announced() -> Iterator[str]:
    """Return the templates of all real products."""
    for entity in entities():
        for message in entity["discovery"]:
            yield from texts(json.loads(message["payload"]))


def texts(said: object) -> Iterator[str]:
    if isinstance(said, dict):
        for each in said.values():
            yield from texts(each)
    elif isinstance(said, list):
        for each in said:
            yield from texts(each)
    elif isinstance(said, str) and ("{{" in said or "{%" in said):
        yield said


REAL = sorted(set(announced()), key=len)


def parsed(parse: Callable[[str], Template], text: str) -> Template | None:
    try:
        return parse(text)
    except TemplateSyntaxError:
        return None


def test_the_templates_of_real_products_are_taken_apart_as_jinja_does_it() -> None:
    assert len(REAL) > 50
    assert [text for text in REAL if _JINJA.parse(text) != JINJA.parse(text)] == []


@pytest.mark.parametrize("text", ODD)
def test_so_is_all_else_that_the_language_has(text: str) -> None:
    assert _JINJA.parse(text) == JINJA.parse(text)


@pytest.mark.parametrize("text", WRONG)
def test_what_jinja_cannot_read_is_not_read(text: str) -> None:
    assert parsed(JINJA.parse, text) is None
    assert parsed(_JINJA.parse, text) is None


SIGNS = "{{ }} {% %} {# #} - + a if endif ' \" \\ 1 . ( ) [ ] { } | : , e not in is 0 _ ~ *"
PIECES = st.sampled_from([*SIGNS.split(), " ", "\n"])


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.lists(PIECES, max_size=14).map("".join))
def test_whatever_is_said_is_read_as_jinja_reads_it_or_not_at_all(text: str) -> None:
    try:
        ours = parsed(_JINJA.parse, text)
    except TooManyWordsError:
        return

    assert ours in (None, parsed(JINJA.parse, text))


@pytest.mark.parametrize(
    "text",
    [f"{{{{ {'a+' * MOST_IN_A_TAG}a }}}}", "{{ a }}" * MOST_WORDS, "{{ " + "- " * MOST_WORDS],
    ids=["one tag", "many tags", "no end"],
)
def test_what_has_too_many_words_is_refused(text: str) -> None:
    with pytest.raises(RefusedTemplateError, match=r"words|longer"):
        program(text)


def calls(act: Callable[[], object]) -> int:
    """Return how many functions are called: a busy machine calls no more of them."""
    count = 0

    def note(_frame: object, event: str, _arg: object) -> None:
        nonlocal count
        count += event in {"call", "c_call"}

    before = sys.getprofile()
    sys.setprofile(note)
    try:
        act()
    finally:
        sys.setprofile(before)
    return count


def test_the_longest_real_template_is_ready_in_fewer_steps_than_jinja_takes_to_read_it() -> None:
    longest = REAL[-1]
    program(longest)

    assert calls(lambda: program(longest)) < calls(lambda: JINJA.parse(longest))
