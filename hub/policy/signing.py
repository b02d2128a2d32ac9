"""Who must sign a change of the policy, and what comes of a signature.

Rule 1: `console` signs for the household, whoever may speak as the hub; by name an owner signs.
Rule 2: who is an owner, and what needs two, is for the policy in force to say, not for the draft.
Rule 3: where a section needs two, two people sign, each an owner or an adult; `console` is none.
A change of `people` or of `two_signatures` itself needs two as well, or it would be a way around.
Rule 4: who changes an owner, or makes one, needs an owner among the two: adults depose nobody.
"""

from pathlib import Path
from typing import Final

from hub.policy.apart import apart
from hub.policy.book import Book
from hub.policy.checks import SIGN_SECOND
from hub.policy.errors import listed
from hub.policy.keys import key_of
from hub.policy.versions import Hand, Version
from hub.policy.yaml_lines import Table
from rules.policy import Policy, Role
from rules.words.ids import PersonId
from rules.words.times import Moment
from rules.words.value import value

CONSOLE: Final = "console"
"""Signs for the household that starts, and where nobody is named."""
TWO: Final = "two_signatures"


class NotSigned(Exception):  # noqa: N818 -- it is a sentence for people
    """A signature was refused; the text says why, and what to do."""


@value(frozen=True, slots=True, kw_only=True)
class Signing:
    """What a person wants to sign, as they gave it; `hand`: what their own phone made of it."""

    signer: str = CONSOLE
    reason: str = ""
    hand: Hand | None = None


def sign(book: Book, root: Table, policy: Policy, signing: Signing, now: Moment) -> Version:
    """Return the next version with this signature; it may want another one still.

    `policy` is the one in force. Raises `NotSigned` or `KeyDamaged`.
    """
    version = due(book, root, policy, signing.signer)
    signed = apart(lambda: _signed(version, book.state, signing, now))
    if signed is None:
        raise NotSigned("this is not what the phone has signed: look at it again")
    return signed


def due(book: Book, root: Table, policy: Policy, signer: str) -> Version:
    """Return the version that somebody is about to sign; raises `NotSigned` where they may not."""
    before = book.newest
    two = sections_for_two(policy, before.root if before else Table(), root)
    allow(policy, signer, two)
    version = Version.of(book.last + 1, root, needs=2 if two else 1)
    waiting = book.pending
    if waiting and _same(waiting, version):
        if signer in waiting.signers:
            raise NotSigned(f"{_name(policy, signer)} has signed this: now somebody else")
        version = waiting
    _need_owner(policy, version, signer, root, before.root if before else Table())
    return version


def _signed(version: Version, state: Path, signing: Signing, now: Moment) -> Version | None:
    """Return it signed; None where the phone has signed something else."""
    by = version.signed(key_of(state), signing.signer, now, signing.reason, signing.hand)
    return by if by.is_by_hand(by.signatures[-1]) else None


def sections_for_two(policy: Policy, old: Table, new: Table) -> tuple[str, ...]:
    """Return the changed sections that two people must sign."""
    if not policy.home.two_signatures:
        return ()
    guarded = {*map(str, policy.home.two_signatures), "people"}
    found = [s for s in dict.fromkeys((*old, *new)) if s in guarded and old.get(s) != new.get(s)]
    if "home" not in found and _asked(old) != _asked(new):
        found.append("home")
    return tuple(found)


def allow(policy: Policy, signer: str, two: tuple[str, ...]) -> None:
    """Raise `NotSigned` where somebody may not sign this."""
    owners = [p.id for p in policy.people.values() if p.role is Role.OWNER]
    if signer == CONSOLE and not two:
        return
    if signer == CONSOLE:
        able = [p.id for p in policy.people.values() if p.role in SIGN_SECOND]
        raise NotSigned(
            f"a change of {listed(two, 'and')} is signed by two people: say who you are, "
            f"with --as {listed(able)}"
        )
    person = policy.people.get(PersonId(signer))
    if person is None:
        known = f"; owners are {listed(owners, 'and')}" if owners else ""
        raise NotSigned(
            f"nobody of the household has the id `{signer}`{known}. "
            "Who is new in the file may sign once it is in force: sign this without a name"
        )
    if two and person.role in SIGN_SECOND:
        return
    if person.role is not Role.OWNER:
        who = "an owner or an adult" if two else "an owner"
        raise NotSigned(f"{person.name} is no owner ({person.role.value}): {who} signs the policy")


def _need_owner(policy: Policy, version: Version, signer: str, new: Table, old: Table) -> None:
    """Raise `NotSigned` where the last signature is due, and an owner's is missing."""
    signers = {*version.signers, signer}
    owners = {person.id: person for person in policy.people.values() if person.role is Role.OWNER}
    last = version.needs > 1 and len(signers) >= version.needs
    if last and _owners(old) != _owners(new) and not signers & owners.keys():
        names = listed([person.name for person in owners.values()])
        raise NotSigned(f"this changes who is an owner: one of the two must be {names}")


def _owners(root: Table) -> dict[str, object]:
    """Return what a file says of the owners."""
    people = root.get("people")
    entries = people.items() if isinstance(people, Table) else ()
    tables = {id_: said for id_, said in entries if isinstance(said, Table)}
    return {id_: said for id_, said in tables.items() if said.get("role") == Role.OWNER.value}


def _same(waiting: Version, version: Version) -> bool:
    here = (waiting.number, waiting.needs, waiting.hash)
    return here == (version.number, version.needs, version.hash)


def _asked(root: Table) -> object:
    home = root.get("home")
    return home.get(TWO) if isinstance(home, Table) else None


def _name(policy: Policy, signer: str) -> str:
    person = policy.people.get(PersonId(signer))
    return person.name if person else signer
