import os
import sys
from pathlib import Path

import pytest

from hub.policy import apart as module
from hub.policy.apart import apart, begun_apart
from hub.policy.keys import KeyDamaged


def test_what_comes_of_the_work_comes_back_and_what_it_loaded_does_not() -> None:
    def loads() -> int:
        sys.modules["a heavy library"] = sys
        return os.getpid()

    assert apart(loads) != os.getpid()
    assert "a heavy library" not in sys.modules


def test_what_the_work_raises_is_raised_here() -> None:
    def fails() -> None:
        raise KeyDamaged("the key is damaged")

    with pytest.raises(KeyDamaged, match="the key is damaged"):
        apart(fails)


def test_where_the_child_dies_or_is_stuck_the_work_is_done_here(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    here = os.getpid()

    def dies() -> str:
        if os.getpid() != here:
            os._exit(1)
        return "done here"

    def is_stuck() -> str:
        while os.getpid() != here:
            os.read(os.pipe()[0], 1)
        return "done here"

    monkeypatch.setattr(module, "PATIENCE", 0.1)
    assert apart(dies) == "done here"
    assert apart(is_stuck) == "done here"


def test_a_large_answer_comes_whole() -> None:
    assert apart(lambda: b"x" * 1_000_000) == b"x" * 1_000_000


def test_the_child_keeps_nothing_open_that_its_parent_has_open() -> None:
    with Path(os.devnull).open() as file:
        number = file.fileno()

        def is_open() -> bool:
            try:
                os.fstat(number)
            except OSError:
                return False
            return True

        assert is_open()
        assert not apart(is_open)


def test_other_work_goes_on_while_a_child_does_its_own(tmp_path: Path) -> None:
    told = tmp_path / "told"
    os.mkfifo(told)

    result = begun_apart(lambda: (os.getpid(), told.read_text()), patience=10.0)
    told.write_text("we went on")
    child, heard = result()

    assert heard == "we went on"
    assert child != os.getpid()
