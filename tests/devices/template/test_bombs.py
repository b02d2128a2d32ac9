"""No template holds the hub: each bomb is refused, or is over before anybody notices."""

import gc
import time
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from devices.homeassistant.template import MISSING, RefusedTemplateError, read_template
from devices.template.meter import LONGEST_TEXT
from devices.template.program import program
from tests.devices.template.bombs import BIG, BOMBS

AT_MOST = 0.005
TRIES = 12
"""The quickest of several counts: a busy machine makes each of them longer, none shorter."""


def seconds(act: Callable[[], object]) -> float:
    """Return how much of the processor an act takes."""
    best = 1.0
    gc.disable()
    for _ in range(TRIES):
        began = time.thread_time()
        act()
        best = min(best, time.thread_time() - began)
        if best < AT_MOST:
            break
    gc.enable()
    return best


def tried(text: str, said: object) -> object:
    """Read a template anew and render it; what is refused comes to MISSING."""
    try:
        program(text[:100_000])
    except ValueError:
        return MISSING
    return read_template(text).find(said, [])


@pytest.mark.parametrize("bomb", BOMBS, ids=range(len(BOMBS)))
def test_a_bomb_is_refused_or_is_over_at_once(bomb: str) -> None:
    read_template("{{ 'loaded' | upper }}")

    assert seconds(lambda: tried(bomb, BIG)) < AT_MOST


@pytest.mark.parametrize("bomb", BOMBS, ids=range(len(BOMBS)))
def test_a_bomb_makes_nothing_large_and_shows_nothing_of_the_hub(bomb: str) -> None:
    made = str(tried(bomb, BIG))

    assert len(made) <= 16 * LONGEST_TEXT
    assert not any(word in made for word in ("<class", "<function", "<bound", "<module", "/usr"))


def test_there_are_many_bombs() -> None:
    assert len(set(BOMBS)) >= 60


def test_what_is_refused_is_said_with_the_template_and_the_reason() -> None:
    with pytest.raises(RefusedTemplateError) as refusal:
        read_template("{% for x in range(10) %}{{ x }}{% endfor %}")

    assert str(refusal.value) == (
        "its template `{% for x in range(10) %}{{ x }}{% endfor %}` cannot be used: "
        "its function `range` is not one of those that may be used"
    )


def test_what_only_the_message_makes_large_is_said_when_it_comes() -> None:
    template = read_template("{% for row in value_json %}{{ row }}{% endfor %}")
    trouble: list[str] = []

    assert template.find(list(range(200)), trouble) != MISSING
    assert template.find(list(range(300)), trouble) is MISSING
    assert trouble == [
        (
            "its template `{% for row in value_json %}{{ row }}{% endfor %}`: "
            "it goes round more than 256 times"
        )
    ]


WORDS = """
{{ }} {% %} for x in endfor if endif set = value_json value .a [0] [ ] ( ) | join list map sort
'aaaa' 9 * ** ~ + % == is defined regex_findall '(a+)+' namespace tojson replace , : { } float
not and loop .index -
"""
PIECES = st.sampled_from(WORDS.split())


@settings(max_examples=150, deadline=None)
@given(
    st.lists(PIECES, max_size=60),
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=9),
        lambda inner: st.lists(inner) | st.dictionaries(st.sampled_from("abx"), inner),
        max_leaves=20,
    ),
)
def test_whatever_is_written_and_said_nothing_breaks(pieces: list[str], said: object) -> None:
    text = " ".join(pieces)

    for written in (text, "{{ " + text + " }}"):
        assert seconds(lambda: tried(written, said)) < AT_MOST  # noqa: B023  # called at once
