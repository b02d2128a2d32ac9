"""What is said of a connection before it is made: where the broker is, what makes it special."""

from devices.message import Message
from rules.words.value import value


@value(frozen=True, slots=True, kw_only=True)
class Address:
    """Where a broker is and how to log in. `old`: it is known to speak MQTT 3.1.1 alone."""

    host: str
    port: int
    username: str = ""
    password: str = ""
    tls: bool = False
    old: bool = False


@value(frozen=True, slots=True, kw_only=True)
class LinkOptions:
    """What makes one connection different from another.

    `session`: a name under which the broker keeps what arrives while we are away; none: it
    keeps nothing. `plain`: MQTT 3.1.1 is enough, whose messages cost less to read. `beat`: a
    topic for our own heartbeat. `will`: what the broker says for us when we are gone. `asked`:
    what comes in is passed on as `Asked`, with where its sender wants the answer.
    """

    name: str
    client_id: str
    session: bool = False
    plain: bool = False
    beat: str = ""
    will: Message | None = None
    asked: bool = False


@value(frozen=True, slots=True)
class Asked(Message):
    """A message that wants an answer: on which topic, and what to repeat in it; both hostile."""

    reply_to: str = ""
    correlation: bytes = b""
