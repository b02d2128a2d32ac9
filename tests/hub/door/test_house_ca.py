"""The House key vouches for this hub inside its house, and for nothing else in the world."""

import socket
import ssl
import stat
import threading
from contextlib import closing, suppress
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from hub.clock import Clock
from hub.door import house_ca
from hub.door.house_ca import CA, CA_KEY, FOLDER, PAGE, PAGE_LASTS, RENEWED
from rules.words.times import DAY

NAMES = ("homerule.local", "pi.local")
HERE = "192.168.1.20"
NOW = Clock().now()


@pytest.fixture
def state(tmp_path: Path) -> Path:
    house_ca.make(tmp_path, NAMES, [HERE, "203.0.113.9", ""], NOW)
    return tmp_path


def shakes_hands(state: Path, name: str) -> None:
    """Speak TLS with the page as a phone that trusts the House key, and expects this name."""
    ours, theirs = socket.socketpair()
    phone = ssl.create_default_context(cafile=str(state / FOLDER / CA))

    def serves() -> None:
        with suppress(OSError), closing(ours), context.wrap_socket(ours, server_side=True) as page:
            page.recv(1)

    context = house_ca.context_of(state)
    serving = threading.Thread(target=serves)
    serving.start()
    try:
        with closing(theirs), phone.wrap_socket(theirs, server_hostname=name) as secured:
            secured.send(b"x")
    finally:
        serving.join()


def page_of(state: Path) -> x509.Certificate:
    return x509.load_pem_x509_certificate((state / FOLDER / PAGE).read_bytes())


def stolen(state: Path, name: str) -> None:
    """Put a page there that a thief of the key has made for any name or address."""
    pair = house_ca._Pair(
        (state / FOLDER / CA_KEY).read_bytes(), (state / FOLDER / CA).read_bytes()
    )
    numbers = (name,) if name.replace(".", "").isdigit() else ()
    made = house_ca.Made(names=(NAMES[0] if numbers else name,), addresses=numbers, at=NOW)
    page = house_ca._page(pair, made)
    (state / FOLDER / PAGE).write_bytes(page.key + page.certificate)


@pytest.mark.parametrize("name", [*NAMES, HERE])
def test_who_trusts_the_house_key_trusts_the_hub_by_name_and_address(
    state: Path, name: str
) -> None:
    shakes_hands(state, name)


@pytest.mark.parametrize("name", ["bank.example", "other.local", "203.0.113.9", "8.8.8.8"])
def test_who_steals_the_house_key_is_nobody_else_with_it(state: Path, name: str) -> None:
    stolen(state, NAMES[0])
    shakes_hands(state, NAMES[0])

    stolen(state, name)

    with pytest.raises(ssl.SSLCertVerificationError, match="permitted subtree violation"):
        shakes_hands(state, name)


def test_only_its_owner_reads_what_is_secret(state: Path) -> None:
    for name in (CA_KEY, PAGE):
        assert stat.S_IMODE((state / FOLDER / name).stat().st_mode) == 0o600
    load_pem_private_key((state / FOLDER / CA_KEY).read_bytes(), None)


def test_it_names_no_address_outside_of_a_house(state: Path) -> None:
    known = page_of(state).extensions.get_extension_for_class(x509.SubjectAlternativeName).value

    assert known.get_values_for_type(x509.IPAddress) == [ip_address(HERE)]


def test_asked_for_again_it_stays_as_it_is(state: Path) -> None:
    before = house_ca.fingerprint(state)

    house_ca.make(state, NAMES, [HERE], NOW + DAY)

    assert house_ca.fingerprint(state) == before
    assert len(before.split(" ")) == 32


def test_the_page_is_renewed_long_before_its_end_and_by_no_wrong_clock(state: Path) -> None:
    first = page_of(state)

    assert (first.not_valid_after_utc - first.not_valid_before_utc).days <= 397
    assert not house_ca.renew(state, [HERE], NOW + PAGE_LASTS - RENEWED - DAY)
    assert not house_ca.renew(state, ["192.168.1.21"], NOW - DAY)
    assert page_of(state) == first

    assert house_ca.renew(state, [HERE], NOW + PAGE_LASTS - RENEWED + DAY)
    assert page_of(state).not_valid_after_utc > first.not_valid_after_utc


def test_another_address_gets_another_certificate_of_the_same_authority(state: Path) -> None:
    before = house_ca.fingerprint(state)

    assert house_ca.renew(state, ["10.0.0.7"], NOW + 60)
    assert not house_ca.renew(state, ["10.0.0.7"], NOW + 120)
    assert not house_ca.renew(state, [""], NOW + 180)

    shakes_hands(state, "10.0.0.7")
    assert house_ca.fingerprint(state) == before


def test_what_was_made_by_half_is_made_anew(tmp_path: Path) -> None:
    (tmp_path / FOLDER).mkdir()
    (tmp_path / FOLDER / CA_KEY).write_text("half a key")

    house_ca.make(tmp_path, NAMES, [HERE], NOW)

    shakes_hands(tmp_path, NAMES[0])
