"""What people want of the house: each is checked, done, written down and answered."""

import sqlite3
from collections.abc import Awaitable, Callable
from typing import Final

from hub.desk.present import Present
from hub.intake.meant import (
    Refused,
    check_values,
    device_meant,
    not_settable,
    scene_meant,
)
from hub.intake.newcomers import (
    adoption_meant,
    forgetting_meant,
    joining_meant,
    parting_meant,
)
from hub.intake.tickets import Stale, Tickets
from hub.intake.wishes import OverrideRequest, Said, Verb, Wish
from hub.view.asked import prompt_meant
from hub.view.feed import Feed
from hub.view.picture import wider_state
from hub.view.plain_json import Picture
from rules.explain import held_fast
from rules.house import House
from rules.people.rights import why_not
from rules.prompts.answers import why_refused
from rules.words.device import Device
from rules.words.events import (
    Event,
    FreezePlaced,
    OverrideLifted,
    OverridePlaced,
    PersonSet,
    PromptAnswered,
    SceneCalled,
)
from rules.words.people import Scope
from rules.words.prompts import Answer
from rules.words.times import Moment
from rules.words.values import LAMP_ASPECTS, POWER, Values
from rules.words.wishes import Author

_SIGN: Final = "A change of policy is to be signed for that; nothing has changed yet."
_UNDERSTOOD: Final = {
    Answer.YES: "You said yes, this once.",
    Answer.LOWER: "You said yes, this once, but to less of it.",
    Answer.LATER: "You said not now: the same is not asked again for an hour.",
    Answer.NO: "You said no: the same is not asked again for a day.",
    Answer.ALWAYS: f"You said yes, and always. {_SIGN}",
    Answer.NEVER: f"You said no, and never. {_SIGN}",
}
"""What whoever answered is told."""


class Orders:
    """Passes on what people want."""

    def __init__(
        self,
        house: House,
        feed: Feed,
        present: Present,
        *,
        now: Callable[[], Moment],
        tell: Callable[[Event], Awaitable[None]],
    ) -> None:
        """Know the house; `tell` brings an event to it and returns once it is written."""
        self._house = house
        self._feed = feed
        self._present = present
        self._now = now
        self._tell = tell
        self._tickets = Tickets()

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
        self._present.seen_as(device.id)
        if wish.seen is not None and self._present.looks.stale(device.id, wish.seen, wish.ticket):
            now = self._present.device(device.id)
            words = str(now["words"])
            raise Stale(
                f"{device.name} has changed meanwhile: {words[:1].lower()}{words[1:]}. "
                "Nothing was done; tap again if you still want it.",
                now,
            )
        self._present.looks.touched(device.id, wish.ticket, wish.values.get(POWER))
        try:
            await self._set(device, wish, by)
        except Refused:
            # What comes of it after all is not of this hand.
            self._present.looks.touched(device.id, "", None)
            raise
        self._present.looks.taken(device.id, wish.ticket)
        self._feed.spread([device.id])
        return self._present.device(device.id)

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
        return self._present.device(device.id)

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
        return self._present.whole(device.id) | {"left_out": [*left_out]}

    async def adopt(self, ref: str, area: str, by: Author) -> Picture:
        """Put a device into an area, and return it."""
        event = adoption_meant(self._house, ref, area, by)
        await self.say(event)
        return self._present.device(event.device)

    async def join(self, ref: str, other: str, by: Author) -> Picture:
        """Make a new device another way of a device that is known, and return that one."""
        event = joining_meant(self._house, ref, other, by)
        await self.say(event)
        return self._present.device(event.device)

    async def part(self, ref: str, by: Author) -> Picture:
        """Make each spare way of a device a device of its own, and return it."""
        event = parting_meant(self._house, ref, by)
        await self.say(event)
        return self._present.device(event.device)

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
        return {
            "prompt": prompt,
            "state": state.value if state else None,
            "sentence": _UNDERSTOOD[said.answer],
        }

    async def freeze(self, scope: Scope, by: Author, until: Moment | None = None) -> Picture:
        """Stop all automation in a scope."""
        await self.say(FreezePlaced(scope=scope, by=by, until=until))
        return self._present.scope(scope)

    async def override(
        self, scope: Scope, values: Values, by: Author, until: Moment | None = None
    ) -> Picture:
        """Set a scope on purpose; one device is asked for nothing that it cannot do."""
        if wrong := not_settable(self._house, scope, values):
            raise Refused(wrong)
        await self.say(OverridePlaced(scope=scope, values=values, by=by, until=until))
        return self._present.scope(scope)

    async def release(self, scope: Scope, by: Author, *, resume: bool = False) -> Picture:
        """Give a scope back; with `resume` what is wished now may raise at once."""
        await self.say(OverrideLifted(scope=scope, by=by, resume=resume))
        if why := held_fast(self._house, scope, self._now()):
            raise Refused(why)
        return {**self._present.scope(scope), "wider": wider_state(self._house, scope, self._now())}

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

    async def say(self, event: Event) -> None:
        """Bring what a person did to the house; return once it is written."""
        if self._present.stood_down:
            # Two hubs with two books of what people hold would contradict each other.
            raise Refused(self._present.stood_down)
        refusal = why_not(self._house, event, self._now())
        try:
            await self._tell(event)
        except (OSError, sqlite3.Error) as error:
            raise Refused(
                f"it was done, but it could not be written down, so a restart forgets it: {error}"
            ) from error
        if refusal:
            # The house has noted it, and done nothing.
            raise Refused(f"{refusal}. Nothing was done.")
