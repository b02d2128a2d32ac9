"""The files that come with Homerule: the demo house, and nothing to complain about."""

from pathlib import Path

from devices.simulated.demo import demo_devices
from hub.policy.household import read_household
from hub.policy.settings import Settings, load_settings
from hub.policy.yaml_lines import Node, Table, read_yaml

CONFIG = Path(__file__).parents[3] / "config"


def test_the_shipped_household_has_neither_errors_nor_warnings() -> None:
    household = read_household(CONFIG / "house.yaml")

    assert household.warnings == ()
    assert household.policy.home.name == "Maple Street 4"
    assert len(household.policy.areas) == 5


def test_every_device_that_it_names_is_in_the_demo_house_and_each_is_in_an_area() -> None:
    household = read_household(CONFIG / "house.yaml")

    demo = {device.name for device in demo_devices() if device.entities()}
    placed = {ref for area in household.policy.areas.values() for ref in area.devices}
    assert household.refs <= demo
    assert placed == demo


def test_the_shipped_technical_file_configures_nothing() -> None:
    assert load_settings(CONFIG / "hub.yaml") == Settings()


def test_what_the_technical_file_explains_is_what_it_would_be_without_its_comment_signs() -> None:
    lines = (CONFIG / "hub.yaml").read_text(encoding="utf-8").split("\n\n", 1)[1].splitlines()
    uncommented = "\n".join(line.removeprefix("# ") for line in lines)

    root = read_yaml(uncommented.encode())

    assert _of(root, "mqtt", "url") == "mqtt://localhost:1883"
    assert _of(root, "mqtt", "prefix") == Settings().prefix
    assert _of(root, "page", "host") == Settings().page_host
    assert _of(root, "page", "port") == Settings().page_port
    assert _of(root, "state", "directory") == "../.homerule"


def _of(root: Node, section: str, key: str) -> Node:
    assert isinstance(root, Table)
    inner = root[section]
    assert isinstance(inner, Table)
    return inner[key]
