"""A signature puts a policy in force in a running hub, and touches nothing that it leaves."""

import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest

from hub.app import Hub
from hub.housekeeping.drafting import DraftRequest
from hub.intake.meant import Refused, Unknown
from hub.intake.sign_form import SignRequest
from hub.intake.wishes import Said
from hub.journal import Journal
from hub.policy.adopting import Adopting
from hub.policy.policies import Policies
from hub.view.plain_json import Json, Picture
from rules.condition import Condition
from rules.words.events import FreezePlaced
from rules.words.ids import AreaId, DeviceId, GuardrailId
from rules.words.people import AreaScope, HouseScope
from rules.words.prompts import Answer
from rules.words.records import Decided, FreezeBegan, PolicySigned, PolicyTaken
from rules.words.wishes import Author, Via
from tests.fakes.clock import HandClock
from tests.houses import MONDAY_NOON
from tests.hub.e2e.broker import free_port
from tests.hub.e2e.home import HOUSE
from tests.hub.policy.a_hand import AHand
from tests.hub.running_engine import MOTION, announcements
from tests.hub.whole_hub import WholeHub, noted, until, written

HALL_LAMP = DeviceId("hall-lamp")
BEN = Author(via=Via.PAGE)
CONSOLE = SignRequest(signer="console")
ANA = SignRequest(signer="ana", reason="brighter kitchen")
DIMMER_KITCHEN = ("brightness: 90 %", "brightness: 70 %")


@pytest.fixture
def house(tmp_path: Path) -> WholeHub:
    """A house whose broker is not there."""
    return WholeHub(tmp_path, free_port(), HandClock(MONDAY_NOON))


def edits(house: WholeHub, before: str, after: str) -> None:
    """Edit the household file."""
    house.household.write_text(house.household.read_text().replace(before, after))


def listed(content: Json) -> list[Picture]:
    """Return a list of pictures."""
    assert isinstance(content, list)
    return [one for one in content if isinstance(one, dict)]


def signed(hub: Hub) -> list[PolicySigned]:
    """Return the signatures that are written down."""
    return [body for body in written(hub) if isinstance(body, PolicySigned)]


async def test_the_first_signature_is_written_down_as_the_households(house: WholeHub) -> None:
    async with house.runs() as hub:
        await until(lambda: signed(hub))
        (first,) = signed(hub)

    (signature,) = first.signatures
    assert (first.version, signature.signer) == (1, "console")
    assert signature.reason == "what the household starts with"
    assert len(signature.mark) == 128


async def test_a_draft_of_the_page_counts_once_it_is_signed_and_leaves_the_file_alone(
    house: WholeHub,
) -> None:
    wish = DraftRequest(
        section="agents", name="hall-motion", numbers={"brightness": "60 %"}, keep=True
    )
    before = house.household.read_bytes()
    async with house.runs() as hub:
        keeping = hub.desk.housekeeping
        assert keeping is not None
        drafted = await keeping.draft(wish, BEN)
        (waiting,) = listed(keeping.picture()["drafts"])
        in_force = hub.house.policy.hash
        answer = await hub.adopting.sign(SignRequest(signer="ana", draft=str(drafted["code"])))
        await until(lambda: hub.house.policy.hash == answer["hash"])

        assert waiting["command"] == f"homerule policy sign --draft {drafted['code']}"
        assert in_force != answer["hash"]
        assert signed(hub)[-1].signatures[0].reason.startswith("draft ")
        assert any("drafted" in text for text in noted(hub))
        assert keeping.picture()["drafts"] == []
        with pytest.raises(Unknown):
            await hub.adopting.sign(SignRequest(signer="ana", draft=str(drafted["code"])))

    assert house.household.read_bytes() == before


async def test_a_draft_is_read_and_signed_on_a_phone_and_not_long_after(house: WholeHub) -> None:
    wish = DraftRequest(
        section="agents", name="hall-motion", numbers={"brightness": "60 %"}, keep=True
    )
    phone = AHand()
    async with house.runs() as hub:
        keeping = hub.desk.housekeeping
        assert keeping is not None
        code = str((await keeping.draft(wish, BEN))["code"])
        shown = await hub.desk.to_sign(code, "ana", phone.key)
        hand = phone.signs(str(shown["message"]))
        request = SignRequest(signer="ana", draft=code, hand=hand, at=house.clock.now() - 601)
        with pytest.raises(Refused, match="too long ago"):
            await hub.adopting.sign(request)
        with pytest.raises(Refused, match="not what the phone has signed"):
            await hub.adopting.sign(replace(request, at=house.clock.now() - 1))
        answer = await hub.adopting.sign(replace(request, at=house.clock.now()))
        await until(lambda: hub.house.policy.hash == answer["hash"])

        assert shown["changes"] == ["Agent hall-motion: `brightness` 80 % -> 60 %."]
        assert signed(hub)[-1].signatures[0].key == phone.key
        assert keeping.picture()["drafts"] == []


async def test_a_draft_of_a_policy_that_is_gone_is_not_signed(house: WholeHub) -> None:
    wish = DraftRequest(
        section="agents", name="hall-motion", numbers={"brightness": "60 %"}, keep=True
    )
    async with house.runs() as hub:
        keeping = hub.desk.housekeeping
        assert keeping is not None
        drafted = await keeping.draft(wish, BEN)
        edits(house, *DIMMER_KITCHEN)
        await hub.adopting.sign(ANA)

        with pytest.raises(Refused, match="make it anew"):
            await hub.adopting.sign(SignRequest(signer="ana", draft=str(drafted["code"])))
        assert keeping.picture()["drafts"] == []


async def test_a_second_start_signs_nothing(house: WholeHub) -> None:
    async with house.runs() as hub:
        await until(lambda: signed(hub))

    async with house.runs() as hub:
        assert len(signed(hub)) == 1


async def test_a_signature_is_written_down_before_its_policy_takes_effect(house: WholeHub) -> None:
    async with house.runs() as hub:
        edits(house, *DIMMER_KITCHEN)
        answer = await hub.adopting.sign(ANA)
        await until(lambda: hub.house.policy.hash == answer["hash"])
        await until(lambda: taken(hub) == answer["hash"])
        books = [b for b in written(hub) if isinstance(b, PolicySigned | PolicyTaken)]

    assert [type(body) for body in books[-2:]] == [PolicySigned, PolicyTaken]
    assert isinstance(books[-2], PolicySigned)
    assert books[-2].signatures[0].signer == "ana"
    assert (answer["version"], answer["in_force"]) == (2, True)


def taken(hub: Hub) -> str:
    """Return the policy that took effect last."""
    return [body.policy for body in written(hub) if isinstance(body, PolicyTaken)][-1]


async def test_what_a_signature_does_not_change_keeps_its_lease_and_its_hold(
    house: WholeHub,
) -> None:
    async with house.runs() as hub:
        for message in (*announcements(), MOTION):
            hub.engine.receive(message)
        hub.core.act()
        await until(lambda: any(isinstance(body, Decided) for body in written(hub)))
        await hub.engine.told(FreezePlaced(scope=AreaScope(AreaId("porch")), by=BEN))
        before = settled(hub)

        edits(house, *DIMMER_KITCHEN)
        answer = await hub.adopting.sign(ANA)
        await until(lambda: hub.house.policy.hash == answer["hash"])
        after = settled(hub)
        frozen = AreaScope(AreaId("porch")) in hub.house.people.freezes

    assert before.claims
    assert after.claims == before.claims
    assert after.values == before.values
    assert frozen


def settled(hub: Hub) -> Condition:
    """Return the condition of the hall lamp, as it is now."""
    return replace(hub.house.conditions[HALL_LAMP])


async def test_an_edited_file_is_found_by_itself_and_changes_nothing(house: WholeHub) -> None:
    async with house.runs() as hub:
        policy = hub.house.policy
        hub.ready.set()
        edits(house, *DIMMER_KITCHEN)
        await until(lambda: banner(hub))

        assert hub.house.policy == policy
        assert "changed the household's rules, and nobody has signed that" in banner(hub)
        assert not {"`", "homerule"} & {*banner(hub), *banner(hub).split()}


def banner(hub: Hub) -> str:
    """Return what the page says of the household file."""
    return str(hub.adopting.picture(hub.house)["unsigned"] or "")


async def test_a_rollback_goes_back_from_what_was_shown_and_from_nothing_else(
    house: WholeHub,
) -> None:
    async with house.runs() as hub:
        edits(house, *DIMMER_KITCHEN)
        await hub.adopting.sign(ANA)
        in_force = hub.house.policy.hash

        with pytest.raises(Refused, match="has signed another version meanwhile"):
            await hub.adopting.roll_back(replace(CONSOLE, to=1, from_version=1))

        assert hub.house.policy.hash == in_force


async def test_a_rollback_is_a_new_version_that_says_the_old(house: WholeHub) -> None:
    async with house.runs() as hub:
        first = hub.house.policy.hash
        edits(house, *DIMMER_KITCHEN)
        await hub.adopting.sign(ANA)

        back = await hub.adopting.roll_back(CONSOLE)
        await until(lambda: hub.house.policy.hash == first)
        said, (*_, last) = banner(hub), signed(hub)
        with pytest.raises(Unknown, match="homerule policy log"):
            await hub.adopting.roll_back(replace(CONSOLE, to=9))

    assert (back["version"], back["hash"]) == (3, first)
    assert last.signatures[0].reason == "back to version 1"
    assert "nobody has signed that" in said


@pytest.mark.parametrize(
    ("request_", "edit", "why"),
    [
        (ANA, ("at_most: 20 %", "at_most: bright"), "guardrails.quiet-nights.at_most"),
        (ANA, ("", ""), "there is nothing to sign"),
        (replace(ANA, signer="eve"), DIMMER_KITCHEN, "nobody of the household has the id `eve`"),
        (replace(ANA, policy="what was shown"), DIMMER_KITCHEN, "changed after it was shown"),
    ],
)
async def test_what_cannot_be_signed_is_refused_and_changes_nothing(
    house: WholeHub, request_: SignRequest, edit: tuple[str, str], why: str
) -> None:
    async with house.runs() as hub:
        policy = hub.house.policy
        edits(house, *edit)

        with pytest.raises(Refused, match=why):
            await hub.adopting.sign(request_)

        assert hub.house.policy == policy
        assert len(signed(hub)) <= 1


async def test_what_the_journal_cannot_write_down_does_not_count(tmp_path: Path) -> None:
    file = tmp_path / "house.yaml"
    file.write_text(HOUSE)
    journal = Journal.open(tmp_path)
    policies = Policies.open(tmp_path, file, journal, MONDAY_NOON)
    journal.close()
    adopting = Adopting(
        policies,
        HandClock(MONDAY_NOON),
        commit=lambda _batch, done: done(sqlite3.OperationalError("the disk is full")),
        adopt=lambda _policy: pytest.fail("it took effect"),
        says=lambda _text: None,
        shows=lambda _text: None,
    )
    file.write_text(HOUSE.replace(*DIMMER_KITCHEN))

    with pytest.raises(Refused, match="it could not be written down, so it does not count"):
        await adopting.sign(ANA)

    assert policies.book.last == 1


async def test_in_doubt_the_house_is_frozen_once_and_it_is_written_down_why(
    house: WholeHub,
) -> None:
    async with house.runs() as hub:
        await until(lambda: signed(hub))
    (house.state / "policy" / "0001.json").unlink()

    async with house.runs() as hub:
        await until(lambda: HouseScope() in hub.house.people.freezes)
    async with house.runs() as hub:
        await until(lambda: len(doubts(hub)) > 1)
        frozen = hub.house.people.freezes[HouseScope()]
        said = doubts(hub)
        began = [body for body in written(hub) if isinstance(body, FreezeBegan)]

    assert frozen.by.says == "the hub, in doubt"
    assert frozen.until is None
    assert len(said) == 2
    assert len(began) == 1


async def test_a_start_says_that_the_newest_version_is_gone(
    house: WholeHub, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hub.policy.adopting.LOOK_EVERY", 0.05)
    async with house.runs() as hub:
        edits(house, *DIMMER_KITCHEN)
        await hub.adopting.sign(ANA)
    (house.state / "policy" / "0002.json").unlink()

    async with house.runs() as hub:
        await until(lambda: "version 2 was signed, but its file is gone" in noted(hub))


def doubts(hub: Hub) -> list[str]:
    """Return how often it was written down that no policy can be trusted."""
    return [text for text in noted(hub) if "no signed policy can be trusted" in text]


async def test_what_cannot_be_stored_does_not_count_either(house: WholeHub) -> None:
    async with house.runs() as hub:
        policy = hub.house.policy
        edits(house, *DIMMER_KITCHEN)
        folder = house.state / "policy"
        folder.rename(house.state / "elsewhere")
        folder.write_text("in the way")

        with pytest.raises(Refused, match="it could not be stored, so it does not count"):
            await hub.adopting.sign(ANA)

        assert hub.house.policy == policy


async def test_an_edit_is_told_where_the_broker_never_comes(
    house: WholeHub, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hub.policy.adopting.LOOK_EVERY", 0.05)

    async with house.runs() as hub:
        edits(house, *DIMMER_KITCHEN)
        await until(lambda: banner(hub))

        assert not hub.ready.is_set()


async def test_what_two_must_sign_takes_effect_with_the_second_and_not_before(
    tmp_path: Path,
) -> None:
    two = HOUSE.replace("home: {", "home: { two_signatures: [agents],").replace(
        "areas:\n", "  ben: { name: Ben, role: adult }\nareas:\n", 1
    )
    house = WholeHub(tmp_path, free_port(), HandClock(MONDAY_NOON), two)
    async with house.runs() as hub:
        policy = hub.house.policy
        edits(house, *DIMMER_KITCHEN)

        half = await hub.adopting.sign(ANA)
        with pytest.raises(Refused, match="signed by two people: say who you are"):
            await hub.adopting.sign(CONSOLE)
        between, waits = hub.house.policy, banner(hub)
        whole = await hub.adopting.sign(replace(ANA, signer="ben"))
        await until(lambda: hub.house.policy.hash == whole["hash"])
        (*_, first, second) = signed(hub)

    assert (half["in_force"], whole["in_force"]) == (False, True)
    assert between == policy
    assert "is signed by Ana and waits for somebody else" in waits
    assert [s.signer for s in first.signatures] == ["ana"]
    assert [s.signer for s in second.signatures] == ["ana", "ben"]


ASKS_FIRST = "  ask-first: { kind: category_confirmation, areas: [hall] }\n"


async def test_an_always_is_a_draft_that_somebody_signs_and_then_nobody_is_asked(
    tmp_path: Path,
) -> None:
    house = WholeHub(tmp_path, free_port(), HandClock(MONDAY_NOON), HOUSE + ASKS_FIRST)
    async with house.runs() as hub:
        hub.ready.set()
        for message in (*announcements(), MOTION):
            hub.engine.receive(message)
        hub.core.act()
        await until(lambda: hub.house.prompts.open)
        policy, (prompt,) = hub.house.policy, hub.house.prompts.open
        await hub.desk.orders.answer(prompt, Said(answer=Answer.ALWAYS), Author(via=Via.CONSOLE))
        await until(lambda: hub.plan.policies.draft.changes)
        changes, unchanged = hub.plan.policies.draft.changes, hub.house.policy is policy

        await hub.adopting.sign(ANA)
        await until(lambda: hub.house.policy is not policy)

        assert changes == (
            (
                "Guardrail ask-first: `unasked` is new: [[hall-motion, hall-lamp, more]] "
                "(this allows more)."
            ),
        )
        assert unchanged
        rule = hub.house.policy.guardrails[GuardrailId("ask-first")]
        assert [agent for agent, _, _ in rule.unasked] == ["hall-motion"]
        assert (banner(hub), hub.plan.policies.unsigned_answers) == ("", ())
