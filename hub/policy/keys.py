"""The console's Ed25519 key, made at the first start and kept in the state folder, mode 0600.

A person's own key is on a phone, and only its public half is known here: that is P-256, as browsers
make keys which cannot leave them.
"""

import os
import re
from collections.abc import Mapping
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path
from typing import Final

from rules.words.value import value

NAME: Final = "console.key"
HALF: Final = re.compile(r"[0-9a-f]{64}")
"""The file holds the secret half and the public half, each as 64 hexadecimal digits."""
PHONE_KEY: Final = 65
"""Bytes of a phone's public key: a point on the curve, not compressed."""
PHONE_MARK: Final = 64
"""Bytes of what it signs with: two numbers, as browsers write them."""


class KeyDamaged(Exception):  # noqa: N818 -- it is a sentence for people
    """The key cannot sign; the text says what to do."""


@value(frozen=True, slots=True)
class ConsoleKey:
    """A key that can sign."""

    secret: bytes
    public: bytes

    @property
    def id(self) -> str:
        """Return what the key is called beside a signature."""
        return key_id(self.public)

    def sign(self, message: bytes) -> bytes:
        """Return the signature of a message."""
        from cryptography.hazmat.primitives.asymmetric.ed25519 import (  # noqa: PLC0415 -- on use
            Ed25519PrivateKey,
        )

        return Ed25519PrivateKey.from_private_bytes(self.secret).sign(message)


def key_id(public: bytes) -> str:
    """Return the short name of a public key."""
    return f"console-{blake2b(public, digest_size=8).hexdigest()}"


def phone_key_id(public: bytes) -> str:
    """Return the short name of a phone's public key."""
    return f"phone-{blake2b(public, digest_size=8).hexdigest()}"


def key_of(state: Path) -> ConsoleKey:
    """Return the key of a state folder, made if there is none; raises `KeyDamaged`."""
    path = state / NAME
    with suppress(FileNotFoundError):
        written = path.read_bytes()
        secret, public = _halves(written)
        if secret and public and _public(secret) == public:
            key = ConsoleKey(secret, public)
            if _written(key) == written:
                return key
        raise KeyDamaged(
            f"the console's key {path} is damaged: put a copy of it back, or move it away; "
            "a new one is made then, and all that the old one signed must be signed again"
        )
    secret = os.urandom(32)
    key = ConsoleKey(secret, _public(secret))
    write_whole(path, _written(key))
    return key


def trusted(state: Path) -> Mapping[str, bytes]:
    """Return the public keys whose signatures count here, by their names.

    One half of a damaged key may still tell what the whole one signed.
    """
    try:
        secret, public = _halves((state / NAME).read_bytes())
    except FileNotFoundError:
        return {}
    known = [public, _public(secret) if secret else None]
    return {key_id(public): public for public in known if public}


def verifies(public: bytes, message: bytes, signature: bytes) -> bool:
    """Say whether this key of a console signed this message."""
    from cryptography.exceptions import InvalidSignature  # noqa: PLC0415 -- on use
    from cryptography.hazmat.primitives.asymmetric.ed25519 import (  # noqa: PLC0415 -- on use
        Ed25519PublicKey,
    )

    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


def verifies_phone(public: bytes, message: bytes, mark: bytes) -> bool:
    """Say whether this key of a phone signed this message."""
    from cryptography.exceptions import InvalidSignature  # noqa: PLC0415 -- on use
    from cryptography.hazmat.primitives.asymmetric import ec, utils  # noqa: PLC0415 -- on use
    from cryptography.hazmat.primitives.hashes import SHA256  # noqa: PLC0415 -- on use

    if len(mark) != PHONE_MARK:
        return False
    numbers = (int.from_bytes(half) for half in (mark[:32], mark[32:]))
    try:
        key = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), public)
        key.verify(utils.encode_dss_signature(*numbers), message, ec.ECDSA(SHA256()))
    except (InvalidSignature, ValueError):
        return False
    return True


def write_whole(path: Path, content: bytes) -> None:
    """Write a file for its owner alone: after a power cut it is whole, or as it was before."""
    if not path.parent.is_dir():
        path.parent.mkdir(mode=0o700, parents=True)
        sync_folder(path.parent.parent)
    fresh = path.with_name(f"{path.name}.new")
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Wait until the names in a folder are on the disk."""
    with suppress(PermissionError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _written(key: ConsoleKey) -> bytes:
    return f"{key.secret.hex()}\n{key.public.hex()}\n".encode()


def _halves(written: bytes) -> tuple[bytes | None, bytes | None]:
    """Return the secret and the public half, as far as each can be read."""
    texts = [part.decode(errors="replace") for part in (written[:64], written[65:129])]
    secret, public = [bytes.fromhex(text) if HALF.fullmatch(text) else None for text in texts]
    return secret, public


def _public(secret: bytes) -> bytes:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import (  # noqa: PLC0415 -- on use
        Ed25519PrivateKey,
    )

    return Ed25519PrivateKey.from_private_bytes(secret).public_key().public_bytes_raw()
