"""A signed version of the policy: what it holds, how it lies in its file, and what makes it void.

A version is `{number, needs, text, signatures}`; each signature says who, with which key, when and
why, and vouches for all of that together with the canonical form of the text. Where a person's own
phone signed, its `hand` stands in the signature, and the console vouches for that too: so the
version is good for as long as the console's key is, also when the phone is long forgotten. The file
is taken only if writing it anew gives the same bytes, so that nothing in it can be altered
unnoticed but the order of its keys.
"""

import json
from collections.abc import Mapping
from dataclasses import replace
from functools import cached_property
from typing import Any, Final

from hub.policy.canonical import as_written, canonical, fingerprint, tree
from hub.policy.keys import ConsoleKey, phone_key_id, verifies, verifies_phone
from hub.policy.yaml_lines import Table
from rules.words.times import Moment
from rules.words.value import value

PURPOSE: Final = "homerule policy 1"
BY_HAND: Final = "homerule policy 1 by phone"
"""Stands in all that is signed, so that a signature is of use for nothing else."""


class Spoiled(Exception):  # noqa: N818 -- the end of a sentence for people
    """A stored version does not count; the text says why."""


@value(frozen=True, slots=True, kw_only=True)
class Hand:
    """What a person's own phone made of a version: its public key, and its mark."""

    public: bytes
    mark: bytes

    @property
    def key(self) -> str:
        """Return what the phone's key is called beside a signature."""
        return phone_key_id(self.public)


@value(frozen=True, slots=True, kw_only=True)
class Signature:
    """Who signed, with which key, when and why; `hand`: on their own phone."""

    signer: str
    key: str
    at: Moment
    reason: str
    mark: bytes = b""
    hand: Hand | None = None

    @property
    def made_with(self) -> str:
        """Return what the key is called that the person themselves used."""
        return self.key if self.hand is None else self.hand.key


@value(frozen=True, kw_only=True)
class Version:
    """One version of the policy; `needs` is how many people had to sign it."""

    number: int
    text: str
    needs: int = 1
    signatures: tuple[Signature, ...] = ()

    @classmethod
    def of(cls, number: int, root: Table, needs: int = 1) -> "Version":
        """Return a version that nobody has signed yet."""
        return cls(number=number, text=as_written(root), needs=needs)

    @property
    def root(self) -> Table:
        """Return what it says, as the reader of a file gives it; not kept, to be small."""
        return tree(self.text)

    @cached_property
    def hash(self) -> str:
        """Return the hash by which its policy is known."""
        return fingerprint(self.root)

    @property
    def signers(self) -> tuple[str, ...]:
        """Return who signed it."""
        return tuple(signature.signer for signature in self.signatures)

    @property
    def complete(self) -> bool:
        """Say whether as many signed it as must."""
        return len(set(self.signers)) >= max(1, self.needs)

    @property
    def at(self) -> Moment:
        """Return when it was signed by the last who had to."""
        return max((signature.at for signature in self.signatures), default=0.0)

    @property
    def reason(self) -> str:
        """Return why, in the words of the first who gave any."""
        return next((s.reason for s in self.signatures if s.reason), "")

    def signed(
        self, key: ConsoleKey, signer: str, at: Moment, reason: str, hand: Hand | None = None
    ) -> "Version":
        """Return it with one more signature."""
        unsigned = Signature(signer=signer, key=key.id, at=at, reason=reason, hand=hand)
        signature = replace(unsigned, mark=key.sign(self._message(unsigned)))
        return replace(self, signatures=(*self.signatures, signature))

    def check(self, keys: Mapping[str, bytes]) -> None:
        """Raise `Spoiled` where a signature is not by a key that counts, or not of this."""
        if not self.signatures:
            raise Spoiled("nobody signed it")
        for signature in self.signatures:
            public = keys.get(signature.key)
            if public is None:
                raise Spoiled(f"it is signed with a key that is not ours: {signature.key}")
            if not verifies(public, self._message(signature), signature.mark):
                raise Spoiled("it is not what was signed")
            if not self.is_by_hand(signature):
                raise Spoiled(f"{signature.signer}'s phone did not sign this")

    def by_hand(self, signer: str, key: str, at: Moment, reason: str) -> str:
        """Return what a person's phone signs; `key` is what the phone's key is called."""
        said = [BY_HAND, self.number, self.needs, canonical(self.root)]
        return json.dumps([*said, signer, key, at, reason])

    def is_by_hand(self, signature: Signature) -> bool:
        """Say whether the phone that a signature names made it; True where it names none."""
        hand = signature.hand
        if hand is None:
            return True
        said = self.by_hand(signature.signer, hand.key, signature.at, signature.reason)
        return verifies_phone(hand.public, said.encode(), hand.mark)

    def _message(self, signature: Signature) -> bytes:
        said = [PURPOSE, self.number, self.needs, canonical(self.root)]
        said += [signature.signer, signature.key, signature.at, signature.reason]
        if signature.hand is not None:
            said += [signature.hand.public.hex(), signature.hand.mark.hex()]
        return json.dumps(said).encode()


def dump(version: Version) -> bytes:
    """Return a version as it lies in its file."""
    said = {
        "version": version.number,
        "needs": version.needs,
        "signatures": [_written(signature) for signature in version.signatures],
        "text": version.text,
    }
    return json.dumps(said, indent=1).encode() + b"\n"


def load(data: bytes) -> Version:
    """Return the version that a file holds, not yet checked; raises `Spoiled`."""
    try:
        said = json.loads(data)
        version = Version(
            number=said["version"],
            needs=said["needs"],
            text=said["text"],
            signatures=tuple(_signature(one) for one in said["signatures"]),
        )
        if as_written(version.root) == version.text and dump(version) == data:
            return version
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        pass
    raise Spoiled("it is not as it was written")


def _written(one: Signature) -> dict[str, object]:
    said = {"signer": one.signer, "key": one.key, "at": one.at, "reason": one.reason}
    said["mark"] = one.mark.hex()
    if one.hand is None:
        return said
    return {**said, "hand": {"public": one.hand.public.hex(), "mark": one.hand.mark.hex()}}


def _signature(said: dict[str, Any]) -> Signature:
    hand = said.get("hand")
    return Signature(
        signer=said["signer"],
        key=said["key"],
        at=float(said["at"]),
        reason=said["reason"],
        mark=bytes.fromhex(said["mark"]),
        hand=hand and Hand(public=bytes.fromhex(hand["public"]), mark=bytes.fromhex(hand["mark"])),
    )
