"""`homerule key` at the console: made once, and told apart by its fingerprint."""

import hashlib
import ssl

from tests.hub.cli.conftest import Command
from tests.hub.web.conftest import Served


async def test_it_is_made_once_and_says_how_a_phone_takes_it_in(
    afar: Served, homerule: Command
) -> None:
    before, _, missing = await homerule("key", "show")
    code, made, _ = await homerule("key", "make")
    _, again, _ = await homerule("key", "make")
    _, shown, _ = await homerule("key", "show")

    ca = ssl.PEM_cert_to_DER_cert((afar.hub.state / "house-key" / "ca.pem").read_text())
    digest = hashlib.sha256(ca).digest().hex(" ").upper()
    assert before == 1
    assert "there is no House key here" in missing
    assert code == 0
    assert made == again == shown
    assert digest in " ".join(made.split())
    assert "/house-key" in made
    assert "https://homerule.local:" in made


async def test_where_no_phone_reaches_the_page_none_is_made(
    served: Served, homerule: Command
) -> None:
    code, _, complaint = await homerule("key", "make")

    assert code == 1
    assert "answers on this machine alone" in complaint
    assert not (served.hub.state / "house-key").exists()
