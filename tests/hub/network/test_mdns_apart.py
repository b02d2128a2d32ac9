"""Each family that mDNS finds, with the lamps on a machine of their own: multicast on a cable."""

import shutil
import subprocess
import sys
import warnings

import pytest

from tests.fakes.http.elsewhere import lamps

NAMESPACE = ("unshare", "--user", "--map-root-user", "--net")
NEEDED = ("unshare", "nsenter", "ip")


class LoopbackOnly(UserWarning):
    """This machine lets nobody make a network namespace."""


def has_namespaces() -> bool:
    """Say whether whoever runs this may make a network of their own, and has what it takes."""
    if not all(map(shutil.which, NEEDED)):
        return False
    cable = ("ip", "link", "add", "a0", "type", "veth", "peer", "name", "b0")
    return subprocess.run([*NAMESPACE, *cable], check=False, capture_output=True).returncode == 0


@pytest.mark.filterwarnings("default::tests.hub.network.test_mdns_apart.LoopbackOnly")
def test_lamps_on_another_machine_are_found_told_followed_and_lost() -> None:
    if not has_namespaces():
        warnings.warn(
            "no network namespace can be made here, so the families that mDNS finds were tried on "
            "loopback alone (test_mdns_families.py)",
            LoopbackOnly,
            stacklevel=1,
        )
        return

    words = [*NAMESPACE, sys.executable, "-m", "tests.hub.apart"]
    told = subprocess.run(words, check=False, capture_output=True, text=True, timeout=240)

    assert told.returncode == 0, told.stdout + told.stderr
    names = [lamp.family.name for lamp in lamps()]
    assert told.stdout.split("\n")[:-1] == [
        f"{n} was found, told, followed and lost" for n in names
    ]
