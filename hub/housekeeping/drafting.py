"""Drafting: a change of numbers, shown with what it would do, and handed to the console to sign."""

import asyncio
import json
from collections.abc import Callable
from datetime import date, timedelta
from itertools import count
from typing import Annotated, Final

from pydantic import Field, StringConstraints

from hub.clock import Clock
from hub.housekeeping.rehearsal import rehearse
from hub.intake.forms import Form, text_of, validated
from hub.intake.meant import Refused, Unknown
from hub.journal.reader import JournalReader
from hub.policy.canonical import as_written, tree
from hub.policy.changes import allows_more, changes
from hub.policy.drafts import Draft, Drafts
from hub.policy.errors import ConfigurationErrors
from hub.policy.household import household_of
from hub.policy.numbers import LONGEST, NoSuchNumber, numbers, with_numbers
from hub.policy.policies import Policies
from hub.policy.yaml_lines import Table
from hub.view.plain_json import Json, Picture, moment_json
from rules.explain import HouseNames, author_text, signers_text
from rules.house import House
from rules.policy import Policy
from rules.words.ids import AreaId, PersonId
from rules.words.times import DAY
from rules.words.value import value
from rules.words.wishes import Author

SECTIONS: Final = ("guardrails", "agents")
DAYS: Final = 7
LONGEST_FOR_NOW: Final = 92
EXPECTED: Final = {
    "section": "`guardrails` or `agents`",
    "name": "the id of a rule or an agent",
    "days": "on how many days it binds, today included: 1 to 92",
    "at_most": "a brightness such as `30 %`",
    "numbers": f"the new numbers by where they stand, each of at most {LONGEST} letters",
}


@value(frozen=True, slots=True, kw_only=True)
class DraftRequest:
    """Which numbers of which entry are to be others; `keep`: hand it to the console."""

    section: str
    name: str
    numbers: dict[str, str]
    keep: bool = False


@value(frozen=True, slots=True, kw_only=True)
class ForNowRequest:
    """A rule for some days: agents leave an area alone, or light it no brighter than `at_most`.

    `area` empty: the whole house.
    """

    days: int
    area: str = ""
    at_most: str = ""
    keep: bool = False


def parse_draft(payload: bytes) -> DraftRequest:
    """Return what a payload asks, or raise `BadInput`."""
    said = validated(_DraftForm, text_of(payload), EXPECTED)
    return DraftRequest(
        section=said.section, name=said.name, numbers=dict(said.numbers), keep=said.keep
    )


def parse_for_now(payload: bytes) -> ForNowRequest:
    """Return which rule for now a payload asks for, or raise `BadInput`."""
    said = validated(_ForNowForm, text_of(payload), EXPECTED)
    return ForNowRequest(days=said.days, area=said.area, at_most=said.at_most, keep=said.keep)


class Drafting:
    """Makes drafts of the policy in force. It signs nothing and puts nothing in force."""

    def __init__(
        self,
        house: House,
        policies: Policies,
        drafts: Drafts,
        clock: Clock,
        *,
        journal: Callable[[], JournalReader],
    ) -> None:
        """Draft changes of what is in force; `journal` opens the journal to rehearse them."""
        self._house = house
        self._policies = policies
        self._drafts = drafts
        self._clock = clock
        self._journal = journal
        self._one_at_a_time = asyncio.Lock()

    def numbers(self, section: str) -> dict[str, list[Json]]:
        """Return the numbers that may be changed, by the entry they stand in."""
        version = self._policies.version
        entries = version.root.get(section) if version is not None else None
        if not isinstance(entries, Table):
            return {}
        return {
            name: [{"path": one.path, "text": one.text} for one in numbers(entry)]
            for name, entry in entries.items()
        }

    def waiting(self) -> list[Json]:
        """Return the drafts that wait to be signed."""
        version, names = self._policies.version, HouseNames(self._house)
        if version is None:
            return []
        return [
            self._told(draft, changes(version.root, draft.root))
            | {
                "signed": signers_text(signers, names)
                if (signers := self._policies.signers_so_far(draft.hash))
                else None
            }
            for draft in self._drafts.all()
            if draft.base == version.hash
        ]

    async def draft(self, request: DraftRequest, by: Author) -> Picture:
        """Show what a change says and would have done, and keep it if that is asked."""

        def changed(root: Table) -> Table:
            try:
                return with_numbers(root, request.section, request.name, request.numbers)
            except NoSuchNumber as problem:
                raise Unknown(str(problem)) from None

        return await self._draft(changed, by, keep=request.keep)

    async def for_now(self, request: ForNowRequest, by: Author) -> Picture:
        """Show what a rule for some days would do, and keep it as a draft if that is asked."""
        if request.area and AreaId(request.area) not in self._house.policy.areas:
            raise Unknown("there is no such room")
        today = self._house.local(self._clock.now()).date()
        last = today + timedelta(days=request.days - 1)
        owner = by.person if by.person in self._house.policy.people else None
        entry = rule_for_now(request, last, owner)
        return await self._draft(lambda root: with_rule(root, entry), by, keep=request.keep)

    async def _draft(self, changed: Callable[[Table], Table], by: Author, *, keep: bool) -> Picture:
        version = self._policies.version
        if version is None:
            raise Refused("nothing that was signed is in force, so nothing can be changed here")
        if self._one_at_a_time.locked():
            raise Refused("another change is being looked at: try again in a moment")
        async with self._one_at_a_time:
            root = changed(version.root)
            try:
                wanted = household_of(root, self._policies.household).policy
            except ConfigurationErrors as problems:
                said = "; ".join(one.text for one in problems.problems)
                raise Refused(f"this cannot be: {said}") from None
            told = changes(version.root, root)
            if not told:
                raise Refused("this changes nothing: it says so already")
            rehearsed = await self._rehearse(wanted)
            picture: Picture = {"changes": [*told], "rehearsed": rehearsed}
            picture["allows_more"] = any(map(allows_more, told))
            if keep:
                who = author_text(by, HouseNames(self._house))
                now = self._clock.now()
                kept = await asyncio.to_thread(
                    self._drafts.keep, root, base=version.hash, by=who, at=now
                )
                picture |= self._told(kept, told)
            return picture

    async def withdraw(self, code: str) -> Picture:
        """Forget a draft."""
        draft = self._drafts.get(code)
        if draft is None:
            raise Unknown("there is no such draft any more")
        await asyncio.to_thread(self._drafts.forget, draft.code)
        return {"code": draft.code}

    async def _rehearse(self, wanted: Policy) -> str:
        since, in_force = self._clock.now() - DAYS * DAY, self._house.policy
        return await asyncio.to_thread(self._walk, in_force, wanted, since)

    def _walk(self, in_force: Policy, wanted: Policy, since: float) -> str:
        with self._journal() as journal:
            return rehearse(journal, in_force, wanted, since).sentence(DAYS)

    def _told(self, draft: Draft, told: list[str]) -> Picture:
        return {
            "code": draft.code,
            "by": draft.by,
            "at": moment_json(self._house, draft.at),
            "changes": [*told],
            "command": f"homerule policy sign --draft {draft.code}",
        }


Short = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=LONGEST)]
Name = Annotated[str, StringConstraints(min_length=1, max_length=64)]


def rule_for_now(request: ForNowRequest, last: date, owner: PersonId | None) -> Table:
    """Return a rule for now as it stands in a household file."""
    kind = "brightness_ceiling" if request.at_most else "protected_area"
    said: dict[str, Json] = {"kind": kind, "expires": last.isoformat()}
    if request.at_most:
        said["at_most"] = request.at_most
    if request.area:
        said["areas"] = [request.area]
    if owner is not None:
        said["owner"] = owner
    said["purpose"] = "For now, from the page."
    return tree(json.dumps(said))


def with_rule(root: Table, entry: Table) -> Table:
    """Return a file with one rule more."""
    fresh = tree(as_written(root))
    rules = fresh.get("guardrails")
    if not isinstance(rules, Table):
        rules = fresh["guardrails"] = Table()
        fresh.lines["guardrails"] = 0
    number = next(n for n in count(1) if f"for-now-{n}" not in rules)
    name = f"for-now-{number}"
    rules[name], rules.lines[name] = entry, 0
    return fresh


class _ForNowForm(Form):
    days: Annotated[int, Field(strict=True, ge=1, le=LONGEST_FOR_NOW)]
    area: Annotated[str, StringConstraints(max_length=64)] = ""
    at_most: Annotated[str, StringConstraints(strip_whitespace=True, max_length=LONGEST)] = ""
    keep: bool = False


class _DraftForm(Form):
    section: Annotated[str, StringConstraints(pattern="^(guardrails|agents)$")]
    name: Name
    numbers: Annotated[dict[Name, Short], Field(min_length=1, max_length=16)]
    keep: bool = False
