"""Updates: what is installed, what could be, and the act that installs it."""

from pydantic_core import from_json

from devices.homeassistant.config import ManyConfig
from devices.homeassistant.facets import Facet, Hearing, Many, Telling
from devices.homeassistant.readings import UNKNOWN, Read, Told
from devices.homeassistant.template import (
    AS_IT_IS,
    MISSING,
    RefusedTemplateError,
    read_template,
    rendered,
)
from devices.topics import objection, objection_to_filter
from rules.words.device import Capability, Kind
from rules.words.values import INSTALL, INSTALLED_VERSION, LATEST_VERSION, Aspect

LONGEST_VERSION = 255
WORD = "install"
VERSIONS = (INSTALLED_VERSION, LATEST_VERSION)


def update(config: ManyConfig, own: str, complaints: list[str]) -> Many | None:
    """Return what an announced update says and can be told; None where nothing can be used."""
    facets: list[Facet] = []
    topic, payload = config.full(config.said("command_topic")), str(config.payload_install or "")
    if topic and (wrong := objection(topic, own)):
        complaints.append(f"its command_topic {wrong}")
    elif topic and payload:
        able = Capability(aspect=INSTALL, kind=Kind.ACT, options=(WORD,), writable=True)
        facets.append(Facet(able, Telling(topic, config.qos, {WORD: payload}, AS_IT_IS)))
    for version in VERSIONS:
        # One message may hold both; the latest may have a topic of its own besides.
        facets += _heard(version, ("state_topic", "value_template"), config, own, complaints)
    latest = "latest_version_topic", "latest_version_template"
    facets += _heard(LATEST_VERSION, latest, config, own, complaints)
    return Many(tuple(facets)) if facets else None


def _heard(
    version: Aspect, keys: tuple[str, str], config: ManyConfig, own: str, complaints: list[str]
) -> list[Facet]:
    key, form = keys
    topic, text = config.full(config.said(key)), config.said(form)
    if not topic:
        return []
    if wrong := objection_to_filter(topic, own):
        complaints.append(f"its {key} {wrong}")
        return []
    # A text that is no JSON is the version that is installed, or on its own topic the latest.
    alone = version == LATEST_VERSION and key == "state_topic"
    try:
        hearing = Hearing(topic, read_template(text).raw, _read(text, version, plain=not alone))
    except RefusedTemplateError as refusal:
        complaints.append(str(refusal))
        return []
    return [Facet(Capability(aspect=version, kind=Kind.TEXT), hearing=hearing)]


def _read(text: str, version: Aspect, *, plain: bool) -> Read:
    found = read_template(text)

    def read(said: object, aspect: Aspect, told: Told, trouble: list[str], /) -> None:
        value = found.find(said, trouble)
        whole = _object_in(value)
        if whole is not None:
            value = whole.get(version, MISSING)
        elif not plain:
            return
        if value is MISSING:
            return
        word = rendered(value)
        if word:
            told[aspect] = None if word == UNKNOWN else word[:LONGEST_VERSION]

    return read


def _object_in(value: object) -> dict[str, object] | None:
    if isinstance(value, str) and value.startswith("{"):
        try:
            value = from_json(value)
        except ValueError:
            return None
    return value if isinstance(value, dict) else None
