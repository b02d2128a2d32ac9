"""What agents were given."""

import pytest

from rules.guardrail import Bound, Forbid
from rules.guardrails.agent_grant import AgentGrant
from rules.words.ids import AreaId, GuardrailId, Ref
from rules.words.news import Reach
from rules.words.times import SunEvent, SunPoint, TimeOfDay, Window
from rules.words.values import BRIGHTNESS, COLOUR, POWER, Aspect, Brightness, Kelvin, Values
from tests.rules.guardrails.cases import EVENING, MOTION, NIGHT, OFF, ON, case, hall

GRANT = AgentGrant(
    id=GuardrailId("motion-may"),
    agents=(MOTION,),
    only_areas=(AreaId("hall"),),
    aspects=(POWER, BRIGHTNESS),
    at_most=Brightness(204),
    only_between=NIGHT,
)
BY_DAY = Window(TimeOfDay(7 * 60), TimeOfDay(22 * 60))
BY_SUN = Window(SunPoint(SunEvent.SUNSET), SunPoint(SunEvent.SUNRISE))


def granted(
    *,
    only_areas: tuple[str, ...] = (),
    only_devices: tuple[str, ...] = (),
    areas: tuple[str, ...] = (),
    devices: tuple[str, ...] = (),
    only_between: Window | None = None,
) -> AgentGrant:
    return AgentGrant(
        id=GuardrailId("motion-may"),
        agents=(MOTION, EVENING),
        only_areas=tuple(AreaId(area) for area in only_areas),
        only_devices=tuple(Ref(ref) for ref in only_devices),
        areas=tuple(AreaId(area) for area in areas),
        devices=tuple(Ref(ref) for ref in devices),
        only_between=only_between,
    )


def test_what_was_given_passes_up_to_its_brightness() -> None:
    house = hall()

    assert GRANT.judge(case(house, {POWER: True, BRIGHTNESS: 100})) == Bound(
        aspect=BRIGHTNESS, high=204
    )
    assert GRANT.judge(case(house, {POWER: True, BRIGHTNESS: 255})) == Bound(
        aspect=BRIGHTNESS, high=204, observed="it is 23:41"
    )


def test_it_reaches_the_whole_house_and_concerns_its_agents_alone() -> None:
    assert GRANT.reach() == Reach(house=True)
    assert GRANT.judge(case(hall(), ON, "Cellar lamp", agent=EVENING)) is None


@pytest.mark.parametrize("device", ["Cellar lamp", "Stray lamp"])
def test_outside_its_areas_it_may_nothing(device: str) -> None:
    assert GRANT.judge(case(hall(), OFF, device)) == Forbid(f"{device} is not among them")


@pytest.mark.parametrize(
    "grant",
    [
        granted(only_devices=("Cellar lamp",)),
        granted(only_areas=("hall",), only_devices=("hw-cellar-lamp",)),
        granted(devices=("cellar-lamp",)),
        granted(areas=("cellar",)),
        granted(),
    ],
)
def test_a_device_may_be_given_by_any_of_its_names_or_its_area(grant: AgentGrant) -> None:
    house = hall()

    assert grant.judge(case(house, ON, "Cellar lamp")) is None
    if grant != granted():
        assert isinstance(grant.judge(case(house, ON, "Stray lamp")), Forbid)


def test_an_aspect_that_was_not_given_is_refused() -> None:
    wished: Values = {POWER: True, COLOUR: Kelvin(2700), Aspect("effect"): "blink"}

    verdict = GRANT.judge(case(hall(), wished))

    assert verdict == Forbid("the wish was about colour and effect")


def test_outside_its_hours_it_may_nothing() -> None:
    grant = granted(only_between=BY_DAY)

    assert grant.judge(case(hall(), ON)) == Forbid("it is 23:41")


def test_while_the_suns_times_are_unknown_hours_by_the_sun_are_closed() -> None:
    assert granted(only_between=BY_SUN).judge(case(hall(), ON)) == Forbid("it is 23:41")


def test_it_says_what_it_does() -> None:
    places = granted(only_areas=("hall", "living-room"), devices=("Cellar lamp",))

    assert GRANT.sentence() == (
        "lets Hall motion act only on power and brightness, in hall, up to 80 %, "
        "from 22:30 to 06:30"
    )
    assert places.sentence() == (
        "lets Hall motion and Evening act only in hall and living room or with Cellar lamp"
    )
    assert granted().sentence() == "lets Hall motion and Evening act"
    assert AgentGrant(id=GuardrailId("x"), agents=()).sentence() == "lets nobody act"
    assert GRANT.safety
