"""Drafts are kept under a short code, by their owner alone, and not for ever."""

from pathlib import Path

import pytest

from hub.policy.drafts import KEPT_FOR, MOST, Drafts
from tests.hub.policy.signed import HOUSE, NOON, root


def test_a_draft_is_found_by_its_code_however_it_is_typed(tmp_path: Path) -> None:
    drafts = Drafts(tmp_path)

    kept = drafts.keep(root(HOUSE), base="b", by="Ana on the page", at=NOON)

    found = Drafts(tmp_path).get(f" {kept.code.lower()} ")
    assert found == kept
    assert (kept.root, kept.by, kept.at) == (root(HOUSE), "Ana on the page", NOON)
    (path,) = (tmp_path / "drafts").iterdir()
    assert path.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("code", ["", "../x", "AAAAA", "0OIl", "AB/D", "..", "NONE"])
def test_what_is_no_code_finds_nothing(tmp_path: Path, code: str) -> None:
    assert Drafts(tmp_path).get(code) is None


def test_too_many_give_way_and_so_do_old_ones(tmp_path: Path) -> None:
    drafts = Drafts(tmp_path)
    old = drafts.keep(root(HOUSE), base="b", by="Ana", at=NOON - KEPT_FOR - 1)
    for number in range(MOST + 3):
        drafts.keep(root(HOUSE), base="b", by="Ana", at=NOON + number)

    kept = drafts.all()

    assert len(kept) == MOST
    assert [draft.at for draft in kept] == [NOON + MOST + 2 - number for number in range(MOST)]
    assert drafts.get(old.code) is None


@pytest.mark.parametrize(
    "spoilt", ["", "[]", '{"base": 1}', '{"base":"","text":"[","by":"","at":1}']
)
def test_one_that_is_spoilt_is_none(tmp_path: Path, spoilt: str) -> None:
    drafts = Drafts(tmp_path)
    kept = drafts.keep(root(HOUSE), base="b", by="Ana", at=NOON)
    (tmp_path / "drafts" / f"{kept.code}.json").write_text(spoilt)

    assert drafts.all() == []
    assert drafts.get(kept.code) is None


def test_a_forgotten_one_is_gone(tmp_path: Path) -> None:
    drafts = Drafts(tmp_path)
    kept = drafts.keep(root(HOUSE), base="b", by="Ana", at=NOON)

    drafts.forget(kept.code)
    drafts.forget("../../house")

    assert drafts.all() == []
