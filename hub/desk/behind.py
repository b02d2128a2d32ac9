"""What stands behind the desk: the journal, the traps, the agents from outside and the policies.

The desk is given them; it does not know how they are made.
"""

from collections.abc import Callable, Collection, Sequence
from typing import TYPE_CHECKING, Protocol

from hub.intake.sign_form import SignRequest
from hub.journal.reader import Row
from hub.view.plain_json import Picture
from rules.explain import Signings
from rules.house import House
from rules.words.ids import AgentId, DeviceId
from rules.words.wishes import Author

if TYPE_CHECKING:
    from hub.housekeeping.drafting import DraftRequest, ForNowRequest
    from hub.housekeeping.form import PauseRequest
    from hub.network.pairing import PairRequest


class Journal(Protocol):
    """What the desk reads of the journal; rows come newest first."""

    def last_for(self, device: DeviceId, limit: int) -> Sequence[Row]:
        """Return the last records about a device."""

    def tail(
        self, limit: int, before: int | None = None, device: DeviceId | None = None
    ) -> Sequence[Row]:
        """Return the last records, or those before a number."""

    def after(self, entry: int, limit: int = 1000) -> Sequence[Row]:
        """Return the records that follow one, oldest first."""


class Traps(Protocol):
    """Finds what the broker has stored where people and devices are told what to do."""

    async def look(self) -> bool:
        """Look anew; say whether the broker answered."""

    async def clear(self, only: Collection[str] = ()) -> list[str]:
        """Take it away, or only some of it; return the topics where it was."""

    def pictures(self) -> list[Picture]:
        """Return what there was at the last look."""


class Proposals(Protocol):
    """Hears the proposals of agents from outside."""

    def knows(self, agent: str) -> bool:
        """Say whether an agent from outside of this name lives with the household."""

    def stranger(self, name: str) -> str:
        """Refuse one whom nobody knows, and return why."""

    def over_rate(self, agent: AgentId) -> str:
        """Return why an agent is not heard just now."""

    def propose(
        self,
        agent: AgentId,
        payload: bytes,
        reply: Callable[[Picture], None],
        later: Callable[[Picture], None],
    ) -> bool:
        """Hear one proposal; return whether the agent's rate let it in."""


class Balance(Protocol):
    """Knows who decides how much in this house, and how the hub is."""

    def picture(self, days: int) -> Picture:
        """Return the balance of the last days; raises `BadInput` for a span that there is not."""

    def metrics(self) -> str:
        """Return today's figures in the text form of Prometheus."""


class Housekeeping(Protocol):
    """Knows schedules, rules, agents and the hub itself, and takes people's orders to agents."""

    def picture(self) -> Picture:
        """Return all of it."""

    async def pause(self, ref: str, request: "PauseRequest", by: Author) -> Picture:
        """Put an agent aside for a while, or leave out its next run."""

    async def let_go_on(self, ref: str, by: Author) -> Picture:
        """Let an agent act again."""

    async def draft(self, request: "DraftRequest", by: Author) -> Picture:
        """Show what a change of numbers would do; where it is kept, hand it to the console."""

    async def for_now(self, request: "ForNowRequest", by: Author) -> Picture:
        """Show what a rule for some days would do; where it is kept, hand it to the console."""

    async def withdraw(self, code: str) -> Picture:
        """Forget a draft."""

    async def check_journal(self) -> Picture:
        """Walk through the whole journal and say whether it is as it was written."""


class Policies(Protocol):
    """Knows which policy is in force, who signed it, and takes signatures."""

    @property
    def signings(self) -> Signings:
        """Return who signed which policy, and when."""

    def picture(self, house: House) -> Picture:
        """Return which version is in force, and what there is to say of it."""

    async def sign(self, request: SignRequest) -> Picture:
        """Sign the household file as it stands."""

    async def to_sign(self, code: str, signer: str, key: str, house: House) -> Picture:
        """Return what a person reads before they sign a draft on their phone, and what it signs."""

    async def roll_back(self, request: SignRequest) -> Picture:
        """Sign an earlier version anew."""


class Pairing(Protocol):
    """Lets the hub in at devices that want a key, or somebody at their button."""

    async def pair(self, request: "PairRequest") -> Picture:
        """Try once to pair a device; raises `Refused` where that cannot be."""
