"""The short form of the proof of kills."""

from proofs.kills import prove


def test_a_killed_hub_comes_back_with_all_that_it_had_told_of() -> None:
    report = prove(3, 20, 2, planted=("holds_not_put_back",))

    assert report.holds, report.text()
    assert report.tally.kills.total() == 3
    assert report.tally.starts >= 3
