"""The policy in force: what the household signed, and what of its file nobody has signed yet.

Rule 1: in force is the newest version that verifies; an edited file changes nothing.
Rule 2: the household signs what it starts with, and only where nothing was ever signed.
Rule 3: doubt favours people: where nothing verifies, nothing automated acts; controls, rooms and
switches still work as the file says.
"""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Self

from hub.journal import Journal
from hub.policy.answered import (
    Answered,
    laid_over,
    read_answers,
    with_one_more,
    without_old,
    write_answers,
)
from hub.policy.apart import begun_apart
from hub.policy.book import FOLDER, Book, any_version
from hub.policy.canonical import fingerprint
from hub.policy.changes import changes
from hub.policy.errors import ConfigurationErrors
from hub.policy.household import household_of, load_household, read_tree
from hub.policy.signing import NotSigned, Signing, due, sign
from hub.policy.standing import IN_DOUBT, Draft, Standing, to_everybody, to_signers
from hub.policy.versions import Version
from hub.policy.yaml_lines import Table
from rules.explain import Signings
from rules.policy import Policy
from rules.words.ids import PersonId
from rules.words.records import ChangeWished, PolicySigned, Signed
from rules.words.times import Moment

FIRST = Signing(reason="what the household starts with")
PATIENCE = 30.0
"""Seconds in which even a slow machine has read a large household."""


class Policies:
    """What is signed, what is in force, and the draft."""

    def __init__(self, household: Path, book: Book) -> None:
        """Use `open`."""
        self.household = household
        self.book = book
        self.signings: Signings = book.signings()
        """Who signed which policy, and when."""
        self.policy = Policy()
        self.version: Version | None = None
        self.doubts: list[str] = [*book.doubts]
        """What must be said at the start, in sentences."""
        self.draft = Draft()
        self.answers = read_answers(book.state)
        """What people answered once and for all; of the draft until it is signed."""
        self.fresh: tuple[Version, ...] = ()
        """What was signed before there was a journal to write to."""

    @classmethod
    def open(cls, state: Path, household: Path, journal: Journal, now: Moment) -> "Policies":
        """Return the policy that a start begins with.

        Raises `ConfigurationErrors` where the household file is needed and has mistakes.
        """
        return cls.opening(state, household, journal, now)()

    @classmethod
    def opening(
        cls, state: Path, household: Path, journal: Journal, now: Moment
    ) -> Callable[[], "Policies"]:
        """Begin to read in a child, and return what waits for it and does as `open`.

        So a start can load the rest of the hub meanwhile, and keeps nothing of what reading takes.
        """
        is_first = not any_version(state) and not journal.ever(PolicySigned)
        found = begun_apart(lambda: cls._found(state, household, now, is_first=is_first), PATIENCE)

        def opened() -> "Policies":
            policies = found()
            for version in policies.fresh:
                policies.keep(version, policies.policy)
            return policies

        return opened

    @classmethod
    def _found(cls, state: Path, household: Path, now: Moment, *, is_first: bool) -> Self:
        policies = cls(household, Book.read(state))
        if is_first:
            policies._sign_first(now)
        else:
            policies._take_newest(state)
        return policies

    @classmethod
    def look_into(cls, state: Path, household: Path) -> Self:
        """Return what is signed, for a command; nothing is written, and nobody signs at first."""
        policies = cls(household, Book.read(state))
        if policies.book.last:
            policies._take_newest(state)
        return policies

    @property
    def in_doubt(self) -> bool:
        """Say whether nothing that was signed can be trusted."""
        return self.version is None

    def kept(self) -> dict[str, Policy]:
        """Return every policy that was ever signed and can be read, by its hash."""
        found: dict[str, Policy] = {}
        for version in self.book.versions:
            with suppress(ConfigurationErrors):
                found[version.hash] = household_of(version.root, self.household, new=False).policy
        return found

    @property
    def unsigned(self) -> str:
        """Return what the banner says of the household file; empty where all of it is in force."""
        return to_signers(self._standing())

    @property
    def banner(self) -> str:
        """Return the same for everybody who lives there, without commands; empty likewise."""
        return to_everybody(self._standing(), self._name)

    def _standing(self) -> Standing:
        waits = self.book.pending
        return Standing(
            file=self.household.name,
            draft=self.draft,
            signed_by=waits.signers if waits and waits.hash == self.draft.hash else (),
            answers=bool(self.unsigned_answers),
            in_doubt=self.in_doubt,
        )

    def _name(self, signer: str) -> str:
        known = self.policy.people.get(PersonId(signer))
        return known.name if known else "the household"

    def read(self) -> Table:
        """Return the draft: the household file, and over it what people answered."""
        return laid_over(read_tree(self.household), self.answers)

    def take_answer(self, change: ChangeWished, who: str, now: Moment) -> None:
        """Keep what somebody answered once and for all, to be signed. Waits for the disk."""
        signed = self.version.root if self.version else Table()
        known = without_old(read_answers(self.book.state), signed, now)
        taken = self.policy.guardrails
        self.answers = with_one_more(known, change, who, now, taken)
        write_answers(self.book.state, self.answers)

    def drop_answer(self, name: str) -> bool:
        """Forget an answer; say whether there was one. Waits for the disk."""
        left = [one for one in self.answers if one.id != name]
        if len(left) == len(self.answers):
            return False
        self.answers = tuple(left)
        write_answers(self.book.state, left)
        return True

    @property
    def unsigned_answers(self) -> tuple[Answered, ...]:
        """Return the answers that are not part of what is in force."""
        signed = self.version.root if self.version else Table()
        return tuple(one for one in self.answers if laid_over(signed, [one]) is not signed)

    def look(self) -> bool:
        """Read the household file anew; say whether there is something else to say of it."""
        self.answers = read_answers(self.book.state)
        before, said = self.draft, self.unsigned
        self.draft = self._read_draft()
        return (before.problems, said) != (self.draft.problems, self.unsigned)

    def _read_draft(self) -> Draft:
        try:
            root = self.read()
            draft = Draft(fingerprint(root), changes=self._changes(root))
            if draft.changes:
                household_of(root, self.household)
        except ConfigurationErrors as problems:
            return Draft(problems=str(problems))
        return draft

    def sign(
        self, root: Table, signing: Signing, now: Moment, shown: str = ""
    ) -> tuple[Version, Policy]:
        """Return a version with one more signature, and its policy; nothing is kept yet.

        `shown` is the hash of what the signer was shown, where they were.
        Raises `ConfigurationErrors`, `NotSigned` or `KeyDamaged`.
        """
        policy = household_of(root, self.household).policy
        if shown and shown != policy.hash:
            raise NotSigned(
                f"{self.household.name} was changed after it was shown: look at it again"
            )
        if self.version is not None and policy.hash == self.version.hash:
            raise NotSigned(f"there is nothing to sign: it is version {self.version.number}")
        return sign(self.book, root, self.policy, signing, now), policy

    def due(self, root: Table, signer: str) -> Version:
        """Return the version that somebody is about to sign; raises `NotSigned`."""
        return due(self.book, root, self.policy, signer)

    def signers_so_far(self, hash_: str) -> tuple[str, ...]:
        """Return who has signed the policy with this hash, while it waits for somebody else."""
        waits = self.book.pending
        return waits.signers if waits and waits.hash == hash_ else ()

    def keep(self, version: Version, policy: Policy) -> bool:
        """Keep what was signed; say whether it is in force now. Waits for the disk."""
        if not version.complete:
            self.book = self.book.put_off(version)
            return False
        self.book = self.book.add(version)
        self.signings = self.book.signings()
        self.version, self.policy = version, policy
        return True

    def earlier(self, number: int | None) -> Version | None:
        """Return the version to go back to: the one named, or the one before."""
        if number is not None:
            return self.book.version(number)
        now = self.version.number if self.version else self.book.last + 1
        before = [known for known in self.book.versions if known.number < now]
        return before[-1] if before else None

    def _changes(self, root: Table) -> tuple[str, ...]:
        if self.version is not None and fingerprint(root) == self.version.hash:
            return ()
        told = changes(self.version.root if self.version else Table(), root)
        return tuple(told) or ("The same is written in another way.",)

    def _sign_first(self, now: Moment) -> None:
        root = self.read()
        policy = household_of(root, self.household).policy
        # Nobody is known yet who could be asked; what this version says counts from then on.
        self.fresh = (sign(self.book, root, Policy(), FIRST, now),)
        self.policy = policy

    def _take_newest(self, state: Path) -> None:
        for version in reversed(self.book.versions):
            try:
                self.policy = household_of(version.root, self.household, new=False).policy
            except ConfigurationErrors as problems:
                first = problems.problems[0].text
                self.doubts.append(
                    f"version {version.number} of the policy cannot be read any more: {first}"
                )
                continue
            self.version = version
            break
        if self.book.last == 0:
            self.doubts.append(f"what the household signed is gone from {state / FOLDER}")
        if self.version is None:
            self.doubts.append(IN_DOUBT)
            self.policy = self._for_people_alone()
        elif self.version.number != self.book.last or self.doubts:
            self.doubts.append(f"in force is version {self.version.number} of the policy")

    def _for_people_alone(self) -> Policy:
        """Return what the file says of rooms, people and their controls; no agent is in it."""
        try:
            return replace(load_household(self.household), agents={})
        except ConfigurationErrors:
            return Policy()


def record_of(version: Version) -> PolicySigned:
    """Return what the journal keeps of a signature."""
    return PolicySigned(
        version=version.number,
        policy=version.hash,
        needs=version.needs,
        signatures=_signed(version),
    )


def _signed(version: Version) -> tuple[Signed, ...]:
    return tuple(
        Signed(signer=s.signer, key=s.made_with, at=s.at, reason=s.reason, mark=s.mark.hex())
        for s in version.signatures
    )
