"""A stored version counts as it was signed and not otherwise: each byte of it, by whom and when."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from hub.policy.book import FOLDER, PENDING, Book
from hub.policy.keys import NAME, key_of, trusted
from hub.policy.versions import Signature, Spoiled, Version, dump, load
from tests.hub.policy.signed import BRIGHTER, HOUSE, NOON, root, signed

BRIGHT = HOUSE.replace(*BRIGHTER)


def stored(state: Path, number: int = 1) -> Path:
    return state / FOLDER / f"{number:04}.json"


def test_what_was_signed_is_found_again(tmp_path: Path) -> None:
    signed(tmp_path, HOUSE)
    signed(tmp_path, BRIGHT)

    book = Book.read(tmp_path)

    assert [(v.number, v.signers, v.reason) for v in book.versions] == [
        (1, ("console",), "why"),
        (2, ("console",), "why"),
    ]
    assert book.newest is not None
    assert book.newest.root == root(BRIGHT)
    assert book.newest.text.index("hall") < book.newest.text.index("bath")
    assert book.doubts == ()


def test_whoever_flips_any_bit_of_a_stored_version_is_found_out(tmp_path: Path) -> None:
    signed(tmp_path, HOUSE)
    keys, whole = trusted(tmp_path), stored(tmp_path).read_bytes()

    taken: list[tuple[int, int]] = []
    for place in range(len(whole)):
        for bit in range(8):
            altered = bytearray(whole)
            altered[place] ^= 1 << bit
            try:
                load(bytes(altered)).check(keys)
            except Spoiled:
                continue
            taken.append((place, bit))

    load(whole).check(keys)
    assert taken == []


@pytest.mark.parametrize("length", [0, 1, -1, -2])
def test_a_file_that_was_cut_is_named_and_the_one_before_counts(
    tmp_path: Path, length: int
) -> None:
    signed(tmp_path, HOUSE)
    signed(tmp_path, BRIGHT)
    stored(tmp_path, 2).write_bytes(stored(tmp_path, 2).read_bytes()[:length])

    book = Book.read(tmp_path)

    assert book.doubts == ("version 2 of the policy does not count: it is not as it was written",)
    assert book.newest == book.version(1)
    assert book.last == 2


def test_a_text_that_nobody_signed_does_not_count_however_well_it_is_written(
    tmp_path: Path,
) -> None:
    book = signed(tmp_path, HOUSE)
    forged = replace(book.versions[0], text=Version.of(1, root(BRIGHT)).text)
    stored(tmp_path).write_bytes(dump(forged))

    assert Book.read(tmp_path).doubts == (
        "version 1 of the policy does not count: it is not what was signed",
    )


@pytest.mark.parametrize(
    "change",
    [
        lambda signature: replace(signature, signer="ana"),
        lambda signature: replace(signature, at=NOON + 1),
        lambda signature: replace(signature, reason="none"),
        lambda signature: replace(signature, mark=bytes(64)),
    ],
)
def test_who_signed_when_and_why_are_signed_too(
    tmp_path: Path, change: Callable[[Signature], Signature]
) -> None:
    (version,) = signed(tmp_path, HOUSE).versions
    altered = change(version.signatures[0])

    with pytest.raises(Spoiled, match="not what was signed"):
        replace(version, signatures=(altered,)).check(trusted(tmp_path))


def test_a_signature_by_another_key_does_not_count(tmp_path: Path) -> None:
    signed(tmp_path / "ours", HOUSE)
    signed(tmp_path / "theirs", HOUSE)
    stored(tmp_path / "ours").write_bytes(stored(tmp_path / "theirs").read_bytes())

    (doubt,) = Book.read(tmp_path / "ours").doubts

    assert "it is signed with a key that is not ours: console-" in doubt


def test_another_key_under_the_name_of_ours_does_not_count_either(tmp_path: Path) -> None:
    ours, theirs = key_of(tmp_path / "ours"), key_of(tmp_path / "theirs")
    version = Version.of(1, root(HOUSE)).signed(theirs, "console", NOON, "")
    renamed = replace(version.signatures[0], key=ours.id)

    with pytest.raises(Spoiled, match="not what was signed"):
        replace(version, signatures=(renamed,)).check(trusted(tmp_path / "ours"))


def test_what_nobody_signed_and_asks_for_nobody_does_not_count(tmp_path: Path) -> None:
    signed(tmp_path, HOUSE)
    stored(tmp_path).write_bytes(dump(Version.of(1, root(HOUSE), needs=0)))

    assert Book.read(tmp_path).doubts == (
        "version 1 of the policy does not count: nobody signed it",
    )


def test_a_version_counts_under_its_own_number_only(tmp_path: Path) -> None:
    signed(tmp_path, HOUSE)
    signed(tmp_path, BRIGHT)
    stored(tmp_path, 2).write_bytes(stored(tmp_path, 1).read_bytes())

    assert Book.read(tmp_path).doubts == (
        "version 2 of the policy does not count: its file holds version 1",
    )


def test_a_version_that_two_had_to_sign_does_not_count_with_one(tmp_path: Path) -> None:
    signed(tmp_path, HOUSE)
    half = Version.of(2, root(BRIGHT), needs=2).signed(key_of(tmp_path), "ana", NOON, "")
    stored(tmp_path, 2).write_bytes(dump(half))
    with pytest.raises(ValueError, match="not signed by all"):
        Book.read(tmp_path / "other").add(half)

    twice = half.signed(key_of(tmp_path), "ana", NOON, "")

    (doubt,) = Book.read(tmp_path).doubts
    assert "2 people must sign it" in doubt
    assert not twice.complete


def test_a_version_whose_file_is_gone_is_named(tmp_path: Path) -> None:
    for text in (HOUSE, BRIGHT, HOUSE):
        signed(tmp_path, text)
    stored(tmp_path, 2).unlink()

    assert Book.read(tmp_path).doubts == (
        "version 2 of the policy does not count: its file is gone",
    )


def test_versions_whose_files_are_gone_in_a_row_are_named_once(tmp_path: Path) -> None:
    signed(tmp_path, HOUSE)
    stored(tmp_path, 1).rename(stored(tmp_path, 9999))

    assert Book.read(tmp_path).doubts == (
        "versions 1 to 9998 of the policy do not count: their files are gone",
        "version 9999 of the policy does not count: its file holds version 1",
    )


@pytest.mark.parametrize("name", ["1.json", "00001.json", "20301224.json", "0000.json"])
def test_a_file_that_is_not_named_as_we_do_is_no_version(tmp_path: Path, name: str) -> None:
    signed(tmp_path, HOUSE)
    (tmp_path / FOLDER / name).write_bytes(b"{}")

    book = Book.read(tmp_path)

    assert (book.last, len(book.versions), book.doubts) == (1, 1, ())


def test_a_spoiled_half_signed_draft_waits_for_nothing(tmp_path: Path) -> None:
    signed(tmp_path, HOUSE)
    (tmp_path / FOLDER / PENDING).write_bytes(b"{}")

    book = Book.read(tmp_path)

    assert (book.pending, book.doubts) == (None, ())


def test_all_of_it_is_for_the_owner_of_the_hub_alone(tmp_path: Path) -> None:
    signed(tmp_path / "state", HOUSE)

    files = [path for path in (tmp_path / "state").rglob("*") if path.is_file()]

    assert {path.name for path in files} == {NAME, "0001.json"}
    assert {path.stat().st_mode & 0o777 for path in files} == {0o600}
    assert (tmp_path / "state" / FOLDER).stat().st_mode & 0o077 == 0


def test_the_time_of_a_version_is_that_of_its_last_signature() -> None:
    both = tuple(
        Signature(signer=who, key="k", at=at, reason="") for who, at in (("ana", 5.0), ("ben", 9.0))
    )

    assert Version(number=1, text="{}", needs=2, signatures=both).at == 9.0
