"""The families that the guide builds work: what it shows is put beside the shipped ones and run."""

import re
import sys
from collections.abc import Iterator
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

import pytest

import devices.families
from devices.catalogue import families

GUIDE = Path(__file__).resolve().parents[3] / "docs" / "adding-a-family.md"
_FILE = re.compile(r"```python (?P<name>\w+\.py)\n(?P<text>.*?)```", re.DOTALL)
FILES = {found["name"]: found["text"] for found in _FILE.finditer(GUIDE.read_text())}
TESTS = sorted(name for name in FILES if name.startswith("test_"))
FAMILIES = sorted(name.removesuffix(".py") for name in FILES if not name.startswith("test_"))


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The folder with the tests that the guide shows; its families are beside the shipped ones."""
    places = {True: tmp_path / "tests", False: tmp_path / "families"}
    for place in places.values():
        place.mkdir()
    for name, text in FILES.items():
        (places[name in TESTS] / name).write_text(text)
    beside = [*devices.families.__path__, str(places[False])]
    monkeypatch.setattr(devices.families, "__path__", beside)
    yield places[True]
    for family in FAMILIES:
        sys.modules.pop(f"devices.families.{family}", None)
        vars(devices.families).pop(family, None)


@pytest.mark.usefixtures("folder")
def test_a_family_in_the_folder_is_found_without_a_word_to_anybody() -> None:
    assert FAMILIES == ["bloom", "glow"]
    assert set(FAMILIES) <= {family.name for family in families()}


@pytest.mark.parametrize("name", TESTS)
def test_its_own_tests_pass(folder: Path, name: str) -> None:
    shown = _run(folder / name)

    tests = [test for name, test in vars(shown).items() if name.startswith("test_")]
    assert len(tests) >= len(FAMILIES)
    for test in tests:
        test()


def _run(file: Path) -> ModuleType:
    spec = spec_from_file_location(file.stem, file)
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
