"""`python -m proofs.fuzz`: a minute of made-up bytes for each family of devices, six at a time.

Where the package `atheris` is installed (`.venv/bin/pip install -e '.[fuzz]'`) it leads the way, by
what of the code each input reaches; there is none for a Pi. Without it the inputs are drawn at
random, from the same words, and the first line says so.
"""

import argparse
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from importlib.util import find_spec
from typing import Final

from devices.catalogue import families

AT_ONCE: Final = 6
AT_RANDOM: Final = (
    "at random: atheris is not installed here, so nothing leads the inputs to code that none "
    "reached yet; on x86-64 `.venv/bin/pip install -e '.[fuzz]'` adds it"
)


def main() -> int:
    """Fuzz every family, each in a process of its own; return 1 where one broke."""
    names = [family.name for family in families()]
    parser = argparse.ArgumentParser(prog="python -m proofs.fuzz", description=__doc__)
    parser.add_argument("--seconds", type=int, default=60, help="for each family")
    parser.add_argument("--only", choices=names, nargs="+", default=names, help="some of them")
    args = parser.parse_args()
    led = find_spec("atheris") is not None
    print("led by atheris" if led else AT_RANDOM, flush=True)
    with ThreadPoolExecutor(AT_ONCE) as pool:
        held = list(pool.map(lambda name: _holds(name, args.seconds), args.only))
    broken = [name for name, holds in zip(args.only, held, strict=True) if not holds]
    print(f"{len(args.only) - len(broken)} of {len(args.only)} families held", *broken)
    return bool(broken)


def _holds(name: str, seconds: int) -> bool:
    words = [sys.executable, "-m", "proofs.fuzz.one", name, str(seconds)]
    ended = subprocess.run(  # noqa: S603 -- our own
        words, check=False, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    print(f"-- {name}\n{ended.stdout}", end="", flush=True)
    return ended.returncode == 0


if __name__ == "__main__":
    sys.exit(main())
