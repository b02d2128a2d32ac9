"""Does a piece of work in a child of this process, so that what it loads is gone with it.

The library of signatures takes 9 MB, and is needed for a moment at the start and when somebody
signs. The child starts as this process is, and so has nothing to load but that.
"""

import os
import pickle
import select
import signal
import warnings
from collections.abc import Callable
from contextlib import suppress
from typing import Final, TypeVar, cast

T = TypeVar("T")

PATIENCE: Final = 2.0
"""Seconds after which the child is taken to be stuck."""

FIRST_OF_OURS: Final = 3
"""The first file descriptor behind those that every program has."""


def apart(work: Callable[[], T]) -> T:
    """Return what the work returns, which must be fit to be pickled.

    Where no child can be made, or it ends without an answer, as when the work raises something,
    the work is done here: a child may also fail by what other threads were just about.
    """
    return begun_apart(work, PATIENCE)()


def begun_apart(work: Callable[[], T], patience: float) -> Callable[[], T]:
    """Begin a piece of work; to be called once, for what `apart` would have returned.

    A child that says nothing for so long while somebody waits for it is taken to be stuck.
    """
    try:
        child, theirs = _begin(work)
    except OSError:
        return work

    def result() -> T:
        answer = _answer(child, theirs, patience)
        if not answer:
            return work()
        # Nobody else can have written it: it is our own child's.
        return cast("T", pickle.loads(answer))  # noqa: S301 -- our own child's

    return result


def _begin(work: Callable[[], object]) -> tuple[int, int]:
    """Start a child; return its process id, and where its answer is to be read."""
    theirs, ours = os.pipe()
    try:
        child = _fork()
        if child == 0:
            _work_and_end(work, ours)
    except OSError:
        os.close(theirs)
        raise
    finally:
        os.close(ours)
    return child, theirs


def _answer(child: int, theirs: int, patience: float) -> bytes:
    try:
        return _read(theirs, patience)
    except OSError:
        return b""
    finally:
        os.close(theirs)
        with suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)


def _fork() -> int:
    with warnings.catch_warnings():
        # Python warns of a fork beside threads: a lock that one of them holds stays held in the
        # child. It is then stuck, which is seen.
        warnings.simplefilter("ignore", DeprecationWarning)
        return os.fork()


def _work_and_end(work: Callable[[], object], ours: int) -> None:
    try:
        # What the parent has open, and so its lock on the state folder, must not outlive it here.
        os.closerange(FIRST_OF_OURS, ours)
        os.closerange(ours + 1, os.sysconf("SC_OPEN_MAX"))
        answer = pickle.dumps(work())
        with os.fdopen(ours, "wb") as pipe:
            pipe.write(answer)
    except Exception:  # noqa: BLE001, S110 - no answer is one: it is then done by who waits
        pass
    finally:
        # Nothing of the parent's may be done twice: no goodbye to a broker, no file closed.
        os._exit(0)


def _read(theirs: int, patience: float) -> bytes:
    parts, ready = list[bytes](), select.poll()
    ready.register(theirs, select.POLLIN)
    while ready.poll(patience * 1000):
        part = os.read(theirs, 65536)
        if not part:
            return b"".join(parts)
        parts.append(part)
    return b""
