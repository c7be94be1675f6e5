"""The checking page: an export and a paper's proof, good and tampered, and axe over all of it."""

from hashlib import sha256
from pathlib import Path

from playwright.sync_api import expect

from tests.e2e.checking import Checker, package, terminal
from tests.e2e.conftest import PHONE, NewContext
from tests.e2e.office import TITLE
from tests.e2e.server import ServerProcess


def number_of(server: ServerProcess) -> str:
    (line,) = server.rows("SELECT number FROM work_order WHERE title = ?", TITLE)
    return str(line["number"])


def test_an_exported_chain(server: ServerProcess, new_context: NewContext, tmp_path: Path) -> None:
    key = terminal(server, "heads", "--key").strip()
    terminal(server, "heads", "--sign")
    file = tmp_path / "chain.jsonl"
    terminal(server, "export", "chain", str(file))
    whole = file.read_bytes()
    checker = Checker(new_context(PHONE, bypass_csp=True).new_page(), f"{server.origin}/verify")
    assert checker.faults() == []
    checker.choose(whole)
    checker.says("unsure", "记录前后一致，但公钥未经核实")
    checker.choose(whole, key)
    checker.says("whole", "记录完整")
    assert checker.faults() == []
    checker.choose(whole.replace("锦绣花园".encode(), "锦绣公园".encode()), key)
    checker.says("wrong", "记录不完整")
    expect(checker.page.locator("#problems")).to_contain_text("内容被改过")
    lines = whole.splitlines(keepends=True)
    checker.choose(b"".join(lines[:-3]), key)
    checker.says("wrong", "记录不完整")
    expect(checker.page.locator("#problems")).to_contain_text("文件没有结尾")
    assert checker.faults() == []


def test_the_paper_whose_code_was_scanned(
    server: ServerProcess, new_context: NewContext, tmp_path: Path
) -> None:
    key, number = terminal(server, "heads", "--key").strip(), number_of(server)
    parts = package(server, number, tmp_path)
    digest = sha256(parts["documents/intake.json"]).hexdigest()
    address = f"{server.origin}/verify#order={number}&sha256={digest}"
    checker = Checker(new_context(PHONE, bypass_csp=True).new_page(), address)
    expect(checker.page.locator("#scanned")).to_contain_text(number)
    assert checker.faults() == []
    proof = parts["proofs/intake.json"]
    checker.choose(proof)
    checker.says("unsure", "单据与签名一致，但公钥未经核实")
    checker.choose(proof, key)
    checker.says("whole", "单据有效")
    expect(checker.page.locator("#notes")).to_contain_text(digest)
    assert checker.faults() == []
    checker.choose(proof.replace(TITLE.encode(), "厨房水管坏了".encode()), key)
    checker.says("wrong", "单据被改过")
    assert checker.faults() == []
    checker.choose(proof, "0" * 64)
    checker.says("wrong", "签名出自未知的密钥")
    checker.page.locator("#paper").fill("0" * 64)
    checker.choose(proof, key)
    checker.says("wrong", "凭证没问题，但与您手里的单据不是同一份")
