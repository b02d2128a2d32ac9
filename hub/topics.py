"""The hub's own MQTT topics, spelled once."""

from rules.words.ids import AreaId, DeviceId, PromptId, SceneId
from rules.words.people import AreaScope, DeviceScope, HouseScope, Scope
from rules.words.value import value


@value(frozen=True, slots=True)
class OverrideTopic:
    """A person speaks to a scope."""

    scope: Scope


@value(frozen=True, slots=True)
class DeviceTopic:
    """A person speaks to a device."""

    device: DeviceId


@value(frozen=True, slots=True)
class SceneTopic:
    """A person calls a scene."""

    scene: SceneId


@value(frozen=True, slots=True)
class AnswerTopic:
    """A person answers a prompt."""

    prompt: PromptId


Input = OverrideTopic | DeviceTopic | SceneTopic | AnswerTopic
PERSON = 3
"""Words up to the name of whoever speaks: `homerule/people/ana`."""


@value(frozen=True, slots=True)
class Topics:
    """All of them, under one prefix.

    `guarded`: the broker's access rules see to it that only each person speaks below `people/`
    under their own name.
    """

    prefix: str = "homerule"
    guarded: bool = False

    @property
    def status(self) -> str:
        """Return where the hub says `online`, and the broker `offline`."""
        return f"{self.prefix}/status"

    @property
    def decision(self) -> str:
        """Return where every decision is told."""
        return f"{self.prefix}/decision"

    @property
    def refused(self) -> str:
        """Return where it is told, in a sentence, what could not be understood."""
        return f"{self.prefix}/refused"

    @property
    def notice(self) -> str:
        """Return where the hub speaks to people of its own accord: reminders, not retained."""
        return f"{self.prefix}/notice"

    @property
    def alerts(self) -> str:
        """Return where it stands what nobody should miss."""
        return f"{self.prefix}/alerts"

    @property
    def hub(self) -> str:
        """Return where the hub says which one it is, retained: its folder, and its start."""
        return f"{self.prefix}/hub"

    def echo(self, run: str) -> str:
        """Return where one process hears its own word again."""
        return f"{self.prefix}/hub/{run}/echo"

    def beat(self, instance: str) -> str:
        """Return where the hub hears its own heart."""
        return f"{self.prefix}/hub/{instance}/beat"

    def override_state(self, scope: Scope) -> str:
        """Return where a scope's override is told, retained."""
        return f"{self.prefix}/override/{scope}/state"

    def offered_state(self, scope: Scope) -> str:
        """Return where it is told, retained, what Home Assistant shows of a scope.

        Not the override's own state: that is empty when nobody holds anything, and a switch
        without a message is neither on nor off.
        """
        return f"{self.prefix}/offered/{scope}"

    @property
    def offered_questions(self) -> str:
        """Return where Home Assistant is told, retained, what people are asked."""
        return f"{self.prefix}/offered/questions"

    @property
    def offered_balance(self) -> str:
        """Return where Home Assistant is told, retained, the figures of the balance."""
        return f"{self.prefix}/offered/balance"

    def offer(self, discovery: str, component: str, name: str) -> str:
        """Return where something of ours is announced to Home Assistant, retained."""
        return f"{discovery}/{component}/{self.prefix}/{name}/config"

    def device_state(self, device: DeviceId) -> str:
        """Return where a device's state is told, retained."""
        return f"{self.prefix}/device/{device}/state"

    def device_set(self, device: str) -> str:
        """Return where a person speaks to a device."""
        return f"{self.prefix}/device/{device}/set"

    def override_set(self, scope: str) -> str:
        """Return where a person speaks to a scope."""
        return f"{self.prefix}/override/{scope}/set"

    def prompt(self, prompt: PromptId) -> str:
        """Return where an open prompt is told, retained."""
        return f"{self.prefix}/prompt/{prompt}"

    def prompt_answer(self, prompt: str) -> str:
        """Return where a person answers a prompt."""
        return f"{self.prefix}/prompt/{prompt}/answer"

    @property
    def lasting_inputs(self) -> tuple[str, ...]:
        """Return the filters of what people send that must not get lost: QoS 1."""
        ours = ("override/+/set", "override/+/+/set", "prompt/+/answer")
        return tuple(f"{start}/{name}" for start in self._starts for name in ours)

    @property
    def passing_inputs(self) -> tuple[str, ...]:
        """Return the filters of what is of the moment only: QoS 0, nothing old is delivered."""
        ours = ("device/+/set", "scene/+/set")
        return tuple(f"{start}/{name}" for start in self._starts for name in ours)

    @property
    def _starts(self) -> tuple[str, str]:
        """Return what the inputs begin with: of somebody, and of a person by their name."""
        return self.prefix, self.of_person("+")

    def of_person(self, person: str) -> str:
        """Return what the topics begin with on which one person speaks, and nobody else."""
        return f"{self.prefix}/people/{person}"

    def speaker(self, topic: str) -> str:
        """Return the person under whose name something is said; empty where it is under none's."""
        words = topic.split("/")
        return words[2] if words[:2] == [self.prefix, "people"] and len(words) > PERSON else ""

    @property
    def inputs(self) -> tuple[str, ...]:
        """Return the filters of all that is sent to us."""
        return (*self.lasting_inputs, *self.passing_inputs, self.proposals)

    @property
    def proposals(self) -> str:
        """Return the filter of what agents from outside send."""
        return f"{self.prefix}/propose/+"

    def proposal(self, agent: str) -> str:
        """Return where an agent from outside proposes; all below it is for its answers."""
        return f"{self.prefix}/propose/{agent}"

    def proposal_decision(self, agent: str) -> str:
        """Return where an agent from outside hears what was decided."""
        return f"{self.proposal(agent)}/decision"

    def proposer(self, topic: str) -> str | None:
        """Return who proposes on a topic; None where nobody does."""
        return topic.rpartition("/")[2] if fits(self.proposals, topic) else None

    def is_input(self, topic: str) -> bool:
        """Say whether people or agents speak to us there, be it understood or not."""
        return any(fits(name, topic) for name in self.inputs)

    @property
    def own(self) -> str:
        """Return what all of them begin with."""
        return f"{self.prefix}/"

    @property
    def own_states(self) -> tuple[str, ...]:
        """Return the filters of our own retained states, to clear what is stale."""
        return (
            f"{self.prefix}/override/+/state",
            f"{self.prefix}/override/+/+/state",
            f"{self.prefix}/device/+/state",
            f"{self.prefix}/prompt/+",
            f"{self.prefix}/offered/+",
            f"{self.prefix}/offered/+/+",
        )

    def parse(self, topic: str) -> Input | None:
        """Return what an input topic is about; None where it is none of ours."""
        head, _, rest = topic.partition("/")
        if head != self.prefix:
            return None
        words = rest.split("/")
        match words[2:] if words[0] == "people" else words:
            case ["override", "house", "set"]:
                return OverrideTopic(HouseScope())
            case ["override", "area", area, "set"] if area:
                return OverrideTopic(AreaScope(AreaId(area)))
            case ["override", "device", device, "set"] if device:
                return OverrideTopic(DeviceScope(DeviceId(device)))
            case ["device", device, "set"] if device:
                return DeviceTopic(DeviceId(device))
            case ["scene", scene, "set"] if scene:
                return SceneTopic(SceneId(scene))
            case ["prompt", prompt, "answer"] if prompt:
                return AnswerTopic(PromptId(prompt))
            case _:
                return None


def fits(name: str, topic: str) -> bool:
    """Say whether a topic is meant by a filter in which `+` stands for any one word."""
    wanted, given = name.split("/"), topic.split("/")
    return len(wanted) == len(given) and all(
        w in {"+", g} for w, g in zip(wanted, given, strict=True)
    )
