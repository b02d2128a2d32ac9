"""Reads `house.yaml`: what the household wrote becomes the policy, or a list of its mistakes."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Final, TypeVar

from devices.catalogue import agent_kinds, guardrail_kinds
from hub.policy import checks
from hub.policy.canonical import fingerprint
from hub.policy.errors import ConfigurationErrors, Fault, Misread, Problem, listed
from hub.policy.files import parsed, problems
from hub.policy.form import Form
from hub.policy.gestures import control
from hub.policy.kinds import Kinds
from hub.policy.references import Known, device, identifier, known_of, unknown_sections
from hub.policy.shown import shown
from hub.policy.sorts import degrees
from hub.policy.switches import switch
from hub.policy.unseen import unseen
from hub.policy.yaml_lines import Node, Table
from rules.policy import Area, Home, Person, Policy, Scene
from rules.words.ids import (
    AgentId,
    AreaId,
    ControlId,
    DeviceId,
    GuardrailId,
    PersonId,
    Ref,
    SceneId,
    SwitchId,
)
from rules.words.times import Moment, civil
from rules.words.value import value

T = TypeVar("T")
Id = TypeVar("Id", bound=str)

SECTIONS: Final = (
    *("home", "people", "areas", "devices"),
    *("controls", "switches", "scenes", "agents", "guardrails"),
)
IN_DEGREES: Final = {"latitude": degrees(90), "longitude": degrees(180)}
GIVEN: Final = frozenset({"id"})


@value(frozen=True, slots=True)
class Household:
    """A file that can be taken: its policy, what should be looked at, and the devices it names."""

    policy: Policy
    warnings: tuple[Problem, ...]
    refs: frozenset[Ref]


@value(frozen=True, slots=True)
class Looker:
    """Who looks at a file: when, and which ids and hardware ids a hub here has ever seen."""

    now: Moment
    seen: frozenset[str]

    def today(self, policy: Policy) -> date:
        """Return the day that it is at home."""
        return civil(self.now, policy.home.zone).date()


@value(frozen=True, slots=True)
class ChosenId:
    """What a household may say of a device itself."""

    id: DeviceId


def load_household(path: Path) -> Policy:
    """Return the policy that a household file says, or raise `ConfigurationErrors` with all."""
    return read_household(path).policy


def read_household(path: Path, looker: Looker | None = None) -> Household:
    """Return all that a household file says, or raise `ConfigurationErrors` with all mistakes.

    With a `looker` it is looked at more closely: as on that day, by who knows those devices.
    """
    return household_of(read_tree(path), path, looker=looker)


def read_tree(path: Path) -> Table:
    """Return what a household file holds, not yet looked at, or raise `ConfigurationErrors`."""
    root = parsed(path, _mistakes)
    if not isinstance(root, Table):
        sections = listed(SECTIONS, "and")
        text = f"this is not a household's file: it has sections, namely {sections}"
        raise ConfigurationErrors([Problem(path, 0, "", text)])
    return root


def household_of(
    root: Table, path: Path, *, new: bool = True, looker: Looker | None = None
) -> Household:
    """Return what a file that was read means, or raise `ConfigurationErrors` with all mistakes.

    One that is not `new` was in force before: what only makes no sense as a whole is let pass, or
    a later version of Homerule that sees more would put it out of force.
    """
    reading = _Reading(root)
    policy = reading.policy()
    faults = reading.mistakes(policy) if new else reading.faults
    if faults:
        raise ConfigurationErrors(problems(path, root, faults))
    refs = frozenset(reading.known.refs)
    doubts = list(checks.doubts(root, policy, looker.today(policy) if looker else None))
    if looker:
        doubts += unseen(root, policy, refs, looker.seen)
    return Household(policy, tuple(problems(path, root, doubts)), refs)


def _mistakes(root: Node) -> Sequence[Fault]:
    """Return all that is wrong with what stands in a file, whatever else is."""
    if not isinstance(root, Table):
        return ()
    reading = _Reading(root)
    return reading.mistakes(reading.policy())


class _Reading:
    """Reads the sections one after another and gathers their faults."""

    def __init__(self, root: Table) -> None:
        self.known = known_of(root)
        self.faults = unknown_sections(root, SECTIONS)
        self._root = root

    def policy(self) -> Policy:
        """Return a policy of all that could be read."""
        scene = Form(Scene, given=GIVEN, keys={"values": "set"})
        home = self._home()
        guardrails = self._section("guardrails", GuardrailId, Kinds(guardrail_kinds()).read)
        return Policy(
            home=home,
            people=self._section("people", PersonId, _titled(Form(Person, given=GIVEN))),
            areas=self._section("areas", AreaId, _titled(Form(Area, given=GIVEN))),
            ids=self._chosen_ids(),
            controls=self._section("controls", ControlId, control),
            switches=self._section("switches", SwitchId, switch),
            scenes=self._section("scenes", SceneId, _titled(scene)),
            agents=self._section("agents", AgentId, Kinds(agent_kinds()).read),
            guardrails={id_: rule.at_home(home) for id_, rule in guardrails.items()},
            hash=fingerprint(self._root),
        )

    def mistakes(self, policy: Policy) -> Sequence[Fault]:
        """Return the faults that were found, and what makes no sense as a whole."""
        return [*self.faults, *checks.mistakes(self._root, policy)]

    def _home(self) -> Home:
        form = Form(Home, keys={"zone": "timezone"}, reads=IN_DEGREES)
        try:
            return form.read(self._root.get("home"), self.known)
        except Misread as misread:
            self._note(misread, "home")
            return Home()

    def _chosen_ids(self) -> dict[Ref, DeviceId]:
        form = Form(ChosenId)
        found: dict[Ref, DeviceId] = {}
        for written, node in self._table("devices").items():
            try:
                found[device(written, self.known)] = form.read(node, self.known).id
            except Misread as misread:
                self._note(misread, "devices", written)
        return found

    def _section(
        self, section: str, id_of: Callable[[str], Id], read: Callable[[Node, Known, Id], T]
    ) -> dict[Id, T]:
        """Read a section whose keys are ids."""
        found: dict[Id, T] = {}
        for written, node in self._table(section).items():
            # A bad id is no reason to leave the other mistakes of its group unsaid.
            try:
                identifier(written)
            except Misread as misread:
                self._note(misread, section, written)
            try:
                id_ = id_of(written)
                found[id_] = read(node, self.known, id_)
            except Misread as misread:
                self._note(misread, section, written)
        return found

    def _table(self, section: str) -> Table:
        node = self._root.get(section)
        if isinstance(node, Table):
            return node
        if node is not None:
            self.faults.append(
                Fault(f"not a group of ids, each with its keys: {shown(node)}", (section,))
            )
        return Table()

    def _note(self, misread: Misread, *steps: str) -> None:
        for fault in misread.faults:
            self.faults.append(replace(fault, steps=(*steps, *fault.steps)))


def _titled(form: Form[T]) -> Callable[[Node, Known, str], T]:
    """Return how something is read that is called after its id unless it has a `name`."""

    def read(node: Node, known: Known, id_: str) -> T:
        return form.read(node, known, {"id": id_, "name": id_.replace("-", " ").capitalize()})

    return read
