"""Reads the journal for commands while no hub is running."""

from argparse import Namespace
from collections.abc import Iterable
from contextlib import suppress
from itertools import islice
from pathlib import Path

from hub.cli.answers import No, NoHub
from hub.cli.folders import configuration_of
from hub.clock import Clock
from hub.journal import JournalUnreadable
from hub.journal.file import FILE
from hub.journal.reader import JournalReader, Row
from hub.policy.errors import ConfigurationErrors
from hub.policy.household import load_household
from hub.policy.policies import Policies
from hub.view.plain_json import Picture
from hub.view.story import LOOKED_THROUGH as EARLIER
from hub.view.story import Storyteller, why_not
from hub.view.timeline import line, telling
from rules.explain import WrittenNames, standing_sentences, title_of
from rules.people.standing import scopes_over
from rules.policy import Policy
from rules.words.ids import DeviceId, slug
from rules.words.people import Adoption, Freeze, Hold, Override, PersonClaim
from rules.words.records import Bound

LOOKED_BACK = 200
"""How many records about a device are read for what was left undone."""


def lines_for(args: Namespace, state: Path, device: str, limit: int) -> list[Picture]:
    """Return the last lines about a device, newest first, each with all its reasons."""
    with _open(state) as journal:
        rows = telling(journal.last_for(DeviceId(slug(device)), limit * 4))[:limit]
        names, teller = names_of(rows, args, state), _teller(journal, args, state)
        return [line(row, names, teller.tell) for row in rows]


def held_for(args: Namespace, state: Path, device: str) -> list[str]:
    """Return in sentences what people hold of a device by what the journal has, widest first."""
    known, now = DeviceId(slug(device)), Clock().now()
    with _open(state) as journal:
        kept = [*journal.standing()]
    names = names_of((), args, state)
    placed = (thing.area for thing in kept if isinstance(thing, Adoption) if thing.adopted == known)
    scopes = scopes_over(known, next(placed, names.area_of(known)))
    over = [
        thing
        for scope in scopes
        for thing in kept
        if isinstance(thing, Freeze | Override) and thing.scope == scope
    ]
    holds = [thing for thing in kept if isinstance(thing, Hold) and thing.device == known]
    live = [thing for thing in (*over, *holds) if thing.until is None or now < thing.until]
    freezes = [thing for thing in live if isinstance(thing, Freeze)]
    claims: list[PersonClaim] = [
        thing
        for thing in live
        if isinstance(thing, Hold) or (isinstance(thing, Override) and known not in thing.without)
    ]
    claims.sort(key=lambda claim: -claim.since)
    return [*standing_sentences((*freezes, *claims), now, names)]


def undone_for(args: Namespace, state: Path, device: str, limit: int) -> list[Picture]:
    """Return the last wishes for a device that led to nothing, newest first."""
    with _open(state) as journal:
        rows = journal.last_for(DeviceId(slug(device)), LOOKED_BACK)
        names, teller = names_of(rows, args, state), _teller(journal, args, state)
        return [*islice(why_not(teller, rows, names), limit)]


def _teller(journal: JournalReader, args: Namespace, state: Path) -> Storyteller:
    return Storyteller(
        kept_policies(args, state), lambda device, before: journal.tail(EARLIER, before, device)
    )


def kept_policies(args: Namespace, state: Path) -> dict[str, Policy]:
    """Return every policy that was ever signed, and the household file as it stands."""
    file = configuration_of(args) / "house.yaml"
    kept = Policies.look_into(state, file).kept()
    with suppress(ConfigurationErrors):
        policy = load_household(file)
        kept.setdefault(policy.hash, policy)
    return kept


def last_lines(args: Namespace, state: Path, limit: int) -> list[Picture]:
    """Return the last lines, newest first."""
    with _open(state) as journal:
        rows = journal.tail(limit)
    names = names_of(rows, args, state)
    return [line(row, names) for row in rows]


def _open(state: Path) -> JournalReader:
    if not (state / FILE).exists():
        raise NoHub(state)
    try:
        return JournalReader.open(state)
    except JournalUnreadable as problem:
        raise No(str(problem)) from None


class JournalNames(WrittenNames):
    """Names while the house is not there to ask; a device's id still tells its first name."""

    def device(self, device: DeviceId) -> str:
        """Return a device's name."""
        known = super().device(device)
        return title_of(device) if known == device else known


def names_of(rows: Iterable[Row], args: Namespace, state: Path) -> JournalNames:
    """Return names as the policy in force, else the file, and the records have them."""
    file = configuration_of(args) / "house.yaml"
    signed = Policies.look_into(state, file)
    policy = signed.policy
    if signed.version is None:
        with suppress(ConfigurationErrors):
            policy = load_household(file)
    areas = policy.areas.values()
    return JournalNames(
        policy.home.zone,
        devices={body.device: body.name for _, _, body in rows if isinstance(body, Bound)},
        people={person.id: person.name for person in policy.people.values()},
        areas={area.id: area.name for area in areas},
        places={DeviceId(slug(ref)): area.id for area in areas for ref in area.devices},
        signings=signed.signings,
    )
