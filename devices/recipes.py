"""The words of a recipe: what sets a rule off, what must hold, and what is then wished.

In the household file:

    agents:
      porch:
        kind: recipe
        purpose: The porch greets whoever comes home in the dark.
        rules:
          - when: { Porch door: { contact: true } }
            if: { sun: down, Porch lux: { illuminance: below 40 } }
            then: { Porch lamp: on, Hall lamp: 40 % }
            for: 5 min
            afterwards: off
          - when: [{ Porch button: { press: single } }, { Gate button: { press: double } }]
            then: { Porch lamp: off }
          - when: { sun: sunset - 10 min }
            then: { Porch lamp: { power: on, brightness: 40 %, colour_temp: 2700 } }
          - when: [{ time: 07:00 }, { cron: "45 6 * * 1-5" }]
            if: { between: [05:00, sunrise] }
            then: { Hall lamp: 30 % }

A single rule may stand in the agent itself: `when`, `if`, `then`, `for` and `afterwards` beside
`kind`, without `rules`. What each key becomes:

- `when`: one mapping with one key, or a list of such; any of them sets the rule off.
  `<device>: { <aspect>: <test> }` is a `Reading`, `<device>: { press: <name> }` a `Press`,
  `time: 07:00` and `sun: sunset - 10 min` a `DayPoint`, `cron: "..."` a `Cron` (its `name` is
  not used). A bare `<device>: on` or `off` is the reading `power`.
- `if`: one mapping; all of it must hold. `<device>: { <aspect>: <test>, ... }` is one `Reading`
  for each aspect, `sun: up` is `SUN_UP`, `sun: down` is `SUN_DOWN`, `between` is a `Window`,
  `days` is `OnDays`.
- a test is `below N` (`Below`), `above N` (`Above`), or a plain value (`Equals`): a number, a
  text, true or false. The `power` of a device is written `on` or `off`, a `brightness` in
  percent (0-255 in here).
- `then`: what to wish for each device. `on` and `off` are power alone; `40 %` is power on and
  that brightness; a mapping says each aspect, where `colour_temp` is `colour` as `Kelvin`.
- `for`: how long the wish stands. After a reading or a press 2 h unless it says less; at a point
  of time until that point comes again.
- `afterwards`: `off` or `keep` (the default), what follows when the wish ends.
"""

from collections.abc import Mapping
from dataclasses import field
from typing import Final, TypeAlias

from rules.words.days import Weekday
from rules.words.ids import Ref
from rules.words.news import Cron
from rules.words.readings import Reading
from rules.words.times import HOUR, Duration, SunEvent, SunPoint, TimeOfDay, Window
from rules.words.value import value
from rules.words.values import Values
from rules.words.wishes import Then

LONGEST: Final = Duration(2 * HOUR)
"""How long a wish after a reading or a press may stand, and does unless `for` says less."""

SUN_UP: Final = Window(SunPoint(SunEvent.SUNRISE), SunPoint(SunEvent.SUNSET))
SUN_DOWN: Final = Window(SunPoint(SunEvent.SUNSET), SunPoint(SunEvent.SUNRISE))


@value(frozen=True, slots=True)
class Press:
    """A button was pressed in this way."""

    device: Ref
    press: str


Trigger: TypeAlias = Reading | Press | TimeOfDay | SunPoint | Cron


@value(frozen=True, slots=True)
class OnDays:
    """It is one of these days; within hours that go on after midnight, the one they began on."""

    days: tuple[Weekday, ...]
    hours: Window | None = None


Condition: TypeAlias = Reading | Window | OnDays


@value(frozen=True, slots=True, kw_only=True)
class Rule:
    """One when / if / then."""

    when: tuple[Trigger, ...]
    if_: tuple[Condition, ...] = field(default=(), metadata={"key": "if"})
    then: Mapping[Ref, Values]
    for_: Duration | None = field(default=None, metadata={"key": "for"})
    afterwards: Then = Then.KEEP

    def __post_init__(self) -> None:
        """Refuse, with a sentence for the household, what could never work."""
        if not self.when:
            raise ValueError("`when` names nothing that could set the rule off")
        if not self.then:
            raise ValueError("`then` names no device")
        if self.for_ is not None and self.for_ <= 0:
            raise ValueError("`for` must be longer than nothing")
        if self.for_ is not None and self.for_ > LONGEST and not self._by_time_alone():
            raise ValueError("`for` may be at most 2 h after a reading or a press")

    def _by_time_alone(self) -> bool:
        return not any(isinstance(trigger, Reading | Press) for trigger in self.when)
