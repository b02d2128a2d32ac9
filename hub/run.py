"""Runs the hub as a process: opens its files, and says in words what keeps it from running."""

import logging
import sys
from collections.abc import Iterator

from hub.clock import Clock
from hub.journal import Journal, JournalInUse, JournalUnreadable
from hub.options import Options
from hub.policy.errors import ConfigurationErrors
from hub.policy.household import load_household
from hub.policy.keys import KeyDamaged
from hub.policy.policies import Policies
from hub.policy.settings import Settings, load_settings

FAILED = 1


def run(options: Options) -> int:
    """Run the hub until it is told to stop; return the exit code."""
    logging.basicConfig(format="%(levelname)s %(message)s", level=logging.INFO, stream=sys.stderr)
    try:
        settings = load_settings(options.config / "hub.yaml")
    except ConfigurationErrors as problems:
        return _fail(problems, *_in_the_other_file(options))
    try:
        journal = Journal.open(options.state)
    except (JournalInUse, JournalUnreadable) as problem:
        return _fail(problem)
    try:
        return _run_with(journal, options, settings)
    finally:
        journal.close()


def _in_the_other_file(options: Options) -> Iterator[ConfigurationErrors]:
    """Yield what is wrong with the household file too, so that nobody starts twice to hear it."""
    try:
        load_household(options.config / "house.yaml")
    except ConfigurationErrors as problems:
        yield problems


def _run_with(journal: Journal, options: Options, settings: Settings) -> int:
    file, now = options.config / "house.yaml", Clock().now()
    try:
        opening = Policies.opening(options.state, file, journal, now)
        # The rest of the hub is loaded while a child reads the household file.
        from hub.serve import FAILURES, serve  # noqa: PLC0415 -- late, as it is heavy

        policies = opening()
    except (ConfigurationErrors, KeyDamaged, JournalUnreadable, OSError) as problem:
        return _fail(problem)
    failure = 0
    try:
        serve(options, settings, policies, journal)
    except* FAILURES as problems:
        failure = _fail(*problems.exceptions)
    return failure


def _fail(*problems: BaseException) -> int:
    for problem in problems:
        said = _fail(*problem.exceptions) if isinstance(problem, BaseExceptionGroup) else 0
        if not said:
            sys.stderr.write(f"{problem}\n")
    return FAILED
