"""A small hub whose house is looked after."""

from hub.housekeeping.drafting import Drafting
from hub.housekeeping.housekeeping import Housekeeping
from hub.journal.reader import JournalReader
from hub.policy.drafts import Drafts
from hub.policy.policies import Policies
from tests.fakes.clock import HandClock
from tests.houses import MONDAY_NOON
from tests.hub.policy.signed import HOUSE, signed
from tests.hub.small_hub import SmallHub


def looked_after(hub: SmallHub) -> Housekeeping:
    """Have a hub answer what the House screen asks."""
    household = hub.state / "house.yaml"
    household.write_text(HOUSE)
    signed(hub.state, HOUSE)
    clock = HandClock(MONDAY_NOON)

    def journal() -> JournalReader:
        return JournalReader.open(hub.state)

    policies, drafts = Policies.look_into(hub.state, household), Drafts(hub.state)
    drafting = Drafting(hub.house, policies, drafts, clock, journal=journal)
    keeping = Housekeeping(
        hub.house,
        clock,
        say=hub.desk.orders.say,
        journal=journal,
        drafting=drafting,
        write_down=hub.desk.write_down,
    )
    hub.desk.keeps_house = lambda: keeping
    return keeping
