"""Who a hub is among others: what it says of itself, and how its starts are counted."""

from pathlib import Path

import pytest

from hub.broker.presence import (
    FILE,
    LONGEST,
    Presence,
    is_known,
    known_start,
    new_run,
    read_presence,
    start,
)


def test_each_start_of_a_folder_has_a_higher_number_and_the_same_name(tmp_path: Path) -> None:
    first = start(tmp_path, new_run(), after=0)
    second = start(tmp_path, new_run(), after=0)

    assert (first.starts, second.starts) == (1, 2)
    assert first.instance == second.instance
    assert first.run != second.run


def test_a_start_has_a_number_beyond_all_that_were_found(tmp_path: Path) -> None:
    assert start(tmp_path, new_run(), after=41).starts == 42
    assert start(tmp_path, new_run(), after=7).starts == 43


def test_only_a_start_that_the_broker_has_heard_of_is_known(tmp_path: Path) -> None:
    first = start(tmp_path, new_run(), after=0)
    unheard = known_start(tmp_path)
    is_known(tmp_path, first)
    second = start(tmp_path, new_run(), after=0)

    assert (unheard, known_start(tmp_path), second.starts) == (0, 1, 2)


@pytest.mark.parametrize("spoilt", [b"\x00\xff", b"[]", b"{}", b'{"known": "3"}'])
def test_what_cannot_be_read_is_known_of_no_start(tmp_path: Path, spoilt: bytes) -> None:
    (tmp_path / FILE).write_bytes(spoilt)

    assert known_start(tmp_path) == 0


def test_two_folders_have_two_names(tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()

    one, other = (start(folder, "r", after=0) for folder in (tmp_path, tmp_path / "other"))

    assert one.instance != other.instance


def test_a_folder_whose_file_is_spoilt_gets_a_new_name_and_counts_on(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(b"\x00\xff")

    assert start(tmp_path, "r", after=8).starts == 9
    assert start(tmp_path, "r", after=0).starts == 10


def test_a_folder_that_cannot_be_written_keeps_nobody_from_starting(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / FILE).mkdir()

    assert start(tmp_path, "r", after=3).starts == 4
    assert "this start could not be counted" in caplog.text


def test_what_it_says_can_be_read_again() -> None:
    own = Presence(instance="a", starts=3, run="r", host="pi")

    assert read_presence(own.payload()) == own


@pytest.mark.parametrize(
    "payload",
    [
        b"",
        b"\xff\xfe",
        b"[" * LONGEST,
        b"[]",
        b'{"instance": "a", "run": "r"}',
        b'{"instance": "a", "run": "r", "starts": "3"}',
        b'{"instance": "a", "run": "r", "starts": 3, "greeting": "1"}',
        b'{"instance": 7, "run": "r", "starts": 3}',
        b'{"starts": 3, "host": "' + b"x" * LONGEST + b'"}',
    ],
)
def test_what_is_no_presence_is_nobody(payload: bytes) -> None:
    assert read_presence(payload) is None


def test_the_later_start_goes_before_and_where_they_tie_just_one_does() -> None:
    earlier = Presence(instance="b", starts=2, run="z")
    later, tie = (Presence(instance="a", starts=3, run=run) for run in ("a", "b"))

    assert earlier.rank < later.rank < tie.rank
