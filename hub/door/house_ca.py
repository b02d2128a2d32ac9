"""The House key: a certificate authority of this hub alone, and the page's certificate for https.

Rule 1: it is made when somebody asks for it, and its secret key stays in the state folder, 0600.
Rule 2: it vouches for the hub's `.local` names and for addresses inside a house, and for nothing
else: a phone that trusts it can be shown no false bank by whoever steals it.
Rule 3: the page's certificate is good for 397 days and renewed long before, or when the hub's
address is another. A clock that shows less than when it was made is wrong: nothing is renewed.
"""

import hashlib
import json
import ssl
from collections.abc import Iterable
from contextlib import suppress
from datetime import UTC, datetime
from ipaddress import ip_address, ip_network
from pathlib import Path
from typing import TYPE_CHECKING, Final

from hub.policy.apart import apart
from hub.policy.keys import write_whole
from rules.words.times import DAY, Moment
from rules.words.value import value

if TYPE_CHECKING:
    from cryptography import x509
    from cryptography.hazmat.primitives.asymmetric import ec

FOLDER: Final = "house-key"
CA_KEY: Final = "ca.key"
CA: Final = "ca.pem"
PAGE: Final = "page.pem"
MADE: Final = "made.json"
INSIDE: Final = (
    "10.0.0.0/8",
    "172.16.0.0/12",
    "192.168.0.0/16",
    "169.254.0.0/16",
    "fc00::/7",
    "fe80::/10",
)
"""Addresses that are given inside a house and nowhere else."""
BACKDATED: Final = DAY
"""A small computer without a battery wakes up in the past."""
CA_LASTS: Final = 3650 * DAY
PAGE_LASTS: Final = 396 * DAY
RENEWED: Final = 120 * DAY
"""How long before its end the page's certificate is made anew."""


@value(frozen=True, slots=True, kw_only=True)
class Made:
    """What was made: the names of the hub, and for which addresses and when the page's part was."""

    names: tuple[str, ...]
    addresses: tuple[str, ...]
    at: Moment


@value(frozen=True, slots=True)
class _Pair:
    key: bytes
    certificate: bytes


def has_house_key(state: Path) -> bool:
    """Say whether this hub has a House key."""
    return (state / FOLDER / MADE).is_file()


def make(state: Path, names: Iterable[str], addresses: Iterable[str], now: Moment) -> None:
    """Make the House key, unless there is one. Takes a moment, and waits for the disk."""
    if has_house_key(state):
        return
    made = Made(names=tuple(sorted(names)), addresses=_inside(addresses), at=now)
    authority = apart(lambda: _authority(made.names, now))
    _keep(state, CA_KEY, authority.key)
    _keep(state, CA, authority.certificate)
    _make_page(state, made)


def renew(state: Path, addresses: Iterable[str], now: Moment) -> bool:
    """Make the page's certificate anew where that is due; say whether it was."""
    made, here = _made(state), _inside(addresses)
    is_old = now > made.at + PAGE_LASTS - RENEWED
    is_elsewhere = bool(set(here) - set(made.addresses))
    if now < made.at or not (is_old or is_elsewhere):
        return False
    _make_page(state, Made(names=made.names, addresses=here or made.addresses, at=now))
    return True


def context_of(state: Path) -> ssl.SSLContext:
    """Return what the page's https port speaks with."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    load(state, context)
    return context


def load(state: Path, context: ssl.SSLContext) -> None:
    """Have new connections see the page's newest certificate."""
    context.load_cert_chain(state / FOLDER / PAGE)


def certificate(state: Path) -> bytes:
    """Return the authority's certificate as phones take it in."""
    return ssl.PEM_cert_to_DER_cert((state / FOLDER / CA).read_text(encoding="ascii"))


def fingerprint(state: Path) -> str:
    """Return what people compare before they trust it: `A1 B2 C3 ...`."""
    return hashlib.sha256(certificate(state)).digest().hex(" ").upper()


def _inside(addresses: Iterable[str]) -> tuple[str, ...]:
    networks = [ip_network(one) for one in INSIDE]
    found: set[str] = set()
    for written in addresses:
        with suppress(ValueError):
            address = ip_address(written.strip("[]"))
            if any(address in network for network in networks):
                found.add(str(address))
    return tuple(sorted(found))


def _made(state: Path) -> Made:
    said = json.loads((state / FOLDER / MADE).read_bytes())
    names, addresses = tuple(map(str, said["names"])), tuple(map(str, said["addresses"]))
    return Made(names=names, addresses=addresses, at=float(said["at"]))


def _make_page(state: Path, made: Made) -> None:
    folder = state / FOLDER
    key, authority = (folder / CA_KEY).read_bytes(), (folder / CA).read_bytes()
    page = apart(lambda: _page(_Pair(key, authority), made))
    # In one file, so that a power cut leaves no key beside another's certificate.
    _keep(state, PAGE, page.key + page.certificate)
    said = {"names": made.names, "addresses": made.addresses, "at": made.at}
    # The last, so that a House key that was made by half is made anew.
    _keep(state, MADE, json.dumps(said).encode())


def _keep(state: Path, name: str, content: bytes) -> None:
    write_whole(state / FOLDER / name, content)


def _day(moment: Moment) -> datetime:
    return datetime.fromtimestamp(moment, UTC)


def _authority(names: tuple[str, ...], now: Moment) -> _Pair:
    from cryptography import x509  # noqa: PLC0415 -- in a child, on use
    from cryptography.hazmat.primitives.asymmetric import ec  # noqa: PLC0415 -- the same
    from cryptography.hazmat.primitives.hashes import SHA256  # noqa: PLC0415 -- the same

    key = ec.generate_private_key(ec.SECP256R1())
    # Each has a name of its own: phones tell two houses apart by it.
    mark = x509.random_serial_number()
    subject = _named(f"Homerule House key {mark % 16**6:06x}")
    limits: list[x509.GeneralName] = [x509.DNSName(name) for name in names]
    limits += [x509.IPAddress(ip_network(network)) for network in INSIDE]
    built = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(mark)
        .not_valid_before(_day(now - BACKDATED))
        .not_valid_after(_day(now + CA_LASTS))
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_uses(signs=True), critical=True)
        .add_extension(x509.NameConstraints(limits, None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )
    return _written(key, built.sign(key, SHA256()))


def _page(authority: _Pair, made: Made) -> _Pair:
    from cryptography import x509  # noqa: PLC0415 -- in a child, on use
    from cryptography.hazmat.primitives.asymmetric import ec  # noqa: PLC0415 -- the same
    from cryptography.hazmat.primitives.hashes import SHA256  # noqa: PLC0415 -- the same
    from cryptography.hazmat.primitives.serialization import (  # noqa: PLC0415 -- the same
        load_pem_private_key,
    )

    issuer = x509.load_pem_x509_certificate(authority.certificate)
    signs = load_pem_private_key(authority.key, None)
    assert isinstance(signs, ec.EllipticCurvePrivateKey)  # noqa: S101 -- for the type checker
    key = ec.generate_private_key(ec.SECP256R1())
    known: list[x509.GeneralName] = [x509.DNSName(name) for name in made.names]
    known += [x509.IPAddress(ip_address(address)) for address in made.addresses]
    built = (
        x509.CertificateBuilder()
        .subject_name(_named(made.names[0]))
        .issuer_name(issuer.subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(_day(made.at - BACKDATED))
        .not_valid_after(_day(made.at + PAGE_LASTS))
        .add_extension(x509.SubjectAlternativeName(known), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_uses(signs=False), critical=True)
        .add_extension(x509.ExtendedKeyUsage([x509.OID_SERVER_AUTH]), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(signs.public_key()), critical=False
        )
    )
    return _written(key, built.sign(signs, SHA256()))


def _named(name: str) -> "x509.Name":
    from cryptography import x509  # noqa: PLC0415 -- in a child, on use

    return x509.Name([x509.NameAttribute(x509.OID_COMMON_NAME, name)])


def _uses(*, signs: bool) -> "x509.KeyUsage":
    from cryptography import x509  # noqa: PLC0415 -- in a child, on use

    return x509.KeyUsage(
        digital_signature=not signs,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=signs,
        crl_sign=signs,
        encipher_only=False,
        decipher_only=False,
    )


def _written(key: "ec.EllipticCurvePrivateKey", made: "x509.Certificate") -> _Pair:
    from cryptography.hazmat.primitives.serialization import (  # noqa: PLC0415 -- in a child, on use
        Encoding,
        NoEncryption,
        PrivateFormat,
    )

    plain = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return _Pair(plain, made.public_bytes(Encoding.PEM))
