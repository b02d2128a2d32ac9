"""`python -m proofs`: every proof in its full form, one after the other, and a summary."""

import argparse
import subprocess
import sys
from dataclasses import dataclass
from time import monotonic
from typing import Final


@dataclass(frozen=True, slots=True)
class Proof:
    """A proof, what it shows, and how it is run."""

    name: str
    shows: str
    words: tuple[str, ...]


PROOFS: Final = (
    Proof("model", "the protocol, in every interleaving", ("proofs.model", "--full")),
    Proof(
        "explorer", "the real core, in random histories", ("proofs.explorer", "--runs", "100000")
    ),
    Proof("mutants", "the explorer notices what is missing", ("proofs.explorer", "--mutants")),
    Proof("fuzz", "no bytes break or hold a family of devices", ("proofs.fuzz",)),
    Proof("hands", "a hand is a person", ("proofs.hands", "--cases", "10000")),
    Proof(
        "decisions",
        "decisions come out the same again, and what would change them does",
        ("proofs.decisions", "--proposals", "100000"),
    ),
    Proof("kills", "kill -9 of the real process", ("proofs.kills",)),
    Proof("broker-kills", "nothing old comes back with a broker", ("proofs.broker_kills",)),
    Proof("power-cuts", "the disk after a power cut", ("proofs.power_cuts",)),
)


def main() -> int:
    """Run the proofs; return 1 where one of them fails."""
    parser = argparse.ArgumentParser(prog="python -m proofs", description=__doc__)
    names = [proof.name for proof in PROOFS]
    parser.add_argument("--only", choices=names, nargs="+", default=names, help="some of them")
    chosen = parser.parse_args().only
    results = [_run(proof) for proof in PROOFS if proof.name in chosen]
    print("\n".join(["", *results]), flush=True)
    return any("FAILED" in result for result in results)


def _run(proof: Proof) -> str:
    print(f"\n== {proof.name}: {proof.shows}", flush=True)
    began = monotonic()
    ended = subprocess.run([sys.executable, "-m", *proof.words], check=False)  # noqa: S603 -- our own
    said = "FAILED" if ended.returncode else "holds"
    return f"{proof.name:13} {said}  {monotonic() - began:6.0f} s   {proof.shows}"


if __name__ == "__main__":
    sys.exit(main())
