"""Contracts on the project itself, which no linter knows: what its files may not say or hold."""

import ast
import re
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

from hub.__main__ import COMMANDS

ROOT = Path(__file__).parents[1]
CODE = ("rules", "devices", "hub")
SENTENCE = re.compile(r"[A-Z`*].*[.?]", re.DOTALL)

# Put together here, so that this file does not hold what it looks for.
REGISTRIES = tuple(
    ".".join(parts)
    for parts in (
        ("pypi", "org"),
        ("pythonhosted", "org"),
        ("npmjs", "org"),
        ("npmjs", "com"),
        ("crates", "io"),
        ("golang", "org"),
        ("piwheels", "org"),
    )
)
MACHINE_PATH = re.compile("|".join(rf"(?<![\w.])/{top}/" for top in ("work", "home", "Users")))


@cache
def files() -> tuple[Path, ...]:
    """Return the files that are in the project, or would be with the next commit."""
    asked = ("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard")
    names = subprocess.run(asked, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    known = (ROOT / name for name in names.split("\0") if name)
    return tuple(path for path in known if path.is_file())


def text_files() -> dict[str, str]:
    """Return what the project's files say, by their names; pictures say nothing."""
    said = {}
    for path in files():
        data = path.read_bytes()
        if b"\0" not in data:
            said[str(path.relative_to(ROOT))] = data.decode()
    return said


def modules(*folders: str) -> list[Path]:
    """Return the Python files of these folders."""
    return [path for folder in folders for path in sorted((ROOT / folder).rglob("*.py"))]


def code_blocks(text: str) -> str:
    """Return what stands in the shell blocks and between the backticks of a Markdown text."""
    blocks = re.findall(r"^```sh\n(.*?)^```", text, re.DOTALL | re.MULTILINE)
    return "\n".join([*blocks, *re.findall(r"`([^`\n]+)`", text)])


def test_a_lock_file_names_no_address_and_no_file_of_somebodys_machine() -> None:
    locks = sorted((ROOT / "requirements").glob("*.txt"))

    assert locks
    for lock in locks:
        text = lock.read_text()
        assert "://" not in text, lock.name
        assert "file:" not in text, lock.name


def test_every_locked_package_is_pinned_by_a_hash() -> None:
    for lock in (ROOT / "requirements").glob("*.txt"):
        entries = re.split(r"\n(?=\S)", lock.read_text().strip())
        unpinned = [entry.split()[0] for entry in entries if "--hash=sha256:" not in entry]

        assert not unpinned, lock.name


@pytest.mark.parametrize("folder", ["config", "systemd"])
def test_a_folder_of_data_holds_no_python(folder: str) -> None:
    assert not modules(folder)


def test_no_file_names_a_package_registry() -> None:
    named = [
        name for name, text in text_files().items() if any(host in text for host in REGISTRIES)
    ]

    assert not named


def test_no_file_names_a_folder_of_the_machine_it_was_written_on() -> None:
    found = {name: MACHINE_PATH.findall(text) for name, text in text_files().items()}

    assert not {name: paths for name, paths in found.items() if paths}


def test_every_module_opens_with_a_sentence_that_says_why_it_exists() -> None:
    opened = {path: ast.get_docstring(ast.parse(path.read_text())) or "" for path in modules(*CODE)}

    silent = [
        path for path, text in opened.items() if not SENTENCE.fullmatch(text.split("\n\n")[0])
    ]
    assert not silent


def test_only_the_hub_waits() -> None:
    waiting = [
        path
        for path in modules("rules", "devices")
        if any(
            isinstance(node, ast.AsyncFunctionDef | ast.Await | ast.AsyncFor | ast.AsyncWith)
            for node in ast.walk(ast.parse(path.read_text()))
        )
    ]

    assert not waiting


def test_what_the_readme_tells_to_make_can_be_made() -> None:
    calls = r"(?:^|sudo )make(?: -C \S+)? ([a-z./][\w./-]*)"
    told = set(re.findall(calls, code_blocks((ROOT / "README.md").read_text()), re.MULTILINE))
    targets = set(re.findall(r"^([\w./-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))

    assert {"run", "test", "check"} <= told
    assert told <= targets


def test_the_commands_of_the_readme_exist() -> None:
    told = re.findall(r"(?<!/)\bhomerule ([a-z]+)", code_blocks((ROOT / "README.md").read_text()))

    assert {"why", "override", "check"} <= set(told)
    assert set(told) <= COMMANDS.keys()


def test_the_files_that_a_document_points_to_are_there() -> None:
    documents = [path for path in files() if path.suffix == ".md"]

    missing = [
        (document.name, target)
        for document in documents
        for target in re.findall(r"\]\(([^)#:]+)[^):]*\)", document.read_text())
        if not (document.parent / target).exists()
    ]
    assert documents
    assert not missing


def test_the_rules_stand_on_the_standard_library_alone() -> None:
    known = {"rules", *sys.stdlib_module_names}
    others = {
        (path.name, name)
        for path in modules("rules")
        for name in imported(ast.parse(path.read_text()))
        if name not in known
    }

    assert not others


def imported(tree: ast.Module) -> set[str]:
    """Return the top names of all that a module imports, wherever it does."""
    names = [
        name
        for node in ast.walk(tree)
        for name in (
            [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else []
        )
    ]
    return {name.partition(".")[0] for name in names}
