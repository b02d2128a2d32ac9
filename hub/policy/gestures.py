"""Reads what a press of a control means: `toggle Hall lamp`, `all off in hall`, `scene film`."""

import re
from collections.abc import Iterator
from typing import Final

from hub.policy import references, values
from hub.policy.errors import Fault, Misread, guess, listed
from hub.policy.references import Known
from hub.policy.shown import shown
from hub.policy.yaml_lines import Node, Table
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
from rules.words.ids import AreaId, ControlId, Ref, SceneId, slug
from rules.words.prompts import Answer
from rules.words.values import POWER, from_percent

STEP: Final = from_percent(20)
"""How far one press dims or brightens."""
HOUSE: Final = "house"
DEVICE: Final = "device"
PRESS_NAMES: Final = {"press": "single"}
"""`press:` is what households call the plain press, devices call it `single`."""

ALL_OFF: Final = re.compile(r"all off(?: in (.+))?", re.IGNORECASE)
WISH: Final = re.compile(r"(?:set )?(.+?) ([0-9.]+ ?(?:%|K))", re.IGNORECASE)
VERBS: Final = (
    "toggle",
    "on",
    "off",
    "dim",
    "brighten",
    "scene",
    "freeze",
    "release",
    "answer",
    "set",
    "all",
)
EXAMPLES: Final = "toggle Hall lamp, Hall lamp 40 %, all off in hall, scene film, freeze house"


def control(node: Node, known: Known, id_: ControlId) -> Control:
    """Read a control: its device, and what each of its presses means."""
    if not isinstance(node, Table):
        raise Misread(f"not a group of keys such as device and press: {shown(node)}")
    ref, faults = Ref(""), list[Fault]()
    gestures: dict[str, Gesture] = {}
    for key, inner in node.items():
        try:
            if key == DEVICE:
                ref = references.device(inner, known)
            else:
                gestures[PRESS_NAMES.get(key, values.name(key))] = gesture(inner, known)
        except Misread as misread:
            faults.extend(misread.under(key))
    faults.extend(_lacks(node))
    if faults:
        raise Misread(*faults)
    return Control(id=id_, device=ref, gestures=gestures)


def _lacks(table: Table) -> Iterator[Fault]:
    if DEVICE not in table:
        yield Fault(f"`{DEVICE}` is missing")
    if not table.keys() - {DEVICE}:
        yield Fault("no press is named, such as `press: toggle Hall lamp`")
    for key, same in PRESS_NAMES.items():
        if key in table and same in table:
            yield Fault(f"`{key}` and `{same}` are the same press: leave one out", key=same)


def gesture(node: Node, known: Known) -> Gesture:
    """Read what one press does."""
    if not isinstance(node, str):
        raise Misread(f"not a text such as toggle Hall lamp: {shown(node)}")
    written = " ".join(values.name(node).split())
    if found := ALL_OFF.fullmatch(written):
        return AllOff(_area(found[1], known) if found[1] else None)
    if found := WISH.fullmatch(written):
        return SetDevice(references.device(found[1], known), values.wish(found[2]))
    verb, _, rest = written.partition(" ")
    return _verb(verb.lower(), rest, known) or _nothing_known(verb, written)


def _verb(verb: str, rest: str, known: Known) -> Gesture | None:
    if not rest:
        return None
    match verb:
        case "toggle" | "on" | "off" | "dim" | "brighten":
            return _of_device(verb, references.device(rest, known))
        case "scene":
            return CallScene(_scene(rest, known))
        case "freeze":
            return PressFreeze(_scope(rest, known))
        case "release":
            return PressRelease(_scope(rest, known))
        case "answer":
            return AnswerQuestion(_answer(rest))
        case _:
            return None


def _of_device(verb: str, ref: Ref) -> Gesture:
    match verb:
        case "toggle":
            return Toggle(ref)
        case "dim":
            return StepBrightness(ref, -STEP)
        case "brighten":
            return StepBrightness(ref, STEP)
        case _:
            return SetDevice(ref, {POWER: verb == "on"})


def _answer(rest: str) -> Answer:
    try:
        return Answer(rest.lower())
    except ValueError:
        raise Misread(f"not an answer: {shown(rest)}; answers are {listed(Answer)}") from None


def _nothing_known(verb: str, written: str) -> Gesture:
    hint = guess(verb.lower(), VERBS) if verb.lower() not in VERBS else ""
    raise Misread(f"not a gesture: {shown(written)}{hint or f'; gestures are {EXAMPLES}'}")


def _scope(written: str, known: Known) -> AreaId | None:
    return None if written.lower() == HOUSE else _area(written, known)


def _area(written: str, known: Known) -> AreaId:
    return AreaId(_named("areas", "area", written, known))


def _scene(written: str, known: Known) -> SceneId:
    return SceneId(_named("scenes", "scene", written, known))


def _named(section: str, sort: str, written: str, known: Known) -> str:
    """Return the id of an area or a scene, which may be written as people say it."""
    offered = known.ids.get(section, ())
    if slug(written) in offered:
        return slug(written)
    raise references.unknown(section, sort, written, offered)
