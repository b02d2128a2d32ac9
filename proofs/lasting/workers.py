"""Runs the parts of a proof on several cores, and shows how far they are."""

import sys
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from multiprocessing import get_context
from multiprocessing.sharedctypes import Synchronized
from typing import Final, TypeVar

Part = TypeVar("Part")
Result = TypeVar("Result")

OFTEN: Final = 0.5
SELDOM: Final = 10.0
"""Seconds between two lines of progress, on a terminal and in a file."""

_done: "Synchronized[int] | None" = None


class Progress:
    """One line that says how far it is: rewritten on a terminal, now and then a new one else."""

    def __init__(self, name: str, whole: int) -> None:
        """Show `name`, and how much of the `whole` is done."""
        self._name = name
        self._whole = whole
        self._began = self._said = time.perf_counter()
        self._terminal = sys.stderr.isatty()

    def show(self, done: int, *, last: bool = False) -> None:
        """Show it, unless it was shown just now."""
        now = time.perf_counter()
        if not last and now - self._said < (OFTEN if self._terminal else SELDOM):
            return
        self._said = now
        begin, end = ("\r", "\n" if last else "") if self._terminal else ("", "\n")
        took = now - self._began
        sys.stderr.write(f"{begin}{self._name}: {done} of {self._whole}, {took:.0f} s{end}")
        sys.stderr.flush()


def work(
    do: Callable[[Part], Result],
    parts: Sequence[Part],
    *,
    workers: int,
    progress: Progress,
) -> Iterator[Result]:
    """Yield what each part comes to, as they are done; with one worker in this very process."""
    if workers == 1:
        for number, part in enumerate(parts):
            yield do(part)
            progress.show(number + 1)
        return
    context = get_context("spawn")
    counter: Synchronized[int] = context.Value("i", 0)
    with ProcessPoolExecutor(
        workers, mp_context=context, initializer=_count_on, initargs=(counter,)
    ) as pool:
        waiting: set[Future[Result]] = {pool.submit(do, part) for part in parts}
        try:
            while waiting:
                done, waiting = wait(waiting, OFTEN, FIRST_COMPLETED)
                progress.show(counter.value)
                for future in done:
                    yield future.result()
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise
        progress.show(counter.value, last=True)


def tick() -> None:
    """Count one more as done, where somebody looks on from another process."""
    if _done is not None:
        with _done.get_lock():
            _done.value += 1


def _count_on(counter: "Synchronized[int]") -> None:
    global _done  # noqa: PLW0603 -- one counter for each process, given to it when it begins
    _done = counter
