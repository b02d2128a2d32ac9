"""`homerule retained`: what a broker has stored is listed in sentences, and cleared when asked."""

import json
from collections.abc import Collection

import pytest

from hub.view.plain_json import Picture
from tests.hub.cli.conftest import Command
from tests.hub.web.conftest import Served

LAMP, PLUG = "zigbee2mqtt/Hall lamp/set", "zigbee2mqtt/Plug/set"


class Broker:
    """Has something stored for two devices; one it does not let go of."""

    def __init__(self) -> None:
        self.stored = [LAMP, PLUG]
        self.keeps: set[str] = set()
        self.answers = True

    async def look(self) -> bool:
        return self.answers

    async def clear(self, only: Collection[str] = ()) -> list[str]:
        gone = [t for t in self.stored if t not in self.keeps and (not only or t in only)]
        self.stored = [t for t in self.stored if t not in gone]
        return gone

    def pictures(self) -> list[Picture]:
        return [{"topic": t, "payload": "ON", "sentence": f"stored on {t}"} for t in self.stored]


@pytest.fixture
def broker(served: Served) -> Broker:
    broker = Broker()
    served.hub.desk.traps = broker
    return broker


async def test_what_is_stored_is_listed_with_what_to_do(broker: Broker, homerule: Command) -> None:
    code, out, _ = await homerule("retained")
    _, as_json, _ = await homerule("retained", "--json")

    assert code == 0
    assert out.splitlines() == [
        f"stored on {LAMP}",
        f"stored on {PLUG}",
        "clear it with `homerule retained --clear`",
    ]
    assert [one["topic"] for one in json.loads(as_json)] == [LAMP, PLUG]


async def test_all_of_it_is_cleared(broker: Broker, homerule: Command) -> None:
    code, out, _ = await homerule("retained", "--clear")
    _, rest, _ = await homerule("retained")
    _, again, _ = await homerule("retained", "--clear")

    assert (code, out) == (0, f"cleared {LAMP}\ncleared {PLUG}\n")
    assert rest.startswith("the broker has stored nothing")
    assert again == "nothing was cleared\n"


async def test_only_what_is_named_is_cleared(broker: Broker, homerule: Command) -> None:
    code, out, _ = await homerule("retained", "--clear", PLUG)
    _, as_json, _ = await homerule("retained", "--json", "--clear", PLUG)

    assert (code, out) == (0, f"cleared {PLUG}\nstill there: {LAMP}\n")
    assert json.loads(as_json) == {"cleared": [], "left": [LAMP]}


async def test_what_could_not_be_cleared_is_a_failure(broker: Broker, homerule: Command) -> None:
    broker.keeps.add(LAMP)

    code, out, _ = await homerule("retained", "--clear")

    assert (code, out) == (1, f"cleared {PLUG}\nstill there: {LAMP}\n")


@pytest.mark.parametrize("words", [["retained"], ["retained", "--clear"]])
async def test_a_broker_that_does_not_answer_is_said(
    broker: Broker, homerule: Command, words: list[str]
) -> None:
    broker.answers = False

    code, _, err = await homerule(*words)

    assert code == 1
    assert "the broker does not answer" in err
    assert broker.stored == [LAMP, PLUG]
