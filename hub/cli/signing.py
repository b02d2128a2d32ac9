"""Signs while no hub runs."""

import asyncio
from pathlib import Path

from hub.cli.answers import No
from hub.clock import Clock
from hub.intake.forms import BadInput
from hub.intake.meant import Refused
from hub.intake.sign_form import SignRequest, parse_signing
from hub.journal import Journal, JournalInUse, JournalUnreadable
from hub.policy.adopting import Adopting
from hub.policy.errors import ConfigurationErrors
from hub.policy.keys import KeyDamaged
from hub.policy.policies import Policies
from hub.view.plain_json import Picture
from rules.policy import Policy


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


def _nobody(_policy: Policy) -> None:
    """Adopt it nowhere: the next start does."""


def _unsaid(_sentence: str) -> None:
    """Say nothing aloud: the answer says it."""
