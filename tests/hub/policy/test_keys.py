"""The console's key: made once, whole or not at all, and what is left when it is damaged."""

from pathlib import Path

import pytest

from hub.policy.keys import NAME, KeyDamaged, key_of, trusted, verifies


def test_it_is_made_once_and_only_its_owner_may_read_it(tmp_path: Path) -> None:
    key = key_of(tmp_path)

    assert key_of(tmp_path) == key
    assert (tmp_path / NAME).stat().st_mode & 0o777 == 0o600
    assert [path.name for path in tmp_path.iterdir()] == [NAME]


def test_what_it_signed_verifies_and_nothing_else_does(tmp_path: Path) -> None:
    key, other = key_of(tmp_path), key_of(tmp_path / "other")
    mark = key.sign(b"yes")

    assert verifies(key.public, b"yes", mark)
    assert not verifies(key.public, b"no", mark)
    assert not verifies(other.public, b"yes", mark)
    assert not verifies(key.public, b"yes", mark[:-1])
    assert not verifies(key.public[:-1], b"yes", mark)


def test_a_damaged_key_signs_nothing_more_but_what_it_signed_still_counts(tmp_path: Path) -> None:
    key, file = key_of(tmp_path), tmp_path / NAME
    whole = file.read_bytes()

    for place in range(len(whole)):
        altered = bytearray(whole)
        altered[place] ^= 1
        file.write_bytes(altered)

        with pytest.raises(KeyDamaged, match="put a copy of it back"):
            key_of(tmp_path)
        assert trusted(tmp_path).get(key.id) == key.public


def test_without_a_key_nothing_is_trusted(tmp_path: Path) -> None:
    assert trusted(tmp_path) == {}
