"""What may be said of users, grants and devices: values in, a refusal or a value out."""

from server.identity.schema import AddUser, EditUser, Reason, Role, User
from sync.outcomes import ProtocolReason, Rejected

OFFICE = (Role.DISPATCHER, Role.MANAGER, Role.ADMINISTRATOR)
ARGON2_PREFIX = "$argon2"


def login_of(typed: str) -> str:
    """How a login is stored and compared: nobody remembers capitals."""
    return typed.strip().lower()


def may_add(args: AddUser, *, login_is_taken: bool) -> Rejected | None:
    if not login_of(args.login):
        return Rejected(ProtocolReason.BAD_ARGUMENTS, {"problem": "empty login"})
    if len(set(args.roles)) != len(args.roles):
        return Rejected(ProtocolReason.BAD_ARGUMENTS, {"problem": "a role is named twice"})
    # Arguments end up in the chain of events: a password must never get there.
    if args.password_hash and not args.password_hash.startswith(ARGON2_PREFIX):
        return Rejected(ProtocolReason.BAD_ARGUMENTS, {"problem": "not an argon2 hash"})
    return Rejected(Reason.LOGIN_TAKEN) if login_is_taken else None


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
