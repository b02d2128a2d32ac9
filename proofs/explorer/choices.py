"""What may befall a house, and how often: the dice choose."""

from collections.abc import Callable
from random import Random
from typing import Final

from proofs.explorer.household import LAMPS, SENSORS
from proofs.explorer.world import World

SCOPES: Final = (
    "override/house",
    "override/area/hall",
    "override/area/kitchen",
    *(f"override/device/{lamp}" for lamp in LAMPS),
)
MOST: Final = 26
"""Happenings in a run."""
LONGEST_BREAK: Final = 12.0
"""Seconds between two of them."""
AN_INSTANT: Final = 0.15
ONE_MOMENT: Final = 0.05
STEPS: Final = (-40 * 365 * 86400.0, -7200.0, -90.0, 90.0, 7200.0, 30 * 86400.0, 40 * 365 * 86400.0)


def plan(world: World) -> float:
    """Put a run's happenings on the agenda; return when the last of them has happened."""
    dice = world.dice
    world.agenda.at(0.0, world.starts)
    when = 1.0 + dice.random()
    for _ in range(dice.randint(8, MOST)):
        # Half of it comes in a rush: that is where races are.
        when += dice.random() * (ONE_MOMENT if dice.random() < 0.5 else LONGEST_BREAK)
        (choose,) = dice.choices(list(CHOICES), list(CHOICES.values()))
        world.agenda.at(when, choose(world, dice))
    return when


def _motion(world: World, dice: Random) -> Callable[[], None]:
    sensor = dice.choice(list(SENSORS.values()))
    return lambda: world.moves(sensor)


def _flip(world: World, dice: Random) -> Callable[[], None]:
    lamp = dice.choice(list(LAMPS))
    return lambda: world.flips(lamp)


def _tap(world: World, dice: Random) -> Callable[[], None]:
    lamp, power = dice.choice(list(LAMPS)), dice.random() < 0.5
    return lambda: world.taps(lamp, power=power)


def _override(world: World, dice: Random) -> Callable[[], None]:
    scope = dice.choice(SCOPES)
    (verb,) = dice.choices(("freeze", "on", "off", "40%", "release", "resume"), (6, 2, 2, 2, 5, 1))
    lasts = f" for {dice.randint(5, 60)}" if verb[0] != "r" and dice.random() < 0.4 else ""
    return lambda: world.say(scope, verb + lasts)


def _change_of_mind(world: World, dice: Random) -> Callable[[], None]:
    """Somebody moves; somebody else freezes and releases while the decision is being written."""
    area, scope = dice.choice(list(SENSORS)), dice.choice(("override/house", "override/area/{}"))
    gaps = [dice.random() * AN_INSTANT for _ in range(3)]

    def happens() -> None:
        now = world.now
        world.disk_becomes(slow=True)
        world.say(f"override/device/{dice.choice(list(LAMPS))}", "release")
        world.agenda.at(now + gaps[0], lambda: world.moves(SENSORS[area]))
        world.agenda.at(now + gaps[0] + gaps[1], lambda: world.say(scope.format(area), "freeze"))
        world.agenda.at(now + sum(gaps), lambda: world.say(scope.format(area), "release"))

    return happens


def _kill(world: World, dice: Random) -> Callable[[], None]:
    cut = dice.random() < 0.5
    return lambda: world.kills(cut=cut)


def _bomb(world: World, dice: Random) -> Callable[[], None]:
    when = dice.choice(("before", "after"))

    def lay() -> None:
        if world.life is not None:
            world.tells(f"the hub will die {when} its next write")
            world.life.ledger.bomb = when

    return lay


def _disk(world: World, dice: Random) -> Callable[[], None]:
    fails, slow = dice.random() < 0.3, dice.random() < 0.7

    def changes() -> None:
        if world.life is not None:
            world.disk_becomes(slow=slow, fails=fails)

    return changes


def _link(world: World, _dice: Random) -> Callable[[], None]:
    return world.disconnects


def _clock(world: World, dice: Random) -> Callable[[], None]:
    by = dice.choice(STEPS)
    return lambda: world.steps_clock(by)


def _policy(world: World, dice: Random) -> Callable[[], None]:
    which = dice.randrange(2)
    return lambda: world.adopts(which)


def _spoil(world: World, _dice: Random) -> Callable[[], None]:
    return world.spoils


CHOICES: Final = {
    _motion: 30,
    _override: 26,
    _flip: 10,
    _tap: 10,
    _change_of_mind: 5,
    _kill: 4,
    _bomb: 3,
    _disk: 5,
    _link: 4,
    _clock: 3,
    _policy: 4,
    _spoil: 1,
}
