"""A whole house behind the broker's access rules: whose word it is, is what their account says."""

import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from hub.clock import Clock
from hub.demo.broker import HOST
from rules.words.ids import PersonId
from rules.words.people import HouseScope
from tests.hub.broker.test_access import USERS, Guarded, household, rules
from tests.hub.e2e.broker import Mosquitto, free_port
from tests.hub.e2e.home import HOUSE
from tests.hub.whole_hub import WholeHub, ready, until

FREEZES = "homerule/people/{}/override/house/set"
FAMILY = HOUSE.replace(
    "  ana: { name: Ana, role: owner }\n",
    "  ana: { name: Ana, role: owner }\n  kim: { name: Kim, role: child }\n",
)


@pytest.fixture
def accounts(tmp_path: Path) -> Iterator[tuple[Guarded, int]]:
    """Start a broker as docs/broker-access.md has it: one listener for the hub, one for others."""
    acl, passwords, others = tmp_path / "acl", tmp_path / "passwords", free_port()
    acl.write_text(rules(household()))
    passwords.write_text("".join(f"{user}:of {user}\n" for user in USERS))
    subprocess.run(["mosquitto_passwd", "-U", str(passwords)], check=True)
    more = f"password_file {passwords}\nacl_file {acl}\n"
    more += f"listener {others} {HOST}\nuse_username_as_clientid true\n"
    broker = Mosquitto(tmp_path / "broker", more=more, anonymous=False)
    broker.starts()
    here = Guarded(others)
    yield here, broker.port
    for one in here.accounts:
        one.client.disconnect()
        one.client.loop_stop()
    broker.stops()


async def test_a_person_is_believed_a_child_is_a_child_and_nobody_speaks_for_another(
    tmp_path: Path, accounts: tuple[Guarded, int]
) -> None:
    guarded, port = accounts
    house = WholeHub(tmp_path, port, Clock(), FAMILY)
    house.address = replace(house.address, username="hub", password="of hub")
    house.settings = replace(house.settings, guarded=True)
    ana, kim, ben = (guarded.comes(f"person-{name}") for name in ("ana", "kim", "ben"))

    async with house.runs() as hub:
        await ready(hub)
        freezes = hub.house.people.freezes
        assert ana.says(FREEZES.format("ana"), b"freeze")
        await until(lambda: HouseScope() in freezes)
        by = freezes[HouseScope()].by

        assert not ben.says(FREEZES.format("ana"), b"release")
        assert kim.says(FREEZES.format("kim"), b"release")
        await until(lambda: hub.refusals.count)
        still = HouseScope() in freezes
        assert ana.says(FREEZES.format("ana"), b"release")
        await until(lambda: HouseScope() not in freezes)

    assert by.person == PersonId("ana")
    assert still
