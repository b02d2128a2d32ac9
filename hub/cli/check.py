"""`homerule check`: says what is wrong with the household's files before a hub takes them."""

from argparse import ArgumentParser, Namespace, _SubParsersAction
from collections.abc import Sequence
from typing import Final

from hub.cli.folders import StateUnknown, add_folders, configuration_of, state_of
from hub.cli.show import as_json
from hub.clock import Clock
from hub.journal.file import FILE, JournalUnreadable
from hub.journal.reader import JournalReader
from hub.policy.errors import ConfigurationErrors, Problem
from hub.policy.household import Household, Looker, read_household
from hub.policy.settings import load_settings

HOUSE_FILE: Final = "house.yaml"
HUB_FILE: Final = "hub.yaml"
BY_TRUST: Final = (
    "who speaks on the broker is taken on trust: whoever may write to it counts as somebody of the "
    "household. `homerule access` prints rules for it; docs/broker-access.md has the steps"
)


def add(parsers: "_SubParsersAction[ArgumentParser]") -> None:
    """Add the command to the command line."""
    parser = parsers.add_parser("check", help="look for mistakes in house.yaml and hub.yaml")
    add_folders(parser)
    parser.add_argument("--json", action="store_true", help="say it for a script")
    parser.set_defaults(run=run)


def run(args: Namespace) -> int:
    """Print all errors and warnings; return 0 if a hub would take the files, else 1."""
    folder = configuration_of(args)
    errors: list[Problem] = []
    household: Household | None = None
    try:
        household = read_household(folder / HOUSE_FILE, Looker(Clock().now(), _seen(args)))
    except ConfigurationErrors as wrong:
        errors.extend(wrong.problems)
    trusted = ""
    try:
        settings = load_settings(folder / HUB_FILE)
        trusted = BY_TRUST if settings.broker and not settings.guarded else ""
    except ConfigurationErrors as wrong:
        errors.extend(wrong.problems)
    warnings = household.warnings if household else ()
    unsigned = _unsigned(args) if household else ""
    if args.json:
        more = {"unsigned": unsigned or None, "trusted": trusted or None}
        print(as_json({**_as_data(errors, warnings, household), **more}))
    else:
        _print_lines(errors, warnings, household)
        for said in filter(None, (unsigned, trusted)):
            print(said)
    return 1 if errors else 0


def _seen(args: Namespace) -> frozenset[str]:
    """Return the ids and hardware ids of the devices that a hub has ever seen here."""
    try:
        state = state_of(args)
        if not (state / FILE).exists():
            return frozenset()
        with JournalReader.open(state) as journal:
            bound = journal.bindings()
    except (OSError, JournalUnreadable, StateUnknown):
        # The state is another user's, `homerule verify` says what it has, or it is not known.
        return frozenset()
    return frozenset((*bound, *bound.values()))


def _unsigned(args: Namespace) -> str:
    """Return what of the household file nobody has signed, where a hub has run with it before."""
    from hub.policy.policies import Policies  # noqa: PLC0415 -- the file itself is looked at first

    try:
        policies = Policies.look_into(state_of(args), configuration_of(args) / HOUSE_FILE)
    except (OSError, StateUnknown):
        return ""  # the state is another user's, whose hub says it, or it is not known where
    if not policies.book.last:
        return ""
    policies.look()
    return policies.unsigned


def _print_lines(
    errors: Sequence[Problem], warnings: Sequence[Problem], household: Household | None
) -> None:
    for problem in errors:
        print(problem)
    for problem in warnings:
        print(f"warning: {problem}")
    if errors:
        counted = _counted(len(errors), "error")
        print(f"{counted}: a hub would not take these files, and goes on by what was signed last")
    elif household:
        print(f"{HOUSE_FILE}: {contents(household)}: no errors")
        for sentence in _rules(household).values():
            print(f"  {sentence}")


def contents(household: Household) -> str:
    """Return what a household file holds, counted: `5 areas, 3 people, 1 agent, 5 guardrails`."""
    policy = household.policy
    return ", ".join(
        (
            _counted(len(policy.areas), "area"),
            _counted(len(policy.people), "person", "people"),
            _counted(len(policy.agents), "agent"),
            _counted(len(policy.guardrails), "guardrail"),
        )
    )


def _rules(household: Household) -> dict[str, str]:
    """Return each guardrail as the sentence by which it will be named, by its id."""
    from rules.explain.names import WrittenNames  # noqa: PLC0415 -- on use
    from rules.explain.policies import rule_sentence  # noqa: PLC0415 -- on use

    policy = household.policy
    names = WrittenNames(people={person: known.name for person, known in policy.people.items()})
    return {id_: rule_sentence(rule, names) for id_, rule in policy.guardrails.items()}


def _counted(count: int, one: str, many: str = "") -> str:
    return f"{count} {one if count == 1 else many or f'{one}s'}"


def _as_data(
    errors: Sequence[Problem], warnings: Sequence[Problem], household: Household | None
) -> dict[str, object]:
    return {
        "ok": not errors,
        "errors": [_problem_data(problem) for problem in errors],
        "warnings": [_problem_data(problem) for problem in warnings],
        "policy": household.policy.hash if household else None,
        "guardrails": _rules(household) if household else {},
    }


def _problem_data(problem: Problem) -> dict[str, object]:
    return {
        "file": str(problem.file),
        "line": problem.line or None,
        "where": problem.where,
        "text": problem.text,
    }
