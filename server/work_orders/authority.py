"""Who may decide about work orders and what they may name."""

from server.gateway.authorise import held_ever
from server.gateway.call import Call
from server.gateway.tx import R, Tx
from server.identity.rules import OFFICE
from server.identity.schema import Role

EVERYBODY = (Role.TECHNICIAN, *OFFICE)


def is_office(call: Call) -> bool:
    return call.actor.has_role(*OFFICE)


def may_name(tx: Tx, call: Call, row_type: type[R], row_id: str | None) -> bool:
    """A row may be named by the office if it exists, by others if they ever held it."""
    if row_id is None:
        return True
    if not is_office(call) and not held_ever(tx, call, row_id):
        return False
    return tx.get(row_type, row_id) is not None
