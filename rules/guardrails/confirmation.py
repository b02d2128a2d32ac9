"""Confirmation: what is asked about before it happens, since it is much or since it releases."""

from typing import TYPE_CHECKING, ClassVar

from rules.deciding.judging import released
from rules.explain.phrases import aspects_text, duration_text, listed
from rules.explain.reasons import someone, without_an_answer
from rules.guardrail import Case, Confirm, Guardrail, Verdict
from rules.policy import Role
from rules.words.asks import Otherwise
from rules.words.device import Sort
from rules.words.times import MINUTE, Duration
from rules.words.value import value
from rules.words.values import POWER, Aspect, Values

A_WHILE = Duration(5 * MINUTE)

if TYPE_CHECKING:
    from rules.policy import Policy


@value(frozen=True, slots=True, kw_only=True)
class BigScopeConfirmation(Guardrail):
    """Asks before one cause changes more devices at once than this."""

    name: ClassVar[str] = "big_scope_confirmation"

    more_than: int
    who: Role = Role.ADULT
    answer_within: Duration = A_WHILE
    otherwise: Otherwise = Otherwise.NOTHING

    def __post_init__(self) -> None:
        """Refuse what would ask about everything; that is another kind."""
        if self.more_than < 1:
            raise ValueError("`more_than` must be at least 1")

    def judge(self, case: Case) -> Verdict:
        """Ask about each part of a change that is too big."""
        many = case.proposal.together
        if many <= self.more_than or not case.changes:
            return None
        return Confirm(
            who=self.who.value,
            deadline=case.now + self.answer_within,
            otherwise=self.otherwise,
            observed=f"{many} devices would change at once",
        )

    def sentence(self) -> str:
        """Return the rule as a clause about it."""
        devices = "device" if self.more_than == 1 else "devices"
        who = f"{someone(self.who.value)} before more than {self.more_than} {devices}"
        return f"asks {who} change at once{self.hours()}{without_an_answer(self.otherwise)}"


@value(frozen=True, slots=True, kw_only=True)
class CategoryConfirmation(Guardrail):
    """Asks before something of a category is released: switched on, opened, unlocked.

    The category is what the rule reaches, of these sorts and aspects where any are given. What
    dims, closes, locks or switches off is never asked about.
    """

    name: ClassVar[str] = "category_confirmation"
    safety: ClassVar[bool] = True
    binds_people: ClassVar[bool] = True

    sorts: tuple[Sort, ...] = ()
    aspects: tuple[Aspect, ...] = ()
    who: Role = Role.ADULT
    answer_within: Duration = A_WHILE

    def judge(self, case: Case) -> Verdict:
        """Ask about a release."""
        if self.sorts and case.device.announcement.sort not in self.sorts:
            return None
        aspect = released(case) if case.changes and self._is_meant(case.values) else None
        if aspect is None or (self.aspects and aspect not in self.aspects):
            return None
        what = "it would be switched on" if aspect == POWER else f"its {aspect} would be released"
        deadline = case.now + self.answer_within
        return Confirm(who=self.who.value, deadline=deadline, observed=what)

    def _is_meant(self, values: Values) -> bool:
        return not self.aspects or not values.keys().isdisjoint(self.aspects)

    def idle(self, policy: "Policy") -> str:  # noqa: ARG002 -- the contract names it
        """Return why it can never matter."""
        dumb = bool(self.sorts) and {Sort.SENSOR, Sort.BUTTON}.issuperset(self.sorts)
        return "a sensor or a button can be told nothing" if dumb else ""

    def sentence(self) -> str:
        """Return the rule as a clause about it."""
        sorts = listed((f"a {sort}" for sort in self.sorts), "or") if self.sorts else "anything"
        of = f" by its {aspects_text(self.aspects)}" if self.aspects else ""
        who = someone(self.who.value)
        within = duration_text(self.answer_within)
        return (
            f"asks {who} within {within} before {sorts} is switched on, opened or unlocked"
            f"{of}{self.hours()}"
        )


KINDS: tuple[type[Guardrail], ...] = (BigScopeConfirmation, CategoryConfirmation)
