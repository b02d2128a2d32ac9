"""Who is asking: phones are paired, sign what they want, and each role may what it may."""

import asyncio
import json
import logging
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest
import pytest_asyncio
from aiohttp import ClientPayloadError, ClientResponse, ClientSession, CookieJar

from hub.door.counters import AHEAD
from hub.door.door import WRITE_AGAIN, WRITES
from hub.door.limits import Bucket
from hub.door.phones import Phones
from hub.web.server import Server
from rules.guardrails.confirmation import CategoryConfirmation
from rules.guardrails.role_limits import RoleLimits
from rules.policy import Person, Role, Scene
from rules.words.events import PersonSet, PolicyAdopted
from rules.words.ids import GuardrailId, PersonId, Ref, SceneId
from rules.words.values import POWER
from rules.words.wishes import Author, Via
from tests.hub.asking import asks
from tests.hub.fair_time import FairTime
from tests.hub.web.a_phone import APhone, code, let_in, paired, stranger
from tests.hub.web.conftest import POLICY, Served, serving
from tests.hub.whole_hub import PATIENCE

SET = "/api/devices/hall-lamp/set"
ON = {"power": "on"}
FREEZE = {"verb": "freeze"}
PEOPLE = {
    PersonId(name): Person(id=PersonId(name), name=name.title(), role=role)
    for name, role in (("ana", Role.OWNER), ("ben", Role.ADULT), ("leo", Role.CHILD))
}


@pytest_asyncio.fixture
async def served(tmp_path: Path) -> AsyncIterator[Served]:
    """Serve a small hub in which people live."""
    async with serving(tmp_path) as served:
        await served.hub.happens(PolicyAdopted(replace(POLICY, people=PEOPLE, hash="people")))
        yield served


@pytest_asyncio.fixture
async def ana(served: Served) -> AsyncIterator[APhone]:
    """Pair a phone of the owner."""
    phone = await paired(served, person="ana")
    yield phone
    await phone.session.close()


async def error(answer: ClientResponse) -> str:
    return str((await answer.json())["error"])


def diary(served: Served) -> list[str]:
    return [str(line["text"]) for line in served.hub.desk.past.log(50)]


async def test_what_a_paired_phone_does_is_done_by_its_person(served: Served, ana: APhone) -> None:
    answer = await ana.post(SET, {**ON, "by": "somebody else"})

    assert answer.status == 200
    (told,) = served.hub.told
    assert isinstance(told, PersonSet)
    assert told.by == Author(via=Via.PAGE, person=PersonId("ana"))
    assert diary(served)[0].startswith("Ana set Hall lamp to 100 % on the page at 12:00")
    assert "A phone of Ana joined as owner, let in by the console." in diary(served)


async def test_the_cookie_alone_reads_and_changes_nothing(served: Served, ana: APhone) -> None:
    read = await ana.get("/api/house")
    written = await ana.post(SET, ON, sign="")

    assert (read.status, written.status) == (200, 401)
    assert "not signed" in await error(written)
    assert served.hub.told == []


@pytest.mark.parametrize(
    ("fault", "why"),
    [
        ("changed body", "not what the phone has signed"),
        ("changed path", "not what the phone has signed"),
        ("other key", "not what the phone has signed"),
        ("other phone", "another phone"),
        ("higher number", "not what the phone has signed"),
        ("no number", "cannot be read"),
        ("nothing", "cannot be read"),
    ],
)
async def test_what_the_phone_did_not_sign_is_not_done(
    served: Served, ana: APhone, fault: str, why: str
) -> None:
    body = json.dumps(ON).encode()
    good = ana.mark(SET, body)
    name, counter, mac = good.split(" ")
    sign = {
        "changed body": good,
        "changed path": ana.mark("/api/override/house", body),
        "other key": APhone(ana.served, ana.session, ana.id, b"x" * 32).mark(SET, body),
        "other phone": f"{'0' * 16} {counter} {mac}",
        "higher number": f"{name} {int(counter) + 5} {mac}",
        "no number": f"{name} -1 {mac}",
        "nothing": "x",
    }[fault]

    answer = await ana.post(SET, {"power": "off"} if fault == "changed body" else body, sign=sign)

    assert answer.status == 401
    assert why in await error(answer)
    assert served.hub.told == []


async def test_a_request_that_was_heard_is_never_heard_again(served: Served, ana: APhone) -> None:
    body = json.dumps(ON).encode()
    first = ana.mark(SET, body)
    later = ana.mark(SET, body)

    answers = [await ana.post(SET, body, sign=sign) for sign in (later, first, first, later)]

    assert [answer.status for answer in answers] == [200, 200, 401, 401]
    assert "heard already" in await error(answers[2])
    assert len(served.hub.told) == 2


async def test_a_restart_opens_no_old_numbers_and_the_phone_is_told_where_to_go_on(
    served: Served, ana: APhone
) -> None:
    body = json.dumps(ON).encode()
    old = [ana.mark(SET, body) for _ in range(3)]
    assert (await ana.post(SET, body, sign=old[1])).status == 200

    again = Phones(served.hub.state)
    assert not await again.count(ana.id, 1)
    assert not await again.count(ana.id, 3)
    newest = again.newest(ana.id)
    assert ana.counter < newest <= ana.counter + AHEAD
    assert await again.count(ana.id, newest + 1)


async def test_a_number_far_too_old_is_refused_with_the_number_to_go_on_from(
    served: Served, ana: APhone
) -> None:
    body = json.dumps(ON).encode()
    old = ana.mark(SET, body)
    ana.counter += 100
    assert (await ana.post(SET, body)).status == 200

    answer = await ana.post(SET, body, sign=old)

    assert answer.status == 401
    assert (await answer.json())["counter"] == ana.counter


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Origin": "http://evil.example"}, 403),
        ({"Content-Type": "text/plain"}, 415),
        ({"Host": "evil.example"}, 421),
    ],
)
async def test_a_signed_request_by_way_of_another_site_is_refused(
    served: Served, ana: APhone, headers: dict[str, str], status: int
) -> None:
    answer = await ana.post(SET, ON, **headers)

    assert answer.status == status
    assert served.hub.told == []


async def test_a_stolen_cookie_with_another_phones_signature_changes_nothing(
    served: Served, ana: APhone
) -> None:
    ben = await paired(served, person="ben")
    own, ben.session = ben.session, ana.session

    answer = await ben.post(SET, ON)

    assert answer.status == 401
    assert "another phone" in await error(answer)
    await own.close()


# joining


async def test_both_screens_show_the_same_three_words(served: Served) -> None:
    phone = stranger(served)
    await phone.proves(await code(served), "Ben's old phone")

    (waiting,) = (await (await served.console.get("/api/phones")).json())["waiting"]

    assert tuple(waiting["words"]) == phone.words
    assert (waiting["phone"], waiting["label"]) == (phone.id, "Ben's old phone")
    assert (await phone.waits())["state"] == "waiting"
    assert (await phone.get("/api/house")).status == 401
    await phone.session.close()


async def test_a_code_is_good_for_one_phone_and_the_second_is_told(served: Served) -> None:
    secret = await code(served)
    first, second = stranger(served), stranger(served)
    assert (await first.proves(secret)).status == 200

    answer = await second.proves(secret)

    assert answer.status == 409
    assert "used by another phone already" in await error(answer)
    await first.session.close()
    await second.session.close()


async def test_of_two_phones_that_race_with_one_code_one_wins(served: Served) -> None:
    secret = await code(served)
    phones = [stranger(served) for _ in range(4)]

    answers = await asyncio.gather(*(phone.proves(secret) for phone in phones))

    assert sorted(answer.status for answer in answers) == [200, 409, 409, 409]
    waiting = (await (await served.console.get("/api/phones")).json())["waiting"]
    assert len(waiting) == 1
    for phone in phones:
        await phone.session.close()


async def test_a_code_runs_out_after_five_minutes(tmp_path: Path, served: Served) -> None:
    now = [0.0]
    pairing = served.server.door.pairing
    pairing._monotonic = lambda: now[0]
    secret = await code(served)
    phone = stranger(served)
    now[0] = 301.0

    answer = await phone.proves(secret)

    assert answer.status == 404
    assert "run out" in await error(answer)
    await phone.session.close()


async def test_whoever_has_not_seen_the_code_gets_five_tries(served: Served) -> None:
    phone = stranger(served)

    answers = [await phone.proves(f"a-guess-{number}") for number in range(6)]

    assert [answer.status for answer in answers] == [404] * 5 + [429]
    await phone.session.close()


async def test_a_wrong_proof_lets_nobody_in_and_does_not_use_up_the_code(served: Served) -> None:
    secret = await code(served)
    thief, phone = stranger(served), stranger(served)
    knock = await (await thief.knocks(secret, "0" * 32)).json()
    proof = {"phone": knock["phone"], "number": "0" * 32, "proof": "0" * 64, "label": ""}

    refused = await thief.post("/api/join/prove", proof, sign="")

    assert refused.status == 403
    assert (await phone.proves(secret)).status == 200
    await thief.session.close()
    await phone.session.close()


async def test_a_phone_is_bound_to_its_number_before_it_sees_the_hubs(served: Served) -> None:
    secret = await code(served)
    phone = stranger(served)
    true_number = APhone.knocks

    async def with_another(self: APhone, secret: str, number: str) -> object:
        del number
        return await true_number(self, secret, "f" * 32)

    phone.knocks = with_another.__get__(phone)  # type: ignore[method-assign]  # a phone that cheats

    assert (await phone.proves(secret)).status == 403
    await phone.session.close()


async def test_a_phone_that_is_turned_away_is_told_and_gets_nothing(served: Served) -> None:
    phone = stranger(served)
    await phone.proves(await code(served))

    await served.console.post(f"/api/phones/{phone.id}/turn-away")

    assert (await phone.waits())["state"] == "declined"
    assert (await let_in(served, phone.id, person="ana")).status == 404
    assert "A new phone was turned away by the console." in diary(served)
    await phone.session.close()


@pytest.mark.parametrize(
    ("grant", "why"),
    [
        ({}, "say whose phone it is"),
        ({"person": "ana", "name": "Ana"}, "say whose phone it is"),
        ({"person": "zoe"}, "nobody of this id"),
        ({"name": "Ana", "role": "adult"}, "somebody of this name already"),
        ({"name": "hall motion", "role": "adult"}, "somebody of this name already"),
        ({"name": "Zoe"}, "say the role"),
        ({"name": "Zoe", "role": "owner"}, "say the role"),
        ({"name": " \u0007 ", "role": "adult"}, "a name has"),
        ({"name": "Lea", "role": "guest", "rooms": ["hall"]}, "`until` a date"),
        ({"name": "Lea", "role": "guest", "until": "2025-11-12 20:00"}, "into some rooms"),
        (
            {"name": "Lea", "role": "guest", "until": "2025-11-12 20:00", "rooms": ["roof"]},
            "no room `roof`",
        ),
        (
            {"name": "Lea", "role": "guest", "until": "2020-01-01 20:00", "rooms": ["hall"]},
            "`until` a date",
        ),
    ],
)
async def test_nobody_is_let_in_as_somebody_they_cannot_be(
    served: Served, grant: dict[str, object], why: str
) -> None:
    phone = stranger(served)
    await phone.proves(await code(served))

    answer = await let_in(served, phone.id, **grant)

    assert answer.status == 409
    assert why in await error(answer)
    assert (await phone.waits())["state"] == "waiting"
    await phone.session.close()


async def test_an_adult_lets_nobody_in_who_may_more(served: Served) -> None:
    ben, phone = await paired(served, person="ben"), stranger(served)
    await phone.proves(await code(served))

    for grant in ({"person": "ana"}, {"person": "ana", "role": "guest"}):
        answer = await ben.post(f"/api/phones/{phone.id}/let-in", grant)
        assert answer.status == 409
        assert "somebody who may as much" in await error(answer)

    assert (await ben.post(f"/api/phones/{phone.id}/let-in", {"person": "leo"})).status == 200
    assert "A phone of Leo joined as child, let in by Ben." in diary(served)
    await ben.session.close()
    await phone.session.close()


async def test_the_page_of_the_hubs_own_machine_lets_nobody_in(served: Served) -> None:
    await served.browser.get(served.url + "/")

    for path in ("/api/phones/invite", "/api/phones/x/let-in", "/api/phones/x/forget"):
        answer = await served.browser.post(served.url + path, data="{}", headers=served.origin)
        assert answer.status == 403


async def test_no_secret_is_in_an_answer_to_a_phone_a_log_the_journal_or_another_file(
    served: Served, ana: APhone, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    shown = await ana.post("/api/phones/invite", {})
    secret = [*served.server.door.pairing._invites.values()][-1].secret
    phone = stranger(served)
    answers = [await shown.text(), await (await phone.proves(secret)).text()]
    await let_in(served, phone.id, person="ben")
    await phone.waits()
    (given,) = phone.session.cookie_jar

    written = {f.name: f.read_bytes() for f in served.hub.state.iterdir() if f.is_file()}
    secrets = (secret, phone.key.hex(), ana.key.hex(), given.value)
    for said in (*answers, caplog.text, repr(served.server.door.phones.get(phone.id))):
        assert not [one for one in secrets if one in said]
    for name, content in written.items():
        kept = [one for one in secrets if one.encode() in content]
        assert kept == ([phone.key.hex(), ana.key.hex()] if name == "phones.json" else [])
    assert (served.hub.state / "phones.json").stat().st_mode & 0o777 == 0o600
    await phone.session.close()


async def test_a_phone_that_lost_its_cookie_gets_a_new_one_and_the_old_one_is_worth_nothing(
    served: Served, ana: APhone
) -> None:
    old = ana.session
    async with ClientSession(cookie_jar=CookieJar(unsafe=True)) as fresh:
        ana.session = fresh

        assert (await ana.waits())["state"] == "in"

        assert (await ana.get("/api/house")).status == 200
        ana.session = old
        assert (await ana.get("/api/house")).status == 401


async def test_the_session_of_a_phone_is_for_its_browser_alone(served: Served) -> None:
    phone = stranger(served)
    await phone.proves(await code(served))
    await let_in(served, phone.id, person="ana")

    answer = await phone.post("/api/join/wait", {"phone": phone.id})

    (cookie,) = answer.headers.getall("Set-Cookie")
    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie
    await phone.session.close()


# going


async def test_a_phone_that_is_forgotten_loses_its_streams_at_once_and_is_told_why(
    served: Served, ana: APhone
) -> None:
    ben = await paired(served, person="ben")
    stream = await ben.get("/api/stream")
    assert await stream.content.readline() == b"retry: 1000\n"

    assert (await ana.post(f"/api/phones/{ben.id}/forget", {})).status == 200

    with FairTime() as passed, pytest.raises(ClientPayloadError):
        async with asyncio.timeout(PATIENCE):
            await stream.content.read()
    assert passed.seconds < 1
    stream.close()
    for answer in (await ben.get("/api/house"), await ben.post(SET, ON)):
        assert answer.status == 401
        assert "was forgotten by Ana at 12:00" in await error(answer)
    assert "A phone of Ben was forgotten by Ana." in diary(served)
    assert Phones(served.hub.state).get(ben.id) is None
    await ben.session.close()


async def test_a_phone_forgets_itself_and_a_child_no_other(served: Served, ana: APhone) -> None:
    leo = await paired(served, person="leo")

    other = await leo.post(f"/api/phones/{ana.id}/forget", {})
    own = await leo.post(f"/api/phones/{leo.id}/forget", {})

    assert (other.status, own.status) == (409, 200)
    assert (await leo.get("/api/house")).status == 401
    assert (await ana.get("/api/house")).status == 200
    await leo.session.close()


async def test_who_is_not_in_the_household_file_any_more_is_nobody(
    served: Served, ana: APhone
) -> None:
    fewer = {PersonId("ben"): PEOPLE[PersonId("ben")]}

    await served.hub.happens(PolicyAdopted(replace(POLICY, people=fewer, hash="fewer")))

    answer = await ana.post(SET, ON)
    assert answer.status == 401
    assert "not in the household file any more" in await error(answer)


async def test_a_guest_is_one_until_a_moment(served: Served) -> None:
    lea = await paired(served, name="Lea", role="guest", rooms=["hall"], until="2025-11-10 20:00")
    assert (await lea.post(SET, ON)).status == 200
    (told,) = served.hub.told
    assert isinstance(told, PersonSet)
    assert told.by == Author(via=Via.PAGE, person=PersonId("Lea"), role="guest")

    served.hub.now += 9 * 3600

    answer = await lea.post(SET, ON)
    assert answer.status == 401
    assert "let in until 20:00" in await error(answer)
    await lea.session.close()


async def test_what_a_phone_signed_while_it_waited_opens_nothing_once_it_is_in(
    served: Served,
) -> None:
    phone = stranger(served)
    await phone.proves(await code(served))
    body = json.dumps({"phone": phone.id}).encode()
    early = phone.mark("/api/join/wait", body)
    late = phone.mark("/api/join/wait", body)
    assert (await phone.post("/api/join/wait", body, sign=early)).status == 200
    await let_in(served, phone.id, person="ana")
    assert (await phone.post("/api/join/wait", body, sign=late)).status == 200

    answers = [await phone.post("/api/join/wait", body, sign=sign) for sign in (early, late)]

    assert [answer.status for answer in answers] == [401, 401]
    assert all("Set-Cookie" not in answer.headers for answer in answers)
    await phone.session.close()


async def test_a_phone_that_is_being_let_in_waits_until_that_is_written(served: Served) -> None:
    phone = stranger(served)
    await phone.proves(await code(served))
    heard: list[str] = []
    write = served.hub.desk.write_down

    async def slowly(text: str) -> None:
        heard.append((await phone.waits())["state"])
        await write(text)

    served.hub.desk.write_down = slowly
    await let_in(served, phone.id, person="ana")

    assert heard == ["waiting"]
    assert (await phone.waits())["state"] == "in"
    await phone.session.close()


async def test_who_cannot_be_written_down_is_not_in(served: Served) -> None:
    phone = stranger(served)
    await phone.proves(await code(served))
    (served.hub.state / "phones.json.new").mkdir()

    answer = await let_in(served, phone.id, person="ana")

    assert answer.status == 503
    assert "cannot be written" in await error(answer)
    assert (await phone.waits())["state"] == "waiting"
    await phone.session.close()


async def test_a_phone_that_is_forgotten_right_after_it_joined_is_a_stranger(
    served: Served, ana: APhone
) -> None:
    await served.console.post(f"/api/phones/{ana.id}/forget")

    answer = await ana.post("/api/join/wait", {"phone": ana.id})

    assert answer.status == 401
    assert "Set-Cookie" not in answer.headers


async def test_where_nobody_was_paired_yet_nothing_is_wrong(served: Served, tmp_path: Path) -> None:
    page = await served.stranger.get(f"{served.url}/pair")

    assert Phones(tmp_path / "nowhere").trouble == ""
    assert "phones.json" not in await page.text()


async def test_a_damaged_book_of_phones_lets_nobody_in_and_says_so(
    served: Served, ana: APhone, tmp_path: Path
) -> None:
    for written in ("", "{", "[]", '{"phones": [{}]}', '{"phones": [1], "gone": []}'):
        (tmp_path / "phones.json").write_text(written)

        phones = Phones(tmp_path)

        assert len(phones) == 0
        assert "so no phone is let in" in phones.trouble


# roles

GRANTS: dict[str, dict[str, object]] = {
    "adult": {"person": "ben"},
    "child": {"person": "leo", "rooms": ["kitchen"]},
    "guest": {"name": "Lea", "role": "guest", "rooms": ["hall"], "until": "2025-11-12 20:00"},
}
MAY: list[tuple[str, object, str]] = [
    ("GET /api/house", None, "adult child guest"),
    ("GET /api/devices", None, "adult child guest"),
    ("GET /api/log", None, "adult child guest"),
    ("GET /api/prompts", None, "adult child guest"),
    ("GET /api/phones", None, "adult child guest"),
    ("GET /api/seen", None, "adult"),
    ("GET /api/phones/invites/x", None, "adult"),
    ("GET /api/devices/hall-lamp/why", None, "adult child guest"),
    ("GET /api/devices/ceiling", None, "adult child"),
    ("GET /api/devices/ceiling/why-not", None, "adult child"),
    (f"POST {SET}", ON, "adult child guest"),
    ("POST /api/devices/ceiling/set", ON, "adult child"),
    ("POST /api/override/house", FREEZE, "adult child guest"),
    ("POST /api/override/house", {"verb": "release"}, "adult"),
    ("POST /api/override/house", {"verb": "resume"}, "adult"),
    ("POST /api/override/house", {"verb": "off"}, "adult"),
    ("POST /api/override/area/kitchen", FREEZE, "adult child"),
    ("POST /api/override/area/hall", FREEZE, "adult"),
    ("POST /api/override/device/ceiling", FREEZE, "adult child"),
    ("POST /api/override/device/hall-lamp", FREEZE, "adult"),
    ("POST /api/phones/invite", {}, "adult"),
    ("POST /api/policy/sign", {}, ""),
]


@pytest.mark.parametrize("role", GRANTS)
async def test_each_role_may_what_it_may(served: Served, role: str) -> None:
    phone = await paired(served, **GRANTS[role])

    for what, body, roles in MAY:
        method, _, path = what.partition(" ")
        answer = await (phone.get(path) if method == "GET" else phone.post(path, body))
        expected = 200 if role in roles.split() else 403
        assert answer.status == expected, (role, what, await answer.text())
    await phone.session.close()


async def test_a_guest_is_shown_its_rooms_and_nothing_else(served: Served) -> None:
    await served.hub.reports("Hall motion", occupancy=True)
    await served.hub.reports("Ceiling", power=False)
    lea = await paired(served, **GRANTS["guest"])

    house = await (await lea.get("/api/house")).json()
    page = await (await lea.get("/")).text()
    stream = await lea.get("/api/stream")
    await served.hub.reports("Ceiling", power=True, brightness=10)
    await served.hub.reports("Hall lamp", power=True, brightness=200)
    heard = b""
    while b"event: device" not in heard:
        heard += await stream.content.readline()
    heard += await stream.content.readline()
    stream.close()

    assert {device["area"] for device in house["devices"]} == {"hall"}
    assert [area["id"] for area in house["house"]["areas"]] == ["hall"]
    assert house["me"] == {"phone": lea.id, "name": "Lea", "role": "guest", "own": []}
    assert {line["device"] for line in house["lines"]} <= {"hall-lamp", "hall-motion"}
    for said in (page, json.dumps(house), heard.decode()):
        assert "Coffee" not in said
        assert '"ceiling"' not in said
    assert b'"id":"hall-lamp"' in heard
    await lea.session.close()


async def test_a_stream_ends_with_a_guests_time(served: Served) -> None:
    lea = await paired(served, **GRANTS["guest"])
    stream = await lea.get("/api/stream")
    assert await stream.content.readline() == b"retry: 1000\n"

    served.hub.now += 3 * 24 * 3600
    served.hub.desk.changed(house=True)

    async with asyncio.timeout(PATIENCE):
        await stream.content.read()
    await lea.session.close()


async def test_a_phone_writes_so_often_and_no_oftener(served: Served, ana: APhone) -> None:
    served.server.door.writes = Bucket(WRITES, WRITE_AGAIN, lambda: 0.0)

    answers = [await ana.post(SET, ON, sign="") for _ in range(80)]

    assert {answer.status for answer in answers[:40]} == {401}
    assert answers[-1].status == 429


# the network


async def test_what_was_handed_on_by_another_program_is_not_from_this_machine(
    served: Served,
) -> None:
    handed_on = {"X-Forwarded-For": "192.168.1.9"}

    page = await served.browser.get(served.url + "/", headers=handed_on)
    script = await served.script.post(served.url + SET, data="on", headers=handed_on)

    assert page.status == 401
    assert script.status == 403
    assert "anybody could read it on its way" in await error(script)
    assert served.hub.told == []


async def test_over_the_network_nothing_is_shown_before_a_phone_is_paired(served: Served) -> None:
    (served.hub.state / "afar").mkdir()
    afar = Server(served.hub.desk, served.hub.state / "afar", host="0.0.0.0", port=0)
    await afar.start()
    try:
        port = afar.url.rpartition(":")[2].rstrip("/")
        url = f"http://127.0.0.1:{port}"
        async with ClientSession(cookie_jar=CookieJar(unsafe=True)) as session:
            page = await session.get(url + "/")
            text = await page.text()
            data = await session.get(url + "/api/house")
            named = {"Host": f"homerule.local:{port}"}
            by_name = await session.get(url + "/", headers=named)
            rebound = await session.get(url + "/", headers={"Host": f"evil.example:{port}"})

        assert page.status == 401
        assert "Set-Cookie" not in page.headers
        assert "homerule pair" in text
        for secret in ("Hall", "Home", "snapshot"):
            assert secret not in text.replace("Homerule", "")
        assert data.status == 401
        assert "not paired" in await error(data)
        assert (by_name.status, rebound.status) == (401, 421)
    finally:
        await afar.stop()


async def test_a_question_for_adults_is_neither_shown_to_a_child_nor_answered_by_it(
    served: Served,
) -> None:
    leo, ben = await paired(served, **GRANTS["child"]), await paired(served, person="ben")
    prompt = await asks(served.hub)
    answer = f"/api/prompts/{prompt}/answer"

    shown = await (await leo.get("/api/prompts")).json()
    refused = await leo.post(answer, {"answer": "yes"})
    by_number = await leo.post(f"/api/prompts/{prompt.partition('-')[0]}/answer", {"answer": "no"})
    done = await ben.post(answer, {"answer": "yes"})

    assert shown == []
    assert (refused.status, by_number.status, done.status) == (403, 403, 200)
    assert any(text.startswith("Ben on the page answered yes") for text in diary(served))
    await leo.session.close()
    await ben.session.close()


async def test_a_scene_is_called_by_whoever_sees_all_of_it(served: Served) -> None:
    film = Scene(id=SceneId("film"), name="Film", values={Ref("Ceiling"): {POWER: True}})
    policy = replace(served.hub.house.policy, scenes={film.id: film}, hash="film")
    await served.hub.happens(PolicyAdopted(policy))
    leo, lea = await paired(served, **GRANTS["child"]), await paired(served, **GRANTS["guest"])

    by_child = await leo.post("/api/scenes/film/set", b"on")
    by_guest = await lea.post("/api/scenes/film/set", b"on")

    assert (by_child.status, by_guest.status) == (200, 403)
    await leo.session.close()
    await lea.session.close()


async def test_a_guest_freezes_the_house_in_its_own_name(served: Served) -> None:
    lea = await paired(served, **GRANTS["guest"])

    await lea.post("/api/override/house", FREEZE)

    assert diary(served)[0].startswith("Lea froze the house on the page")
    await lea.session.close()


async def test_what_a_child_was_refused_and_an_adult_does_is_news_to_the_child(
    served: Served,
) -> None:
    asks_first = CategoryConfirmation(id=GuardrailId("heats"), devices=(Ref("Hall lamp"),))
    policy = replace(POLICY, people=PEOPLE, guardrails={asks_first.id: asks_first}, hash="limits")
    await served.hub.happens(PolicyAdopted(policy))
    await served.hub.reports("Hall lamp", power=False)
    leo, ben = await paired(served, person="leo"), await paired(served, person="ben")
    seen = (await (await leo.get("/api/devices/hall-lamp")).json())["version"]

    refused = await leo.post(SET, {**ON, "ticket": "1e01e01e-1", "seen": seen})
    await ben.post(SET, ON)
    await served.hub.reports("Hall lamp", power=True)
    stale = await leo.post(SET, {"power": "off", "ticket": "1e01e01e-2", "seen": seen})

    assert (refused.status, stale.status) == (409, 409)
    assert "has changed meanwhile" in await error(stale)
    await leo.session.close()
    await ben.session.close()


async def test_a_childs_tap_at_what_is_for_adults_is_refused_with_a_sentence(
    served: Served,
) -> None:
    kids = RoleLimits(id=GuardrailId("kids"), roles=(Role.CHILD,), devices=(Ref("Hall lamp"),))
    policy = replace(POLICY, people=PEOPLE, guardrails={kids.id: kids}, hash="limits")
    await served.hub.happens(PolicyAdopted(policy))
    leo, ben = await paired(served, person="leo"), await paired(served, person="ben")

    tapped = await leo.post(SET, ON)

    why = "Hall lamp is not for a child now: 'Kids' refuses what a child wants of it; ask an adult"
    assert tapped.status == 409
    assert await error(tapped) == f"{why}. Nothing was done."
    assert served.hub.sent == []
    assert why in diary(served)[0]
    assert (await ben.post(SET, ON)).status == 200
    assert len(served.hub.sent) == 1
    await leo.session.close()
    await ben.session.close()
