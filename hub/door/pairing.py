"""How a phone joins: a code that is shown here, a proof, three words to compare, and a yes.

Rule 1: a code is good for five minutes and for one phone. Rule 2: it is used up by the proof, so
of two phones that saw it the second is told so. Rule 3: nobody is in before an adult or the
console said who it is; and nobody lets somebody in who may more than they do.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from hub.door.askers import Asker
from hub.door.counters import Counter
from hub.door.handshake import Talk, bound_to, invite_id, new_number, new_secret, same
from hub.intake.meant import Refused, Unknown
from rules.people.roles import enough

LASTS: Final = 300.0
"""Seconds for which a code is good, and then for which a phone waits for its yes."""
MOST_INVITES: Final = 8
MOST_BEGUN: Final = 16
LONGEST_LABEL: Final = 40
RUN_OUT: Final = "this code has run out or was never good: ask for a new one"
USED: Final = (
    "this code was used by another phone already: if that phone is not yours, "
    "say so to whoever showed you the code, and ask for a new one"
)


class JoinState(StrEnum):
    """How far a phone has come."""

    BEGUN = "begun"
    WAITING = "waiting"
    IN = "in"
    DECLINED = "declined"


@dataclass(slots=True, kw_only=True)
class Invite:
    """A code that somebody shows; `phone`: the one that used it."""

    secret: str = field(repr=False)
    by: Asker
    until: float
    phone: str = ""

    @property
    def id(self) -> str:
        """Return how it is called aloud."""
        return invite_id(self.secret)


@dataclass(slots=True, kw_only=True)
class Joining:
    """A phone that wants to join."""

    phone: str
    invite: Invite
    ours: str
    bound: str
    until: float
    state: JoinState = JoinState.BEGUN
    label: str = ""
    words: tuple[str, ...] = ()
    key: bytes = field(default=b"", repr=False)
    public: bytes = b""
    counter: Counter = field(default_factory=Counter)
    proof: str = ""
    answer: str = ""


class Pairing:
    """All that is on its way in; it is kept in memory alone, a restart makes it begin anew."""

    def __init__(self, monotonic: Callable[[], float]) -> None:
        """Begin with nobody; `monotonic` is a clock that nobody can set."""
        self._monotonic = monotonic
        self._invites: dict[str, Invite] = {}
        self._joining: dict[str, Joining] = {}

    def invite(self, by: Asker) -> Invite:
        """Make a code; one that the same person's phone showed before is good no more."""
        self._tidy()
        for old in [i for i in self._invites.values() if by.phone and i.by.phone == by.phone]:
            if not old.phone:
                del self._invites[old.id]
        if len(self._invites) >= MOST_INVITES:
            raise Refused("too many codes are shown already: wait until one has run out")
        made = Invite(secret=new_secret(), by=by, until=self._monotonic() + LASTS)
        self._invites[made.id] = made
        return made

    def cancel(self, invite: str) -> None:
        """Take a code back."""
        known = self._invites.get(invite)
        if known is not None:
            known.until = 0.0
            self._tidy()

    def begin(self, invite: str, bound: str) -> Joining | None:
        """Hear a phone that has seen a code; None where there is no such code."""
        self._tidy()
        known = self._invites.get(invite)
        if known is None:
            return None
        if known.phone:
            raise Refused(USED)
        begun = [j for j in self._joining.values() if j.invite is known]
        if len(begun) >= MOST_BEGUN:
            del self._joining[begun[0].phone]
        made = Joining(
            phone=new_number()[:16],
            invite=known,
            ours=new_number(),
            bound=bound,
            until=known.until,
        )
        self._joining[made.phone] = made
        return made

    def prove(
        self, phone: str, number: str, proof: str, label: str, public: str = ""
    ) -> Joining | None:
        """Hear the proof of a phone; None where it is none. The first good one uses up the code.

        `public`: of the key that it made itself; it is then heard with that alone.
        """
        self._tidy()
        joining = self._joining.get(phone)
        if joining is None:
            raise Unknown(RUN_OUT)
        if joining.state is not JoinState.BEGUN:
            # The answer was lost on its way: the same again is no other phone.
            return joining if joining.proof and same(joining.proof, proof) else None
        talk = Talk(
            secret=joining.invite.secret,
            phone=phone,
            ours=joining.ours,
            theirs=number,
            label=label,
            public=public,
        )
        if not same(joining.bound, bound_to(number)) or not same(talk.proof_of_phone(), proof):
            return None
        if joining.invite.phone:
            raise Refused(USED)
        joining.invite.phone = phone
        joining.state, joining.label, joining.words = JoinState.WAITING, label, talk.words()
        joining.public = bytes.fromhex(public)
        joining.key = b"" if public else talk.key()
        joining.proof, joining.answer = proof, talk.proof_of_hub()
        joining.until = self._monotonic() + LASTS
        return joining

    def get(self, phone: str) -> Joining | None:
        """Return a phone that has proven itself and waits, or has just heard its yes or no."""
        self._tidy()
        joining = self._joining.get(phone)
        return joining if joining and joining.state is not JoinState.BEGUN else None

    def drop(self, phone: str) -> None:
        """Know nothing more of a phone: what it signed while it joined opens nothing."""
        self._joining.pop(phone, None)

    def waiting(self) -> list[Joining]:
        """Return the phones that wait for a yes."""
        self._tidy()
        return [j for j in self._joining.values() if j.state is JoinState.WAITING]

    def open(self, invite: str) -> bool:
        """Say whether a code can still be used, or a phone that used it waits."""
        self._tidy()
        return invite in self._invites

    def meant(self, phone: str) -> Joining:
        """Return the phone that is to be let in or sent away."""
        joining = self.get(phone)
        if joining is None or joining.state is not JoinState.WAITING:
            raise Unknown("no such phone waits any more: show a new code")
        return joining

    def _tidy(self) -> None:
        now = self._monotonic()
        for phone in [p for p, joining in self._joining.items() if joining.until <= now]:
            del self._joining[phone]
        for name, invite in [*self._invites.items()]:
            waits = invite.phone in self._joining
            if invite.until <= now and not waits:
                del self._invites[name]
                for phone in [p for p, j in self._joining.items() if j.invite is invite]:
                    del self._joining[phone]


def may_let_in(asker: Asker, role: str) -> bool:
    """Say whether somebody may let this role in: adults may, and nobody above themselves."""
    return asker.is_adult and enough(asker.role, role)
