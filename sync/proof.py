"""The proof of a paper: its document, and the piece of the firm's signed chain that holds it.

    document ── sha256 ──▶ event `paper.issued` ──▶ links ──▶ signed head

One canonical JSON object, small enough to go with a mail. Whoever has it and the firm's public key
needs nothing else: a head signs the whole chain before it, so no other history leads to its hash.
TypeScript twin: `pwa/src/verify/proof.ts`; both are judged by `tests/contract/cases/proof.json`.
"""

from collections.abc import Callable
from hashlib import sha256
from typing import Any, cast

import msgspec

from sync import chain
from sync.canonical import NotCanonical, canonical
from sync.evidence import Event, Hash, Head, Key, Number, key_id_of
from sync.walk import Point, Step

FORMAT = "fieldward-proof"
VERSION = 1
ISSUED = "paper.issued"  # name of the event that holds a fingerprint; nobody can send it
# How the canonical form begins, and no line of a chain export does.
START = b'{"before":'
VALID = "valid"

# (public key, signature, message), in octets -> whether it is the key's. The caller's library.
Check = Callable[[bytes, bytes, bytes], bool]


class Link(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Of an event after the paper's: as much as the chain covers."""

    seq: Number
    payload_hash: Hash


class Proof(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """`before` is the chain's hash before `event`, `links` lead from it to `head`."""

    format: str
    version: Number
    document: dict[str, Any]
    before: Hash
    event: Event
    links: list[Link]
    head: Head
    keys: list[Key]


class Judged(msgspec.Struct, frozen=True):
    """What a check says. `verdict` is one of

    valid        the signed history holds exactly this document
    broken       the file cannot be read as a proof
    edited       the document, or the event that holds its fingerprint, was changed
    not_covered  the links do not lead to a head that the firm has signed
    unknown_key  the head is signed by another key than the reader trusts
    other_paper  all is right, but the paper in the reader's hand is another one
    """

    verdict: str
    fingerprint: str = ""
    firm: str = ""
    form: str = ""
    number: str = ""
    signed_ms: int = 0
    public: str = ""  # the key that has signed
    is_pinned: bool = False  # the reader has brought that key


def write_proof(proof: Proof) -> bytes:
    """Its canonical bytes."""
    return canonical(msgspec.to_builtins(proof))


def judge(text: bytes, trusted: tuple[str, ...], paper: str, check: Check) -> Judged:
    """`trusted`: public keys in hex; `paper`: the fingerprint at the foot of the paper, or ""."""
    proof = _read(text)
    if proof is None:
        return Judged("broken")
    fingerprint = sha256(canonical(proof.document)).hexdigest()
    public = _key(proof, trusted)
    verdict = _verdict(proof, fingerprint, public, check)
    if verdict == VALID and paper not in ("", fingerprint):
        verdict = "other_paper"
    said = _object(proof.document.get("head"))
    return Judged(
        verdict=verdict,
        fingerprint=fingerprint,
        firm=str(said.get("firm_name", "")),
        form=str(said.get("form", "")),
        number=str(said.get("number", "")),
        signed_ms=proof.head.signed_ms,
        public=public,
        is_pinned=public in trusted,
    )


def _read(text: bytes) -> Proof | None:
    try:
        value = msgspec.json.decode(text)
        if canonical(value) != text:
            return None
        proof = msgspec.convert(value, Proof)
    except (msgspec.MsgspecError, NotCanonical, RecursionError, UnicodeDecodeError):
        return None
    return proof if (proof.format, proof.version) == (FORMAT, VERSION) else None


def _object(value: Any) -> dict[str, Any]:
    return cast(dict[str, Any], value) if isinstance(value, dict) else {}


def _key(proof: Proof, trusted: tuple[str, ...]) -> str:
    """The public key of the head's name; those in the file count only for who brings none."""
    known = trusted or tuple(key.public for key in proof.keys)
    return next((each for each in known if key_id_of(each) == proof.head.key_id), "")


def _verdict(proof: Proof, fingerprint: str, public: str, check: Check) -> str:
    event, head = proof.event, proof.head
    if event.payload is None or event.salt is None:
        return "edited"
    named = _object(event.payload.get("args")).get("sha256")
    if event.payload.get("name") != ISSUED or named != fingerprint:
        return "edited"
    if chain.payload_hash(event.salt, event.payload) != event.payload_hash:
        return "edited"
    if not _leads(proof):
        return "not_covered"
    if not public:
        return "unknown_key"
    octets = bytes.fromhex(public), bytes.fromhex(head.signature), head.signed()
    return VALID if check(*octets) else "not_covered"


def _leads(proof: Proof) -> bool:
    """The event and the links after it end at what the head says."""
    event, head = proof.event, proof.head
    if event.chain != chain.link(proof.before, event.seq, event.payload_hash):
        return False
    here = Point(event.seq, event.chain)
    for link in proof.links:
        if link.seq <= here.seq:
            return False
        here = Point(link.seq, Step(link.seq, link.payload_hash, "").link_after(here))
    return here.seq <= head.seq and here.chain == head.chain
