"""What the judge of the broker kills lets pass, and what it does not."""

from dataclasses import replace

from proofs.outages.bridge import Told
from proofs.outages.judge import SWITCHED_WITHIN, UNHEARD, judge
from proofs.outages.life import Life, Outage
from proofs.outages.watched import AUTOMATED, FENCE, HEARD, RELEASE, TAKEN, Stamp

BEGAN, BACK, AFTER = 100.0, 103.0, 103.5
KILLED = Outage(False, BEGAN, turned=BEGAN, back=BACK, noticed=BEGAN + 0.1, usable=AFTER)
FROZEN = replace(KILLED, frozen=True)
TURNED = Stamp(FENCE, BEGAN + 0.05, "switch area/porch")
IN_TIME = Told(AFTER, "Hall lamp", 1, stored=False)


def wrong(outage: Outage, *stamps: Stamp, told: tuple[Told, ...] = ()) -> list[str]:
    """Return what was wrong in a life with this outage, in which the switch was turned."""
    return judge(Life(outages=[outage], told=list(told), stamps=[TURNED, *stamps])).wrong


def left(at: float, *, decided: float) -> Stamp:
    return Stamp(AUTOMATED, at, f"1 hall-lamp {decided}")


def test_what_is_decided_after_the_return_may_come() -> None:
    assert wrong(KILLED, left(BACK + 0.2, decided=BACK + 0.1), told=(IN_TIME,)) == []


def test_what_was_decided_before_the_return_may_not_come_after_it() -> None:
    found = wrong(KILLED, left(BACK + 0.2, decided=BEGAN + 1), told=(IN_TIME,))

    assert len(found) == 1
    assert "came after the broker was killed and had returned" in found[0]


def test_what_was_on_its_way_when_the_broker_froze_may_come_late_and_nothing_after() -> None:
    at_once, later = BEGAN + UNHEARD / 2, BEGAN + 2 * UNHEARD

    assert wrong(FROZEN, left(at_once, decided=BEGAN), told=(IN_TIME,)) == []
    assert "had stopped to answer" in wrong(FROZEN, left(later, decided=BEGAN), told=(IN_TIME,))[0]


def test_nobody_is_told_what_nobody_handed_over_or_what_was_stored() -> None:
    order = left(BACK + 0.2, decided=BACK + 0.1)

    assert "did not hand over" in wrong(KILLED, told=(IN_TIME,))[0]
    assert "had stored" in wrong(KILLED, order, told=(replace(IN_TIME, stored=True),))[0]


def test_nothing_automated_leaves_while_somebody_holds_its_lamp() -> None:
    order = left(BEGAN - 5, decided=BEGAN - 5)
    fence, release = (Stamp(kind, BEGAN - 6, "set house") for kind in (FENCE, RELEASE))

    assert "though somebody held it" in wrong(KILLED, fence, order)[0]
    assert wrong(KILLED, fence, replace(release, at=BEGAN - 5.5), order) == []


def test_a_word_that_was_taken_is_not_heard_again() -> None:
    heard, taken = Stamp(HEARD, BEGAN - 2, "deed"), Stamp(TAKEN, BEGAN - 1, "deed")

    assert "heard again" in wrong(KILLED, heard, taken, replace(heard, at=AFTER))[0]
    assert wrong(KILLED, heard, replace(heard, at=AFTER), replace(taken, at=AFTER)) == []


def test_what_takes_too_long_or_never_happens_is_wrong() -> None:
    slow = replace(FROZEN, noticed=BEGAN + 2.1, usable=BACK + 3.1)
    never = replace(FROZEN, noticed=None, usable=None, turned=BEGAN + SWITCHED_WITHIN)

    assert len(wrong(slow)) == 2
    assert len(wrong(never)) == 3
