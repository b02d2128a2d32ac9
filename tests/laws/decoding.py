"""No decoding raises: whatever is sent, a family makes something of it, or says that it cannot."""

from collections.abc import Sequence
from functools import cache
from typing import Final

from hypothesis import strategies as st

from devices import said
from devices.catalogue import families
from devices.homeassistant import announcement, routes
from devices.message import Message
from devices.simulated.demo import demo_house
from tests.devices.odd_messages import messages, payloads
from tests.laws.law import Law, Mutant

AS_REPORTED: Final = st.sampled_from(
    (b"", b"null", b"[]", b"NaN", b"{", b"\xff", b'{"state": 1e999}', b'{"brightness": [0]}')
)
OF_A_BOARD: Final = "shellies/shelly1-240AC4A1B2C3/info"


@cache
def announcements() -> tuple[Message, ...]:
    """Return what the devices of the demo house say of themselves."""
    return tuple(demo_house().announcements())


def topics() -> tuple[str, ...]:
    """Return where something is heard: announcements, and what is asked for because of them."""
    own = [name for family in families() for name in family.topics]
    heard = [name for message in announcements() for name in _subscribed(message)]
    return (
        *own,
        *dict.fromkeys(heard),
        *(message.topic for message in announcements()),
        OF_A_BOARD,
    )


@cache
def _subscribed(message: Message) -> tuple[str, ...]:
    return tuple(name for family in families() for name in family.heard(message).subscribe)


def nothing_raises(odd: Sequence[Message]) -> None:
    """Let every family hear the demo house, and then what is odd."""
    for family in families():
        for message in announcements():
            family.heard(message)
        for message in odd:
            try:
                family.heard(message)
                family.overheard(message)
                family.latest_only(message)
            except Exception as error:
                raise AssertionError(f"{family.name} raised at {message}: {error!r}") from error


odd_messages: Final = messages(topics()) | st.builds(
    Message, st.sampled_from(topics()), payloads | AS_REPORTED, retain=st.booleans()
)

DECODING: Final = Law(
    says="no family raises at anything that is sent",
    over=st.lists(odd_messages, min_size=1, max_size=8),
    holds=nothing_raises,
    kills=(
        Mutant(
            "a report is taken to be JSON",
            routes._parsed,
            "except ValueError as error:",
            "except KeyError as error:",
        ),
        Mutant(
            "a report is taken to be JSON on the short way",
            routes.Route.take,
            "except ValueError:",
            "except KeyError:",
        ),
        Mutant(
            "an announcement is taken to be one",
            announcement.read_part,
            "except ValueError as error:",
            "except KeyError as error:",
        ),
        Mutant(
            "what a board says is taken to be JSON",
            said.json_in,
            "except ValueError:",
            "except KeyError:",
        ),
        Mutant(
            "what a board says is taken to be text",
            said.text_in,
            "except UnicodeDecodeError:",
            "except KeyError:",
        ),
    ),
)
