"""Readings that count for a while only, as their announcements say."""

import pytest

from rules.words.values import Aspect
from tests.devices.families.homeassistant.broker import Body, Broker, motion, number


@pytest.mark.parametrize(
    ("more", "lasts", "brief"),
    [
        ({}, None, False),
        ({"off_delay": 30}, 30.0, True),
        ({"off_dly": 30, "exp_aft": 60}, 30.0, True),
        ({"expire_after": 60}, 60.0, False),
        ({"expire_after": 0}, None, False),
        ({"off_delay": "soon"}, None, False),
    ],
)
def test_a_detector_may_say_only_when_it_begins(
    more: Body, lasts: float | None, brief: bool
) -> None:
    broker = Broker()
    broker.announces("binary_sensor/0x03/motion", motion(**more))

    able = broker.devices["z2m_0x03"].capabilities[Aspect("motion")]
    assert (able.lasts, able.brief) == (lasts, brief)


def test_a_measured_number_may_grow_old() -> None:
    broker = Broker()
    broker.announces("sensor/0x03/t", number("temperature", "°C", expire_after=300))

    able = broker.devices["z2m_0x03"].capabilities[Aspect("temperature")]
    assert (able.lasts, able.brief) == (300.0, False)
