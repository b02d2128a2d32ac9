"""What is said of each decision, for every outcome with every reason."""

from dataclasses import replace

import pytest

from rules.explain import WrittenNames, headline, sentences
from rules.words.asks import Otherwise, RuleAsked
from rules.words.decisions import (
    LampNotOn,
    NeverRaised,
    Outcome,
    Outranked,
    Reason,
    RuleForbade,
    RuleLimited,
)
from rules.words.ids import AgentId, ControlId, GuardrailId
from rules.words.values import BRIGHTNESS, COLOUR, POWER, Aspect, Kelvin, Values
from rules.words.wishes import (
    Author,
    Level,
    SawPerson,
    SawPress,
    SawReading,
    SawTime,
    SawWindow,
    Trigger,
    Via,
)
from tests.rules.explain import reasons as why
from tests.rules.explain.told import LAMP, NAMES, QUIET, SENSOR, at, decided

DIM: Values = {POWER: True, BRIGHTNESS: 51}
MOTION = "Hall motion asked because Hall motion saw somebody at 19:02:07."
WANTED = "Nothing happened at 19:02: Hall motion wanted Kitchen lamp on at 80 %, but "
RECORDED = "Nobody had said yes to it yet: it is recorded, and without a yes nothing happens."
RECORDED_UNTIL = (
    "Nobody had said yes to it yet: it is recorded, and without a yes from an adult by 19:07 "
    "nothing happens."
)

CLAUSES: list[tuple[Reason, str]] = [
    (why.FROZEN, "Ana froze the house over MQTT at 18:50; frozen until somebody releases it"),
    (
        why.HELD,
        (
            "Ben switched it off by hand at 18:55; held until the kitchen has been empty for "
            "10 minutes, at most until 02:55"
        ),
    ),
    (
        why.FORBADE,
        (
            "'Quiet nights' lets nothing switch on or get brighter by itself from 18:30 to 06:30 "
            "(Ana's rule)"
        ),
    ),
    (why.LIMITED, "'Quiet nights' allows at most 20 % from 18:30 to 06:30 (Ana's rule)"),
    (
        why.DELAYED,
        (
            "'Quiet nights' leaves a device off for at least 1 minute (Ana's rule), so it waits "
            "until 19:02:30"
        ),
    ),
    (why.ASKED, "'Quiet nights' asks before switching more than 8 things (Ana's rule)"),
    (
        why.CAPPED,
        (
            "'Quiet nights' (Ana's rule) ends it at 20:02:07: it leaves nothing on for longer "
            "than 1 hour"
        ),
    ),
    (
        why.SLOWED,
        (
            "'Quiet nights' (Ana's rule) takes 2 seconds over it: it lets no light change "
            "quicker than 2 seconds"
        ),
    ),
    (why.SKIPPED, "'Quiet nights' broke and was left out: KeyError: 'sun'"),
    (why.OUTRANKED, "Evening goes first on brightness until 23:00: it keeps to the clock"),
    (
        why.QUARREL,
        "Hall motion and Evening turned it to and fro 4 times; both rest until 19:07",
    ),
    (
        why.BEING_JUDGED,
        (
            "it reported at 19:02:06 what nothing explains, and it is left alone until that is "
            "judged"
        ),
    ),
    (why.NOT_ADMITTED, "the agent was not given this device"),
    (why.LAMP_NOT_ON, "it was off, and Hall motion only shapes a light that is on"),
    (
        why.NEVER_RAISED,
        "that would switch it on, which only a fresh event or a person may do",
    ),
    (why.SUGGESTS, "Evening may only suggest"),
    (
        why.APPROVED,
        (
            "'Quiet nights' (Ana's rule) asks before switching more than 8 things: "
            "Ben by hand said yes to it"
        ),
    ),
    (why.ONLY_SHADOW, "Chatter is only watched: its wishes are recorded and never done"),
]
OF_DEEDS = [(reason, clause) for reason, clause in CLAUSES if reason is not why.ONLY_SHADOW]
"""A wish that is only watched reads otherwise, whatever was decided."""
WITH_REASON = pytest.mark.parametrize(
    ("reason", "clause"), OF_DEEDS, ids=[type(reason).__name__ for reason, _ in OF_DEEDS]
)


@pytest.mark.parametrize(
    ("outcome", "would"),
    [
        (Outcome.ALLOWED, "would have been allowed"),
        (Outcome.LIMITED, "would have been allowed as on at 80 %"),
        (Outcome.DEFERRED, "would have had to wait"),
        (Outcome.ASKED, "would have been asked about"),
        (Outcome.DENIED, "would have been refused"),
    ],
)
def test_a_watched_wish_says_that_nothing_happened_and_what_would_have(
    outcome: Outcome, would: str
) -> None:
    decision = decided(outcome, why.ONLY_SHADOW)

    assert headline(decision, NAMES) == (
        f"{WANTED.removesuffix(', but ')}; it is only watched, and that {would}."
    )
    assert sentences(decision, NAMES)[1] == (
        "Chatter is only watched: its wishes are recorded and never done."
    )


def test_the_table_below_knows_every_reason() -> None:
    assert [reason for reason, _ in CLAUSES] == list(why.ALL)


@WITH_REASON
def test_an_allowed_wish_says_what_happened_and_what_set_it_off(
    reason: Reason, clause: str
) -> None:
    said = headline(decided(Outcome.ALLOWED, reason), NAMES)

    what = "switched on" if reason is why.OUTRANKED else "switched on at 80 %"
    assert said == f"Kitchen lamp {what}. {MOTION}"
    assert clause not in said


def test_a_yes_to_less_says_what_was_asked_what_was_given_and_by_whom() -> None:
    decision = decided(Outcome.ALLOWED, replace(why.APPROVED, lowered_from=102), given=DIM)

    assert headline(decision, NAMES) == (
        f"Kitchen lamp switched on at 20 %, not 40 % as was asked: "
        f"Ben by hand said yes to less of it. {MOTION}"
    )
    assert sentences(decision, NAMES)[1] == (
        "'Quiet nights' (Ana's rule) asks before switching more than 8 things: "
        "Ben by hand said yes to less of it."
    )


@WITH_REASON
def test_a_limited_wish_says_what_happened_instead_and_why(reason: Reason, clause: str) -> None:
    said = headline(decided(Outcome.LIMITED, reason, given=DIM), NAMES)

    what = {RuleLimited: "switched on at 20 %, not 80 %", Outranked: "switched on"}
    happened = what.get(type(reason), "switched on at 20 %")
    assert said == f"Kitchen lamp {happened}: {clause}. {MOTION}"


@pytest.mark.parametrize("outcome", [Outcome.DEFERRED, Outcome.DENIED])
@WITH_REASON
def test_where_nothing_happened_that_is_said_and_why(
    outcome: Outcome, reason: Reason, clause: str
) -> None:
    assert headline(decided(outcome, reason, given={}), NAMES) == f"{WANTED}{clause}."


@WITH_REASON
def test_an_asked_wish_says_that_nothing_happens_without_a_yes(reason: Reason, clause: str) -> None:
    recorded = RECORDED_UNTIL if reason in (why.ASKED, why.SUGGESTS) else RECORDED

    assert headline(decided(Outcome.ASKED, reason), NAMES) == f"{WANTED}{clause}. {recorded}"


@pytest.mark.parametrize(
    ("outcome", "said"),
    [
        (Outcome.ALLOWED, f"Kitchen lamp switched on at 80 %. {MOTION}"),
        (Outcome.LIMITED, f"Kitchen lamp switched on at 80 %. {MOTION}"),
        (Outcome.DEFERRED, f"{WANTED[:-6]}."),
        (Outcome.DENIED, f"{WANTED[:-6]}."),
        (Outcome.ASKED, f"{WANTED[:-6]}. {RECORDED}"),
    ],
)
def test_a_decision_without_a_reason_still_reads_well(outcome: Outcome, said: str) -> None:
    assert headline(decided(outcome), NAMES) == said


def test_all_there_is_to_say_ends_with_what_set_it_off() -> None:
    decision = decided(Outcome.LIMITED, why.LIMITED, why.SKIPPED, given=DIM)

    assert sentences(decision, NAMES) == (
        (
            "Kitchen lamp switched on at 20 %, not 80 %: 'Quiet nights' allows at most 20 % from "
            "18:30 to 06:30 (Ana's rule)."
        ),
        (
            "'Quiet nights' (Ana's rule) allowed 20 %, not 80 %: it allows at most 20 % from 18:30 "
            "to 06:30, and it is 19:02."
        ),
        "'Quiet nights' broke and was left out: KeyError: 'sun'.",
        MOTION,
    )


@pytest.mark.parametrize(
    ("reason", "sentence"),
    [
        (why.FROZEN, "Ana froze the house over MQTT at 18:50; frozen until somebody releases it."),
        (
            why.HELD,
            (
                "Ben switched Kitchen lamp off by hand at 18:55; held until the kitchen has been "
                "empty for 10 minutes, at most until 02:55."
            ),
        ),
        (
            why.FORBADE,
            (
                "'Quiet nights' (Ana's rule) refuses: it lets nothing switch on or get brighter by "
                "itself from 18:30 to 06:30, and it is 19:02."
            ),
        ),
        (
            why.DELAYED,
            (
                "'Quiet nights' (Ana's rule) lets Kitchen lamp wait until 19:02:30: it leaves a "
                "device off for at least 1 minute, and it went off at 19:01:30."
            ),
        ),
        (
            why.ASKED,
            (
                "'Quiet nights' (Ana's rule) wants a yes from an adult by 19:07: it asks before "
                "switching more than 8 things."
            ),
        ),
        (why.OUTRANKED, "Evening goes first on brightness until 23:00: it keeps to the clock."),
        (
            why.QUARREL,
            (
                "Hall motion and Evening turned Kitchen lamp to and fro 4 times; both rest until "
                "19:07."
            ),
        ),
        (why.NOT_ADMITTED, "The wish was not admitted: the agent was not given this device."),
        (why.LAMP_NOT_ON, "Kitchen lamp was off, and Hall motion only shapes a light that is on."),
        (
            LampNotOn(power=None),
            (
                "Nobody knows whether Kitchen lamp is on, and Hall motion only shapes a light that "
                "is on."
            ),
        ),
        (
            why.NEVER_RAISED,
            "That would switch Kitchen lamp on, which only a fresh event or a person may do.",
        ),
        (
            why.ONLY_SHADOW,
            "Chatter is only watched: its wishes are recorded and never done.",
        ),
        (
            NeverRaised(BRIGHTNESS),
            "That would make Kitchen lamp brighter, which only a fresh event or a person may do.",
        ),
        (
            NeverRaised(Aspect("position")),
            (
                "That would raise the position of Kitchen lamp, which only a fresh event or a "
                "person may do."
            ),
        ),
        (
            RuleForbade(rule=QUIET, sentence="is for hands only", owner=""),
            "'Quiet nights' refuses: it is for hands only.",
        ),
        (
            RuleForbade(
                rule=QUIET, sentence="is for hands only", owner="ana", broken="KeyError: 1"
            ),
            "'Quiet nights' (Ana's rule) could not judge it and therefore refuses: KeyError: 1.",
        ),
    ],
)
def test_each_reason_is_a_sentence_with_what_was_observed(reason: Reason, sentence: str) -> None:
    assert sentences(decided(Outcome.DENIED, reason), NAMES)[1] == sentence


def test_a_rule_that_broke_says_so_in_the_headline() -> None:
    broken = RuleForbade(
        rule=QUIET, sentence="is for hands only", owner="ana", broken="KeyError: 1"
    )

    said = headline(decided(Outcome.DENIED, broken), NAMES)

    assert said == (
        f"{WANTED}'Quiet nights' (Ana's rule) could not judge it and therefore refuses: "
        "KeyError: 1."
    )


def test_two_rules_that_demand_the_opposite_are_both_named() -> None:
    opposite = "another rule demands the opposite"
    low = RuleForbade(
        rule=GuardrailId("safe-steps"),
        sentence="keeps at least 40 % of light",
        owner="ben",
        observed=opposite,
    )
    high = RuleForbade(rule=QUIET, sentence="allows at most 20 %", owner="ana", observed=opposite)

    said = sentences(decided(Outcome.DENIED, low, high), NAMES)

    assert said[:2] == (
        (
            f"{WANTED}'Safe steps' keeps at least 40 % of light (Ben's rule), and 'Quiet nights' "
            "allows at most 20 % (Ana's rule)."
        ),
        (
            "'Safe steps' (Ben's rule) refuses: it keeps at least 40 % of light, and another rule "
            "demands the opposite."
        ),
    )


def test_the_reason_that_decides_goes_into_the_headline_whatever_was_said_before_it() -> None:
    decision = decided(Outcome.DEFERRED, why.SKIPPED, why.OUTRANKED, why.HELD, why.FROZEN)

    assert headline(decision, NAMES) == f"{WANTED}{CLAUSES[0][1]}."


def test_what_was_left_out_is_told_last_where_no_reason_fits() -> None:
    decision = decided(Outcome.DENIED, why.SKIPPED, why.OUTRANKED)

    assert (
        headline(decision, NAMES) == f"{WANTED}{next(c for r, c in CLAUSES if r is why.OUTRANKED)}."
    )


def test_of_several_who_must_be_asked_the_strictest_and_the_first_deadline_count() -> None:
    stricter = RuleAsked(
        rule=GuardrailId("ovens"), sentence="asks first", owner="", who="owner", deadline=at(19, 9)
    )

    said = headline(decided(Outcome.ASKED, why.ASKED, stricter), NAMES)

    assert said == (
        f"{WANTED}'Quiet nights' asks before switching more than 8 things (Ana's rule), and "
        "'Ovens' asks first. Nobody had said yes to it yet: it is recorded, and without a yes "
        "from an owner by 19:07 nothing happens."
    )


def test_where_silence_may_have_it_done_that_is_said() -> None:
    asks = replace(why.ASKED, otherwise=Otherwise.DO_IT)

    assert headline(decided(Outcome.ASKED, asks), NAMES).endswith(
        "without a word from an adult by 19:07 it is done only where it switches off or dims."
    )


def limit(aspect: Aspect, wanted: bool | int | Kelvin | None, allowed: int | Kelvin) -> RuleLimited:
    return RuleLimited(
        rule=QUIET, sentence="says so", owner="", aspect=aspect, wanted=wanted, allowed=allowed
    )


@pytest.mark.parametrize(
    ("wished", "was", "given", "reasons", "said"),
    [
        (
            {POWER: False},
            {POWER: True, BRIGHTNESS: 204},
            {POWER: True, BRIGHTNESS: 26},
            (limit(BRIGHTNESS, None, 26),),
            "Kitchen lamp dimmed to 10 %, not off: 'Quiet nights' says so.",
        ),
        (
            {POWER: True, BRIGHTNESS: 204},
            {POWER: True, BRIGHTNESS: 204},
            {POWER: False},
            (limit(BRIGHTNESS, 204, 0),),
            "Kitchen lamp switched off, not 80 %: 'Quiet nights' says so.",
        ),
        (
            {COLOUR: Kelvin(4000)},
            {COLOUR: Kelvin(3000)},
            {COLOUR: Kelvin(2700)},
            (limit(COLOUR, Kelvin(4000), Kelvin(2700)),),
            "Kitchen lamp set to 2700 K, not 4000 K: 'Quiet nights' says so.",
        ),
        (
            {POWER: True, BRIGHTNESS: 204, COLOUR: Kelvin(4000)},
            {POWER: True, BRIGHTNESS: 100},
            {POWER: True, BRIGHTNESS: 51, COLOUR: Kelvin(2700)},
            (limit(BRIGHTNESS, 204, 51), limit(COLOUR, Kelvin(4000), Kelvin(2700))),
            (
                "Kitchen lamp dimmed to 20 %, 2700 K, not 80 % and 4000 K: 'Quiet nights' says so, "
                "and 'Quiet nights' says so."
            ),
        ),
        (
            {POWER: False},
            {POWER: True},
            {POWER: False},
            (why.OUTRANKED,),
            (
                "Kitchen lamp switched off: Evening goes first on brightness until 23:00: it keeps "
                "to the clock."
            ),
        ),
    ],
)
def test_what_was_wished_is_told_beside_what_was_given(
    wished: Values, was: Values, given: Values, reasons: tuple[Reason, ...], said: str
) -> None:
    decision = decided(Outcome.LIMITED, *reasons, wished=wished, was=was, given=given)

    assert sentences(decision, NAMES)[0] == said


def test_a_rule_that_left_no_light_at_all_says_off() -> None:
    decision = decided(Outcome.LIMITED, limit(BRIGHTNESS, 204, 0), given={POWER: False})

    assert sentences(decision, NAMES)[1] == "'Quiet nights' allowed off, not 80 %: it says so."


def test_an_outranked_wish_far_ahead_names_the_day() -> None:
    stays = Outranked(
        by=AgentId("evening"),
        level=Level.EVENT,
        until=at(23, 0, day=12),
        aspects=frozenset({COLOUR, POWER, BRIGHTNESS}),
    )

    said = sentences(decided(Outcome.DEFERRED, stays), NAMES)[1]

    assert said == (
        "Evening goes first on power, brightness and colour until 23:00 on 12 Nov: it answers to "
        "what happens."
    )


@pytest.mark.parametrize(
    ("level", "said"),
    [
        (Level.COMFORT, "it sees to comfort."),
        (Level.SCHEDULE, "it keeps to the clock."),
        (Level.EVENT, "it answers to what happens."),
        (Level.PERSON, "it speaks for a person."),
    ],
)
def test_why_another_agent_goes_first_is_told_without_the_word_level(
    level: Level, said: str
) -> None:
    first = replace(why.OUTRANKED, level=level)

    sentence = sentences(decided(Outcome.DEFERRED, first), NAMES)[1]

    assert sentence == f"Evening goes first on brightness until 23:00: {said}"


@pytest.mark.parametrize(
    ("trigger", "said"),
    [
        (SawReading(SENSOR, Aspect("motion"), True), "Hall motion saw somebody"),
        (SawReading(SENSOR, Aspect("presence"), False), "Hall motion saw nobody any more"),
        (SawReading(SENSOR, Aspect("occupancy"), None), "Hall motion reported occupancy unknown"),
        (SawReading(SENSOR, Aspect("contact"), True), "Hall motion reported contact yes"),
        (SawReading(SENSOR, Aspect("illuminance"), 12.5), "Hall motion reported illuminance 12.5"),
        (SawReading(LAMP, POWER, True), "Kitchen lamp went on"),
        (SawReading(LAMP, BRIGHTNESS, 51), "Kitchen lamp reported brightness 20 %"),
        (SawPress(LAMP, "double"), "Kitchen lamp was pressed (double)"),
        (SawTime("start"), "its time (start) came"),
        (
            SawPerson(Author(via=Via.CONTROL, control=ControlId("hall-button"))),
            "a person acted (somebody with Hall button)",
        ),
    ],
)
def test_what_set_it_off_is_named_with_its_time(trigger: Trigger, said: str) -> None:
    decision = decided(Outcome.ALLOWED, trigger=trigger)

    assert sentences(decision, NAMES)[-1] == f"Hall motion asked because {said} at 19:02:07."


def test_a_wish_that_was_judged_again_says_why() -> None:
    decision = decided(Outcome.ALLOWED, trigger=SawWindow("the hours of Quiet nights changed"))

    assert sentences(decision, NAMES)[-1] == (
        "Hall motion's wish was judged at 19:02:07 because the hours of Quiet nights changed."
    )


def test_a_wish_derived_again_after_a_start_says_that_it_switches_nothing() -> None:
    decision = decided(Outcome.ALLOWED, late=True, trigger=SawTime("start"))

    assert headline(decision, NAMES) == (
        "Hall motion's wish for Kitchen lamp on at 80 % lives again after a start, which switches "
        "nothing. Hall motion asked because its time (start) came at 19:02:07."
    )


def test_whose_name_ends_with_its_owner_has_a_wish_that_still_reads() -> None:
    class Foreign(WrittenNames):
        def agent(self, agent: AgentId) -> str:
            return f"{super().agent(agent)} (Ana's outside agent)"

    motion = AgentId("hall-motion")

    assert NAMES.wish_of(motion) == "Hall motion's wish"
    assert Foreign(NAMES.zone).wish_of(motion) == "the wish of Hall motion (Ana's outside agent)"


def test_unknown_names_fall_back_to_ids_and_times_to_utc() -> None:
    decision = decided(Outcome.DEFERRED, why.HELD)

    assert sentences(decision, WrittenNames()) == (
        (
            "Nothing happened at 18:02: Hall motion wanted kitchen-lamp on at 80 %, but ben "
            "switched it off by hand at 17:55; held until its area has been empty for 10 minutes, "
            "at most until 01:55."
        ),
        (
            "Ben switched kitchen-lamp off by hand at 17:55; held until its area has been empty "
            "for 10 minutes, at most until 01:55."
        ),
        "Hall motion asked because hall-motion saw somebody at 18:02:07.",
    )


def test_a_name_cannot_steer_a_terminal() -> None:
    names = WrittenNames(devices={LAMP: "Lamp\x1b[31m\n"})

    said = sentences(decided(Outcome.ALLOWED), names)[0]

    assert said == "Lamp [31m  switched on at 80 %."
