"""A phone's evidence key, and a session that ends while it is at work: nothing is lost."""

import sqlite3
from hashlib import sha256
from typing import Any

from playwright.sync_api import expect

from tests.e2e.conftest import PHONE, NewContext
from tests.e2e.office import TITLE, assign
from tests.e2e.phone import Phone
from tests.e2e.seed import PASSWORD
from tests.e2e.server import ServerProcess
from tests.server.identity.signing import verify

WITHOUT_CRYPTO = "Object.defineProperty(Crypto.prototype, 'subtle', { get: () => undefined })"
UNUSED_MS = 91 * 86_400_000
SAID = "交付"
# What only a page of this origin can do: take the pair from its database and sign with it.
SIGN = """async (said) => {
  const db = await new Promise((done, fail) => {
    const asked = indexedDB.open('fieldward-vaults');
    asked.onsuccess = () => done(asked.result);
    asked.onerror = () => fail(asked.error);
  });
  const vaults = await new Promise((done, fail) => {
    const asked = db.transaction('vaults').objectStore('vaults').getAll();
    asked.onsuccess = () => done(asked.result);
    asked.onerror = () => fail(asked.error);
  });
  db.close();
  const [key] = vaults.filter((vault) => vault.key.startsWith('key:'));
  const { privateKey } = key.evidence.pair;
  const way = { name: 'ECDSA', hash: 'SHA-256' };
  const signed = await crypto.subtle.sign(way, privateKey, new TextEncoder().encode(said));
  const text = btoa(String.fromCharCode(...new Uint8Array(signed)));
  return {
    signature: text.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', ''),
    exported: await crypto.subtle.exportKey('jwk', privateKey).then(() => true, () => false),
  };
}"""


def let_session_age(server: ServerProcess) -> None:
    """As if nobody had used any session for a quarter of a year."""
    server.kill()
    with sqlite3.connect(server.data_dir / "fieldward.sqlite3") as connection:
        connection.execute("UPDATE session SET last_used_ms = last_used_ms - ?", (UNUSED_MS,))
    connection.close()
    server.start()


def keys(server: ServerProcess) -> list[Any]:
    query = """SELECT public_key FROM device JOIN "user" ON "user".id = device.user_id
        AND "user".tenant_id = device.tenant_id WHERE login = 'wang' ORDER BY enrolled_ms"""
    return [row["public_key"] for row in server.rows(query)]


def expect_on_screen(phone: Phone, key: str) -> None:
    """The Me screen shows the beginning of the key's thumbprint."""
    phone.page.goto(f"{phone.page.url.split('#')[0]}#/me")
    shown = sha256(key.encode()).hexdigest()[:16]
    expect(phone.page.get_by_test_id("phone-facts")).to_contain_text(shown)


def test_work_goes_on_past_the_end_of_a_session(
    server: ServerProcess, new_context: NewContext
) -> None:
    phone = Phone(new_context(PHONE))
    page = phone.page
    assign(page, server)
    phone.open(server.origin)
    phone.sign_in("wang")
    (key,) = keys(server)
    told = page.evaluate(SIGN, SAID)
    verify(key, told["signature"], SAID.encode())
    assert told["exported"] is False
    expect_on_screen(phone, key)
    phone.page.goto(f"{server.origin}/#/today")

    phone.open_job(TITLE)
    let_session_age(server)
    phone.take_step("accept")
    phone.take_step("depart")
    expect(phone.strip).to_have_attribute("data-phase", "signed_out", timeout=20_000)
    phone.expect_step("arrive")  # it works as before
    assert phone.unsettled() == 2

    phone.strip.get_by_role("link").click()
    page.locator("#login").fill("wang")
    page.locator("#password").fill(PASSWORD)
    page.get_by_test_id("sign-in-submit").get_by_role("button").click()
    expect(phone.strip).to_have_attribute("data-phase", "idle", timeout=15_000)
    expect(phone.strip).to_have_attribute("data-state", "stored", timeout=15_000)
    names = [row["name"] for row in server.rows("SELECT name FROM ledger ORDER BY seq")]
    assert names[-2:] == ["appointment.accept", "appointment.depart"]
    assert keys(server) == [key, key]
    expect_on_screen(phone, key)


def test_a_browser_without_web_crypto_says_so(
    server: ServerProcess, new_context: NewContext
) -> None:
    context = new_context(PHONE)
    context.add_init_script(WITHOUT_CRYPTO)
    phone = Phone(context)
    phone.open(server.origin)
    phone.sign_in("wang")
    assert keys(server) == [""]
    phone.page.goto(f"{server.origin}/#/me")
    expect(phone.page.get_by_test_id("phone-facts")).to_contain_text("不能给证据签名")
