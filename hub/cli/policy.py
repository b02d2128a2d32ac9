"""`homerule policy`: what house.yaml would change, who signed what, signing it, and going back."""

import json
from argparse import SUPPRESS, ArgumentParser, Namespace, _SubParsersAction
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from hub.cli.answers import No, NoHub
from hub.cli.folders import add_folders, configuration_of, state_of
from hub.cli.show import as_json, columns, items_in, plain, text_in

if TYPE_CHECKING:
    from hub.policy.policies import Policies
    from hub.policy.versions import Version

HOUSE_FILE: Final = "house.yaml"
SHORT_HASH: Final = 12
HOW_TO_SIGN: Final = "`homerule policy sign` puts this in force."
NOTHING_YET: Final = "nothing is signed yet: the hub's first start signs house.yaml as it stands"


def add(parsers: "_SubParsersAction[ArgumentParser]") -> None:
    """Add the command to the command line."""
    parser = parsers.add_parser("policy", help="show, sign and take back changes of house.yaml")
    add_folders(parser)
    verbs = parser.add_subparsers(dest="verb", metavar="VERB", required=True)
    diff = _verb(verbs, "diff", "what house.yaml would change, in sentences")
    log = _verb(verbs, "log", "every version that was signed: when, by whom, why")
    for shows in (diff, log):
        shows.add_argument("--json", action="store_true", help="say it for a script")
    diff.set_defaults(run=print_diff)
    log.set_defaults(run=print_log)
    sign = _verb(verbs, "sign", "sign house.yaml as it stands, so that it is in force")
    drop = _verb(verbs, "drop", "forget what somebody answered with always or never")
    drop.add_argument("answer", metavar="ANSWER", help="as `homerule policy diff` calls it")
    drop.set_defaults(run=drop_answer)
    back = _verb(verbs, "rollback", "sign the version before anew; house.yaml is left as it is")
    back.add_argument("--to", type=int, metavar="N", help="or this version")
    for signs in (sign, back):
        signs.add_argument("--as", dest="signer", default="console", metavar="WHO", help=AS)
        signs.add_argument("--reason", default="", metavar="TEXT", help="why, for the journal")
    draft = "sign this draft, made on the page, instead of house.yaml"
    sign.add_argument("--draft", default="", metavar="CODE", help=draft)
    sign.set_defaults(run=sign_file)
    back.set_defaults(run=roll_back)


AS: Final = "an owner's id in house.yaml; left out: `console`, for the household"


def _verb(verbs: "_SubParsersAction[ArgumentParser]", name: str, text: str) -> ArgumentParser:
    parser = verbs.add_parser(name, help=text)
    # What stands before the verb must not be overwritten by a default of what may stand after it.
    add_folders(parser, SUPPRESS)
    return parser


def print_diff(args: Namespace) -> int:
    """Print what the household file would change."""
    policies = _look(args)
    if args.json:
        print(as_json(_as_data(policies)))
        return 0
    version = policies.version
    if version is None:
        print(plain(policies.unsigned if policies.book.last else NOTHING_YET))
        return 0
    if policies.draft.problems:
        raise No(f"house.yaml cannot be signed:\n{policies.draft.problems}")
    if not policies.draft.changes:
        print(
            plain(f"house.yaml is in force: version {version.number}, {_signed(version, policies)}")
        )
        return 0
    print(plain(f"house.yaml against version {version.number}, {_signed(version, policies)}:"))
    _print_changes(policies.draft.changes)
    for one in policies.unsigned_answers:
        drop = f"`homerule policy drop {one.id}` forgets it"
        print(plain(f"  {one.who} answered {one.answer.value}: {drop}."))
    print(plain(policies.unsigned if policies.book.pending else HOW_TO_SIGN))
    return 0


def drop_answer(args: Namespace) -> int:
    """Forget what somebody answered once and for all; what was signed of it is then a change."""
    policies = _look(args)
    if not policies.drop_answer(args.answer):
        raise No(f"there is no answer `{args.answer}`: `homerule policy diff` names them")
    policies.look()
    print(plain("It is forgotten."))
    if policies.draft.changes:
        print(plain("What was signed of it stays in force until this is signed too:"))
        _print_changes(policies.draft.changes)
    return 0


def print_log(args: Namespace) -> int:
    """Print every version, newest first, and what does not fit together."""
    from hub.policy.compared import unlike_the_journal  # noqa: PLC0415 -- only where it is needed

    policies = _look(args)
    doubts = [*policies.doubts, *unlike_the_journal(policies.book)]
    versions = policies.book.versions[::-1]
    if args.json:
        print(as_json({"versions": [_version_data(v) for v in versions], "doubts": doubts}))
        return 1 if doubts else 0
    for doubt in doubts:
        print(plain(f"warning: {doubt}"))
    rows = [
        (
            "in force" if version is policies.version else "",
            str(version.number),
            _when(version.at, policies),
            ", ".join(version.signers),
            version.hash[:SHORT_HASH],
            version.reason,
        )
        for version in versions
    ]
    print(columns(rows) if rows else NOTHING_YET)
    return 1 if doubts else 0


def sign_file(args: Namespace) -> int:
    """Sign the household file, by the hub or, while none runs, alone."""
    policies = _look(args)
    if args.draft:
        return _sign_draft(args, policies)
    draft = policies.draft
    if draft.problems:
        raise No(f"house.yaml cannot be signed:\n{draft.problems}")
    if policies.version is not None and draft.changes:
        _print_changes(draft.changes)
    return _do(args, "sign", {"policy": draft.hash})


def _sign_draft(args: Namespace, policies: "Policies") -> int:
    """Sign what somebody drafted on the page; it is shown first, and what was shown is signed."""
    from hub.policy.changes import changes  # noqa: PLC0415 -- on use
    from hub.policy.drafts import Drafts  # noqa: PLC0415 -- on use

    draft = Drafts(state_of(args)).get(args.draft)
    if draft is None:
        raise No(f"there is no draft {plain(args.draft)}: the page shows what waits, under House")
    if policies.version is not None:
        print(plain(f"Drafted by {draft.by}, {_when(draft.at, policies)}:"))
        _print_changes(changes(policies.version.root, draft.root))
    return _do(args, "sign", {"policy": draft.hash, "draft": draft.code})


def roll_back(args: Namespace) -> int:
    """Go back to the version before, or to the one that is named."""
    policies = _look(args)
    before = policies.earlier(args.to)
    if before is not None and policies.version is not None:
        from hub.policy.changes import changes  # noqa: PLC0415 -- on use

        _print_changes(changes(policies.version.root, before.root))
    # What was shown is what is meant, whatever somebody signs meanwhile.
    shown: dict[str, object] = {} if args.to is None else {"to": args.to}
    if before is not None and policies.version is not None:
        shown = {"to": before.number, "from": policies.version.number}
    return _do(args, "rollback", shown)


def _do(args: Namespace, what: str, more: dict[str, object]) -> int:
    from hub.cli.talk import say  # noqa: PLC0415 -- on use

    state = state_of(args)
    request = {"as": _id(args.signer), "reason": args.reason, **more}
    try:
        answer = say(state, f"/api/policy/{what}", json.dumps(request))
    except NoHub:
        from hub.cli.signing import alone  # noqa: PLC0415 -- only while no hub runs

        answer = alone(state, _file(args), what, json.dumps(request))
    _print_answer(answer)
    return 0


def _print_answer(answer: object) -> None:
    number, signers = text_in(answer, "version"), ", ".join(map(str, items_in(answer, "signers")))
    if not isinstance(answer, dict) or not answer.get("in_force"):
        print(plain(f"Signed by {signers}. It counts once somebody else has signed it too."))
        return
    print(plain(f"Version {number} is in force, signed by {signers}."))
    if unsigned := text_in(answer, "unsigned"):
        print(plain(f"{unsigned}."))


def _print_changes(sentences: Sequence[str]) -> None:
    from hub.policy.changes import allows_more  # noqa: PLC0415 -- on use

    for sentence in sentences:
        print(plain(f"  {sentence}"))
    if count := sum(map(allows_more, sentences)):
        print(plain(f"  Of these, {count} may let more happen than today."))


def _look(args: Namespace) -> "Policies":
    from hub.policy.policies import Policies  # noqa: PLC0415 -- it loads all that reads YAML

    state = state_of(args)
    try:
        policies = Policies.look_into(state, _file(args))
    except PermissionError:
        raise No(f"{state} belongs to another user: run this as that user") from None
    policies.look()
    return policies


def _file(args: Namespace) -> Path:
    return configuration_of(args) / HOUSE_FILE


def _id(written: str) -> str:
    from rules.words.ids import slug  # noqa: PLC0415 -- on use

    return slug(written)


def _signed(version: "Version", policies: "Policies") -> str:
    return f"signed by {', '.join(version.signers)}, {_when(version.at, policies)}"


def _when(moment: float, policies: "Policies") -> str:
    """Return it by the house's own clock, as the page and the log do."""
    from rules.words.times import civil  # noqa: PLC0415 -- on use

    return civil(moment, policies.policy.home.zone).strftime("%Y-%m-%d %H:%M")


def _version_data(version: "Version") -> dict[str, object]:
    return {
        "version": version.number,
        "policy": version.hash,
        "at": version.at,
        "needs": version.needs,
        "signatures": [
            {"signer": s.signer, "key": s.made_with, "at": s.at, "reason": s.reason}
            for s in version.signatures
        ],
    }


def _as_data(policies: "Policies") -> dict[str, object]:
    return {
        "in_force": _version_data(policies.version) if policies.version else None,
        "changes": [*policies.draft.changes],
        "problems": policies.draft.problems.splitlines(),
        "unsigned": policies.unsigned or None,
    }
