"""What nobody should miss stands retained on one topic while it lasts, and is in the book."""

import json
from typing import Any

from devices.message import Message
from hub.journal.lines import read_body, read_standing, subject, write_line
from hub.offers.offers import Offers
from hub.topics import Topics
from hub.upshot import Upshot
from hub.view.alerts import Alerts, announced_alerts
from hub.view.picture import house_picture
from hub.view.timeline import device_of, line, telling
from rules.explain import HouseNames
from rules.step import step
from rules.words.alarms import Alarm, AlarmKind
from rules.words.device import Capability, Sort
from rules.words.effects import Keep, Record
from rules.words.events import Event, Reported, TimePassed
from rules.words.ids import DeviceId, HardwareId
from rules.words.records import AlarmBegan, AlarmEnded
from rules.words.times import MINUTE
from rules.words.values import Aspect
from tests.houses import MONDAY_NOON, announced, house_with, policy_of, room

SMOKE = Aspect("smoke")
DETECTOR = announced("Detector", Sort.SENSOR, [Capability(aspect=SMOKE)])


class Watched:
    """A house with a smoke detector, and what was published of its alerts."""

    def __init__(self) -> None:
        self.house = house_with(policy_of(room("Hall", "Detector")), DETECTOR)
        self.now = MONDAY_NOON
        self.said: list[Message] = []
        self.records: list[Record] = []
        self.alerts = Alerts(self.house, Topics(), self._publish)

    def _publish(self, message: Message) -> bool:
        self.said.append(message)
        return True

    def happens(self, event: Event) -> bool:
        upshot = Upshot()
        for effect in step(self.house, event, self.now):
            if isinstance(effect, Record):
                upshot.records.append((self.now, effect))
                self.records.append(effect)
        return self.alerts.note(upshot)

    def reads(self, *, smoke: bool) -> bool:
        return self.happens(Reported(HardwareId("hw-detector"), {SMOKE: smoke}))

    @property
    def stored(self) -> Any:
        """Return what the broker has."""
        last = self.said[-1]
        assert (last.topic, last.retain) == ("homerule/alerts", True)
        return json.loads(last.payload)


def test_an_alert_is_published_once_and_clears_itself() -> None:
    watched = Watched()

    assert [watched.reads(smoke=smoke) for smoke in (False, True, True)] == [False, True, False]

    assert len(watched.said) == 1
    assert watched.stored == {
        "count": 1,
        "alerts": [
            {
                "kind": "smoke",
                "danger": True,
                "device": "detector",
                "area": "hall",
                "since": "2025-11-10T12:00:00+00:00",
                "sentence": "Detector reports smoke since 12:00:00.",
            }
        ],
    }
    watched.reads(smoke=False)
    watched.now += MINUTE
    assert watched.happens(TimePassed())
    assert watched.stored == {"count": 0, "alerts": []}


def test_the_page_is_shown_it() -> None:
    watched = Watched()
    watched.reads(smoke=True)

    picture = house_picture(watched.house, watched.now)

    assert picture["alerts"] == watched.stored["alerts"]


def test_it_is_in_the_diary_in_words() -> None:
    watched = Watched()
    watched.reads(smoke=True)

    (record,) = watched.records
    rows = [(1, watched.now, record.body)]

    assert telling(rows) == rows
    told = line(rows[0], HouseNames(watched.house))
    assert (told["kind"], told["device"]) == ("house", "detector")
    assert told["text"] == "Detector reports smoke since 12:00:00."


def test_it_is_remembered_as_it_was() -> None:
    alarm = Alarm(
        alarm=AlarmKind.BATTERY,
        device=DeviceId("detector"),
        since=MONDAY_NOON,
        seen=8,
        over_at=MONDAY_NOON + MINUTE,
    )

    assert read_standing("Alarm", write_line(alarm)) == alarm
    for body in (AlarmBegan(alarm=alarm), AlarmEnded(alarm=alarm, why="it was taken away")):
        assert read_body(type(body).__name__, write_line(body)) == body
        assert subject(body) == ("detector", None)
        assert device_of(body) == "detector"


def test_what_is_kept_bears_the_name_that_a_start_knows() -> None:
    watched = Watched()

    effects = step(watched.house, Reported(HardwareId("hw-detector"), {SMOKE: True}), watched.now)

    (keep,) = (effect for effect in effects if isinstance(effect, Keep))
    assert keep.key == "alarm/detector/smoke"


def test_home_assistant_is_offered_the_count_and_it_is_taken_back_like_the_rest() -> None:
    topics = Topics()
    (where,) = announced_alerts(topics, "homeassistant")
    watched = Watched()
    offers = Offers(
        watched.house,
        topics,
        "homeassistant",
        now=lambda: watched.now,
        publish=watched._publish,
    )

    offers._say(announced_alerts(topics, "homeassistant"))

    assert where == "homeassistant/sensor/homerule/alerts/config"
    assert where in offers.topics()
    said = json.loads(watched.said[-1].payload)
    assert said["state_topic"] == said["json_attributes_topic"] == "homerule/alerts"
