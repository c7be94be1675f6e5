"""Repair of a replica whose rows add up to something else: only what differs is sent again.

The replica deals its rows into parts by their handles and says the sum of each. Of the parts
that differ every row goes along whole, so that it also learns what it should not have. Rows
that have changed since its sums were made are among them, which does no harm.
"""

from binascii import Error as NotBase64

from sqlalchemy import Connection, select

from server.gateway import pages
from server.gateway.call import Actor
from server.gateway.catalogue import Catalogue
from server.gateway.pages import Member
from server.gateway.pull import scopes_of
from server.gateway.tables import MEMBER
from server.problems import ProblemError
from sync import digest
from sync.protocol import SyncResponse

PARTS_PER_ANSWER = 8  # where more differ, the rest follows at the next sync


def repair(
    connection: Connection,
    catalogue: Catalogue,
    actor: Actor,
    sums: str,
    answer: SyncResponse,
) -> None:
    """Add the rows of the parts that differ to a page that reaches the head."""
    try:
        theirs = digest.parts_of_text(sums)
    except (NotBase64, ValueError) as error:
        raise ProblemError("broken_envelope", {"problem": str(error)[:100]}) from error
    mine = [scope for scope in scopes_of(connection, actor) if scope.leave_seq is None]
    m = MEMBER.c
    query = select(
        m.scope, m.handle, m.kind, m.row_id, m.enter_seq, m.leave_seq, m.last_seq, m.digest
    ).where(
        m.tenant_id == actor.tenant_id,
        m.scope.in_([scope.scope for scope in mine]),
        m.leave_seq.is_(None),
    )
    lines = connection.execute(query).all()
    ours = digest.part_sums((line.handle, digest.from_signed(line.digest)) for line in lines)
    differing = [part for part in range(digest.PARTS) if ours[part] != theirs[part]]
    answer.repaired = differing[:PARTS_PER_ANSWER]
    wanted = set(answer.repaired)
    members = [Member(*line[:7]) for line in lines if digest.part_of(line.handle) in wanted]
    book = pages.Book(connection, catalogue, actor.tenant_id, mine, floor=-1)
    answer.kinds = [*answer.kinds, *book.kind_pages(members)]
