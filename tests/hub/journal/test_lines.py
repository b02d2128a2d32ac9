"""What is written can be read again, whatever it holds."""

import json
from dataclasses import replace
from math import inf, nan

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hub.journal.lines import BODIES, STANDING, read_body, read_standing, write_line
from rules.words.decisions import RuleForbade
from rules.words.effects import Standing
from rules.words.ids import GuardrailId
from rules.words.people import Freeze, HouseScope
from rules.words.records import Body, Decided, HoldBegan, Noted
from rules.words.values import POWER, Aspect
from tests.hub.journal.anything import anything
from tests.hub.journal.samples import ANA, HOLD, NOON, decided


@pytest.mark.parametrize("kind", BODIES)
@settings(max_examples=20, deadline=None)
@given(data=st.data())
def test_every_kind_of_record_comes_back_as_it_was_written(kind: str, data: st.DataObject) -> None:
    body: Body = data.draw(anything(BODIES[kind]))

    line = write_line(body)

    back = read_body(kind, line)
    assert back == body
    # `True == 1 == 1.0`, but on the wire they are different things.
    assert write_line(back) == line


@pytest.mark.parametrize("kind", STANDING)
@settings(max_examples=20, deadline=None)
@given(data=st.data())
def test_everything_that_stands_comes_back_as_it_was_kept(kind: str, data: st.DataObject) -> None:
    thing: Standing = data.draw(anything(STANDING[kind]))

    line = write_line(thing)

    back = read_standing(kind, line)
    assert back == thing
    assert write_line(back) == line


def test_a_freeze_without_end_comes_back_as_a_latched_one_and_the_line_stays_plain() -> None:
    freeze = Freeze(scope=HouseScope(), by=ANA, since=NOON, until=inf)

    line = write_line(freeze)

    json.loads(line, parse_constant=pytest.fail)
    assert read_standing("Freeze", line) == replace(freeze, until=None)


def test_a_reading_that_is_no_number_breaks_no_line() -> None:
    body = HoldBegan(hold=HOLD, was={POWER: True, Aspect("illuminance"): nan})

    line = write_line(body)

    json.loads(line, parse_constant=pytest.fail)
    assert isinstance(read_body("HoldBegan", line), HoldBegan)


def test_half_a_surrogate_pair_in_a_name_breaks_no_line() -> None:
    line = write_line(Noted(text='a lamp named "\ud83d"'))

    assert read_body("Noted", line) == Noted(text='a lamp named "?"')


def test_a_line_break_in_a_name_does_not_break_the_line() -> None:
    assert "\n" not in write_line(Noted(text="a lamp\nnamed so"))


@pytest.mark.parametrize("line", ["", "{", "{}", "null", '{"text": 5}'])
def test_a_line_that_says_nothing_is_a_value_error(line: str) -> None:
    with pytest.raises(ValueError, match="Noted"):
        read_body("Noted", line)


def test_a_kind_that_is_not_known_is_a_value_error() -> None:
    with pytest.raises(ValueError, match="not a kind of record: Dreamt"):
        read_body("Dreamt", "{}")
    with pytest.raises(ValueError, match="not a kind of standing thing: Dream"):
        read_standing("Dream", "{}")


def test_a_line_from_before_a_field_was_there_is_read_with_what_that_field_is_by_default() -> None:
    reason = RuleForbade(rule=GuardrailId("quiet"), sentence="nothing at night", owner="")
    taken = decided(1).decision
    line = write_line(Decided(decision=replace(taken, reasons=(reason,))))
    said = json.loads(line)
    del said["decision"]["reasons"][0]["broken"]

    back = read_body("Decided", json.dumps(said))

    assert isinstance(back, Decided)
    assert back.decision.reasons == (reason,)
