"""All laws of the core."""

from typing import Any, Final

from tests.laws import contacts, narrowing, one_end, permission, sameness, strongest
from tests.laws.decoding import DECODING
from tests.laws.ends_only_lower import ENDS_ONLY_LOWER
from tests.laws.flips import FLIPS
from tests.laws.judged_again import JUDGED_AGAIN
from tests.laws.law import Law
from tests.laws.light_follows import LIGHT_FOLLOWS
from tests.laws.no_argument import NO_ARGUMENT, NOBODYS_HAND
from tests.laws.no_surprise_light import NO_SURPRISE_LIGHT
from tests.laws.patience import PATIENCE
from tests.laws.placed import PLACED
from tests.laws.supremacy import SUPREMACY
from tests.laws.things import HANDS_AT_THINGS, NOBODYS_THING

LAWS: Final[tuple[Law[Any], ...]] = (
    SUPREMACY,
    PLACED,
    NO_SURPRISE_LIGHT,
    ENDS_ONLY_LOWER,
    NO_ARGUMENT,
    NOBODYS_HAND,
    HANDS_AT_THINGS,
    NOBODYS_THING,
    PATIENCE,
    one_end.ONE_END,
    one_end.EVERY_QUESTION_ENDS,
    permission.PERMISSION,
    sameness.SAME_DECISIONS,
    sameness.ORDER,
    JUDGED_AGAIN,
    FLIPS,
    LIGHT_FOLLOWS,
    strongest.FORBID_BEATS_ALL,
    strongest.STRONGEST_DECIDES,
    narrowing.MORE_RULES,
    narrowing.LIMITS,
    narrowing.RULE_ORDER,
    strongest.BROKEN_RULES,
    DECODING,
    contacts.LATCHING,
    contacts.LOST_EDGES,
    contacts.BUTTON,
)
