"""The book of phones: what it wrote down is what the next run goes by."""

from pathlib import Path

from hub.door.counters import AHEAD, Counter
from hub.door.phones import Phone, Phones
from rules.policy import Role

LEA = Phone(id="lea", key=b"k" * 32, name="Lea", role=Role.ADULT)


async def test_no_number_counts_before_it_is_written_down_how_far_they_may_have_gone(
    tmp_path: Path,
) -> None:
    phones = Phones(tmp_path)
    await phones.add(LEA, Counter())

    for number in (1, AHEAD, AHEAD + 1, 10 * AHEAD):
        assert await phones.count(LEA.id, number)
        again = Phones(tmp_path)
        assert again.newest(LEA.id) >= number
        assert not await again.count(LEA.id, number)


async def test_within_what_is_allowed_for_nothing_is_written(tmp_path: Path) -> None:
    phones = Phones(tmp_path)
    await phones.add(LEA, Counter())
    assert await phones.count(LEA.id, AHEAD + 1)
    written = (tmp_path / "phones.json").stat().st_ino

    for number in range(AHEAD + 2, 2 * AHEAD):
        assert await phones.count(LEA.id, number)

    assert (tmp_path / "phones.json").stat().st_ino == written
