"""Writes the cases by which Python and the browser judge a paper's proof alike.

    PYTHONPATH=. python -m tests.evidence.proofs

`tests/contract/cases/proof.json`: each case has `text` (of the file), `keys` and `paper` that the
reader brings, and what is said.
"""

import json
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import msgspec

from server.evidence.keys import is_signed
from server.papers.documents import Document
from server.papers.samples import STRANGE, sample
from server.papers.schema import Form
from sync import chain
from sync.canonical import canonical
from sync.evidence import Event, Head
from sync.proof import FORMAT, ISSUED, VERSION, Link, Proof, judge, write_proof
from tests.evidence.history import FIRM, STRANGER, event, head_at, salt_of

FILE = Path(__file__).parents[1] / "contract" / "cases" / "proof.json"
BEFORE, SEQ = sha256(b"the history before").hexdigest(), 41
Case = tuple[str, bytes, dict[str, Any]]


def builtins(document: Document) -> dict[str, Any]:
    made: dict[str, Any] = msgspec.to_builtins(document)
    return made


def issued(document: dict[str, Any], **more: Any) -> Event:
    digest = sha256(canonical(document)).hexdigest()
    args = {"work_order_id": document["head"]["work_order_id"], "form": "certificate"}
    payload = {"name": ISSUED, "args": args | {"sha256": digest}, "recorded_ms": 1} | more
    return event(SEQ, payload, BEFORE)


def proved(document: dict[str, Any], of: Event, links: int = 3, step: int = 2) -> Proof:
    """The event, some more of the history, and the head after it."""
    here, after = of.chain, list[Link]()
    for number in range(links):
        link = Link(of.seq + 1 + step * number, sha256(f"event {number}".encode()).hexdigest())
        after.append(link)
        here = chain.link(here, link.seq, link.payload_hash)
    last = after[-1].seq if after else of.seq
    return Proof(
        format=FORMAT,
        version=VERSION,
        document=document,
        before=BEFORE,
        event=of,
        links=after,
        head=head_at(last + 1, here, "first"),
        keys=[FIRM.key],
    )


DOCUMENT = builtins(sample(Form.CERTIFICATE))
EVENT = issued(DOCUMENT)
PROOF = proved(DOCUMENT, EVENT)
DIGEST = sha256(canonical(DOCUMENT)).hexdigest()


def but(proof: Proof = PROOF, **fields: Any) -> bytes:
    return write_proof(msgspec.structs.replace(proof, **fields))


def edits() -> Iterator[Case]:
    summary = {**DOCUMENT["visits"][0], "summary": "什么也没做"}
    yield "another summary", but(document={**DOCUMENT, "visits": [summary]}), {}
    yield "without a photo", but(document={**DOCUMENT, "photos": DOCUMENT["photos"][:1]}), {}
    other = {**DOCUMENT, "flags": []}
    yield "another document and event", but(document=other, event=issued(other)), {}
    forged = msgspec.structs.replace(EVENT, payload=issued(other).payload)
    yield "another document and payload", but(document=other, event=forged), {}
    named = issued(DOCUMENT, name="work_order.note")
    yield "another mutation that names it", write_proof(proved(DOCUMENT, named)), {}
    yield "an erased event", but(event=msgspec.structs.replace(EVENT, salt=None, payload=None)), {}
    salted = msgspec.structs.replace(EVENT, salt=salt_of(7))
    yield "another salt", but(event=salted), {}
    yield "args that are no object", write_proof(proved(DOCUMENT, issued(DOCUMENT, args=7))), {}


def chains() -> Iterator[Case]:
    links = PROOF.links
    yield "no links", but(links=[]), {}
    yield "a link less", but(links=links[1:]), {}
    yield "a link more", but(links=[*links, Link(99, "0" * 64)]), {}
    yield "links in another order", but(links=[links[1], links[0], links[2]]), {}
    back = proved(DOCUMENT, EVENT, step=-1)
    high = head_at(SEQ + 9, back.head.chain, "first")
    yield "links that go back in time, signed", but(back, head=high), {}
    yield "another hash in a link", but(links=[Link(links[0].seq, "0" * 64), *links[1:]]), {}
    yield "another past", but(before="0" * 64), {}
    yield "another seq", but(event=msgspec.structs.replace(EVENT, seq=40)), {}
    early = FIRM.sign(msgspec.structs.replace(PROOF.head, seq=links[-1].seq - 1))
    yield "a head from before", but(head=early), {}
    yield "a head of another place", but(head=head_at(PROOF.head.seq, "0" * 64, "first")), {}


def signatures() -> Iterator[Case]:
    head = PROOF.head
    for name, other in {
        "unsigned": msgspec.structs.replace(head, signature="0" * 128),
        "at another time": msgspec.structs.replace(head, signed_ms=1),
        "of another firm": msgspec.structs.replace(head, tenant_id="other"),
        "by a stranger": head_at(head.seq, head.chain, "first", STRANGER),
    }.items():
        yield f"a head {name}", but(head=other), {}
    by_stranger: Head = head_at(head.seq, head.chain, "first", STRANGER)
    whole = but(head=by_stranger, keys=[STRANGER.key])
    yield "all by a stranger, the firm's key brought", whole, {}
    yield "all by a stranger, no key brought", whole, {"keys": []}
    yield "another key brought", but(), {"keys": [STRANGER.public]}
    yield "no key brought", but(), {"keys": []}
    yield "no key anywhere", but(keys=[]), {"keys": []}
    yield "a key under another's name", but(keys=[STRANGER.key], head=head), {"keys": []}


def files() -> Iterator[Case]:
    whole = but()
    yield "whole", whole, {}
    yield "whole, and the paper brought", whole, {"paper": DIGEST}
    yield "whole, and another paper brought", whole, {"paper": "0" * 64}
    yield "the head right after the event", write_proof(proved(DOCUMENT, EVENT, 0)), {}
    strange = builtins(sample(Form.PLAN, text=STRANGE))
    yield "strange words", write_proof(proved(strange, issued(strange))), {}
    bare = {"head": {"work_order_id": ""}}
    yield "a document of another shape", write_proof(proved(bare, issued(bare))), {}
    text = whole.decode()
    for name, other in {
        "cut": text[:-2],
        "a space": text.replace('"before":', '"before": '),
        "a line feed": f"{text}\n",
        "a field more": text.replace('"document":', '"doc":1,"document":'),
        "another version": text.replace('"version":1}', '"version":2}'),
        "another format": text.replace(FORMAT, "fieldward-prove"),
        "a number as text": text.replace(f'"seq":{SEQ}', f'"seq":"{SEQ}"'),
        "a float": text.replace('"distance_m":412', '"distance_m":412.5'),
        "a document that is none": but().replace(canonical(DOCUMENT), b"[]").decode(),
        "links that are none": text.replace('"links":[{', '"links":[7,{'),
        "half a pair": text.replace("张丽", "\\ud800"),
    }.items():
        yield f"broken by {name}", other.encode(), {}


def case(name: str, text: bytes, more: dict[str, Any]) -> dict[str, Any]:
    """The case and what Python says of it."""
    keys: list[str] = more.get("keys", [FIRM.public])
    paper: str = more.get("paper", "")
    judged = judge(text, tuple(keys), paper, is_signed)
    says = msgspec.to_builtins(judged)
    return {"name": name, "text": text.decode(), "keys": keys, "paper": paper, "says": says}


def cases() -> list[dict[str, Any]]:
    return [case(*each) for each in (*files(), *edits(), *chains(), *signatures())]


def render() -> str:
    """The file's content."""
    return json.dumps(cases(), ensure_ascii=True, indent=1) + "\n"


if __name__ == "__main__":
    FILE.write_text(render(), encoding="utf-8")
