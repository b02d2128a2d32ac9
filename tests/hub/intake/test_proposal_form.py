"""The border for agents from outside: what can be read, one sentence for all else, never more."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.intake.forms import BadInput
from hub.intake.proposal_form import LONGEST_LEASE, event_of, read_proposal
from rules.house import House
from rules.words.events import Proposed
from rules.words.ids import AgentId, DeviceId
from rules.words.times import HOUR, MINUTE
from rules.words.values import BRIGHTNESS, COLOUR, FULL, POWER, Kelvin, Xy
from rules.words.wishes import Level, Mode, Then
from tests.houses import MONDAY_NOON, house_with, lamp, policy_of, room

HOUSE = house_with(policy_of(room("Hall", "Hall lamp")), lamp("Hall lamp"))
LAMP = {"device": "Hall lamp", "for": "10 min"}
ANY = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=6,
)
KEYS = (
    *("device", "power", "brightness", "percent", "colour_temp", "colour", "transition", "for"),
    *("until", "then", "mode", "level", "reason", "id", "expires", "tier", "agent"),
)
GOOD = {
    "device": st.just("hall-lamp"),
    "percent": st.integers(0, 100),
    "for": st.just("5 min"),
    "until": st.just("13:00"),
}
NEARLY = st.lists(st.sampled_from(KEYS), unique=True).flatmap(
    lambda keys: st.fixed_dictionaries({key: GOOD.get(key, ANY) | ANY for key in keys})
)


def read(payload: bytes | str | dict[str, object], house: House = HOUSE) -> Proposed:
    """Read a proposal of the agent `chatter` at noon."""
    text = json.dumps(payload) if isinstance(payload, dict) else payload
    body = text.encode() if isinstance(text, str) else text
    return event_of(read_proposal(body), AgentId("chatter"), house, MONDAY_NOON, 7)


def test_a_proposal_says_what_and_for_how_long() -> None:
    event = read({**LAMP, "percent": 40, "reason": "  it is\n dark\x1b ", "id": "a1"})

    assert event == Proposed(
        agent=AgentId("chatter"),
        device=DeviceId("hall-lamp"),
        values={POWER: True, BRIGHTNESS: 102},
        until=MONDAY_NOON + 10 * MINUTE,
        words="it is dark",
        ticket=7,
    )


def test_all_keys_are_read() -> None:
    event = read(
        {
            "device": "hw-hall-lamp",
            "power": "on",
            "brightness": 255,
            "colour": {"x": 0.4, "y": 0.3},
            "transition": 2,
            "until": "13:00",
            "then": "off",
            "level": "event",
            "expires": "2030-01-01 00:00",
        }
    )

    assert event.values == {POWER: True, BRIGHTNESS: FULL, COLOUR: Xy(0.4, 0.3)}
    assert (event.until, event.then) == (MONDAY_NOON + HOUR, Then.OFF)
    assert (event.level, event.transition) == (Level.EVENT, 2.0)


def test_an_adjustment_leaves_the_power_alone() -> None:
    event = read({**LAMP, "mode": "adjust", "percent": 40, "colour_temp": 2700})

    assert event.mode is Mode.ADJUST
    assert event.values == {BRIGHTNESS: 102, COLOUR: Kelvin(2700)}


@pytest.mark.parametrize(
    ("payload", "sentence"),
    [
        ("", "empty"),
        ("on", "not a JSON object: send for example"),
        ("[1]", "not a JSON object"),
        ("{", "not valid JSON"),
        (b"\xff", "not text"),
        ("{" + " " * 5000, "too long: 5001 bytes"),
        ("[" * 4000, "not a JSON object"),
        ('{"device": ' + "[" * 3000, "not valid JSON"),
        ({"power": "on", "for": "1 min"}, "`device` is missing"),
        ({**LAMP, "device": 3, "power": "on"}, "`device` must be the id or the name of a device"),
        ({**LAMP, "device": "attic", "power": "on"}, "there is no device `attic`"),
        (LAMP, "nothing to do"),
        ({"device": "hall-lamp", "power": "on"}, "every wish has an end"),
        ({**LAMP, "until": "13:00", "power": "on"}, "every wish has an end"),
        ({**LAMP, "for": "3 days", "power": "on"}, "within two days"),
        ({**LAMP, "for": -5, "power": "on"}, "`for` must be"),
        ({**LAMP, "for": 10**400, "power": "on"}, "`for` must be"),
        ({"device": "hall-lamp", "until": "2020-01-01", "power": "on"}, "end in the future"),
        ({**LAMP, "power": "toggle"}, "`power` must be"),
        ({**LAMP, "percent": 101}, "`percent` must be"),
        ({**LAMP, "brightness": "50"}, "`brightness` must be"),
        ('{"device": "hall-lamp", "for": 60, "brightness": 1e999}', "`brightness` must be"),
        ({**LAMP, "power": "on", "level": "person"}, "`level` must be `comfort`"),
        ({**LAMP, "power": "on", "then": "on"}, "`then` must be `off` or `keep`"),
        ({**LAMP, "power": "on", "reason": "x" * 201}, "`reason` must be a text of at most 200"),
        ({**LAMP, "power": "on", "id": "a b"}, "`id` must be 1 to 64 letters"),
        ({**LAMP, "power": "on", "id": "a\n"}, "`id` must be 1 to 64 letters"),
        ({**LAMP, "power": "on", "expires": "2020-01-01"}, "it had expired before it came"),
        ({**LAMP, "mode": "adjust", "power": "on"}, "may not switch it"),
        ({**LAMP, "mode": "adjust", "percent": 0}, "may not switch it"),
        ({**LAMP, "power": "on", "tier": "act"}, "unknown key `tier`"),
        ({**LAMP, "power": "on", "agent": "hall-motion"}, "unknown key `agent`"),
        ({**LAMP, "power": "on", "approved": True}, "unknown key `approved`"),
    ],
)
def test_what_cannot_be_taken_has_one_sentence(
    payload: bytes | str | dict[str, object], sentence: str
) -> None:
    with pytest.raises(BadInput) as refused:
        read(payload)

    assert sentence in str(refused.value)
    assert str(refused.value).isprintable()


@given(st.binary(max_size=200) | NEARLY.map(lambda said: json.dumps(said).encode()))
def test_whatever_comes_is_a_bounded_wish_or_a_sentence(payload: bytes) -> None:
    try:
        event = read(payload)
    except BadInput:
        return

    assert event.agent == "chatter"
    assert event.device in HOUSE.devices
    assert event.values
    assert MONDAY_NOON < event.until <= MONDAY_NOON + LONGEST_LEASE
    assert event.words.isprintable()
    assert event.level is not Level.PERSON
