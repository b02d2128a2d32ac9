"""What a household is told of its mistakes: the line, the place and a sentence to act on."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from hub.policy.errors import ConfigurationErrors
from hub.policy.household import load_household
from tests.hub.policy.written import A_HOME, AFTER_A_HOME, mistakes

CASES = Path(__file__).parent / "mistakes"
SECTIONS = {
    "agents": "agents",
    "recipes": "agents",
    "guardrails": "guardrails",
    "controls": "controls",
}
"""Each file of cases, and the section in which its lines are written."""


def _cases() -> Iterator[tuple[str, str, str]]:
    """Yield the cases: a line of a household file, and below it, indented, what is said of it."""
    for name, section in SECTIONS.items():
        for case in (CASES / f"{name}.txt").read_text(encoding="utf-8").split("\n\n"):
            written, sentence = case.strip().split("\n    ")
            yield section, written, sentence


@pytest.mark.parametrize(("section", "written", "sentence"), _cases())
def test_a_mistake_is_told_with_its_line_its_place_and_a_sentence(
    tmp_path: Path, section: str, written: str, sentence: str
) -> None:
    said = mistakes(tmp_path, f"{A_HOME}{section}:\n  {written}\n")

    assert said == [f"house.yaml:{AFTER_A_HOME + 1}: {sentence}"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", ["house.yaml: this is not a household's file: it has sections, namely {sections}"]),
        (
            "- a\n",
            ["house.yaml: this is not a household's file: it has sections, namely {sections}"],
        ),
        (
            "home: { timezone: Europe/Madird }\n",
            [
                (
                    "house.yaml:1: home.timezone: not a time zone such as Europe/Madrid: "
                    "Europe/Madird; did you mean `Europe/Madrid`?"
                )
            ],
        ),
        (
            "home:\n  latitude: 95\n  longitude: 3\n",
            ["house.yaml:2: home.latitude: not degrees from -90 to 90: 95"],
        ),
        (
            "home:\n  latitude: 45\n",
            ["house.yaml:1: home: `longitude` is missing beside `latitude`"],
        ),
        (
            "home: Elm Road\n",
            [
                "house.yaml:1: home: not a group of keys such as name, timezone or latitude: Elm Road"
            ],
        ),
        (
            "guardrail:\n  a: 1\n",
            ["house.yaml:1: unknown key `guardrail`; did you mean `guardrails`?"],
        ),
        ("agents: none\n", ["house.yaml:1: agents: not a group of keys: none"]),
        (
            "people:\n  ana: { name: Ana, role: boss }\n",
            ["house.yaml:2: people.ana.role: not owner, adult, child or guest: boss"],
        ),
        ("people:\n  ana: { name: Ana }\n", ["house.yaml:2: people.ana: `role` is missing"]),
        (
            "people:\n  ana: { role: owner, presence: { device: Phone } }\n",
            [
                (
                    "house.yaml:2: people.ana.presence: not a device's name, "
                    "or { device: ..., reading: ... }"
                )
            ],
        ),
        (
            "areas:\n  hall: { kind: hal }\n",
            [
                (
                    "house.yaml:2: areas.hall.kind: not bedroom, hall, stairs, bath, kitchen, living, "
                    "outdoors or other: hal; did you mean `hall`?"
                )
            ],
        ),
        (
            "areas:\n  house: { name: House }\n",
            ["house.yaml:2: areas.house: `house` means the whole house: give the area another id"],
        ),
        (
            "areas:\n  hall: { devices: [Lamp] }\n  bath:\n    devices:\n      - Fan\n      - lamp\n",
            ["house.yaml:6: areas.bath.devices.2: lamp is already in the area `hall` (line 2)"],
        ),
        (
            "areas:\n  hall: { devices: [Lamp, Lamp] }\n",
            ["house.yaml:2: areas.hall.devices.2: Lamp is already in the area `hall` (line 2)"],
        ),
        (
            "devices:\n  Lamp: { id: My_lamp }\n",
            [
                (
                    "house.yaml:2: devices.Lamp.id: not an id: `My_lamp`; "
                    "use small letters, digits and dashes, such as `my-lamp`"
                )
            ],
        ),
        ("devices:\n  Lamp: {}\n", ["house.yaml:2: devices.Lamp: `id` is missing"]),
        (
            "devices:\n  Lamp: { id: x }\n  Sofa: { id: x }\n",
            ["house.yaml:3: devices.Sofa.id: `x` is already the id of Lamp"],
        ),
        ("scenes:\n  dark: { name: Dark }\n", ["house.yaml:2: scenes.dark: `set` is missing"]),
        (
            "scenes:\n  dark: { set: { Sofa: { powr: off } } }\n",
            ["house.yaml:2: scenes.dark.set.Sofa: unknown key `powr`; did you mean `power`?"],
        ),
        (
            (
                "areas:\n  hall: {}\nagents:\n"
                "  x: { kind: schedule, area: hall, at: sunset, set: on }\n"
            ),
            ["house.yaml:4: agents.x.at: sunset needs `latitude` and `longitude` of the home"],
        ),
        (
            "agents:\n  x: { kind: recipe, when: { A: on }, if: { sun: down }, then: { A: on } }\n",
            ["house.yaml:2: agents.x.if.sun: sunset needs `latitude` and `longitude` of the home"],
        ),
        (
            "agents:\n  x:\n    kind: circadian\n    kind: schedule\n    area: hall\n",
            ["house.yaml:4: agents.x.kind: set twice (first on line 3)"],
        ),
        (
            "a: b: c\n",
            [
                (
                    "house.yaml:1: a colon that does not fit: check the indentation, "
                    "or put a text with a colon in quotes"
                )
            ],
        ),
    ],
)
def test_a_mistake_anywhere_else_is_told_with_its_line_and_place(
    tmp_path: Path, text: str, said: list[str]
) -> None:
    sections = "home, people, areas, devices, controls, scenes, agents and guardrails"

    assert mistakes(tmp_path, text) == [line.replace("{sections}", sections) for line in said]


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
        "house.yaml:6: guardrails.quiet-nights.between: not a time of day: 25:00",
        "house.yaml:7: guardrails.quiet-nights.at_most: not a brightness from 0 % to 100 %: 120 %",
        "house.yaml:8: guardrails.quiet-nights.owner: unknown person `anna`; did you mean `ana`?",
        "house.yaml:10: people.ana.role: not owner, adult, child or guest: boss",
        "house.yaml:13: areas.bath.devices.1: Lamp is already in the area `hall` (line 12)",
        "house.yaml:18: agents.hall-motion: unknown key `britness`; did you mean `brightness`?",
        "house.yaml:19: agents.hall-motion.off_after: not a length of time such as 5 min: 5",
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
