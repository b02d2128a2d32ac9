"""Access rules: who may say and hear what on the broker, as a file that mosquitto reads.

Rule 1: what is not given is refused. Rule 2: devices are told by the hub alone. Rule 3: an agent
from outside says one thing, on its own topic, and hears only its answers. Rule 4: below a
person's name nobody speaks but that person. Rule 5: nobody but the hub says what the hub says.
"""

from collections.abc import Iterable, Mapping
from typing import Final

from hub.topics import Topics
from rules.people.roles import enough
from rules.policy import Person, Policy, Role
from rules.words.ids import AgentId, DeviceId, PromptId
from rules.words.value import value

HOME_ASSISTANT: Final = "homeassistant"
TOP: Final = """\
# Who may say and hear what. `homerule access` writes this: run it again rather than change it.
# Restart the broker after a change: where it is only told to look again and cannot read the file,
# mosquitto 2.0 lets everybody through.
"""


class BadAccess(ValueError):  # noqa: N818 -- it is an answer, not a failure
    """What is to be given cannot be; the text says why, and what to do."""


@value(frozen=True, slots=True, kw_only=True)
class Identity:
    """One account of the broker: what it may say and hear there, and what never."""

    user: str
    what: str
    says: tuple[str, ...] = ()
    hears: tuple[str, ...] = ()
    both: tuple[str, ...] = ()
    never: tuple[str, ...] = ()


def access_file(identities: Iterable[Identity]) -> str:
    """Return the rules of all accounts, as the `acl_file` of mosquitto wants them."""
    return TOP + "".join(map(_section, identities))


def _section(one: Identity) -> str:
    lines = [
        *(f"topic deny {name}" for name in one.never),
        *(f"topic write {name}" for name in one.says),
        *(f"topic read {name}" for name in one.hears),
        *(f"topic readwrite {name}" for name in one.both),
    ]
    return "\n".join((f"\n# {one.what}", f"user {one.user}", *lines, ""))


def identities(
    policy: Policy,
    topics: Topics,
    *,
    hub: str,
    devices: Mapping[str, tuple[str, ...]],
    controllers: Iterable[str],
) -> tuple[Identity, ...]:
    """Return every account that the household needs, or raise `BadAccess`.

    `devices`: bridges and devices by their account, and the filters below which each speaks.
    `controllers`: programs by which people speak without a name, such as Home Assistant.
    """
    outside = [agent.id for agent in policy.agents.values() if agent.terms is not None]
    found = (
        Identity(user=hub, what="the hub", both=("#",)),
        *(_agent(agent, topics) for agent in sorted(outside)),
        *(_person(person, topics) for _, person in sorted(policy.people.items())),
        *(_controller(name, topics) for name in controllers),
        *(_device(name, filters, topics) for name, filters in devices.items()),
    )
    users = [one.user for one in found]
    for user in users:
        if users.count(user) > 1:
            raise BadAccess(f"two accounts would be called `{user}`: give one another name")
        if not user.isprintable() or user != user.strip() or not user or ":" in user:
            raise BadAccess(f"not a name for an account: {user!r}")
    return found


def _agent(agent: AgentId, topics: Topics) -> Identity:
    own = topics.proposal(agent)
    return Identity(
        user=f"agent-{agent}",
        what=f"{agent}, an agent from outside: it proposes, and nothing else",
        says=(own,),
        hears=(f"{own}/#",),
    )


def _person(person: Person, topics: Topics) -> Identity:
    adult = enough(person.role, Role.ADULT)
    return Identity(
        user=f"person-{person.id}",
        what=f"{person.id}, {person.role}: says what people say, under this name alone",
        says=(f"{topics.of_person(person.id)}/#",),
        hears=_told(topics) if adult else (topics.status, topics.refused),
    )


def _controller(name: str, topics: Topics) -> Identity:
    ours = (*topics.lasting_inputs, *topics.passing_inputs)
    below = topics.of_person("+")
    return Identity(
        user=name,
        what="people speak through it, without a name; it tells no device anything",
        says=(*(said for said in ours if not said.startswith(below)), f"{HOME_ASSISTANT}/status"),
        hears=(*_told(topics), f"{topics.prefix}/offered/#", f"{HOME_ASSISTANT}/#"),
    )


def _device(name: str, filters: tuple[str, ...], topics: Topics) -> Identity:
    for known in filters:
        first = known.partition("/")[0]
        if not first or first in {"+", "#"} or first.startswith("$"):
            raise BadAccess(f"`{known}` is too much for {name}: begin with a word of its own")
        if first in {topics.prefix, HOME_ASSISTANT}:
            raise BadAccess(f"`{known}` is not a device's: below `{first}` it is not told anything")
        if not known.isprintable():
            raise BadAccess(f"not a topic: {known!r}")
    return Identity(
        user=name,
        what="a bridge or a device: it announces itself, and speaks below its own topics",
        says=(f"{HOME_ASSISTANT}/#",),
        hears=(f"{HOME_ASSISTANT}/status",),
        both=filters,
        never=(f"{HOME_ASSISTANT}/+/{topics.prefix}/#",),
    )


def _told(topics: Topics) -> tuple[str, ...]:
    """Return what adults may hear of the house."""
    return (
        topics.status,
        topics.refused,
        topics.notice,
        topics.alerts,
        topics.decision,
        topics.device_state(DeviceId("+")),
        f"{topics.prefix}/override/+/state",
        f"{topics.prefix}/override/+/+/state",
        topics.prompt(PromptId("+")),
    )
