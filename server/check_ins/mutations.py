"""Check-ins are looked at by the office; they are made in `followers.py`."""

from server.check_ins import rules
from server.check_ins.schema import CheckIn, ReviewCheckIn
from server.gateway.authorise import NOT_FOUND, decision_on
from server.gateway.call import Call, Mutation
from server.gateway.tx import Tx
from server.identity.rules import OFFICE
from sync.outcomes import Accepted, Rejected, Verdict


def review(tx: Tx, args: ReviewCheckIn, call: Call) -> Verdict:
    check_in = tx.get(CheckIn, args.check_in_id)
    if check_in is None:
        return NOT_FOUND
    state = rules.reviewed(args)
    if isinstance(state, Rejected):
        return state
    tx.update(
        check_in,
        review=state,
        reviewed_by_id=call.author_id,
        reviewed_ms=call.moment_ms,
        review_note=args.note,
    )
    return Accepted()


MUTATIONS: tuple[Mutation, ...] = (
    Mutation(ReviewCheckIn, decision_on("check_in_id", *OFFICE), review),
)
