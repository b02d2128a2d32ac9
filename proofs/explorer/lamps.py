"""What was made of each lamp, by whom and when: what a hub must take for a hand."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final

from proofs.explorer.household import LAMPS
from proofs.explorer.promises import Broken, Promises
from rules.hands.judge import JUDGED_WITHIN
from rules.policy import Policy
from rules.words.effects import Command
from rules.words.ids import DeviceId
from rules.words.values import POWER, Values

COMES: Final = 2.0
"""Seconds in which a lamp comes to what it was told: the way there, and a fade."""
AT_ONCE: Final = 0.5
EXPLAINED: Final = 13.0
"""Seconds after a command in which a report may come of it; see `rules.claims.told`."""
BACK: Final = 1.5
"""Seconds within which a lamp that is switched back may be taken for one that glitched."""
BLINK: Final = 12.0
"""Seconds within which a house where somebody lights each lamp looks as after a power cut."""


@dataclass(slots=True)
class Hand:
    """Somebody switched a lamp at the wall; `sure`: nothing else explains what it reports."""

    power: bool
    sure: bool


class Lamps:
    """Follows what people and the hub make of the lamps; `promises` are told what binds the hub."""

    def __init__(self, promises: Promises) -> None:
        """Begin with lamps that nobody has touched."""
        self._promises = promises
        self._hands: dict[DeviceId, Hand] = {}
        self._felt: dict[DeviceId, float] = {}
        """When the hub last heard of a hand at each lamp."""
        self._sent: dict[DeviceId, tuple[float, bool]] = {}
        """When each was last told something, and whether that was automated."""
        self._goals: dict[DeviceId, bool] = {}
        """Whether each lamp was told to be on, until the hub hears that it is so."""
        self._flipped_at: dict[DeviceId, float] = {}
        self._lit_at: dict[DeviceId, float] = {}
        """When each lamp was last switched on at the wall."""
        self._shown: dict[DeviceId, tuple[bool, float]] = {}
        """What a person last made of each lamp, and when."""
        self._persons: dict[DeviceId, Values] = {}
        """What each lamp was last told for a person, until a hand is at it."""
        self._known: dict[DeviceId, bool] = {}
        """The power of each lamp as its hub last heard it."""

    # hands

    def is_flipped(self, lamp: DeviceId, now: float, *, before: bool) -> None:
        """Note that somebody switches a lamp at the wall; `before`: whether it was on."""
        recently = now - self._sent.get(lamp, (-EXPLAINED, False))[0] < EXPLAINED
        at_once = now - self._flipped_at.get(lamp, -BACK) < BACK
        self._flipped_at[lamp] = now
        if at_once:
            self._promises.doubts(lamp)
        if not before:
            self._lit_at[lamp] = now
        blink = len(self._lit_at) == len(LAMPS) and now - min(self._lit_at.values()) < BLINK
        if blink:
            for each in LAMPS:
                self._promises.doubts(each)
            self.nobody_is_sure()
        known = self._known.get(lamp) is before and lamp not in self._hands
        # It was told so, and perhaps it has only come to it now.
        late = self._goals.get(lamp) is not before and lamp in self._goals
        sure = known and not (recently or late or at_once or blink)
        self._hands[lamp] = Hand(not before, sure)
        self._shown[lamp] = (not before, now)
        self._persons.pop(lamp, None)

    def reports(
        self, policy: Policy, lamp: DeviceId, now: float, *, power: bool, alone: bool
    ) -> bool:
        """Note what the hub hears of a lamp; return whether it must take that for a hand.

        `alone`: it knows the lamp as one thing, and not as what it was announced as before, too.
        """
        must = False
        hand = self._hands.get(lamp)
        if hand is not None and hand.power is power:
            del self._hands[lamp]
            self._felt[lamp] = now
            must = hand.sure and alone
            if must:
                self._promises.holds(policy, lamp, {POWER: power}, now)
            else:
                self._promises.moves(policy, lamp)
                self._promises.one_more_word[lamp] = power
        self._known[lamp] = power
        if self._goals.get(lamp) is power:
            del self._goals[lamp]
        return must

    def nobody_is_sure(self) -> None:
        """Note that hands of which the hub has yet to hear may be explained otherwise."""
        for hand in self._hands.values():
            hand.sure = False

    # what the hub knows

    def is_stored(self, lamp: DeviceId, *, power: bool) -> None:
        """Note what the hub learns of a lamp from what the broker had stored."""
        self._known[lamp] = power

    def is_gone(self, lamp: DeviceId) -> None:
        """Note that the hub heard that there is no such lamp any more."""
        self._known.pop(lamp, None)
        if lamp in self._hands:
            self._hands[lamp].sure = False

    def life_ends(self) -> None:
        """Note that the hub has ended: whoever starts does not know what the lamps were before."""
        self._known.clear()
        self.nobody_is_sure()

    def belong_anew(self, policy: Policy, now: float) -> None:
        """Note that a policy says anew where lamps belong."""
        for lamp, felt in self._felt.items():
            if now < felt + JUDGED_WITHIN:
                # It is still being judged, and then ends what is set where the lamp now belongs.
                self._promises.moves(policy, lamp)

    # what they are told

    def says_again(self, command: Command) -> bool:
        """Say whether a person's word goes to a lamp once more."""
        return not command.automated and self._persons.get(command.device) == command.values

    def is_sent(self, command: Command, now: float) -> None:
        """Note that a command has left for a lamp."""
        device = command.device
        if command.automated:
            # Nobody held it: what a person once made of it is not what it is any more.
            self._shown.pop(device, None)
        elif self.says_again(command):
            del self._persons[device]
        else:
            self._persons[device] = command.values
        self._sent[device] = now, command.automated
        if POWER in command.values:
            self._goals[device] = command.values[POWER] is True
        if device in self._hands:
            self._hands[device].sure = False

    def hears(self, command: Command, now: float) -> None:
        """Note that a lamp has heard what it was told."""
        _, automated = self._sent[command.device]
        if not (command.automated or automated):
            self._shown[command.device] = (command.values.get(POWER) is True, now)

    def are_asked_for(self, lamps: Iterable[DeviceId]) -> None:
        """Note that a person wants something of lamps: what hands made of them is past."""
        for lamp in lamps:
            self._shown.pop(lamp, None)

    # the end of a run

    def last_comes(self) -> float:
        """Return when the last lamp that was told something has had the time for it."""
        return max((at for at, _ in self._sent.values()), default=-COMES) + COMES

    def judge(self, policy: Policy, now: float, is_on: Callable[[DeviceId], bool]) -> None:
        """Raise `Broken` where a lamp that a person holds is not as it was left (P2)."""
        for lamp in LAMPS:
            over = self._promises.over(policy, lamp, now)
            power, when = self._shown.get(lamp, (False, -1.0))
            if over is None or over.kind == "freeze" or when < over.since - AT_ONCE:
                continue
            if is_on(lamp) is not power:
                raise Broken(f"P2: somebody left {lamp} {'on' if power else 'off'}, and it is not")
