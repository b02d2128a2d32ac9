"""Publishes what Home Assistant is offered, anew after every connect, and takes back what is gone.

Rule 1: what is published is a copy; it is told again whenever the broker may have lost it.
Rule 2: what was offered before and is not offered now is cleared, also if that was in another life.
Rule 3: a house with many areas is told in small parts, so that no person waits behind it.
"""

import asyncio
from collections.abc import Callable, Iterable, Mapping
from itertools import islice
from typing import Final

from devices.message import Message
from hub.balance.figures import Figure
from hub.balance.offered import announced_figures, figures_state
from hub.offers.offered import HOUSE, announced, offered_state, places, scopes
from hub.offers.offered_questions import (
    announced_answers,
    announced_questions,
    answer_topics,
    questions_state,
)
from hub.policy.settings import DISCOVERY
from hub.topics import Topics
from hub.upshot import Upshot
from hub.view.alerts import announced_alerts
from hub.view.plain_json import Picture, packed
from rules.house import House
from rules.words.ids import PromptId
from rules.words.people import Scope
from rules.words.records import PolicyTaken
from rules.words.times import Moment

PAUSE: Final = 0.1
AT_ONCE: Final = 16
"""Scopes that one round tells."""


class Offers:
    """What is offered below one discovery prefix; with an empty one nothing is, and all is cleared.

    `publish` hands a message over, or says that it cannot.
    """

    def __init__(
        self,
        house: House,
        topics: Topics,
        discovery: str,
        *,
        now: Callable[[], Moment],
        publish: Callable[[Message], bool],
        unwritten: Callable[[Scope | PromptId], bool] = lambda _thing: False,
    ) -> None:
        """Offer nothing yet. What is `unwritten` is noted anew when the journal has it."""
        self._house = house
        self._topics = topics
        self._discovery = discovery
        self._now = now
        self._publish = publish
        self._unwritten = unwritten
        self._waiting: dict[Scope, bool] = {}
        """What is to be told soon, and whether it is to be announced too."""
        self._told: set[str] = set()
        """The topics on which something was to stand when all was told."""
        self._timer: asyncio.TimerHandle | None = None
        self.figures: Callable[[], list[Figure]] = list
        """Asked for the figures of the balance."""

    @property
    def places(self) -> tuple[str, ...]:
        """Return what the topics begin with on which we announce or may have announced before."""
        known = dict.fromkeys(d for d in (DISCOVERY, self._discovery) if d)
        return tuple(place for discovery in known for place in places(self._topics, discovery))

    @property
    def filters(self) -> tuple[str, ...]:
        """Return the filters by which the broker tells what it has of us at those places."""
        return tuple(f"{place}+/config" for place in self.places)

    def topics(self) -> set[str]:
        """Return every topic on which something of ours is to stand, retained."""
        if not self._discovery:
            return set()
        policy, topics, found = self._house.policy, self._topics, set[str]()
        for scope in scopes(policy):
            found.add(topics.offered_state(scope))
            found.update(announced(policy, scope, topics, self._discovery))
        found |= {topics.offered_questions, *announced_questions(topics, self._discovery)}
        found.update(announced_alerts(topics, self._discovery))
        if figures := self._announced_figures():
            found |= {topics.offered_balance, *figures}
        for prompt in self._house.prompts.open.values():
            found.update(announced_answers(self._house, prompt, topics, self._discovery))
        return found

    def everything(self) -> None:
        """Tell all of it anew, as after a connect."""
        if self._discovery:
            self._told = self.topics()
            self._waiting = dict.fromkeys(scopes(self._house.policy), True)
            self._say(announced_questions(self._topics, self._discovery))
            self._say(announced_alerts(self._topics, self._discovery))
            self._tell_questions(self._house.prompts.open)
            self._say(self._announced_figures())
            self.tell_figures()
            self._plan()

    def note(self, upshot: Upshot) -> None:
        """Take note of what changed: who holds what is told at once, all else soon."""
        if not self._discovery:
            return
        if any(isinstance(record.body, PolicyTaken) for _, record in upshot.records):
            for topic in self._told - self.topics():
                self._publish(Message(topic, b"", retain=True))
            self.everything()
        if upshot.prompts:
            self._tell_questions(upshot.prompts)
        known = scopes(self._house.policy) if upshot.scopes else ()
        for scope in upshot.scopes:
            if scope in known:
                self._tell(scope, announce=False)
        if HOUSE in upshot.scopes:
            # Who holds the house holds each of its areas.
            self._waiting = dict.fromkeys(known, False) | self._waiting
            self._plan()

    def tell_figures(self) -> None:
        """Tell the figures of the balance as they are now."""
        if self._discovery and (figures := self.figures()):
            self._say({self._topics.offered_balance: figures_state(figures)})

    def _announced_figures(self) -> dict[str, Picture]:
        return announced_figures(self.figures(), self._topics, self._discovery)

    def _plan(self) -> None:
        if self._timer is None and self._waiting:
            self._timer = asyncio.get_running_loop().call_later(PAUSE, self._round)

    def _round(self) -> None:
        self._timer = None
        for scope in list(islice(self._waiting, AT_ONCE)):
            self._tell(scope, announce=self._waiting.pop(scope))
        self._plan()

    def _tell(self, scope: Scope, *, announce: bool) -> None:
        house, topics = self._house, self._topics
        said: dict[str, Picture] = {}
        if not (self._unwritten(scope) or self._unwritten(HOUSE)):
            said[topics.offered_state(scope)] = offered_state(house, scope, self._now())
        if announce:
            said |= announced(house.policy, scope, topics, self._discovery)
        self._say(said)

    def _tell_questions(self, changed: Iterable[PromptId]) -> None:
        """Tell what people are asked; each question brings its own buttons and takes them away."""
        topics, open_now = self._topics, self._house.prompts.open
        self._say({topics.offered_questions: questions_state(self._house, self._unwritten)})
        for number in tuple(changed):
            prompt = open_now.get(number)
            if prompt is None:
                for topic in answer_topics(number, topics, self._discovery):
                    self._publish(Message(topic, b"", retain=True))
            elif not self._unwritten(number):
                self._say(announced_answers(self._house, prompt, topics, self._discovery))

    def _say(self, said: Mapping[str, Picture]) -> None:
        for topic, content in said.items():
            self._publish(Message(topic, packed(content), retain=True))
