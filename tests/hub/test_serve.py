"""What is done for the whole process while the hub starts."""

import os

import pytest

from hub.serve import AUTHORITIES, load_page


@pytest.mark.parametrize("before", [None, "/etc/ours.pem"])
def test_whom_the_household_trusts_stays_as_it_was(
    monkeypatch: pytest.MonkeyPatch, before: str | None
) -> None:
    monkeypatch.delenv(AUTHORITIES, raising=False)
    if before is not None:
        monkeypatch.setenv(AUTHORITIES, before)

    load_page()

    assert os.environ.get(AUTHORITIES) == before
