from hub.clock import Clock

HOUR = 3600.0


def test_the_demos_clock_is_ahead_of_the_machines_by_what_was_asked() -> None:
    here, ahead = Clock(), Clock(HOUR)

    difference = ahead.now() - here.now()

    assert abs(difference - HOUR) < 1


def test_what_nobody_can_set_does_not_know_of_it() -> None:
    here, ahead = Clock(), Clock(HOUR)

    before, after = here.monotonic(), ahead.monotonic()

    assert 0 <= after - before < 1
