"""A dataclass says by its fields alone how it is written."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum, StrEnum
from typing import Literal

import pytest

from devices.catalogue import agent_kinds, guardrail_kinds
from hub.policy.errors import Misread
from hub.policy.form import Form
from hub.policy.references import Known
from rules.words.ids import AreaId, PersonId, Ref
from rules.words.news import Cron
from rules.words.times import DayPoint, Duration, TimeOfDay
from rules.words.values import Aspect, Brightness, Kelvin, Xy
from tests.hub.policy.written import node

A_HOUSE = Known(ids={"areas": ("hall", "attic"), "people": ("ana",)})


class Pace(StrEnum):
    SLOW = "slow"
    QUICK = "quick"


class Strength(IntEnum):
    WEAK = 1
    STRONG = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    lamp: Ref
    bright: Brightness
    after: Duration | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A kind with a field of every sort."""

    id: str
    area: AreaId
    class_: str = field(default="", metadata={"key": "class"})
    who: tuple[PersonId, ...] = ()
    at: DayPoint | Cron | None = None
    white: Kelvin | Xy | None = None
    pace: Pace = Pace.SLOW
    strength: Strength = Strength.WEAK
    mode: Literal["a", "b"] = "a"
    limits: tuple[int, float] = (0, 1.0)
    each: Mapping[Aspect, Brightness] = field(default_factory=dict)
    first: Step | None = None
    by: PersonId | Brightness | None = None
    worked_out: int = field(default=7, init=False)

    def __post_init__(self) -> None:
        """Refuse what could never work."""
        if self.strength is Strength.STRONG and not self.who:
            raise ValueError("a strong one needs `who`")


@dataclass(frozen=True, slots=True, kw_only=True)
class Steps:
    """A kind that is mostly a list."""

    purpose: str = ""
    steps: tuple[Step, ...]


FORM = Form(Kind, given=frozenset({"id"}), aside=frozenset({"kind"}))


def _read(text: str) -> Kind:
    return FORM.read(node(text), A_HOUSE, {"id": "x"})


def _faults(text: str) -> list[tuple[str, str]]:
    with pytest.raises(Misread) as refused:
        _read(text)
    return [(".".join(map(str, fault.steps)), fault.text) for fault in refused.value.faults]


def test_the_keys_are_the_fields() -> None:
    kind = _read(
        """\
        kind: whatever
        area: hall
        class: A
        who: [ana]
        at: 07:00
        white: [0.3, 0.4]
        pace: quick
        strength: strong
        mode: b
        limits: [3, 0.5]
        each: { power: 20 %, brightness: 40 % }
        first: { lamp: Lamp, bright: 100 %, after: 5 s }
        by: ana
        """
    )

    assert kind == Kind(
        id="x",
        area=AreaId("hall"),
        class_="A",
        who=(PersonId("ana"),),
        at=TimeOfDay(420),
        white=Xy(0.3, 0.4),
        pace=Pace.QUICK,
        strength=Strength.STRONG,
        mode="b",
        limits=(3, 0.5),
        each={Aspect("power"): Brightness(51), Aspect("brightness"): Brightness(102)},
        first=Step(lamp=Ref("Lamp"), bright=Brightness(255), after=Duration(5.0)),
        by=PersonId("ana"),
    )


def test_what_has_a_default_may_be_left_out_and_what_may_be_nothing_may_stand_empty() -> None:
    assert _read("{ area: hall, at: , first: , white: }") == Kind(id="x", area=AreaId("hall"))


@pytest.mark.parametrize(
    ("text", "where", "sentence"),
    [
        ("{}", "", "`area` is missing"),
        ("{ area: hall, id: y }", "", None),
        ("{ area: hall, class_: A }", "", "unknown key `class_`; did you mean `class`?"),
        ("{ area: hall, worked_out: 8 }", "", None),
        ("{ area: hall, who: ana }", "who", "not a list: ana; write [ana]"),
        ("{ area: hall, who: [ana, bob] }", "who.2", "unknown person `bob`; `people` has ana"),
        ("{ area: hall, at: soon }", "at", "not a time of day or a cron line: soon"),
        ("{ area: hall, white: [1, 2] }", "white", None),
        ("{ area: hall, pace: quik }", "pace", "not slow or quick: quik; did you mean `quick`?"),
        ("{ area: hall, strength: 2 }", "strength", "not weak or strong: 2"),
        ("{ area: hall, strength: strong }", "", "a strong one needs `who`"),
        ("{ area: hall, mode: c }", "mode", "not a or b: c"),
        ("{ area: hall, limits: [1] }", "limits", "not a list of 2: [1]"),
        ("{ area: hall, limits: [1, x] }", "limits.2", "not a number: x"),
        ("{ area: hall, each: { power: 7 } }", "each.power", None),
        ("{ area: hall, each: 20 % }", "each", "not a group such as { name: value }: 20 %"),
        ("{ area: hall, first: { bright: 1 % } }", "first", "`lamp` is missing"),
        ("{ area: hall, first: { lamp: A, bright: 1 } }", "first.bright", None),
        ("{ area: hall, by: 20 }", "by", "not a person or a brightness: 20"),
    ],
)
def test_a_mistake_is_found_where_it_is(text: str, where: str, sentence: str | None) -> None:
    ((found, said),) = _faults(text)

    assert found == where
    assert sentence is None or said == sentence


def test_every_mistake_in_a_group_is_found_not_only_the_first() -> None:
    faults = _faults("{ aria: hall, pace: x, first: { bright: 1, after: 1, lamp: '' }, mode: 3 }")

    assert [where for where, _ in faults] == [
        "",
        "pace",
        "first.bright",
        "first.after",
        "first.lamp",
        "mode",
    ]


def test_an_only_entry_of_a_list_may_stand_in_the_group_itself() -> None:
    form = Form(Steps)

    alone = form.read(node("{ lamp: A, bright: 1 %, purpose: P }"), A_HOUSE)

    listed = form.read(node("{ steps: [{ lamp: A, bright: 1 % }], purpose: P }"), A_HOUSE)
    assert alone == listed


def test_a_type_that_nobody_can_read_is_a_fault_of_the_kind_and_not_of_the_household() -> None:
    @dataclass(frozen=True)
    class Odd:
        field: complex

    with pytest.raises(TypeError, match="no way to read"):
        Form(Odd)


@pytest.mark.parametrize("kind", [*agent_kinds().values(), *guardrail_kinds().values()])
def test_every_kind_can_be_written(kind: type[object]) -> None:
    assert "purpose" in Form(kind, given=frozenset({"id"})).keys
