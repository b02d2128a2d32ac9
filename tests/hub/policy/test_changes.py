"""What a draft changes is told in sentences, and where it allows more it says so."""

import pytest

from hub.policy.changes import allows_more, changes
from tests.hub.policy.signed import BRIGHTER, HOUSE, TWO, root

MOTION = "agents: { hall-motion: { kind: motion_light, area: hall } }\n"


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        (*BRIGHTER, "Guardrail quiet-nights: `at_most` 20 % -> 40 % (this allows more)."),
        ("20 %", "10 %", "Guardrail quiet-nights: `at_most` 20 % -> 10 %."),
        (
            "[hall, bath], at",
            "[hall], at",
            "Guardrail quiet-nights: `areas` [hall, bath] -> [hall] (this allows more).",
        ),
        (
            "areas: [hall, bath], at",
            "at",
            "Guardrail quiet-nights: `areas` is gone, it was [hall, bath] (this may allow more).",
        ),
        (
            "purpose: Sleep",
            "between: [22:30, 06:30], purpose: Sleep",
            "Guardrail quiet-nights: `between` is new: [22:30, 06:30] (this may allow more).",
        ),
        ("Sleep", "Rest", "Guardrail quiet-nights: `purpose` Sleep -> Rest."),
        ("Sleep", "Rest well.", "Guardrail quiet-nights: `purpose` Sleep -> Rest well."),
        ("  ben: { name: Ben, role: adult }\n", "", "The person ben (Ben) is gone."),
        (
            "role: child",
            "role: owner",
            "Person leo: `role` child -> owner (this allows more).",
        ),
        ("role: adult", "role: guest", "Person ben: `role` adult -> guest."),
        (
            "areas:\n",
            "  eve: { role: owner }\nareas:\n",
            "New person eve (this allows more): { role: owner }.",
        ),
        ("[Bath lamp]", "[]", "Area bath: `devices` [Bath lamp] -> []."),
        ("Europe/Madrid", "Europe/Paris", "Home: `timezone` Europe/Madrid -> Europe/Paris."),
        (
            "areas:\n",
            MOTION + "areas:\n",
            "New agent hall-motion (this allows more): { kind: motion_light, area: hall }.",
        ),
    ],
)
def test_each_change_is_a_sentence(before: str, after: str, told: str) -> None:
    assert changes(root(HOUSE), root(HOUSE.replace(before, after))) == [told]


def test_a_guardrail_that_is_gone_allows_more() -> None:
    without = HOUSE.partition("guardrails:")[0]

    (told,) = changes(root(HOUSE), root(without))

    assert told == "The guardrail quiet-nights is gone (this allows more)."
    assert allows_more(told)


def test_to_ask_for_fewer_signatures_allows_more() -> None:
    fewer = TWO.replace(", two_signatures: [guardrails]", "")

    (told,) = changes(root(TWO), root(fewer))

    assert told == "Home: `two_signatures` is gone, it was [guardrails] (this allows more)."


@pytest.mark.parametrize(
    ("tier", "more"), [("shadow", False), ("act", True), ("nonsense", True), ("suggest", False)]
)
def test_an_agent_that_may_do_more_by_itself_is_told_so(tier: str, more: bool) -> None:
    before = root("agents: { helper: { tier: suggest } }\n")
    after = root(f"agents: {{ helper: {{ tier: {tier} }} }}\n")

    assert [allows_more(told) for told in changes(before, after)] == [more] * (tier != "suggest")


def test_what_is_written_in_another_way_is_no_change() -> None:
    again = "# a comment\n" + HOUSE.replace("Sleep", "'Sleep'").replace(": Ana", ': "Ana"')

    assert changes(root(HOUSE), root(again)) == []


def test_a_value_is_told_whole_on_one_readable_line_however_long_it_is() -> None:
    (told,) = changes(root("home: { name: A }\n"), root(f'home: {{ name: "{"x" * 500}\\e[2J" }}\n'))

    assert told.isprintable()
    assert "x" * 500 in told


@pytest.mark.parametrize(
    ("before", "after", "more"),
    [
        ("areas: [hall]", "areas: [hall, bath]", " (this allows more)"),
        ("areas: [hall, bath]", "areas: [hall]", ""),
        ("aspects: [power]", "aspects: [power, brightness]", " (this allows more)"),
        ("aspects: [power, brightness]", "aspects: [brightness]", ""),
        ("at_most: 20 %", "at_most: 60 %", " (this allows more)"),
        ("at_most: 60 %", "at_most: 20 %", ""),
        ("level: comfort", "level: event", " (this allows more)"),
        ("level: event", "level: schedule", ""),
        ("rate: 6", "rate: 60", " (this may allow more)"),
        ("lease: 5 min", "lease: 2 h", " (this may allow more)"),
        ("between: [07:00, 08:00]", "between: [07:00, 22:00]", " (this may allow more)"),
        ("purpose: Light", "purpose: Much light", ""),
    ],
)
def test_a_program_that_is_given_more_is_named_as_such(before: str, after: str, more: str) -> None:
    (told,) = changes(
        root(f"agents: {{ helper: {{ {before} }} }}\n"),
        root(f"agents: {{ helper: {{ {after} }} }}\n"),
    )

    assert told.startswith("Agent helper: `")
    assert told.endswith(f"{more}.")
    assert allows_more(told) is bool(more)


@pytest.mark.parametrize("limit", ["at_most: 20 %", "areas: [hall]", "level: comfort"])
def test_a_limit_of_a_program_that_comes_or_goes_may_allow_more(limit: str) -> None:
    without, within = (
        root("agents: { helper: { kind: outside } }\n"),
        root(f"agents: {{ helper: {{ kind: outside, {limit} }} }}\n"),
    )

    for before, after in ((without, within), (within, without)):
        (told,) = changes(before, after)
        assert told.endswith("(this may allow more).")
