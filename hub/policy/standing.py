"""What is said of a household file that is not what is in force: to who may sign, and to all."""

from collections.abc import Callable
from typing import Final

from hub.policy.errors import listed
from rules.words.value import value

IN_DOUBT: Final = (
    "no signed policy can be trusted, so nothing automated acts and the house is frozen: "
    "look at house.yaml, sign it with `homerule policy sign`, "
    "and then give the house back with `homerule override house release`"
)


@value(frozen=True, slots=True)
class Draft:
    """The household file as it stands: its hash, or its mistakes; and how it differs."""

    hash: str = ""
    problems: str = ""
    changes: tuple[str, ...] = ()


@value(frozen=True, slots=True, kw_only=True)
class Standing:
    """How a household file stands to what is in force.

    `signed_by`: who signed its draft already, where somebody else must too; `answers`: what people
    answered once and for all is part of the draft; `in_doubt`: nothing signed can be trusted.
    """

    file: str
    draft: Draft
    signed_by: tuple[str, ...] = ()
    answers: bool = False
    in_doubt: bool = False


def to_signers(standing: Standing) -> str:
    """Return what the draft is about and by which command it is signed; empty where it is not."""
    file, draft = standing.file, standing.draft
    if standing.in_doubt:
        return IN_DOUBT
    if draft.problems:
        return (
            f"{file} has mistakes, so nobody can sign it and the policy in force stays: "
            "`homerule check` lists them"
        )
    if not draft.changes:
        return ""
    if standing.signed_by:
        return (
            f"{file} is signed by {listed(standing.signed_by, 'and')} and waits for somebody else: "
            "nothing of it counts until then"
        )
    count = len(draft.changes)
    has = f"{file} and what people answered have" if standing.answers else f"{file} has"
    if count == 1:
        return (
            f"{has} 1 change that nobody has signed, so it does not count: "
            "`homerule policy diff` tells it, `homerule policy sign` puts it in force"
        )
    return (
        f"{has} {count} changes that nobody has signed, so nothing of that counts: "
        "`homerule policy diff` tells them, `homerule policy sign` puts them in force"
    )


def to_everybody(standing: Standing, name: Callable[[str], str]) -> str:
    """Return the same for who lives there, without commands; `name` says who a signer is."""
    if standing.in_doubt:
        return (
            "what the household signed cannot be trusted, so nothing happens by itself; "
            "switches and this page work. Whoever looks after the hub must look at it"
        )
    if standing.draft.problems:
        return (
            "somebody changed the household's rules and made a mistake in them: "
            "those that were signed stay in force"
        )
    if not standing.draft.changes:
        return ""
    if standing.signed_by:
        names = [name(signer) for signer in standing.signed_by]
        return (
            f"a change of the household's rules is signed by {listed(names, 'and')} and waits "
            "for somebody else to sign it"
        )
    return (
        "somebody changed the household's rules, and nobody has signed that: "
        "it does not count until an owner signs it"
    )
