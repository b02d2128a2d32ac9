"""Who holds a device, and what automation would do without them, as scripts and the page see it."""

from typing import TYPE_CHECKING

from rules.explain import HouseNames, standing_sentences, without_sentence
from rules.house import House
from rules.people.beneath import beneath, standing_over
from rules.words.ids import DeviceId
from rules.words.people import DeviceScope, Hold
from rules.words.times import Moment

if TYPE_CHECKING:
    from hub.view.plain_json import Picture


def device_held(house: House, device: DeviceId, now: Moment) -> "Picture":
    """Return all that people hold of a device, in sentences, and what would be without it.

    `held_here`: it is this very device that is held, so that releasing it makes a difference.
    `until_empty`: the hold ends once its area has been empty for a while.
    """
    standing = standing_over(house, device, now)
    claim = house.held_by(device, now)
    names = HouseNames(house)
    return {
        "held": [*standing_sentences(standing, now, names)],
        "without": without_sentence(beneath(house, device, now), names) if standing else None,
        "held_here": any(
            isinstance(held, Hold) or held.scope == DeviceScope(device) for held in standing
        ),
        "until_empty": isinstance(claim, Hold) and claim.empty_for is not None,
    }
