"""The short form of the model: the protocol holds in every interleaving, and no fault survives."""

import re
from pathlib import Path

import pytest

from proofs.model.proof import Report, Row, prove
from proofs.model.variants import FAULTS, FULL, SMALL, Property, Situation, Variant, faulty
from proofs.model.verifier import MODEL, NotVerified, read, story

ROOT = Path(__file__).parents[2]
README = ROOT / "proofs" / "README.md"

HEAD = """
Full statespace search for:
	never claim         	- (none specified)
	assertion violations	+
	cycle checks       	- (disabled by -DSAFETY)
	invalid end states	+
"""
TAIL = "   44633 states, stored\n"


@pytest.fixture(scope="module")
def report() -> Report:
    return prove(full=False, workers=2)


def row(report: Report, name: str) -> Row:
    return next(row for row in report.rows if row.variant.name == name)


def test_the_protocol_holds_in_every_interleaving(report: Report) -> None:
    assert report.protocol.found.broken == frozenset(), report.text()
    assert report.protocol.found.states > 100_000


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_breaks_the_property_that_is_there_for_it(report: Report, fault: str) -> None:
    words, breaks = FAULTS[fault]

    assert breaks in row(report, words).found.broken


def test_the_properties_are_looked_at_in_every_situation_that_matters(report: Report) -> None:
    reached = row(report, "every situation is reached").found.reached

    assert reached == frozenset(Situation)


def test_all_together_is_what_the_runner_says(report: Report) -> None:
    assert report.holds, report.text()
    assert "WRONG" not in report.text()


def test_every_property_has_a_fault_that_breaks_it() -> None:
    assert {breaks for _, breaks in FAULTS.values()} == set(Property)


def test_every_fault_that_the_model_knows_is_tried() -> None:
    section = MODEL.read_text().split("/* --- faults")[1].split("/* ---")[0]
    known = set(re.findall(r"^#define (\w+) 0$", section, re.MULTILINE))

    assert known == FAULTS.keys()


def test_a_fault_has_no_more_room_than_the_protocol_was_looked_at_in() -> None:
    given = re.findall(r"^#define (\w+) (\d+)", MODEL.read_text(), re.MULTILINE)
    small = {**{name: int(most) for name, most in given}, **SMALL}

    for fault in FAULTS:
        assert all(most <= small[bound] for bound, most in faulty(fault).size.items()), fault
    assert all(most >= small[bound] for bound, most in FULL.items())


def test_a_fault_that_survives_is_wrong_and_so_is_a_protocol_that_breaks() -> None:
    nothing, something = (
        read(HEAD + TAIL),
        read("pan:1: assertion violated P3_shown\n" + HEAD + TAIL),
    )

    assert not Row(faulty("NO_LAST_WORD"), nothing).as_it_should
    assert Row(faulty("NO_LAST_WORD"), something).as_it_should
    assert not Row(faulty("NO_FENCE"), something).as_it_should
    assert not Row(Variant(name="the protocol"), something).as_it_should


def test_a_stuck_end_is_a_deadlock() -> None:
    found = read("pan:1: invalid end state (at depth 41)\n" + HEAD + TAIL)

    assert found.broken == {Property.NO_DEADLOCK}


@pytest.mark.parametrize(
    "output",
    [
        "",
        HEAD,
        HEAD + "        0 states, stored\n",
        HEAD.replace("violations	+", "violations	- (disabled by -A flag)") + TAIL,
        HEAD.replace("end states	+", "end states	- (disabled by -E flag)") + TAIL,
        "error: max search depth too small\n" + HEAD + TAIL,
        "pan: reached -DMEMLIM bound\n" + HEAD + TAIL,
        "Warning: Search not completed\n" + HEAD + TAIL,
        "pan:1: value (256->0 (8)) out of range\n" + HEAD + TAIL,
    ],
)
def test_a_search_that_left_something_out_shows_nothing(output: str) -> None:
    with pytest.raises(NotVerified):
        read(output)


def test_a_fault_is_told_as_a_story() -> None:
    told = story(faulty("NO_FENCE"))

    assert told[0] == "hub: allows an agent's wish, and writes it down"
    assert told[-2:] == ["hub: hands over the agent's command", "P1_supremacy does not hold"]


def test_what_the_readme_says_of_the_code_is_there() -> None:
    table = re.findall(r"((?:`\w+`(?:, | and )?)+) in `([\w/]+\.py)`", README.read_text())

    assert len(table) > 20
    missing = [
        (path, name)
        for names, path in table
        for name in re.findall(r"\w+", names.replace(" and ", " "))
        if not re.search(rf"\b{name}\b", (ROOT / path).read_text())
    ]
    assert not missing
