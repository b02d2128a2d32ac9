"""Signs while no hub runs, and compares what was signed with what the journal has of it."""

import asyncio
from pathlib import Path

from hub.adopting import Adopting
from hub.cli.answers import No
from hub.clock import Clock
from hub.journal import Journal, JournalInUse, JournalUnreadable
from hub.journal.reader import JournalReader
from hub.meant import Refused
from hub.picture import Picture
from hub.policies import Policies, record_of
from hub.policy.book import Book
from hub.policy.errors import ConfigurationErrors
from hub.policy.keys import KeyDamaged
from hub.sign_form import SignRequest, parse_signing
from hub.wishes import BadInput
from rules.policy import Policy
from rules.words.records import PolicySigned


def alone(state: Path, household: Path, what: str, request: str) -> Picture:
    """Do what the hub would do with a signature, with its journal."""
    try:
        asked = parse_signing(request.encode())
        journal = Journal.open(state)
    except JournalInUse:
        raise No("a hub is just starting or ending: try again in a moment") from None
    except (JournalUnreadable, BadInput) as problem:
        raise No(str(problem)) from None
    try:
        return asyncio.run(_alone(journal, state, household, what, asked))
    except (Refused, ConfigurationErrors, KeyDamaged, JournalUnreadable) as problem:
        raise No(str(problem)) from None
    finally:
        journal.close()


async def _alone(
    journal: Journal, state: Path, household: Path, what: str, asked: SignRequest
) -> Picture:
    clock = Clock()
    policies = Policies.open(state, household, journal, clock.now())
    journal.start(asyncio.get_running_loop())
    adopting = Adopting(
        policies, clock, commit=journal.commit, adopt=_nobody, says=_unsaid, shows=_unsaid
    )
    if policies.fresh:
        await adopting.write(policies.fresh[0])
        return adopting.answer(policies.fresh[0], in_force=True)
    return await (adopting.sign(asked) if what == "sign" else adopting.roll_back(asked))


def unlike_the_journal(book: Book) -> list[str]:
    """Return in sentences where files and journal do not tell the same of what was signed."""
    try:
        with JournalReader.open(book.state) as reader:
            rows = reader.every(PolicySigned)
            began = next((at for _, at, _ in reader.after(0, limit=1)), 0.0)
    except JournalUnreadable:
        return []
    # Of two records about one version the later counts: the power may have gone in between.
    written = {body.version: body for _, _, body in rows if isinstance(body, PolicySigned)}
    doubts = [
        f"the journal does not have version {version.number} as it was signed"
        for version in book.versions
        # What was signed before this journal was begun, another one has.
        if (version.number in written or version.at >= began)
        and written.get(version.number) != record_of(version)
    ]
    doubts += [
        f"version {number} was signed, but its file is gone"
        for number, body in written.items()
        if number > book.last and len(body.signatures) >= body.needs
    ]
    return doubts


def _nobody(_policy: Policy) -> None:
    """Adopt it nowhere: the next start does."""


def _unsaid(_sentence: str) -> None:
    """Say nothing aloud: the answer says it."""
