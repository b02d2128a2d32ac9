"""Reads an announcement so that one bad field never costs the device."""

from typing import Final, TypeVar

from pydantic import ValidationError
from pydantic_core import from_json

from devices.homeassistant.config import Config, quote
from devices.homeassistant.template import MISSING, Path, find

MOST_WRONG: Final = 50
ROUNDS: Final = 3
"""How often what is wrong is taken out; one kind of error may have hidden another."""

C = TypeVar("C", bound=Config)


def read_config(form: type[C], payload: bytes) -> tuple[C, list[str]]:
    """Read an announcement; returns it with what had to be left out of it.

    Raises:
        ValueError: it is no JSON object, or nearly all of it is wrong.
    """
    try:
        return form.model_validate_json(payload), []
    except ValidationError as error:
        wrong = error
    said: object = from_json(payload)
    if not isinstance(said, dict):
        raise ValueError(f"{quote(said)} is no JSON object")  # noqa: TRY004  # bad input, no bug
    complaints: list[str] = []
    for _ in range(ROUNDS):
        if wrong.error_count() > MOST_WRONG:
            break
        places = _wrong_places(said, wrong)
        complaints += [_complaint(said, place) for place in sorted(places, key=str)]
        said = _without(said, places)
        try:
            return form.model_validate(said), complaints
        except ValidationError as error:
            wrong = error
    raise ValueError(f"{wrong.error_count()} of its fields are wrong")


def _complaint(said: object, place: Path) -> str:
    name = ".".join(map(str, place))
    return f"{name} cannot be {quote(find(place, said))}, so it counts as not given"


def _wrong_places(said: object, wrong: ValidationError) -> set[Path]:
    """Return where something is wrong, and only the innermost: a list may keep its good items."""
    places = {_place(said, error["loc"]) for error in wrong.errors(include_url=False)}
    return places - {place[:depth] for place in places for depth in range(len(place))}


def _place(said: object, location: Path) -> Path:
    """Return the way to an error; its location also names the forms that were tried."""
    place: list[str | int] = []
    for step in location:
        inner = find((step,), said)
        if inner is not MISSING:
            place.append(step)
            said = inner
    return tuple(place)


def _without(said: object, places: set[Path]) -> object:
    if not places:
        return said
    if isinstance(said, dict):
        kept = ((key, value) for key, value in said.items() if (key,) not in places)
        return {key: _without(value, _inside(places, key)) for key, value in kept}
    if isinstance(said, list):
        items = ((key, value) for key, value in enumerate(said) if (key,) not in places)
        return [_without(value, _inside(places, key)) for key, value in items]
    return said


def _inside(places: set[Path], key: str | int) -> set[Path]:
    return {place[1:] for place in places if place[0] == key}
