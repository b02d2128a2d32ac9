import os
import socket
from pathlib import Path

import pytest

from hub.notify import notify


@pytest.mark.parametrize("abstract", [False, True])
def test_systemd_hears_how_the_hub_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, abstract: bool
) -> None:
    name = f"homerule-notify-{os.getpid()}" if abstract else str(tmp_path / "notify")
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as systemd:
        systemd.bind(f"\0{name}" if abstract else name)
        systemd.settimeout(5)
        monkeypatch.setenv("NOTIFY_SOCKET", f"@{name}" if abstract else name)

        heard = notify("READY=1\nSTATUS=all is well")

        assert heard
        assert systemd.recv(100) == b"READY=1\nSTATUS=all is well"


def test_where_nobody_listens_nothing_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NOTIFY_SOCKET", raising=False)

    assert not notify("READY=1")
