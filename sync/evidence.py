"""The firm's history as a file that a stranger can check: what its lines are, and what is signed.

One canonical JSON object a line: a header, the events in seq order, each signed head right after
the events that it covers, and an end whose sum covers every byte before it. `docs/evidence.md`
describes the format. TypeScript twin: `pwa/src/verify/lines.ts`; both are judged by
`tests/contract/cases/evidence.json`.
"""

from hashlib import sha256
from typing import Annotated, Any

import msgspec

from sync.canonical import SAFE_INTEGER_MAX, NotCanonical, canonical

FORMAT = "fieldward-chain"
VERSION = 1
KEY_ID_LENGTH = 32
HEAD_SIGNED = "fieldward-head/1"  # says what a signature is for, so that none can stand for another
END_SIGNED = "fieldward-chain-end/1"
RESTORED = "firm.restored"  # name of the event that links two epochs; nobody can send it

Hash = Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{64}\Z")]
Salt = Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{32}\Z")]
KeyId = Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{32}\Z")]
Signature = Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{128}\Z")]
Number = Annotated[int, msgspec.Meta(ge=0, le=SAFE_INTEGER_MAX)]


class Key(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A public Ed25519 key, its 32 octets in hex."""

    key_id: KeyId
    public: Hash


class Epoch(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """From which seq on an epoch holds: 1, or the seq of the event that began it."""

    epoch: str
    first_seq: Number


class Line(
    msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="line", tag=str.lower
):
    """One line of the file. `line` in its JSON says which."""


class Header(Line, frozen=True):
    format: str
    version: Number
    tenant_id: str
    firm: str
    epochs: list[Epoch]
    keys: list[Key]
    made_ms: Number


class Event(Line, frozen=True):
    """Salt and payload are null once the payload was erased."""

    seq: Number
    salt: Salt | None
    payload: dict[str, Any] | None
    payload_hash: Hash
    chain: Hash


class Head(Line, frozen=True):
    """The chain's hash after everything up to `seq`, signed. Whoever keeps one is a witness."""

    tenant_id: str
    epoch: str
    seq: Number
    chain: Hash
    signed_ms: Number
    key_id: KeyId
    signature: Signature

    def signed(self) -> bytes:
        """What the signature is over."""
        return _signed(self, HEAD_SIGNED)


class End(Line, frozen=True):
    """Where the chain stood at the export; `sha256` is of all bytes before this line."""

    tenant_id: str
    epoch: str
    seq: Number
    chain: Hash
    events: Number
    sha256: Hash
    key_id: KeyId
    signature: Signature

    def signed(self) -> bytes:
        """What the signature is over."""
        return _signed(self, END_SIGNED)


AnyLine = Header | Event | Head | End


class BrokenLine(ValueError):
    """A line that nobody who writes this format has written."""


def key_id_of(public: str) -> str:
    """The name of a public key: the first half of its SHA-256, in hex."""
    return sha256(bytes.fromhex(public)).hexdigest()[:KEY_ID_LENGTH]


def write_line(line: AnyLine) -> bytes:
    """Its canonical bytes, without the line feed."""
    return canonical(msgspec.to_builtins(line))


def read_line(text: bytes) -> AnyLine:
    """The line that these bytes are, and no others would be. Raises BrokenLine."""
    try:
        value = msgspec.json.decode(text)
        if canonical(value) != text:
            raise BrokenLine("not in canonical form")
        line = msgspec.convert(value, AnyLine)
    except (msgspec.MsgspecError, NotCanonical, RecursionError, UnicodeDecodeError) as error:
        raise BrokenLine(str(error)) from error
    if isinstance(line, Event) and (line.salt is None) != (line.payload is None):
        raise BrokenLine("a payload and its salt are erased together")
    return line


def _signed(line: Head | End, purpose: str) -> bytes:
    said = msgspec.to_builtins(line)
    said.pop("signature")
    return canonical(said | {"line": purpose})
