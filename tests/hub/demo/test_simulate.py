"""Days on a virtual clock with the shipped household: the same each time, and as promised."""

import re
from datetime import datetime
from pathlib import Path

import pytest

from hub.demo.simulate import VirtualHub, run
from hub.policy.household import load_household
from rules.policy import Policy
from rules.words.decisions import End, Outcome
from rules.words.times import DAY, Moment

SHIPPED = Path(__file__).resolve().parents[3] / "config"


@pytest.fixture(scope="module")
def policy() -> Policy:
    return load_household(SHIPPED / "house.yaml")


def monday(policy: Policy) -> Moment:
    return datetime(2026, 11, 9, tzinfo=policy.home.zone).timestamp()


@pytest.fixture(scope="module")
def a_day(policy: Policy) -> VirtualHub:
    hub = VirtualHub(policy, monday(policy))
    hub.live_until(monday(policy) + DAY)
    return hub


def test_a_day_has_lights_limits_and_people_that_were_not_argued_with(a_day: VirtualHub) -> None:
    account = a_day.account

    assert account.outcomes[Outcome.ALLOWED] > 10
    assert account.outcomes[Outcome.LIMITED] > 0
    assert account.outcomes[Outcome.DEFERRED] > 0
    assert account.holds > 0
    assert account.commands > 10
    assert account.ends[End.VERIFIED] > 10
    assert any("Quiet nights" in said for said in account.examples[Outcome.LIMITED])


def test_every_decision_of_a_day_has_an_end_or_is_still_alive(a_day: VirtualHub) -> None:
    account = a_day.account
    alive = sum(len(condition.claims) for condition in a_day.house.conditions.values())

    assert account.outcomes.total() - account.ends.total() <= alive


def test_the_same_day_is_lived_in_the_same_way_again(policy: Policy, a_day: VirtualHub) -> None:
    again = VirtualHub(policy, monday(policy))

    again.live_until(monday(policy) + DAY)

    assert again.account == a_day.account


def test_another_seed_is_another_day(policy: Policy, a_day: VirtualHub) -> None:
    other = VirtualHub(policy, monday(policy), seed=1)

    other.live_until(monday(policy) + DAY)

    assert other.account != a_day.account


@pytest.mark.parametrize("day", ["2026-03-29", "2026-10-25"])
def test_the_days_on_which_the_clock_changes_are_lived_through(policy: Policy, day: str) -> None:
    start = datetime.fromisoformat(day).replace(tzinfo=policy.home.zone).timestamp()
    hub = VirtualHub(policy, start)

    hub.live_until(start + DAY)

    assert hub.account.outcomes.total() > 10


def test_the_command_prints_what_happened(capsys: pytest.CaptureFixture[str]) -> None:
    code = run(SHIPPED, days=1)

    said = capsys.readouterr().out
    assert code == 0
    assert said.startswith("1 day in ")
    assert "\nallowed as wished: " in said
    assert re.search(r"\nHow they ended: changed nothing \d+, done \d+, ", said)
    assert re.search(r"\nWho asked: hall-motion \d+, kitchen-motion \d+, ", said)
    assert not re.search(r"\b(moot|superseded|deferred|verified)\b", said)


def test_it_lives_through_as_many_days_as_it_was_asked_for(
    capsys: pytest.CaptureFixture[str],
) -> None:
    lengths = []
    for days in (1, 2):
        run(SHIPPED, days=days)
        found = re.search(r"(\d+) events", capsys.readouterr().out)
        assert found is not None
        lengths.append(int(found[1]))

    one, two = lengths
    assert two > 1.5 * one


def test_a_household_file_with_mistakes_is_told_with_its_lines(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "house.yaml").write_text("home: { timezone: Nowhere/At all }\n")

    code = run(tmp_path, days=1)

    assert code == 1
    assert "house.yaml:1: home.timezone" in capsys.readouterr().err
