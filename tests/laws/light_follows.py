"""Light follows people: after all that may have happened, the house still does its work."""

from typing import Final

from hypothesis import strategies as st

from rules import gate
from rules.claims import review
from rules.guardrails.pace import MinimumOnOff
from rules.words.times import HOUR
from rules.words.values import POWER
from tests.houses import ILLUMINANCE, OCCUPANCY
from tests.laws.histories import Answers, GoesAway, History, Manner, Reads, histories
from tests.laws.household import AGENTS, GUARDRAILS, HALL, circadian, household
from tests.laws.law import Law, Mutant
from tests.laws.life import Life
from tests.laws.telling import live, runs_out, tell


def light_follows_people(history: History) -> None:
    """Whatever happened: once everybody has let go, it is light for who comes, and dark after."""
    life = live(history)
    runs_out(life)
    for lamp in life.lamps.values():
        for act in (Answers(lamp.announcement.name, Manner.PROMPT), _back(lamp.announcement.name)):
            tell(life, act)
    tell(life, Reads("Hall motion", {OCCUPANCY: False, ILLUMINANCE: 10}))
    life.passes(3 * HOUR)

    tell(life, Reads("Hall motion", {OCCUPANCY: True}))
    life.passes(10.0)
    _all_are(life, on=True)

    tell(life, Reads("Hall motion", {OCCUPANCY: False}))
    life.passes(3 * HOUR)
    _all_are(life, on=False)


def _back(name: str) -> GoesAway:
    return GoesAway(name, back=True)


def _all_are(life: Life, *, on: bool) -> None:
    for ref in life.policy.areas[HALL].devices:
        lamp = next((x for x in life.lamps.values() if x.announcement.name == ref), None)
        if lamp is not None:
            assert lamp.state[POWER] is on, f"{ref} is {lamp.state}"


_hall_lights = [agent for agent in AGENTS[0] if HALL in agent.reaches().areas]


_follows = st.builds(
    lambda lights, others, rules: household([*lights, *others], rules, quiet=False),
    st.lists(st.sampled_from(_hall_lights), min_size=1, max_size=2),
    st.lists(st.just(circadian()), max_size=1),
    st.lists(st.sampled_from([r for r in GUARDRAILS if isinstance(r, MinimumOnOff)]), max_size=1),
)


LIGHT_FOLLOWS: Final = Law(
    says="once everybody has let go, light follows people again",
    over=histories(under=_follows),
    holds=light_follows_people,
    kills=(
        Mutant(
            "a delayed wish is forgotten when its lease was shorter",
            review.go_on,
            "replace(claim.proposal, until=claim.until)",
            "claim.proposal",
        ),
        Mutant(
            "nothing ends in off",
            review._switch_off,
            "    propose(",
            "    return\n    propose(",
        ),
        Mutant(
            "nothing automated ever leaves",
            gate.may_leave,
            'if not command.automated:\n        return ""',
            'if command.automated:\n        return "never"\n    if True:\n        return ""',
        ),
    ),
)
