"""What physical switches froze, as a part of a sentence: since when, and until when."""

from rules.explain.names import Names
from rules.explain.phrases import moment_text
from rules.words.ids import SwitchId
from rules.words.people import Freeze
from rules.words.times import Moment
from rules.words.wishes import Via


def engaged_clause(freeze: Freeze, by: SwitchId, scope: str, now: Moment, names: Names) -> str:
    """Return what a switch froze as part of a sentence that is read at a moment."""
    at, it = moment_text(freeze.since, now, names.zone), names.switch(by)
    if freeze.by.via is Via.DOUBT:
        return f"{it} could not be read at {at}, so {scope} is frozen until it can be, or released"
    return f"{it} holds {scope} since {at}; frozen until {names.let_go_of(by)}"
