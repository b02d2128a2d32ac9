"""Hand-over: a phone's place goes to another that knows the six digits which the old one shows."""

import hmac
import json
import secrets
from collections.abc import AsyncIterator
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest
import pytest_asyncio
from aiohttp import ClientResponse

from hub.door.hand_over import BASE, LASTS, WRONG_TRIES, HandOvers, prime
from hub.door.handshake import covered
from hub.door.limits import Bucket
from hub.intake.meant import Refused, Unknown
from rules.words.events import PersonSet, PolicyAdopted
from rules.words.ids import PersonId
from tests.hub.web.a_house_key import house_paired, makes_house_key, trusting
from tests.hub.web.a_phone import APhone, paired, stranger
from tests.hub.web.conftest import POLICY, Served, serving
from tests.hub.web.test_phones import GRANTS, ON, PEOPLE, SET, diary, error

SHOW, KNOCK, PROVE = "/api/phones/hand-over", "/api/join/hand-over", "/api/join/hand-over/prove"


@pytest_asyncio.fixture
async def served(tmp_path: Path) -> AsyncIterator[Served]:
    """Serve a small hub in which people live, and where nobody is slowed down."""
    async with serving(tmp_path, host="0.0.0.0") as served:
        await served.hub.happens(PolicyAdopted(replace(POLICY, people=PEOPLE, hash="people")))
        served.server.door.tries = Bucket(1000, 1, lambda: 0.0)
        yield served


async def shown(phone: APhone) -> str:
    """Have a phone show its digits, and lift their cover."""
    said = await (await phone.post(SHOW, {})).json()
    if "covered" in said:
        pad = bytes.fromhex(
            covered(phone.key, str(phone.counter), bytes(len(said["covered"]) // 2))
        )
        plain = bytes(a ^ b for a, b in zip(bytes.fromhex(said["covered"]), pad, strict=True))
        said = json.loads(plain)
    return str(said["digits"])


async def takes_over(phone: APhone, digits: str) -> ClientResponse:
    """Say that one knows the digits, as a new phone does."""
    secret = secrets.randbits(256)
    theirs = f"{pow(BASE, secret, prime()):0512x}"
    knock = await (await phone.post(KNOCK, {"number": theirs}, sign="")).json()
    both = f"{pow(int(knock['number'], 16), secret, prime()):0512x}"
    key = sha256(both.encode()).digest()
    said = ["homerule hand-over", knock["phone"], knock["number"], theirs, digits, phone.public]

    def of(what: str) -> bytes:
        return hmac.digest(key, "\n".join([*said, what]).encode(), sha256)

    proof = {"phone": knock["phone"], "proof": of("phone").hex(), "public": phone.public}
    answer = await phone.post(PROVE, proof, sign="")
    if answer.status == 200:
        assert (await answer.json())["proof"] == of("hub").hex()
        phone.id, phone.key = knock["phone"], of("key")
    return answer


async def test_the_new_phone_has_what_the_old_one_had_and_the_old_one_nothing(
    served: Served,
) -> None:
    old, new = await paired(served, **GRANTS["guest"]), stranger(served)
    before = served.server.door.phones.get(old.id)

    answer = await takes_over(new, await shown(old))

    assert answer.status == 200
    assert (await new.waits())["state"] == "in"
    assert (await new.post(SET, ON)).status == 200
    assert isinstance(served.hub.told[0], PersonSet)
    gone = await old.post(SET, ON)
    assert gone.status == 401
    assert "this phone was handed over to another at 12:00" in await error(gone)
    (phone,) = served.server.door.phones
    assert before is not None
    assert (phone.name, phone.role, phone.rooms, phone.until, phone.label) == (
        before.name,
        before.role,
        before.rooms,
        before.until,
        before.label,
    )
    assert "A phone of Lea was handed over to another." in diary(served)
    for one in (old, new):
        await one.session.close()


async def test_digits_are_good_once_and_only_the_last(served: Served) -> None:
    old, new, other = await paired(served, person="ana"), stranger(served), stranger(served)
    first = digits = await shown(old)
    while digits == first:
        digits = await shown(old)

    before = await takes_over(other, first)
    answers = [await takes_over(phone, digits) for phone in (new, other)]

    assert before.status == 403
    assert [answer.status for answer in answers] == [200, 403]
    assert "these are not the digits" in await error(answers[1])
    for one in (old, new, other):
        await one.session.close()


async def test_wrong_digits_use_up_the_tries_of_the_right_ones(served: Served) -> None:
    old, new = await paired(served, person="ana"), stranger(served)
    digits = await shown(old)

    for _ in range(WRONG_TRIES):
        assert (await takes_over(new, "no")).status == 403

    assert (await takes_over(new, digits)).status == 403
    assert (await old.post(SET, ON)).status == 200
    for one in (old, new):
        await one.session.close()


async def test_each_address_has_so_many_tries(served: Served) -> None:
    served.server.door.tries = Bucket(1, 1e9, lambda: 0.0)
    new = stranger(served)

    assert (await takes_over(new, "no")).status == 403
    assert (await new.post(KNOCK, {"number": "0" * 512}, sign="")).status == 429
    await new.session.close()


async def test_the_cookie_alone_shows_no_digits_and_nobody_reads_them_on_their_way(
    served: Served,
) -> None:
    ana = await paired(served, person="ana")

    unsigned = await ana.post(SHOW, {}, sign="")
    said = await (await ana.post(SHOW, {})).json()

    assert unsigned.status == 401
    assert list(said) == ["covered"]
    await ana.session.close()


async def test_a_house_key_is_handed_over_to_a_house_key_alone(served: Served) -> None:
    await makes_house_key(served)
    ana, app = await house_paired(served, person="ana"), trusting(served)
    assert (await takes_over(app, await shown(ana))).status == 200
    assert (await app.waits())["state"] == "in"

    (phone,) = served.server.door.phones
    assert (phone.vouched, phone.public) == (True, app.hand.public)

    plain = stranger(served)
    assert (await takes_over(plain, await shown(app))).status == 200
    (phone,) = served.server.door.phones
    assert (phone.person, phone.vouched, phone.public) == (PersonId("ana"), False, b"")
    for one in (ana, app, plain):
        await one.session.close()


def test_digits_run_out_and_a_talk_is_for_one_proof() -> None:
    now = [0.0]
    hand_overs = HandOvers(lambda: now[0])
    number = f"{pow(BASE, 5, prime()):0512x}"
    digits = hand_overs.show("old")
    begun = hand_overs.begin(number)
    good = begun.proof(digits, "phone", "").hex()
    now[0] = LASTS

    late = hand_overs.begin(number)
    assert hand_overs.prove(late.phone, late.proof(digits, "phone", "").hex(), "") is None
    with pytest.raises(Unknown):
        hand_overs.prove(late.phone, good, "")
    with pytest.raises(Unknown):
        hand_overs.prove(begun.phone, good, "")


@pytest.mark.parametrize("number", [0, 1, -1])
def test_a_number_that_makes_no_secret_is_refused(number: int) -> None:
    with pytest.raises(Refused):
        HandOvers(lambda: 0.0).begin(f"{number % prime():0512x}")


def test_the_number_is_prime_and_so_is_its_half() -> None:
    assert prime().bit_length() == 2048
    for number in (prime(), (prime() - 1) // 2):
        assert all(pow(base, number - 1, number) == 1 for base in (2, 3, 5, 7))
