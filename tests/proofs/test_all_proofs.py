"""All proofs together: what each says is passed on, and one that fails makes the whole fail."""

import pytest

from proofs.__main__ import Proof, run


def test_proofs_are_run_in_the_background_and_in_order_and_each_says_what_it_came_to(
    capfd: pytest.CaptureFixture[str],
) -> None:
    longest = Proof("longest", "something long", ("calendar", "2026", "2"), beside=True)
    other = Proof("other", "something else", ("calendar", "2026", "3"))

    code = run([longest, other])

    said = capfd.readouterr().out
    assert code == 0
    assert "longest          February 2026" in said
    assert "other              March 2026" in said
    assert said.count(" holds ") == 2


def test_one_proof_that_fails_makes_the_whole_fail(capfd: pytest.CaptureFixture[str]) -> None:
    none = Proof("none", "nothing", ("proofs.no_such_proof",))
    other = Proof("other", "something else", ("calendar", "2026", "3"))

    code = run([none, other])

    said = capfd.readouterr().out
    assert code == 1
    assert "none          FAILED" in said
    assert "other         holds" in said
