"""A change of numbers is read like any file, shown with what it would do, and signs nothing."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from hub.housekeeping.drafting import (
    Drafting,
    DraftRequest,
    ForNowRequest,
    parse_draft,
    parse_for_now,
)
from hub.intake.forms import BadInput
from hub.intake.meant import Refused, Unknown
from hub.journal.reader import JournalReader
from hub.policy.drafts import Drafts
from hub.policy.policies import Policies
from rules.words.ids import PersonId
from rules.words.wishes import Author, Via
from tests.fakes.clock import HandClock
from tests.houses import MONDAY_NOON, lamp
from tests.hub.policy.signed import HOUSE, policy, signed
from tests.hub.small_hub import small_hub

ANA = Author(via=Via.PAGE, person=PersonId("ana"))


def wish(numbers: dict[str, str], *, keep: bool = False) -> DraftRequest:
    return DraftRequest(section="guardrails", name="quiet-nights", numbers=numbers, keep=keep)


@pytest_asyncio.fixture
async def drafting(tmp_path: Path) -> AsyncIterator[Drafting]:
    """Draft changes of a policy that is in force."""
    household = tmp_path / "house.yaml"
    household.write_text(HOUSE)
    signed(tmp_path, HOUSE)
    async with small_hub(tmp_path, policy(HOUSE), lamp("Hall lamp")) as hub:
        yield Drafting(
            hub.house,
            Policies.look_into(tmp_path, household),
            Drafts(tmp_path),
            HandClock(MONDAY_NOON),
            journal=lambda: JournalReader.open(hub.state),
        )


async def test_numbers_are_shown_where_they_stand(drafting: Drafting) -> None:
    assert drafting.numbers("guardrails") == {"quiet-nights": [{"path": "at_most", "text": "20 %"}]}
    assert drafting.numbers("agents") == {}


async def test_a_change_is_shown_in_sentences_and_nothing_is_kept(drafting: Drafting) -> None:
    told = await drafting.draft(wish({"at_most": "40 %"}), ANA)

    assert told == {
        "changes": ["Guardrail quiet-nights: `at_most` 20 % -> 40 % (this allows more)."],
        "allows_more": True,
        "rehearsed": ("In the last 7 days no agent wished anything, so nothing can be rehearsed."),
    }
    assert drafting.waiting() == []


async def test_what_is_handed_over_waits_with_the_command_to_type(drafting: Drafting) -> None:
    told = await drafting.draft(wish({"at_most": "10 %"}, keep=True), ANA)

    (waiting,) = drafting.waiting()
    assert isinstance(waiting, dict)
    assert waiting["command"] == f"homerule policy sign --draft {told['code']}"
    assert (waiting["by"], waiting["changes"]) == ("Ana on the page", told["changes"])

    await drafting.withdraw(str(told["code"]))

    assert drafting.waiting() == []
    with pytest.raises(Unknown):
        await drafting.withdraw(str(told["code"]))


async def test_a_rule_for_now_is_drafted_with_its_last_day(drafting: Drafting) -> None:
    dim = ForNowRequest(days=2, area="hall", at_most="30 %", keep=True)
    still = ForNowRequest(days=1)

    dimmed, left = await drafting.for_now(dim, ANA), await drafting.for_now(still, ANA)

    assert dimmed["changes"] == [
        (
            "New guardrail for-now-1: { kind: brightness_ceiling, expires: 2025-11-11, "
            "at_most: 30 %, areas: [hall], owner: ana, purpose: For now, from the page. }."
        )
    ]
    assert "protected_area" in str(left["changes"])
    assert "expires: 2025-11-10" in str(left["changes"])
    assert dimmed["allows_more"] is False
    assert len(drafting.waiting()) == 1


async def test_a_rule_for_now_names_a_room_that_there_is(drafting: Drafting) -> None:
    with pytest.raises(Unknown):
        await drafting.for_now(ForNowRequest(days=1, area="cellar"), ANA)
    with pytest.raises(Refused, match="this cannot be"):
        await drafting.for_now(ForNowRequest(days=1, at_most="very dim"), ANA)


@pytest.mark.parametrize("said", [b"{}", b'{"days": 0}', b'{"days": 93}', b'{"days": "1"}'])
def test_a_rule_for_now_has_an_end_that_is_not_far(said: bytes) -> None:
    with pytest.raises(BadInput):
        parse_for_now(said)


@pytest.mark.parametrize(
    ("numbers", "problem", "why"),
    [
        ({"at_most": "200 %"}, Refused, "this cannot be"),
        ({"at_most": "very dim"}, Refused, "this cannot be"),
        ({"at_most": "20 %"}, Refused, "changes nothing"),
        ({"kind": "5"}, Unknown, "no number"),
    ],
)
async def test_what_makes_no_sense_is_refused_with_a_sentence(
    drafting: Drafting, numbers: dict[str, str], problem: type[Exception], why: str
) -> None:
    with pytest.raises(problem, match=why):
        await drafting.draft(wish(numbers), ANA)


@pytest.mark.parametrize(
    "said",
    [
        b"{}",
        b'{"section": "people", "name": "ana", "numbers": {"role": "1"}}',
        b'{"section": "agents", "name": "x", "numbers": {}}',
        b'{"section": "agents", "name": "x", "numbers": {"a": ""}}',
        b'{"section": "agents", "name": "x", "numbers": {"a": "1", "b": 2}}',
    ],
)
def test_what_says_nothing_clear_is_refused(said: bytes) -> None:
    with pytest.raises(BadInput):
        parse_draft(said)
