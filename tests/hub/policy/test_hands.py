"""What a person signs on their own phone: verified, kept with the version, and vouched for."""

from dataclasses import replace
from pathlib import Path

import pytest

from hub.policy.book import Book
from hub.policy.keys import key_of, trusted
from hub.policy.policies import record_of
from hub.policy.signing import NotSigned, Signing, due, sign
from hub.policy.versions import Hand, Spoiled, Version
from tests.hub.policy.a_hand import AHand
from tests.hub.policy.signed import BRIGHTER, HOUSE, NOON, TWO, policy, root, signed

BRIGHT = HOUSE.replace(*BRIGHTER)


def by_phone(
    state: Path, phone: AHand, signer: str, text: str = BRIGHT, before: str = HOUSE
) -> Version:
    """Sign as a phone does: first it is told what there is to sign."""
    book, in_force = Book.read(state), policy(before)
    message = due(book, root(text), in_force, signer).by_hand(signer, phone.key, NOON, "why")
    signing = Signing(signer=signer, reason="why", hand=phone.signs(message))
    return sign(book, root(text), in_force, signing, NOON)


def test_what_a_phone_signed_is_found_again_and_says_so(tmp_path: Path) -> None:
    signed(tmp_path, HOUSE)
    phone = AHand()

    Book.read(tmp_path).add(by_phone(tmp_path, phone, "ana"))

    book = Book.read(tmp_path)
    assert book.doubts == ()
    assert book.newest is not None
    (signature,) = book.newest.signatures
    assert signature.signer == "ana"
    assert signature.hand is not None
    assert signature.hand.public == phone.public
    assert record_of(book.newest).signatures[0].key == phone.key


@pytest.mark.parametrize(
    "fault", ["another number", "another text", "another person", "another phone", "cut", "no key"]
)
def test_what_the_phone_did_not_sign_is_refused(tmp_path: Path, fault: str) -> None:
    signed(tmp_path, HOUSE)
    book, phone, in_force = Book.read(tmp_path), AHand(), policy(HOUSE)
    version = due(book, root(BRIGHT), in_force, "ana")
    said = {
        "another number": replace(version, number=9),
        "another text": Version.of(2, root(HOUSE)),
    }.get(fault, version)
    who = "ben" if fault == "another person" else "ana"
    hand = phone.signs(said.by_hand(who, phone.key, NOON, ""))
    hand = {
        "another phone": Hand(public=AHand().public, mark=hand.mark),
        "cut": replace(hand, mark=hand.mark[:-1]),
        "no key": replace(hand, public=b"x" * 65),
    }.get(fault, hand)

    with pytest.raises(NotSigned, match="not what the phone has signed"):
        sign(book, root(BRIGHT), in_force, Signing(signer="ana", hand=hand), NOON)


@pytest.mark.parametrize("signer", ["ben", "leo", "eve"])
def test_whose_phone_it_is_counts_and_not_that_it_has_a_key(tmp_path: Path, signer: str) -> None:
    signed(tmp_path, HOUSE)

    with pytest.raises(NotSigned):
        by_phone(tmp_path, AHand(), signer)


def test_two_phones_put_in_force_what_two_must_sign(tmp_path: Path) -> None:
    signed(tmp_path, TWO)
    text, ana = TWO.replace(*BRIGHTER), AHand()

    half = by_phone(tmp_path, ana, "ana", text, TWO)
    Book.read(tmp_path).put_off(half)
    with pytest.raises(NotSigned, match="Ana has signed this"):
        by_phone(tmp_path, ana, "ana", text, TWO)
    whole = by_phone(tmp_path, AHand(), "ben", text, TWO)

    assert (half.complete, whole.complete) == (False, True)
    Book.read(tmp_path).add(whole)
    assert Book.read(tmp_path).doubts == ()


def test_a_hand_that_was_exchanged_or_taken_away_spoils_the_version(tmp_path: Path) -> None:
    signed(tmp_path, HOUSE)
    version = by_phone(tmp_path, AHand(), "ana")
    (signature,) = version.signatures
    other = AHand()
    message = version.by_hand("ana", other.key, NOON, "why")
    version.check(trusted(tmp_path))

    for hand in (None, other.signs(message)):
        altered = replace(version, signatures=(replace(signature, hand=hand),))
        with pytest.raises(Spoiled, match="not what was signed"):
            altered.check(trusted(tmp_path))


def test_the_console_alone_makes_no_hand(tmp_path: Path) -> None:
    version, phone = Version.of(1, root(HOUSE)), AHand()
    hand = Hand(public=phone.public, mark=bytes(64))

    forged = version.signed(key_of(tmp_path), "ana", NOON, "", hand)

    with pytest.raises(Spoiled, match="ana's phone did not sign this"):
        forged.check(trusted(tmp_path))
