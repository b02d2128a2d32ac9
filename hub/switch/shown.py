"""What people and scripts are shown of the physical switches: how each stands, and its faults."""

from rules.explain import HouseNames, freeze_sentence, hold_sentence
from rules.explain.phrases import sentence_of
from rules.house import House
from rules.people.switch import LONGEST, Contact
from rules.people.switches import contact_of
from rules.words.people import Freeze
from rules.words.switches import Switch
from rules.words.times import Moment, civil


def switches_shown(house: House, now: Moment) -> list[dict[str, str | bool | None]]:
    """Return every switch of the household, in the order of its file."""
    return [_shown(house, known, now) for known in house.policy.switches.values()]


def _shown(house: House, known: Switch, now: Moment) -> dict[str, str | bool | None]:
    names, held = HouseNames(house), house.people.switches.get(known.id)
    sentence, since = sentence_of(f"{known.title} is not engaged"), None
    if held is not None:
        since = civil(held.since, names.zone).isoformat(timespec="seconds")
        if isinstance(held, Freeze):
            sentence = freeze_sentence(held, names, now)
        else:
            sentence = hold_sentence(held, names, now)
    return {
        "id": known.id,
        "name": known.title,
        "kind": known.kind.value,
        "scope": str(known.scope),
        "engaged": held is not None,
        "since": since,
        "fault": _fault(contact_of(house, known)),
        "sentence": sentence,
    }


def _fault(contact: Contact) -> str | None:
    if contact.lost:
        return "it cannot be read"
    return f"it is pressed for more than {LONGEST:g} s, and may be stuck" if contact.stuck else None
