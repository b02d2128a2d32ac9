"""Says made-up bytes to one family until its time is over; an error ends it."""

import random
import sys
from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec
from time import monotonic, thread_time
from typing import Final

from devices.catalogue import families
from devices.family import Family, Heard
from devices.message import Answer, Message, Request, Service
from proofs.fuzz.told import MOST_MESSAGES, Bytes, answered, said, shown
from rules.words.events import DeviceAnnounced
from rules.words.values import Value

AT_MOST: Final = 0.005
"""Seconds of the processor for one message."""
TRIES: Final = 10
LONGEST: Final = 4096
MOST_FILTERS: Final = 200
WISHES: Final[tuple[Value, ...]] = (True, False, None, 0, 255, -1.5, 1e300, "x")


def one_history(name: str, data: bytes) -> None:
    """Say a history to a family that knows nothing yet."""
    family, source = _fresh(name), Bytes(data)
    if family.services:
        _one_visit(family, source)
    else:
        _one_talk(family, source)


def _one_talk(family: Family, source: Bytes) -> None:
    """Say messages to it, as a broker would."""
    filters = list(family.topics)
    told: list[Message] = []
    for _ in range(1 + source.number(MOST_MESSAGES)):
        message = said(source, family, filters)
        began = thread_time()
        heard = family.heard(message)
        if thread_time() - began > AT_MOST:
            assert _quickest(family.name, told, message) <= AT_MOST, f"slow: {[*told, message]}"
        told.append(message)
        family.latest_only(message)
        family.overheard(message)
        _is_harmless(family, heard)
        filters += heard.subscribe
        assert len(filters) < MOST_FILTERS, f"it wants more and more: {told}"


def _one_visit(family: Family, source: Bytes) -> None:
    """Show services to it, and answer what it asks, as a network would."""
    asked: list[Request] = []
    for _ in range(1 + source.number(MOST_MESSAGES)):
        service = shown(source, family.services)
        heard = family.lost(service) if source.number(4) == 0 else family.saw(service)
        asked += [*heard.requests, *family.polls()]
        for request in asked[:MOST_MESSAGES]:
            answer = Answer(request, *answered(source))
            began = thread_time()
            heard = family.answered(answer)
            if thread_time() - began > AT_MOST:
                assert _quickest_of(family.name, service, answer) <= AT_MOST, f"slow: {answer}"
            _is_harmless(family, heard)
            asked += heard.requests
        del asked[:MOST_MESSAGES]
        assert len(asked) < MOST_FILTERS, f"it asks more and more: {asked[-1]}"


def _is_harmless(family: Family, heard: Heard) -> None:
    assert heard.unreadable.isprintable()
    assert all(name.strip("+#/") for name in heard.subscribe)
    for event in heard.events:
        if isinstance(event, DeviceAnnounced):
            for wish in WISHES:
                able = event.announcement.capabilities
                family.encode(event.announcement.hardware, dict.fromkeys(able, wish), 1.0)


def _quickest(name: str, told: list[Message], message: Message) -> float:
    """Return what a message takes at best: a busy machine makes each try longer, none shorter."""
    times = []
    for _ in range(TRIES):
        family = _fresh(name)
        for before in told:
            family.heard(before)
        began = thread_time()
        family.heard(message)
        times.append(thread_time() - began)
    return min(times)


def _quickest_of(name: str, service: Service, answer: Answer) -> float:
    times = []
    for _ in range(TRIES):
        family = _fresh(name)
        family.saw(service)
        began = thread_time()
        family.answered(answer)
        times.append(thread_time() - began)
    return min(times)


def _fresh(name: str) -> Family:
    return next(family for family in families() if family.name == name)


def main() -> int:
    """Fuzz the family that is named, for so many seconds."""
    name, seconds = sys.argv[1], int(sys.argv[2])

    def say(data: bytes) -> None:
        one_history(name, data)

    return _led(name, say, seconds) if find_spec("atheris") else _at_random(say, seconds)


def _led(name: str, say: Callable[[bytes], None], seconds: int) -> int:
    atheris = import_module("atheris")
    # Only what is loaded in here leads the way: the families, now, and templates once one is met.
    with atheris.instrument_imports(include=["devices"]):
        _fresh(name)
        words = [f"-max_total_time={seconds}", f"-max_len={LONGEST}", "-rss_limit_mb=512"]
        atheris.Setup([sys.argv[0], *words, "-verbosity=0", "-print_final_stats=1"], say)
        atheris.Fuzz()
    return 0


def _at_random(say: Callable[[bytes], None], seconds: int) -> int:
    dice, end, count = random.Random(seconds), monotonic() + seconds, 0
    while monotonic() < end:
        data = dice.randbytes(dice.randint(1, LONGEST // 8))
        try:
            say(data)
        except Exception:
            print(f"broken by {data.hex()}", file=sys.stderr)
            raise
        count += 1
    print(f"   {count} histories", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
