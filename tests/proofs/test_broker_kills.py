"""The short form of the proof of broker kills."""

from proofs.broker_kills import prove


def test_nothing_old_comes_back_with_a_broker_and_what_would_let_it_is_found() -> None:
    # Beside a whole suite a process may wait for its turn; `make prove` has the sharp limit.
    report = prove(1, 20, 2, each=2, planted=("commands_wait",), switched_within=2.0)

    assert report.holds, report.text()
    assert (report.tally.killed, report.tally.frozen) == (1, 1)
    assert len(report.tally.switched) == 2
    assert report.tally.automated > 0
