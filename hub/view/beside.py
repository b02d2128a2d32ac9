"""What is published beside the commands: states, overrides, prompts, decisions, reminders."""

import asyncio
from collections import deque
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext

from devices.message import Message
from hub.clock import Clock
from hub.topics import Topics
from hub.upshot import Upshot
from hub.view.asked import prompt_picture
from hub.view.picture import device_state, scope_state
from hub.view.plain_json import Picture, moment_json, packed, values_json
from hub.view.reasons import reason_ids
from rules.explain import (
    HouseNames,
    Signings,
    headline,
    policy_sentence,
    record_sentence,
    sentences,
)
from rules.house import House
from rules.words.decisions import Decision
from rules.words.ids import DeviceId, PromptId
from rules.words.people import Scope
from rules.words.records import Decided, Reminded
from rules.words.times import Moment

GATHER = 0.1
"""Seconds in which changes of one device become one message."""
MOST_WAITS = 10
"""Rounds that a rush may put off."""
GATHER_READINGS = 1.0
"""The same where nothing was decided and nobody acted: a thermometer has time."""
AT_ONCE = 20
"""Messages that are published in one breath, so that nobody waits long for its end."""
BREATHS = 10
"""In one round; the rest waits for the next."""
BREATH = 0.01
"""Seconds from one to the next."""
MOST_DECISIONS = 256
"""Beyond this many that wait, of each device only the newest decision is told."""
MOST_NOTICES = 32
"""Reminders that wait for the broker to be back."""


class Beside:
    """Publishes pictures of what changed; a rush makes them rarer, never the commands later."""

    def __init__(
        self,
        house: House,
        topics: Topics,
        clock: Clock,
        *,
        publish: Callable[[Message], bool],
        together: Callable[[], AbstractContextManager[None]] = nullcontext,
        busy: Callable[[], bool],
        unwritten: Callable[[DeviceId | Scope | PromptId], bool] = lambda _thing: False,
    ) -> None:
        """Publish through `publish`, and wait while the hub is `busy`.

        What is `unwritten` is left out: it is noted anew when the journal has it.
        """
        self._house = house
        self._topics = topics
        self._clock = clock
        self._publish = publish
        self._together = together
        self._busy = busy
        self._unwritten = unwritten
        self._devices: dict[DeviceId, None] = {}
        self._scopes: dict[Scope, None] = {}
        self._decisions: list[Decision] = []
        self._notices: deque[Message] = deque(maxlen=MOST_NOTICES)
        self._told: set[DeviceId] = set()
        self._timer: asyncio.TimerHandle | None = None
        self._wait = 0.0
        self.signings: Callable[[], Signings] = dict
        """Asked who signed which policy."""
        self._waited = 0
        self._breaths = 0
        self.coalesced = 0

    def note(self, upshot: Upshot) -> None:
        """Take note of what changed. Overrides and prompts are told at once."""
        for scope in upshot.scopes:
            self._tell_scope(scope)
        for prompt in upshot.prompts:
            self._tell_prompt(prompt)
        self._devices.update(upshot.devices)
        for at, record in upshot.records:
            if isinstance(record.body, Decided):
                self._decisions.append(record.body.decision)
            elif isinstance(record.body, Reminded):
                self._note_reminder(record.body, at)
        if len(self._decisions) > MOST_DECISIONS:
            newest = {decision.device: decision for decision in self._decisions}
            self.coalesced += len(self._decisions) - len(newest)
            self._decisions = list(newest.values())
        self._plan(GATHER if upshot.records or upshot.scopes else GATHER_READINGS)

    def everything(self) -> None:
        """Tell all states anew, as after a reconnect: the broker's copy may be gone or stale."""
        self._devices.update(dict.fromkeys(self._house.devices))
        for scope in self._house.people.scopes():
            self._tell_scope(scope)
        for prompt in self._house.prompts.open:
            self._tell_prompt(prompt)
        self._tell_notices()
        self._plan(GATHER)

    def _plan(self, wait: float) -> None:
        if not (self._devices or self._decisions):
            return
        if self._timer is not None:
            if self._wait <= wait:
                # It was set before, and for no longer.
                return
            self._timer.cancel()
        self._wait = wait
        self._timer = asyncio.get_running_loop().call_later(wait, self._round)

    def _round(self) -> None:
        self._timer = None
        if not self._breaths:
            self._waited += 1
            if self._busy() and self._waited < MOST_WAITS:
                self._plan(GATHER)
                return
            self._waited, self._breaths = 0, BREATHS
        self._breaths -= 1
        with self._together():
            self._tell_some()
        if not (self._decisions or self._devices):
            self._breaths = 0
        self._plan(BREATH if self._breaths else GATHER)

    def _tell_some(self) -> None:
        room = AT_ONCE
        while self._decisions and room:
            self._tell_decision(self._decisions.pop(0))
            room -= 1
        while self._devices and room:
            self._tell_device(next(iter(self._devices)))
            room -= 1

    def _tell_device(self, device: DeviceId) -> None:
        self._devices.pop(device)
        if self._unwritten(device):
            return
        topic = self._topics.device_state(device)
        if device not in self._house.devices:
            if device in self._told:
                self._told.discard(device)
                self._publish(Message(topic, b"", retain=True))
            return
        self._told.add(device)
        state = device_state(self._house, device, self._clock.now())
        self._publish(Message(topic, packed(state), retain=True))

    def _tell_scope(self, scope: Scope) -> None:
        if self._unwritten(scope):
            return
        state = scope_state(self._house, scope, self._clock.now())
        payload = b"" if state is None else packed(state)
        self._publish(Message(self._topics.override_state(scope), payload, retain=True))

    def _tell_prompt(self, prompt: PromptId) -> None:
        """Tell a prompt while it is open, and take it away once it has ended."""
        if self._unwritten(prompt):
            return
        known = self._house.prompts.open.get(prompt)
        payload = b"" if known is None else packed(prompt_picture(self._house, known))
        self._publish(Message(self._topics.prompt(prompt), payload, retain=True))

    def _note_reminder(self, reminder: Reminded, at: Moment) -> None:
        told: Picture = {
            "kind": "reminder",
            "scope": str(reminder.held.scope),
            "sentence": record_sentence(reminder, at, HouseNames(self._house)),
            "since": moment_json(self._house, reminder.held.since),
            "at": moment_json(self._house, at),
        }
        self._notices.append(Message(self._topics.notice, packed(told)))
        self._tell_notices()

    def tell(self, sentence: str) -> None:
        """Say something to people of the hub's own accord."""
        now = moment_json(self._house, self._clock.now())
        told: Picture = {"kind": "policy", "sentence": sentence, "at": now}
        self._notices.append(Message(self._topics.notice, packed(told)))
        self._tell_notices()

    def _tell_notices(self) -> None:
        """Tell what waits; a reminder that nobody could hear is kept until the broker is back."""
        while self._notices and self._publish(self._notices[0]):
            self._notices.popleft()

    def _tell_decision(self, decision: Decision) -> None:
        names = HouseNames(self._house)
        _, *because = sentences(decision, names)
        told: Picture = {
            "id": decision.id,
            "device": decision.device,
            "agent": decision.proposal.agent,
            "outcome": decision.outcome.value,
            "given": values_json(decision.given),
            "sentence": headline(decision, names),
            "because": [*because],
            "reasons": reason_ids(decision),
            "at": decision.at,
            "policy": decision.policy,
            "signed": policy_sentence(decision, HouseNames(self._house, self.signings())),
        }
        self._publish(Message(self._topics.decision, packed(told)))
