"""What is in force after a start, and what is said of a file that nobody has signed."""

import subprocess
import sys
from pathlib import Path

import pytest

from hub.cli.signing import alone
from hub.journal import Journal
from hub.policy import checks
from hub.policy.book import FOLDER
from hub.policy.errors import ConfigurationErrors, Fault
from hub.policy.keys import NAME
from hub.policy.policies import Policies
from hub.policy.signing import NotSigned, Signing
from rules.guardrails.ceilings import BrightnessCeiling
from rules.words.ids import AgentId
from rules.words.values import Brightness
from tests.hub.policy.signed import BRIGHTER, HOUSE, NOON, TWO, root

BRIGHT = HOUSE.replace(*BRIGHTER)
AGENT = """\
agents:
  hall-motion: { kind: motion_light, area: hall, brightness: 80 %, off_after: 5 min }
"""
GONE = "no signed policy can be trusted"


def started(state: Path, written: str | None) -> Policies:
    """Start with a household file, as a hub does."""
    file = state / "house.yaml"
    if written is not None:
        file.write_text(written)
    journal = Journal.open(state)
    try:
        policies = Policies.open(state, file, journal, NOON)
    finally:
        journal.close()
    policies.look()
    return policies


def sign(policies: Policies, written: str, signer: str = "console") -> bool:
    """Sign a draft; say whether it is in force."""
    return policies.keep(*policies.sign(root(written), Signing(signer=signer), NOON))


def test_the_household_signs_what_it_starts_with(tmp_path: Path) -> None:
    policies = started(tmp_path, HOUSE)

    (version,) = policies.fresh
    assert (version.number, version.signers) == (1, ("console",))
    assert version.reason == "what the household starts with"
    assert [person.name for person in policies.policy.people.values()] == ["Ana", "Ben", "Leo"]
    assert (policies.unsigned, policies.doubts) == ("", [])


def test_a_first_start_with_mistakes_in_the_file_signs_nothing(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationErrors, match="at_most"):
        started(tmp_path, HOUSE.replace("20 %", "bright"))

    assert not (tmp_path / FOLDER).exists()


def test_a_later_start_takes_what_was_signed_and_not_what_the_file_says(tmp_path: Path) -> None:
    started(tmp_path, HOUSE)

    policies = started(tmp_path, BRIGHT)

    (rule,) = policies.policy.guardrails.values()
    assert isinstance(rule, BrightnessCeiling)
    assert rule.at_most == Brightness(51)
    assert policies.fresh == ()
    assert "house.yaml has 1 change that nobody has signed" in policies.unsigned


@pytest.mark.parametrize("written", [HOUSE.replace("20 %", "bright"), "", "a: [", "\0"])
def test_a_later_start_does_not_mind_mistakes_in_the_file(tmp_path: Path, written: str) -> None:
    started(tmp_path, HOUSE)

    policies = started(tmp_path, written)

    assert len(policies.policy.guardrails) == 1
    assert policies.unsigned.startswith("house.yaml has mistakes, so nobody can sign it")
    assert "made a mistake in them" in policies.banner


def test_a_file_that_is_gone_is_said_and_changes_nothing(tmp_path: Path) -> None:
    started(tmp_path, HOUSE)
    (tmp_path / "house.yaml").unlink()

    policies = started(tmp_path, None)

    assert len(policies.policy.guardrails) == 1
    assert "house.yaml has mistakes" in policies.unsigned


def test_the_rooms_keep_the_order_of_the_file(tmp_path: Path) -> None:
    started(tmp_path, HOUSE)

    assert [*started(tmp_path, HOUSE).policy.areas] == ["hall", "bath"]


def test_a_signature_puts_the_draft_in_force_and_the_next_start_finds_it(tmp_path: Path) -> None:
    policies = started(tmp_path, HOUSE)

    in_force = sign(policies, BRIGHT, "ana")

    again = started(tmp_path, BRIGHT)
    assert in_force
    assert again.policy == policies.policy
    assert (again.unsigned, again.version) == ("", policies.version)
    assert again.signings[again.policy.hash] == [(NOON, ("ana",))]


def test_what_was_not_shown_to_the_signer_is_not_signed(tmp_path: Path) -> None:
    policies = started(tmp_path, HOUSE)

    with pytest.raises(NotSigned, match="was changed after it was shown"):
        policies.sign(root(BRIGHT), Signing(), NOON, "another hash")


def test_what_is_in_force_is_not_signed_again(tmp_path: Path) -> None:
    policies = started(tmp_path, HOUSE)

    with pytest.raises(NotSigned, match="there is nothing to sign: it is version 1"):
        policies.sign(root("# the same\n" + HOUSE), Signing(), NOON)


def test_a_draft_that_one_of_two_has_signed_says_whom_it_waits_for(tmp_path: Path) -> None:
    policies = started(tmp_path, TWO)
    draft = TWO.replace(*BRIGHTER)
    (tmp_path / "house.yaml").write_text(draft)

    in_force = sign(policies, draft, "ana")
    policies.look()
    waits, told = policies.unsigned, policies.banner
    then = sign(policies, draft, "ben")

    assert (in_force, then) == (False, True)
    assert waits == (
        "house.yaml is signed by ana and waits for somebody else: nothing of it counts until then"
    )
    assert told == (
        "a change of the household's rules is signed by Ana and waits for somebody else to sign it"
    )


def test_it_goes_back_to_the_version_before_or_to_any_other(tmp_path: Path) -> None:
    policies = started(tmp_path, HOUSE)
    assert policies.earlier(None) is None
    for written in (BRIGHT, TWO):
        sign(policies, written)

    before = policies.earlier(None)
    first = policies.earlier(1)

    assert before is not None
    assert before.root == root(BRIGHT)
    assert first is not None
    assert first.root == root(HOUSE)
    assert policies.earlier(9) is None


def test_where_the_newest_does_not_verify_the_one_before_is_in_force_and_it_is_said(
    tmp_path: Path,
) -> None:
    sign(started(tmp_path, HOUSE), BRIGHT)
    newest = tmp_path / FOLDER / "0002.json"
    newest.write_bytes(newest.read_bytes().replace(b"40 %", b"90 %"))

    policies = started(tmp_path, BRIGHT)

    assert policies.version is not None
    assert policies.version.number == 1
    assert policies.doubts == [
        "version 2 of the policy does not count: it is not what was signed",
        "in force is version 1 of the policy",
    ]


@pytest.mark.parametrize("lost", [[f"{FOLDER}/0001.json"], [NAME], [NAME, f"{FOLDER}/0001.json"]])
def test_without_any_version_that_verifies_no_agent_is_left_and_people_have_their_rooms(
    tmp_path: Path, lost: list[str]
) -> None:
    begins(tmp_path, HOUSE + AGENT)
    for name in lost:
        (tmp_path / name).unlink()

    policies = started(tmp_path, HOUSE + AGENT)

    assert policies.in_doubt
    assert policies.policy.agents == {}
    assert [*policies.policy.areas] == ["hall", "bath"]
    assert policies.doubts[-1].startswith(GONE)
    assert "`homerule policy sign`" in policies.unsigned
    assert "`homerule override house release`" in policies.unsigned
    assert policies.banner.startswith("what the household signed cannot be trusted")


def test_a_signature_ends_the_doubt(tmp_path: Path) -> None:
    begins(tmp_path, HOUSE + AGENT)
    (tmp_path / NAME).unlink()

    in_force = sign(started(tmp_path, HOUSE + AGENT), HOUSE + AGENT)

    again = started(tmp_path, HOUSE + AGENT)
    assert in_force
    assert not again.in_doubt
    assert [*again.policy.agents] == [AgentId("hall-motion")]


def test_what_only_makes_no_sense_as_a_whole_stays_in_force_once_it_was_signed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    started(tmp_path, HOUSE)

    monkeypatch.setattr(checks, "mistakes", lambda _root, _policy: [Fault("seen only now")])
    policies = started(tmp_path, HOUSE)

    assert policies.version is not None
    assert not policies.in_doubt
    with pytest.raises(ConfigurationErrors, match="seen only now"):
        sign(policies, BRIGHT)


def test_every_policy_that_was_ever_signed_is_kept(tmp_path: Path) -> None:
    policies = started(tmp_path, HOUSE)
    first = policies.policy
    sign(policies, BRIGHT)

    assert policies.kept() == {first.hash: first, policies.policy.hash: policies.policy}


def begins(state: Path, written: str) -> None:
    """Sign for the first time, and have it written down in the journal, as a hub does."""
    (state / "house.yaml").write_text(written)
    alone(state, state / "house.yaml", "sign", "{}")


def test_it_does_not_load_the_signing_library_before_it_needs_it() -> None:
    code = "import sys, hub.policy.policies; sys.exit('cryptography' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
