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
A_WHILE: Final = 2.0
CHANGING: Final = 2
"""The remainder of seeds in whose runs things come, go and change too: each costs more."""
MOST_CHANGES: Final = 3
FORMS: Final = ("usual", "undimmed", "relay")
STEPS: Final = (-40 * 365 * 86400.0, -7200.0, -90.0, 90.0, 7200.0, 30 * 86400.0, 40 * 365 * 86400.0)


def plan(world: World) -> float:
    """Put a run's happenings on the agenda; return when the last of them has happened."""
    dice = world.dice
    world.agenda.at(0.0, world.starts)
    when = 1.0 + dice.random()
    moments = []
    for _ in range(dice.randint(8, MOST)):
        # Half of it comes in a rush: that is where races are.
        when += dice.random() * (ONE_MOMENT if dice.random() < 0.5 else LONGEST_BREAK)
        (choose,) = dice.choices(list(CHOICES), list(CHOICES.values()))
        world.agenda.at(when, choose(world, dice))
        moments.append(when)
    if world.seed % 3 == CHANGING:
        _plan_changes(world, moments)
    return when


def _plan_changes(world: World, moments: list[float]) -> None:
    """Let a few more things happen, each at about the time of another."""
    # Dice of their own: all else happens as it would without them.
    dice = Random(f"changes {world.seed}")
    for _ in range(dice.randint(1, MOST_CHANGES)):
        after = ONE_MOMENT if dice.random() < 0.5 else A_WHILE
        when = dice.choice(moments) + after * dice.random()
        (choose,) = dice.choices(list(CHANGES), list(CHANGES.values()))
        world.agenda.at(when, choose(world, dice))


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


def _form(world: World, dice: Random) -> Callable[[], None]:
    """Something tells anew what a lamp can do."""
    name, form = dice.choice(list(LAMPS.values())), dice.choice(FORMS)
    return lambda: world.announces(name, form)


def _going(world: World, dice: Random) -> Callable[[], None]:
    """A thing is taken away, and announced again later."""
    name = dice.choice([*LAMPS.values(), *SENSORS.values()])
    form = dice.choice(FORMS) if name in LAMPS.values() else FORMS[0]
    away = dice.random() * (ONE_MOMENT if dice.random() < 0.3 else LONGEST_BREAK)

    def goes() -> None:
        world.announces(name, "gone")
        world.agenda.at(world.now + away, lambda: world.announces(name, form))

    return goes


def _rooms(world: World, dice: Random) -> Callable[[], None]:
    """Somebody gives a room another name, or dissolves it; it may be held in the same moment."""
    which, held = dice.randrange(len(world.policies)), dice.random() < 0.5
    area, verb = dice.choice(("hall", "kitchen", "galley")), dice.choice(("freeze", "on", "off"))

    def changes() -> None:
        if held:
            world.say(f"override/area/{area}", verb)
        world.adopts(which)

    return changes


def _button(world: World, dice: Random) -> Callable[[], None]:
    press = dice.choice(("single", "double"))
    world.has_button()
    return lambda: world.presses(press)


def _absence(world: World, dice: Random) -> Callable[[], None]:
    """A sensor is out of reach for a while."""
    sensor, away = dice.choice(list(SENSORS.values())), dice.random() * LONGEST_BREAK

    def goes() -> None:
        world.misses(sensor)
        world.agenda.at(world.now + away, lambda: world.finds(sensor))

    return goes


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
CHANGES: Final = {_form: 3, _going: 4, _rooms: 4, _button: 3, _absence: 2}
