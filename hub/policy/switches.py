"""Reads what a physical override switch is: the line that is read, and what it holds."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Final

from hub.policy import references, values
from hub.policy.errors import Fault, Misread, closest, guess, listed
from hub.policy.form import Form
from hub.policy.references import Known
from hub.policy.shown import shown
from hub.policy.yaml_lines import Node, Table
from rules.policy import Policy
from rules.words.ids import AreaId, DeviceId, Ref, SwitchId, slug
from rules.words.people import AreaScope, DeviceScope, HouseScope, Scope
from rules.words.switches import Gpio, Line, OfDevice, Simulated, Switch, SwitchKind, UsbKey
from rules.words.values import Values

NOT_OF: Final = {
    SwitchKind.LATCHING: {"release": "is for a momentary switch; this one is released by its turn"},
    SwitchKind.MOMENTARY: {
        "reading": "is for a latching switch; of a button the presses count",
        "active": "is for a latching switch; of a button the presses count",
    },
}
"""What may be said of a device as one kind of switch and not as the other."""
HIGHEST_LINE: Final = 511
CHIP: Final = re.compile(r"gpiochip[0-9]{1,3}")
KEY: Final = re.compile(r"(?:BTN_|KEY_)?[A-Z0-9_]{1,32}")
FILE: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
FREEZE: Final = "freeze"
HOUSE: Final = "house"
DEVICE: Final = "device"


def switch(node: Node, known: Known, id_: SwitchId) -> Switch:
    """Read one switch."""
    if not isinstance(node, Table):
        raise Misread(f"not a group of keys such as gpio, kind and scope: {shown(node)}")
    which = _which(node)
    faults: list[Fault] = []
    of_line, of_switch = _parted(node, which, faults)
    line: Line = Simulated(simulated="")
    try:
        line = _lines()[which].read(of_line, known)
    except Misread as misread:
        faults.extend(misread.faults)
    try:
        whole = _switches().read(of_switch, known, {"id": id_, "line": line})
    except Misread as misread:
        raise Misread(*faults, *misread.faults) from None
    faults.extend(_does_not_fit(whole, node))
    if faults:
        raise Misread(*faults)
    return whole


def twice(policy: Policy) -> Iterator[Fault]:
    """Yield the switches that are read by the same line as another."""
    seen: dict[Line, Switch] = {}
    for known in policy.switches.values():
        line = _contact(known.line)
        other = seen.setdefault(line, known)
        if other is not known:
            text = f"the switch `{other.id}` is read by the same line"
            yield Fault(text, ("switches", known.id))


def _contact(line: Line) -> Line:
    """Return where a line is, without how it is read."""
    match line:
        case Gpio(gpio=gpio, chip=chip):
            return Gpio(gpio=gpio, chip=chip)
        case OfDevice(device=device):
            return OfDevice(device=Ref(slug(device)))
        case _:
            return line


def _which(table: Table) -> str:
    """Return the key that says how the switch is read."""
    named = [key for key in _lines() if key in table]
    if not named:
        raise Misread(f"nothing says how it is read: name one of {listed(_lines())}")
    if len(named) > 1:
        text = f"`{named[0]}` and `{named[1]}` are two ways to read it: leave one out"
        raise Misread(Fault(text, key=named[1]))
    return named[0]


def _parted(table: Table, which: str, faults: list[Fault]) -> tuple[Table, Table]:
    """Return what is said of the line, and what of the switch; fill in what is said of neither."""
    of_line, of_switch = Table(), Table()
    for key, node in table.items():
        others = [other for other, form in _lines().items() if key in form.keys]
        if which in others:
            of_line[key] = node
        elif others:
            faults.append(Fault(f"`{key}` belongs to a switch that has `{others[0]}`", key=key))
        elif key not in _switches().keys and closest(key, _lines()[which].keys):
            # The line's form says what was perhaps meant.
            of_line[key] = node
        else:
            of_switch[key] = node
    return of_line, of_switch


def _does_not_fit(whole: Switch, table: Table) -> Iterator[Fault]:
    if isinstance(whole.line, OfDevice):
        for key, why in NOT_OF[whole.kind].items():
            if key in table:
                yield Fault(f"`{key}` {why}", key=key)


@cache
def _switches() -> Form[Switch]:
    return Form(
        Switch,
        given=frozenset({"id", "line"}),
        reads={"scope": _scope, "engages": _engages, "name": _name, "where": _name},
    )


@cache
def _lines() -> "dict[str, Form[Gpio] | Form[UsbKey] | Form[OfDevice] | Form[Simulated]]":
    return {
        "gpio": Form(Gpio, reads={"gpio": _gpio, "chip": _chip}),
        "usb": Form(UsbKey, reads={"usb": _name, "key": _key}),
        DEVICE: Form(OfDevice, reads={"release": _name}),
        "simulated": Form(Simulated, reads={"simulated": _file}),
    }


def _name(node: Node, known: Known) -> str:
    del known
    return values.name(node)


def _gpio(node: Node, known: Known) -> int:
    del known
    if isinstance(node, int) and not isinstance(node, bool) and 0 <= node <= HIGHEST_LINE:
        return node
    raise Misread(f"not the number of a line such as 17: {shown(node)}")


def _chip(node: Node, known: Known) -> str:
    del known
    written = values.text(node).removeprefix("/dev/")
    if CHIP.fullmatch(written):
        return written
    raise Misread(f"not a chip such as gpiochip0: {shown(node)}")


def _key(node: Node, known: Known) -> str:
    """Read a key as Linux names it: `f13` is `KEY_F13`."""
    del known
    written = values.text(node).upper()
    if KEY.fullmatch(written):
        return written if written.startswith(("KEY_", "BTN_")) else f"KEY_{written}"
    raise Misread(f"not a key such as f13 or enter: {shown(node)}")


def _file(node: Node, known: Known) -> str:
    del known
    written = values.text(node)
    if FILE.fullmatch(written):
        return written
    raise Misread(f"not the name of a file in the state folder: {shown(node)}")


def _engages(node: Node, known: Known) -> Values | None:
    del known
    if node == FREEZE:
        return None
    try:
        return values.wish(node)
    except Misread as misread:
        if misread.sure or isinstance(node, Table):
            raise
        raise Misread(f"not freeze, on, off or a brightness such as 20 %: {shown(node)}") from None


def _scope(node: Node, known: Known) -> Scope:
    """Read a scope as topics write it: `house`, `area/hall`, `device/heater-plug`."""
    written = values.name(node)
    sort, _, name = written.rpartition("/")
    areas = known.ids.get("areas", ())
    if written.lower() == HOUSE:
        return HouseScope()
    if sort == DEVICE:
        return DeviceScope(DeviceId(references.identifier(name)))
    if sort in {"", "area"} and slug(name) in areas:
        return AreaScope(AreaId(slug(name)))
    if sort == "area":
        raise references.unknown("areas", "area", name, areas)
    offered = [HOUSE, *(f"area/{area}" for area in areas)]
    hint = guess(written, [*offered, *areas]) or "; such as house, area/hall or device/hall-lamp"
    raise Misread(f"not a scope: {shown(written)}{hint}")
