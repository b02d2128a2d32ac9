"""Tries at an address: so many at once, and one more after a while."""

from hub.door.limits import MOST_ADDRESSES, Bucket


def test_an_address_has_so_many_tries_and_gets_them_back_one_by_one() -> None:
    now = [0.0]
    bucket = Bucket(2, 10.0, lambda: now[0])

    assert [bucket.take("10.0.0.1") for _ in range(3)] == [True, True, False]
    assert bucket.take("10.0.0.2")
    now[0] = 10.0
    assert [bucket.take("10.0.0.1") for _ in range(2)] == [True, False]


def test_one_house_of_ipv6_addresses_is_one_address() -> None:
    bucket = Bucket(1, 10.0, lambda: 0.0)

    assert bucket.take("fd00::1")
    assert not bucket.take("fd00::2")
    assert bucket.take("fd00:0:0:1::1")
    assert bucket.take("::ffff:10.0.0.1")
    assert not bucket.take("10.0.0.1")


def test_the_memory_for_addresses_is_bounded() -> None:
    bucket = Bucket(1, 10.0, lambda: 0.0)

    for number in range(2 * MOST_ADDRESSES):
        bucket.take(f"10.0.{number // 256}.{number % 256}")

    assert len(bucket._left) == MOST_ADDRESSES
