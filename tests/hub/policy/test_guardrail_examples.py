"""The page of guardrails: each kind has an example that can be taken, and its true sentence."""

import re
from pathlib import Path

import pytest

from devices.catalogue import guardrail_kinds
from tests.hub.policy.written import taken

PAGE = (Path(__file__).parents[3] / "docs" / "guardrails.md").read_text(encoding="utf-8")
SECTIONS = re.findall(r"^## (\w+)\n(.*?)(?=^## |\Z)", PAGE, re.DOTALL | re.MULTILINE)
A_HOUSEHOLD = """\
home: { timezone: Europe/Madrid, latitude: 40.42, longitude: -3.70, quiet_hours: [22:30, 06:30] }
people:
  ana: { role: owner, presence: Ana phone }
  ben: { role: adult, presence: Ben phone }
areas:
  hall: { devices: [Hall lamp, Hall motion, Window] }
  bath: { devices: [Bath lamp, Bath motion] }
  bedroom: { kind: bedroom, devices: [Bed lamp] }
  cellar: { devices: [Heater plug, Dryer plug, Cellar lamp] }
agents:
  evening: { kind: schedule, area: hall, at: 19:00, set: on, until: 23:00 }
"""


def yaml_in(text: str) -> str:
    (example,) = re.findall(r"^```yaml\n(.*?)^```", text, re.DOTALL | re.MULTILINE)
    return str(example)


def test_every_kind_has_its_example() -> None:
    assert sorted(name for name, _ in SECTIONS) == sorted(guardrail_kinds())


@pytest.mark.parametrize(("name", "text"), SECTIONS)
def test_an_example_can_be_taken_and_says_what_stands_below_it(
    tmp_path: Path, name: str, text: str
) -> None:
    household = taken(tmp_path, A_HOUSEHOLD + yaml_in(text))

    (rule,) = household.policy.guardrails.values()
    assert household.warnings == ()
    assert rule.name == name
    assert f"> '{rule.title}' {rule.sentence()}." in text
    assert ("*Safety.*" in text) is rule.safety


def test_the_example_with_all_its_keys_can_be_taken(tmp_path: Path) -> None:
    before = PAGE.split("\n## ", 1)[0]

    assert taken(tmp_path, A_HOUSEHOLD + yaml_in(before)).warnings == ()


def test_rules_of_different_days_go_together(tmp_path: Path) -> None:
    nights = PAGE.split("\n## Other nights", 1)[1].split("\n## ", 1)[0]

    household = taken(tmp_path, A_HOUSEHOLD + yaml_in(nights))

    assert household.warnings == ()
    # Sunday at 00:30 and 07:00 are Saturday's, at 21:30 they are Sunday's own.
    assert [
        [rule.title for rule in household.policy.guardrails.values() if rule.is_open(at, None)]
        for at in ((30, 6), (7 * 60, 6), (21 * 60 + 30, 6))
    ] == [["Weekend nights"], ["Weekend nights"], ["School nights"]]
