"""Puts signed policies in force while the hub runs, and says what of the file nobody has signed."""

import asyncio
import logging
import sqlite3
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Final

from hub.clock import Clock
from hub.intake.meant import Refused, Unknown
from hub.intake.sign_form import SignRequest
from hub.journal import Batch
from hub.policy.answered import FILE
from hub.policy.book import FOLDER
from hub.policy.changes import allows_more, changes
from hub.policy.compared import unlike_the_journal
from hub.policy.drafts import Draft, Drafts
from hub.policy.errors import ConfigurationErrors
from hub.policy.keys import KeyDamaged
from hub.policy.policies import Policies, record_of
from hub.policy.signing import NotSigned, Signing
from hub.policy.versions import Version
from hub.policy.yaml_lines import Table
from hub.view.plain_json import Picture, moment_json
from rules.explain import HouseNames, Signings, signers_text
from rules.house import House
from rules.policy import Policy
from rules.words.effects import Record
from rules.words.records import ChangeWished

LOOK_EVERY: Final = 5.0
"""Seconds between two looks at whether somebody edited the file."""

AT_HAND: Final = 600.0
"""Seconds for which somebody may look at a draft on a phone before they sign it."""
NO_DRAFT: Final = "there is no such draft any more: make it anew on the page, under House"

log = logging.getLogger("homerule")


class Adopting:
    """The way of a policy into force. What is written down is on the disk before it counts."""

    def __init__(
        self,
        policies: Policies,
        clock: Clock,
        *,
        commit: Callable[[Batch, Callable[[BaseException | None], None]], None],
        adopt: Callable[[Policy], None],
        says: Callable[[str], None],
        shows: Callable[[str], None],
    ) -> None:
        """Write with `commit` and put in force with `adopt`.

        `says` writes a sentence down; `shows` lets people see anew, and tells them a sentence.
        """
        self._policies = policies
        self._clock = clock
        self._commit = commit
        self._adopt = adopt
        self._says = says
        self._shows = shows
        self._one_at_a_time = asyncio.Lock()
        self._seen: object = None
        self._answers: list[tuple[ChangeWished, str]] = []
        self._stirred = asyncio.Event()

    @property
    def signings(self) -> Signings:
        """Return who signed which policy, and when."""
        return self._policies.signings

    def begin(self) -> None:
        """Write down what was signed before there was a loop, and the doubts of the start."""
        for version in self._policies.fresh:
            record = Record(record_of(version), durable=True)
            self._commit(Batch(((version.at, record),)), _leave)
        for doubt in self._policies.doubts:
            self._says(doubt)

    async def watch(self, ready: asyncio.Event) -> None:
        """Look at the file whenever somebody changed it; the first look lets the start go first."""
        with suppress(TimeoutError):
            async with asyncio.timeout(LOOK_EVERY):
                await ready.wait()
        if not self._policies.fresh:
            for doubt in await asyncio.to_thread(unlike_the_journal, self._policies.book):
                self._says(doubt)
        while True:
            async with self._one_at_a_time:
                if (stamp := self._stamp()) != self._seen:
                    self._seen = stamp
                    await asyncio.to_thread(self._policies.look)
                    self._tell_of_file()
            with suppress(TimeoutError):
                async with asyncio.timeout(LOOK_EVERY):
                    await self._stirred.wait()
            self._stirred.clear()
            await self._take_answers()

    def answered(self, change: ChangeWished, who: str) -> None:
        """Have a draft made of what somebody answered once and for all."""
        self._answers.append((change, who))
        self._stirred.set()

    async def _take_answers(self) -> None:
        async with self._one_at_a_time:
            while self._answers:
                change, who = self._answers.pop(0)
                take = self._policies.take_answer
                try:
                    await asyncio.to_thread(take, change, who, self._clock.now())
                except OSError as error:
                    self._says(f"what was answered could not be kept for a signature: {error}")
                self._seen = None

    def _stamp(self) -> object:
        """Return what changes when somebody writes the file, or what was answered."""
        policies = self._policies
        return _stamp(policies.household), _stamp(policies.book.state / FOLDER / FILE)

    def look(self) -> None:
        """Look at the file now, and say what there is to say of it."""
        self._seen = self._stamp()
        self._policies.look()
        self._tell_of_file()
        if not self._policies.unsigned:
            log.info("the household file is what was signed and is in force")

    def picture(self, house: House) -> Picture:
        """Return which version is in force, who signed it, and what there is to say of the file."""
        version, names = self._policies.version, HouseNames(house)
        signed = version is not None
        return {
            "version": version.number if version else None,
            "hash": version.hash if version else None,
            "by": signers_text(version.signers, names) if version else None,
            "at": moment_json(house, version.at) if version else None,
            "unsigned": self._policies.banner or None,
            "in_doubt": not signed,
        }

    async def sign(self, request: SignRequest) -> Picture:
        """Sign the household file as it stands, or a draft that was made on the page."""
        async with self._one_at_a_time:
            if request.draft:
                return await self._sign_draft(request)
            try:
                root = await asyncio.to_thread(self._policies.read)
            except ConfigurationErrors as problems:
                raise Refused(f"it has mistakes, so it cannot be signed:\n{problems}") from None
            return await self._sign(root, request)

    async def to_sign(self, code: str, signer: str, key: str, house: House) -> Picture:
        """Return what a person reads before they sign a draft on their phone, and what it signs.

        `key` is what the phone's key is called. Raises `Refused` where they may not sign it.
        """
        draft, in_force = self._good(code)
        try:
            version = self._policies.due(draft.root, signer)
        except NotSigned as why_not:
            raise Refused(str(why_not)) from None
        at = float(int(self._clock.now()))
        told, names = changes(in_force.root, draft.root), HouseNames(house)
        return {
            "code": draft.code,
            "by": draft.by,
            "changes": [*told],
            "allows_more": any(map(allows_more, told)),
            "needs": version.needs,
            "signed": signers_text(version.signers, names) if version.signers else None,
            "at": at,
            "message": version.by_hand(signer, key, at, _why(draft)),
        }

    def _good(self, code: str) -> tuple[Draft, Version]:
        """Return a draft and the version that it changes; raises where it is of no use any more."""
        draft, in_force = Drafts(self._policies.book.state).get(code), self._policies.version
        if draft is None:
            raise Unknown(NO_DRAFT)
        if in_force is None or draft.base != in_force.hash:
            raise Refused(
                "another policy was signed since this draft was made, and to sign it would take "
                "that back: make it anew on the page, under House"
            )
        return draft, in_force

    async def _sign_draft(self, request: SignRequest) -> Picture:
        draft, _ = self._good(request.draft)
        answer = await self._sign(draft.root, request, _why(draft))
        if answer["in_force"]:
            Drafts(self._policies.book.state).forget(draft.code)
        return answer

    async def roll_back(self, request: SignRequest) -> Picture:
        """Sign an earlier version anew; the household file is left as it is."""
        async with self._one_at_a_time:
            before, in_force = self._policies.earlier(request.to), self._policies.version
            if request.from_version is not None and (
                in_force is None or in_force.number != request.from_version
            ):
                raise Refused("somebody has signed another version meanwhile: look at it again")
            if before is None:
                raise Unknown("there is no such version to go back to: see `homerule policy log`")
            return await self._sign(before.root, request, f"back to version {before.number}")

    async def _sign(self, root: Table, request: SignRequest, why: str = "") -> Picture:
        signing = Signing(signer=request.signer, reason=request.reason or why, hand=request.hand)
        now = self._clock.now()
        if request.at is not None:
            if not now - AT_HAND <= request.at <= now:
                raise Refused("this was shown too long ago to be signed: look at it again")
            now = request.at
        try:
            version, policy = await asyncio.to_thread(
                self._policies.sign, root, signing, now, request.policy
            )
        except (NotSigned, KeyDamaged) as why_not:
            raise Refused(str(why_not)) from None
        except ConfigurationErrors as problems:
            raise Refused(f"it has mistakes, so it cannot be signed:\n{problems}") from None
        await self.write(version)
        try:
            in_force = await asyncio.to_thread(self._policies.keep, version, policy)
        except OSError as error:
            raise Refused(f"it could not be stored, so it does not count: {error}") from error
        if in_force:
            self._adopt(policy)
        await asyncio.to_thread(self._policies.look)
        self._tell_of_file()
        return self.answer(version, in_force=in_force)

    def answer(self, version: Version, *, in_force: bool) -> Picture:
        """Return what came of a signature."""
        return {
            "version": version.number,
            "hash": version.hash,
            "in_force": in_force,
            "signers": [*version.signers],
            "unsigned": self._policies.unsigned or None,
        }

    async def write(self, version: Version) -> None:
        """Return when the journal has the signature on the disk."""
        written: asyncio.Future[None] = asyncio.get_running_loop().create_future()

        def done(error: BaseException | None) -> None:
            if written.done():
                return
            if error is None:
                written.set_result(None)
            else:
                written.set_exception(error)

        record = Record(record_of(version), durable=True)
        self._commit(Batch(((self._clock.now(), record),)), done)
        try:
            await written
        except (OSError, sqlite3.Error) as error:
            raise Refused(f"it could not be written down, so it does not count: {error}") from error

    def _tell_of_file(self) -> None:
        policies = self._policies
        if policies.draft.problems:
            problems = policies.draft.problems
            log.warning("the household file was not taken, the old policy stays:\n%s", problems)
        elif policies.unsigned:
            log.warning("%s", policies.unsigned)
        self._shows(policies.banner)


def _why(draft: Draft) -> str:
    return f"draft {draft.code}, by {draft.by}"


def _stamp(path: Path) -> object:
    """Return what changes when somebody writes a file."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_ino, found.st_size, found.st_mtime_ns


def _leave(_error: BaseException | None) -> None:
    """Be told, and leave it at that."""
