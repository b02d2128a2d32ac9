"""What people send by MQTT becomes events; what cannot be understood is answered in a sentence."""

from dataclasses import replace
from typing import TypeAlias

from devices.message import Message
from hub.door.rights import FOR_ADULTS
from hub.intake.forms import BadInput, shown
from hub.intake.meant import misfit, not_settable
from hub.intake.wishes import OverrideRequest, Said, Verb, parse_answer, parse_override, parse_wish
from hub.topics import AnswerTopic, DeviceTopic, Input, OverrideTopic, SceneTopic, Topics
from rules.explain import held_fast
from rules.house import House
from rules.people.rights import why_not
from rules.people.roles import enough, role_of
from rules.policy import Role
from rules.prompts.answers import why_refused
from rules.words.events import (
    Event,
    FreezePlaced,
    OverrideLifted,
    OverridePlaced,
    PersonSet,
    PromptAnswered,
    SceneCalled,
)
from rules.words.ids import DeviceId, PersonId, PromptId
from rules.words.people import AreaScope, DeviceScope, HouseScope, Scope
from rules.words.times import Moment
from rules.words.value import value
from rules.words.wishes import Author, Via

FromPeople: TypeAlias = (
    FreezePlaced | OverrideLifted | OverridePlaced | PersonSet | PromptAnswered | SceneCalled
)
NO_SUCH_TOPIC = (
    "nobody listens there: say `override/house/set`, `override/area/<id>/set`, "
    "`override/device/<id>/set`, `device/<id>/set`, `scene/<id>/set` or `prompt/<id>/answer`, "
    "or the same below `people/<person>/`"
)


@value(frozen=True, slots=True)
class NotUnderstood:
    """An input that moves nothing, and why."""

    topic: str
    why: str


def read_input(
    message: Message, topics: Topics, house: House, now: Moment
) -> FromPeople | NotUnderstood | None:
    """Return what a message on one of our input topics asks for; None where it is no input.

    A message that the broker had stored is from another time and never acts.
    """
    about = topics.parse(message.topic)
    if not message.payload and message.retain:
        return None
    if about is None:
        # Some brokers send what nobody asked for; that is nobody's mistake.
        asked = topics.is_input(message.topic)
        return NotUnderstood(message.topic, NO_SUCH_TOPIC) if asked else None
    if message.retain:
        why = "it was stored by the broker and is from another time; publish it without retain"
        return NotUnderstood(message.topic, why)
    try:
        event = _event(about, message.payload, house, now)
        if speaker := topics.speaker(message.topic):
            event = replace(event, by=_person(speaker, house, vouched=topics.guarded))
    except BadInput as problem:
        return NotUnderstood(message.topic, str(problem))
    why = _why_not(house, event, now)
    return NotUnderstood(message.topic, why) if why else event


def _person(speaker: str, house: House, *, vouched: bool) -> Author:
    """Return who speaks under a person's own topic; without access rules they only say so."""
    person = house.policy.people.get(PersonId(speaker))
    if person is None:
        raise BadInput(f"there is nobody called {shown(speaker)} in the household file")
    return (
        Author(via=Via.MQTT, person=person.id) if vouched else Author(via=Via.MQTT, says=person.id)
    )


def _why_not(house: House, event: FromPeople, now: Moment) -> str:
    """Return why somebody may not do this, or why their answer does not count; or nothing."""
    if isinstance(event, PromptAnswered):
        return why_refused(house, event, now)
    return why_not(house, event, now) or _why_not_scope(house, event)


def _why_not_scope(house: House, event: FromPeople) -> str:
    """Return why a child or a guest may not do this with a scope: no room is known to be theirs."""
    if not isinstance(event, OverridePlaced | OverrideLifted | FreezePlaced):
        return ""
    role = role_of(house, event.by) or Role.GUEST
    everybodys = isinstance(event, FreezePlaced) and isinstance(event.scope, HouseScope)
    return "" if everybodys or enough(role, Role.ADULT) else FOR_ADULTS


def _event(about: Input, payload: bytes, house: House, now: Moment) -> FromPeople:
    match about:
        case OverrideTopic(scope):
            return _override(scope, parse_override(payload), house, now)
        case DeviceTopic(name):
            return _wish(name, payload, house)
        case AnswerTopic(prompt):
            return _answer(prompt, parse_answer(payload))
        case SceneTopic(scene):
            if scene not in house.policy.scenes:
                raise BadInput(f"there is no scene {shown(scene)}")
            if payload.strip().lower() != b"on":
                raise BadInput("say `on` to call a scene")
            return SceneCalled(scene, Author(via=Via.MQTT))


def _wish(name: str, payload: bytes, house: House) -> FromPeople:
    device = house.find(name)
    if device is None:
        raise BadInput(f"there is no device {shown(name)}; `homerule devices` lists them")
    wish = parse_wish(payload)
    if device in house.devices and (wrong := misfit(house.devices[device], wish.values)):
        raise BadInput(wrong)
    return PersonSet(
        device=device,
        values=wish.values,
        by=Author(via=Via.MQTT, says=wish.by),
        transition=wish.transition,
        seconds=wish.seconds,
    )


def _answer(prompt: PromptId, said: Said) -> FromPeople:
    by = Author(via=Via.MQTT, says=said.by)
    return PromptAnswered(prompt=prompt, answer=said.answer, by=by, percent=said.percent)


def _override(scope: Scope, request: OverrideRequest, house: House, now: Moment) -> FromPeople:
    scope = known_scope(scope, house)
    by = Author(via=Via.MQTT, says=request.by)
    until = request.end(now, house.policy.home.zone)
    match request.verb:
        case Verb.FREEZE:
            return FreezePlaced(scope=scope, by=by, until=until)
        case Verb.SET:
            if wrong := not_settable(house, scope, request.values):
                raise BadInput(wrong)
            return OverridePlaced(scope=scope, values=request.values, by=by, until=until)
        case Verb.RELEASE:
            return OverrideLifted(scope=scope, by=by)
        case Verb.RESUME:
            return OverrideLifted(scope=scope, by=by, resume=True)


def still_held(event: Event, house: House, now: Moment) -> str:
    """Return why a release left something held, in a sentence; empty where it did not."""
    return held_fast(house, event.scope, now) if isinstance(event, OverrideLifted) else ""


def known_scope(scope: Scope, house: House) -> Scope:
    """Return the scope with the id that the house knows it by, or raise `BadInput`.

    What is held can be given back, also where its area or its device is gone meanwhile.
    """
    if scope in house.people.scopes():
        return scope
    match scope:
        case HouseScope():
            return scope
        case AreaScope(area):
            if area not in house.policy.areas:
                raise BadInput(f"there is no area {shown(area)}")
            return scope
        case DeviceScope(name):
            device = house.find(DeviceId(name))
            if device is None:
                raise BadInput(f"there is no device {shown(name)}; `homerule devices` lists them")
            return DeviceScope(device)
