"""Controls and scenes: what a press of a named button means, made absolute before anybody acts."""

from rules.claims.claims import driving
from rules.condition import current
from rules.house import House
from rules.people.overrides import freeze, lift, members
from rules.people.standing import HOUSE
from rules.people.taps import leave_off, set_device
from rules.policy import (
    AllOff,
    AnswerQuestion,
    CallScene,
    Control,
    Gesture,
    PressFreeze,
    PressRelease,
    SetDevice,
    StepBrightness,
    Toggle,
)
from rules.prompts.answering import answer
from rules.turn import Turn
from rules.words.events import PromptAnswered
from rules.words.ids import AreaId, DeviceId, Ref, SceneId
from rules.words.people import AreaScope, Scope
from rules.words.prompts import Answer, Prompt
from rules.words.records import Noted
from rules.words.values import BRIGHTNESS, FULL, POWER, as_number
from rules.words.wishes import Author, Via

TO_READ = 2.0
"""Seconds before which nobody can have meant a question by a press."""


def pressed(turn: Turn, device: DeviceId, press: str) -> None:
    """Do what the household bound to a press of this device."""
    for control in turn.house.policy.controls.values():
        gesture = control.gestures.get(press)
        if gesture is not None and turn.house.find(control.device) == device:
            _do(turn, gesture, control)


def call_scene(turn: Turn, scene: SceneId, by: Author) -> None:
    """Set each device of a scene, with one author."""
    known = turn.house.policy.scenes.get(scene)
    if known is None:
        return
    for ref, values in known.values.items():
        device = turn.house.find(ref)
        if device is None:
            _is_missing(turn, ref)
        else:
            set_device(turn, device, values, by)


def _do(turn: Turn, gesture: Gesture, control: Control) -> None:
    by = Author(via=Via.CONTROL, control=control.id)
    match gesture:
        case Toggle(ref) | SetDevice(ref) | StepBrightness(ref):
            device = turn.house.find(ref)
            if device is None:
                _is_missing(turn, ref)
            else:
                _do_to_device(turn, device, gesture, by)
        case AllOff(area):
            _all_off(turn, _scope(area), by)
        case CallScene(scene):
            call_scene(turn, scene, by)
        case PressFreeze(area):
            freeze(turn, _scope(area), by, None)
        case PressRelease(area):
            lift(turn, _scope(area), by, resume=False)
        case AnswerQuestion(said):
            _answer(turn, said, by, control)


def _is_missing(turn: Turn, ref: Ref) -> None:
    """Say why nothing happened: whoever pressed sees only that it did not."""
    turn.record(Noted(text=f"a person wanted something of {ref}, and no such device is known"))


def _all_off(turn: Turn, scope: Scope, by: Author) -> None:
    """Switch off what is on, and keep off what is off: whoever says `all` means it too."""
    for device in members(turn.house, scope):
        if not turn.house.devices[device].can_write(POWER):
            continue
        if current(turn.condition(device)).get(POWER) is False:
            leave_off(turn, device, by)
        else:
            set_device(turn, device, {POWER: False}, by)


def _answer(turn: Turn, said: Answer, by: Author, control: Control) -> None:
    """Answer the one question there is about the button's own area, or else at all.

    A button cannot tell which of several is meant.
    """
    house = turn.house
    device = house.find(control.device)
    place = house.area_of(device) if device is not None else None
    asked = tuple(house.prompts.open.values())
    here = tuple(prompt for prompt in asked if _is_about(house, prompt, place))
    asked = here if len(here) == 1 else asked
    if len(asked) != 1:
        many = f"{len(asked)} questions are open" if asked else "no question is open"
        turn.record(Noted(text=f"a button answered nothing: {many}"))
    elif turn.now < asked[0].asked + TO_READ:
        turn.record(Noted(text="a button answered nothing: the question had only just been asked"))
    else:
        answer(turn, PromptAnswered(prompt=asked[0].id, answer=said, by=by))


def _is_about(house: House, prompt: Prompt, area: AreaId | None) -> bool:
    places = {house.area_of(question.device) for question in prompt.questions}
    return area is not None and places == {area}


def _do_to_device(
    turn: Turn, device: DeviceId, gesture: Toggle | SetDevice | StepBrightness, by: Author
) -> None:
    was = current(turn.condition(device))
    match gesture:
        case Toggle():
            if was.get(POWER) is True and not _kept_dim(turn, device):
                set_device(turn, device, {POWER: False}, by)
            else:
                set_device(turn, device, {POWER: True, BRIGHTNESS: FULL}, by)
        case SetDevice(values=values):
            set_device(turn, device, values, by)
        case StepBrightness(by=step):
            lit = as_number(was.get(BRIGHTNESS))
            if was.get(POWER) is True and lit is not None:
                bright = max(1, min(FULL, round(lit) + step))
                set_device(turn, device, {BRIGHTNESS: bright}, by)


def _kept_dim(turn: Turn, device: DeviceId) -> bool:
    """Say whether a guardrail keeps a lamp dimmer than an agent wanted it, and nobody holds it.

    Whoever presses then wants what the rule keeps back: it binds automation, not them.
    """
    claim = driving(turn.condition(device).claims).get(BRIGHTNESS)
    if claim is None or turn.house.held_by(device, turn.now) is not None:
        return False
    wanted = as_number(claim.proposal.values.get(BRIGHTNESS))
    given = as_number(claim.given.get(BRIGHTNESS))
    return wanted is not None and given is not None and given < wanted


def _scope(area: AreaId | None) -> Scope:
    return HOUSE if area is None else AreaScope(area)
