"""The desk: where people ask what the house is and say what they want; page and console use it."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Iterable, Sequence
from contextlib import AbstractContextManager
from itertools import islice
from typing import Final

from devices.message import Service
from hub.asked import prompt_meant, prompt_picture, prompt_pictures
from hub.aspects import Origins, whole_picture
from hub.behind_desk import Balance, Housekeeping, Journal, Policies, Proposals, Traps
from hub.feed import Feed, Listener
from hub.journal.reader import Row
from hub.leaf import Leaf, leaf
from hub.meant import (
    Refused,
    TooOften,
    Unknown,
    check_values,
    device_meant,
    scene_meant,
    scope_meant,
)
from hub.newcomers import (
    adoption_meant,
    forgetting_meant,
    joining_meant,
    parting_meant,
)
from hub.picture import (
    Json,
    Picture,
    device_picture,
    house_picture,
    moment_json,
    scope_state,
    wider_state,
)
from hub.resuming import resuming
from hub.sign_form import SignRequest
from hub.story import LOOKED_THROUGH as EARLIER
from hub.story import Storyteller, nothing_left_undone, why_not
from hub.tickets import Looks, Stale, Tickets
from hub.timeline import Story, line, telling
from hub.week import Week
from hub.whys import decided, why_parts
from hub.wishes import OverrideRequest, Said, Verb, Wish
from rules.answers import why_refused
from rules.explain import HouseNames, freeze_sentence, held_fast, title_of
from rules.house import House
from rules.overrides import members
from rules.policy import Policy
from rules.words.device import Announcement, Device
from rules.words.events import (
    Event,
    FreezePlaced,
    OverrideLifted,
    OverridePlaced,
    PersonSet,
    PromptAnswered,
    SceneCalled,
)
from rules.words.ids import AgentId, AreaId, DeviceId, PromptId
from rules.words.people import Scope
from rules.words.prompts import Answer
from rules.words.records import Body
from rules.words.times import Moment
from rules.words.values import LAMP_ASPECTS, POWER, Values
from rules.words.wishes import Author

MOST_LINES: Final = 500
MOST_FRESH: Final = 200
IN_ONE_TURN: Final = 16
"""Devices that are told whole in one turn of the loop; there may be hundreds."""
SIGN: Final = " A change of policy is to be signed for that; nothing has changed yet."
LOOKED_BACK: Final = 200
"""How many records about a device are read for what was left undone."""
LOOKED_THROUGH: Final = 4
"""How many records are read for each line that is wanted: many records are of no interest."""


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
    ) -> None:
        """Know the house; `tell` brings a person's event to it and returns once it is written.

        `counts` says what the hub has counted of what went wrong, `seen` what mDNS shows;
        a prompt that is `unwritten` is not shown. `origins`: where a device's aspects come from.
        """
        self._house = house
        self._journal = journal
        self._now = now
        self._tell = tell
        self._counts = counts
        self._seen = seen
        self._unwritten = unwritten
        self._origins = origins
        self.feed = Feed()
        self._tickets = Tickets()
        self._week = Week()
        self._looks = Looks(int(now() * 1000))
        self.traps: Traps | None = None
        self.proposals: Proposals | None = None
        self.policies: Policies | None = None
        self.balance: Balance | None = None
        self.keeps_house: Callable[[], Housekeeping] | None = None
        """Makes what answers the House screen, once somebody opens it."""
        self._housekeeping: Housekeeping | None = None
        self._stood_down = ""
        self.write_down: Callable[[str], Awaitable[None]] = _nowhere

    @property
    def housekeeping(self) -> Housekeeping | None:
        """Return what answers the House screen."""
        if self._housekeeping is None and self.keeps_house is not None:
            self._housekeeping = self.keeps_house()
        return self._housekeeping

    # what is

    @property
    def name(self) -> str:
        """Return what the household calls its home."""
        return self._house.policy.home.name

    @property
    def policy(self) -> Policy:
        """Return the policy in force."""
        return self._house.policy

    @property
    def moment(self) -> Moment:
        """Return what time it is."""
        return self._now()

    def area_of(self, device: str) -> AreaId | None:
        """Return the area that a device is in."""
        return self._house.area_of(DeviceId(device))

    def areas_of_scene(self, ref: str) -> list[AreaId | None]:
        """Return where the devices of a scene are; None for one that is in no area, or unknown."""
        scene = self._house.policy.scenes[scene_meant(self._house, ref)]
        found = [self._house.find(device) for device in scene.values]
        return [None if device is None else self._house.area_of(device) for device in found]

    def house(self) -> Picture:
        """Return the house without its devices."""
        return {
            **house_picture(self._house, self._now()),
            "prompts": [*self.prompts()],
            "counts": self._counts(),
            "stood_down": self._stood_down or None,
            "policy": self.policies.picture(self._house) if self.policies else None,
        }

    def ids(self) -> Iterable[DeviceId]:
        """Return the id of every device."""
        return self._house.devices

    async def devices(self) -> AsyncIterator[Picture]:
        """Yield every device; whoever waits for the house has a turn every few of them."""
        for count, known in enumerate(tuple(self._house.devices), 1):
            if known in self._house.devices:
                yield self._whole(self._house.devices[known], self._now())
            if count % IN_ONE_TURN == 0:
                await asyncio.sleep(0)

    def _lean(self) -> list[Picture]:
        """Return every device as the page is told it: it must not wait for what it never shows."""
        now = self._now()
        return [self._picture(device, now) for device in self._house.devices.values()]

    def _picture(self, device: Device, now: Moment) -> Picture:
        """Return a device, how it looks (a number), the last ticket that set it, and as of when."""
        picture = device_picture(self._house, device, now)
        picture["version"], picture["ticket"] = self._seen_as(device.id)
        picture["number"] = self.feed.number
        return picture

    def _seen_as(self, device: DeviceId) -> tuple[int, str]:
        condition = self._house.conditions.get(device)
        return self._looks.look(device, condition.values.get(POWER) if condition else None)

    def _whole(self, device: Device, now: Moment) -> Picture:
        """Return a device with all its aspects and its product, as scripts are told it."""
        picture = self._picture(device, now)
        return picture | whole_picture(self._house, device, self._origins(device.announcement))

    def seen(self) -> list[Picture]:
        """Return the services that the network shows by mDNS, controlled or not."""
        return [
            {"kind": s.kind, "name": s.name, "address": s.address, "port": s.port}
            for s in self._seen()
        ]

    def whole(self, ref: str) -> Picture:
        """Return one device with all its aspects, by its name, id or hardware id."""
        return self._whole(device_meant(self._house, ref), self._now())

    def device(self, ref: str) -> Picture:
        """Return one device, by its name, id or hardware id."""
        return self._picture(device_meant(self._house, ref), self._now())

    def prompts(self) -> list[Picture]:
        """Return what people are asked, the oldest first."""
        return prompt_pictures(self._house, self._unwritten)

    def pictured(self, ids: Iterable[DeviceId]) -> list[Picture]:
        """Return those of these devices that are still there."""
        now, devices = self._now(), self._house.devices
        return [self._picture(devices[d], now) for d in ids if d in devices]

    def snapshot(self, lines: int) -> Picture:
        """Return all that the page shows at first sight."""
        return {"house": self.house(), "devices": [*self._lean()], "lines": [*self.recent(lines)]}

    @property
    def version(self) -> str:
        """Return which policy is in force: with another one anything may look different."""
        return self._house.policy.hash

    def clock(self) -> str | None:
        """Return what the clock at home shows."""
        return moment_json(self._house, self._now())

    # what was

    def why(self, ref: str, limit: int = 10) -> Picture:
        """Return what a device is, who holds it, and what was decided about it, newest first."""
        device = device_meant(self._house, ref)
        rows = self._journal.last_for(device.id, limit * LOOKED_THROUGH)
        return {
            "device": self.device(device.id),
            "freeze": self._freeze_over(device.id),
            "lines": [*self._lines(telling(rows), limit, self._teller().tell)],
            "agents": [title_of(agent) for agent in self._house.directory.wishers(device.id)],
        }

    def week(self, ref: str) -> Picture:
        """Return a chart of the last seven days for each reading of a device."""
        device, zone = device_meant(self._house, ref), self._house.policy.home.zone
        charts = self._week.charts(device, self._now(), zone)
        return {"charts": [chart.picture() for chart in charts]}

    def why_line(self, number: int) -> Picture:
        """Return a line of the timeline and why it is so, in parts."""
        rows = self._journal.tail(1, number + 1)
        if not rows or rows[0][0] != number:
            raise Unknown("there is no such line in the journal")
        return {"line": line(rows[0], self._names()), "parts": self._parts(rows[0])}

    def why_asked(self, ref: str) -> Picture:
        """Return why people are asked a question, in parts for each thing that it is about."""
        prompt = self._house.prompts.open.get(prompt_meant(self._house, ref))
        if prompt is None:
            raise Unknown("this question is not open any more")
        parts = list[Json]()
        for question in prompt.questions:
            rows = self._journal.last_for(question.device, LOOKED_BACK)
            row = decided(rows, question.decision)
            parts += [] if row is None else self._parts(row)
        return {"prompt": prompt_picture(self._house, prompt), "parts": parts}

    def _parts(self, row: Row) -> list[Json]:
        return [*why_parts(row, self._teller(), self._names(), self._journal.after)]

    def why_not(self, ref: str, limit: int = 3) -> Picture:
        """Return which wishes for a device led to nothing, newest first, and why."""
        device = device_meant(self._house, ref)
        rows = self._journal.last_for(device.id, LOOKED_BACK)
        lines = [*islice(why_not(self._teller(), rows, self._names()), limit)]
        said = nothing_left_undone(device.name)
        if not self._house.directory.wishers(device.id):
            said = f"Nothing happens to {device.name} by itself: no agent may wish anything for it."
        return {
            "device": self.device(device.id),
            "lines": [*lines],
            "sentence": None if lines else said,
        }

    def _teller(self) -> Storyteller:
        # Earlier policies would have to be read from their files, while others wait for the hub.
        policy = self._house.policy
        return Storyteller(
            {policy.hash: policy},
            lambda device, before: self._journal.tail(EARLIER, before, device),
        )

    def log(
        self, limit: int, *, device: str | None = None, before: int | None = None
    ) -> list[Picture]:
        """Return the last records as lines, newest first; all of them, small print too."""
        known = None if device is None else device_meant(self._house, device).id
        count = min(limit, MOST_LINES)
        return self._lines(self._journal.tail(count, before, known), count)

    def leaf(self, limit: int, before: int | None, wanted: Callable[[Body], bool]) -> Leaf:
        """Return a page of what tells people something, newest first; like changes are folded."""
        return leaf(self._journal.tail, self._names(), wanted, limit=limit, before=before)

    def recent(self, limit: int) -> list[Picture]:
        """Return the last records that tell people something, newest first."""
        rows = self._journal.tail(min(limit, MOST_LINES) * LOOKED_THROUGH)
        return self._lines(telling(rows), limit)

    def fresh(self, after: int) -> tuple[list[Picture], int]:
        """Return what was written after a record, oldest first, and the last that was read.

        Whoever is far behind gets the newest; the rest stands in the log.
        """
        rows = self._journal.after(after, MOST_FRESH)
        if len(rows) == MOST_FRESH:
            rows = self._journal.tail(MOST_FRESH)[::-1]
        last = rows[-1][0] if rows else after
        return self._lines(telling(rows), MOST_FRESH), last

    def newest(self) -> int:
        """Return the number of the last record."""
        return next((number for number, _, _ in self._journal.tail(1)), 0)

    # what people want

    async def set_device(self, ref: str, wish: Wish, by: Author) -> Picture:
        """Set one device as a person wishes, and return it.

        With a ticket it is done once, however often it comes. Where a device looks different from
        what was `seen`, nothing is done: raises `Stale`.
        """
        device = device_meant(self._house, ref)
        check_values(device, wish.values, self._house.values(device.id))
        if not wish.ticket:
            return await self._set(device, wish, by)
        key = (device.id, wish.ticket)
        return await self._tickets.once(key, lambda: self._set_by_ticket(device, wish, by))

    async def _set_by_ticket(self, device: Device, wish: Wish, by: Author) -> Picture:
        self._seen_as(device.id)
        if wish.seen is not None and self._looks.stale(device.id, wish.seen, wish.ticket):
            now = self.device(device.id)
            words = str(now["words"])
            raise Stale(
                f"{device.name} has changed meanwhile: {words[:1].lower()}{words[1:]}. "
                "Nothing was done; tap again if you still want it.",
                now,
            )
        self._looks.touched(device.id, wish.ticket, wish.values.get(POWER))
        await self._set(device, wish, by)
        self._looks.taken(device.id, wish.ticket)
        self.feed.spread([device.id])
        return self.device(device.id)

    async def _set(self, device: Device, wish: Wish, by: Author) -> Picture:
        await self.say(
            PersonSet(
                device=device.id,
                values=wish.values,
                by=by,
                transition=wish.transition,
                seconds=wish.seconds,
            )
        )
        return self.device(device.id)

    async def command(self, ref: str, wish: Wish, by: Author) -> Picture:
        """Tell one device just what a person says, and return it with all its aspects.

        A lamp is told what it can take; what was left out of the wish is said.
        """
        device = device_meant(self._house, ref)
        left_out = [a for a in wish.values if a in LAMP_ASPECTS and not device.can_write(a)]
        values = {a: value for a, value in wish.values.items() if a not in left_out}
        check_values(device, values or wish.values, self._house.values(device.id))
        await self.say(
            PersonSet(
                device=device.id,
                values=values,
                by=by,
                transition=wish.transition,
                seconds=wish.seconds,
                exact=True,
            )
        )
        return self.whole(device.id) | {"left_out": [*left_out]}

    async def adopt(self, ref: str, area: str, by: Author) -> Picture:
        """Put a device into an area, and return it."""
        event = adoption_meant(self._house, ref, area, by)
        await self.say(event)
        return self.device(event.device)

    async def join(self, ref: str, other: str, by: Author) -> Picture:
        """Make a new device another way of a device that is known, and return that one."""
        event = joining_meant(self._house, ref, other, by)
        await self.say(event)
        return self.device(event.device)

    async def part(self, ref: str, by: Author) -> Picture:
        """Make each spare way of a device a device of its own, and return it."""
        event = parting_meant(self._house, ref, by)
        await self.say(event)
        return self.device(event.device)

    async def forget(self, ref: str, by: Author) -> Picture:
        """Let a device be new again, or give up the names of one that is gone."""
        event = forgetting_meant(self._house, ref, by)
        await self.say(event)
        return {"device": event.device, "here": event.device in self._house.devices}

    async def call_scene(self, ref: str, by: Author) -> Picture:
        """Call a scene by its id or name."""
        scene = scene_meant(self._house, ref)
        await self.say(SceneCalled(scene, by))
        return {"scene": scene}

    async def answer(self, ref: str, said: Said, by: Author) -> Picture:
        """Answer a prompt, by its id or its number, and return what came of it."""
        prompt = prompt_meant(self._house, ref)
        event = PromptAnswered(prompt=prompt, answer=said.answer, by=by, percent=said.percent)
        if refusal := why_refused(self._house, event, self._now()):
            raise Refused(refusal)
        await self.say(event)
        state = self._house.prompts.state(prompt)
        words = {Answer.ALWAYS: SIGN, Answer.NEVER: SIGN}
        return {
            "prompt": prompt,
            "state": state.value if state else None,
            "sentence": f"It was answered with {said.answer}.{words.get(said.answer, '')}",
        }

    async def freeze(self, scope: Scope, by: Author, until: Moment | None = None) -> Picture:
        """Stop all automation in a scope."""
        await self.say(FreezePlaced(scope=scope, by=by, until=until))
        return self.scope(scope)

    async def override(
        self, scope: Scope, values: Values, by: Author, until: Moment | None = None
    ) -> Picture:
        """Set a scope on purpose."""
        await self.say(OverridePlaced(scope=scope, values=values, by=by, until=until))
        return self.scope(scope)

    async def release(self, scope: Scope, by: Author, *, resume: bool = False) -> Picture:
        """Give a scope back; with `resume` what is wished now may raise at once."""
        await self.say(OverrideLifted(scope=scope, by=by, resume=resume))
        if why := held_fast(self._house, scope, self._now()):
            raise Refused(why)
        return {**self.scope(scope), "wider": wider_state(self._house, scope, self._now())}

    async def do(self, scope: Scope, request: OverrideRequest, by: Author) -> Picture:
        """Do what a person asked of a scope."""
        until = request.end(self._now(), self._house.policy.home.zone)
        match request.verb:
            case Verb.FREEZE:
                return await self.freeze(scope, by, until)
            case Verb.SET:
                return await self.override(scope, request.values, by, until)
            case Verb.RELEASE | Verb.RESUME:
                return await self.release(scope, by, resume=request.verb is Verb.RESUME)

    def scope(self, scope: Scope) -> Picture:
        """Return what is held on a scope."""
        return {"scope": str(scope), "held": scope_state(self._house, scope, self._now())}

    def resuming(self, scope: Scope) -> Picture:
        """Return what is held on a scope, and what would resume if it were given back."""
        return {**self.scope(scope), "resumes": [*resuming(self._house, scope, self._now())]}

    async def sign(self, request: SignRequest) -> Picture:
        """Sign the household file as it stands, so that it is in force."""
        return await self._signing().sign(request)

    async def roll_back(self, request: SignRequest) -> Picture:
        """Sign an earlier version of the policy anew, so that it is in force again."""
        return await self._signing().roll_back(request)

    def _signing(self) -> Policies:
        if self._stood_down:
            raise Refused(self._stood_down)
        if self.policies is None:
            raise Refused("nothing can be signed here")
        return self.policies

    def find_scope(self, text: str) -> Scope:
        """Return the scope that a person means: `house`, `area/hall`, `device/lamp` or a name."""
        return scope_meant(self._house, text)

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
        if self._stood_down:
            raise Refused(self._stood_down)
        if self.traps is None or not await self.traps.look():
            raise Refused("the broker does not answer, so what it has stored is not known")

    def stand_down(self, why: str) -> None:
        """Refuse from now on what people want, and say why: another hub is at work."""
        self._stood_down = why
        self.feed.spread(house=True)

    # what agents from outside want

    async def propose(self, agent: AgentId, payload: bytes) -> Picture:
        """Hear a proposal of an agent from outside, and return what was decided."""
        if self._stood_down or self.proposals is None:
            raise Refused(self._stood_down or "nobody hears proposals here")
        if not self.proposals.knows(agent):
            raise Unknown(self.proposals.stranger(agent) or "no such agent lives here")
        answer: asyncio.Future[Picture] = asyncio.get_running_loop().create_future()

        def reply(said: Picture) -> None:
            if not answer.done():
                answer.set_result(said)

        if not self.proposals.propose(agent, payload, reply, _forget):
            raise TooOften(self.proposals.over_rate(agent))
        return await answer

    # what changed

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
            self._seen_as(device)
            self._measured(device)
        self.feed.spread(touched, house=house or bool(held), lines=lines)

    def _measured(self, device: DeviceId) -> None:
        known, condition = self._house.devices.get(device), self._house.conditions.get(device)
        if known is not None and condition is not None and not known.is_lamp:
            self._week.note(known, condition.values, self._now())

    def listening(self) -> AbstractContextManager[Listener]:
        """Watch what changes, for as long as the block lasts."""
        return self.feed.listening()

    async def say(self, event: Event) -> None:
        """Bring what a person did to the house; return once it is written."""
        if self._stood_down:
            # Two hubs with two books of what people hold would contradict each other.
            raise Refused(self._stood_down)
        try:
            await self._tell(event)
        except (OSError, sqlite3.Error) as error:
            raise Refused(
                f"it was done, but it could not be written down, so a restart forgets it: {error}"
            ) from error

    def _freeze_over(self, device: DeviceId) -> str | None:
        now = self._now()
        freeze = self._house.freeze_over(device, now)
        return None if freeze is None else freeze_sentence(freeze, HouseNames(self._house), now)

    def _lines(self, rows: Sequence[Row], limit: int, story: Story | None = None) -> list[Picture]:
        return [line(row, self._names(), story) for row in rows[:limit]]

    def _names(self) -> HouseNames:
        return HouseNames(self._house, self.policies.signings if self.policies else {})


def _forget(_said: Picture) -> None:
    """Leave it: who asked by HTTP has hung up."""


async def _nowhere(_sentence: str) -> None:
    """Write a sentence nowhere: who made this desk keeps no book of such things."""
