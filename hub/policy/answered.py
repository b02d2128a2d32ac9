"""What people answered once and for all: laid over the household file as a draft, to be signed.

Rule 1: an answer counts only with a signature, as any other line of the draft. Rule 2: a *never*
is one guardrail more; an *always* spares a question of the rules that asked, and nothing else.
Rule 3: who writes the household file has the last word: what it says itself is left as it is.
Rule 4: what nobody signs is forgotten after a month.
"""

import json
from collections.abc import Collection, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, Final

from hub.policy.book import FOLDER
from hub.policy.canonical import as_node
from hub.policy.keys import write_whole
from hub.policy.yaml_lines import Node, Row, Table
from rules.words.asks import Wants, WasAsked
from rules.words.ids import LONGEST_SLUG, AgentId, DeviceId, GuardrailId, slug
from rules.words.prompts import Answer
from rules.words.records import ChangeWished
from rules.words.times import DAY, Moment
from rules.words.value import value

FILE: Final = "answers.json"
KEPT_UNSIGNED: Final = 30 * DAY
MOST: Final = 200
"""Answers that are kept; the oldest go first."""
ROOM: Final = 4
"""Letters of an id that are left for its number."""
NOTHING: Final = Table()


@value(frozen=True, slots=True, kw_only=True)
class Answered:
    """One answer. `who` said it, as people read it; `id` is what it is called in the policy."""

    id: str
    answer: Answer
    agent: AgentId
    who: str
    at: Moment
    about: tuple[WasAsked, ...]


def read_answers(state: Path) -> tuple[Answered, ...]:
    """Return what is kept; nothing where that cannot be read, since nothing of it was signed."""
    try:
        said = json.loads((state / FOLDER / FILE).read_bytes())
        return tuple(_read(one) for one in said)
    except (OSError, ValueError, TypeError, KeyError):
        return ()


def write_answers(state: Path, answers: Iterable[Answered]) -> None:
    """Keep these answers."""
    said = [_written(one) for one in answers]
    write_whole(state / FOLDER / FILE, json.dumps(said, indent=1).encode())


def with_one_more(
    answers: Sequence[Answered], change: ChangeWished, who: str, at: Moment, taken: Collection[str]
) -> tuple[Answered, ...]:
    """Return the answers with a new one; `taken` are ids that guardrails have already."""
    about = frozenset(change.about)
    others = [
        one
        for one in answers
        if (one.answer, one.agent, frozenset(one.about)) != (change.answer, change.agent, about)
    ]
    to = "no-to" if change.answer is Answer.NEVER else "yes-to"
    base = slug(f"{to}-{change.agent}")[: LONGEST_SLUG - ROOM].strip("-")
    known = {*taken, *(one.id for one in others)}
    names = (base if number == 1 else f"{base}-{number}" for number in range(1, MOST + 2))
    fresh = Answered(
        id=next((name for name in names if name not in known), base),
        answer=change.answer,
        agent=change.agent,
        who=who,
        at=at,
        about=change.about,
    )
    return (*others, fresh)[-MOST:]


def without_old(answers: Iterable[Answered], signed: Table, now: Moment) -> tuple[Answered, ...]:
    """Return the answers without those that nobody signed for too long."""
    return tuple(
        one for one in answers if now - one.at < KEPT_UNSIGNED or laid_over(signed, [one]) is signed
    )


def laid_over(root: Table, answers: Iterable[Answered]) -> Table:
    """Return what a household file and these answers say together; the file itself is left."""
    whole = root
    for one in answers:
        if one.agent in _section(root, "agents"):
            lay = _refused if one.answer is Answer.NEVER else _spared
            whole = lay(whole, one)
    return whole


def _refused(root: Table, one: Answered) -> Table:
    rules = _section(root, "guardrails")
    for name, wants, devices in _by_way(one):
        if name in rules:
            continue
        refusal = {
            "kind": "agent_refusal",
            "agents": [one.agent],
            "devices": devices,
            "wants": wants.value,
            "purpose": f"{one.who} answered never",
        }
        rules = _with(rules, name, as_node(refusal))
    return root if rules is _section(root, "guardrails") else _with(root, "guardrails", rules)


def _by_way(one: Answered) -> Iterator[tuple[str, Wants, list[DeviceId]]]:
    """Yield a name for each way that was asked about, and the devices that would go it."""
    for number, wants in enumerate(dict.fromkeys(was.wants for was in one.about)):
        name = one.id if number == 0 else f"{one.id}-{wants.value}"
        yield name, wants, [was.device for was in one.about if was.wants is wants]


def _spared(root: Table, one: Answered) -> Table:
    rules = _section(root, "guardrails")
    for was in one.about:
        for rule in was.rules:
            said = rules.get(rule)
            if not isinstance(said, Table):
                continue
            before = said.get("unasked")
            row: list[object] = [*before] if isinstance(before, Row) else []
            spared = [one.agent, was.device, was.wants.value]
            if spared not in row:
                more = as_node([*row, spared])
                rules = _with(rules, rule, _with(said, "unasked", more))
    return root if rules is _section(root, "guardrails") else _with(root, "guardrails", rules)


def _section(root: Table, name: str) -> Table:
    found = root.get(name)
    return found if isinstance(found, Table) else NOTHING


def _with(table: Table, key: str, node: Node) -> Table:
    """Return a copy of a table with one key set anew."""
    copy = Table()
    copy.update(table)
    copy.lines = dict(table.lines)
    copy[key] = node
    copy.lines.setdefault(key, 0)
    return copy


def _read(said: Any) -> Answered:  # noqa: ANN401 -- JSON, of which anything else is refused
    return Answered(
        id=str(said["id"]),
        answer=Answer(said["answer"]),
        agent=AgentId(str(said["agent"])),
        who=str(said["who"]),
        at=float(said["at"]),
        about=tuple(
            WasAsked(
                device=DeviceId(str(was["device"])),
                wants=Wants(was["wants"]),
                rules=tuple(GuardrailId(str(rule)) for rule in was["rules"]),
            )
            for was in said["about"]
        ),
    )


def _written(one: Answered) -> dict[str, object]:
    return {
        "id": one.id,
        "answer": one.answer.value,
        "agent": one.agent,
        "who": one.who,
        "at": one.at,
        "about": [
            {"device": was.device, "wants": was.wants.value, "rules": [*was.rules]}
            for was in one.about
        ],
    }
