"""The house as it is: its devices, what people hold of them and what they are asked."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable
from typing import Final

from devices.message import Service
from hub.intake.meant import (
    device_meant,
    scene_meant,
    scope_meant,
)
from hub.intake.tickets import Looks
from hub.view.asked import prompt_pictures
from hub.view.aspects import Origins, whole_picture
from hub.view.feed import Feed
from hub.view.picture import device_picture, house_picture, scope_state
from hub.view.plain_json import Picture, moment_json
from hub.view.resuming import resuming
from rules.house import House
from rules.policy import Policy
from rules.words.device import Announcement, Device
from rules.words.ids import AreaId, DeviceId, PromptId
from rules.words.people import Scope
from rules.words.times import Moment
from rules.words.values import POWER

IN_ONE_TURN: Final = 16
"""Devices that are told whole in one turn of the loop; there may be hundreds."""


class Present:
    """Answers what is."""

    def __init__(
        self,
        house: House,
        feed: Feed,
        *,
        now: Callable[[], Moment],
        counts: Callable[[], Picture],
        seen: Callable[[], Iterable[Service]],
        unwritten: Callable[[PromptId], bool],
        origins: Callable[[Announcement], Origins],
        policy: Callable[[], Picture | None],
    ) -> None:
        """Know the house; the rest is what the desk was given."""
        self._house = house
        self._feed = feed
        self._now = now
        self._counts = counts
        self._seen = seen
        self._unwritten = unwritten
        self._origins = origins
        self._policy = policy
        self.looks = Looks(int(now() * 1000))
        self.stood_down = ""
        """Why this hub takes no orders, where another one is at work."""

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
            "stood_down": self.stood_down or None,
            "policy": self._policy(),
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

    def lean(self) -> list[Picture]:
        """Return every device as the page is told it: it must not wait for what it never shows."""
        now = self._now()
        return [self._picture(device, now) for device in self._house.devices.values()]

    def _picture(self, device: Device, now: Moment) -> Picture:
        """Return a device, how it looks (a number), the last ticket that set it, and as of when."""
        picture = device_picture(self._house, device, now)
        picture["version"], picture["ticket"] = self.seen_as(device.id)
        picture["number"] = self._feed.number
        return picture

    def seen_as(self, device: DeviceId) -> tuple[int, str]:
        """Return how a device looks, a number, and the last ticket that set it."""
        condition = self._house.conditions.get(device)
        return self.looks.look(device, condition.values.get(POWER) if condition else None)

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

    @property
    def version(self) -> str:
        """Return which policy is in force: with another one anything may look different."""
        return self._house.policy.hash

    def clock(self) -> str | None:
        """Return what the clock at home shows."""
        return moment_json(self._house, self._now())

    def scope(self, scope: Scope) -> Picture:
        """Return what is held on a scope."""
        return {"scope": str(scope), "held": scope_state(self._house, scope, self._now())}

    def resuming(self, scope: Scope) -> Picture:
        """Return what is held on a scope, and what would resume if it were given back."""
        return {**self.scope(scope), "resumes": [*resuming(self._house, scope, self._now())]}

    def find_scope(self, text: str) -> Scope:
        """Return the scope that a person means: `house`, `area/hall`, `device/lamp` or a name."""
        return scope_meant(self._house, text)
