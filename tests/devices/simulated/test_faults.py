import pytest

from devices.message import Message
from devices.simulated.faults import Faults
from devices.simulated.house import SimulatedHouse
from devices.simulated.lamp import Lamp
from devices.simulated.motion import Motion
from tests.devices.simulated.listening import command, reports

NOON = 1_000.0
LAMP = "Hall lamp"


def house_with(faults: Faults, *, seed: int = 0) -> SimulatedHouse:
    return SimulatedHouse([Lamp(LAMP, faults=faults)], seed=seed)


def test_a_lamp_that_loses_every_report_does_what_it_is_told_in_silence() -> None:
    house = house_with(Faults(loses=1.0))

    house.hears(command(LAMP, state="ON"), NOON)

    assert house.lamp(LAMP).on
    assert house.says(NOON + 99) == ()


def test_a_deaf_lamp_does_nothing() -> None:
    house = house_with(Faults(deaf=1.0))

    house.hears(command(LAMP, state="ON"), NOON)

    assert not house.lamp(LAMP).on
    assert house.says(NOON + 99) == ()


def test_a_stammering_lamp_says_everything_twice() -> None:
    house = house_with(Faults(repeats=1.0))

    house.hears(command(LAMP, state="ON"), NOON)

    first, second = house.says(NOON + 99)
    assert first == second


def test_a_lying_lamp_reports_what_is_not_true() -> None:
    house = house_with(Faults(lies=1.0))

    house.hears(command(LAMP, state="ON", brightness=200), NOON)

    [said] = reports(house, NOON + 99, LAMP)
    assert (said["state"], said["brightness"]) != ("ON", 200)
    assert house.lamp(LAMP).on


def test_a_lying_motion_sensor_sees_ghosts() -> None:
    house = SimulatedHouse([Motion("Hall motion", faults=Faults(lies=1.0))])

    house.motion("Hall motion", NOON)

    assert [said["occupancy"] for said in reports(house, NOON, "Hall motion")] == [False]


def test_a_late_report_tells_of_the_past() -> None:
    house = house_with(Faults(delay=2.0))

    house.hears(command(LAMP, state="ON"), NOON)
    house.flips(LAMP, NOON + 1)

    assert [said["state"] for said in reports(house, NOON + 2.5, LAMP)] == ["ON"]
    assert not house.lamp(LAMP).on


def test_with_jitter_reports_overtake_each_other() -> None:
    house = house_with(Faults(jitter=5.0))

    for number in range(1, 21):
        house.hears(command(LAMP, brightness=number), NOON + number / 10)

    heard = [said["brightness"] for said in reports(house, NOON + 99, LAMP)]
    assert sorted(map(str, heard)) == sorted(map(str, range(1, 21)))
    assert heard != list(range(1, 21))


def test_faults_come_and_go() -> None:
    house = house_with(Faults())

    house.suffers(LAMP, Faults(deaf=1.0))
    house.hears(command(LAMP, state="ON"), NOON)
    assert not house.lamp(LAMP).on

    house.suffers(LAMP, Faults())
    house.hears(command(LAMP, state="ON"), NOON)
    assert house.lamp(LAMP).on


def history(seed: int) -> tuple[Message, ...]:
    house = house_with(Faults(loses=0.3, repeats=0.3, lies=0.3, jitter=1.0), seed=seed)
    for number in range(50):
        house.hears(command(LAMP, brightness=number + 1), NOON + number)
    return house.says(NOON + 99)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_same_seed_gives_the_same_mishaps(seed: int) -> None:
    assert history(seed) == history(seed)
    assert history(seed) != history(seed + 1)
