"""`python -m proofs`: every proof in its full form, and a summary.

The longest goes on in the background, on what the others leave of the machine while they wait;
the others run one after the other.
"""

import argparse
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from subprocess import PIPE, STDOUT, Popen
from threading import Lock, Thread
from time import monotonic
from typing import IO, Final

MODESTLY: Final = ("nice", "-n", "10")
"""How the longest runs: whoever has a limit to keep goes first."""


@dataclass(frozen=True, slots=True)
class Proof:
    """A proof, what it shows, and how it is run."""

    name: str
    shows: str
    words: tuple[str, ...]
    beside: bool = False
    """Whether it runs beside the others, modestly."""


PROOFS: Final = (
    Proof(
        "explorer",
        "the real core, in random histories",
        ("proofs.explorer", "--runs", "100000"),
        beside=True,
    ),
    Proof("model", "the protocol, in every interleaving", ("proofs.model", "--full")),
    Proof("mutants", "the explorer notices what is missing", ("proofs.explorer", "--mutants")),
    Proof("kills", "kill -9 of the real process", ("proofs.kills",)),
    Proof("broker-kills", "nothing old comes back with a broker", ("proofs.broker_kills",)),
    Proof("power-cuts", "the disk after a power cut", ("proofs.power_cuts",)),
    Proof("hands", "a hand is a person", ("proofs.hands", "--cases", "10000")),
    Proof(
        "decisions",
        "decisions come out the same again, and what would change them does",
        ("proofs.decisions", "--proposals", "100000"),
    ),
    Proof("fuzz", "no bytes break or hold a family of devices", ("proofs.fuzz",)),
)

_speaks = Lock()


def main() -> int:
    """Run the proofs; return 1 where one of them fails."""
    parser = argparse.ArgumentParser(prog="python -m proofs", description=__doc__)
    names = [proof.name for proof in PROOFS]
    parser.add_argument("--only", choices=names, nargs="+", default=names, help="some of them")
    chosen = parser.parse_args().only
    return run([proof for proof in PROOFS if proof.name in chosen])


def run(proofs: Sequence[Proof]) -> int:
    """Run some proofs, say what each comes to, and return 1 where one of them fails."""
    began, results = monotonic(), dict.fromkeys(proofs, "")

    def one_after_the_other(some: Sequence[Proof]) -> None:
        for proof in some:
            results[proof] = _run(proof)
            done = sum(bool(result) for result in results.values())
            _say("", f"{done} of {len(proofs)} proofs done, {monotonic() - began:.0f} s")

    lanes = [
        Thread(target=one_after_the_other, args=(some,))
        for beside in (True, False)
        if (some := [proof for proof in proofs if proof.beside is beside])
    ]
    for lane in lanes:
        lane.start()
    for lane in lanes:
        lane.join()
    print("\n".join(["", *results.values(), f"{'':13} {monotonic() - began:13.0f} s"]), flush=True)
    return int(any("FAILED" in result for result in results.values()))


def _run(proof: Proof) -> str:
    began = monotonic()
    _say(proof.name, f"begins: {proof.shows}")
    words = [*(MODESTLY if proof.beside else ()), sys.executable, "-m", *proof.words]
    told = {**os.environ, "PYTHONUNBUFFERED": "1"}
    with Popen(words, stdout=PIPE, stderr=STDOUT, env=told, text=True) as running:  # noqa: S603 -- our own
        assert running.stdout is not None
        _pass_on(proof.name, running.stdout)
    said = "FAILED" if running.returncode else "holds"
    return f"{proof.name:13} {said:6} {monotonic() - began:6.0f} s   {proof.shows}"


def _pass_on(name: str, lines: IO[str]) -> None:
    """Pass on what a proof says, line by line, with its name before it."""
    for line in lines:
        if said := line.rstrip():
            _say(name, said)


def _say(name: str, text: str) -> None:
    with _speaks:
        print(f"{name:13} {text}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
