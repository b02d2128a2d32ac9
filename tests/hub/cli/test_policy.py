"""`homerule policy`: the same words whether a hub runs or not."""

import json
import shutil
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from hub.__main__ import main
from hub.journal.reader import JournalReader
from hub.policy.answered import Answered, write_answers
from hub.policy.book import FOLDER, Book
from hub.policy.drafts import Drafts
from hub.policy.keys import NAME
from hub.policy.numbers import with_numbers
from rules.words.asks import Wants, WasAsked
from rules.words.ids import AgentId, DeviceId
from rules.words.prompts import Answer
from rules.words.records import PolicySigned
from tests.hub.policy.signed import BRIGHTER, HOUSE, NOON, TWO


class Household:
    """A household file and a state folder, and what commands say of them."""

    def __init__(self, folder: Path, said: pytest.CaptureFixture[str]) -> None:
        folder.mkdir(exist_ok=True)
        self.file = folder / "house.yaml"
        self.state = folder / "state"
        self.said = said
        self.file.write_text(HOUSE)

    def edits(self, before: str, after: str) -> None:
        self.file.write_text(self.file.read_text().replace(before, after))

    def policy(self, *words: str) -> tuple[int, str, str]:
        """Run a command; return its exit code, what it printed and what it complained of."""
        folders = ("--config", str(self.file.parent), "--state", str(self.state))
        code = main(["policy", *words, *folders])
        said = self.said.readouterr()
        return code, said.out, said.err

    def signs(self, *words: str) -> str:
        code, out, complaint = self.policy("sign", *words)
        assert (code, complaint) == (0, "")
        return out


@pytest.fixture
def household(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Household:
    return Household(tmp_path, capsys)


def test_before_the_first_start_nothing_is_signed(household: Household) -> None:
    code, out, _ = household.policy("diff")
    _, log, _ = household.policy("log")

    assert code == 0
    assert "nothing is signed yet: the hub's first start signs house.yaml" in out
    assert "nothing is signed yet" in log
    assert not household.state.exists()


def test_the_first_signature_may_also_be_given_before_the_first_start(
    household: Household,
) -> None:
    assert household.signs() == "Version 1 is in force, signed by console.\n"
    assert "house.yaml is in force: version 1, signed by console" in household.policy("diff")[1]


@pytest.mark.parametrize("place", ["Pacific/Kiritimati", "America/Los_Angeles"])
def test_the_time_of_a_signature_is_that_of_the_house(household: Household, place: str) -> None:
    household.edits("Europe/Madrid", place)
    household.signs()

    _, log, _ = household.policy("log")
    _, diff, _ = household.policy("diff")

    (version,) = Book.read(household.state).versions
    there = datetime.fromtimestamp(version.at, ZoneInfo(place)).strftime("%Y-%m-%d %H:%M")
    assert there in log
    assert there in diff


def test_an_edit_is_told_and_signed_and_stands_in_the_log_and_the_journal(
    household: Household,
) -> None:
    household.signs()
    household.edits(*BRIGHTER)

    _, diff, _ = household.policy("diff")
    told = household.signs("--as", "Ana", "--reason", "we read at night")
    code, log, _ = household.policy("log")

    change = "  Guardrail quiet-nights: `at_most` 20 % -> 40 % (this allows more).\n"
    assert change in diff
    assert "Of these, 1 may let more happen than today." in diff
    assert told.startswith(change)
    assert told.endswith("Version 2 is in force, signed by ana.\n")
    first, second = log.splitlines()
    assert code == 0
    assert first.startswith("in force  2")
    assert first.endswith("we read at night")
    assert second.endswith("what the household starts with")
    with JournalReader.open(household.state) as journal:
        bodies = [body for _, _, body in journal.every(PolicySigned)]
        assert [b.version for b in bodies if isinstance(b, PolicySigned)] == [1, 2]
        assert journal.verify() is None


def test_a_draft_of_the_page_is_shown_and_signed_by_its_code(household: Household) -> None:
    household.signs()
    (version,) = Book.read(household.state).versions
    brighter = with_numbers(version.root, "guardrails", "quiet-nights", {"at_most": "40 %"})
    drafts = Drafts(household.state)
    draft = drafts.keep(brighter, base=version.hash, by="Ben on the page", at=version.at)

    told = household.signs("--as", "ana", "--draft", draft.code.lower())
    code, _, complaint = household.policy("sign", "--draft", draft.code)

    assert "Drafted by Ben on the page" in told
    assert "`at_most` 20 % -> 40 % (this allows more)" in told
    assert "Version 2 is in force, signed by ana." in told
    assert "house.yaml has 1 change that nobody has signed" in told
    assert (code, drafts.all()) == (1, [])
    assert "there is no draft" in complaint


def test_a_rollback_leaves_the_file_and_says_so(household: Household) -> None:
    household.signs()
    household.edits(*BRIGHTER)
    household.signs()

    code, out, _ = household.policy("rollback", "--as", "ana")
    _, log, _ = household.policy("log")

    assert code == 0
    assert "Guardrail quiet-nights: `at_most` 40 % -> 20 %." in out
    assert "Version 3 is in force, signed by ana." in out
    assert "house.yaml has 1 change that nobody has signed" in out
    assert "40 %" in household.file.read_text()
    assert log.splitlines()[0].endswith("back to version 1")


def test_it_goes_back_to_a_version_by_its_number(household: Household) -> None:
    household.signs()
    for brighter in (BRIGHTER, ("40 %", "60 %")):
        household.edits(*brighter)
        household.signs()

    _, out, _ = household.policy("rollback", "--to", "1")
    code, _, complaint = household.policy("rollback", "--to", "9")

    assert "`at_most` 60 % -> 20 %" in out
    assert code == 1
    assert "there is no such version to go back to" in complaint


def test_where_two_must_sign_the_first_is_told_to_find_another(household: Household) -> None:
    household.file.write_text(TWO)
    household.signs()
    household.edits(*BRIGHTER)

    half = household.signs("--as", "ana")
    _, diff, _ = household.policy("diff")
    whole = household.signs("--as", "ben")

    assert half.endswith("Signed by ana. It counts once somebody else has signed it too.\n")
    assert "is signed by ana and waits for somebody else" in diff
    assert whole.endswith("Version 2 is in force, signed by ana, ben.\n")


@pytest.mark.parametrize(
    ("edit", "words", "why"),
    [
        (BRIGHTER, ["sign", "--as", "leo"], "Leo is no owner (child): an owner signs the policy"),
        (("20 %", "bright"), ["sign"], "house.yaml:10: guardrails.quiet-nights.at_most"),
        (("20 %", "bright"), ["diff"], "house.yaml cannot be signed"),
        (("", ""), ["sign"], "there is nothing to sign: it is version 1"),
    ],
)
def test_what_cannot_be_signed_is_refused_with_a_sentence(
    household: Household, edit: tuple[str, str], words: list[str], why: str
) -> None:
    household.signs()
    household.edits(*edit)

    code, _, complaint = household.policy(*words)

    assert code == 1
    assert why in complaint


def test_a_script_gets_all_of_it_as_json(household: Household) -> None:
    household.signs("--reason", "to begin")
    household.edits(*BRIGHTER)

    diff = json.loads(household.policy("diff", "--json")[1])
    log = json.loads(household.policy("log", "--json")[1])

    assert diff["in_force"]["version"] == 1
    assert len(diff["changes"]) == 1
    assert diff["problems"] == []
    assert [v["signatures"][0]["signer"] for v in log["versions"]] == ["console"]
    assert log["doubts"] == []


def test_the_log_says_where_files_and_journal_differ(household: Household) -> None:
    household.signs()
    household.edits(*BRIGHTER)
    household.signs()
    (household.state / FOLDER / "0002.json").unlink()

    code, log, _ = household.policy("log")

    assert code == 1
    assert "warning: version 2 was signed, but its file is gone" in log


def test_the_folders_may_stand_before_the_verb_too(
    household: Household, capsys: pytest.CaptureFixture[str]
) -> None:
    household.signs()
    folders = ("--config", str(household.file.parent), "--state", str(household.state))

    code = main(["policy", *folders, "diff"])

    assert code == 0
    assert "house.yaml is in force" in capsys.readouterr().out


def test_verify_looks_at_the_signed_policies_too(
    household: Household, capsys: pytest.CaptureFixture[str]
) -> None:
    household.signs()
    household.edits(*BRIGHTER)
    household.signs()
    state = ("--state", str(household.state))

    whole = main(["verify", *state]), capsys.readouterr().out
    stored = household.state / FOLDER / "0002.json"
    stored.write_bytes(stored.read_bytes().replace(b"40 %", b"90 %"))
    broken = main(["verify", *state]), capsys.readouterr().out

    assert whole[0] == 0
    assert "The policy is as it was signed, in each of its versions: 2." in whole[1]
    assert broken[0] == 1
    assert "Version 2 of the policy does not count: it is not what was signed." in broken[1]


def test_a_version_put_in_the_place_of_another_is_seen_by_the_journal(
    household: Household,
) -> None:
    household.signs()
    household.edits(*BRIGHTER)
    household.signs()
    other = Household(household.state.parent / "other", household.said)
    other.signs()
    for name in (NAME, f"{FOLDER}/0001.json"):
        shutil.copy(other.state / name, household.state / name)
    (household.state / FOLDER / "0002.json").unlink()

    code, log, _ = household.policy("log")

    assert code == 1
    assert "the journal does not have version 1 as it was signed" in log
    assert "version 2 was signed, but its file is gone" in log


def test_what_was_signed_before_a_journal_was_begun_is_no_doubt(household: Household) -> None:
    household.signs()
    for file in household.state.glob("journal.*"):
        file.unlink()
    household.edits(*BRIGHTER)
    household.signs()

    code, log, _ = household.policy("log")

    assert code == 0
    assert "warning" not in log


def test_what_somebody_answered_is_shown_with_what_forgets_it(household: Household) -> None:
    agent = "agents: { evening: { kind: schedule, area: hall, at: '19:00', set: on } }\n"
    household.file.write_text(HOUSE + agent)
    household.signs()
    about = (WasAsked(device=DeviceId("hall-lamp"), wants=Wants.MORE),)
    never = Answered(
        id="no-to-evening",
        answer=Answer.NEVER,
        agent=AgentId("evening"),
        who="Ana",
        at=NOON,
        about=about,
    )
    write_answers(household.state, [never])

    _, shown, _ = household.policy("diff")
    signed = household.signs("--as", "ana")
    _, after, _ = household.policy("diff")
    _, dropped, _ = household.policy("drop", "no-to-evening")
    code, _, complaint = household.policy("drop", "no-to-evening")

    assert "New guardrail no-to-evening" in shown
    assert "Ana answered never: `homerule policy drop no-to-evening` forgets it." in shown
    assert "Version 2 is in force" in signed
    assert "house.yaml is in force: version 2" in after
    assert "The guardrail no-to-evening is gone (this allows more)." in dropped
    assert (code, "there is no answer `no-to-evening`" in complaint) == (1, True)
