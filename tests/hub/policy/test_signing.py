"""Who may sign what: an owner, the console, and where the household said so two people."""

from pathlib import Path

import pytest

from hub.policy.book import Book
from hub.policy.signing import NotSigned, Signing, sections_for_two, sign
from tests.hub.policy.signed import BRIGHTER, HOUSE, NOON, TWO, policy, root, signed
from tests.hub.policy.written import mistakes

BRIGHT, TWO_BRIGHT = HOUSE.replace(*BRIGHTER), TWO.replace(*BRIGHTER)


def refusal(state: Path, text: str, signer: str, before: str) -> str:
    with pytest.raises(NotSigned) as why:
        signed(state, text, signer, before)
    return str(why.value)


@pytest.mark.parametrize("signer", ["ana", "console"])
def test_an_owner_or_the_console_signs_for_the_household(tmp_path: Path, signer: str) -> None:
    signed(tmp_path, HOUSE)

    book = signed(tmp_path, BRIGHT, signer, HOUSE)

    assert book.newest is not None
    assert (book.newest.number, book.newest.signers) == (2, (signer,))


@pytest.mark.parametrize(
    ("signer", "why"),
    [
        ("leo", "Leo is no owner (child): an owner signs the policy"),
        ("ben", "Ben is no owner (adult): an owner signs the policy"),
        (
            "eve",
            (
                "nobody of the household has the id `eve`; owners are ana. Who is new in the file "
                "may sign once it is in force: sign this without a name"
            ),
        ),
    ],
)
def test_nobody_else_does(tmp_path: Path, signer: str, why: str) -> None:
    signed(tmp_path, HOUSE)

    assert refusal(tmp_path, BRIGHT, signer, HOUSE) == why
    assert Book.read(tmp_path).last == 1


def test_nobody_makes_themselves_an_owner_by_the_draft_that_they_sign(tmp_path: Path) -> None:
    signed(tmp_path, HOUSE)

    why = refusal(tmp_path, HOUSE.replace("role: child", "role: owner"), "leo", HOUSE)

    assert why.startswith("Leo is no owner (child)")


def test_where_two_must_sign_one_does_not_put_it_in_force(tmp_path: Path) -> None:
    signed(tmp_path, TWO)

    half = signed(tmp_path, TWO_BRIGHT, "ana", TWO)
    again = refusal(tmp_path, TWO_BRIGHT, "ana", TWO)
    whole = signed(tmp_path, TWO_BRIGHT, "ben", TWO)

    assert half.last == 1
    assert half.pending is not None
    assert half.pending.signers == ("ana",)
    assert again == "Ana has signed this: now somebody else"
    assert whole.newest is not None
    assert whole.newest.signers == ("ana", "ben")
    assert Book.read(tmp_path).newest == whole.newest
    assert Book.read(tmp_path).pending is None


ADULTS = TWO.replace("name: Leo, role: child", "name: Leo, role: adult")


def test_two_adults_depose_no_owner_and_make_none(tmp_path: Path) -> None:
    signed(tmp_path, ADULTS)
    draft = ADULTS.replace("name: Leo, role: adult", "name: Leo, role: owner")

    signed(tmp_path, draft, "ben", ADULTS)
    why = refusal(tmp_path, draft, "leo", ADULTS)
    book = signed(tmp_path, draft, "ana", ADULTS)

    assert why == "this changes who is an owner: one of the two must be Ana"
    assert book.newest is not None
    assert book.newest.signers == ("ben", "ana")


@pytest.mark.parametrize(
    ("signer", "why"),
    [
        ("console", "a change of guardrails is signed by two people: say who you are, "),
        ("leo", "Leo is no owner (child): an owner or an adult signs the policy"),
    ],
)
def test_of_the_two_each_is_a_grown_person(tmp_path: Path, signer: str, why: str) -> None:
    signed(tmp_path, TWO)

    assert refusal(tmp_path, TWO_BRIGHT, signer, TWO).startswith(why)


def test_a_signature_counts_for_the_draft_that_was_signed_and_for_no_later_one(
    tmp_path: Path,
) -> None:
    signed(tmp_path, TWO)
    signed(tmp_path, TWO_BRIGHT, "ana", TWO)

    later = signed(tmp_path, TWO_BRIGHT.replace("40 %", "90 %"), "ben", TWO)

    assert later.last == 1
    assert later.pending is not None
    assert later.pending.signers == ("ben",)


@pytest.mark.parametrize(
    ("before", "after", "sections"),
    [
        (*BRIGHTER, ("guardrails",)),
        ("role: child", "role: adult", ("people",)),
        (", two_signatures: [guardrails]", "", ("home",)),
        ("[guardrails]", "[guardrails, agents]", ("home",)),
        ("UTC", "Europe/Madrid", ()),
        ("[Hall lamp]", "[]", ()),
    ],
)
def test_what_needs_two_cannot_be_got_around(
    before: str, after: str, sections: tuple[str, ...]
) -> None:
    changed = root(TWO.replace(before, after))

    assert sections_for_two(policy(TWO), root(TWO), changed) == sections
    assert sections_for_two(policy(HOUSE), root(TWO), changed) == ()


def test_two_signatures_that_nobody_could_give_are_a_mistake(tmp_path: Path) -> None:
    alone = TWO.replace("  ben: { name: Ben, role: adult }\n", "")

    assert mistakes(tmp_path, TWO) == []
    assert mistakes(tmp_path, alone) == [
        (
            "house.yaml:1: home.two_signatures: it takes two people who are owner or adult: "
            "nobody could change this any more"
        )
    ]


def test_the_next_version_follows_the_highest_number_ever_given(tmp_path: Path) -> None:
    signed(tmp_path, HOUSE)
    signed(tmp_path, BRIGHT)
    (tmp_path / "policy" / "0002.json").write_bytes(b"gone bad")

    version = sign(Book.read(tmp_path), root(BRIGHT), policy(HOUSE), Signing(), NOON)

    assert version.number == 3
