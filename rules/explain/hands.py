"""What a report was taken for, as a sentence: one for each class there is."""

from rules.explain.names import Names
from rules.explain.phrases import values_text, when
from rules.words.hands import Seen
from rules.words.records import Judged
from rules.words.times import Moment
from rules.words.values import Values


def judged_clause(judged: Judged, at: Moment, names: Names) -> str:
    """Return what became of a report that nothing explained, as a clause."""
    it, clock = names.device(judged.device), when(at, names.zone)
    went = _change(it, judged.was, judged.values)
    match judged.seen:
        case Seen.NOTHING:
            return f"nothing in what {it} reported at {clock} had to be judged"
        case Seen.ECHO | Seen.GROUP_ECHO:
            return _echo(judged, it, clock)
        case Seen.PHYSICAL | Seen.HAND | Seen.CONTROLLER | Seen.MAINS:
            return _hand(judged, it, clock)
        case Seen.POWER_CUT:
            cut = "with most of the house: a power cut"
            return f"{it} came back at {clock} together {cut}, and nothing is held for it"
        case Seen.GLITCH:
            return f"{went} at {clock} and was as before within a second: nothing follows from it"
        case Seen.UNKNOWN:
            ask = "was that you? It is left alone for 15 minutes"
            return f"{went} at {clock}, and nobody knows why: {ask}"


def _echo(judged: Judged, it: str, clock: str) -> str:
    whose = "it" if judged.seen is Seen.ECHO else "another device of its group"
    return f"what {it} reported at {clock} is what {whose} was told"


def _hand(judged: Judged, it: str, clock: str) -> str:
    went = _change(it, judged.was, judged.values)
    match judged.seen:
        case Seen.PHYSICAL:
            return f"{went} at {clock}: somebody did that at {it} itself"
        case Seen.CONTROLLER:
            told = values_text(judged.values)
            return f"another controller told {it} at {clock} to be {told}: that is somebody's wish"
        case Seen.MAINS:
            others = "while the rest of the house stayed up"
            return f"{it} came back at {clock} {others}: somebody used a switch in its mains"
        case _:
            return f"{went} at {clock}, which nothing that it was told explains: a hand"


def _change(it: str, was: Values, values: Values) -> str:
    known = {aspect: value for aspect, value in was.items() if value is not None}
    if not known:
        return f"{it} became {values_text(values)}"
    return f"{it} went from {values_text(known)} to {values_text(values)}"
