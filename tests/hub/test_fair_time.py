"""Fair time goes by as the clock does, but for what others took of the machine."""

from time import perf_counter, sleep

from tests.hub.fair_time import FairTime


def test_it_goes_on_and_is_never_ahead_of_the_clock() -> None:
    began = perf_counter()

    with FairTime() as passed:
        while not passed.seconds:
            sleep(0.001)

        assert passed.seconds <= perf_counter() - began
