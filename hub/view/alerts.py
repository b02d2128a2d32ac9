"""What nobody should miss, beside the journal: for the page, for MQTT and for Home Assistant."""

from collections.abc import Callable
from typing import Final

from devices.message import Message
from hub.offers.offered import SENSOR, hub_shared
from hub.topics import Topics
from hub.upshot import Upshot
from hub.view.picture import alerts_shown
from hub.view.plain_json import Picture, packed
from rules.house import House
from rules.words.records import AlarmBegan, AlarmEnded

ALERTS: Final = "alerts"


class Alerts:
    """Keeps one retained message: what stands now. It is told when that changes, and anew."""

    __slots__ = ("_house", "_publish", "_topics")

    def __init__(self, house: House, topics: Topics, publish: Callable[[Message], bool]) -> None:
        """Tell nothing yet."""
        self._house = house
        self._topics = topics
        self._publish = publish

    def note(self, upshot: Upshot) -> bool:
        """Take note of what changed; say whether an alarm began or ended."""
        changed = any(
            isinstance(record.body, AlarmBegan | AlarmEnded) for _, record in upshot.records
        )
        if changed:
            self.tell()
        return changed

    def tell(self) -> None:
        """Tell what stands, as after a connect."""
        shown = alerts_shown(self._house)
        state: Picture = {"count": len(shown), "alerts": shown}
        self._publish(Message(self._topics.alerts, packed(state), retain=True))


def announced_alerts(topics: Topics, discovery: str) -> dict[str, Picture]:
    """Return the sensor of Home Assistant that tells how many alerts stand, and which."""
    return {
        topics.offer(discovery, SENSOR, ALERTS): {
            "name": "Alerts",
            "unique_id": f"{topics.prefix}-{ALERTS}",
            "icon": "mdi:alert",
            "state_topic": topics.alerts,
            "json_attributes_topic": topics.alerts,
            "value_template": "{{ value_json.count }}",
            **hub_shared(topics),
        }
    }
