"""The console's socket lets in the owner of the hub and nobody else."""

import stat
from pathlib import Path

import pytest

from hub.web import console
from hub.web.server import Server
from hub.web.token import read_token, token_of
from tests.hub.web.conftest import Served


def test_only_the_owner_may_use_the_socket(tmp_path: Path) -> None:
    with console.listen(tmp_path):
        assert stat.S_IMODE((tmp_path / "hub.sock").stat().st_mode) == 0o600


def test_a_state_folder_with_a_long_name_works_too(tmp_path: Path) -> None:
    deep = tmp_path / ("long" * 30) / ("longer" * 20)
    deep.mkdir(parents=True)

    with console.listen(deep) as way_in:
        way_in.listen()
        with console.connect(deep, 1.0) as client, way_in.accept()[0] as server:
            client.sendall(b"hello")
            assert server.recv(5) == b"hello"


def test_a_socket_left_behind_by_a_hub_that_was_killed_is_replaced(tmp_path: Path) -> None:
    console.listen(tmp_path).close()

    with console.listen(tmp_path) as way_in:
        way_in.listen()
        console.connect(tmp_path, 1.0).close()


def test_there_is_no_way_in_where_no_hub_is(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        console.connect(tmp_path, 1.0)
    with pytest.raises(FileNotFoundError):
        console.connect(tmp_path / "nowhere", 1.0)


async def test_a_second_hub_is_refused_and_does_the_first_no_harm(served: Served) -> None:
    second = Server(served.hub.desk, served.hub.state, port=0)

    with pytest.raises(console.AnotherHub, match="another hub is running"):
        await second.start()
    await second.stop()

    assert (await served.console.get("/api/house")).status == 200


async def test_the_socket_is_gone_when_the_hub_is(served: Served) -> None:
    await served.server.stop()

    assert not (served.hub.state / "hub.sock").exists()


def test_the_token_is_made_once_is_long_and_is_for_the_owner_alone(tmp_path: Path) -> None:
    token = token_of(tmp_path)

    assert token == token_of(tmp_path) == read_token(tmp_path)
    assert len(token) >= 43
    assert stat.S_IMODE((tmp_path / "token").stat().st_mode) == 0o600


def test_two_homes_have_two_tokens(tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()

    assert token_of(tmp_path) != token_of(other)


@pytest.mark.parametrize("left", [b"", b"\n", b"abc\n", bytes(44), b"\xff" * 44])
def test_a_token_that_a_power_cut_left_in_pieces_is_made_anew(tmp_path: Path, left: bytes) -> None:
    (tmp_path / "token").write_bytes(left)

    token = token_of(tmp_path)

    assert len(token) >= 43
    assert token == token_of(tmp_path)
