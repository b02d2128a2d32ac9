"""`python -m proofs.explorer`: live through many random histories, and tell of each broken promise."""

import argparse
import sys
import tempfile
from pathlib import Path

from proofs.explorer.runs import explore, replay


def main() -> int:
    """Explore, or live through one seed again; return 1 where a promise was broken."""
    parser = argparse.ArgumentParser(prog="python -m proofs.explorer", description=__doc__)
    parser.add_argument("--runs", type=int, default=2000, help="how many histories")
    parser.add_argument("--first", type=int, default=0, help="the first seed")
    parser.add_argument("--seed", type=int, help="live through this one alone and print its story")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="explorer-", dir=_memory()) as folder:
        if args.seed is not None:
            return replay(args.seed, Path(folder))
        return explore(args.first, args.runs, Path(folder))


def _memory() -> str | None:
    shared = Path("/dev/shm")  # noqa: S108 -- files in memory: a million small ones would wear a disk
    return str(shared) if shared.is_dir() else None


if __name__ == "__main__":
    sys.exit(main())
