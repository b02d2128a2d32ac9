"""`python -m proofs.explorer`: many random histories, and each promise that one of them breaks."""

import argparse
import logging
import sys
import tempfile
from pathlib import Path

from proofs.explorer.mutants import MUTANTS, caught
from proofs.explorer.runs import explore, replay

MOST = 2000
"""Histories in which a mutant must show itself."""


def main() -> int:
    """Explore, or live through one seed again; return 1 where a promise was broken."""
    parser = argparse.ArgumentParser(prog="python -m proofs.explorer", description=__doc__)
    parser.add_argument("--runs", type=int, default=2000, help="how many histories")
    parser.add_argument("--first", type=int, default=0, help="the first seed")
    parser.add_argument("--seed", type=int, help="live through this one alone and print its story")
    parser.add_argument("--mutants", action="store_true", help="see that each mutant is caught")
    args = parser.parse_args()
    # That a lamp was not told is what it is about; nobody wants to read it a million times.
    logging.disable(logging.WARNING)
    with tempfile.TemporaryDirectory(prefix="explorer-", dir=memory()) as folder:
        if args.seed is not None:
            return replay(args.seed, Path(folder))
        if args.mutants:
            return _mutants(Path(folder))
        return explore(args.first, args.runs, Path(folder))


def memory() -> str | None:
    """Return where files lie in memory: a million small ones would wear a disk."""
    shared = Path("/dev/shm")  # noqa: S108 -- nothing of it is trusted, all of it is ours
    return str(shared) if shared.is_dir() else None


def _mutants(folder: Path) -> int:
    survived = 0
    for number, mutant in enumerate(MUTANTS):
        finding = caught(mutant, folder / str(number), MOST)
        survived += finding is None
        said = f"caught at seed {finding.seed}: {finding.what}" if finding else "NOT CAUGHT"
        print(f"{mutant.name}: {said}")
    return 1 if survived else 0


if __name__ == "__main__":
    sys.exit(main())
