"""What of the house somebody is shown: all of it, or the rooms that their phone was let into."""

from collections.abc import Callable, Iterable
from typing import Final

from hub.door.askers import Asker
from hub.view.plain_json import Json, Picture
from rules.people.roles import enough

UNSEEN: Final[Picture] = {"counts": {}, "policy": None, "elsewhere": [], "people": []}
"""What of the house is nobody's business but the adults'."""


class Sight:
    """What one who asks may see of pictures; `area_of` says where a device is."""

    __slots__ = ("_area_of", "_asker")

    def __init__(self, asker: Asker, area_of: Callable[[str], str | None]) -> None:
        """Look through the eyes of whoever asks."""
        self._asker = asker
        self._area_of = area_of

    @property
    def whole(self) -> bool:
        """Say whether nothing is hidden."""
        return self._asker.rooms is None

    def snapshot(self, picture: Picture) -> Picture:
        """Return all that the page shows at first sight, and who looks at it."""
        house, devices, lines = picture["house"], picture["devices"], picture["lines"]
        assert isinstance(house, dict)  # noqa: S101 -- for the type checker
        return {
            **picture,
            "house": self.house(house),
            "devices": [*self.devices(pictures(devices))],
            "lines": [*self.lines(pictures(lines))],
            "me": self.me(),
        }

    def me(self) -> Picture | None:
        """Return whose phone it is; None where it is no phone."""
        asker = self._asker
        if not asker.phone:
            return None
        own: list[Json] = [*sorted(asker.own)]
        return {"phone": asker.phone, "name": asker.name, "role": asker.role.value, "own": own}

    def house(self, picture: Picture) -> Picture:
        """Return the house without what is not to be seen."""
        if self.whole:
            return picture
        return {
            **picture,
            **UNSEEN,
            "areas": [a for a in pictures(picture["areas"]) if self._asker.sees(str(a["id"]))],
            "latched": [h for h in pictures(picture["latched"]) if self._scope(str(h["scope"]))],
            "prompts": [*self.prompts(pictures(picture["prompts"]))],
            "scenes": [],
        }

    def devices(self, pictures: Iterable[Picture]) -> list[Picture]:
        """Return the devices that are to be seen."""
        return [device for device in pictures if self.whole or self.device(str(device["id"]))]

    def lines(self, pictures: Iterable[Picture]) -> list[Picture]:
        """Return what happened in rooms that are to be seen."""
        return [line for line in pictures if self.whole or self.device(line["device"])]

    def prompts(self, pictures: Iterable[Picture]) -> list[Picture]:
        """Return the questions that may be answered by whoever looks."""
        return [prompt for prompt in pictures if self.whole or self._may_answer(prompt)]

    def device(self, device: Json) -> bool:
        """Say whether a device is to be seen."""
        if self.whole:
            return True
        return device is not None and self._asker.sees(self._area_of(str(device)))

    def _may_answer(self, prompt: Picture) -> bool:
        things = pictures(prompt["things"])
        asked = enough(self._asker.role, str(prompt["who"]))
        return asked and all(self.device(thing["device"]) for thing in things)

    def _scope(self, scope: str) -> bool:
        sort, _, name = scope.partition("/")
        return self._asker.sees(name) if sort == "area" else self.device(name)


def pictures(content: Json) -> list[Picture]:
    """Return the pictures of a list."""
    if not isinstance(content, list):
        return []
    return [one for one in content if isinstance(one, dict)]
