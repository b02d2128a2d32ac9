"""What is done for the whole process while the hub starts."""

import os

import pytest

from hub.serve import SPARED, load_page


@pytest.mark.parametrize("name", SPARED)
@pytest.mark.parametrize("before", [None, "/etc/ours.pem"])
def test_what_the_household_set_stays_as_it_was(
    monkeypatch: pytest.MonkeyPatch, before: str | None, name: str
) -> None:
    monkeypatch.delenv(name, raising=False)
    if before is not None:
        monkeypatch.setenv(name, before)

    load_page()

    assert os.environ.get(name) == before
