"""`python -m proofs.model`: look at every interleaving of the override protocol and its faults."""

import argparse
import sys
import time

from proofs.model.proof import prove
from proofs.model.variants import FAULTS, PROTOCOL, SMALL, Variant, faulty
from proofs.model.verifier import NotVerified, story


def main() -> int:
    """Prove, or tell how a fault comes about; return 1 where something is not as it should be."""
    parser = argparse.ArgumentParser(prog="python -m proofs.model", description=__doc__)
    parser.add_argument("--full", action="store_true", help="more may happen: a minute or two")
    parser.add_argument("--workers", type=int, default=2, help="searches at a time")
    parser.add_argument("--story", choices=sorted(FAULTS), help="tell what this fault leads to")
    args = parser.parse_args()
    try:
        if args.story is not None:
            return _tell(faulty(args.story))
        return _prove(full=args.full, workers=args.workers)
    except NotVerified as problem:
        sys.stderr.write(f"{problem}\n")
        return 2


def _prove(*, full: bool, workers: int) -> int:
    began = time.perf_counter()
    report = prove(full=full, workers=workers)
    took = time.perf_counter() - began
    sys.stdout.write(f"{report.text()}\n\n")
    if report.protocol.found.broken:
        _tell(Variant(name=PROTOCOL, size=SMALL))
    sys.stdout.write(f"{'holds' if report.holds else 'VIOLATED'}, {took:.0f} s\n")
    return 0 if report.holds else 1


def _tell(variant: Variant) -> int:
    lines = story(variant)
    sys.stdout.write(f"{variant.name}:\n" + "".join(f"  {line}\n" for line in lines) + "\n")
    return 0 if lines else 1


if __name__ == "__main__":
    sys.exit(main())
