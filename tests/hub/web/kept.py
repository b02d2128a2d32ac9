"""A small hub whose house is looked after."""

from hub.housekeeping.housekeeping import Housekeeping
from hub.journal.reader import JournalReader
from tests.fakes.clock import HandClock
from tests.houses import MONDAY_NOON
from tests.hub.small_hub import SmallHub


def looked_after(hub: SmallHub) -> Housekeeping:
    """Have a hub answer what the House screen asks."""
    keeping = Housekeeping(
        hub.house,
        HandClock(MONDAY_NOON),
        say=hub.desk.say,
        journal=lambda: JournalReader.open(hub.state),
    )
    hub.desk.housekeeping = keeping
    return keeping
