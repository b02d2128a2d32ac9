"""The desk: what is, what was, what people want, and what stands behind it."""

import asyncio
from collections.abc import Awaitable, Callable, Collection, Iterable
from contextlib import AbstractContextManager

from devices.message import Service
from hub.desk.behind import (
    Balance,
    Housekeeping,
    Journal,
    Pairing,
    Policies,
    Proposals,
    Traps,
)
from hub.desk.orders import Orders
from hub.desk.past import Past
from hub.desk.present import Present
from hub.intake.meant import (
    Refused,
    TooOften,
    Unknown,
)
from hub.intake.sign_form import SignRequest
from hub.view.aspects import Origins
from hub.view.feed import Feed, Listener
from hub.view.plain_json import Picture
from hub.view.week import Week
from rules.house import House
from rules.people.overrides import members
from rules.policy import Policy
from rules.words.device import Announcement
from rules.words.events import (
    Event,
)
from rules.words.ids import AgentId, DeviceId, PromptId
from rules.words.people import Scope
from rules.words.times import Moment


class Desk:
    """Answers questions about one house, and passes on what people want of it."""

    def __init__(
        self,
        house: House,
        journal: Journal,
        *,
        now: Callable[[], Moment],
        tell: Callable[[Event], Awaitable[None]],
        counts: Callable[[], Picture] = dict,
        seen: Callable[[], Iterable[Service]] = tuple,
        unwritten: Callable[[PromptId], bool] = lambda _prompt: False,
        origins: Callable[[Announcement], Origins] = lambda _announcement: {},
        week: Week | None = None,
    ) -> None:
        """Know the house; `tell` brings a person's event to it and returns once it is written.

        `counts` says what the hub has counted of what went wrong, `seen` what mDNS shows;
        a prompt that is `unwritten` is not shown. `origins`: where a device's aspects come from.
        `week`: what was measured before the hub was started.
        """
        self._house = house
        self.feed = Feed()
        self.present = Present(
            house,
            self.feed,
            now=now,
            counts=counts,
            seen=seen,
            unwritten=unwritten,
            origins=origins,
            policy=lambda: self.policies.picture(house) if self.policies else None,
        )
        self.past = Past(
            house,
            journal,
            self.present,
            now=now,
            signings=lambda: self.policies.signings if self.policies else {},
            week=week or Week(),
        )
        self.orders = Orders(house, self.feed, self.present, now=now, tell=tell)
        self.traps: Traps | None = None
        self.proposals: Proposals | None = None
        self.policies: Policies | None = None
        self.balance: Balance | None = None
        self.pairing: Pairing | None = None
        self.keeps_house: Callable[[], Housekeeping] | None = None
        """Makes what answers the House screen, once somebody opens it."""
        self._housekeeping: Housekeeping | None = None
        self.write_down: Callable[[str], Awaitable[None]] = _nowhere

    @property
    def policy(self) -> Policy:
        """Return the policy in force."""
        return self.present.policy

    @property
    def moment(self) -> Moment:
        """Return what time it is."""
        return self.present.moment

    @property
    def housekeeping(self) -> Housekeeping | None:
        """Return what answers the House screen."""
        if self._housekeeping is None and self.keeps_house is not None:
            self._housekeeping = self.keeps_house()
        return self._housekeeping

    def snapshot(self, lines: int) -> Picture:
        """Return all that the page shows at first sight."""
        return {
            "house": self.present.house(),
            "devices": [*self.present.lean()],
            "lines": [*self.past.recent(lines)],
        }

    async def sign(self, request: SignRequest) -> Picture:
        """Sign the household file as it stands, so that it is in force."""
        return await self._signing().sign(request)

    async def to_sign(self, code: str, signer: str, key: str) -> Picture:
        """Return what a person reads before they sign a draft on their phone, and what it signs."""
        return await self._signing().to_sign(code, signer, key, self._house)

    async def roll_back(self, request: SignRequest) -> Picture:
        """Sign an earlier version of the policy anew, so that it is in force again."""
        return await self._signing().roll_back(request)

    def _signing(self) -> Policies:
        if self.present.stood_down:
            raise Refused(self.present.stood_down)
        if self.policies is None:
            raise Refused("nothing can be signed here")
        return self.policies

    async def retained(self) -> list[Picture]:
        """Return what the broker has stored where it may do harm, as of now."""
        await self._look()
        return self.traps.pictures() if self.traps else []

    async def clear_retained(self, only: Collection[str] = ()) -> Picture:
        """Take away what the broker has stored there, or only some of it."""
        await self._look()
        gone = await self.traps.clear(only) if self.traps else []
        left = [picture["topic"] for picture in (self.traps.pictures() if self.traps else ())]
        return {"cleared": [*gone], "left": left}

    async def _look(self) -> None:
        if self.present.stood_down:
            raise Refused(self.present.stood_down)
        if self.traps is None or not await self.traps.look():
            raise Refused("the broker does not answer, so what it has stored is not known")

    def stand_down(self, why: str) -> None:
        """Refuse from now on what people want, and say why: another hub is at work."""
        self.present.stood_down = why
        self.feed.spread(house=True)

    async def propose(self, agent: AgentId, payload: bytes) -> Picture:
        """Hear a proposal of an agent from outside, and return what was decided."""
        if self.present.stood_down or self.proposals is None:
            raise Refused(self.present.stood_down or "nobody hears proposals here")
        if not self.proposals.knows(agent):
            raise Unknown(self.proposals.stranger(agent) or "no such agent lives here")
        answer: asyncio.Future[Picture] = asyncio.get_running_loop().create_future()

        def reply(said: Picture) -> None:
            if not answer.done():
                answer.set_result(said)

        if not self.proposals.propose(agent, payload, reply, _forget):
            raise TooOften(self.proposals.over_rate(agent))
        return await answer

    def changed(
        self,
        devices: Iterable[DeviceId] = (),
        scopes: Iterable[Scope] = (),
        *,
        lines: bool = True,
        house: bool = False,
    ) -> None:
        """Let those who watch know what changed.

        `lines`: the journal has grown; `house`: something is asked, or not any more.
        """
        touched = dict.fromkeys(devices)
        held = tuple(scopes)
        for scope in held:
            touched.update(dict.fromkeys(members(self._house, scope)))
        for device in touched:
            self.present.seen_as(device)
            self.past.measured(device)
        self.feed.spread(touched, house=house or bool(held), lines=lines)

    def listening(self) -> AbstractContextManager[Listener]:
        """Watch what changes, for as long as the block lasts."""
        return self.feed.listening()


def _forget(_said: Picture) -> None:
    """Leave it: who asked by HTTP has hung up."""


async def _nowhere(_sentence: str) -> None:
    """Write a sentence nowhere: who made this desk keeps no book of such things."""
