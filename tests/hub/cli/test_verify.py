"""`homerule verify` puts what a walk through the journal has shown into sentences."""

from zoneinfo import ZoneInfo

from hub.cli.verify import sentences
from hub.journal.verify import Verified


def test_times_are_those_of_the_house() -> None:
    seen = Verified(count=2, first=0.0, last=3600.0, vouched=2)

    first, _ = sentences(seen, ZoneInfo("Asia/Tokyo"))

    assert first == ("The journal is whole: 2 entries, 1970-01-01 09:00:00 to 1970-01-01 10:00:00.")


def test_a_checkpoint_from_before_the_first_entry_vouches_for_none() -> None:
    seen = Verified(count=2, first=0.0, last=3600.0, vouched=0)

    _, reach = sentences(seen, ZoneInfo("UTC"))

    assert reach.startswith("The checkpoint beside it is from before the first entry")
