"""The House key: https by the hub's own authority, and phones that sign with a key of their own."""

import asyncio
import json
import ssl
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest
import pytest_asyncio
from aiohttp import ClientConnectorCertificateError, ClientResponse, ClientSession, CookieJar

from hub.web.server import Server
from rules.words.events import PersonSet, PolicyAdopted
from rules.words.ids import PersonId
from rules.words.wishes import Author, Via
from tests.hub.policy.a_hand import AHand
from tests.hub.web.a_house_key import AHousePhone, house_paired, makes_house_key, trusting
from tests.hub.web.a_phone import APhone, code, mac, paired, sha256, stranger
from tests.hub.web.conftest import POLICY, Served, serving
from tests.hub.web.test_phones import ON, PEOPLE, SET

TO_SIGN = "/api/drafts/4F2K/to-sign"


@pytest_asyncio.fixture
async def served(tmp_path: Path) -> AsyncIterator[Served]:
    """Serve a small hub with a House key, whose page answers the whole house."""
    async with serving(tmp_path, host="0.0.0.0") as served:
        await served.hub.happens(PolicyAdopted(replace(POLICY, people=PEOPLE, hash="people")))
        await makes_house_key(served)
        yield served


@pytest_asyncio.fixture
async def ana(served: Served) -> AsyncIterator[AHousePhone]:
    """Pair a phone of the owner over https."""
    phone = await house_paired(served, person="ana")
    yield phone
    await phone.session.close()


async def error(answer: ClientResponse) -> str:
    return str((await answer.json())["error"])


async def test_what_a_phone_signed_with_its_own_key_is_done_by_its_person(
    served: Served, ana: AHousePhone
) -> None:
    answer = await ana.post(SET, ON)

    assert answer.status == 200
    (told,) = served.hub.told
    assert isinstance(told, PersonSet)
    assert told.by == Author(via=Via.PAGE, person=PersonId("ana"))


@pytest.mark.parametrize("fault", ["its old secret", "another key", "no signature", "changed"])
async def test_what_it_did_not_sign_with_that_key_is_not_done(
    served: Served, ana: AHousePhone, fault: str
) -> None:
    body = json.dumps(ON).encode()
    name, counter, good = ana.mark(SET, body).split(" ")
    said = f"{counter}\nPOST\n{SET}\n{sha256(body.decode())}"
    mark = {
        "its old secret": mac(ana.key, said).hex(),
        "another key": AHand().mark(said).hex(),
        "no signature": "zz",
        "changed": good,
    }[fault]
    sent = b'{"power": "off"}' if fault == "changed" else body

    answer = await ana.post(SET, sent, sign=f"{name} {counter} {mark}")

    assert answer.status == 401
    assert "not what the phone has signed" in await error(answer)
    assert served.hub.told == []


async def test_its_cookie_goes_over_https_alone(served: Served, ana: AHousePhone) -> None:
    (cookie,) = ana.session.cookie_jar
    over_http = {"Cookie": f"{cookie.key}={cookie.value}"}

    answer = await served.stranger.get(f"{served.url}/api/house", headers=over_http)

    assert cookie["secure"]
    assert cookie["httponly"]
    assert answer.status == 401


async def test_over_http_no_key_of_its_own_counts(served: Served) -> None:
    class Claims(APhone):
        @property
        def public(self) -> str:
            return "04" + "ab" * 64

    phone = Claims(served, ClientSession(cookie_jar=CookieJar(unsafe=True)))

    answer = await phone.proves(await code(served))

    assert answer.status == 400
    assert "over https alone" in await error(answer)
    await phone.session.close()


async def test_without_the_authority_nobody_trusts_the_page(served: Served) -> None:
    async with trusting(served).session as session:
        session.connector._ssl = ssl.create_default_context()  # type: ignore[union-attr]  # it is open
        with pytest.raises(ClientConnectorCertificateError):
            await session.get(f"https://homerule.local:{served.server.secure_port}/")


async def test_the_policy_is_signed_by_a_vouched_phone_of_a_person_who_may_all(
    served: Served, ana: AHousePhone
) -> None:
    plain = await paired(served, person="ana")
    lea = await house_paired(served, name="Lea", role="adult")
    less = await house_paired(served, person="ana", role="adult")

    refused = [await phone.get(TO_SIGN) for phone in (plain, lea, less)]
    heard = await ana.get(TO_SIGN)
    to_sign = {"at": 1, "mark": "0" * 128}
    signs = await plain.post("/api/drafts/4F2K/sign", to_sign)

    assert [answer.status for answer in refused] == [409, 409, 409]
    assert "this phone has no House key" in await error(refused[0])
    assert "let in as adult" in await error(refused[1])
    assert "let in as adult" in await error(refused[2])
    assert "this phone has no House key" in await error(signs)
    # It is heard; that there are no policies in this small hub is another matter.
    assert "nothing can be signed here" in await error(heard)
    for phone in (plain, lea, less):
        await phone.session.close()


async def lets_in(served: Served, by: APhone, person: str) -> AHousePhone:
    """Let a phone with a House key in by another phone."""
    phone = trusting(served)
    assert (await phone.proves(await code(served))).status == 200
    answer = await by.post(f"/api/phones/{phone.id}/let-in", {"person": person})
    assert answer.status == 200, await answer.text()
    assert (await phone.waits())["state"] == "in"
    return phone


async def test_who_was_let_in_over_plain_http_signs_requests_and_no_policy(
    served: Served, ana: AHousePhone
) -> None:
    plain = await paired(served, person="ana")
    doubtful = await lets_in(served, plain, "ana")
    sure = await lets_in(served, ana, "ana")

    acts = await doubtful.post(SET, ON)
    refused, heard = await doubtful.get(TO_SIGN), await sure.get(TO_SIGN)

    assert acts.status == 200
    assert "let in by one without a House key" in await error(refused)
    assert "nothing can be signed here" in await error(heard)
    for phone in (plain, doubtful, sure):
        await phone.session.close()


async def test_a_phone_that_is_forgotten_signs_nothing_any_more(
    served: Served, ana: AHousePhone
) -> None:
    await served.console.post(f"/api/phones/{ana.id}/forget")

    answers = [await ana.post(SET, ON), await ana.get(TO_SIGN)]

    assert [answer.status for answer in answers] == [401, 401]


async def test_after_a_restart_key_and_phone_are_what_they_were(
    served: Served, ana: AHousePhone
) -> None:
    await served.server.stop()
    again = Server(served.hub.desk, served.hub.state, host="0.0.0.0", port=0)
    await again.start()

    try:
        assert again.secure_port
        (phone,) = again.door.phones
        assert (phone.public, phone.vouched, phone.key) == (ana.hand.public, True, b"")
    finally:
        await again.stop()


async def test_another_address_is_vouched_for_without_a_restart(served: Served) -> None:
    server, trust = served.server, ssl.create_default_context()
    trust.load_verify_locations(served.hub.state / "house-key" / "ca.pem")
    server._access._way_out = lambda: "10.1.2.3"

    server._secure._look()

    _, way = await asyncio.open_connection(
        "127.0.0.1", server.secure_port, ssl=trust, server_hostname="10.1.2.3"
    )
    way.close()
    await way.wait_closed()


async def test_a_code_shown_over_https_needs_no_cover(served: Served, ana: AHousePhone) -> None:
    made = await (await ana.post("/api/phones/invite", {"house_key": True})).json()
    plain = await (await ana.post("/api/phones/invite", {})).json()

    assert f":{served.server.secure_port}/pair#" in made["link"]
    assert made["link"].startswith("https://")
    assert plain["link"].startswith("http://")


async def test_how_a_phone_takes_it_in_is_told_to_everybody_and_nothing_of_the_house(
    served: Served,
) -> None:
    told = await served.stranger.get(f"{served.url}/house-key")
    key = await served.stranger.get(f"{served.url}/house-key/homerule.crt")
    by_page = await served.browser.post(f"{served.url}/api/house-key", headers=served.origin)

    assert told.status == 200
    assert f"https://127.0.0.1:{served.server.secure_port}/" not in await told.text()
    assert f"https://homerule.local:{served.server.secure_port}/" in await told.text()
    assert "Hall" not in await told.text()
    assert key.content_type == "application/x-x509-ca-cert"
    pem = (served.hub.state / "house-key" / "ca.pem").read_text()
    assert await key.read() == ssl.PEM_cert_to_DER_cert(pem)
    assert by_page.status == 401


async def test_without_one_there_is_no_way_to_it(tmp_path: Path) -> None:
    async with serving(tmp_path) as served:
        told = await served.stranger.get(f"{served.url}/house-key")
        phone = stranger(served)
        await phone.session.close()

        assert told.status == 404
        assert served.server.secure_port == 0
