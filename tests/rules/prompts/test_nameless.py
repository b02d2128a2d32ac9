"""Who speaks over MQTT without anybody vouching for them: what they may answer."""

import pytest

from rules.policy import Home, Role
from rules.words.ids import GuardrailId
from rules.words.prompts import Answer
from rules.words.wishes import Author, Via
from tests.rules.asked import (
    ANA,
    ASKS,
    MOTION,
    AsksForSafety,
    answers,
    asking_hall,
    refusals,
    somebody_comes,
)

NAMELESS = Author(via=Via.MQTT)
SAFE = AsksForSafety(id=GuardrailId("safe"))


@pytest.mark.parametrize(
    ("nameless", "by", "comfort", "safety"),
    [
        (None, NAMELESS, True, False),
        (None, Author(via=Via.MQTT, says="Ana"), True, False),
        (None, ANA, True, True),
        (None, Author(via=Via.PAGE), True, True),
        (None, Author(via=Via.CONTROL), True, True),
        (Role.ADULT, NAMELESS, True, True),
        (Role.ADULT, Author(via=Via.MQTT, says="Kim"), False, False),
        (Role.GUEST, NAMELESS, False, False),
        (Role.GUEST, Author(via=Via.MQTT, says="Ana"), False, False),
        (Role.GUEST, ANA, True, True),
    ],
)
def test_what_is_asked_for_safety_is_answered_by_who_is_known_unless_the_household_says_so(
    nameless: Role | None, by: Author, comfort: bool, safety: bool
) -> None:
    for rule, counts in ((ASKS, comfort), (SAFE, safety)):
        story = asking_hall(MOTION, rule, home=Home(nameless=nameless))
        somebody_comes(story)

        answers(story, Answer.YES, by=by)

        assert bool(story.sent("Hall lamp")) is counts, (rule.id, refusals(story))


def test_an_owner_has_a_name() -> None:
    with pytest.raises(ValueError, match="an owner has a name"):
        Home(nameless=Role.OWNER)
