"""Valves: told by words or by a position on one topic, and heard the same way."""

from collections.abc import Mapping
from typing import Final

from pydantic_core import from_json

from devices.homeassistant.config import ManyConfig, quote
from devices.homeassistant.facets import FARTHEST, WHOLE, Facet, Hearing, Many, Telling
from devices.homeassistant.readings import UNKNOWN, Read, Told
from devices.homeassistant.template import (
    MISSING,
    RefusedTemplateError,
    command_template,
    read_template,
    rendered,
)
from devices.said import number_in
from devices.topics import objection, objection_to_filter
from rules.words.device import Capability, Kind, Sort
from rules.words.values import (
    CLOSED,
    CLOSING,
    MOVEMENT,
    OPEN,
    OPENING,
    POSITION,
    STOPPED,
    Aspect,
    Value,
)

KEYS: Final = {OPEN: "payload_open", CLOSED: "payload_close", STOPPED: "payload_stop"}


def valve(config: ManyConfig, own: str, complaints: list[str]) -> Many | None:
    """Return what an announced valve can do, or None where nothing of it can be used."""
    try:
        hearing = _hearing(config, own, complaints)
        move, place = _tellings(config, own, complaints)
    except RefusedTemplateError as refusal:
        complaints.append(str(refusal))
        return None
    if move is None and hearing is None:
        return None
    told = tuple(map(str, move.payloads)) if move else (OPEN, CLOSED)
    facets = [
        Facet(
            Capability(
                aspect=MOVEMENT,
                kind=Kind.CHOICE,
                options=told,
                writable=move is not None,
                assumed=hearing is None,
            ),
            move,
            hearing,
        )
    ]
    if config.reports_position:
        able = Capability(
            aspect=POSITION,
            kind=Kind.NUMBER,
            low=0,
            high=WHOLE,
            unit="%",
            writable=place is not None,
            assumed=hearing is None,
        )
        facets.append(Facet(able, place))
    return Many(tuple(facets), Sort.VALVE)


def _tellings(
    config: ManyConfig, own: str, complaints: list[str]
) -> tuple[Telling | None, Telling | None]:
    """Return how it is told to open, close or stop, and how to which position."""
    topic = config.full(config.said("command_topic"))
    if not topic:
        return None, None
    if wrong := objection(topic, own):
        complaints.append(f"its command_topic {wrong}")
        return None, None
    form, ends = command_template(config.said("command_template")), _ends(config)
    words: dict[Value, str] = {
        word: str(getattr(config, key))
        for word, key in KEYS.items()
        if getattr(config, key) is not None
        # It can be stopped only if it says how.
        and (word != STOPPED or key in config.model_fields_set)
    }
    if config.reports_position:
        words |= {CLOSED: str(ends[0]), OPEN: str(ends[1])}
    retain = config.retain
    move = Telling(topic, config.qos, words, form, retain=retain)
    place = Telling(topic, config.qos, {}, form, ends, "position", retain=retain)
    return move, place


def _ends(config: ManyConfig) -> tuple[int, int]:
    return config.position_closed, config.position_open


def _hearing(config: ManyConfig, own: str, complaints: list[str]) -> Hearing | None:
    topic, text = config.full(config.said("state_topic")), config.said("value_template")
    if not topic:
        return None
    if wrong := objection_to_filter(topic, own):
        complaints.append(f"its state_topic {wrong}")
        return None
    words: Mapping[str, Value] = {
        UNKNOWN: None,
        str(config.state_opening): OPENING,
        str(config.state_closing): CLOSING,
        str(config.state_closed): CLOSED,
        str(config.state_open): OPEN,
    }
    scale = _ends(config) if config.reports_position else None
    return Hearing(topic, read_template(text).raw, _read(text, words, scale))


def _read(text: str, words: Mapping[str, Value], scale: tuple[int, int] | None) -> Read:
    found = read_template(text)

    def read(said: object, aspect: Aspect, told: Told, trouble: list[str], /) -> None:
        value = found.find(said, trouble)
        if value is MISSING or value == "":
            return
        whole = _object_in(value)
        state = rendered(whole.get("state", "")) if whole else rendered(value)
        place = _place(whole.get("position") if whole else value, scale)
        if place is not None:
            told[POSITION] = place
            told[aspect] = CLOSED if place == 0 else OPEN
        if state in words:
            told[aspect] = words[state]
        elif place is None:
            trouble.append(f"{aspect}: {quote(state)} is none of its states")

    return read


def _object_in(value: object) -> dict[str, object]:
    if isinstance(value, str) and value.startswith("{"):
        try:
            value = from_json(value)
        except ValueError:
            return {}
    return value if isinstance(value, dict) else {}


def _place(value: object, scale: tuple[int, int] | None) -> int | None:
    number = number_in(value) if isinstance(value, str) else value
    if scale is None or scale[0] == scale[1] or isinstance(number, bool):
        return None
    if not isinstance(number, int | float) or not -FARTHEST <= number <= FARTHEST:
        return None
    share = (number - scale[0]) * WHOLE / (scale[1] - scale[0])
    return round(min(WHOLE, max(0.0, share)))
