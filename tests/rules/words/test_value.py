"""A value is what a frozen dataclass would be: made, shown, compared, hashed and replaced alike."""

import copy
import pickle
from dataclasses import dataclass, field, fields, replace

import pytest

from rules.words.value import value


@value(frozen=True, slots=True)
class Place:
    """Where something is."""

    room: str
    shelf: int = 1
    notes: list[str] = field(default_factory=list, compare=False, hash=False)


@dataclass(slots=True, unsafe_hash=True)
class Same:
    """The same, as the standard library makes it."""

    room: str
    shelf: int = 1
    notes: list[str] = field(default_factory=list, compare=False, hash=False)


@value(frozen=True, slots=True, kw_only=True)
class Doubled:
    """A number and its double, which nobody gives."""

    number: int
    double: int = field(init=False)

    def __post_init__(self) -> None:
        """Work the double out."""
        object.__setattr__(self, "double", 2 * self.number)


def test_a_value_is_made_and_shown_as_a_dataclass_is() -> None:
    made, same = Place("hall"), Same("hall")

    assert (made.room, made.shelf, made.notes) == (same.room, same.shelf, same.notes)
    assert repr(made) == repr(same).replace("Same", "Place")
    assert [each.name for each in fields(Place)] == [each.name for each in fields(Same)]
    assert not hasattr(made, "__dict__")


def test_each_value_has_a_default_of_its_own() -> None:
    first, second = Place("hall"), Place("hall")

    first.notes.append("a hook is loose")

    assert second.notes == []


def test_values_are_equal_and_hash_alike_by_the_fields_that_are_compared() -> None:
    noted = Place("hall", notes=["a hook is loose"])

    assert noted == Place("hall")
    assert hash(noted) == hash(Place("hall"))
    assert Place("hall") != Place("hall", 2)
    assert Place("hall") != object()


def test_a_value_is_replaced_copied_and_carried_to_another_process() -> None:
    place = Place("hall", 3)

    assert replace(place, room="bath") == Place("bath", 3)
    assert copy.deepcopy(place) == place
    assert pickle.loads(pickle.dumps(place)) == place


def test_what_is_worked_out_after_it_was_made_is_worked_out_each_time() -> None:
    assert [Doubled(number=number).double for number in (1, 2)] == [2, 4]


def test_a_value_that_lacks_a_field_is_not_made() -> None:
    for _ in range(2):
        with pytest.raises(TypeError, match="room"):
            Place()  # type: ignore[call-arg]  # what is tried


def test_a_value_matches_by_position() -> None:
    match Place("hall", 4):
        case Place(room, shelf):
            assert (room, shelf) == ("hall", 4)
