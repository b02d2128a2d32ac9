"""The figures of the balance, the system's beside the people's: one list for page and meters."""

from collections.abc import Callable
from pathlib import Path
from typing import Final

from hub.view.plain_json import Picture
from rules.balance.day import Day, share, within
from rules.house import House
from rules.people.roles import enough
from rules.policy import Policy, Role
from rules.words.times import MINUTE, Seconds
from rules.words.value import value

SYSTEM: Final = "system"
PEOPLE: Final = "people"
MEMORY: Final = Path("/proc/self/statm")
PAGE_BYTES: Final = 4096
SHORTEST_LOOK: Final = 10.0


@value(frozen=True, slots=True)
class Meaning:
    """What a figure is: its id, whose side it is on, how it is called, its unit, and in words."""

    id: str
    side: str
    name: str
    unit: str
    icon: str
    says: str


MEANINGS: Final = (
    Meaning(
        "people_share",
        PEOPLE,
        "Decided by people",
        "%",
        "mdi:account-check",
        "Of all changes, those that a person made: by hand, on the page, by voice, with a scene.",
    ),
    Meaning(
        "planned_share",
        PEOPLE,
        "Planned by people",
        "%",
        "mdi:calendar-check",
        "Of all changes, those of a schedule that people wrote.",
    ),
    Meaning(
        "override_rate",
        PEOPLE,
        "Undone by people",
        "%",
        "mdi:undo",
        "Of what agents changed, what a person made otherwise within 10 minutes.",
    ),
    Meaning(
        "prompts_a_day",
        PEOPLE,
        "Questions a day for each adult",
        "",
        "mdi:help-circle-outline",
        "How often people were asked, shared by the adults of the household.",
    ),
    Meaning(
        "taken_back",
        PEOPLE,
        "Answers taken back",
        "",
        "mdi:backup-restore",
        "How often what a yes allowed was undone by hand within 10 minutes.",
    ),
    Meaning(
        "people_changes",
        PEOPLE,
        "Changes by people",
        "",
        "mdi:account",
        "How often a person changed something.",
    ),
    Meaning(
        "agent_changes",
        PEOPLE,
        "Changes by agents",
        "",
        "mdi:robot",
        "How often an agent changed a device.",
    ),
    Meaning(
        "sensor_to_light_p50",
        SYSTEM,
        "Sensor to light, usually",
        "ms",
        "mdi:timer-outline",
        "Half of the times the device had answered so soon after the sensor spoke.",
    ),
    Meaning(
        "sensor_to_light_p95",
        SYSTEM,
        "Sensor to light, nearly always",
        "ms",
        "mdi:timer-alert-outline",
        "95 of 100 times the device had answered so soon after the sensor spoke.",
    ),
    Meaning(
        "messages_a_minute",
        SYSTEM,
        "Messages a minute",
        "",
        "mdi:message-processing-outline",
        "What devices, people and clocks told the hub, in the last minute or so.",
    ),
    Meaning(
        "devices_answering",
        SYSTEM,
        "Devices that answer",
        "",
        "mdi:lan-check",
        "Devices that did not say they are gone.",
    ),
    Meaning(
        "devices_silent",
        SYSTEM,
        "Devices that do not answer",
        "",
        "mdi:lan-disconnect",
        "Devices that said they are gone, or whose bridge did.",
    ),
    Meaning(
        "memory",
        SYSTEM,
        "Memory of the hub",
        "MB",
        "mdi:memory",
        "What the hub's process holds at this moment.",
    ),
)


@value(frozen=True, slots=True)
class Figure:
    """A number and what it means. `value` None: there is nothing yet to tell it from."""

    meaning: Meaning
    value: float | None

    def words(self) -> str:
        """Return the number as people read it."""
        if self.value is None:
            return "nothing yet"
        text, unit = f"{self.value:g}", self.meaning.unit
        return f"{text} {unit}" if unit else text

    def picture(self) -> Picture:
        """Return it for the page."""
        meaning = self.meaning
        return {
            "id": meaning.id,
            "side": meaning.side,
            "name": meaning.name,
            "value": self.value,
            "unit": meaning.unit,
            "words": self.words(),
            "says": meaning.says,
        }


@value(frozen=True, slots=True, kw_only=True)
class Pulse:
    """How the hub is at this moment."""

    answering: int
    devices: int
    messages: float | None
    memory: float | None


class Meter:
    """Tells how many messages come a minute, from a number that only grows."""

    def __init__(self, events: Callable[[], int], monotonic: Callable[[], Seconds]) -> None:
        """Begin to measure now."""
        self._events = events
        self._monotonic = monotonic
        self._last = (monotonic(), events())
        self._rate: float | None = None

    def look(self) -> float | None:
        """Return the messages a minute since the last look; None while that is too soon to say."""
        (before, then), now = self._last, self._monotonic()
        if now - before >= SHORTEST_LOOK:
            events = self._events()
            self._rate = round((events - then) * MINUTE / (now - before), 1)
            self._last = (now, events)
        return self._rate


def memory() -> float | None:
    """Return how many megabytes of memory the hub holds; None where the system does not say."""
    try:
        return round(int(MEMORY.read_text().split()[1]) * PAGE_BYTES / 1e6, 1)
    except (OSError, ValueError, IndexError):
        return None


def pulse_of(house: House, meter: Meter) -> Pulse:
    """Return how the hub is."""
    return Pulse(
        answering=sum(house.is_available(device) for device in house.devices),
        devices=len(house.devices),
        messages=meter.look(),
        memory=memory(),
    )


def adults(policy: Policy) -> int:
    """Return how many people share the questions: one at least."""
    return max(1, sum(enough(person.role, Role.ADULT) for person in policy.people.values()))


def figures(whole: Day, days: int, grown: int, pulse: Pulse) -> list[Figure]:
    """Return all figures of some days; `grown` adults share the questions."""
    values = _of_people(whole, days, grown) | _of_system(whole, pulse)
    return [Figure(meaning, values[meaning.id]) for meaning in MEANINGS]


def _of_people(whole: Day, days: int, grown: int) -> dict[str, float | None]:
    changes = changes_of(whole)
    return {
        "people_share": percent(whole.people, changes),
        "planned_share": percent(whole.planned, changes),
        "override_rate": percent(whole.undone, whole.agents),
        "prompts_a_day": round(whole.prompts / days / grown, 1),
        "taken_back": whole.taken_back,
        "people_changes": whole.people,
        "agent_changes": whole.agents,
    }


def _of_system(whole: Day, pulse: Pulse) -> dict[str, float | None]:
    return {
        "sensor_to_light_p50": _milliseconds(within(whole.times, 0.5)),
        "sensor_to_light_p95": _milliseconds(within(whole.times, 0.95)),
        "messages_a_minute": pulse.messages,
        "devices_answering": pulse.answering,
        "devices_silent": pulse.devices - pulse.answering,
        "memory": pulse.memory,
    }


def changes_of(day: Day) -> int:
    """Return how many changes there were, whoever made them."""
    return day.people + day.planned + day.agents + day.others


def percent(part: int, whole: int) -> int | None:
    """Return a part of a whole in percent; None where there is no whole."""
    part_of = share(part, whole)
    return None if part_of is None else round(100 * part_of)


def _milliseconds(seconds: Seconds | None) -> int | None:
    return None if seconds is None else round(1000 * seconds)
