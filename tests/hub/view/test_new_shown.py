"""Which area somebody means by a name."""

import pytest

from hub.view.new_shown import area_called
from rules.house import House
from rules.policy import Area
from rules.words.ids import AreaId
from tests.houses import house_with, policy_of

LIVING, BEDROOM, LOFT = AreaId("living"), AreaId("bedroom"), AreaId("loft")


def house() -> House:
    return house_with(
        policy_of(
            Area(id=LIVING, name="Гостиная"),
            Area(id=BEDROOM, name="Спальня"),
            Area(id=AreaId("attic"), name="Attic"),
            Area(id=LOFT, name="Attic!"),
        )
    )


@pytest.mark.parametrize(
    ("name", "area"),
    [
        ("living", LIVING),
        ("Гостиная", LIVING),
        ("спальня", BEDROOM),
        ("Кухня", None),
        ("Attic!", LOFT),
        ("attic", AreaId("attic")),
        ("", None),
    ],
)
def test_an_area_is_meant_by_its_id_or_by_its_own_name(name: str, area: AreaId | None) -> None:
    assert area_called(house(), name) == area
