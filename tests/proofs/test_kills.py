"""The short form of the proof of kills."""

from proofs.kills import prove


def test_a_killed_hub_comes_back_with_all_that_it_had_told_of() -> None:
    report = prove(4, 20, 2, each=2, planted=("holds_not_put_back",))

    assert report.holds, report.text()
    assert report.tally.kills.total() == 4
    assert report.tally.starts >= 4
