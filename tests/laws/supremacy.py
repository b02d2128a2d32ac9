"""I1, supremacy: a person cannot lose."""

from typing import Final

from rules import clock_steps, gate, restore
from rules.claims import orders
from rules.people import holds, overrides, taps
from rules.places import membership
from rules.words.effects import Command
from tests.laws import told
from tests.laws.held import Held, covered
from tests.laws.histories import histories
from tests.laws.law import Law, Mutant
from tests.laws.life import Life
from tests.laws.telling import kept_by


class Supremacy(Held):
    """I1: nothing automated is handed over for what a person covers, or was there before them."""

    def leaves(self, life: Life, command: Command) -> None:
        if not command.automated:
            return
        holder = self.over(life, command.device) or covered(life, command)
        assert not holder, f"{command} left under {holder}"
        fenced = self.fenced.get(command.device, 0)
        assert command.order > fenced, f"{command} was decided before a person came"


SUPREMACY: Final = Law(
    says="nothing automated leaves for what a person covers",
    over=histories(),
    holds=kept_by(Supremacy),
    told=(*told.OVERTAKEN, *told.KEPT, *told.HANDS),
    kills=(
        Mutant(
            "the fence asks nothing",
            gate.may_leave,
            "    condition = house.conditions.get(command.device)\n",
            "    return ''\n",
        ),
        Mutant(
            "the fence forgets that a person came in between",
            gate.may_leave,
            "command.order <= condition.fence",
            "False",
        ),
        Mutant(
            "a freeze calls nothing back",
            overrides.stop_automation,
            'withdraw(turn, device, "superseded by override")',
            "pass",
        ),
        Mutant(
            "what enters a frozen area is not called back",
            membership.moved,
            "stop_automation(turn, device)",
            "pass",
        ),
        Mutant(
            "an override that tells a lamp nothing calls nothing back",
            overrides.tell_on_purpose,
            'withdraw(turn, device, "superseded by override")',
            "pass",
        ),
        Mutant(
            "a hand calls nothing back",
            taps.hand_at,
            'withdraw(turn, device.id, "a hand at the device")',
            "pass",
        ),
        Mutant(
            "a person's order is no fence",
            orders.order,
            "if not automated and",
            "if False and",
        ),
        Mutant(
            "a hold covers the power only",
            holds._covered,
            "touched.union(",
            "touched or touched.union(",
        ),
        Mutant(
            "a restart forgets holds",
            restore._put_back,
            "people.holds[thing.device] = thing",
            "pass",
        ),
        Mutant(
            "a restart forgets freezes",
            restore._put_back,
            "people.freezes[thing.scope] = thing",
            "pass",
        ),
        Mutant(
            "a restart forgets overrides",
            restore._put_back,
            "people.overrides[thing.scope] = thing",
            "pass",
        ),
        Mutant(
            "a set clock runs holds down",
            clock_steps.clock_stepped,
            "until=hold.until + by",
            "until=hold.until",
        ),
        Mutant(
            "a set clock is forgotten by a restart",
            clock_steps.clock_stepped,
            "keep_all(turn)",
            "pass",
        ),
    ),
)
