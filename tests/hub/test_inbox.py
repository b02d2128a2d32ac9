"""What waits for the house, in which order, and how a flood is bounded."""

import pytest

from devices.family import Heard
from devices.message import Message
from hub import inbox as limits
from hub.inbox import Inbox, PeopleItem
from rules.words.events import TimePassed
from tests.laws.law import Mutant, planted

FLOOD = 50_000
FAULTS = (
    Mutant(
        "reports queue instead of the latest value",
        Inbox.put_message,
        "waiting >= COALESCE_FROM and self._latest_only(message)",
        "False",
    ),
    Mutant(
        "the first value stands instead of the latest",
        Inbox.put_message,
        "self.coalesced += 1\n        self._latest[message.topic] = message\n",
        "self.coalesced += 1\n",
    ),
)


def is_state(message: Message) -> bool:
    return message.topic.startswith("state/")


@pytest.fixture
def inbox() -> Inbox:
    return Inbox(is_state)


def state(number: int, payload: bytes = b"") -> Message:
    return Message(f"state/{number}", payload)


def press(number: int) -> Message:
    return Message(f"press/{number}", b"single")


def taken(inbox: Inbox) -> list[Message | Heard]:
    """Take all that waits."""
    found: list[Message | Heard] = []
    while (message := inbox.next_message()) is not None:
        found.append(message)
    return found


def test_at_first_nothing_waits(inbox: Inbox) -> None:
    assert not inbox
    assert inbox.next_message() is None


@pytest.mark.parametrize("lane", ["people", "events", "messages"])
def test_it_knows_that_something_waits_whatever_it_is(inbox: Inbox, lane: str) -> None:
    match lane:
        case "people":
            inbox.people.append(PeopleItem(TimePassed()))
        case "events":
            inbox.events.append(TimePassed())
        case _:
            inbox.put_message(press(1))

    assert inbox


def test_messages_come_out_in_the_order_in_which_they_came(inbox: Inbox) -> None:
    messages = [state(1, b"on"), press(1), state(1, b"off"), state(2)]

    for message in messages:
        inbox.put_message(message)

    assert taken(inbox) == messages


def test_in_a_flood_of_each_state_the_newest_is_kept_and_every_press(inbox: Inbox) -> None:
    for number in range(limits.COALESCE_FROM):
        inbox.put_message(press(number))

    for payload in (b"1", b"2", b"3"):
        inbox.put_message(state(1, payload))
        inbox.put_message(press(0))

    assert taken(inbox)[limits.COALESCE_FROM :] == [press(0), press(0), press(0), state(1, b"3")]
    assert (inbox.coalesced, inbox.dropped) == (2, 0)


def test_a_newer_state_never_goes_before_an_older_one_of_its_topic(inbox: Inbox) -> None:
    for number in range(limits.COALESCE_FROM):
        inbox.put_message(press(number))
    inbox.put_message(state(1, b"older"))
    for _ in range(limits.COALESCE_FROM):
        inbox.next_message()

    inbox.put_message(state(1, b"newer"))

    assert [m.payload for m in taken(inbox) if isinstance(m, Message)][-1] == b"newer"


def test_when_too_much_waits_the_oldest_goes_and_is_counted(inbox: Inbox) -> None:
    for number in range(limits.MOST + 3):
        inbox.put_message(press(number))

    assert inbox.waiting() == limits.MOST
    assert inbox.next_message() == press(3)
    assert inbox.dropped == 3


def stays_bounded(inbox: Inbox) -> None:
    """Assert that a flood of reports takes no more room than there are topics."""
    for number in range(limits.COALESCE_FROM):
        inbox.put_message(press(number))

    for number in range(FLOOD):
        inbox.put_message(state(number % 10, str(number).encode()))

    newest = {int(m.payload) for m in taken(inbox)[-10:] if isinstance(m, Message) and m.payload}
    assert newest == {*range(FLOOD - 10, FLOOD)}
    assert inbox.coalesced == FLOOD - 10
    assert inbox.dropped == 0


def test_the_states_that_wait_are_bounded_by_their_topics(inbox: Inbox) -> None:
    stays_bounded(inbox)


@pytest.mark.parametrize("mutant", FAULTS, ids=lambda mutant: mutant.fault)
def test_a_fault_lets_a_flood_grow_or_old_values_stand(mutant: Mutant, inbox: Inbox) -> None:
    with planted(mutant), pytest.raises(AssertionError):
        stays_bounded(inbox)
