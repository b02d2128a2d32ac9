"""What automation would have done, in a sentence."""

from dataclasses import replace

import pytest

from rules.explain import without_sentence
from rules.words.decisions import Decision, Outcome
from rules.words.ids import AgentId, GuardrailId
from rules.words.values import BRIGHTNESS, COLOUR, POWER, Kelvin, Values
from tests.rules.explain.reasons import (
    DELAYED,
    FORBADE,
    LAMP_NOT_ON,
    LIMITED,
    NOT_ADMITTED,
    OUTRANKED,
)
from tests.rules.explain.told import NAMES, decided

OFF: Values = {POWER: False}
LIT: Values = {POWER: True, BRIGHTNESS: 204}
DIM: Values = {POWER: True, BRIGHTNESS: 51}
WARM: Values = {COLOUR: Kelvin(2700)}
BOTH_LIMITS = "limited to 20 % by 'Quiet nights' and limited to 2700 K by 'Stairs'"
STAIRS = GuardrailId("stairs")


def circadian(decision: Decision) -> Decision:
    """Return a decision as one on the wish of another agent."""
    return replace(decision, proposal=replace(decision.proposal, agent=AgentId("circadian")))


@pytest.mark.parametrize(
    ("decision", "sentence"),
    [
        (decided(Outcome.ALLOWED), "Hall motion would have it at 80 % until 19:07."),
        (decided(Outcome.ALLOWED, wished=OFF), "Hall motion would have it off until 19:07."),
        (
            decided(Outcome.ALLOWED, wished={POWER: True}),
            "Hall motion would have it on until 19:07.",
        ),
        (
            decided(Outcome.LIMITED, LIMITED, given=DIM),
            "Hall motion would have it at 80 %, limited to 20 % by 'Quiet nights', until 19:07.",
        ),
        (
            decided(Outcome.LIMITED, replace(LIMITED, wanted=None), wished=OFF, given=DIM),
            "Hall motion would have it off, kept at 20 % by 'Quiet nights', until 19:07.",
        ),
        (
            decided(Outcome.LIMITED, replace(LIMITED, wanted=26, rule=STAIRS), given=DIM),
            "Hall motion would have it at 10 %, kept at 20 % by 'Stairs', until 19:07.",
        ),
        (
            decided(Outcome.LIMITED, replace(LIMITED, allowed=0), given=OFF),
            "Hall motion would have it at 80 %, kept off by 'Quiet nights', until 19:07.",
        ),
        (
            decided(
                Outcome.LIMITED,
                LIMITED,
                replace(
                    LIMITED, rule=STAIRS, aspect=COLOUR, wanted=Kelvin(5000), allowed=Kelvin(2700)
                ),
                given={**DIM, **WARM},
            ),
            f"Hall motion would have it at 80 %, 5000 K, {BOTH_LIMITS}, until 19:07.",
        ),
    ],
)
def test_a_wish_that_would_be_done_is_told_with_its_limits_and_its_end(
    decision: Decision, sentence: str
) -> None:
    assert without_sentence([decision], NAMES) == f"Without it {sentence}"


def test_of_two_that_share_a_lamp_each_is_told_with_its_own_share() -> None:
    outranked = replace(OUTRANKED, aspects=frozenset({POWER, BRIGHTNESS}))
    other = circadian(decided(Outcome.LIMITED, outranked, wished={**LIT, **WARM}))

    said = without_sentence([decided(Outcome.ALLOWED), other], NAMES)

    assert said == (
        "Without it Hall motion would have it at 80 % until 19:07 and "
        "Circadian would have it at 2700 K until 19:07."
    )


@pytest.mark.parametrize(
    ("decision", "why"),
    [
        (
            decided(Outcome.DENIED, LIMITED, FORBADE, given={}),
            f"'Quiet nights' {FORBADE.sentence} (Ana's rule)",
        ),
        (decided(Outcome.DENIED, NOT_ADMITTED, given={}), "the agent was not given this device"),
        (
            decided(Outcome.DEFERRED, DELAYED),
            f"'Quiet nights' {DELAYED.sentence} (Ana's rule), so it waits until 19:02:30",
        ),
        (
            decided(Outcome.DEFERRED, LAMP_NOT_ON),
            "it was off, and Hall motion only shapes a light that is on",
        ),
    ],
)
def test_where_none_would_be_done_the_first_tells_why(decision: Decision, why: str) -> None:
    others = [circadian(decided(Outcome.DEFERRED, OUTRANKED))]

    said = without_sentence([decision, *others], NAMES)

    assert said == f"Without it Hall motion would want it at 80 %, but {why}."


def test_where_nothing_is_wished_that_is_said() -> None:
    assert without_sentence([], NAMES) == (
        "Without it nothing automated would have a say at this moment."
    )
