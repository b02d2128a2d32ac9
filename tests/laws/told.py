"""Histories told in full: where a law is most easily broken, it is tried each time."""

from typing import Final

from rules.policy import Policy
from rules.words.ids import Ref
from rules.words.values import BRIGHTNESS, COLOUR, POWER, Kelvin, Values
from tests.houses import ILLUMINANCE, OCCUPANCY
from tests.laws.histories import (
    Adopts,
    Answers,
    ClockJumps,
    Comes,
    Freezes,
    GoesAway,
    Happening,
    History,
    Leaves,
    LinkFails,
    Manner,
    Moves,
    Nothing,
    Overrides,
    Reads,
    Releases,
    Restarts,
    Sets,
    told,
)
from tests.laws.household import (
    BEDROOM,
    DIM,
    HALL,
    LIT,
    OFF,
    ON,
    SOON,
    WARM,
    asks,
    ceiling,
    circadian,
    evening,
    floor,
    household,
    motion_light,
    waits,
    when_lux_falls,
)

COMES: Final = Reads("Hall motion", {OCCUPANCY: True})
GOES: Final = Reads("Hall motion", {OCCUPANCY: False})
DARK: Final = Reads("Hall motion", {ILLUMINANCE: 5})
FULL: Final[Values] = {POWER: True, BRIGHTNESS: 250}
LATER: Final = (40.0, Nothing())
HALL_LIGHT: Final = household([motion_light()])
LAMP: Final = "device/hall-lamp"


def at_once(
    policy: Policy, *acts: Happening, waits: float = 0.0, then: Policy | None = None
) -> History:
    """Return a history in which everything happens within some seconds, and then nothing more."""
    return told(policy, *((0.2, act) for act in acts), LATER, waits=waits, then=then)


# People come and go while automated commands wait to be written down.
OVERTAKEN: Final = (
    at_once(HALL_LIGHT, COMES, Freezes("house"), Releases("house"), waits=0.5),
    at_once(HALL_LIGHT, COMES, Overrides("area/hall", WARM), Releases("area/hall"), waits=0.5),
    at_once(HALL_LIGHT, COMES, Sets("Hall lamp", OFF), Releases(LAMP), waits=0.5),
    at_once(HALL_LIGHT, COMES, Moves("Hall lamp", FULL), Releases(LAMP), waits=0.5),
    told(
        HALL_LIGHT,
        (0.2, COMES),
        (0.2, Moves("Hall lamp", FULL)),
        (1.5, Releases(LAMP)),
        LATER,
        waits=3.0,
    ),
    at_once(
        HALL_LIGHT,
        Freezes("area/bedroom"),
        COMES,
        Adopts(1),
        Nothing(),
        waits=0.5,
        then=household([motion_light()], spot_in=BEDROOM),
    ),
    at_once(
        HALL_LIGHT,
        Overrides("area/bedroom", OFF),
        COMES,
        Adopts(1),
        Nothing(),
        waits=0.5,
        then=household([motion_light()], spot_in=BEDROOM),
    ),
    at_once(HALL_LIGHT, COMES, Freezes("house"), Nothing(), waits=0.5),
    *(
        at_once(
            HALL_LIGHT,
            hold,
            COMES,
            Adopts(1),
            Releases("area/bedroom"),
            waits=1.0,
            then=household([motion_light()], spot_in=BEDROOM),
        )
        for hold in (Freezes("area/bedroom"), Overrides("area/bedroom", OFF))
    ),
)
# What a person placed outlives restarts and clock steps, to its end and no longer.
KEPT: Final = tuple(
    told(HALL_LIGHT, (0.2, act), *((1.0, between) for between in betweens), (20.0, COMES), LATER)
    for act in (
        Freezes("house", 1800.0),
        Freezes(LAMP),
        Overrides("area/hall", OFF, 1800.0),
        Sets("Hall lamp", OFF),
        Sets("Hall lamp", OFF, 1800.0),
        Moves("Hall lamp", LIT),
    )
    for betweens in (
        (Restarts(),),
        (ClockJumps(7200.0),),
        (ClockJumps(7200.0), Restarts()),
        (ClockJumps(-7200.0), Restarts()),
        (Leaves("Hall lamp"),),
    )
)
# A hand, with nothing, with much and with little time between it and our own order.
HANDS: Final = (
    at_once(HALL_LIGHT, COMES, Moves("Hall lamp", OFF), GOES, COMES),
    at_once(HALL_LIGHT, COMES, Moves("Hall lamp", FULL), waits=0.5),
    told(HALL_LIGHT, (0.2, COMES), (0.5, Moves("Hall lamp", OFF)), (2.0, GOES), (9.0, COMES)),
    told(HALL_LIGHT, (0.2, COMES), (9.0, Moves("Hall lamp", FULL)), (2.0, GOES), (200.0, COMES)),
    told(HALL_LIGHT, (0.2, COMES), (9.0, Moves("Hall lamp", OFF)), (500.0, GOES), (9.0, COMES)),
    told(
        household([motion_light(), circadian()]),
        (0.2, Sets("Hall spot", ON)),
        (9.0, Comes(0)),
        (400.0, Comes(0)),
        LATER,
    ),
    told(
        household(),
        (0.2, Answers("Hall lamp", Manner.NEVER)),
        (0.2, Sets("Hall lamp", LIT)),
        (20000.0, Moves("Hall lamp", LIT)),
        LATER,
    ),
    told(
        HALL_LIGHT,
        (0.2, Answers("Hall lamp", Manner.NEVER)),
        (0.2, COMES),
        (3600.0, Answers("Hall lamp", Manner.PROMPT)),
        (0.2, Moves("Hall lamp", LIT)),
        (40.0, GOES),
        (80.0, COMES),
    ),
)
# What was wished once must not light anything later.
LATE: Final = (
    at_once(HALL_LIGHT, Freezes("house"), COMES, Releases("house")),
    told(HALL_LIGHT, (0.2, Freezes("house", 30.0)), (0.2, COMES), LATER),
    told(HALL_LIGHT, (0.2, Sets("Hall lamp", OFF, 30.0)), (0.2, COMES), LATER),
    told(HALL_LIGHT, (0.2, Overrides("house", OFF, 30.0)), (0.2, COMES), LATER),
    at_once(
        HALL_LIGHT, Freezes("house"), COMES, LinkFails(), LinkFails(back=True), Releases("house")
    ),
    at_once(
        household([motion_light()], [ceiling(40)]),
        COMES,
        Adopts(1),
        LinkFails(),
        LinkFails(back=True),
        then=HALL_LIGHT,
    ),
    told(household([motion_light()], [ceiling(40, SOON)]), (360.0, COMES), (1800.0, Nothing())),
    at_once(household([evening(LIT)]), Comes(0, late=True), LinkFails(back=True)),
    at_once(HALL_LIGHT, COMES, Restarts(), Leaves("Hall lamp"), Restarts()),
    # The stronger of two ends, and the weaker one wished for more light.
    told(
        household([evening(LIT), when_lux_falls({Ref("Hall lamp"): DIM}, 90.0)], controls=False),
        (0.2, Comes(0)),
        (0.2, DARK),
        (0.2, Sets("Hall spot", OFF, 1.0)),
        (300.0, Nothing()),
    ),
    told(
        household([evening(LIT), when_lux_falls({Ref("Hall lamp"): OFF}, 90.0)]),
        (0.2, DARK),
        (0.2, Comes(0)),
        (300.0, Nothing()),
    ),
    # A floor begins above what is lit; then the wish ends.
    told(household([motion_light(30, 5.0)], [floor(80, SOON)]), (0.2, COMES), (400.0, GOES), LATER),
    # A wish is delayed; somebody freezes and lets go before its moment.
    told(
        household([motion_light()], [waits()]),
        (0.2, COMES),
        (0.2, Freezes("house")),
        (0.2, Releases("house")),
        (300.0, Nothing()),
    ),
    told(
        household([motion_light()], [waits()]),
        (0.2, Freezes("house")),
        (0.2, COMES),
        (0.2, Releases("house")),
        (300.0, Nothing()),
    ),
    # Somebody goes on being there, while the lamp was dimmed.
    told(household([motion_light()], [ceiling(40, SOON)]), (360.0, COMES), (1800.0, GOES), LATER),
)
# A rule delays what would also dim or switch off; two agents quarrel.
DELAYED: Final = (
    told(
        household(
            [motion_light(), when_lux_falls({Ref("Hall lamp"): OFF})],
            [waits(4)],
        ),
        (0.2, Sets("Hall lamp", ON, 5.0)),
        (9.0, DARK),
        (300.0, Nothing()),
    ),
    told(household([motion_light()], [waits(4)]), (1.0, COMES), LATER),
    at_once(HALL_LIGHT, Freezes("house"), COMES),
)
# Wishes that come to nothing, one way or another.
ENDS: Final = (
    at_once(HALL_LIGHT, COMES, GoesAway("Hall lamp")),
    at_once(HALL_LIGHT, COMES, Leaves("Hall lamp"), waits=0.5),
    at_once(HALL_LIGHT, COMES, Freezes("house")),
    at_once(HALL_LIGHT, LinkFails(), COMES, GOES, COMES),
    at_once(HALL_LIGHT, Sets("Hall lamp", OFF), COMES, GOES, COMES, Restarts()),
    at_once(HALL_LIGHT, Answers("Hall lamp", Manner.NEVER), COMES),
    at_once(household([motion_light(), motion_light(30)]), COMES, Adopts(1), then=household()),
    told(household([motion_light(rest=5.0)], [waits()]), (0.2, COMES), (0.1, GOES)),
    at_once(household([motion_light()], [asks()]), COMES, GOES),
)
# Orders follow each other before the lamp has answered, each manner its own.
ECHOES: Final = (
    at_once(HALL_LIGHT, COMES, Sets("Hall lamp", OFF)),
    told(household(), (0.0, Sets("Hall lamp", LIT)), (0.02, Sets("Hall lamp", OFF)), LATER),
    *(
        told(
            HALL_LIGHT,
            (0.0, Answers("Hall lamp", manner)),
            (0.2, COMES),
            (0.4, Sets("Hall lamp", DIM)),
            (0.3, Sets("Hall lamp", {BRIGHTNESS: 220})),
            LATER,
        )
        for manner in Manner
    ),
    *(
        told(
            household([circadian()]),
            (0.0, Answers("Hall spot", manner)),
            (0.2, Sets("Hall spot", {POWER: True, COLOUR: Kelvin(5000)}, 1.0)),
            (9.0, Comes(0)),
            (400.0, Comes(0)),
            LATER,
        )
        for manner in Manner
    ),
)
# Two agents answer one report, the second by its other reading.
TOGETHER: Final = (
    told(
        household([when_lux_falls({Ref("Hall lamp"): DIM}), motion_light()]),
        (0.2, GOES),
        (0.2, Reads("Hall motion", {OCCUPANCY: True, ILLUMINANCE: 10})),
        LATER,
    ),
    told(
        household(
            [when_lux_falls({Ref("Hall lamp"): DIM}), motion_light(area=HALL)],
            [ceiling(90), floor(60), ceiling(70)],
        ),
        (0.2, GOES),
        (0.2, Reads("Hall motion", {OCCUPANCY: True, ILLUMINANCE: 10})),
        LATER,
    ),
)
