"""The disk of the proofs: what is sure, and what a power cut may take."""

import os
from random import Random

from proofs.lasting.disk import Disk, Tree
from proofs.lasting.loss import remains, rotten
from proofs.lasting.trace import Happening, Kind

BELOW = "/watched"
FILE = "/watched/state/book"


def one(
    kind: Kind, file: int = 3, *, offset: int = 0, name: str = "", data: bytes = b""
) -> Happening:
    return Happening(kind, file, 7, offset, name, data)


def opened(file: int = 3, name: str = FILE, flags: int = os.O_CREAT) -> Happening:
    return one(Kind.OPENED, file, offset=flags, name=name)


MADE = one(Kind.MADE_FOLDER, name="/watched/state")
SYNC = (one(Kind.SYNCING), one(Kind.SYNCED))


def synced_folder(name: str) -> tuple[Happening, ...]:
    return (
        opened(9, name, 0),
        one(Kind.SYNCING, 9),
        one(Kind.SYNCED, 9),
        one(Kind.CLOSED, 9),
    )


NAMED = (*synced_folder("/watched"), *synced_folder("/watched/state"))


def played(*happenings: Happening, lies: float = 0) -> Disk:
    disk = Disk(BELOW, lies=lies)
    for happening in happenings:
        disk.happens(happening)
    return disk


def all_remains(disk: Disk) -> set[bytes | None]:
    return {remains(disk, Random(seed)).get("state/book") for seed in range(300)}


def test_what_was_synced_remains_whatever_comes_after_it() -> None:
    written = one(Kind.WROTE, data=b"old")
    disk = played(MADE, opened(), written, *SYNC, *NAMED, one(Kind.WROTE, offset=3, data=b"new"))

    left = all_remains(disk)

    assert all(content is not None and content.startswith(b"old") for content in left)
    assert {b"old", b"oldnew"} < left


def test_what_is_written_while_another_thread_syncs_is_not_sure() -> None:
    late = one(Kind.WROTE, data=b"late")
    disk = played(MADE, opened(), *NAMED, SYNC[0], late, SYNC[1])

    assert b"" in all_remains(disk)


def test_a_file_without_a_synced_name_may_be_gone_though_its_bytes_are_on_the_disk() -> None:
    disk = played(MADE, opened(), one(Kind.WROTE, data=b"old"), *SYNC)

    assert all_remains(disk) == {None, b"old"}


def test_a_folder_without_a_synced_name_takes_its_files_with_it() -> None:
    written = one(Kind.WROTE, data=b"old")
    disk = played(MADE, opened(), written, *SYNC, *synced_folder("/watched/state"))

    assert all_remains(disk) == {None, b"old"}


def test_a_removed_file_may_be_back_until_its_folder_is_synced() -> None:
    before = (MADE, opened(), one(Kind.WROTE, data=b"old"), *SYNC, *NAMED)
    gone = one(Kind.REMOVED, name=FILE)

    assert all_remains(played(*before, gone)) == {None, b"old"}
    assert all_remains(played(*before, gone, *NAMED)) == {None}


def test_a_new_name_comes_with_all_of_the_file_or_not_at_all() -> None:
    fresh = f"{FILE}.new"
    disk = played(
        MADE,
        opened(name=fresh),
        one(Kind.WROTE, data=b"whole"),
        *SYNC,
        *NAMED,
        one(Kind.RENAMED, name=fresh, data=FILE.encode()),
    )

    trees = [remains(disk, Random(seed)) for seed in range(100)]

    whole: Tree = {"state/book": b"whole"}
    assert all(tree in (whole, {"state/book.new": b"whole"}) for tree in trees)


def test_an_unsynced_write_is_torn_at_sectors() -> None:
    disk = played(MADE, opened(), *NAMED, one(Kind.WROTE, data=b"n" * 1024))

    halves = {(left[:512], left[512:]) for left in all_remains(disk) if left and len(left) == 1024}

    assert (b"n" * 512, b"n" * 512) in halves
    assert any(first == b"n" * 512 != second for first, second in halves)
    assert any(second == b"n" * 512 != first for first, second in halves)


def test_what_a_dead_process_was_syncing_is_not_sure() -> None:
    disk = played(MADE, opened(), *NAMED, one(Kind.WROTE, data=b"old"), SYNC[0])
    disk.happens(one(Kind.STARTED))

    assert b"" in all_remains(disk)
    assert disk.whole() == {"state/book": b"old"}


def test_a_card_that_lies_makes_nothing_sure() -> None:
    disk = played(MADE, opened(), one(Kind.WROTE, data=b"old"), *SYNC, *NAMED, lies=1)

    assert {None, b"", b"old"} <= all_remains(disk)


def test_a_rotten_image_has_the_same_files_and_lengths_and_other_bytes() -> None:
    tree: Tree = {"state/book": bytes(4096)}

    spoilt = [rotten(tree, Random(seed))["state/book"] for seed in range(20)]

    assert {len(content) for content in spoilt} == {4096}
    assert any(content != bytes(4096) for content in spoilt)
