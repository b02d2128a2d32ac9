"""What people send is understood, or answered with a sentence; nothing else."""

from contextlib import suppress
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from hub.intake.forms import BadInput
from hub.intake.wishes import OverrideRequest, Verb, Wish, parse_override, parse_wish
from rules.words.times import TimeOfDay
from rules.words.values import BRIGHTNESS, COLOUR, POWER, Kelvin, Xy
from tests.houses import MONDAY_NOON

MADRID = ZoneInfo("Europe/Madrid")
LIT_IN_PART = {POWER: True, BRIGHTNESS: 102}


@pytest.mark.parametrize(
    ("payload", "wish"),
    [
        (b"on", Wish(values={POWER: True})),
        (b" OFF\n", Wish(values={POWER: False})),
        (b"40 %", Wish(values=LIT_IN_PART)),
        (b"40%", Wish(values=LIT_IN_PART)),
        (b"2700 K", Wish(values={COLOUR: Kelvin(2700)})),
        (b"2700k", Wish(values={COLOUR: Kelvin(2700)})),
        (b'{"power": "on"}', Wish(values={POWER: True})),
        (b'{"power": false}', Wish(values={POWER: False})),
        (b'{"brightness": 102}', Wish(values=LIT_IN_PART)),
        (b'{"percent": 40, "power": "on"}', Wish(values=LIT_IN_PART)),
        (b'{"brightness": 0}', Wish(values={POWER: False})),
        (b'{"colour_temp": 2700}', Wish(values={COLOUR: Kelvin(2700)})),
        (b'{"colour": {"x": 0.5, "y": 0.4}}', Wish(values={COLOUR: Xy(0.5, 0.4)})),
        (
            b'{"power": "on", "transition": "2 s", "for": "1 h 30 min", "by": "Ana"}',
            Wish(values={POWER: True}, transition=2.0, seconds=5400.0, by="Ana"),
        ),
        (b'{"power": "on", "for": 90}', Wish(values={POWER: True}, seconds=90.0)),
    ],
)
def test_a_wish_is_understood_as_a_person_means_it(payload: bytes, wish: Wish) -> None:
    assert parse_wish(payload) == wish


@pytest.mark.parametrize(
    ("payload", "sentence"),
    [
        (b"", "empty"),
        (b"toggle", "cannot read `toggle`"),
        (b"140 %", "cannot read `140 %`"),
        (b"900 K", "cannot read `900 K`"),
        (b"20001 K", "cannot read `20001 K`"),
        (b"\xff", "not text"),
        (b"{", "not valid JSON"),
        (b"[]", "cannot read"),
        (b"{}", "nothing to do"),
        (b'{"power": null}', "nothing to do"),
        (b'{"power": "maybe"}', "`power` must be `on` or `off`, not `maybe`"),
        (b'{"brightness": 256}', "`brightness` must be a number from 0 to 255, not `256`"),
        (b'{"brightness": -1}', "`brightness` must be"),
        (b'{"power": "on", "for": 1' + b"0" * 400 + b"}", "`for` must be"),
        (b'{"power": "on", "transition": 1' + b"0" * 400 + b"}", "`transition` must be"),
        (b'{"brightness": NaN}', "`brightness` must be"),
        (b'{"brightness": 1e999}', "`brightness` must be"),
        (b'{"brightness": true}', "`brightness` must be"),
        (b'{"brightness": "100"}', "`brightness` must be"),
        (b'{"brightnes": 100}', "unknown key `brightnes`: known are power, brightness"),
        (b'{"brightness": 1, "percent": 1}', "not both"),
        (b'{"colour_temp": 2700, "colour": {"x": 0, "y": 0}}', "not both"),
        (b'{"power": "on", "brightness": 0}', "opposite things"),
        (b'{"power": "off", "percent": 10}', "opposite things"),
        (b'{"colour": {"x": 2, "y": 0}}', "`colour` must be an object such as"),
        (b'{"colour": {"x": 0.2, "y": 0.2, "z": 0}}', "`colour` must be an object such as"),
        (b'{"colour": "red"}', "`colour` must be an object such as"),
        (b'{"power": "on", "for": "soon"}', "`for` must be a length of time"),
        (b'{"power": "on", "for": -5}', "`for` must be a length of time"),
        (b'{"power": "on", "for": true}', "`for` must be a length of time"),
        (b'{"power": "on", "transition": "2 h"}', "`transition` must be a length of time"),
        (b'{"power": "on", "by": "' + b"x" * 65 + b'"}', "`by` must be a name"),
        (b"x" * 1_000_000, "too long: 1000000 bytes"),
        (b'{"a":' * 600 + b"1" + b"}" * 600, "not valid JSON"),
    ],
)
def test_a_bad_wish_is_answered_with_a_sentence(payload: bytes, sentence: str) -> None:
    with pytest.raises(BadInput) as problem:
        parse_wish(payload)

    assert sentence in str(problem.value)
    assert str(problem.value).isprintable()
    assert len(str(problem.value)) < 400


def test_all_that_is_wrong_with_a_wish_is_said_at_once() -> None:
    with pytest.raises(BadInput) as problem:
        parse_wish(b'{"power": "maybe", "brightness": 300}')

    assert "`power`" in str(problem.value)
    assert "`brightness`" in str(problem.value)


@pytest.mark.parametrize(
    ("payload", "request_"),
    [
        (b"freeze", OverrideRequest(verb=Verb.FREEZE)),
        (b"Release", OverrideRequest(verb=Verb.RELEASE)),
        (b"resume", OverrideRequest(verb=Verb.RESUME)),
        (b"off", OverrideRequest(verb=Verb.SET, values={POWER: False})),
        (b"40 %", OverrideRequest(verb=Verb.SET, values=LIT_IN_PART)),
        (b"set 40 %", OverrideRequest(verb=Verb.SET, values=LIT_IN_PART)),
        (b"set off", OverrideRequest(verb=Verb.SET, values={POWER: False})),
        (b'{"verb": "on"}', OverrideRequest(verb=Verb.SET, values={POWER: True})),
        (
            b'{"verb": "set", "value": "40 %", "for": "2 h", "by": "Ana"}',
            OverrideRequest(verb=Verb.SET, values=LIT_IN_PART, lasts=7200.0, by="Ana"),
        ),
        (
            b'{"verb": "set", "value": {"percent": 40}}',
            OverrideRequest(verb=Verb.SET, values=LIT_IN_PART),
        ),
        (
            b'{"verb": "freeze", "until": "23:00"}',
            OverrideRequest(verb=Verb.FREEZE, until=TimeOfDay(23 * 60)),
        ),
    ],
)
def test_an_override_is_understood(payload: bytes, request_: OverrideRequest) -> None:
    assert parse_override(payload) == request_


@pytest.mark.parametrize(
    ("payload", "sentence"),
    [
        (b"", "empty"),
        (b"stop", "`verb` must be `freeze`"),
        (b"{}", "`verb` is missing"),
        (b'{"verb": 3}', "`verb` must be"),
        (b'{"verb": "set"}', "`value` must be"),
        (b'{"verb": "set", "value": [1]}', "`value` must be"),
        (b'{"verb": "set", "value": {"percent": 300}}', "`percent` must be"),
        (b'{"verb": "freeze", "value": "on"}', "`value` belongs to the verb `set`"),
        (b'{"verb": "release", "for": 3}', "`release` has no end"),
        (b'{"verb": "freeze", "for": 3, "until": "23:00"}', "not both"),
        (b'{"verb": "freeze", "until": "soon"}', "`until` must be a time"),
    ],
)
def test_a_bad_override_is_answered_with_a_sentence(payload: bytes, sentence: str) -> None:
    with pytest.raises(BadInput, match=sentence):
        parse_override(payload)


@pytest.mark.parametrize(
    ("payload", "end"),
    [
        (b"freeze", None),
        (b'{"verb": "freeze", "for": "10 min"}', MONDAY_NOON + 600),
        # 12:00 UTC is 13:00 in Madrid in November.
        (b'{"verb": "freeze", "until": "14:30"}', MONDAY_NOON + 5400),
        (b'{"verb": "freeze", "until": "12:00"}', MONDAY_NOON + 23 * 3600),
        (b'{"verb": "freeze", "until": "2025-11-10 14:00"}', MONDAY_NOON + 3600),
        (b'{"verb": "freeze", "until": "2025-11-10T14:00:00+00:00"}', MONDAY_NOON + 7200),
    ],
)
def test_the_end_of_an_override_is_a_moment_at_home(payload: bytes, end: float | None) -> None:
    assert parse_override(payload).end(MONDAY_NOON, MADRID) == end


@pytest.mark.parametrize(
    ("now", "until", "end"),
    [
        # In Madrid it is 02:00 to 03:00 twice on this day: the first time with +02:00.
        ("02:20+02:00", "02:10", "02:10+01:00"),
        ("02:20+02:00", "02:30", "02:30+02:00"),
        ("02:20+01:00", "02:30", "02:30+01:00"),
        ("02:20+02:00", "2025-10-26 02:10", "02:10+01:00"),
        ("02:20+01:00", "2025-10-26 02:30", "02:30+01:00"),
        ("01:00+02:00", "02:30", "02:30+02:00"),
        ("01:00+02:00", "00:30", "2025-10-27T00:30+01:00"),
        ("02:20+01:00", "02:10", "2025-10-27T02:10+01:00"),
        # In spring no clock shows 02:30: what is meant comes after the gap.
        ("2025-03-30T01:40+01:00", "02:30", "2025-03-30T03:30+02:00"),
        ("2025-03-30T03:40+02:00", "02:30", "2025-03-31T02:30+02:00"),
    ],
)
def test_an_end_that_the_clock_shows_twice_is_the_first_to_come(
    now: str, until: str, end: str
) -> None:
    begun, over = (
        datetime.fromisoformat(at if "T" in at else f"2025-10-26T{at}") for at in (now, end)
    )
    request = parse_override(b'{"verb": "freeze", "until": "%b"}' % until.encode())

    assert request.end(begun.timestamp(), MADRID) == over.timestamp()


@pytest.mark.parametrize("until", ["2025-11-10 12:00", "2027-01-01 00:00", "0001-01-01"])
def test_an_end_that_is_past_or_far_away_is_refused(until: str) -> None:
    request = parse_override(b'{"verb": "freeze", "until": "%b"}' % until.encode())

    with pytest.raises(BadInput, match="`until` must lie in the future"):
        request.end(MONDAY_NOON, MADRID)


@given(
    st.binary(max_size=200) | st.text(max_size=100).map(lambda text: text.encode(errors="replace"))
)
@example(b'{"until": "", "verb": "freeze"}')
def test_whatever_comes_is_a_wish_or_bad_input(payload: bytes) -> None:
    for parse in (parse_wish, parse_override):
        with suppress(BadInput):
            parse(payload)
