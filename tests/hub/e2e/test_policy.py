"""An edited household file changes nothing until somebody signs it; and the way back."""

import json
import signal
import urllib.request

import pytest

from tests.hub.e2e.ears import PATIENCE
from tests.hub.e2e.home import CEILING, HOUSE, Home

STRICTER = HOUSE.replace("at_most: 20 %", "at_most: 10 %")
UNSIGNED = "nobody has signed that"


@pytest.fixture
def home(home: Home) -> Home:
    """The house of the file, with its household file as it was at first."""
    if home.household.read_text() != HOUSE:
        signs(home, HOUSE)
    return home


def signs(home: Home, house: str) -> None:
    """Write the household file and sign it, unless it is in force already."""
    home.household.write_text(house)
    if "is in force: version" not in home.hub.asked(
        "policy", "diff", "--config", str(home.hub.config)
    ):
        home.hub.signs()


def banner(home: Home) -> str | None:
    """Return what the page says of the household file."""
    with urllib.request.urlopen(home.hub.page, timeout=PATIENCE) as page:
        text = page.read().decode()
    snapshot = text.partition('id="snapshot" type="application/json">')[2].partition("</script>")[0]
    said: str | None = json.loads(snapshot)["house"]["policy"]["unsigned"]
    return said


def test_an_edited_file_changes_nothing_but_the_banner_until_it_is_signed(home: Home) -> None:
    home.household.write_text(STRICTER)
    known = len(home.hub.err)
    home.hub.is_told(signal.SIGHUP)
    home.hub.complains(of="has 1 change that nobody has signed", after=known)

    said = home.ears.hears("homerule/notice", lambda said: UNSIGNED in said.json["sentence"])
    home.devices.sees_anew("Hall motion")
    home.is_told("Hall lamp", state="ON", brightness=CEILING)
    assert "homerule" not in said.json["sentence"]
    assert UNSIGNED in str(banner(home))

    told = home.hub.signs()

    assert "Guardrail quiet-nights: `at_most` 20 % -> 10 %." in told
    home.is_told("Hall lamp", brightness=26)
    assert banner(home) is None


def test_one_command_goes_back_and_an_explanation_names_who_signed(home: Home) -> None:
    signs(home, STRICTER)

    back = home.hub.asked("policy", "rollback", "--as", "ana", "--config", str(home.hub.config))
    home.devices.sees_anew("Hall motion")
    home.is_told("Hall lamp", state="ON", brightness=CEILING)

    assert "is in force, signed by ana." in back
    assert "house.yaml has 1 change that nobody has signed" in back
    assert home.household.read_text() == STRICTER
    home.ears.hears(
        "homerule/decision",
        lambda said: said.json["signed"].endswith("signed by Ana."),
        since=home.mark,
    )
    why = home.hub.asked("why", "hall-lamp", "-n", "1")
    assert "signed by Ana." in why
    log = home.hub.asked("policy", "log", "--config", str(home.hub.config))
    assert log.startswith("in force")
    assert "back to version" in log


def test_what_is_signed_outlives_a_restart_and_an_edit_while_the_hub_is_down_does_not_count(
    own_home: Home,
) -> None:
    home = own_home
    signs(home, STRICTER)
    home.hub.is_killed()
    home.household.write_text(HOUSE)

    home.hub.starts()
    home.devices.sees_anew("Hall motion")

    home.is_told("Hall lamp", state="ON", brightness=26)
    home.hub.complains(of="has 1 change that nobody has signed")


def test_a_policy_that_was_altered_on_the_disk_is_named_and_the_one_before_stays_in_force(
    own_home: Home,
) -> None:
    home = own_home
    signs(home, STRICTER)
    home.hub.ends()
    stored = home.hub.state / "policy" / "0002.json"
    stored.write_bytes(stored.read_bytes().replace(b"10 %", b"99 %"))

    home.hub.starts()
    home.devices.sees_anew("Hall motion")

    home.is_told("Hall lamp", state="ON", brightness=CEILING)
    home.hub.complains(of="version 2 of the policy does not count: it is not what was signed")
    home.hub.complains(of="in force is version 1 of the policy")


def test_without_any_policy_that_can_be_trusted_nothing_automated_acts_until_somebody_signs(
    own_home: Home,
) -> None:
    home = own_home
    home.hub.ends()
    (home.hub.state / "policy" / "0001.json").unlink()

    home.hub.starts()
    home.devices.sees_anew("Hall motion")
    home.ears.tells("homerule/device/study-lamp/set", "on")

    home.is_told("Study lamp", state="ON")
    home.is_heard()
    assert home.orders("Hall lamp") == []
    assert "what the household signed cannot be trusted" in str(banner(home))
    assert "Version 1 is in force" in home.hub.signs()
    home.hub.asked("override", "house", "release")
    home.devices.sees_anew("Hall motion")
    home.is_told("Hall lamp", state="ON", brightness=CEILING)


def test_a_changed_rule_counts_from_the_next_event_on(home: Home) -> None:
    signs(home, STRICTER)

    home.devices.sees_anew("Hall motion")

    home.is_told("Hall lamp", state="ON", brightness=26)


def test_a_stricter_rule_dims_at_once_and_a_laxer_one_brightens_nothing(home: Home) -> None:
    home.devices.sees_anew("Hall motion")
    home.is_told("Hall lamp", brightness=CEILING)
    home.shows("hall-lamp", percent=20)

    signs(home, STRICTER)
    home.is_told("Hall lamp", brightness=26)
    home.shows("hall-lamp", percent=10)
    signs(home, HOUSE)

    home.is_heard()
    assert [order["brightness"] for order in home.orders("Hall lamp")] == [CEILING, 26]


def test_what_people_hold_is_not_touched_by_a_new_policy(home: Home) -> None:
    home.ears.says("homerule/override/area/kitchen/set", {"verb": "freeze", "for": "1 h"})
    home.ears.says("homerule/device/hall-lamp/set", {"percent": 30, "for": "1 h"})
    home.shows("hall-lamp", percent=30)

    signs(home, HOUSE.replace("brightness: 90 %", "brightness: 70 %"))
    home.devices.sees_anew("Kitchen motion")
    home.devices.sees_anew("Hall motion")

    home.is_decided("kitchen-lamp", "deferred")
    home.is_decided("hall-lamp", "deferred")
    assert home.orders("Kitchen lamp") == []
    assert len(home.orders("Hall lamp")) == 1


@pytest.mark.parametrize(
    ("broken", "said"),
    [
        (HOUSE.replace("at_most: 20 %", "at_most: bright"), "guardrails.quiet-nights.at_most"),
        (HOUSE.replace("area: porch", "area: attic"), "agents.porch-motion.area"),
        (HOUSE.replace("home:", "home: ["), "house.yaml:2:"),
        ("", "house.yaml"),
        ("\x00\xff", "house.yaml"),
    ],
)
def test_a_file_with_mistakes_changes_nothing_and_says_the_line(
    home: Home, broken: str, said: str
) -> None:
    home.household.write_text(broken)
    known = len(home.hub.err)

    home.hub.is_told(signal.SIGHUP)

    told = home.hub.complains(of="the old policy stays", after=known)[known:]
    assert said in told
    assert "house.yaml:" in told
    home.devices.sees_anew("Hall motion")
    home.is_told("Hall lamp", state="ON", brightness=CEILING)


def test_a_file_that_is_gone_changes_nothing(home: Home) -> None:
    home.household.unlink()
    known = len(home.hub.err)

    home.hub.is_told(signal.SIGHUP)

    home.hub.complains(of="the old policy stays", after=known)
    home.devices.sees_anew("Hall motion")
    home.is_told("Hall lamp", state="ON", brightness=CEILING)
