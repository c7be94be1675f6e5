"""What may be said of users, grants and devices: values in, a refusal or a value out."""

import binascii
from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import Any

import msgspec

from server.identity.schema import AddUser, EditUser, Reason, Role, User
from sync.canonical import canonical
from sync.outcomes import ProtocolReason, Rejected

OFFICE = (Role.DISPATCHER, Role.MANAGER, Role.ADMINISTRATOR)
ARGON2_PREFIX = "$argon2"
JWK_MEMBERS = {"crv", "kty", "x", "y"}  # of a public key of an elliptic curve, RFC 7518 §6.2
COORDINATE_BYTES = 32
# P-256 of NIST SP 800-186: y² = x³ - 3x + B over the integers modulo P.
P = 2**256 - 2**224 + 2**192 + 2**96 - 1
B = 0x5AC635D8AA3A93E7B3EBBD55769886BC651D06B0CC53B0F63BCE3C3E27D2604B


def login_of(typed: str) -> str:
    """How a login is stored and compared: nobody remembers capitals."""
    return typed.strip().lower()


def may_add(args: AddUser, *, login_is_taken: bool) -> Rejected | None:
    if not login_of(args.login):
        return Rejected(ProtocolReason.BAD_ARGUMENTS, {"problem": "empty login"})
    if len(set(args.roles)) != len(args.roles):
        return Rejected(ProtocolReason.BAD_ARGUMENTS, {"problem": "a role is named twice"})
    if args.password_hash and (refusal := may_keep(args.password_hash)) is not None:
        return refusal
    return Rejected(Reason.LOGIN_TAKEN) if login_is_taken else None


def may_keep(password_hash: str) -> Rejected | None:
    """Arguments end up in the chain of events: a password must never get there."""
    if password_hash.startswith(ARGON2_PREFIX):
        return None
    return Rejected(ProtocolReason.BAD_ARGUMENTS, {"problem": "not an argon2 hash"})


def may_edit(user: User, args: EditUser, *, is_administrator: bool) -> Rejected | None:
    """Everybody keeps his own number and language; the name stands under evidence."""
    if is_administrator or args.name == user.name:
        return None
    return Rejected(ProtocolReason.NOT_ALLOWED, {"field": "name"})


def may_lose_administrator(user_id: str, remaining: set[str]) -> Rejected | None:
    """`remaining`: active administrators after the change that takes this one away."""
    if remaining:
        return None
    return Rejected(Reason.LAST_ADMINISTRATOR, {"user_id": user_id})


def territory_of_grant(role: Role, territory_id: str | None) -> str | None:
    """Administrators hold the whole firm, whatever was asked."""
    return None if role is Role.ADMINISTRATOR else territory_id


def evidence_key_problem(text: str) -> str:
    """What is wrong with a device's public key, as a sentence; "" when nothing is.

    Right is "" (a browser without one) and a point of P-256 as canonical JSON of exactly the four
    public members: its SHA-256 is then the thumbprint of RFC 7638.
    """
    if not text:
        return ""
    try:
        jwk: Any = msgspec.json.decode(text)
    except (msgspec.DecodeError, RecursionError):
        return "it is not JSON"
    if not isinstance(jwk, dict) or set(jwk) != JWK_MEMBERS:  # pyright: ignore[reportUnknownArgumentType]
        return "it must have the members crv, kty, x and y and no other: no private part, no flags"
    if (jwk["kty"], jwk["crv"]) != ("EC", "P-256"):
        return "it must be of kty EC and crv P-256"
    x, y = _coordinate(jwk["x"]), _coordinate(jwk["y"])
    if x is None or y is None:
        return "x and y must be 32 bytes each in base64url without padding"
    if (y * y - x * x * x + 3 * x - B) % P:
        return "it is not a point of P-256"
    is_canonical = canonical(jwk) == text.encode()
    return "" if is_canonical else "it must be canonical JSON: sorted keys, no white space"


def _coordinate(text: Any) -> int | None:
    """A coordinate as a number below P, or None where it is not spelt as RFC 7518 spells it."""
    if not isinstance(text, str):
        return None
    try:
        octets = urlsafe_b64decode(text + "=")
    except (binascii.Error, ValueError):
        return None
    is_exact = urlsafe_b64encode(octets).decode() == text + "="
    value = int.from_bytes(octets)
    return value if is_exact and len(octets) == COORDINATE_BYTES and value < P else None
