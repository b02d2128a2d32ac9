"""What people did and what they hold, as sentences."""

from collections.abc import Iterable, Mapping

from rules.explain.names import Names
from rules.explain.phrases import (
    duration_text,
    moment_text,
    sentence_of,
    shades_text,
    values_text,
)
from rules.explain.switches import engaged_clause
from rules.words.people import (
    AreaScope,
    DeviceScope,
    Freeze,
    HandKind,
    Hold,
    HouseScope,
    Override,
    Pause,
    PersonClaim,
    Scope,
)
from rules.words.times import HOUR, MINUTE, Moment
from rules.words.values import BRIGHTNESS, POWER, Values
from rules.words.wishes import Author, Via

WAYS: Mapping[Via, str] = {
    Via.WALL: "by hand",
    Via.CONTROL: "with a button",
    Via.MQTT: "over MQTT",
    Via.PAGE: "on the page",
    Via.CONSOLE: "at the console",
    Via.SWITCH: "",
    Via.DOUBT: "in doubt",
    Via.BREAKER: "",
    Via.MAINS: "at a switch in its mains",
    Via.CONTROLLER: "with another controller",
    Via.UNKNOWN: "perhaps by hand",
}


def author_text(author: Author, names: Names) -> str:
    """Return who acted and by which way: `Ana over MQTT`, `somebody by hand`."""
    return f"{_who(author, names)} {_way(author, names)}".rstrip()


def _who(author: Author, names: Names) -> str:
    if author.switch is not None:
        return names.switch(author.switch)
    if author.via is Via.BREAKER:
        return "the hub's breaker"
    if author.person is not None:
        return names.person(author.person)
    return f"somebody (says it is {author.says})" if author.says else "somebody"


def _way(author: Author, names: Names) -> str:
    if author.control is not None:
        return f"with {names.control(author.control)}"
    return WAYS[author.via]


def scope_text(scope: Scope, names: Names) -> str:
    """Return a scope as it reads within a sentence: `the house`, `the kitchen`, `Hall lamp`."""
    match scope:
        case HouseScope():
            return "the house"
        case AreaScope(area):
            return names.area(area)
        case DeviceScope(device):
            return names.device(device)


def freeze_sentence(freeze: Freeze, names: Names, now: Moment | None = None) -> str:
    """Return a freeze as a sentence: who, what, when and until when; `now`: when it is read."""
    return sentence_of(freeze_clause(freeze, freeze.since if now is None else now, names))


def freeze_clause(freeze: Freeze, now: Moment, names: Names) -> str:
    """Return a freeze as part of a sentence that is read at a moment."""
    scope = scope_text(freeze.scope, names)
    if freeze.by.switch is not None:
        return engaged_clause(freeze, freeze.by.switch, scope, now, names)
    what = f"froze {scope}"
    return f"{_act(freeze, what, now, names)}; {_latch('frozen', freeze.until, now, names)}"


def undone_clause(held: Freeze | PersonClaim, names: Names) -> str:
    """Return that a person had not done it, as it follows `if`: `Ben had not switched it off`."""
    if isinstance(held, Freeze):
        return f"{_who(held.by, names)} had not frozen {scope_text(held.scope, names)}"
    kind = held.kind if isinstance(held, Hold) else HandKind.UP
    what = _set_text(held.values, "it", kind).replace("took it over", "taken it over")
    return f"{_who(held.by, names)} had not {what}"


def hold_sentence(claim: PersonClaim, names: Names, now: Moment | None = None) -> str:
    """Return a hold or an override as a sentence: who, what, when and until when, read at `now`."""
    it = names.device(claim.device) if isinstance(claim, Hold) else scope_text(claim.scope, names)
    return sentence_of(held_clause(claim, it, claim.since if now is None else now, names))


def standing_sentences(
    standing: Iterable[Freeze | PersonClaim], now: Moment, names: Names
) -> tuple[str, ...]:
    """Return all that people hold of a device: freezes, what has the say, and what lies beneath."""
    said: list[str] = []
    beneath = ""
    for held in standing:
        if isinstance(held, Freeze):
            said.append(freeze_sentence(held, names, now))
        else:
            said.append(beneath + hold_sentence(held, names, now))
            beneath = "Beneath it: "
    return tuple(said)


def override_sentence(override: Override, names: Names) -> str:
    """Return an override as a sentence."""
    return hold_sentence(override, names)


def pause_sentence(pause: Pause, names: Names, now: Moment | None = None) -> str:
    """Return a pause as a sentence, read at `now`: who put which agent aside, and until when."""
    now, agent = pause.since if now is None else now, names.agent(pause.agent)
    who, way = _who(pause.by, names), _way(pause.by, names)
    at = moment_text(pause.since, now, names.zone)
    if pause.skips is not None:
        run = moment_text(pause.skips, now, names.zone)
        return sentence_of(" ".join(filter(None, (who, f"skipped {agent} at {run}", way))))
    end = moment_text(pause.until, now, names.zone)
    act = " ".join(filter(None, (who, f"paused {agent}", way, f"at {at}")))
    return sentence_of(f"{act}; it wishes nothing until {end}")


def reminder_sentence(held: Freeze | Override, now: Moment, names: Names) -> str:
    """Return what people are reminded of: how long it stands by now, who placed it and when."""
    unit = HOUR if now - held.since >= HOUR else MINUTE
    after = duration_text(max(1, round((now - held.since) / unit)) * unit)
    scope = scope_text(held.scope, names)
    if isinstance(held, Freeze):
        act, end = _act(held, "froze it", now, names), _latch("frozen", held.until, now, names)
        return sentence_of(f"{scope} is still frozen after {after}: {act}; {end}")
    return sentence_of(
        f"{scope} is still held after {after}: {held_clause(held, 'it', now, names)}"
    )


def held_clause(claim: PersonClaim, it: str, now: Moment, names: Names) -> str:
    """Return a hold or an override as part of a sentence; `it` is the device that is held."""
    if isinstance(claim, Hold):
        what = _set_text(claim.values, it, claim.kind)
    else:
        whole = not isinstance(claim.scope, DeviceScope)
        what = _set_text(claim.values, scope_text(claim.scope, names) if whole else it, HandKind.UP)
    return f"{_act(claim, what, now, names)}; {_kept(claim, now, names)}"


def hold_began_sentence(hold: Hold, was: Values, names: Names) -> str:
    """Return the beginning of a hold as a sentence, with what the device was before."""
    what = _set_text(hold.values, names.device(hold.device), hold.kind)
    known = {aspect: was[aspect] for aspect in hold.values if was.get(aspect) is not None}
    before = f" (it was {values_text(known)})" if known else ""
    act, kept = _act(hold, what, hold.since, names), _kept(hold, hold.since, names)
    return sentence_of(f"{act}{before}; {kept}")


def _act(held: Freeze | PersonClaim, what: str, now: Moment, names: Names) -> str:
    at = moment_text(held.since, now, names.zone)
    way = _way(held.by, names)
    return " ".join(part for part in (_who(held.by, names), what, way, "at", at) if part)


def _set_text(values: Values, it: str, kind: HandKind) -> str:
    if values.get(POWER) is False:
        return f"switched {it} off"
    shades = shades_text(values)
    if not shades:
        return f"switched {it} on" if values.get(POWER) is True else f"took {it} over"
    dimmed = kind is HandKind.DOWN and values.get(BRIGHTNESS) is not None
    return f"{'dimmed' if dimmed else 'set'} {it} to {shades}"


def _kept(claim: PersonClaim, now: Moment, names: Names) -> str:
    if claim.by.switch is not None:
        return f"held until {names.let_go_of(claim.by.switch)}"
    if isinstance(claim, Override) or claim.empty_for is None:
        return _latch("held", claim.until, now, names)
    end = f"at most until {moment_text(claim.until, now, names.zone)}"
    soonest = claim.since + claim.at_least
    if soonest > now and claim.at_least > claim.empty_for:
        end = f"not before {moment_text(soonest, now, names.zone)} and {end}"
    place = names.place_of(claim.device)
    return f"held until {place} has been empty for {duration_text(claim.empty_for)}, {end}"


def _latch(word: str, until: Moment | None, now: Moment, names: Names) -> str:
    if until is None:
        return f"{word} until somebody releases it"
    return f"{word} until {moment_text(until, now, names.zone)}"
