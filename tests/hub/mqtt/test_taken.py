"""A message whose acknowledgement was lost acts once; one that only looks like it acts as well."""

from devices.message import Message
from hub.mqtt.taken import MOST_TAKEN, Taken

RELEASE = Message("homerule/override/house/set", b"release", qos=1)
FREEZE = Message("homerule/override/house/set", b"freeze", qos=1)


class Broker:
    """What the broker was told, by connection; none of it need have reached it."""

    def __init__(self) -> None:
        self.heard: list[str] = []

    def by(self, connection: str) -> None:
        self.heard.append(connection)


def test_what_is_sent_again_is_acknowledged_again_and_not_taken_again() -> None:
    taken, broker = Taken(), Broker()
    done = taken.take(RELEASE, 7, lambda: broker.by("first"), again=False)
    assert done is not None
    done()

    assert taken.take(RELEASE, 7, lambda: broker.by("second"), again=True) is None

    assert broker.heard == ["first", "second"]


def test_what_is_not_yet_done_is_acknowledged_by_the_newest_connection_when_it_is() -> None:
    taken, broker = Taken(), Broker()
    done = taken.take(RELEASE, 7, lambda: broker.by("first"), again=False)
    assert done is not None

    assert taken.take(RELEASE, 7, lambda: broker.by("second"), again=True) is None
    assert broker.heard == []
    done()

    assert broker.heard == ["second"]


def test_only_the_same_words_under_the_same_number_that_are_sent_again_are_the_same() -> None:
    taken, broker = Taken(), Broker()
    taken.take(RELEASE, 7, lambda: broker.by("first"), again=False)

    assert taken.take(RELEASE, 8, lambda: broker.by("other number"), again=True) is not None
    assert taken.take(RELEASE, 7, lambda: broker.by("new"), again=False) is not None
    assert taken.take(FREEZE, 7, lambda: broker.by("other words"), again=True) is not None


def test_what_the_broker_knows_of_is_forgotten_and_its_number_may_come_again() -> None:
    taken, broker = Taken(), Broker()
    done = taken.take(RELEASE, 7, lambda: broker.by("first"), again=False)
    assert done is not None
    done()
    taken.beats()
    taken.beaten()

    assert taken.take(RELEASE, 7, lambda: broker.by("new"), again=True) is not None


def test_a_heartbeat_that_left_before_we_acknowledged_shows_nothing() -> None:
    taken, broker = Taken(), Broker()
    done = taken.take(RELEASE, 7, lambda: broker.by("first"), again=False)
    assert done is not None
    taken.beats()
    done()
    taken.beaten()

    assert taken.take(RELEASE, 7, lambda: broker.by("second"), again=True) is None


def test_a_broker_that_forgot_the_session_is_believed() -> None:
    taken, broker = Taken(), Broker()
    taken.take(RELEASE, 7, lambda: broker.by("first"), again=False)

    taken.forget()

    assert taken.take(RELEASE, 7, lambda: broker.by("new"), again=True) is not None


def test_no_more_is_remembered_than_can_be_under_way() -> None:
    taken, broker = Taken(), Broker()
    for number in range(MOST_TAKEN + 1):
        taken.take(RELEASE, number, lambda: broker.by("first"), again=False)

    assert taken.take(RELEASE, 0, lambda: broker.by("new"), again=True) is not None
    assert taken.take(RELEASE, MOST_TAKEN, lambda: broker.by("again"), again=True) is None
