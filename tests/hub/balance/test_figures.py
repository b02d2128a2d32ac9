"""The figures of the balance: for people, for Prometheus and for Home Assistant the same."""

import re

from hub.balance.exposition import exposition
from hub.balance.figures import MEANINGS, PEOPLE, SYSTEM, Meter, adults, figures, memory
from hub.balance.offered import announced_figures, figures_state
from hub.balance.shown import overruled, sentence, shown
from hub.topics import Topics
from rules.balance.day import Day, together
from rules.policy import Person, Policy, Role
from rules.words.ids import PersonId
from tests.houses import policy_of
from tests.hub.balance.samples import PULSE, WEEK, WEEK_BEFORE, busy

WHOLE = together(day for _, day in WEEK)
FIGURES = figures(WHOLE, 7, 2, PULSE)
VALUES = {one.meaning.id: one.value for one in FIGURES}


def test_each_side_has_its_figures() -> None:
    assert VALUES == {
        "people_share": 44,
        "planned_share": 5,
        "override_rate": 11,
        "prompts_a_day": 0.3,
        "taken_back": 0,
        "people_changes": 75,
        "agent_changes": 85,
        "sensor_to_light_p50": 48,
        "sensor_to_light_p95": 227,
        "messages_a_minute": 42.5,
        "devices_answering": 5,
        "devices_silent": 1,
        "memory": 61.2,
    }
    assert {one.side for one in MEANINGS} == {PEOPLE, SYSTEM}


def test_what_there_is_nothing_to_tell_from_is_not_a_nought() -> None:
    nothing = {one.meaning.id: one for one in figures(Day(), 1, 1, PULSE)}

    assert nothing["people_share"].value is None
    assert nothing["people_share"].words() == "nothing yet"
    assert nothing["agent_changes"].words() == "0"


def test_the_sentence_says_what_the_days_come_to() -> None:
    assert sentence(WHOLE, 7) == (
        "In the last 7 days people made 44 % of the changes. Their schedules made 8. "
        "Agents made 85, and people undid 9 of these."
    )
    assert sentence(Day(people=3), 1) == "Today people made 100 % of the changes. Agents made none."
    assert sentence(Day(), 30) == "In the last 30 days nothing was changed."


def test_agents_that_people_undid_are_named_the_most_undone_first() -> None:
    day = busy(0, 4, 1)
    day.agent("bath-motion").changed, day.agent("bath-motion").undone = 9, 3
    day.agent("quiet").changed = 7

    assert [one["words"] for one in overruled(day) if isinstance(one, dict)] == [
        "3 of 9 undone",
        "1 of 4 undone",
    ]


def test_while_it_is_still_counting_the_page_says_so() -> None:
    picture = shown(WEEK, WEEK_BEFORE, 2, PULSE, ready=False)

    assert "still counting" in str(picture["sentence"])


def test_prometheus_gets_basic_units_and_what_the_hub_counts() -> None:
    told = exposition(FIGURES, {"refused": 3, "last_refused": "x"}, WHOLE.outcomes, 61.7)

    samples = [line for line in told.splitlines() if not line.startswith("#")]
    assert "homerule_people_share_ratio 0.44" in samples
    assert "homerule_sensor_to_light_p95_seconds 0.227" in samples
    assert "homerule_memory_bytes 61200000" in samples
    assert 'homerule_decisions_today{outcome="denied"} 20' in samples
    assert "homerule_refused_total 3" in samples
    assert "homerule_up_seconds 62" in samples
    assert "last_refused" not in told


def test_each_line_for_prometheus_is_one_and_each_name_is_told_once() -> None:
    told = exposition(figures(Day(), 1, 1, PULSE), {}, {}, 0)

    form = r"(# HELP [a-z0-9_]+ .+|# TYPE [a-z0-9_]+ (gauge|counter)|[a-z0-9_]+ -?[0-9.e+-]+)"
    kinds = re.findall(r"^# TYPE (\S+)", told, flags=re.MULTILINE)
    assert all(re.fullmatch(form, line) for line in told.splitlines())
    assert len(kinds) == len(set(kinds))
    assert told.endswith("\n")


def test_home_assistant_is_offered_a_sensor_for_each_figure() -> None:
    announced = announced_figures(FIGURES, Topics(), "homeassistant")

    share = announced["homeassistant/sensor/homerule/balance-people-share/config"]
    state = figures_state(FIGURES)
    assert len(announced) == len(FIGURES)
    assert share["state_topic"] == "homerule/offered/balance"
    assert share["unit_of_measurement"] == "%"
    assert share["value_template"] == "{{ value_json.people_share }}"
    assert state["people_share"] == 44


def test_messages_a_minute_are_measured_over_some_seconds_at_least() -> None:
    now, events = 0.0, 0
    meter = Meter(lambda: events, lambda: now)

    now, events = 5.0, 100
    too_soon = meter.look()
    now, events = 30.0, 100
    first = meter.look()
    now, events = 35.0, 900
    same = meter.look()

    assert (too_soon, first, same) == (None, 200.0, 200.0)


def test_questions_are_shared_by_the_adults() -> None:
    family = policy_of(
        *(
            Person(id=PersonId(name), name=name, role=role)
            for name, role in (("Ana", Role.OWNER), ("Ben", Role.ADULT), ("Leo", Role.CHILD))
        )
    )

    assert adults(family) == 2
    assert adults(Policy()) == 1


def test_the_hub_knows_what_memory_it_holds() -> None:
    held = memory()

    assert held is not None
    assert 5 < held < 5000
