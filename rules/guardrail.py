"""What a guardrail is: one named rule of the household, which can only narrow."""

from abc import ABC, abstractmethod
from collections.abc import Iterable
from dataclasses import fields
from datetime import date
from typing import TYPE_CHECKING, ClassVar, Self, TypeAlias

from rules.words.asks import Otherwise, Wants
from rules.words.days import Weekday, days_text, is_meant
from rules.words.device import Device
from rules.words.ids import AgentId, AreaId, DeviceId, GuardrailId, PersonId, Ref
from rules.words.news import Reach
from rules.words.times import Moment, Seconds, Sky, Window
from rules.words.value import value
from rules.words.values import Aspect, Values
from rules.words.wishes import Proposal

if TYPE_CHECKING:
    from rules.house import House
    from rules.policy import Home, Policy


@value(frozen=True, slots=True, kw_only=True)
class Case:
    """What a guardrail is asked about.

    `values` are what is wished, completed for this device; `changes` says whether any of them
    differs from what the device is or was last told.
    """

    proposal: Proposal
    values: Values
    changes: bool = True
    device: Device
    area: AreaId | None
    house: "House"
    now: Moment


@value(frozen=True, slots=True)
class Forbid:
    """It must not happen. `observed` is the fact that decides it, in a few words."""

    observed: str = ""


@value(frozen=True, slots=True, kw_only=True)
class Bound:
    """An aspect must stay within bounds (inclusive; for `colour` in kelvin).

    A `low` for brightness bounds switching off as well.
    """

    aspect: Aspect
    low: float | None = None
    high: float | None = None
    observed: str = ""


@value(frozen=True, slots=True, kw_only=True)
class CapLease:
    """The wish must end by a moment, and what it left on goes off then."""

    until: Moment
    observed: str = ""


@value(frozen=True, slots=True, kw_only=True)
class Delay:
    """Not before a moment. `dim_to`: a lamp is dimmed so far at once, to warn who is there.

    `needs`: it lacks something that may yet come, and is judged again as soon as what the rule
    watches has changed; the moment is when it is looked at in any case.
    """

    until: Moment
    observed: str = ""
    dim_to: int | None = None
    needs: bool = False


@value(frozen=True, slots=True, kw_only=True)
class Confirm:
    """A person of at least this role must say yes before a moment.

    `otherwise`: what happens if nobody answers; anything but nothing counts only where the wish
    does nothing but switch off or dim. `observed` is the fact that makes it ask, in a few words.
    """

    who: str
    deadline: Moment
    otherwise: Otherwise = Otherwise.NOTHING
    observed: str = ""


@value(frozen=True, slots=True)
class Ease:
    """It must take at least so many seconds to get there."""

    seconds: Seconds


Verdict: TypeAlias = Forbid | Bound | CapLease | Delay | Confirm | Ease | None
"""What one guardrail says; None: nothing against it."""


@value(frozen=True, slots=True, kw_only=True)
class Guardrail(ABC):
    """One rule of the household.

    A kind is a frozen dataclass under `rules/guardrails/`, listed in its file's `KINDS`; its
    fields are the keys of its YAML form. Without `areas` and `devices` it binds the whole house.
    """

    name: ClassVar[str]
    """The word after `kind:` in the household file."""
    safety: ClassVar[bool] = False
    """Safety refuses where it cannot judge; comfort is then left out, counted and shown."""
    binds_people: ClassVar[bool] = False
    """It binds a child and a guest too, where they speak from afar; an adult and a hand never."""
    doubts: ClassVar[bool] = False
    """It asks whether the clock or a device can be relied on."""
    tallies: ClassVar[bool] = False
    """It asks how often automation changed what it binds; the house keeps count for it."""

    id: GuardrailId
    purpose: str = ""
    owner: PersonId | None = None
    review: str = ""
    areas: tuple[AreaId, ...] = ()
    devices: tuple[Ref, ...] = ()
    between: Window | None = None
    days: tuple[Weekday, ...] = ()
    """The days on which it binds, else all; what goes on after midnight is of the day before."""
    expires: date | None = None
    """The last day on which it binds; after it, it is as if it were not there."""
    unasked: tuple[tuple[AgentId, Ref, Wants], ...] = ()
    """What it does not ask about: an agent, a device, and which way. It asks; nothing else of it
    is any wider for that, and no other rule."""

    @abstractmethod
    def judge(self, case: Case) -> Verdict:
        """Judge one case; called only while the rule's hours are open."""

    @abstractmethod
    def sentence(self) -> str:
        """Return the rule as a clause about it: `allows at most 20 % from 22:30 to 06:30`."""

    def reads(self, house: "House", proposal: Proposal) -> Iterable[DeviceId]:  # noqa: ARG002 -- the contract names it
        """Return the devices that `judge` looks at beside the one a wish is for: what it watches.

        What it looks at is written down with each decision, so that it can be judged again. With
        `counts_back` only the changes of these devices are looked at.
        """
        found = (house.find(ref) for ref, _ in self.watches(house.policy))
        return dict.fromkeys(device for device in found if device is not None)

    @property
    def counts_back(self) -> Seconds:
        """Return how long ago a change may be that `judge` counts."""
        return 0.0

    @property
    def follows_sun(self) -> bool:
        """Say whether the sun's times make a difference to it."""
        hours = (getattr(self, part.name) for part in fields(self))
        return any(isinstance(window, Window) and window.follows_sun for window in hours)

    @property
    def is_far_sighted(self) -> bool:
        """Say whether it looks at more than the device a wish is for and what people hold."""
        kind = type(self)
        looks = kind.reads is not Guardrail.reads or kind.watches is not Guardrail.watches
        return looks or self.follows_sun

    def watches(self, policy: "Policy") -> Iterable[tuple[Ref, Aspect]]:  # noqa: ARG002 -- the contract names it
        """Return the readings on which its answer depends, beside the device's own.

        When one of them changes, what is live under the rule is judged again.
        """
        return ()

    def turns(self, house: "House", now: Moment) -> Moment | None:  # noqa: ARG002 -- the contract names it
        """Return when its answer may next change though nothing happens, its hours aside."""
        return None

    def at_home(self, home: "Home") -> Self:  # noqa: ARG002 -- the contract names it
        """Return the rule with what it takes over from the home, as when its hours are left out."""
        return self

    def idle(self, policy: "Policy") -> str:  # noqa: ARG002 -- the contract names it
        """Return why it can never matter as it is written; nothing where it can."""
        return ""

    @property
    def title(self) -> str:
        """Return its name as people read it: `quiet-nights` is `Quiet nights`."""
        return self.id.replace("-", " ").replace("_", " ").capitalize()

    def reach(self) -> Reach:
        """Return what it binds."""
        whole = not self.areas and not self.devices
        return Reach(areas=frozenset(self.areas), refs=frozenset(self.devices), house=whole)

    def hours(self) -> str:
        """Return its hours as the end of a sentence, or nothing where it always binds."""
        last = f" until {self.expires.day} {self.expires:%b %Y}" if self.expires else ""
        days = f" on {days_text(self.days)}" if self.days else ""
        return f" from {self.between}{days}{last}" if self.between else f"{days}{last}"

    def is_open(self, at: tuple[int, int], sky: Sky | None) -> bool:
        """Say whether it binds at a civil minute of a day of the week, by its hours and days.

        Where nobody knows, as the sun's times are not known, safety binds and comfort does not.
        """
        within = True if self.between is None else self.between.contains(at[0], sky)
        if self.days and within is not False:
            meant = is_meant(self.days, self.between, at, sky)
            within = meant if meant is not True else within
        return self.safety if within is None else within

    def is_over(self, today: date) -> bool:
        """Say whether its last day has gone by."""
        return self.expires is not None and today > self.expires
