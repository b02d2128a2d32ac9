"""Random cases for the arbiter: a lamp as it is, a wish, and a handful of the household's rules."""

from dataclasses import replace

from hypothesis import strategies as st

from rules.guardrail import Guardrail
from rules.words.ids import GuardrailId
from rules.words.values import BRIGHTNESS, COLOUR, POWER, Kelvin, Values
from tests.laws.household import GUARDRAILS
from tests.laws.promises import Case


def _named(rules: list[Guardrail]) -> tuple[Guardrail, ...]:
    return tuple(replace(rule, id=GuardrailId(f"{rule.name}-{n}")) for n, rule in enumerate(rules))


lamps: st.SearchStrategy[Values] = st.one_of(
    st.just({POWER: False, BRIGHTNESS: 120}),
    st.integers(1, 255).map(lambda level: {POWER: True, BRIGHTNESS: level}),
)
wishes: st.SearchStrategy[Values] = st.one_of(
    st.just({POWER: True}),
    st.just({POWER: False}),
    st.integers(1, 255).map(lambda level: {POWER: True, BRIGHTNESS: level}),
    st.integers(2000, 6000).map(lambda k: {POWER: True, BRIGHTNESS: 90, COLOUR: Kelvin(k)}),
)
cases: st.SearchStrategy[Case] = st.tuples(
    lamps, wishes, st.lists(st.sampled_from(GUARDRAILS), max_size=5).map(_named)
)
