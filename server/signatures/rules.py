"""What counts as a signature. Pure: values in, a refusal or the words that stand out."""

from collections.abc import Iterable
from hashlib import sha256
from typing import Any

import msgspec

from server.signatures.schema import Reason, Signature, SignerRole, TakeRefusal, TakeSignature
from server.signatures.strokes import is_blank, problem_of, unpack
from sync.canonical import NotCanonical, canonical
from sync.outcomes import Rejected

# Whose word moves the order; a witness stands beside.
CONFIRMING = (SignerRole.CUSTOMER, SignerRole.PROPERTY_MANAGER)


def check(args: TakeSignature | TakeRefusal) -> Rejected | None:
    """Whether the word is bound to what was shown, and drawn by somebody."""
    if not is_bound(args.shown, args.shown_sha256):
        return Rejected(Reason.SHOWN_MISMATCH)
    if isinstance(args, TakeRefusal) or not args.strokes:
        return None
    sheet = unpack(args.strokes)
    problem = "unreadable" if sheet is None else problem_of(sheet)
    if sheet is None or problem:
        return Rejected(Reason.BAD_STROKES, {"problem": problem})
    return Rejected(Reason.BLANK_SIGNATURE) if is_blank(sheet) else None


def is_bound(shown: str, shown_sha256: str) -> bool:
    """The text is the canonical form of an object, and the hash is its own."""
    if sha256(shown.encode()).hexdigest() != shown_sha256:
        return False
    try:
        value: Any = msgspec.json.decode(shown)
        return isinstance(value, dict) and canonical(value) == shown.encode()
    except (msgspec.DecodeError, NotCanonical):
        return False


def standing(words: Iterable[Signature]) -> list[Signature]:
    """Of words in the order in which they were given, those that later ones have not replaced.

    The same person's later word takes the place of his earlier one in the same role; a signature
    takes back every refusal of its role. A refusal takes back no signature but his own.
    """
    kept: list[Signature] = []
    for word in words:
        kept = [earlier for earlier in kept if not _replaces(word, earlier)]
        kept.append(word)
    return kept


def _replaces(word: Signature, earlier: Signature) -> bool:
    if word.role is not earlier.role:
        return False
    is_signed_now = earlier.is_refused and not word.is_refused
    return is_signed_now or word.signer_name == earlier.signer_name
