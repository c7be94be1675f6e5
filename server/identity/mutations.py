"""Users, grants and devices: what administrators decide."""

from sqlalchemy import delete, insert, update

from server.gateway.authorise import NOT_ALLOWED, NOT_FOUND, role, system_only
from server.gateway.call import Call, Mutation
from server.gateway.tx import Tx
from server.identity import queries, rules
from server.identity.schema import (
    AddGrant,
    AddUser,
    Device,
    EditUser,
    EndGrant,
    EnrolDevice,
    Grant,
    RevokeDevice,
    Role,
    SetPassword,
    SetUserActive,
    User,
)
from server.identity.tables import CREDENTIAL, JOIN_CODE, SESSION
from server.pinyin import initials
from sync.outcomes import Accepted, Flag, Rejected, Verdict

ADMINISTRATION = role(Role.ADMINISTRATOR)


def self_or_administrator(tx: Tx, args: EditUser, call: Call) -> Rejected | None:
    is_self = args.user_id == call.actor.user_id
    return None if is_self or call.actor.has_role(Role.ADMINISTRATOR) else NOT_ALLOWED


def owner_or_administrator(tx: Tx, args: RevokeDevice, call: Call) -> Rejected | None:
    """A lost phone is revoked by its owner too; somebody else's phone does not exist for him."""
    if call.actor.has_role(Role.ADMINISTRATOR):
        return None
    device = tx.get(Device, args.device_id)
    is_owner = device is not None and device.user_id == call.actor.user_id
    return None if is_owner else NOT_FOUND


def add_user(tx: Tx, args: AddUser, call: Call) -> Verdict:
    login = rules.login_of(args.login)
    is_taken = queries.user_by_login(tx, login) is not None
    refusal = rules.may_add(args, login_is_taken=is_taken)
    if refusal is not None:
        return refusal
    if not queries.territory_exists(tx, args.territory_id):
        return NOT_FOUND
    user = tx.insert(
        User(
            id=call.born(0),
            name=args.name,
            initials=initials(args.name),
            login=login,
            phone=args.phone,
            locale=args.locale,
            is_active=True,
        )
    )
    for ordinal, wanted in enumerate(args.roles, start=1):
        _insert_grant(tx, call, ordinal, user.id, wanted, args.territory_id)
    if args.password_hash:
        _keep_password(tx, call, user.id, args.password_hash)
    return Accepted() if login == args.login else Accepted((Flag.CORRECTED,))


def edit_user(tx: Tx, args: EditUser, call: Call) -> Verdict:
    user = tx.get(User, args.user_id)
    if user is None:
        return NOT_FOUND
    is_administrator = call.actor.has_role(Role.ADMINISTRATOR)
    refusal = rules.may_edit(user, args, is_administrator=is_administrator)
    if refusal is not None:
        return refusal
    tx.update(
        user,
        name=args.name,
        initials=initials(args.name),
        phone=args.phone,
        locale=args.locale,
    )
    return Accepted()


def set_user_active(tx: Tx, args: SetUserActive, call: Call) -> Verdict:
    user = tx.get(User, args.user_id)
    if user is None:
        return NOT_FOUND
    if not args.is_active:
        others = queries.administrators(tx)
        if user.id in others:
            refusal = rules.may_lose_administrator(user.id, others - {user.id})
            if refusal is not None:
                return refusal
        _end_sessions(tx, call, user_id=user.id)
        _drop_join_codes(tx, user.id)
    tx.update(user, is_active=args.is_active)
    return Accepted()


def set_password(tx: Tx, args: SetPassword, call: Call) -> Verdict:
    """Only the device he changed it on stays signed in."""
    user = tx.get(User, args.user_id)
    if user is None:
        return NOT_FOUND
    refusal = rules.may_keep(args.password_hash)
    if refusal is not None:
        return refusal
    _keep_password(tx, call, user.id, args.password_hash)
    _drop_join_codes(tx, user.id)
    _end_sessions(tx, call, user_id=user.id)
    return Accepted()


def add_grant(tx: Tx, args: AddGrant, call: Call) -> Verdict:
    """A second identical grant changes nothing: the first one stands."""
    user = tx.get(User, args.user_id)
    if user is None or not queries.territory_exists(tx, args.territory_id):
        return NOT_FOUND
    territory_id = rules.territory_of_grant(args.role, args.territory_id)
    same = (
        grant.role is args.role and grant.territory_id == territory_id
        for grant in queries.grants_of(tx, user.id)
    )
    if any(same):
        return Accepted((Flag.MERGED,))
    _insert_grant(tx, call, 0, user.id, args.role, territory_id)
    return Accepted()


def end_grant(tx: Tx, args: EndGrant, call: Call) -> Verdict:
    grant = tx.get(Grant, args.grant_id)
    if grant is None:
        return NOT_FOUND
    before = queries.administrators(tx)
    if grant.is_active and grant.role is Role.ADMINISTRATOR and grant.user_id in before:
        held = [g for g in queries.grants_of(tx, grant.user_id) if g.role is Role.ADMINISTRATOR]
        remaining = before if len(held) > 1 else before - {grant.user_id}
        refusal = rules.may_lose_administrator(grant.user_id, remaining)
        if refusal is not None:
            return refusal
    tx.update(grant, is_active=False)
    return Accepted()


def enrol_device(tx: Tx, args: EnrolDevice, call: Call) -> Verdict:
    user = tx.get(User, args.user_id)
    if user is None or not user.is_active:
        return NOT_FOUND
    tx.insert(
        Device(
            id=call.born(0),
            user_id=user.id,
            name=args.name,
            public_key=args.public_key,
            enrolled_ms=call.now_ms,
            is_revoked=False,
        )
    )
    return Accepted()


def revoke_device(tx: Tx, args: RevokeDevice, call: Call) -> Verdict:
    device = tx.get(Device, args.device_id)
    if device is None:
        return NOT_FOUND
    tx.update(device, is_revoked=True)
    _end_sessions(tx, call, device_id=device.id)
    return Accepted()


def _insert_grant(
    tx: Tx, call: Call, ordinal: int, user_id: str, wanted: Role, territory_id: str | None
) -> None:
    tx.insert(
        Grant(
            id=call.born(ordinal),
            user_id=user_id,
            role=wanted,
            territory_id=rules.territory_of_grant(wanted, territory_id),
            is_active=True,
        )
    )


def _keep_password(tx: Tx, call: Call, user_id: str, password_hash: str) -> None:
    """Credentials, as sessions, are no rows that anybody sees."""
    c = CREDENTIAL.c
    line = delete(CREDENTIAL).where(c.tenant_id == tx.tenant_id, c.user_id == user_id)
    tx.connection.execute(line)
    values = {"password_hash": password_hash, "changed_ms": call.now_ms}
    line = insert(CREDENTIAL).values(tenant_id=tx.tenant_id, user_id=user_id, **values)
    tx.connection.execute(line)


def _end_sessions(tx: Tx, call: Call, **whose: str) -> None:
    """Sessions are not rows that phones see, so they change past the list of changes.

    The one that asks stays: whoever changes his own password goes on working.
    """
    c = SESSION.c
    mine = [c[name] == value for name, value in whose.items()]
    if call.name == SetPassword.mutation and call.actor.device_id:
        mine.append(c.device_id != call.actor.device_id)
    tx.connection.execute(
        update(SESSION)
        .where(c.tenant_id == tx.tenant_id, c.revoked_ms.is_(None), *mine)
        .values(revoked_ms=call.now_ms)
    )


def _drop_join_codes(tx: Tx, user_id: str) -> None:
    c = JOIN_CODE.c
    line = delete(JOIN_CODE).where(c.tenant_id == tx.tenant_id, c.user_id == user_id)
    tx.connection.execute(line.where(c.used_ms.is_(None)))


MUTATIONS: tuple[Mutation, ...] = (
    Mutation(AddUser, ADMINISTRATION, add_user),
    Mutation(EditUser, self_or_administrator, edit_user),
    Mutation(SetUserActive, ADMINISTRATION, set_user_active),
    Mutation(SetPassword, ADMINISTRATION, set_password),
    Mutation(AddGrant, ADMINISTRATION, add_grant),
    Mutation(EndGrant, ADMINISTRATION, end_grant),
    Mutation(EnrolDevice, system_only(), enrol_device),
    Mutation(RevokeDevice, owner_or_administrator, revoke_device),
)
