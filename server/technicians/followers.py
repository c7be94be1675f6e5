"""What technicians do when something to their left happens, in the same savepoint."""

from server.gateway.call import Call, Handler
from server.gateway.tx import Tx
from server.identity.schema import SetUserActive
from server.technicians import queries
from sync.outcomes import Accepted, Verdict


def retire(tx: Tx, args: SetUserActive, call: Call) -> Verdict:
    """Whoever cannot sign in cannot be sent. Being let in again does not put him on the roster."""
    technician = queries.technician_of_user(tx, args.user_id)
    if technician is not None and not args.is_active:
        tx.update(technician, is_active=False)
    return Accepted()


FOLLOWERS: dict[str, tuple[Handler, ...]] = {SetUserActive.mutation: (retire,)}
