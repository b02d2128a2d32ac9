"""Addresses of network hardware: one form, however they were written."""

import pytest

from devices.mac import mac_of, macs_of


@pytest.mark.parametrize("said", ["AA:BB:CC:11:22:33", "aa-bb-cc-11-22-33", "AABBCC112233"])
def test_the_same_address_is_the_same_however_it_is_written(said: str) -> None:
    assert mac_of(said) == "aabbcc112233"


@pytest.mark.parametrize(
    "said",
    [
        "",
        "aabbcc1122",
        "aabbcc11223344",
        "gg:bb:cc:11:22:33",
        "../../etc",
        "aabbcc112233\n",
        "0" * 12,
    ],
)
def test_what_is_no_address_of_one_product_is_none(said: str) -> None:
    assert not mac_of(said)
    assert macs_of(said, "AA:BB:CC:11:22:33") == {"aabbcc112233"}
