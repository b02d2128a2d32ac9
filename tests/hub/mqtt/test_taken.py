"""A message whose acknowledgement was lost acts once; one that only looks like it acts as well."""

from dataclasses import replace

from hub.mqtt.taken import MOST_TAKEN, Taken
from hub.word import Word

RELEASE = Word("homerule/override/house/set", b"release", qos=1, number=7)
FREEZE = Word("homerule/override/house/set", b"freeze", qos=1, number=7)


class Broker:
    """What the broker was told, by connection; none of it need have reached it."""

    def __init__(self) -> None:
        self.heard: list[str] = []

    def by(self, connection: str) -> None:
        self.heard.append(connection)


def nobody() -> None:
    pass


def test_what_is_sent_again_is_acknowledged_again_and_not_taken_again() -> None:
    taken, broker = Taken(), Broker()
    done = taken.take(RELEASE, lambda: broker.by("first"), again=False)
    assert done is not None
    done()

    assert taken.take(RELEASE, lambda: broker.by("second"), again=True) is None

    assert broker.heard == ["first", "second"]


def test_what_is_not_yet_done_is_acknowledged_by_the_newest_connection_when_it_is() -> None:
    taken, broker = Taken(), Broker()
    done = taken.take(RELEASE, lambda: broker.by("first"), again=False)
    assert done is not None

    assert taken.take(RELEASE, lambda: broker.by("second"), again=True) is None
    assert broker.heard == []
    done()

    assert broker.heard == ["second"]


def test_only_the_same_words_under_the_same_number_that_are_sent_again_are_the_same() -> None:
    taken, broker = Taken(), Broker()
    taken.take(RELEASE, lambda: broker.by("first"), again=False)

    assert (
        taken.take(replace(RELEASE, number=8), lambda: broker.by("other number"), again=True)
        is not None
    )
    assert taken.take(RELEASE, lambda: broker.by("new"), again=False) is not None
    assert taken.take(FREEZE, lambda: broker.by("other words"), again=True) is not None


def test_what_the_broker_knows_of_is_forgotten_and_its_number_may_come_again() -> None:
    taken, broker = Taken(), Broker()
    done = taken.take(RELEASE, lambda: broker.by("first"), again=False)
    assert done is not None
    done()
    taken.beats()
    taken.beaten()

    assert taken.take(RELEASE, lambda: broker.by("new"), again=True) is not None


def test_a_heartbeat_that_left_before_we_acknowledged_shows_nothing() -> None:
    taken, broker = Taken(), Broker()
    done = taken.take(RELEASE, lambda: broker.by("first"), again=False)
    assert done is not None
    taken.beats()
    done()
    taken.beaten()

    assert taken.take(RELEASE, lambda: broker.by("second"), again=True) is None


def test_a_broker_that_forgot_the_session_is_believed() -> None:
    taken, broker = Taken(), Broker()
    taken.take(RELEASE, lambda: broker.by("first"), again=False)

    taken.forget()

    assert taken.take(RELEASE, lambda: broker.by("new"), again=True) is not None


def test_no_more_is_remembered_than_can_be_under_way() -> None:
    taken, broker = Taken(), Broker()
    for number in range(MOST_TAKEN + 1):
        taken.take(replace(RELEASE, number=number), lambda: broker.by("first"), again=False)

    first, last = replace(RELEASE, number=0), replace(RELEASE, number=MOST_TAKEN)
    assert taken.take(first, lambda: broker.by("new"), again=True) is not None
    assert taken.take(last, lambda: broker.by("again"), again=True) is None


def test_what_an_earlier_life_took_is_acknowledged_and_not_taken_again() -> None:
    broker = Broker()
    taken = Taken({7: RELEASE.mark})

    assert taken.take(RELEASE, lambda: broker.by("this life"), again=True) is None

    assert broker.heard == ["this life"]


def test_of_an_earlier_life_too_only_the_same_words_that_are_sent_again_are_the_same() -> None:
    for number, said, again in ((7, RELEASE, False), (8, RELEASE, True), (7, FREEZE, True)):
        taken = Taken({7: RELEASE.mark})

        assert taken.take(replace(said, number=number), nobody, again=again) is not None


def test_who_writes_it_down_hears_which_numbers_are_free_for_other_words() -> None:
    free: list[int] = []
    taken = Taken({5: FREEZE.mark, 7: RELEASE.mark, 9: RELEASE.mark}, free.extend)

    taken.take(RELEASE, nobody, again=True)
    assert free == []
    taken.take(FREEZE, nobody, again=False)
    assert free == [7]
    taken.beats()
    taken.beaten()
    assert free == [7, 5, 9]
    taken.forget()
    assert free == [7, 5, 9, 7]
