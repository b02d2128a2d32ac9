"""The reference of the household file tells all of it, and its examples are true."""

import re
from pathlib import Path

import pytest

from devices.catalogue import agent_kinds, guardrail_kinds
from devices.recipes import Rule
from hub.policy.form import Form
from hub.policy.household import SECTIONS
from hub.policy.settings import load_settings
from rules.policy import AreaKind, Role
from rules.words.times import SunEvent
from tests.hub.policy.written import mistakes

REFERENCE = (Path(__file__).parents[3] / "docs" / "household-file.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"^```yaml\n(.*?)^```", REFERENCE, re.DOTALL | re.MULTILINE)
BASE = {
    "home": "home: { timezone: Europe/Madrid, latitude: 40.42, longitude: -3.70 }\n",
    "people": "people: { ana: { role: owner } }\n",
    "areas": "areas: { hall: {}, living-room: {} }\n",
    "scenes": "scenes: { film: { set: { Sofa lamp: off } } }\n",
}


@pytest.mark.parametrize("example", EXAMPLES[:-1])
def test_each_example_can_be_taken_as_it_stands(tmp_path: Path, example: str) -> None:
    base = "".join(text for section, text in BASE.items() if not example.startswith(f"{section}:"))

    assert mistakes(tmp_path, base + example) == []


def test_the_example_of_the_technical_file_can_be_taken_too(tmp_path: Path) -> None:
    (tmp_path / "mqtt-password").write_text("secret\n")
    (tmp_path / "esphome-keys").write_text("")
    (tmp_path / "hub.yaml").write_text(EXAMPLES[-1])

    assert load_settings(tmp_path / "hub.yaml").username == "hub"


@pytest.mark.parametrize("word", [*SECTIONS, *Role, *AreaKind, *SunEvent])
def test_every_word_that_may_be_chosen_is_told(word: str) -> None:
    assert re.search(rf"`{word}\b|^## {word}$", REFERENCE, re.MULTILINE)


@pytest.mark.parametrize(
    "kind", [*agent_kinds().values(), *guardrail_kinds().values()], ids=lambda kind: kind.name
)
def test_every_kind_is_told_with_all_its_keys(kind: type[object]) -> None:
    name = getattr(kind, "name", "")

    assert f"### {name}\n" in REFERENCE or f"| `{name}`" in REFERENCE
    for key in (*Form(kind, given=frozenset({"id"})).keys, *Form(Rule).keys):
        assert re.search(rf"`{key}`|\b{key}:", REFERENCE), key
