"""Who may decide about a technician."""

from server.gateway.authorise import NOT_ALLOWED, NOT_FOUND
from server.gateway.call import Authorise, Call
from server.gateway.tx import Tx
from server.shapes import Args
from server.technicians.schema import Absence, ReportPosition, Technician
from sync.outcomes import Rejected


def manages(*roles: str) -> Authorise:
    """One of the roles, for the whole firm or for the technician's territory.

    Everybody sees all technicians, so that sight alone gives no authority here.
    """

    def check(tx: Tx, args: Args, call: Call) -> Rejected | None:
        if call.actor.is_system:
            return None
        technician = tx.get(Technician, _technician_id(tx, args))
        if technician is None:
            return NOT_FOUND
        for grant in call.actor.grants:
            reaches = grant.territory_id in (None, technician.territory_id)
            if grant.role in roles and reaches:
                return None
        return NOT_ALLOWED

    return check


def own_technician(tx: Tx, args: ReportPosition, call: Call) -> Rejected | None:
    """Nobody reports where somebody else is."""
    if call.actor.is_system:
        return None
    technician = tx.get(Technician, args.technician_id)
    is_own = technician is not None and technician.user_id == call.actor.user_id
    return None if is_own else NOT_FOUND


def _technician_id(tx: Tx, args: Args) -> str | None:
    absence_id = getattr(args, "absence_id", None)
    if absence_id is None:
        return getattr(args, "technician_id", None)
    absence = tx.get(Absence, absence_id)
    return absence.technician_id if absence is not None else None
