"""The guardrails looked at together: what never matters, contradicts itself or asks nobody."""

from pathlib import Path

import pytest

from tests.hub.policy.written import A_HOME, AFTER_A_HOME, taken

DOUBTS = [
    # it never does anything
    ("a: { kind: minimum_on_off }", "it never does anything: give it `min_on` or `min_off`"),
    (
        "a: { kind: brightness_ceiling, at_most: 100 % }",
        "it never does anything: no lamp is brighter than 100 %",
    ),
    (
        "a: { kind: light_floor, at_least: 0 % }",
        "it never does anything: no lamp is darker than 0 %",
    ),
    (
        "a: { kind: presence_required }",
        "it never does anything: nobody in `people` has `presence`",
    ),
    (
        "a: { kind: presence_required, people: [ana] }",
        "it never does anything: Ana may always be home, for want of `presence`",
    ),
    ("a: { kind: away }", "it never does anything: nobody in `people` has `presence`"),
    ("a: { kind: agent_grant, agents: [] }", "it never does anything: `agents` names none"),
    (
        "a: { kind: category_confirmation, sorts: [sensor, button] }",
        "it never does anything: a sensor or a button can be told nothing",
    ),
    # more than was meant
    (
        "a: { kind: quiet_hours, areas: [hall] }",
        "it holds at all hours: give it `between`, or the home `quiet_hours`",
    ),
    # what a circuit carries
    (
        "a: { kind: load_budget, at_most: 90, watts: { Sofa lamp: 60, Hall lamp: 30 } }",
        "it never does anything: all of it together comes to 90 W",
    ),
    (
        "a: { kind: load_budget, at_most: 90, watts: { Sofa lamp: 60, Hall lamp: 100 } }",
        "automation may never switch on Hall lamp: it is too much by itself",
    ),
    # one below the other
    (
        (
            "b: { kind: brightness_ceiling, at_most: 20 % }\n"
            "  a: { kind: brightness_ceiling, areas: [hall], at_most: 30 % }"
        ),
        "it never matters: `b` is as strict wherever it holds",
    ),
    (
        (
            "b: { kind: colour_ceiling, at_most: 2500 K, between: [22:00, 07:00] }\n"
            "  a: { kind: colour_ceiling, devices: [Hall lamp], at_most: 2700 K, "
            "between: [23:00, 06:00] }"
        ),
        "it never matters: `b` is as strict wherever it holds",
    ),
    (
        (
            "b: { kind: light_floor, areas: [hall], at_least: 20 % }\n"
            "  a: { kind: light_floor, devices: [Hall lamp], at_least: 10 % }"
        ),
        "it never matters: `b` is as strict wherever it holds",
    ),
    (
        "a: { kind: never_automate, areas: [hall] }\n  b: { kind: never_automate, areas: [hall] }",
        "it never matters: `a` is as strict wherever it holds",
    ),
    (
        (
            "b: { kind: never_automate, areas: [hall] }\n"
            "  a: { kind: maximum_on_time, areas: [hall], at_most: 1 h }"
        ),
        "it never matters: `b` is as strict wherever it holds",
    ),
    (
        (
            "b: { kind: colour_ceiling, at_most: 2500 K, between: [22:00, 07:00], days: [fri-sun] }"
            "\n  a: { kind: colour_ceiling, at_most: 2700 K, between: [23:00, 06:00], days: [sun] }"
        ),
        "it never matters: `b` is as strict wherever it holds",
    ),
    # nothing is left
    (
        (
            "b: { kind: brightness_ceiling, at_most: 20 %, between: [22:00, 06:00], days: [sun] }\n"
            "  a: { kind: light_floor, at_least: 30 %, between: [05:00, 07:00], days: [mon] }"
        ),
        "at least 30 % here, but `b` allows at most 20 %: where both hold, nothing is allowed",
    ),
    (
        (
            "b: { kind: interlock, devices: [Hall lamp], only_while: { Sofa lamp: on } }\n"
            "  a: { kind: interlock, areas: [hall], only_while: { Sofa lamp: off } }"
        ),
        (
            "Sofa lamp is off here, but `b` wants that Sofa lamp is on: where both hold, nothing "
            "can be on"
        ),
    ),
    (
        (
            "a: { kind: interlock, only_while: { Lux: { illuminance: below 10 }, lux: "
            "{ illuminance: above 20 } } }"
        ),
        (
            "lux has illuminance above 20 here, but `a` wants that Lux has illuminance below 10: "
            "where both hold, nothing can be on"
        ),
    ),
    (
        (
            "b: { kind: brightness_ceiling, areas: [hall], at_most: 10 % }\n"
            "  a: { kind: light_floor, devices: [Hall lamp], at_least: 20 % }"
        ),
        "at least 20 % here, but `b` allows at most 10 %: where both hold, nothing is allowed",
    ),
]


@pytest.mark.parametrize(("rules", "doubt"), DOUBTS)
def test_a_doubtful_guardrail_is_named_with_its_line(
    tmp_path: Path, rules: str, doubt: str
) -> None:
    household = taken(tmp_path, f"{A_HOME}guardrails:\n  {rules}\n")

    line = AFTER_A_HOME + rules.count("\n") + 1
    where = rules.splitlines()[-1].strip().split(":")[0]
    assert [str(warning) for warning in household.warnings] == [
        f"house.yaml:{line}: guardrails.{where}: {doubt}"
    ]


SOUND = [
    (
        "a: { kind: brightness_ceiling, at_most: 20 %, days: [mon-fri] }\n"
        "  b: { kind: light_floor, at_least: 30 %, days: [sat, sun] }"
    ),
    (
        "a: { kind: brightness_ceiling, at_most: 20 %, between: [22:00, 23:00], days: [fri] }\n"
        "  b: { kind: brightness_ceiling, at_most: 30 %, between: [22:00, 23:00] }"
    ),
    (
        "a: { kind: quiet_hours, between: [22:00, 23:00], except: { devices: [Hall lamp] } }\n"
        "  b: { kind: quiet_hours, areas: [hall], between: [22:00, 23:00] }"
    ),
    (
        "a: { kind: brightness_ceiling, areas: [hall], at_most: 20 % }\n"
        "  b: { kind: brightness_ceiling, areas: [living-room], at_most: 30 % }"
    ),
    (
        "a: { kind: brightness_ceiling, at_most: 20 %, between: [22:00, 06:00] }\n"
        "  b: { kind: brightness_ceiling, areas: [hall], at_most: 30 % }"
    ),
    (
        "a: { kind: brightness_ceiling, at_most: 20 %, between: [sunset, sunrise] }\n"
        "  b: { kind: brightness_ceiling, at_most: 30 %, between: [23:00, 01:00] }"
    ),
    (
        "a: { kind: change_budget, at_most: 3, within: 1 min }\n"
        "  b: { kind: change_budget, at_most: 30, within: 1 h }"
    ),
    (
        "a: { kind: protected_area, areas: [hall], aspects: [colour] }\n"
        "  b: { kind: maximum_on_time, areas: [hall], at_most: 1 h }"
    ),
    (
        "a: { kind: interlock, areas: [hall], only_while: { Lux: { illuminance: above 10 } } }\n"
        "  b: { kind: interlock, areas: [hall], only_while: { Lux: { illuminance: below 20 } } }"
    ),
    (
        "a: { kind: interlock, areas: [hall], only_while: { Sofa lamp: off } }\n"
        "  b: { kind: interlock, areas: [living-room], only_while: { Sofa lamp: on } }"
    ),
    (
        "a: { kind: load_budget, at_most: 100, watts: { Hall lamp: 60, Plug: 80 } }\n"
        "  b: { kind: load_budget, at_most: 90, watts: { Sofa lamp: 60, Fan: 60 } }"
    ),
    "a: { kind: trust_in_self, who: owner }",
]


@pytest.mark.parametrize("rules", SOUND)
def test_rules_that_all_matter_are_none_to_doubt(tmp_path: Path, rules: str) -> None:
    assert taken(tmp_path, f"{A_HOME}guardrails:\n  {rules}\n").warnings == ()


def test_who_is_asked_must_live_here(tmp_path: Path) -> None:
    home = A_HOME.replace("role: owner", "role: child")

    household = taken(tmp_path, f"{home}guardrails:\n  a: {{ kind: trust_in_self }}\n")

    assert [warning.text for warning in household.warnings] == [
        "it asks, but nobody in `people` is an adult: only the console could answer"
    ]


def test_quiet_hours_without_hours_are_those_of_the_home(tmp_path: Path) -> None:
    home = A_HOME.replace("home: {", "home: { quiet_hours: [22:30, 06:30],")

    household = taken(tmp_path, f"{home}guardrails:\n  a: {{ kind: quiet_hours }}\n")

    (rule,) = household.policy.guardrails.values()
    assert str(rule.between) == "22:30 to 06:30"
    assert household.warnings == ()


AGENTS = """\
agents:
  motion: { kind: motion_light, area: hall, brightness: 40 %, off_after: 2 min }
  film: { kind: recipe, when: { time: 20:00 }, then: { Sofa lamp: off, Fan: off } }
  robot:
    { kind: outside, owner: ana, tier: act, areas: [hall], aspects: [power], level: event }
"""


@pytest.mark.parametrize(
    ("rule", "doubt"),
    [
        (
            "agent_grant, agents: [motion, robot], only_areas: [living-room]",
            "Motion wishes for nothing of what is given here: it may do nothing",
        ),
        (
            "agent_grant, agents: [motion], only_devices: [Sofa lamp]",
            "Motion wishes for nothing of what is given here: it may do nothing",
        ),
        (
            "agent_grant, agents: [motion], aspects: [power]",
            (
                "each wish of Motion is about brightness too, which is not given here: "
                "it may do nothing"
            ),
        ),
        (
            "agent_refusal, agents: [motion], areas: [living-room]",
            "it never matters: Motion wishes for nothing in living-room",
        ),
    ],
)
def test_a_grant_that_never_meets_its_agent_is_named(tmp_path: Path, rule: str, doubt: str) -> None:
    household = taken(tmp_path, f"{A_HOME}{AGENTS}guardrails:\n  a: {{ kind: {rule} }}\n")

    assert doubt in [warning.text for warning in household.warnings]
    assert household.warnings[-1].where == "guardrails.a"


@pytest.mark.parametrize(
    "rule",
    [
        "agent_grant, agents: [motion, robot], only_areas: [hall]",
        "agent_grant, agents: [motion], only_devices: [Hall lamp]",
        # It may be in the hall: the file does not say where it is.
        "agent_grant, agents: [motion], only_devices: [Fan]",
        "agent_grant, agents: [motion], aspects: [power, brightness]",
        "agent_grant, agents: [film, robot], aspects: [power]",
        "agent_refusal, agents: [motion], areas: [hall]",
        "agent_refusal, agents: [film], devices: [Fan]",
        "agent_refusal, agents: [film], areas: [hall]",
        "agent_refusal, agents: [robot]",
    ],
)
def test_a_grant_that_meets_its_agent_is_none_to_doubt(tmp_path: Path, rule: str) -> None:
    household = taken(tmp_path, f"{A_HOME}{AGENTS}guardrails:\n  a: {{ kind: {rule} }}\n")

    assert [warning.text for warning in household.warnings if "guardrails" in warning.where] == []


def test_a_device_that_an_agent_moves_and_nobody_else_reaches_is_named(tmp_path: Path) -> None:
    agent = "agents:\n  a: { kind: schedule, lamps: [Fan, Sofa lamp], at: 07:00, set: on }\n"

    lonely = taken(tmp_path, f"{A_HOME}{agent}")
    bound = taken(
        tmp_path, f"{A_HOME}{agent}guardrails:\n  b: {{ kind: ramp_limit, at_least: 1 s }}\n"
    )

    assert [str(warning) for warning in lonely.warnings] == [
        (
            f"house.yaml:{AFTER_A_HOME + 1}: agents.a: no guardrail, control or scene reaches Fan, "
            "which it moves"
        )
    ]
    assert bound.warnings == ()
