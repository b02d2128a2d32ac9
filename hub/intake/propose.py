"""Proposals by MQTT: who says them on which topic, and where the answer may go.

An agent names the topic of its answer, so it could name one by which devices or the hub itself are
told what to do: Rule 1: an answer leaves only below `propose/<agent>/`, in the agent's own name.
Rule 2: what the broker had stored is from another time, and is not heard.
"""

from collections.abc import Callable
from typing import Final

from devices.message import Message
from hub.intake.answers import refusal
from hub.intake.proposals import Proposals
from hub.mqtt import Asked
from hub.policy.references import ID
from hub.topics import Topics
from hub.view.plain_json import Picture, packed
from rules.words.ids import LONGEST_SLUG, AgentId

LONGEST_TOPIC: Final = 200
LONGEST_CORRELATION: Final = 256
STORED: Final = "a proposal that the broker had stored is from another time: send it without retain"


class ProposalsByMqtt:
    """Hears `propose/<agent>`, and answers there."""

    def __init__(
        self,
        proposals: Proposals,
        topics: Topics,
        *,
        answer: Callable[[Message, bytes], bool],
        refuses: Callable[[str], None],
        is_cleared: Callable[[Message], bool] = lambda _message: False,
    ) -> None:
        """Answer by `answer`, which takes a message and what it repeats of the question.

        `refuses` is called with what was not heard at all, in words; `is_cleared` says of an empty
        word whether it only takes away what was stored.
        """
        self._proposals = proposals
        self._topics = topics
        self._answer = answer
        self._refuses = refuses
        self._is_cleared = is_cleared

    def hear(self, message: Message) -> None:
        """Take in what came on the agents' connection."""
        name = self._topics.proposer(message.topic)
        if name is None or (message.retain and not message.payload):
            return
        if not message.payload and self._is_cleared(message):
            return
        if message.retain:
            self._refuses(f"{self._topics.proposal(name[:LONGEST_SLUG])}: {STORED}")
            return
        if not self._proposals.knows(name):
            self._hear_stranger(name)
            return
        agent = AgentId(name)
        if not self._proposals.propose(agent, message.payload, *self._ways(agent, message)):
            self._proposals.drop(agent, lambda said: self._tell(agent, said))

    def _hear_stranger(self, name: str) -> None:
        sentence = self._proposals.stranger(name)
        if sentence and len(name) <= LONGEST_SLUG and ID.fullmatch(name):
            self._tell(AgentId(name), refusal(sentence))

    def _ways(
        self, agent: AgentId, message: Message
    ) -> tuple[Callable[[Picture], None], Callable[[Picture], None]]:
        """Return how an answer and a later end go back to whoever sent a message."""
        usual = self._topics.proposal_decision(agent)
        asked = message if isinstance(message, Asked) else Asked("", b"")
        correlation = asked.correlation[: LONGEST_CORRELATION + 1]
        if len(correlation) > LONGEST_CORRELATION:
            correlation = b""
        topic = asked.reply_to if self._may_answer_on(agent, asked.reply_to) else usual

        def later(said: Picture) -> None:
            self._answer(Message(topic, packed(said)), correlation)

        def reply(said: Picture) -> None:
            if asked.reply_to and topic != asked.reply_to:
                said = {**said, "note": f"a response topic must lie below {self._own(agent)}"}
            later(said)

        return reply, later

    def _may_answer_on(self, agent: AgentId, topic: str) -> bool:
        own = self._own(agent)
        if not topic.startswith(own) or len(topic) > LONGEST_TOPIC or topic == own:
            return False
        return topic.isprintable() and not {"+", "#"} & set(topic)

    def _own(self, agent: AgentId) -> str:
        return f"{self._topics.proposal(agent)}/"

    def _tell(self, agent: AgentId, said: Picture) -> None:
        self._answer(Message(self._topics.proposal_decision(agent), packed(said)), b"")
