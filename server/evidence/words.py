"""What the terminal says of each finding, 中文 and English. The page has the same in its words."""

from collections.abc import Iterator

from sync.findings import Finding, Report
from sync.proof import VALID, Judged

# {events} stands for "event 7" or "events 7-9", {first} and {last} for the numbers themselves.
ZH = {
    "edited_payload": "事件 {events}：内容被改过",
    "edited_link": "事件 {events}：记下的哈希被改过",
    "broken_link": "事件 {last} 接不上事件 {first}：两者之一被改过",
    "missing": "缺少事件 {events}（或后面那一条被改过）",
    "inserted": "事件 {events}：是后来塞进去的",
    "reordered": "事件 {events}：次序被动过",
    "rewritten": "事件 {events}：与已签名的链头不符，被重写过",
    "cut": "事件 {events}：曾有签名，文件里没有，尾部被截去",
    "lost_in_restore": "事件 {events}：恢复备份时丢失（纪元 {detail}）",
    "bad_signature": "到 {last} 为止的签名不对（密钥 {detail}）",
    "unknown_key": "到 {last} 为止的签名出自未知的密钥 {detail}",
    "bad_epoch": "事件 {events}：纪元的衔接不对",
    "broken_line": "第 {line} 行读不懂",
    "changed_file": "文件写好以后被改过",
    "no_header": "文件没有开头",
    "no_end": "文件没有结尾：被截断",
    "unchecked_signature": "到 {last} 为止的签名在这里无法核对",
    "erased": "事件 {events}：内容已抹去，只剩哈希",
    "restored": "事件 {events}：从备份恢复后继续，衔接无误",
    "unpinned_key": "公钥只来自文件本身，请另外向该公司核对：{detail}",
}
EN = {
    "edited_payload": "{events}: the payload was edited",
    "edited_link": "{events}: a stored hash was edited",
    "broken_link": "event {last} does not follow event {first}: one of them was edited",
    "missing": "{events} missing (or the one after was edited)",
    "inserted": "{events}: inserted",
    "reordered": "{events}: reordered",
    "rewritten": "{events}: not what the signed head says; rewritten",
    "cut": "{events}: once signed, not in the file; the tail was cut",
    "lost_in_restore": "{events}: lost when a backup was restored (epoch {detail})",
    "bad_signature": "the signature up to {last} is wrong (key {detail})",
    "unknown_key": "the signature up to {last} is by an unknown key, {detail}",
    "bad_epoch": "{events}: does not link two epochs as a restore does",
    "broken_line": "line {line} cannot be read",
    "changed_file": "the file was changed after it was written",
    "no_header": "the file has no header",
    "no_end": "the file has no end: it was cut",
    "unchecked_signature": "the signature up to {last} could not be checked here",
    "erased": "{events}: payload erased, its hash is left",
    "restored": "{events}: goes on from a restored backup; the link is right",
    "unpinned_key": "the public key is only the file's own word; ask the firm for it: {detail}",
}
NOTE, WRONG = "注意 note ", "问题 WRONG"
WHOLE = "完整 whole: “{firm}”, {events} events up to {last_seq}, {heads} signed heads."
NOT_WHOLE = "不完整 NOT whole: “{firm}”, {wrong} findings in {events} events, {heads} heads hold."
# Of a paper's proof, by its verdict.
PAPER = {
    "valid": (
        "与签名的历史一致：{form} {number}",
        "the signed history holds this paper: {form} {number}",
    ),
    "broken": ("文件读不懂，不是单据凭证", "the file cannot be read as the proof of a paper"),
    "edited": (
        "单据 {form} {number} 被改过：与历史里记下的指纹不符",
        "the paper {form} {number} was edited: the history holds another fingerprint",
    ),
    "not_covered": (
        "没有公司签名的历史能证明 {form} {number}",
        "no history that the firm has signed covers {form} {number}",
    ),
    "unknown_key": ("签名出自未知的密钥", "signed by an unknown key"),
    "other_paper": (
        "凭证本身没问题，但与您手里的单据不是同一份",
        "the proof is right, but the paper in your hand is another one",
    ),
}
FINGERPRINT = "指纹 fingerprint  {fingerprint}"


def proof_lines(judged: Judged) -> Iterator[str]:
    """The verdict in both languages, the fingerprint, and whose word the key is."""
    zh, en = PAPER[judged.verdict]
    is_valid = judged.verdict == VALID
    names = {"form": judged.form, "number": judged.number}
    yield f"{'有效 valid ' if is_valid else WRONG}  {zh.format(**names)}  {en.format(**names)}"
    if judged.fingerprint:
        yield FINGERPRINT.format(fingerprint=judged.fingerprint)
    if is_valid and not judged.is_pinned:
        unpinned = Finding("unpinned_key", detail=judged.public)
        yield f"{NOTE}  {said(unpinned, ZH)}  {said(unpinned, EN)}"


def lines(report: Report) -> Iterator[str]:
    """One line for each finding, and one that closes."""
    for each in report.findings:
        yield f"{NOTE if each.is_note else WRONG}  {said(each, ZH)}  {said(each, EN)}"
    wrong = sum(not each.is_note for each in report.findings)
    closing = WHOLE if report.is_whole else NOT_WHOLE
    yield closing.format(
        firm=report.firm,
        events=report.events,
        last_seq=report.last_seq,
        heads=report.heads,
        wrong=wrong,
    )


def said(finding: Finding, words: dict[str, str]) -> str:
    """The finding in one language."""
    first, last = finding.first, finding.last
    numbers = str(first) if first == last else f"{first}–{last}"
    if words is EN:
        numbers = f"event {numbers}" if first == last else f"events {numbers}"
    return words[finding.what].format(
        events=numbers, first=first, last=last, line=finding.line, detail=finding.detail
    )
