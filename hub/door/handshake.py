"""What a new phone and the hub work out of the secret in the code, each for itself.

Rule 1: the secret and the key are never sent. Rule 2: the phone binds itself to its number before
it sees the hub's, and the hub shows its own before it sees the phone's: nobody between the two
can choose numbers until both would show the same words. Rule 3: all is worked out of the whole
talk, so that nothing in it can be changed on its way. `door.js` works out the same.
"""

import hashlib
import hmac
import re
import secrets
from dataclasses import field
from functools import cache
from pathlib import Path
from typing import Final

from hub.policy.keys import verifies_phone
from rules.words.value import value

SECRET_BYTES: Final = 16
NUMBER_BYTES: Final = 16
SHOWN_WORDS: Final = 3
WORDS_FILE: Final = Path(__file__).parent.parent / "web" / "static" / "three-words.js"


def new_secret() -> str:
    """Return a secret as it stands in a code, behind the `#`."""
    return secrets.token_urlsafe(SECRET_BYTES)


def new_number() -> str:
    """Return a number that nobody can guess."""
    return secrets.token_hex(NUMBER_BYTES)


def invite_id(secret: str) -> str:
    """Return how an invitation is called aloud: it says nothing of the secret."""
    return _hash(f"homerule invite\n{secret}")[:16]


def bound_to(number: str) -> str:
    """Return what shows later that this number was chosen before."""
    return _hash(f"homerule bound\n{number}")


@value(frozen=True, slots=True, kw_only=True)
class Talk:
    """All that was said between a phone and the hub while one joined.

    `label`: its own name; `public`: of the key that it made itself, where it came over https.
    """

    secret: str = field(repr=False)
    phone: str
    ours: str
    theirs: str
    label: str
    public: str = ""

    def proof_of_phone(self) -> str:
        """Return what only a phone says that has seen the code."""
        return self._mac("phone").hex()

    def proof_of_hub(self) -> str:
        """Return what only the hub says that made the code."""
        return self._mac("hub").hex()

    def key(self) -> bytes:
        """Return the phone's key."""
        return self._mac("key")

    def words(self) -> tuple[str, ...]:
        """Return the words that both screens show."""
        return tuple(all_words()[byte] for byte in self._mac("words")[:SHOWN_WORDS])

    def _mac(self, what: str) -> bytes:
        said = ("homerule pair", invite_id(self.secret), self.phone, self.ours, self.theirs)
        made = (_hash(self.public),) if self.public else ()
        text = "\n".join((*said, _hash(self.label), *made, what))
        return hmac.digest(self.secret.encode(), text.encode(), hashlib.sha256)


def asked(counter: str, method: str, path: str, body: bytes) -> bytes:
    """Return what a phone signs of a request."""
    text = f"{counter}\n{method}\n{path}\n{hashlib.sha256(body).hexdigest()}"
    return text.encode(errors="surrogateescape")


def is_signed(said: bytes, mark: str, key: bytes, public: bytes) -> bool:
    """Say whether a phone signed this: with the key that it made itself, or else with its secret.

    Who has made a key is heard with that alone: its secret was born from what others may have seen.
    """
    if not public:
        return bool(key) and same(hmac.new(key, said, hashlib.sha256).hexdigest(), mark)
    try:
        return verifies_phone(public, said, bytes.fromhex(mark))
    except ValueError:
        return False


def covered(key: bytes, counter: str, content: bytes) -> str:
    """Return something that only the phone with this key can read, in answer to one request.

    It goes over the wire in the open house, so what must not be read there lies under a pad of
    its own; the counter of a request is good once, and so is the pad.
    """
    pad = b"".join(
        hmac.digest(key, f"cover\n{counter}\n{block}".encode(), hashlib.sha256)
        for block in range(-(-len(content) // 32))
    )
    return bytes(a ^ b for a, b in zip(content, pad, strict=False)).hex()


def same(one: str, other: str) -> bool:
    """Say whether two texts are the same, in a time that tells nothing of either."""
    # Headers may hold any bytes; they come to us with surrogates in their place.
    return hmac.compare_digest(
        one.encode(errors="surrogateescape"), other.encode(errors="surrogateescape")
    )


@cache
def all_words() -> tuple[str, ...]:
    """Return the words that are shown; the page has them, and the hub reads the same file."""
    found = re.search(r'"([a-z ]+)"', WORDS_FILE.read_text(encoding="utf-8"))
    assert found, "the page has the words"  # noqa: S101 -- a file of ours
    return tuple(found[1].split())


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode(errors="surrogateescape")).hexdigest()
