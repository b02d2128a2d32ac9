"""The short form of the proof of power cuts."""

from proofs.power_cuts import PLANTED, prove


def test_a_power_cut_takes_nothing_that_people_were_told_and_planted_faults_are_found() -> None:
    report = prove(200, 20, 2, lives=1, rounds=10)

    assert report.holds, report.text()
    assert report.good.cuts == 200
    assert report.good.owing > 50
    assert report.controls.keys() == PLANTED.keys()
