"""What is said of people's acts, holds and freezes."""

from dataclasses import replace

import pytest

from rules.explain import author_text, freeze_sentence, hold_sentence, override_sentence
from rules.words.ids import ControlId
from rules.words.people import (
    AreaScope,
    DeviceScope,
    Freeze,
    HandKind,
    HouseScope,
    Override,
    Scope,
)
from rules.words.values import BRIGHTNESS, COLOUR, POWER, Aspect, Kelvin, Values
from rules.words.wishes import Author, Via
from tests.rules.explain.reasons import BENS_HOLD
from tests.rules.explain.told import ANA, KITCHEN, LAMP, NAMES, SOMEBODY, at


@pytest.mark.parametrize(
    ("author", "said"),
    [
        (ANA, "Ana over MQTT"),
        (Author(via=Via.WALL), "somebody by hand"),
        (Author(via=Via.CONTROL), "somebody with a button"),
        (Author(via=Via.CONTROL, control=ControlId("hall-button")), "somebody with Hall button"),
        (Author(via=Via.PAGE), "somebody on the page"),
        (Author(via=Via.CONSOLE), "somebody at the console"),
        (Author(via=Via.MQTT, says="Ana"), "somebody (says it is Ana) over MQTT"),
        (Author(via=Via.BREAKER), "the hub's breaker"),
        (Author(via=Via.MAINS), "somebody at a switch in its mains"),
        (Author(via=Via.CONTROLLER), "somebody with another controller"),
        (Author(via=Via.UNKNOWN), "somebody perhaps by hand"),
    ],
)
def test_an_author_is_who_acted_and_by_which_way(author: Author, said: str) -> None:
    assert author_text(author, NAMES) == said


@pytest.mark.parametrize("via", Via)
def test_there_are_words_for_every_way_to_the_house(via: Via) -> None:
    who = "the hub's breaker" if via is Via.BREAKER else "somebody"

    assert author_text(Author(via=via), NAMES).startswith(who)


@pytest.mark.parametrize(
    ("scope", "said"),
    [
        (HouseScope(), "the house"),
        (AreaScope(KITCHEN), "the kitchen"),
        (DeviceScope(LAMP), "Kitchen lamp"),
    ],
)
def test_a_freeze_names_its_scope_and_its_end(scope: Scope, said: str) -> None:
    latched = Freeze(scope=scope, by=ANA, since=at(18, 50))

    assert freeze_sentence(latched, NAMES) == (
        f"Ana froze {said} over MQTT at 18:50; frozen until somebody releases it."
    )
    assert freeze_sentence(replace(latched, until=at(20, 0)), NAMES) == (
        f"Ana froze {said} over MQTT at 18:50; frozen until 20:00."
    )


def test_an_end_on_another_day_names_the_day() -> None:
    freeze = Freeze(scope=HouseScope(), by=SOMEBODY, since=at(18, 50), until=at(7, 0, day=12))

    assert freeze_sentence(freeze, NAMES) == (
        "Somebody froze the house on the page at 18:50; frozen until 07:00 on 12 Nov."
    )


@pytest.mark.parametrize(
    ("values", "kind", "said"),
    [
        ({POWER: False}, HandKind.DOWN, "switched Kitchen lamp off"),
        ({POWER: True}, HandKind.UP, "switched Kitchen lamp on"),
        ({POWER: True, BRIGHTNESS: 51}, HandKind.DOWN, "dimmed Kitchen lamp to 20 %"),
        (
            {POWER: True, BRIGHTNESS: 204, COLOUR: Kelvin(2700)},
            HandKind.UP,
            "set Kitchen lamp to 80 %, 2700 K",
        ),
        ({Aspect("position"): 40}, HandKind.UP, "set Kitchen lamp to position 40"),
        ({}, HandKind.UP, "took Kitchen lamp over"),
    ],
)
def test_a_hold_says_what_the_hand_did(values: Values, kind: HandKind, said: str) -> None:
    hold = replace(BENS_HOLD, values=values, kind=kind, empty_for=None)

    assert hold_sentence(hold, NAMES) == f"Ben {said} by hand at 18:55; held until 02:55."


def test_a_hold_says_when_it_ends() -> None:
    at_least = replace(BENS_HOLD, at_least=1200.0)

    assert hold_sentence(BENS_HOLD, NAMES) == (
        "Ben switched Kitchen lamp off by hand at 18:55; held until the kitchen has been empty "
        "for 10 minutes, at most until 02:55."
    )
    assert hold_sentence(at_least, NAMES) == (
        "Ben switched Kitchen lamp off by hand at 18:55; held until the kitchen has been empty "
        "for 10 minutes, not before 19:15 and at most until 02:55."
    )


@pytest.mark.parametrize(
    ("scope", "values", "said"),
    [
        (HouseScope(), {POWER: False}, "switched the house off"),
        (AreaScope(KITCHEN), {POWER: True, BRIGHTNESS: 51}, "set the kitchen to 20 %"),
        (DeviceScope(LAMP), {POWER: True}, "switched Kitchen lamp on"),
    ],
)
def test_an_override_says_what_was_set_and_until_when(
    scope: Scope, values: Values, said: str
) -> None:
    latched = Override(scope=scope, values=values, by=ANA, since=at(18, 55))

    assert override_sentence(latched, NAMES) == (
        f"Ana {said} over MQTT at 18:55; held until somebody releases it."
    )
    assert hold_sentence(replace(latched, until=at(22, 0)), NAMES) == (
        f"Ana {said} over MQTT at 18:55; held until 22:00."
    )
