"""What a household is told of its mistakes: the line, the place and a sentence to act on."""

from pathlib import Path

import pytest

from devices.catalogue import agent_kinds
from hub.policy.errors import ConfigurationErrors, listed
from hub.policy.household import load_household
from tests.hub.policy.written import A_HOME, AFTER_A_HOME, mistakes

SECTIONS = {
    "agents": "agents",
    "recipes": "agents",
    "guardrails": "guardrails",
    "controls": "controls",
    "switches": "switches",
}
"""Each file of cases that are one line, and the section in which that line stands."""


def _cases(name: str) -> list[tuple[str, str]]:
    """Return cases: what is written, and after `=>` what is said of it."""
    text = (Path(__file__).parent / "mistakes" / f"{name}.txt").read_text(encoding="utf-8")
    cases = [case.strip("\n").split("\n=> ") for case in text.split("\n\n")]
    return [(written, said) for written, said in cases]


LINES = [(section, *case) for name, section in SECTIONS.items() for case in _cases(name)]


@pytest.mark.parametrize(("section", "written", "sentence"), LINES)
def test_a_mistake_is_told_with_its_line_its_place_and_a_sentence(
    tmp_path: Path, section: str, written: str, sentence: str
) -> None:
    kinds = listed(agent_kinds(), "and")

    said = mistakes(tmp_path, f"{A_HOME}{section}:\n  {written}\n")

    assert said == [f"house.yaml:{AFTER_A_HOME + 1}: {sentence.replace('{kinds}', kinds)}"]


@pytest.mark.parametrize(("written", "sentence"), _cases("household"))
def test_a_mistake_anywhere_in_a_file_is_told_so_too(
    tmp_path: Path, written: str, sentence: str
) -> None:
    assert mistakes(tmp_path, f"{written}\n") == [f"house.yaml:{sentence}"]


@pytest.mark.parametrize("text", ["", "# nothing yet\n", "- a\n", "a\n", "home\n"])
def test_a_file_without_sections_is_told_what_belongs_into_it(tmp_path: Path, text: str) -> None:
    (said,) = mistakes(tmp_path, text)

    assert said == (
        "house.yaml: this is not a household's file: it has sections, namely "
        "home, people, areas, devices, controls, switches, scenes, agents and guardrails"
    )


@pytest.mark.parametrize(
    "zone", ["Europe", "../../etc/passwd", "/etc/passwd", "' '", "posixrules/x"]
)
def test_a_time_zone_never_leads_out_of_the_time_zones(tmp_path: Path, zone: str) -> None:
    (said,) = mistakes(tmp_path, f"home: {{ timezone: {zone} }}\n")

    assert said.startswith("house.yaml:1: home.timezone: not a time zone such as Europe/Madrid: ")


def test_all_mistakes_are_told_at_once_in_the_order_of_the_file(tmp_path: Path) -> None:
    said = mistakes(
        tmp_path,
        """\
        home: { timezone: Europe/Madrid }
        guardrails:
          quiet-nights:
            kind: brightness_ceiling
            areas: [hall]
            between: [22:30, 25:00]
            at_most: 120 %
            owner: anna
        people:
          ana: { name: Ana, role: boss }
        areas:
          hall: { devices: [Lamp] }
          bath: { devices: [Lamp] }
        agents:
          hall-motion:
            kind: motion_light
            area: hall
            britness: 80 %
            off_after: 5
        """,
    )

    assert said == [
        (
            "house.yaml:6: guardrails.quiet-nights.between: not a time of day: 25:00; "
            "write it from 00:00 to 23:59, such as 22:30"
        ),
        "house.yaml:7: guardrails.quiet-nights.at_most: not a brightness from 0 % to 100 %: 120 %",
        "house.yaml:8: guardrails.quiet-nights.owner: unknown person `anna`; did you mean `ana`?",
        "house.yaml:10: people.ana.role: not owner, adult, child or guest: boss",
        "house.yaml:13: areas.bath.devices.1: Lamp is already in the area `hall` (line 12)",
        "house.yaml:18: agents.hall-motion: unknown key `britness`; did you mean `brightness`?",
        "house.yaml:19: agents.hall-motion.off_after: not a length of time such as 5 min: 5",
    ]


def test_what_is_set_twice_hides_no_other_mistake(tmp_path: Path) -> None:
    said = mistakes(
        tmp_path,
        """\
        home: { timezone: Europe/Madird }
        people:
          ana: { role: boss }
          ana: { role: owner }
        areas:
          hall: { knid: hall }
        areas:
          attic: { kind: other }
        agents:
          attic-motion: { kind: motion_light, area: attic, brightness: 80, off_after: 5 min }
        """,
    )

    assert said == [
        (
            "house.yaml:1: home.timezone: not a time zone such as Europe/Madrid: Europe/Madird; "
            "did you mean `Europe/Madrid`?"
        ),
        "house.yaml:3: people.ana.role: not owner, adult, child or guest: boss",
        "house.yaml:4: people.ana: set twice (first on line 3)",
        "house.yaml:6: areas.hall: unknown key `knid`; did you mean `kind`?",
        "house.yaml:7: areas: set twice (first on line 5)",
        (
            "house.yaml:10: agents.attic-motion.brightness: "
            "not a brightness from 0 % to 100 %: 80; write 80 %"
        ),
    ]


def test_what_only_follows_from_what_is_refused_is_not_told(tmp_path: Path) -> None:
    said = mistakes(
        tmp_path,
        """\
        home: { timezone: Europe/Madrid }
        people:
          ana: { role: &who owner }
          ben: { role: *who }
          leo: { role: baby }
        agents:
          x: { kind: circadian, kind: schedule, at: 22:30 }
        """,
    )

    assert said == [
        "house.yaml:3: people.ana.role: `&who` is not used here: leave it out",
        "house.yaml:4: people.ben.role: `*who` repeats another value: write it out",
        "house.yaml:5: people.leo.role: not owner, adult, child or guest: baby",
        "house.yaml:7: agents.x.kind: set twice (first on line 7)",
    ]


def test_what_was_written_is_shown_short_and_on_one_line(tmp_path: Path) -> None:
    (said,) = mistakes(tmp_path, f'people:\n  ana: {{ role: "a\\n\\e[31m{"x" * 500}" }}\n')

    assert said.startswith("house.yaml:2: people.ana.role: not owner")
    assert said.isprintable()
    assert len(said) < 200


def test_a_missing_file_is_an_error_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationErrors) as missing:
        load_household(tmp_path / "house.yaml")

    assert str(missing.value) == (
        f"house.yaml: there is no such file in {tmp_path}; `--config` names another folder"
    )


def test_a_file_that_cannot_be_read_is_an_error_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "house.yaml").mkdir()

    with pytest.raises(ConfigurationErrors) as unreadable:
        load_household(tmp_path / "house.yaml")

    assert str(unreadable.value) == (
        f"house.yaml: {tmp_path}/house.yaml cannot be read: Is a directory"
    )
