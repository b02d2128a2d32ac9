"""Why software cannot release a scope: a switch holds it by its position, and where that is."""

from rules.explain.names import Names
from rules.explain.people import scope_text
from rules.explain.phrases import listed, moment_text, sentence_of
from rules.house import House
from rules.people.engagements import fast_on
from rules.words.people import Scope
from rules.words.times import Moment


def held_fast(house: House, scope: Scope, now: Moment) -> str:
    """Return which switches hold exactly this scope and how that ends; empty where none does."""
    names = Names.of(house)
    fast = [(switch, house.people.switches[switch.id].since) for switch in fast_on(house, scope)]
    if not fast:
        return ""
    held = listed(
        f"{switch.title} since {moment_text(since, now, names.zone)}" for switch, since in fast
    )
    if len(fast) == 1:
        ends = fast[0][0].let_go
    else:
        ends = listed(switch.let_go.replace("it", switch.title, 1) for switch, _ in fast)
    what = f"{scope_text(scope, names)} is held by {held}"
    return sentence_of(f"{what}; that ends when {ends}, and not otherwise")
