"""The files of the page keep its promises: our own code, our own machine, and text as text."""

import re
from pathlib import Path

import pytest

import hub.web
from hub.web.assets import FIRST

STATIC = Path(hub.web.__file__).parent / "static"
FILES = sorted(path for path in STATIC.rglob("*") if path.is_file())
SCRIPTS = [file for file in FILES if file.suffix == ".js"]
AS_MARKUP = re.compile(
    r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(|new Function"
)

AT_THE_TOP = re.compile(
    r"^(?:export )?(?:async )?(?:const|let|class|function) (\w+)", flags=re.MULTILINE
)


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda file: file.name)
def test_a_script_never_makes_markup_of_a_text(script: Path) -> None:
    assert not AS_MARKUP.search(script.read_text())


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_a_file_names_no_other_machine(file: Path) -> None:
    text = file.read_text().replace("http://www.w3.org/2000/svg", "")

    assert "//" not in re.sub(r"^\s*// .*$", "", text, flags=re.MULTILINE)


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda file: file.name)
def test_a_script_is_short_enough_to_be_read(script: Path) -> None:
    assert len(script.read_text().splitlines()) <= 200


def test_what_the_page_knows_does_not_depend_on_how_it_is_shown() -> None:
    assert "document" not in (STATIC / "store.js").read_text()


def test_the_modules_that_go_out_as_one_use_no_name_twice() -> None:
    texts = [(STATIC / f"{name}.js").read_text() for name in FIRST]

    names = [name for text in texts for name in AT_THE_TOP.findall(text)]

    assert len(names) > len(FIRST)
    assert sorted({*names}) == sorted(names)
