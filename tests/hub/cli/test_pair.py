"""`homerule pair` at the console: a code, three words, a yes."""

import asyncio
import re

import pytest

from hub.__main__ import main
from tests.hub.cli.conftest import Command
from tests.hub.web.a_phone import paired, stranger
from tests.hub.web.conftest import Served


@pytest.mark.parametrize(("says", "state"), [("yes", "in"), ("no", "declined"), ("", "declined")])
async def test_a_phone_is_let_in_by_a_yes_to_its_three_words_and_by_nothing_else(
    afar: Served,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    says: str,
    state: str,
) -> None:
    asked: list[str] = []

    def answers(question: str) -> str:
        asked.append(question)
        if not says:
            raise EOFError
        return says

    monkeypatch.setattr("builtins.input", answers)
    words = ["pair", "--name", "Ana", "--role", "adult", "--state", str(afar.hub.state)]
    command = asyncio.create_task(asyncio.to_thread(main, words))  # noqa: TID251 -- of a test
    printed = ""
    while not (link := re.search(r"#(\S+)", printed)) and not command.done():
        await asyncio.sleep(0.02)
        printed += capsys.readouterr().out
    assert link, printed
    phone = stranger(afar)
    assert (await phone.proves(link[1])).status == 200

    assert await command == (0 if says == "yes" else 1)
    printed += capsys.readouterr().out

    assert asked == ["yes or no: "]
    assert "▄" in printed
    assert ", ".join(phone.words) in printed
    assert (await phone.waits())["state"] == state
    await phone.session.close()


async def test_the_phones_are_listed_and_one_is_forgotten(
    served: Served, homerule: Command
) -> None:
    phone = await paired(served, name="Ana", role="adult")

    _, listed, _ = await homerule("pair", "--list")
    code, forgotten, _ = await homerule("pair", "--forget", "Ana")
    again, _, complaint = await homerule("pair", "--forget", "Ana")
    _, nobody, _ = await homerule("pair", "--list")

    assert re.fullmatch(rf"{phone.id}  Ana \(A phone\), adult, since 2025-11-10T.*\n", listed)
    assert (code, forgotten) == (0, "A phone of Ana is forgotten.\n")
    assert again == 1
    assert "there is no such phone" in complaint
    assert nobody == "No phone is paired.\n"
    assert (await phone.get("/api/house")).status == 401
    await phone.session.close()


async def test_whose_phone_it_is_must_be_said(homerule: Command) -> None:
    code, _, complaint = await homerule("pair")

    assert code == 1
    assert "say whose phone it is" in complaint


async def test_where_no_phone_reaches_the_page_it_is_refused_at_once_and_says_what_to_change(
    served: Served, homerule: Command
) -> None:
    code, printed, complaint = await homerule("pair", "--person", "ana")

    assert (code, printed) == (1, "")
    assert "answers on this machine alone" in complaint
    assert "write `page: { host: 0.0.0.0 }` into hub.yaml" in complaint


async def test_a_link_for_the_house_key_needs_one(afar: Served, homerule: Command) -> None:
    code, _, complaint = await homerule("pair", "--house-key", "--person", "ana")

    assert code == 1
    assert "there is no House key yet: `homerule key make`" in complaint
