"""A phone's own key, as a test plays it: what browsers make, without a browser."""

from dataclasses import dataclass, field

from cryptography.hazmat.primitives.asymmetric import ec, utils
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from hub.policy.keys import phone_key_id
from hub.policy.versions import Hand


@dataclass
class AHand:
    """A key that signs as WebCrypto does."""

    secret: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1())
    )

    @property
    def public(self) -> bytes:
        point = PublicFormat.UncompressedPoint
        return self.secret.public_key().public_bytes(Encoding.X962, point)

    @property
    def key(self) -> str:
        return phone_key_id(self.public)

    def mark(self, message: str | bytes) -> bytes:
        said = message.encode() if isinstance(message, str) else message
        numbers = utils.decode_dss_signature(self.secret.sign(said, ec.ECDSA(SHA256())))
        return b"".join(number.to_bytes(32) for number in numbers)

    def signs(self, message: str) -> Hand:
        return Hand(public=self.public, mark=self.mark(message))
